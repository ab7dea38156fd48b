// SPDX-License-Identifier: EUPL-1.2
#include "discovery/synonym_preview.hpp"

#include "discovery/finding.hpp"

#include <algorithm>

namespace kc::discovery {

SynonymPreview preview_synonyms(const OfferState& state, const search::Analyzer& language, search::Synonyms changed, const std::string& query,
                                Date today) {
    const auto after_language = language.with_synonyms(std::move(changed));
    auto after_state = state;
    after_state.index = state.index->with_language(after_language);
    after_state.memory = nullptr;  // it belongs to the list in force

    SearchQuery asked;
    asked.text = query;
    asked.page_size = previewed_hits;
    const auto searcher = searcher_of(state, nullptr, nullptr, today);  // as a visitor sees it
    const auto before = find_offers(state, asked, searcher, Purpose::list);
    const auto after = find_offers(after_state, asked, searcher, Purpose::list);

    SynonymPreview preview{.total_before = before.answer.total, .total_after = after.answer.total};
    for (const auto& word : after_language->query_words(query)) {
        UnderstoodWord understood{word.as_typed, {}};
        for (const auto& alternative : word.alternatives) {
            if (!alternative.as_shown.empty() &&
                std::find(understood.also.begin(), understood.also.end(), alternative.as_shown) == understood.also.end())
                understood.also.push_back(alternative.as_shown);
        }
        preview.words.push_back(std::move(understood));
    }
    int place = 0;
    for (const auto& found : after.offers) preview.hits.push_back({found.unit->slug, found.unit->title, std::nullopt, ++place});
    place = 0;
    for (const auto& found : before.offers) {
        ++place;
        const auto known = std::find_if(preview.hits.begin(), preview.hits.end(), [&](const auto& hit) { return hit.slug == found.unit->slug; });
        if (known != preview.hits.end())
            known->before = place;
        else
            preview.hits.push_back({found.unit->slug, found.unit->title, place, std::nullopt});
    }
    return preview;
}

}  // namespace kc::discovery
