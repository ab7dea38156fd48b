// SPDX-License-Identifier: EUPL-1.2
// The digest mail in the words of the message catalogues, in the language of the person it goes to.
#pragma once

#include "discovery/digest_report.hpp"
#include "discovery/search_news.hpp"
#include "web/messages.hpp"

#include <span>

namespace kc::discovery {

inline constexpr std::size_t news_per_search_max = 10;  // the rest is a number and the address of the search

struct SearchDigest {
    std::string name, path;  // path: "/angebote?…"
    std::vector<HitNews> news;
};

struct WatchNews {
    std::string title, path;  // path: empty when the offer is gone
    std::vector<OfferChange> changes;
    OfferCondition before, now;
};

struct DigestContent {
    std::vector<SearchDigest> searches;
    std::vector<WatchNews> watched;
    bool empty() const { return searches.empty() && watched.empty(); }
};

struct DigestMail {
    std::string subject, body;
};

class DigestTexts {
public:
    DigestTexts(const web::Messages& messages, std::string public_url) : messages_(messages), public_url_(std::move(public_url)) {}

    DigestMail mail(const DigestReader& reader, const DigestContent& content, const catalogue::CatalogueSnapshot& snapshot, bool member, Date today,
                    const std::string& unsubscribe_token) const;

private:
    const web::Messages& messages_;
    const std::string public_url_;
};

}  // namespace kc::discovery
