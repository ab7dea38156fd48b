// SPDX-License-Identifier: EUPL-1.2
// Ed25519 keys as issuers use them: how they are written (JWK, RFC 8037), named (thumbprint, RFC 7638) and sealed. No database.
#pragma once

#include "storage/parameters.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace kc::learning_history {

std::string to_base64url(std::string_view bytes);                  // without padding
std::optional<std::string> from_base64url(std::string_view text);  // the one canonical writing only
std::string sha256(std::string_view bytes);                        // 32 bytes
std::string sha256_hex(std::string_view bytes);

struct PublicKey {
    std::array<unsigned char, 32> bytes{};
    bool operator==(const PublicKey&) const = default;

    std::string x() const;           // base64url
    std::string thumbprint() const;  // RFC 7638
    std::string jwk() const;         // {"kty":"OKP","crv":"Ed25519","x":…,"kid":…}
    storage::Bytes stored() const;
    static std::optional<PublicKey> of(std::string_view bytes);
    static PublicKey of_stored(const storage::Bytes& bytes);
};

// What somebody pastes: the 43 characters of x, a JWK, a JWK set or a DID document with exactly one key of this kind.
std::optional<PublicKey> parse_public_key(std::string_view text);

bool verify(const PublicKey& key, std::string_view message, std::string_view signature);

class SigningKey {
public:
    static SigningKey generate();
    static SigningKey of_seed(std::string_view seed);  // 32 bytes
    const PublicKey& public_key() const { return public_key_; }
    std::string sign(std::string_view message) const;  // 64 bytes
    const std::string& seed() const { return seed_; }

private:
    PublicKey public_key_;
    std::string seed_;
};

enum class SealedWith { file, database };
BOOST_DESCRIBE_ENUM(SealedWith, file, database)

// Encrypts the secret half of a key. With a file of the operator the key to it lies outside the database (LH-11).
class KeySeal {
public:
    KeySeal(std::string_view database_secret, std::string_view file_secret);  // the latter empty: there is no file
    bool has_file() const { return !file_key_.empty(); }
    SealedWith preferred() const { return has_file() ? SealedWith::file : SealedWith::database; }
    storage::Bytes seal(const SigningKey& key) const;  // with the preferred one
    // Nothing when the file is not there or another one.
    std::optional<SigningKey> open(SealedWith with, const storage::Bytes& sealed) const;

private:
    std::string database_key_, file_key_;
};

}  // namespace kc::learning_history
