// SPDX-License-Identifier: EUPL-1.2
#include "discovery/search_news.hpp"

#include <charconv>

#include <fmt/format.h>

namespace kc::discovery {

namespace {

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

// One line per provider ("p 3") and per offer ("17 1;4500;2026-05-04;12;345").
std::string to_text(const RememberedHits& hits) {
    std::string text;
    for (const auto provider : hits.providers) text += fmt::format("p {}\n", provider);
    for (const auto& [unit, condition] : hits.offers) text += fmt::format("{} {}\n", unit, to_text(condition));
    return text;
}

RememberedHits parse_remembered_hits(std::string_view text) {
    RememberedHits hits;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find('\n', from), text.size());
        const auto line = text.substr(from, end - from);
        from = end + 1;
        const auto blank = line.find(' ');
        if (blank == std::string_view::npos) continue;
        if (line.substr(0, blank) == "p") {
            if (const auto provider = number_in(line.substr(blank + 1))) hits.providers.insert(*provider);
            continue;
        }
        const auto unit = number_in(line.substr(0, blank));
        const auto condition = parse_offer_condition(line.substr(blank + 1));
        if (unit && condition) hits.offers.emplace(*unit, *condition);
    }
    return hits;
}

CurrentHits run_search(const OfferState& state, std::string_view query, const Searcher& searcher) {
    auto asked = search_query_of(query, state);
    asked.page = 1;
    asked.page_size = watched_hits_max;
    const auto found = find_offers(state, asked, searcher, Purpose::watch);
    CurrentHits hits;
    const auto relaxation = found.answer.relaxation;
    if (relaxation == search::Relaxation::fewer || relaxation == search::Relaxation::any_word || found.answer.did_you_mean_applied) return hits;
    hits.total = found.answer.total;
    for (const auto& offer : found.offers) hits.units.push_back(offer.unit);
    return hits;
}

RememberedHits remembered(const OfferState& state, const CurrentHits& hits, bool member, Date today) {
    RememberedHits result;
    for (const auto* unit : hits.units) {
        result.offers.emplace(unit->id.value, offer_condition(unit, member, today));
        result.providers.insert(state.catalogue->provider_of(*unit).id.value);
    }
    return result;
}

std::vector<HitNews> news_of(const OfferState& state, const RememberedHits& before, const CurrentHits& now, bool member, Date today) {
    std::vector<HitNews> news;
    for (const auto* unit : now.units) {
        HitNews item{.unit = unit};
        const auto known = before.offers.find(unit->id.value);
        if (known == before.offers.end()) {
            item.new_offer = true;
            item.new_provider = !before.providers.contains(state.catalogue->provider_of(*unit).id.value);
        } else {
            const auto condition = offer_condition(unit, member, today);
            item.new_date = condition.newest_date > known->second.newest_date;
            if (condition.price < known->second.price) item.price_before = known->second.price;
        }
        if (item.new_offer || item.new_date || item.price_before) news.push_back(item);
    }
    return news;
}

}  // namespace kc::discovery
