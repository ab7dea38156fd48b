// SPDX-License-Identifier: EUPL-1.2
#include "http/client_address.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <arpa/inet.h>

namespace kc::http {
namespace {

constexpr std::array<std::uint8_t, 12> v4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

void keep_bits(Address& address, int bits) {
    for (int i = 0; i < 16; ++i) {
        const int kept = std::clamp(bits - i * 8, 0, 8);
        address.bytes[static_cast<std::size_t>(i)] &= static_cast<std::uint8_t>(0xff00 >> kept);
    }
}

std::string to_text(const Address& address) {
    char out[INET6_ADDRSTRLEN];
    if (address.is_v4()) return ::inet_ntop(AF_INET, address.bytes.data() + 12, out, sizeof out);
    return ::inet_ntop(AF_INET6, address.bytes.data(), out, sizeof out);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

bool Address::is_v4() const { return std::equal(v4_prefix.begin(), v4_prefix.end(), bytes.begin()); }

std::optional<Address> parse_address(std::string_view text) {
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
    Address address;
    const std::string copy(text.substr(0, 64));
    if (::inet_pton(AF_INET, copy.c_str(), address.bytes.data() + 12) == 1) {
        std::ranges::copy(v4_prefix, address.bytes.begin());
        return address;
    }
    if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
    return std::nullopt;
}

std::string plain_address(std::string_view text) {
    const auto address = parse_address(text);
    return address ? to_text(*address) : std::string(text);
}

std::string network_for_log(std::string_view text) {
    auto address = parse_address(text);
    if (!address) return "-";
    const bool v4 = address->is_v4();
    keep_bits(*address, v4 ? 96 + 24 : 48);
    return to_text(*address) + (v4 ? "/24" : "/48");
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
    for (const auto& text : networks) {
        const auto slash = text.find('/');
        const auto address = parse_address(std::string_view(text).substr(0, slash));
        int bits = address && address->is_v4() ? 32 : 128;
        bool good = address.has_value();
        if (good && slash != std::string::npos) {
            int given = -1;
            const auto [end, failed] = std::from_chars(text.data() + slash + 1, text.data() + text.size(), given);
            good = failed == std::errc{} && end == text.data() + text.size() && given >= 0 && given <= bits;
            bits = given;
        }
        if (!good) throw std::invalid_argument("\"" + text + "\" is no address or network of a trusted proxy, such as 10.0.0.0/8");
        Network network{*address, address->is_v4() ? bits + 96 : bits};
        keep_bits(network.address, network.bits);
        networks_.push_back(network);
    }
}

bool TrustedProxies::contains(std::string_view text) const {
    if (networks_.empty()) return false;
    const auto address = parse_address(text);
    if (!address) return false;
    return std::ranges::any_of(networks_, [&](const Network& network) {
        auto part = *address;
        keep_bits(part, network.bits);
        return part.bytes == network.address.bytes;
    });
}

std::string TrustedProxies::client(std::string_view peer, std::string_view forwarded_for) const {
    std::string client(peer);
    while (contains(client) && !forwarded_for.empty()) {
        const auto comma = forwarded_for.rfind(',');
        const auto last = trimmed(comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1));
        forwarded_for = comma == std::string_view::npos ? std::string_view{} : forwarded_for.substr(0, comma);
        if (!parse_address(last)) break;  // a proxy of ours writes addresses; anything else is not from one
        client = plain_address(last);
    }
    return client;
}

}  // namespace kc::http
