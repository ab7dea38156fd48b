// SPDX-License-Identifier: EUPL-1.2
// Fetches a feed from a server that the operator has allowed: https only, never into the own network, page after page without going
// round in circles, with limits for size and time (AU-50 to AU-56).
#pragma once

#include "exchange/offer_reading.hpp"

namespace kc::exchange {

struct FeedRules {
    std::vector<std::string> allowed_hosts;  // exact names; nothing else is asked
    bool loopback_allowed = false;           // for tests: http and addresses of this machine
    std::size_t page_bytes_max = 20 * 1024 * 1024;
    std::size_t total_bytes_max = file_bytes_max;
    int pages_max = 500;
    int redirects_max = 5;
    std::chrono::seconds request_time_max{60};
    std::chrono::seconds total_time_max{600};
};

struct FeedRequest {
    std::string address;
    std::string etag, last_modified;  // of the last time
    std::optional<SourceFormat> format;
};

struct FeedAnswer {
    bool not_modified = false;
    std::string etag, last_modified;  // of the first page
    int pages = 0;
    ReadResult read;  // all pages together; its problems say what went wrong
};

// Why an address may not be fetched at all, in German; nothing when it may.
std::optional<std::string> refuse_address(const std::string& address, const FeedRules& rules);

// Whether an address belongs to this machine or to a network of one's own. `bytes` are 4 or 16.
bool is_private_address(std::span<const unsigned char> bytes);
bool is_loopback_address(std::span<const unsigned char> bytes);

FeedAnswer fetch_feed(const FeedRequest& request, const Vocabulary& vocabulary, const FeedRules& rules);

}  // namespace kc::exchange
