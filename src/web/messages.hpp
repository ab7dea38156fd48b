// SPDX-License-Identifier: EUPL-1.2
// Messages: every text for people, by key and language, from src/<room>/messages.<language>.yaml.
// Loading fails when a key is missing in one language or the fields in braces differ between them.
#pragma once

#include "base/date.hpp"
#include "base/language.hpp"
#include "base/money.hpp"
#include "base/problem.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kc::web {

// One piece of a message: literal text, a field "{name}" or a choice "{n|Stunde|Stunden}".
struct MessagePart {
    enum class Kind { literal, field, choice } kind;
    std::string text;      // literal text, or the name of the field
    std::string singular;  // choice: for exactly 1
    std::string plural;    // choice: for everything else
};

// A value for a field in C++ code; formatted like the same type in a template.
using MessageValue = std::variant<std::string, std::int64_t, double, Money, HalfHours, Date, Instant>;
struct MessageField {
    MessageField(std::string_view field, std::string_view text) : name(field), value(std::string(text)) {}
    MessageField(std::string_view field, const std::string& text) : name(field), value(text) {}
    MessageField(std::string_view field, const char* text) : name(field), value(std::string(text)) {}
    template <class T>
        requires std::is_integral_v<T>
    MessageField(std::string_view field, T number) : name(field), value(static_cast<std::int64_t>(number)) {}
    template <class T>
        requires(std::is_constructible_v<MessageValue, T> && !std::is_integral_v<T> && !std::is_convertible_v<T, std::string_view>)
    MessageField(std::string_view field, T other) : name(field), value(other) {}

    std::string name;
    MessageValue value;
};
using MessageFields = std::vector<MessageField>;

class Messages {
public:
    // `rooms` is the directory that holds one directory per room ("src"). Throws with file and line on any defect.
    static Messages load(const std::filesystem::path& rooms);
    // From texts in memory, for tests: {"web.save", {"Speichern", "Save"}} …
    static Messages of(const std::map<std::string, std::pair<std::string, std::string>>& texts);

    bool has(std::string_view key) const;
    // An unknown key or a missing field is a defect of the program and throws Impossible; `bin/check` and tests catch it.
    std::string text(Language language, std::string_view key, const MessageFields& fields = {}) const;
    // FieldProblem and its text arguments.
    std::string text(Language language, const FieldProblem& problem) const;
    const std::vector<MessagePart>* find(Language language, std::string_view key) const;
    std::size_t count() const { return texts_.size(); }
    // "<room>.<enum>.<enumerator>", e.g. "competence.evidence_source.interview" for kc::competence::EvidenceSource::interview
    static std::string enumerator_key(std::string_view type_name, std::string_view enumerator);

private:
    using Parts = std::vector<MessagePart>;
    void add(const std::string& key, Language language, std::string_view text, const std::string& where);
    void check_complete() const;

    struct Text {
        std::string where;
        std::array<Parts, 2> parts;  // by Language
        std::array<bool, 2> present{};
    };
    std::map<std::string, Text, std::less<>> texts_;
};

}  // namespace kc::web
