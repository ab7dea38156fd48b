// SPDX-License-Identifier: EUPL-1.2
// The languages of the pages; German is the first.
#pragma once

#include <optional>
#include <string_view>

#include <boost/describe/enum.hpp>

namespace kc {

enum class Language { de, en };
BOOST_DESCRIBE_ENUM(Language, de, en)

constexpr std::string_view language_code(Language language) { return language == Language::de ? "de" : "en"; }
constexpr std::optional<Language> parse_language(std::string_view code) {
    if (code == "de") return Language::de;
    if (code == "en") return Language::en;
    return std::nullopt;
}

}  // namespace kc
