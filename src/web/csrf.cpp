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

bool same(std::string_view a, std::string_view b) { return a.size() == b.size() && !a.empty() && sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

std::string to_base64(const std::string& bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.resize(text.find('\0'));
    return text;
}

// The token behind a fresh random mask: pages are compressed, and a value that is the same on every page could be guessed from
// their length (BREACH).
std::string masked(std::string_view token) {
    std::string bytes(2 * token.size(), '\0');
    randombytes_buf(bytes.data(), token.size());
    for (std::size_t i = 0; i < token.size(); ++i) bytes[token.size() + i] = static_cast<char>(bytes[i] ^ token[i]);
    return to_base64(bytes);
}

std::string unmasked(std::string_view sent) {
    std::string bytes(sent.size(), '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), sent.data(), sent.size(), nullptr, &length, nullptr,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        length % 2 != 0) {
        return {};
    }
    std::string token(length / 2, '\0');
    for (std::size_t i = 0; i < token.size(); ++i) token[i] = static_cast<char>(bytes[i] ^ bytes[token.size() + i]);
    return token;
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
    html.text += masked(token(request));  // base64url needs no escaping
    html.text += "\">";
    return html;
}

bool Csrf::valid(const http::Request& request) const {
    if (const auto site = request.header("Sec-Fetch-Site"); site && *site != "same-origin" && *site != "none") return false;
    if (const auto origin = request.header("Origin"); origin && !origin_is_ours(request, *origin)) return false;
    auto sent = request.form(csrf_field);
    if (!sent) sent = request.header("X-CSRF-Token");
    // Programs send the token as GET /api/v1/me tells it, pages behind a mask.
    return sent && (same(*sent, token(request)) || same(unmasked(*sent), token(request)));
}

Html once_field() { return {fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">", once_field_name, random_token(16))}; }

}  // namespace kc::web
