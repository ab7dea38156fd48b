// SPDX-License-Identifier: EUPL-1.2
#include "web/csrf.hpp"

#include "base/random.hpp"
#include "http/request.hpp"

#include <array>

#include <fmt/format.h>
#include <sodium.h>

namespace kc::web {
namespace {

std::string keyed_hash(std::string_view secret, std::string_view purpose) {
    std::array<unsigned char, 32> key{};
    const auto* bytes = reinterpret_cast<const unsigned char*>(secret.data());
    crypto_generichash(key.data(), key.size(), bytes, secret.size(), nullptr, 0);
    std::array<unsigned char, 24> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(), key.data(), key.size());
    std::array<char, sodium_base64_ENCODED_LEN(24, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
    sodium_bin2base64(text.data(), text.size(), hash.data(), hash.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && !a.empty() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

// "https://host:port" of this request; null is what browsers send from sandboxes and after some redirects: foreign.
bool origin_is_ours(const http::Request& request, std::string_view origin) {
    const auto slashes = origin.find("://");
    return slashes != std::string_view::npos && !request.host.empty() && origin.substr(slashes + 3) == request.host;
}

}  // namespace

Csrf::Csrf(std::string_view secret) : visitor_token_(keyed_hash(secret.empty() ? random_token() : std::string(secret), "visitor forms")) {}

std::string Csrf::token(const http::Request& request) const {
    return request.context.csrf_token.empty() ? visitor_token_ : request.context.csrf_token;
}

Html Csrf::hidden_field(const http::Request& request) const {
    Html html;
    html.text = fmt::format("<input type=\"hidden\" name=\"{}\" value=\"", csrf_field);
    append_escaped(html.text, token(request));
    html.text += "\">";
    return html;
}

bool Csrf::valid(const http::Request& request) const {
    if (const auto site = request.header("Sec-Fetch-Site"); site && *site != "same-origin" && *site != "none") return false;
    if (const auto origin = request.header("Origin"); origin && !origin_is_ours(request, *origin)) return false;
    auto sent = request.form(csrf_field);
    if (!sent) sent = request.header("X-CSRF-Token");
    return sent && same(*sent, token(request));
}

Html once_field() {
    return {fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">", once_field_name, random_token(16))};
}

}  // namespace kc::web
