// SPDX-License-Identifier: EUPL-1.2
// Vocabulary: the small numbers under which the search index knows modules, providers, competences, places and seals. A number is never
// given twice, so that a change of one offer leaves all others in the index as they are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kc::discovery {

class Names {
public:
    std::uint16_t add(std::string_view name);  // the same number for the same name
    std::optional<std::uint16_t> find(std::string_view name) const;
    const std::string& name(std::uint16_t number) const { return names_[number]; }
    std::size_t size() const { return names_.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, std::uint16_t, Hash, std::equal_to<>> numbers_;
    std::vector<std::string> names_;
};

struct Vocabulary {
    Names areas, modules, providers, places, languages;  // by slug
    Names competences;                                   // by slug ("conversation") and by slug and level ("conversation.2")
    Names seals;                                         // by name
};

}  // namespace kc::discovery
