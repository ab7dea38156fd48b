// SPDX-License-Identifier: EUPL-1.2
// SearchQuery: everything a search asks for, as it stands in the address (FI-10 …). Pages read it forgivingly, the JSON interface strictly;
// address_of() writes the one canonical form that links, saved searches and the browser's address bar use.
#pragma once

#include "base/money.hpp"
#include "base/problem.hpp"
#include "discovery/source.hpp"
#include "http/headers.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::discovery {

// Filters with values to choose from, several of each. In the order in which pages show them.
enum class Choice {
    area,
    competence,  // slugs
    level,       // "conversation.2"; narrows its competence to that level
    format,
    weekday,
    module,
    kind,
    provider,
    difficulty,
    credential,
    seal,
    accessibility,
    language,
    origin,
    funded,  // "1"
};
BOOST_DESCRIBE_ENUM(Choice, area, competence, level, format, weekday, module, kind, provider, difficulty, credential, seal, accessibility, language,
                    origin, funded)
inline constexpr std::size_t choice_count = 15;

enum class OfferSort { best_fit, date, price, hours, distance };
BOOST_DESCRIBE_ENUM(OfferSort, best_fit, date, price, hours, distance)

// How much something counts in the rank (FI-22).
enum class Importance { low, normal, high };
BOOST_DESCRIBE_ENUM(Importance, low, normal, high)

struct RankWeights {
    Importance benefit = Importance::normal, time = Importance::normal, cost = Importance::normal, travel = Importance::normal;
    bool operator==(const RankWeights&) const = default;
};

enum class OfferView { list, map };
BOOST_DESCRIBE_ENUM(OfferView, list, map)

struct SearchQuery {
    std::string text;
    std::optional<Date> from, until;
    std::string place;                                          // slug; empty: none
    std::optional<int> radius;                                  // kilometres of the way; with a place, or from the seat of the own employer
    std::array<std::vector<std::string>, choice_count> chosen;  // by Choice, sorted, each once
    std::optional<HalfHours> hours_least, hours_most;
    std::optional<Money> price_least, price_most;
    bool working_days = false, gaps = false;  // of the signed-in person: dates that suit, offers that close a gap
    OfferSort sort = OfferSort::best_fit;
    RankWeights weights;
    OfferView view = OfferView::list;
    std::int64_t page = 1;
    std::int64_t page_size = 10;  // the JSON interface alone can ask for another

    const std::vector<std::string>& of(Choice choice) const { return chosen[static_cast<std::size_t>(choice)]; }
    std::vector<std::string>& of(Choice choice) { return chosen[static_cast<std::size_t>(choice)]; }
    bool has(Choice choice, std::string_view value) const;
    // Any filter at all; text, order and view are none.
    bool filtered() const;
    bool operator==(const SearchQuery&) const = default;
};

inline constexpr int radius_default = 25;
inline constexpr int radius_max = 500;
inline constexpr std::size_t text_bytes_max = 200;

enum class AddressNames { page, api };  // "modul" or "module"

struct ParsedQuery {
    SearchQuery query;
    std::string unknown_place;           // what was typed as place and is none
    std::vector<FieldProblem> problems;  // for the JSON interface (FI-12): unknown names and values
};
ParsedQuery parse_search_query(std::span<const http::Field> fields, const OfferState& state, AddressNames names = AddressNames::page);
// From what address_of() wrote: for saved searches. What no longer exists filters nothing.
SearchQuery search_query_of(std::string_view address, const OfferState& state);

// "q=vergabe&modul=ozg&modul=fuehrung"; empty when nothing is asked. Page names.
std::string address_of(const SearchQuery& query);
// "/angebote?…" with this query.
std::string offers_path(const SearchQuery& query);
// The same search without order, weights, view and page: what is worth saving and comparing.
SearchQuery without_view(SearchQuery query);

std::string_view parameter_name(Choice choice, AddressNames names = AddressNames::page);

}  // namespace kc::discovery
