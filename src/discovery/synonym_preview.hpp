// SPDX-License-Identifier: EUPL-1.2
// What a changed list of synonyms would do to one search, before anybody is given it: how the words are understood, and the first ten
// hits now and then. Nothing is indexed for it.
#pragma once

#include "discovery/source.hpp"
#include "search/synonyms.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::discovery {

inline constexpr std::int64_t previewed_hits = 10;

struct UnderstoodWord {
    std::string typed;
    std::vector<std::string> also;  // synonyms that are searched as well, as the list spells them
};
BOOST_DESCRIBE_STRUCT(UnderstoodWord, (), (typed, also))

struct PreviewHit {
    std::string slug, title;
    std::optional<int> before, after;  // place, beginning with 1; absent: not among the first ten
};
BOOST_DESCRIBE_STRUCT(PreviewHit, (), (slug, title, before, after))

struct SynonymPreview {
    std::vector<UnderstoodWord> words;  // with the changed list
    std::vector<PreviewHit> hits;       // by place afterwards, then those that drop out
    std::int64_t total_before = 0, total_after = 0;
};
BOOST_DESCRIBE_STRUCT(SynonymPreview, (), (words, hits, total_before, total_after))

SynonymPreview preview_synonyms(const OfferState& state, const search::Analyzer& language, search::Synonyms changed, const std::string& query,
                                Date today);

}  // namespace kc::discovery
