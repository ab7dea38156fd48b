// SPDX-License-Identifier: EUPL-1.2
#include "exchange/json_attributes.hpp"

#include "exchange/values.hpp"

namespace kc::exchange {

bool JsonAttributes::is_empty(const json::value& value) {
    if (value.is_null()) return true;
    if (const auto* text = value.if_string()) return text->empty();
    if (const auto* list = value.if_array()) return std::all_of(list->begin(), list->end(), [](const json::value& v) { return v.is_null(); });
    if (const auto* object = value.if_object()) {
        return std::all_of(object->begin(), object->end(), [](const auto& entry) { return entry.value().is_null(); });
    }
    return false;
}

JsonAttributes::Found JsonAttributes::find(std::initializer_list<std::string_view> names) {
    Found found;
    for (const auto name : names) {
        const auto* value = object_.if_contains(name);
        if (value == nullptr) continue;
        // A second name for the same thing stays in the rest, and is reported there.
        if (found && !is_empty(*value)) continue;
        asked_.emplace(name);
        if (!is_empty(*value)) found = {name, value};
    }
    return found;
}

std::vector<std::pair<std::string, const json::value*>> JsonAttributes::rest() const {
    std::vector<std::pair<std::string, const json::value*>> rest;
    for (const auto& entry : object_) {
        if (!is_empty(entry.value()) && !asked_.contains(std::string_view(entry.key()))) rest.emplace_back(std::string(entry.key()), &entry.value());
    }
    return rest;
}

std::string text_of(const json::value& value) {
    if (const auto* text = value.if_string()) return std::string(*text);
    if (const auto* integer = value.if_int64()) return std::to_string(*integer);
    if (const auto* natural = value.if_uint64()) return std::to_string(*natural);
    if (const auto* real = value.if_double()) return fmt::format("{:g}", *real);
    if (const auto* truth = value.if_bool()) return *truth ? "true" : "false";
    if (const auto* object = value.if_object()) {
        for (const auto name : {"name", "title", "identifier", "id", "url", "@id"}) {
            if (const auto* inner = member(*object, name)) {
                const auto names = localized_names(*inner);
                if (!names.empty()) return names.front();
            }
        }
    }
    return "";
}

std::vector<std::string> texts_of(const json::value& value) {
    std::vector<std::string> texts;
    for (const auto* entry : entries_of(value)) {
        std::string text = text_of(*entry);
        if (!text.empty()) texts.push_back(std::move(text));
    }
    return texts;
}

std::optional<double> number_of(const json::value& value) {
    if (const auto* integer = value.if_int64()) return static_cast<double>(*integer);
    if (const auto* natural = value.if_uint64()) return static_cast<double>(*natural);
    if (const auto* real = value.if_double()) return *real;
    if (const auto* text = value.if_string()) {
        const auto price = parse_price(std::string_view(*text));
        if (price) return static_cast<double>(price->value) / 100;
    }
    return std::nullopt;
}

std::vector<const json::value*> entries_of(const json::value& value) {
    std::vector<const json::value*> entries;
    if (const auto* list = value.if_array()) {
        for (const auto& entry : *list) {
            if (!entry.is_null()) entries.push_back(&entry);
        }
    } else if (!value.is_null()) {
        entries.push_back(&value);
    }
    return entries;
}

const json::value* member(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr || JsonAttributes::is_empty(*value) ? nullptr : value;
}

std::string member_text(const json::object& object, std::string_view name) {
    const auto* value = member(object, name);
    return value == nullptr || value->is_array() || value->is_object() ? "" : text_of(*value);
}

std::vector<std::string> localized_names(const json::value& value) {
    std::vector<std::string> names;
    for (const auto* entry : entries_of(value)) {
        if (const auto* object = entry->if_object()) {
            for (const auto name : {"name", "de", "en"}) {
                std::string text = member_text(*object, name);
                if (!text.empty()) names.push_back(std::move(text));
            }
        } else if (std::string text = text_of(*entry); !text.empty()) {
            names.push_back(std::move(text));
        }
    }
    return names;
}

}  // namespace kc::exchange
