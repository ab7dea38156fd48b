// SPDX-License-Identifier: EUPL-1.2
#include "search/ranking.hpp"

#include <algorithm>
#include <array>

#include "search/block_scoring.hpp"
#include "search/ranking_numbers.hpp"

namespace kc::search {

bool Best::before(const Candidate& a, const Candidate& b) const {
    if (a.primary != b.primary) return a.primary > b.primary;
    if (a.segment == b.segment) return a.document < b.document;  // documents are numbered in their order
    const auto& x = *state_.segments[a.segment].segment;
    const auto& y = *state_.segments[b.segment].segment;
    if (x.orders[a.document] != y.orders[b.document]) return x.orders[a.document] < y.orders[b.document];
    return x.keys[a.document] < y.keys[b.document];
}

void Best::cut() {
    if (candidates_.size() <= wanted_ || wanted_ == 0) {
        if (wanted_ == 0) candidates_.clear();
        return;
    }
    const auto by_rank = [this](const Candidate& a, const Candidate& b) { return before(a, b); };
    const auto last = candidates_.begin() + static_cast<std::ptrdiff_t>(wanted_) - 1;
    std::nth_element(candidates_.begin(), last, candidates_.end(), by_rank);
    threshold_ = last->primary;
    full_ = true;
    candidates_.resize(wanted_);
}

std::vector<Candidate> Best::sorted() {
    cut();
    std::sort(candidates_.begin(), candidates_.end(), [this](const Candidate& a, const Candidate& b) { return before(a, b); });
    return std::move(candidates_);
}

Scorer::Scorer(const Segment& segment, std::size_t segment_number, const TextMatch& match) : segment_(segment) {
    for (const auto& word : match.words) {
        if (word.documents == 0) continue;
        Word made{static_cast<std::uint32_t>(groups_.size()), 0, 0, word.word.required};
        for (const auto& group : word.segments[segment_number].groups) {
            Group terms{static_cast<std::uint32_t>(terms_.size()), 0, 0};
            // Several terms share the points of the word.
            const auto share = word.points * group.weight * 256 / 255 / static_cast<double>(group.terms.size());
            const auto factor = static_cast<std::uint32_t>(std::lround(std::clamp(share, 0.0, 60'000.0)));
            auto rarest_first = group.terms;
            std::sort(rarest_first.begin(), rarest_first.end(),
                      [&](std::uint32_t a, std::uint32_t b) { return segment.postings.count(a) < segment.postings.count(b); });
            for (const auto term : rarest_first) {
                terms_.push_back({PostingLists::Cursor(segment.postings, term), factor, term});
                block_cost_ += segment.postings.block_cost(term);
                terms.most += segment.postings.most_impact(term) * factor >> 8;
            }
            terms.end = static_cast<std::uint32_t>(terms_.size());
            made.most = std::max(made.most, terms.most);
            groups_.push_back(terms);
        }
        made.end = static_cast<std::uint32_t>(groups_.size());
        words_.push_back(made);
        most_points_ += made.most;
    }
}

[[gnu::always_inline]] inline Scorer::Score Scorer::sum(std::uint32_t document) {
    Score result;
    std::uint32_t points = 0;
    for (const auto& word : words_) {
        std::uint32_t best = 0;
        bool present = false;
        for (auto g = word.first; g < word.end; ++g) {
            std::uint32_t group = 0;
            bool complete = true;
            for (auto t = groups_[g].first; t < groups_[g].end; ++t) {
                const auto impact = terms_[t].cursor.impact(document);
                complete = impact != 0;
                if (!complete) break;
                group += impact * terms_[t].factor >> 8;
            }
            if (!complete) continue;
            present = true;
            best = std::max(best, group);
        }
        points += best;
        if (present && word.required) ++result.matched;
    }
    result.points = static_cast<std::int32_t>(points);
    return result;
}

Scorer::Score Scorer::score(std::uint32_t document) { return sum(document); }

void offer_documents(Scorer& scorer, const Bits& documents, const SegmentBoosts& boosts, bool ranked_by_words, std::uint32_t segment_number,
                     Best& best) {
    auto boost = boosts.points.begin();
    const auto offer = [&](std::uint32_t document) {
        const auto score = scorer.sum(document);
        std::int64_t primary = score.points;
        while (boost != boosts.points.end() && boost->first < document) ++boost;
        if (boost != boosts.points.end() && boost->first == document) primary += boost->second;
        if (ranked_by_words) primary += static_cast<std::int64_t>(score.matched) << 40;
        if (best.full() && best.hopeless(primary, segment_number)) return;
        best.offer({primary, segment_number, document, 0});
    };
    // A few at a time, whose impacts are fetched together.
    std::array<std::uint32_t, 16> few;
    std::size_t size = 0;
    const auto offer_few = [&] {
        for (const auto& term : scorer.terms_) {
            for (std::size_t i = 0; i < size; ++i) term.cursor.prefetch(few[i]);
        }
        for (std::size_t i = 0; i < size; ++i) offer(few[i]);
        size = 0;
    };
    for_each_bit(documents.span(), [&](std::uint32_t document) {
        few[size++] = document;
        if (size == few.size()) offer_few();
    });
    offer_few();
}

void Scorer::offer_all(const Filtered& documents, const SegmentBoosts& boosts, bool ranked_by_words, std::uint32_t segment_number, Best& best) {
    if (!ranked_by_words && fits_blocks() && !cheaper_one_by_one(documents.count)) {
        Bits plain = documents.documents;
        for (const auto& [document, points] : boosts.points) plain.reset(document);
        offer_blocks(*this, segment_, plain, segment_number, best);
        for (const auto& [document, points] : boosts.points) {
            if (documents.documents.test(document)) best.offer({std::int64_t{sum(document).points} + points, segment_number, document, 0});
        }
    } else {
        offer_documents(*this, documents.documents, boosts, ranked_by_words, segment_number, best);
    }
}

// Lent to one explainer at a time, for any segment; all zero in between.
struct Marks {
    std::vector<std::uint32_t> by_term, by_word;
    std::vector<BitWord> words;  // those marked at all: most are not, and these bits stay at hand
};

namespace {

std::vector<std::unique_ptr<Marks>>& unused_marks() {
    thread_local std::vector<std::unique_ptr<Marks>> marks;
    return marks;
}

std::unique_ptr<Marks> borrow_marks() {
    auto& unused = unused_marks();
    if (unused.empty()) return std::make_unique<Marks>();
    auto marks = std::move(unused.back());
    unused.pop_back();
    return marks;
}

}  // namespace

TextExplainer::TextExplainer(const Schema& schema, const Segment& segment, std::size_t segment_number, const TextMatch& match)
    : marks_(borrow_marks()),
      schema_(schema),
      segment_(segment),
      match_(match),
      term_masks_(marks_->by_term),
      word_masks_(marks_->by_word),
      marked_words_(marks_->words),
      words_(static_cast<std::uint32_t>(match.words.size())),
      has_title_(schema.title_field() < schema.fields.size()),
      audience_asked_(std::any_of(match.words.begin(), match.words.end(), [](const auto& word) { return word.word.audience; })) {
    const auto& table = segment.table;
    if (word_masks_.size() < table.words.size()) {
        word_masks_.resize(table.words.size(), 0);
        marked_words_.resize(bit_words(table.words.size()), 0);
    }
    if (term_masks_.size() < table.terms.size()) term_masks_.resize(table.terms.size(), 0);
    for (std::uint32_t i = 0; i < std::min(words_, 32U); ++i) {
        const auto& word = match.words[i];
        for (const auto& group : word.segments[segment_number].groups) {
            for (const auto term : group.terms) {
                term_masks_[term] |= 1U << i;
                for (auto k = table.term_begin[term]; k < table.term_begin[term + 1]; ++k) {
                    const auto marked = table.term_words[k];
                    word_masks_[marked] |= 1U << i;
                    marked_words_[marked >> 6] |= BitWord{1} << (marked & 63);
                }
                marked_.push_back(term);
            }
        }
    }
}

TextExplainer::~TextExplainer() {
    for (const auto term : marked_) {
        term_masks_[term] = 0;
        for (auto k = segment_.table.term_begin[term]; k < segment_.table.term_begin[term + 1]; ++k) {
            const auto marked = segment_.table.term_words[k];
            word_masks_[marked] = 0;
            marked_words_[marked >> 6] = 0;
        }
    }
    unused_marks().push_back(std::move(marks_));
}

TextExplainer::BonusBounds TextExplainer::read_bonus(std::uint32_t document, bool title_only) const {
    std::uint32_t pairs_in_title = 0, pairs = 0, audience = 0;  // bit i: the words i and i + 1 stand side by side; word i names the audience
    bool exact = false, all_read = true;
    title_only = (title_only || (words_ == 1 && !audience_asked_)) && has_title_;  // one word has no neighbours
    const auto read_field = [&](const TextField& field, std::uint32_t count, auto&& next) {
        std::uint32_t before = 0, seen = 0, strangers = 0;
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto mask = mask_of(next());
            (field.title ? pairs_in_title : pairs) |= before & (mask >> 1);
            before = mask;
            seen |= mask;
            strangers += mask == 0;
        }
        if (field.title) exact = count > 0 && strangers == 0 && seen == (words_ >= 32 ? ~0U : (1U << words_) - 1);
        if (field.audience) audience |= seen;
    };
    if (title_only) {
        auto text = TextReader::title(segment_, document);
        for (const auto& field : schema_.fields) {
            if (field.title)
                read_field(field, text.next(), [&] { return text.next(); });
            else
                all_read = false;
        }
    } else {
        const auto* number = text_numbers(segment_, document).data();
        for (const auto& field : schema_.fields) {
            const auto count = *number++;
            read_field(field, count, [&] { return *number++; });
        }
    }
    double points = 0, unread = 0;
    for (std::uint32_t i = 0; i < std::min(words_, 32U); ++i) {
        const auto& word = match_.words[i];
        if (exact) points += 0.5 * word.points;
        if (word.word.audience) ((audience >> i & 1) != 0 ? points : unread) += 0.4 * word.points;
        if (i + 1 == words_) break;
        const double both = word.points + match_.words[i + 1].points;
        if ((pairs_in_title >> i & 1) != 0)
            points += 0.15 * both;
        else
            ((pairs >> i & 1) != 0 ? points : unread) += 0.05 * both;
    }
    const auto least = static_cast<std::int32_t>(std::lround(points));
    return {least, all_read ? least : static_cast<std::int32_t>(std::lround(points + unread))};
}

std::vector<FieldScore> TextExplainer::fields(std::uint32_t document, std::int32_t text_points) const {
    std::vector<double> shares(schema_.fields.size(), 0);
    double sum = 0;
    const auto* number = text_numbers(segment_, document).data();
    for (std::size_t field = 0; field < schema_.fields.size(); ++field) {
        const auto count = *number++;
        const double share = field_share(schema_.fields[field].weight, schema_.fields[field].typical_words, count);
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto word = *number++;
            if (mask_of(word) == 0) continue;
            for (auto k = segment_.table.begin[word]; k < segment_.table.begin[word + 1]; ++k) {
                const auto& term = segment_.table.word_terms[k];
                for (auto mask = term_masks_[term.term]; mask != 0; mask &= mask - 1) {
                    shares[field] += share * term.weight * match_.words[static_cast<std::size_t>(std::countr_zero(mask))].points;
                }
            }
        }
        sum += shares[field];
    }
    std::vector<FieldScore> scores;
    for (std::size_t field = 0; field < shares.size(); ++field) {
        if (shares[field] > 0) scores.push_back({field, static_cast<std::int32_t>(std::lround(text_points * shares[field] / sum))});
    }
    std::stable_sort(scores.begin(), scores.end(), [](const FieldScore& a, const FieldScore& b) { return a.points > b.points; });
    return scores;
}

}  // namespace kc::search
