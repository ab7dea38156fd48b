// SPDX-License-Identifier: EUPL-1.2
// One query from the line to the page of hits.
#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>

#include "search/filters.hpp"
#include "search/index.hpp"
#include "search/ranking.hpp"
#include "search/text_match.hpp"

namespace kc::search {

namespace {

// The best so many by score are looked at again with the words in their places. Fixed, so that pages of one result never overlap.
constexpr std::size_t looked_at_again = 30;

struct Search {
    const IndexState& state;
    const Query& query;
    OccurrenceTest test;
    TextMatch match;
    std::vector<SegmentBoosts> boosts;
    std::vector<Filtered> found;  // by segment
    std::vector<std::shared_ptr<const DayView>> views;
    std::vector<std::unique_ptr<TextExplainer>> explainers;  // by segment, once needed

    const TextExplainer& explainer(std::uint32_t segment) {
        if (explainers.size() < state.segments.size()) explainers.resize(state.segments.size());
        if (!explainers[segment])
            explainers[segment] = std::make_unique<TextExplainer>(state.schema, *state.segments[segment].segment, segment, match);
        return *explainers[segment];
    }

    bool by_text() const { return !match.words.empty(); }
    bool ranked_by_words() const { return match.relaxation == Relaxation::fewer || match.relaxation == Relaxation::any_word; }
};

void prepare(Answer& answer, const IndexState& state) {
    answer.facet_counts.resize(state.schema.facets.size());
    answer.ranges.resize(state.schema.numbers.size());
    for (const auto& view : state.segments) {
        const auto& segment = *view.segment;
        for (std::size_t facet = 0; facet < answer.facet_counts.size(); ++facet) {
            answer.facet_counts[facet].resize(std::max(answer.facet_counts[facet].size(), segment.facet_size(facet)));
        }
        answer.place_counts.resize(std::max(answer.place_counts.size(), segment.occurrences.places));
        answer.format_counts.resize(std::max(answer.format_counts.size(), segment.occurrences.formats));
    }
}

// Without a line the boost decides, and then the caller's order: only as many documents as wanted need to be touched.
void offer_in_order(const Search& search, std::uint32_t number, std::size_t wanted, Best& best) {
    const auto& documents = search.found[number].documents;
    const auto& points = search.boosts[number].points;
    for (const auto& [document, value] : points) {
        if (value != 0 && documents.test(document)) best.offer({value, number, document, 0});
    }
    auto boost = points.begin();
    std::size_t left = wanted;
    for_each_bit(documents.span(), [&](std::uint32_t document) {
        while (boost != points.end() && boost->first < document) ++boost;
        if (boost != points.end() && boost->first == document && boost->second != 0) return true;
        if (left == 0) return false;
        --left;
        best.offer({0, number, document, 0});
        return true;
    });
}

void offer_by_number(const Search& search, std::uint32_t number, std::size_t wanted, Best& best) {
    const auto& segment = *search.state.segments[number].segment;
    const auto& found = search.found[number];
    const bool descending = search.query.sort == Sort::number_descending;
    const auto& column = segment.numbers[search.query.sort_column];
    const auto primary = [&](std::uint32_t document) {
        if (column[document] == no_number) return std::numeric_limits<std::int64_t>::min();
        return descending ? std::int64_t{column[document]} : -std::int64_t{column[document]};
    };
    if (std::uint64_t{found.count} * 32 < segment.documents || descending) {
        for_each_bit(found.documents.span(), [&](std::uint32_t document) { best.offer({primary(document), number, document, 0}); });
        return;
    }
    for (const auto document : segment.number_order[search.query.sort_column]) {
        if (!found.documents.test(document)) continue;
        if (wanted-- == 0) break;
        best.offer({primary(document), number, document, 0});
    }
}

void offer(Search& search, std::uint32_t number, std::size_t wanted, Best& best) {
    const auto& segment = *search.state.segments[number].segment;
    const auto& found = search.found[number];
    switch (search.query.sort) {
        case Sort::best_fit:
            if (search.by_text()) {
                Scorer(segment, number, search.match).offer_all(found, search.boosts[number], search.ranked_by_words(), number, best);
            } else {
                offer_in_order(search, number, wanted, best);
            }
            return;
        case Sort::date: {
            const auto& keys = search.views[number]->date_keys;
            const bool filtered = search.test.active();
            for_each_bit(found.documents.span(), [&](std::uint32_t document) {
                const std::int64_t key = filtered ? search.test.date_key(segment.occurrences, *search.views[number], document) : keys[document];
                best.offer({-key, number, document, 0});
            });
            return;
        }
        case Sort::number_ascending:
        case Sort::number_descending:
            if (search.query.sort_column < segment.numbers.size())
                offer_by_number(search, number, wanted, best);
            else
                offer_in_order(search, number, wanted, best);
            return;
        case Sort::distance:
            for_each_bit(found.documents.span(), [&](std::uint32_t document) {
                best.offer({-std::int64_t{search.test.distance_key(segment.occurrences, *search.views[number], document)}, number, document, 0});
            });
            return;
        case Sort::boost: {
            Scorer scorer(segment, number, search.match);
            for_each_bit(found.documents.span(), [&](std::uint32_t document) {
                const std::int64_t points = search.boosts[number].of(document);
                best.offer({points * (std::int64_t{1} << 32) + scorer.score(document).points, number, document, 0});
            });
            return;
        }
    }
}

// Adds the bonus to those that may come among the first `shown`: the titles tell most of it, and who cannot come so far with the rest is not
// read. The others keep their places behind.
void add_bonus(Search& search, std::span<Candidate> head, std::size_t shown) {
    if (shown == 0) return;
    std::vector<TextExplainer::BonusBounds> bounds(head.size());
    std::vector<std::int64_t> least(head.size());
    // Asks for everything before it is needed, one step after the other.
    const auto each_segment = [&](auto&& place, auto&& begin, auto&& visit) {
        for (std::uint32_t i = 0; i < search.state.segments.size(); ++i) {
            if (search.found[i].count == 0) continue;
            const auto& explainer = search.explainer(i);
            const auto each = [&](auto&& step) {
                for (std::size_t k = 0; k < head.size(); ++k) {
                    if (head[k].segment == i) step(explainer, k);
                }
            };
            each(place);
            each(begin);
            each(visit);
        }
    };
    using Explainer = const TextExplainer&;
    each_segment([&](Explainer explainer, std::size_t k) { explainer.prefetch_title_place(head[k].document); },
                 [&](Explainer explainer, std::size_t k) { explainer.prefetch_title(head[k].document); },
                 [&](Explainer explainer, std::size_t k) {
                     bounds[k] = explainer.bonus_bounds(head[k].document);
                     least[k] = head[k].primary + bounds[k].least;
                 });
    std::nth_element(least.begin(), least.begin() + static_cast<std::ptrdiff_t>(shown) - 1, least.end(), std::greater<>());
    const auto last_shown = least[shown - 1];
    const auto in_question = [&](std::size_t k) { return bounds[k].most > bounds[k].least && head[k].primary + bounds[k].most >= last_shown; };
    each_segment([&](Explainer explainer, std::size_t k) { in_question(k) ? explainer.prefetch_place(head[k].document) : void(); },
                 [&](Explainer explainer, std::size_t k) { in_question(k) ? explainer.prefetch(head[k].document) : void(); },
                 [&](Explainer explainer, std::size_t k) {
                     auto& candidate = head[k];
                     candidate.bonus = in_question(k) ? explainer.bonus(candidate.document) : bounds[k].least;
                     candidate.primary += candidate.bonus;
                 });
}

std::vector<Candidate> rank(Search& search) {
    const auto& query = search.query;
    const bool again = query.sort == Sort::best_fit && search.by_text();
    std::size_t available = 0;
    for (const auto& found : search.found) available += found.count;
    std::size_t wanted = query.offset >= available ? 0 : std::min(query.limit, available - query.offset) + query.offset;
    if (query.limit == 0 || wanted == 0) return {};
    if (again) wanted = std::max(wanted, std::min(looked_at_again, available));
    Best best(search.state, wanted);
    for (std::uint32_t i = 0; i < search.state.segments.size(); ++i) {
        if (search.found[i].count > 0) offer(search, i, wanted, best);
    }
    auto candidates = best.sorted();
    if (again) {
        const auto head = std::min(candidates.size(), looked_at_again);
        add_bonus(search, std::span(candidates).first(head), std::min(query.offset + query.limit, head));
        std::sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(head),
                  [&](const Candidate& a, const Candidate& b) { return best.before(a, b); });
    }
    const auto from = std::min(query.offset, candidates.size());
    candidates.erase(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(from));
    if (candidates.size() > query.limit) candidates.resize(query.limit);
    return candidates;
}

std::vector<Hit> describe(Search& search, const std::vector<Candidate>& candidates) {
    std::vector<Hit> hits(candidates.size());
    std::vector<std::size_t> by_document(candidates.size());  // as the scorer wants them
    std::iota(by_document.begin(), by_document.end(), std::size_t{0});
    std::sort(by_document.begin(), by_document.end(), [&](std::size_t a, std::size_t b) { return candidates[a].document < candidates[b].document; });
    for (std::uint32_t i = 0; i < search.state.segments.size(); ++i) {
        if (std::none_of(candidates.begin(), candidates.end(), [&](const Candidate& c) { return c.segment == i; })) continue;
        const auto& segment = *search.state.segments[i].segment;
        const auto& explainer = search.explainer(i);
        // What was ranked by its words alone has its points already, and holds every word that is required.
        const bool scored = search.query.sort == Sort::best_fit && search.by_text() && !search.ranked_by_words();
        std::optional<Scorer> scorer;
        if (!scored) scorer.emplace(segment, i, search.match);
        const auto required = std::count_if(search.match.words.begin(), search.match.words.end(),
                                            [](const MatchedWord& word) { return word.word.required && word.documents > 0; });
        // Everything about a hit lies somewhere else: it is asked for before it is needed, one step after the other.
        const auto each_document = [&](auto&& visit) {
            for (const auto& candidate : candidates) {
                if (candidate.segment == i) visit(candidate.document);
            }
        };
        const auto& view = *search.views[i];
        each_document([&](std::uint32_t document) {
            fetch_ahead(&segment.keys[document]);
            fetch_ahead(&view.begin[document]);
            explainer.prefetch_place(document);
        });
        each_document([&](std::uint32_t document) {
            fetch_ahead(&view.occurrence[view.begin[document]]);
            explainer.prefetch(document);
        });
        each_document([&](std::uint32_t document) {
            const auto occurrence = view.occurrence[view.begin[document]];
            fetch_ahead(&segment.occurrences.all[occurrence]);
            fetch_ahead(&segment.occurrences.keys[occurrence]);
        });
        for (const auto k : by_document) {
            const auto& candidate = candidates[k];
            if (candidate.segment != i) continue;
            auto& hit = hits[k];
            hit.key = segment.keys[candidate.document];
            hit.bonus_points = candidate.bonus;
            hit.boost_points = search.boosts[i].of(candidate.document);
            if (scored) {
                hit.text_points = static_cast<std::int32_t>(candidate.primary) - hit.bonus_points - hit.boost_points;
                hit.words_matched = static_cast<std::uint32_t>(required);
            } else {
                const auto score = scorer->score(candidate.document);
                hit.text_points = score.points;
                hit.words_matched = score.matched;
            }
            hit.score = hit.text_points + hit.bonus_points + hit.boost_points;
            if (search.query.explain && hit.text_points > 0) hit.fields = explainer.fields(candidate.document, hit.text_points);
            hit.occurrence = search.test.best(segment.occurrences, *search.views[i], candidate.document, search.query.sort == Sort::distance);
        }
    }
    return hits;
}

}  // namespace

Answer Index::search(const Query& query) const {
    Answer answer;
    prepare(answer, *state_);
    const auto visible = visible_documents(*state_, query.member_of);
    Search search{*state_, query, OccurrenceTest(query.occurrences, query.today), match_text(*state_, visible, query), {}, {}, {}, {}};
    for (std::size_t i = 0; i < state_->segments.size(); ++i) {
        const auto& segment = *state_->segments[i].segment;
        search.boosts.emplace_back(segment, query.boosts);
        search.views.push_back(segment.day_view(query.today));
        search.found.push_back(filter_and_count(segment, query, search.test, search.boosts[i], *search.views[i], search.match.terms(i),
                                                std::move(search.match.documents[i]), answer));
    }
    answer.hits = describe(search, rank(search));
    answer.words = std::move(search.match.reports);
    answer.relaxation = search.match.relaxation;
    answer.did_you_mean = std::move(search.match.did_you_mean);
    answer.did_you_mean_applied = search.match.did_you_mean_applied;
    return answer;
}

}  // namespace kc::search
