// SPDX-License-Identifier: EUPL-1.2
// One request to a server of the operator: the address really connected to is checked, no redirects, no proxy, bounded in time and size.
#pragma once

#include "extraction/language_model.hpp"

#include <optional>
#include <string>

namespace kc::extraction {

// Why an address may not be used, as far as it shows without asking the network.
std::optional<LanguageModelError> problem_of(const std::string& address, bool public_hosts_allowed);

struct OwnNetworkRequest {
    std::string address, body, key;
    bool public_hosts_allowed = false;
    std::chrono::milliseconds time_max{3000};
    std::size_t answer_bytes_max = 0;
};

struct OwnNetworkReply {
    std::string body;
    std::string problem;  // German; empty: the server answered 200
};

OwnNetworkReply post_within_own_network(const OwnNetworkRequest& request);

}  // namespace kc::extraction
