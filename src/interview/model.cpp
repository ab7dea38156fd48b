// SPDX-License-Identifier: EUPL-1.2
#include "interview/model.hpp"

#include <charconv>

#include <fmt/format.h>

namespace kc::interview {

std::string text_of_mentions(const std::vector<extraction::Mention>& mentions) {
    std::string text;
    for (const auto& mention : mentions) text += fmt::format("{}{}-{}", text.empty() ? "" : ",", mention.begin, mention.end);
    return text;
}

std::vector<extraction::Mention> mentions_of_text(std::string_view text, std::size_t bytes) {
    std::vector<extraction::Mention> mentions;
    std::size_t end = 0;
    while (!text.empty()) {
        const auto part = text.substr(0, text.find(','));
        text = part.size() == text.size() ? std::string_view() : text.substr(part.size() + 1);
        extraction::Mention mention;
        const auto first = std::from_chars(part.data(), part.data() + part.size(), mention.begin);
        if (first.ec != std::errc() || first.ptr == part.data() + part.size() || *first.ptr != '-') continue;
        if (std::from_chars(first.ptr + 1, part.data() + part.size(), mention.end).ec != std::errc()) continue;
        if (mention.begin < end || mention.end <= mention.begin || mention.end > bytes) continue;
        end = mention.end;
        mentions.push_back(mention);
    }
    return mentions;
}

}  // namespace kc::interview
