// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/model.hpp"

#include "base/random.hpp"
#include "learning_history/keys.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace kc::learning_history {

namespace {

constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // five bits each, without I, L, O and U
constexpr std::size_t code_letters = 20;                                  // 100 bits: no file can be tried through

std::string grouped(std::string_view plain) {
    std::string code;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (i > 0 && i % 5 == 0) code += '-';
        code += plain[i];
    }
    return code;
}

}  // namespace

std::string new_claim_code() {
    std::array<std::byte, code_letters> random{};
    fill_random(random);
    std::string plain;
    for (const auto byte : random) plain += letters[std::to_integer<unsigned>(byte) % letters.size()];  // 256 is a multiple of 32
    return grouped(plain);
}

std::optional<std::string> parse_claim_code(std::string_view typed) {
    std::string plain;
    for (char letter : typed) {
        if (letter == '-' || letter == ' ') continue;
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
        if (letter == 'O') letter = '0';
        if (letter == 'I' || letter == 'L') letter = '1';
        if (letters.find(letter) == std::string_view::npos || plain.size() == code_letters) return std::nullopt;
        plain += letter;
    }
    return plain.size() == code_letters ? std::optional(grouped(plain)) : std::nullopt;
}

std::string claim_of(std::string_view code) {
    return "urn:kommunalcampus:claim:" + to_base64url(sha256(fmt::format("kommunalcampus.learning-history.claim:{}", code)));
}

std::string credential_id_of(std::string_view code) {
    auto bytes = sha256(fmt::format("kommunalcampus.learning-history.id:{}", code)).substr(0, 16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x80);  // RFC 9562: version 8, made in a way of one's own
    bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
    std::string id = "urn:uuid:";
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
        id += fmt::format("{:02x}", static_cast<unsigned char>(bytes[i]));
    }
    return id;
}

int taken_over_confidence(competence::EvidenceSource source, int stated_percent) {
    return std::max(5, std::min(stated_percent, competence::base_confidence(source)) - 20);
}

}  // namespace kc::learning_history
