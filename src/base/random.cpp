// SPDX-License-Identifier: EUPL-1.2
#include "base/random.hpp"

#include <sodium.h>

#include <vector>

namespace kc {

void fill_random(std::span<std::byte> bytes) { randombytes_buf(bytes.data(), bytes.size()); }

std::string random_token(std::size_t count) {
    std::vector<std::byte> bytes(count);
    fill_random(bytes);
    std::string text(sodium_base64_encoded_len(count, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), count,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.resize(text.find('\0'));
    return text;
}

}  // namespace kc
