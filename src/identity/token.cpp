// SPDX-License-Identifier: EUPL-1.2
#include "identity/token.hpp"

#include "base/random.hpp"

#include <sodium.h>

namespace kc::identity {

std::string new_token() { return random_token(32); }

bool looks_like_token(std::string_view text) {
    return text.size() == 43 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
           });
}

storage::Bytes token_hash(std::string_view token) {
    storage::Bytes hash(crypto_hash_sha256_BYTES);
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), reinterpret_cast<const unsigned char*>(token.data()), token.size());
    return hash;
}

}  // namespace kc::identity
