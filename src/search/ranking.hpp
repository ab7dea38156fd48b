// SPDX-License-Identifier: EUPL-1.2
// Scores of documents, the best of them, and what explains a score.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "search/filters.hpp"
#include "search/text_match.hpp"

namespace kc::search {

// A document that may become a hit. Order: primary descending, then the caller's order and key ascending.
struct Candidate {
    std::int64_t primary = 0;
    std::uint32_t segment = 0;
    std::uint32_t document = 0;
    std::int32_t bonus = 0;
};

class Best {
public:
    Best(const IndexState& state, std::size_t wanted) : state_(state), wanted_(wanted) {}

    bool full() const { return full_; }
    // Once full: a document of such points cannot be among the best any more. In the first segment documents come in the order that
    // breaks ties, so that a later equal one never wins.
    bool hopeless(std::int64_t primary, std::uint32_t segment) const { return primary < threshold_ || (primary == threshold_ && segment == 0); }
    void offer(const Candidate& candidate) {
        if (full_ && candidate.primary < threshold_) return;
        candidates_.push_back(candidate);
        if (candidates_.size() >= 2 * wanted_ + 64) cut();
    }
    std::size_t wanted() const { return wanted_; }
    std::vector<Candidate> sorted();
    bool before(const Candidate& a, const Candidate& b) const;

private:
    void cut();

    const IndexState& state_;
    std::size_t wanted_;
    bool full_ = false;
    std::int64_t threshold_ = 0;
    std::vector<Candidate> candidates_;
};

// Scores documents of one segment, ascending.
class Scorer {
public:
    Scorer(const Segment& segment, std::size_t segment_number, const TextMatch& match);

    struct Score {
        std::int32_t points = 0;
        std::uint32_t matched = 0;  // words, of the required ones
    };
    Score score(std::uint32_t document);  // documents ascending
    // Offers all documents by score and boost; `ranked_by_words` puts those that match more words first.
    void offer_all(const Filtered& documents, const SegmentBoosts& boosts, bool ranked_by_words, std::uint32_t segment_number, Best& best);

private:
    struct Term {
        PostingLists::Cursor cursor;
        std::uint32_t factor;  // score of impact 1, in 1/256 of the unit
        std::uint32_t list;
    };
    struct Group {
        std::uint32_t first, end;  // its terms
        std::uint32_t most;        // no document gets more points by it
    };
    struct Word {
        std::uint32_t first, end;  // its groups
        std::uint32_t most;
        bool required;
    };
    bool fits_blocks() const { return most_points_ <= 0xFFFF; }
    // Block by block every document of the segment is scored, at a fiftieth of a nanosecond per term; one by one only those wanted, at some three.
    bool cheaper_one_by_one(std::uint32_t documents) const {
        return std::uint64_t{documents} * (4 + 3 * terms_.size()) <= block_cost_ + segment_.documents / 64;
    }

    std::vector<Term> terms_;
    std::vector<Group> groups_;
    std::vector<Word> words_;
    std::uint64_t most_points_ = 0;  // no document has more
    std::uint64_t block_cost_ = 0;   // nanoseconds to score all blocks, roughly

    Score sum(std::uint32_t document);  // inlined into the loop of offer_all
    friend void offer_documents(Scorer&, const Bits&, const SegmentBoosts&, bool, std::uint32_t, Best&);
    friend class BlockScorer;
    friend void offer_blocks(const Scorer&, const Segment&, const Bits&, std::uint32_t, Best&);

    const Segment& segment_;
};

// Reads texts of documents again to see where the words of a query stand.
class TextExplainer {
public:
    TextExplainer(const Schema& schema, const Segment& segment, std::size_t segment_number, const TextMatch& match);
    ~TextExplainer();
    TextExplainer(const TextExplainer&) = delete;
    TextExplainer& operator=(const TextExplainer&) = delete;

    void prefetch_place(std::uint32_t document) const { fetch_ahead(&segment_.text_begin[document]); }
    void prefetch(std::uint32_t document) const {
        const auto* text = segment_.text.data() + segment_.text_begin[document];
        fetch_ahead(text);
        fetch_ahead(text + 64);
        fetch_ahead(text + 128);
    }
    void prefetch_title_place(std::uint32_t document) const { fetch_ahead(&segment_.title_begin[document]); }
    void prefetch_title(std::uint32_t document) const { fetch_ahead(segment_.titles.data() + segment_.title_begin[document]); }
    // Words side by side, most in the title; a title that is just the query; people named where the audience is described.
    std::int32_t bonus(std::uint32_t document) const { return read_bonus(document, false).least; }
    struct BonusBounds {
        std::int32_t least = 0, most = 0;
    };
    // What the title alone says about it, which costs a tenth of reading everything.
    BonusBounds bonus_bounds(std::uint32_t document) const { return read_bonus(document, true); }
    std::vector<FieldScore> fields(std::uint32_t document, std::int32_t text_points) const;

private:
    BonusBounds read_bonus(std::uint32_t document, bool title_only) const;
    std::uint32_t mask_of(std::uint32_t word) const { return (marked_words_[word >> 6] >> (word & 63) & 1) != 0 ? word_masks_[word] : 0; }

    std::unique_ptr<struct Marks> marks_;
    const Schema& schema_;
    const Segment& segment_;
    const TextMatch& match_;
    std::vector<std::uint32_t>& term_masks_;  // term → the words of the query that it satisfies, as bits; all zero between queries
    std::vector<std::uint32_t>& word_masks_;  // word of the documents → the same
    std::vector<BitWord>& marked_words_;      // words with a mask
    std::vector<std::uint32_t> marked_;       // terms
    std::uint32_t words_;
    bool has_title_;
    bool audience_asked_;
};

}  // namespace kc::search
