// SPDX-License-Identifier: EUPL-1.2
// Runs a search for one person or visitor: what pages, JSON, saved searches and the command line have in common. No HTTP, no statement.
#pragma once

#include "discovery/documents.hpp"
#include "discovery/ranking.hpp"
#include "search/answer.hpp"

namespace kc::discovery {

// Who searches. A visitor has none of it.
struct Searcher {
    std::optional<OrganisationId> organisation;           // opens its internal offers (AN-43)
    bool member = false;                                  // pays the member price
    const competence::LearnerProfile* learner = nullptr;  // for gaps, working days and the rank
    std::optional<catalogue::Coordinates> origin;         // where the way begins when the address names no place
    Date today{};
};
Searcher searcher_of(const OfferState& state, const Viewer* viewer, const competence::LearnerProfile* learner, Date today);

struct FoundOffer {
    const catalogue::LearningUnit* unit = nullptr;
    const catalogue::TutorialDate* date = nullptr;  // the earliest that satisfies the search, else the next one
    std::optional<catalogue::Travel> way;           // to that date, or to the nearest one; absent when nobody travels
    std::optional<Rank> rank;                       // when the offer closes a gap
};

struct Findings {
    search::Answer answer;
    std::vector<FoundOffer> offers;               // of the asked page
    std::int64_t page = 1, pages = 1;             // the last page when the query names one behind it
    std::optional<std::int64_t> on_working_days;  // how many there would be with that filter (FI-14); learners alone
    std::optional<catalogue::Coordinates> origin;
    bool by_distance = false;  // distances are known
};

enum class Purpose {
    page,   // with the counts of all filters, exact under the others
    list,   // without counts: command line, preview of synonyms
    watch,  // without counts, and only what holds all words unless nothing does: saved searches
};
// For people, fewer than five hits with all words are followed by offers with some of them (FI-33).
Findings find_offers(const OfferState& state, const SearchQuery& query, const Searcher& searcher, Purpose purpose = Purpose::page);

// Whether any offer satisfies the search as it was meant, without leaving words out (F42).
bool finds_all_words(const OfferState& state, const SearchQuery& query, const Searcher& searcher);

// How many offers a search finds.
std::int64_t count_offers(const OfferState& state, const SearchQuery& query, const Searcher& searcher);

// FI-15: of all chosen filters, those whose removal finds most, at most three, best first.
struct Relief {
    SearchQuery without;
    std::string key;  // message key of what is left out
    std::optional<Choice> choice;
    std::int64_t total = 0;
};
std::vector<Relief> reliefs(const OfferState& state, const SearchQuery& query, const Searcher& searcher);

}  // namespace kc::discovery
