// SPDX-License-Identifier: EUPL-1.2
// Reads XML record by record: each element of one name becomes a small tree, everything else only passes by. Document types and
// entities of one's own are refused, so nothing can expand; depth and size are bounded.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::exchange {

struct XmlElement {
    std::string name;  // without the prefix of its namespace
    std::string text;  // its own, trimmed
    std::vector<std::pair<std::string, std::string>> attributes;
    std::vector<XmlElement> children;
    int line = 0;

    const XmlElement* child(std::string_view wanted) const;
    std::vector<const XmlElement*> all(std::string_view wanted) const;
    std::string text_at(std::string_view wanted) const;  // of the first child of that name
    std::string attribute(std::string_view wanted) const;
};

struct XmlProblem {
    int line = 0;
    std::string message;  // German, with the remedy
};

struct XmlRules {
    std::string record;  // "veranstaltung"
    std::size_t records_max = 20'000;
    std::size_t record_bytes_max = 1024 * 1024;  // of one record's texts
    std::size_t depth_max = 32;
};

// Calls `each` for every record; also `outside` for the start of elements outside records (name, attributes), for the envelope.
std::optional<XmlProblem> read_xml(std::string_view bytes, const XmlRules& rules, const std::function<void(XmlElement&&)>& each,
                                   const std::function<void(const XmlElement&)>& outside = {});

}  // namespace kc::exchange
