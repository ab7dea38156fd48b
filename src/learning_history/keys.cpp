// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/keys.hpp"

#include "base/require.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include <fmt/format.h>
#include <sodium.h>
#include <boost/json.hpp>

namespace kc::learning_history {

namespace json = boost::json;

namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void prepare() { require(sodium_init() >= 0); }

// The purpose is part of the key, so that nothing else made with the same secret opens it.
std::string sealing_key(std::string_view secret, std::string_view purpose) {
    if (secret.empty()) return {};
    prepare();
    std::string hashed(crypto_generichash_BYTES, '\0');
    crypto_generichash(bytes_of(hashed), hashed.size(), bytes_of(secret), secret.size(), nullptr, 0);
    std::string key(crypto_secretbox_KEYBYTES, '\0');
    crypto_generichash(bytes_of(key), key.size(), bytes_of(purpose), purpose.size(), bytes_of(hashed), hashed.size());
    return key;
}

std::optional<PublicKey> key_of_jwk(const json::value& value) {
    const auto* jwk = value.if_object();
    if (jwk == nullptr) return std::nullopt;
    const auto is = [&](std::string_view member, std::string_view expected) {
        const auto* found = jwk->if_contains(member);
        return found != nullptr && found->is_string() && std::string_view(found->as_string()) == expected;
    };
    const auto* x = jwk->if_contains("x");
    if (!is("kty", "OKP") || !is("crv", "Ed25519") || x == nullptr || !x->is_string()) return std::nullopt;
    const auto bytes = from_base64url(std::string_view(x->as_string()));
    return bytes ? PublicKey::of(*bytes) : std::nullopt;
}

}  // namespace

std::string to_base64url(std::string_view bytes) {
    prepare();
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();  // the terminating zero
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    prepare();
    std::string bytes(text.size(), '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(bytes_of(bytes), bytes.size(), text.data(), text.size(), nullptr, &length, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    bytes.resize(length);
    return bytes;
}

std::string sha256(std::string_view bytes) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(bytes_of(hash), bytes_of(bytes), bytes.size());
    return hash;
}

std::string sha256_hex(std::string_view bytes) {
    std::string text;
    for (const char byte : sha256(bytes)) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return text;
}

std::string PublicKey::x() const { return to_base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()}); }

std::string PublicKey::thumbprint() const { return to_base64url(sha256(fmt::format(R"({{"crv":"Ed25519","kty":"OKP","x":"{}"}})", x()))); }

std::string PublicKey::jwk() const { return fmt::format(R"({{"kty":"OKP","crv":"Ed25519","x":"{}","kid":"{}"}})", x(), thumbprint()); }

storage::Bytes PublicKey::stored() const {
    const auto* begin = reinterpret_cast<const std::byte*>(bytes.data());
    return {begin, begin + bytes.size()};
}

std::optional<PublicKey> PublicKey::of(std::string_view text) {
    PublicKey key;
    if (text.size() != key.bytes.size()) return std::nullopt;
    std::copy_n(bytes_of(text), key.bytes.size(), key.bytes.begin());
    return key;
}

PublicKey PublicKey::of_stored(const storage::Bytes& bytes) {
    const auto key = of({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    require(key.has_value());
    return *key;
}

std::optional<PublicKey> parse_public_key(std::string_view text) {
    const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    if (!text.starts_with('{')) {
        const auto bytes = from_base64url(text);
        return bytes ? PublicKey::of(*bytes) : std::nullopt;
    }
    boost::system::error_code error;
    const auto value = json::parse(text, error);
    if (error || !value.is_object()) return std::nullopt;
    const auto& object = value.as_object();
    if (const auto key = key_of_jwk(value)) return key;
    std::vector<PublicKey> found;
    if (const auto* keys = object.if_contains("keys"); keys != nullptr && keys->is_array()) {
        for (const auto& one : keys->as_array()) {
            if (const auto key = key_of_jwk(one)) found.push_back(*key);
        }
    }
    if (const auto* methods = object.if_contains("verificationMethod"); methods != nullptr && methods->is_array()) {
        for (const auto& method : methods->as_array()) {
            const auto* members = method.if_object();
            const auto* jwk = members != nullptr ? members->if_contains("publicKeyJwk") : nullptr;
            if (const auto key = jwk != nullptr ? key_of_jwk(*jwk) : std::nullopt) found.push_back(*key);
        }
    }
    return found.size() == 1 ? std::optional(found.front()) : std::nullopt;  // of several nobody can say which one is meant
}

bool verify(const PublicKey& key, std::string_view message, std::string_view signature) {
    prepare();
    return signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.size(), key.bytes.data()) == 0;
}

SigningKey SigningKey::generate() {
    prepare();
    std::string seed(crypto_sign_SEEDBYTES, '\0');
    randombytes_buf(seed.data(), seed.size());
    return of_seed(seed);
}

SigningKey SigningKey::of_seed(std::string_view seed) {
    prepare();
    require(seed.size() == crypto_sign_SEEDBYTES);
    SigningKey key;
    key.seed_ = seed;
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
    crypto_sign_seed_keypair(key.public_key_.bytes.data(), secret.data(), bytes_of(seed));
    sodium_memzero(secret.data(), secret.size());
    return key;
}

std::string SigningKey::sign(std::string_view message) const {
    PublicKey ignored;
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
    crypto_sign_seed_keypair(ignored.bytes.data(), secret.data(), bytes_of(seed_));
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(bytes_of(signature), nullptr, bytes_of(message), message.size(), secret.data());
    sodium_memzero(secret.data(), secret.size());
    return signature;
}

KeySeal::KeySeal(std::string_view database_secret, std::string_view file_secret)
    : database_key_(sealing_key(database_secret, "learning_history.key:database")), file_key_(sealing_key(file_secret, "learning_history.key:file")) {
    require(!database_key_.empty());
}

storage::Bytes KeySeal::seal(const SigningKey& key) const {
    const auto& seed = key.seed();
    storage::Bytes sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + seed.size());
    auto* out = reinterpret_cast<unsigned char*>(sealed.data());
    randombytes_buf(out, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, bytes_of(seed), seed.size(), out, bytes_of(has_file() ? file_key_ : database_key_));
    return sealed;
}

std::optional<SigningKey> KeySeal::open(SealedWith with, const storage::Bytes& sealed) const {
    constexpr std::size_t head = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    const auto& key = with == SealedWith::file ? file_key_ : database_key_;
    if (key.empty() || sealed.size() != head + crypto_sign_SEEDBYTES) return std::nullopt;
    std::string seed(crypto_sign_SEEDBYTES, '\0');
    const auto* in = reinterpret_cast<const unsigned char*>(sealed.data());
    if (crypto_secretbox_open_easy(bytes_of(seed), in + crypto_secretbox_NONCEBYTES, sealed.size() - crypto_secretbox_NONCEBYTES, in,
                                   bytes_of(key)) != 0)
        return std::nullopt;
    return SigningKey::of_seed(seed);
}

}  // namespace kc::learning_history
