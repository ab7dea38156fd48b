// SPDX-License-Identifier: EUPL-1.2
#include "identity/totp.hpp"

#include "base/random.hpp"
#include "base/require.hpp"

#include <sodium.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace kc::identity {

storage::Bytes new_totp_secret() {
    storage::Bytes secret(20);
    fill_random(secret);
    return secret;
}

std::string totp_code(const storage::Bytes& secret, std::int64_t step) {
    unsigned char counter[8];
    for (int i = 0; i < 8; ++i) counter[7 - i] = static_cast<unsigned char>(step >> (8 * i));
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    require(HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter, sizeof counter, digest, &length) != nullptr);
    const unsigned offset = digest[length - 1] & 15U;
    const std::uint32_t number = (digest[offset] & 0x7fU) << 24 | digest[offset + 1] << 16 | digest[offset + 2] << 8 | digest[offset + 3];
    return fmt::format("{:06}", number % 1'000'000U);
}

std::optional<std::int64_t> matching_totp_step(const storage::Bytes& secret, std::string_view code, Instant now) {
    if (code.size() != 6) return std::nullopt;
    const std::int64_t present = now.time_since_epoch().count() / totp_step_seconds;
    std::optional<std::int64_t> found;
    for (const std::int64_t step : {present - 1, present, present + 1}) {
        const std::string expected = totp_code(secret, step);
        if (sodium_memcmp(expected.data(), code.data(), 6) == 0) found = step;
    }
    return found;
}

std::string base32(const storage::Bytes& bytes) {
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const std::byte byte : bytes) {
        buffer = buffer << 8 | std::to_integer<std::uint32_t>(byte);
        bits += 8;
        while (bits >= 5) {
            out += alphabet[buffer >> (bits - 5) & 31];
            bits -= 5;
        }
    }
    if (bits > 0) out += alphabet[buffer << (5 - bits) & 31];
    return out;
}

std::vector<std::string> new_recovery_codes() {
    // Without i, l, o, 0 and 1, which are mistaken for each other on paper. 32 characters: no bias.
    static constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz23456789_";
    std::vector<std::string> codes;
    while (codes.size() < recovery_code_count) {
        std::string code;
        while (code.size() < 19) {
            std::byte random[1];
            fill_random(random);
            const char c = alphabet[std::to_integer<std::size_t>(random[0]) & 31];
            if (c == '_') continue;  // the 32nd place is no character: draw again
            code += c;
            if (code.size() == 4 || code.size() == 9 || code.size() == 14) code += '-';
        }
        codes.push_back(std::move(code));
    }
    return codes;
}

std::string normalised_recovery_code(std::string_view typed) {
    std::string out;
    for (const char c : typed) {
        if (c != ' ' && c != '-') out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return out;
}

}  // namespace kc::identity
