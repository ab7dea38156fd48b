// SPDX-License-Identifier: EUPL-1.2
// Who is at the other end: addresses, networks whose proxies are trusted, and addresses made coarse enough for a log.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::http {

struct Address {
    std::array<std::uint8_t, 16> bytes{};  // IPv4 as ::ffff:a.b.c.d
    bool is_v4() const;
};
std::optional<Address> parse_address(std::string_view text);
std::string plain_address(std::string_view text);    // ::ffff:192.0.2.1 → 192.0.2.1
std::string network_for_log(std::string_view text);  // 192.0.2.17 → 192.0.2.0/24, IPv6 → /48

class TrustedProxies {
public:
    explicit TrustedProxies(const std::vector<std::string>& networks);  // throws std::invalid_argument
    bool contains(std::string_view address) const;
    // The nearest address in X-Forwarded-For that is not a proxy of ours; what stands further left anybody could have written.
    std::string client(std::string_view peer, std::string_view forwarded_for) const;

private:
    struct Network {
        Address address;
        int bits;
    };
    std::vector<Network> networks_;
};

}  // namespace kc::http
