// SPDX-License-Identifier: EUPL-1.2
#include "consent/model.hpp"

#include "base/require.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <sodium.h>

namespace kc::consent {

std::string Text::wording() const { return title + "\n\n" + text + "\n\n" + withdrawal + "\n"; }

const TextVersion* Purpose::in_force(Date today) const {
    const TextVersion* newest = nullptr;
    for (const auto& version : versions) {
        if (version.since <= today) newest = &version;
    }
    return newest;
}

int Purpose::oldest_that_counts(Date today) const {
    int oldest = 0;
    for (const auto& version : versions) {
        if (version.since <= today && (oldest == 0 || version.asks_again)) oldest = version.version;
    }
    return oldest;
}

bool Purpose::concerns(const Viewer& viewer) const {
    return roles.empty() || std::any_of(roles.begin(), roles.end(), [&](Role role) { return viewer.has_role(role); });
}

ConsentTexts::ConsentTexts(std::vector<Purpose> purposes) : purposes_(std::move(purposes)) {
    std::stable_sort(purposes_.begin(), purposes_.end(), [](const Purpose& a, const Purpose& b) { return a.position < b.position; });
}

const Purpose* ConsentTexts::find(std::string_view key) const {
    const auto found = std::find_if(purposes_.begin(), purposes_.end(), [&](const Purpose& purpose) { return purpose.key == key; });
    return found == purposes_.end() ? nullptr : &*found;
}

void ConsentTexts::withhold(std::string_view key) {
    for (auto& purpose : purposes_) {
        if (purpose.key == key) purpose.offered = false;
    }
}

std::string sha256_hex(std::string_view text) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    std::string hex;
    for (const auto byte : hash) hex += fmt::format("{:02x}", byte);
    return hex;
}

}  // namespace kc::consent
