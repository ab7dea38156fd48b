// SPDX-License-Identifier: EUPL-1.2
// Short lists kept in one column: enumerators as "captions,step_free", keywords line by line. Included by this room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::catalogue {

inline std::vector<std::string> split_list(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

inline std::string join_list(const std::vector<std::string>& parts, char separator) {
    std::string all;
    for (const auto& part : parts) {
        if (!all.empty()) all += separator;
        all += part;
    }
    return all;
}

// Names that are not known any more are left out.
template <class Enum> std::vector<Enum> enumerators_of(std::string_view text) {
    std::vector<Enum> list;
    for (const auto& name : split_list(text, ',')) {
        Enum value{};
        if (boost::describe::enum_from_string(name.c_str(), value)) list.push_back(value);
    }
    return list;
}

template <class Enum> std::string enumerator_list(const std::vector<Enum>& list) {
    std::string all;
    for (const auto value : list) all += (all.empty() ? "" : ",") + std::string(boost::describe::enum_to_string(value, ""));
    return all;
}

}  // namespace kc::catalogue
