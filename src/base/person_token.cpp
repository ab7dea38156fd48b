// SPDX-License-Identifier: EUPL-1.2
#include "base/person_token.hpp"

#include <charconv>

#include <fmt/format.h>
#include <sodium.h>

namespace kc {

namespace {

constexpr std::size_t number_digits_max = 18;

std::string bytes_of(std::string_view text) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return hash;
}

}  // namespace

PersonTokens::PersonTokens(std::string_view purpose, std::string_view secret) : key_(bytes_of(fmt::format("{}:{}", purpose, secret))) {}

std::string PersonTokens::signature_of(PersonId person) const {
    const auto text = std::to_string(person.value);
    unsigned char signature[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256(signature, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                           reinterpret_cast<const unsigned char*>(key_.data()));
    std::string encoded(sodium_base64_ENCODED_LEN(sizeof signature, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(encoded.data(), encoded.size(), signature, sizeof signature, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    encoded.pop_back();  // the terminating zero
    return encoded;
}

std::string PersonTokens::token_of(PersonId person) const { return fmt::format("{}.{}", person.value, signature_of(person)); }

std::optional<PersonId> PersonTokens::person_of(std::string_view token) const {
    const auto dot = token.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot > number_digits_max || token.front() == '0') return std::nullopt;
    PersonId person{};
    const auto [end, error] = std::from_chars(token.data(), token.data() + dot, person.value);
    if (error != std::errc{} || end != token.data() + dot || person.value < 1) return std::nullopt;
    const auto expected = signature_of(person);
    const auto given = token.substr(dot + 1);
    if (given.size() != expected.size() || sodium_memcmp(given.data(), expected.data(), expected.size()) != 0) return std::nullopt;
    return person;
}

}  // namespace kc
