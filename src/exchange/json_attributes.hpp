// SPDX-License-Identifier: EUPL-1.2
// The attributes of one foreign JSON object, tolerant as real feeds demand (one value or a list of them, several names for one thing),
// remembering what was asked for so that the rest can be reported as lost.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace kc::exchange {

namespace json = boost::json;

class JsonAttributes {
public:
    explicit JsonAttributes(const json::object& object) : object_(object) {}

    // The first of these names that is there and neither null nor empty; all of them count as asked for. `name` is what it is called.
    struct Found {
        std::string_view name;
        const json::value* value = nullptr;
        explicit operator bool() const { return value != nullptr; }
    };
    Found find(std::initializer_list<std::string_view> names);

    std::vector<std::pair<std::string, const json::value*>> rest() const;  // present, not empty, never asked for

    static bool is_empty(const json::value& value);

private:
    const json::object& object_;
    std::set<std::string, std::less<>> asked_;
};

std::string text_of(const json::value& value);                         // texts and numbers; of an object its name, title or identifier
std::vector<std::string> texts_of(const json::value& value);           // a list or one of them
std::optional<double> number_of(const json::value& value);             // also from a text such as "49,00"
std::vector<const json::value*> entries_of(const json::value& value);  // a list's entries, or the value itself
std::string member_text(const json::object& object, std::string_view name);
const json::value* member(const json::object& object, std::string_view name);  // nothing when null or empty

// [{"inLanguage": "de", "name": "…"}], a text, or a list of texts.
std::vector<std::string> localized_names(const json::value& value);

}  // namespace kc::exchange
