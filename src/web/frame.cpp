// SPDX-License-Identifier: EUPL-1.2
#include "web/frame.hpp"

#include "base/text.hpp"

namespace kc::web {
namespace {

std::string first_letter(std::string_view word) {
    if (word.empty()) return {};
    std::size_t length = 1;
    while (length < word.size() && (static_cast<unsigned char>(word[length]) & 0xC0) == 0x80) ++length;
    return std::string(word.substr(0, length));
}

}  // namespace

std::string initials(std::string_view name) {
    const auto text = trim(name);
    const auto last = text.rfind(' ');
    std::string letters = first_letter(text);
    if (last != std::string_view::npos) letters += first_letter(text.substr(last + 1));
    return letters;
}

}  // namespace kc::web
