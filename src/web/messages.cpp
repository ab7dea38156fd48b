// SPDX-License-Identifier: EUPL-1.2
#include "web/messages.hpp"

#include "base/require.hpp"
#include "base/text.hpp"
#include "web/format.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace kc::web {
namespace {

constexpr std::array languages = {Language::de, Language::en};

[[noreturn]] void fail(const std::string& where, const std::string& what) { throw std::runtime_error(where + ": " + what); }

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

MessagePart parse_field(std::string_view inside, const std::string& where) {
    const auto first = inside.find('|');
    if (first == std::string_view::npos) {
        if (!is_name(inside)) fail(where, fmt::format("\"{{{}}}\" is no field name", inside));
        return {MessagePart::Kind::field, std::string(inside), {}, {}};
    }
    const auto second = inside.find('|', first + 1);
    const auto name = inside.substr(0, first);
    if (second == std::string_view::npos || inside.find('|', second + 1) != std::string_view::npos || !is_name(name)) {
        fail(where, fmt::format("\"{{{}}}\" must be written {{number|one|many}}", inside));
    }
    return {MessagePart::Kind::choice, std::string(name), std::string(inside.substr(first + 1, second - first - 1)),
            std::string(inside.substr(second + 1))};
}

std::vector<MessagePart> parse(std::string_view text, const std::string& where) {
    std::vector<MessagePart> parts;
    while (!text.empty()) {
        const auto open = text.find('{');
        if (text.substr(0, open).find('}') != std::string_view::npos) fail(where, "\"}\" without \"{\"");
        if (open != 0) parts.push_back({MessagePart::Kind::literal, std::string(text.substr(0, open)), {}, {}});
        if (open == std::string_view::npos) break;
        const auto close = text.find('}', open);
        if (close == std::string_view::npos) fail(where, "\"{\" without \"}\"");
        parts.push_back(parse_field(text.substr(open + 1, close - open - 1), where));
        text.remove_prefix(close + 1);
    }
    return parts;
}

// A format such as ".short" may differ between the languages, the value behind it may not.
std::set<std::string> values_of(const std::vector<MessagePart>& parts) {
    std::set<std::string> names;
    for (const auto& part : parts) {
        if (part.kind != MessagePart::Kind::literal) names.insert(part.text.substr(0, part.text.find('.')));
    }
    return names;
}

void append_value(std::string& out, const MessageValue& value, Language language) {
    std::visit(
        [&](const auto& v) {
            using T = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<T, std::string>)
                out += v;
            else if constexpr (std::is_same_v<T, std::int64_t>)
                append_integer(out, v, language);
            else if constexpr (std::is_same_v<T, double>)
                append_decimal(out, v, language);
            else if constexpr (std::is_same_v<T, Money>)
                append_money(out, v, language);
            else if constexpr (std::is_same_v<T, HalfHours>)
                append_hours(out, v, language);
            else if constexpr (std::is_same_v<T, Date>)
                append_date(out, v, language);
            else
                append_instant(out, v, language);
        },
        value);
}

bool is_one(const MessageValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number == 1;
    if (const auto* number = std::get_if<double>(&value)) return *number == 1.0;
    if (const auto* hours = std::get_if<HalfHours>(&value)) return hours->value == 2;
    if (const auto* text = std::get_if<std::string>(&value)) return *text == "1";
    return false;
}

const MessageValue& field_value(const MessageFields& fields, const std::string& name, std::string_view key) {
    for (const auto& field : fields) {
        if (field.name == name) return field.value;
    }
    throw Impossible(fmt::format("message {} needs the field {{{}}}", key, name));
}

std::string snake_case(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') {
            if (!out.empty()) out += '_';
            out += static_cast<char>(c - 'A' + 'a');
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

Messages Messages::load(const std::filesystem::path& rooms) {
    Messages messages;
    std::vector<std::filesystem::path> directories;
    for (const auto& entry : std::filesystem::directory_iterator(rooms)) {
        if (entry.is_directory()) directories.push_back(entry.path());
    }
    std::sort(directories.begin(), directories.end());
    for (const auto& directory : directories) {
        for (const Language language : languages) {
            const auto file = directory / fmt::format("messages.{}.yaml", language_code(language));
            if (!std::filesystem::exists(file)) continue;
            YAML::Node root;
            try {
                root = YAML::LoadFile(file.string());
            } catch (const YAML::Exception& error) {
                fail(fmt::format("{}:{}", file.string(), error.mark.line + 1), error.msg);
            }
            if (!root.IsMap()) fail(file.string(), "must be a list of \"key: text\"");
            std::set<std::string> seen;
            for (const auto& item : root) {
                const auto where = fmt::format("{}:{}", file.string(), item.first.Mark().line + 1);
                if (!item.first.IsScalar() || !item.second.IsScalar()) fail(where, "must be \"key: text\"");
                const auto key = item.first.as<std::string>();
                if (!seen.insert(key).second) fail(where, fmt::format("{} stands here twice", key));
                messages.add(key, language, item.second.as<std::string>(), where);
            }
        }
    }
    messages.check_complete();
    return messages;
}

Messages Messages::of(const std::map<std::string, std::pair<std::string, std::string>>& texts) {
    Messages messages;
    for (const auto& [key, text] : texts) {
        messages.add(key, Language::de, text.first, key);
        messages.add(key, Language::en, text.second, key);
    }
    messages.check_complete();
    return messages;
}

void Messages::add(const std::string& key, Language language, std::string_view text, const std::string& where) {
    if (!is_name(key) || key.find('.') == std::string::npos) fail(where, fmt::format("\"{}\" is no key of the form room.name", key));
    if (!is_valid_utf8(text)) fail(where, "the text is no valid UTF-8");
    if (trim(text).empty()) fail(where, fmt::format("{} has no text", key));
    auto& entry = texts_[key];
    const auto index = static_cast<std::size_t>(language);
    if (entry.present[index]) fail(where, fmt::format("{} is also in {}", key, entry.where));
    entry.where = where;
    entry.present[index] = true;
    entry.parts[index] = parse(text, where);
}

void Messages::check_complete() const {
    std::string problems;
    for (const auto& [key, text] : texts_) {
        for (const Language language : languages) {
            if (!text.present[static_cast<std::size_t>(language)]) {
                problems += fmt::format("\n{}: {} is missing in \"{}\"", text.where, key, language_code(language));
            }
        }
        if (text.present[0] && text.present[1] && values_of(text.parts[0]) != values_of(text.parts[1])) {
            problems += fmt::format("\n{}: {} has other fields in German than in English", text.where, key);
        }
    }
    if (!problems.empty()) throw std::runtime_error("The message catalogues are incomplete:" + problems);
}

bool Messages::has(std::string_view key) const { return texts_.find(key) != texts_.end(); }

const std::vector<MessagePart>* Messages::find(Language language, std::string_view key) const {
    const auto found = texts_.find(key);
    return found == texts_.end() ? nullptr : &found->second.parts[static_cast<std::size_t>(language)];
}

std::string Messages::text(Language language, std::string_view key, const MessageFields& fields) const {
    const auto* parts = find(language, key);
    if (!parts) throw Impossible(fmt::format("there is no message {}", key));
    std::string out;
    for (const auto& part : *parts) {
        switch (part.kind) {
            case MessagePart::Kind::literal: out += part.text; break;
            case MessagePart::Kind::field: append_value(out, field_value(fields, part.text, key), language); break;
            case MessagePart::Kind::choice: out += is_one(field_value(fields, part.text, key)) ? part.singular : part.plural; break;
        }
    }
    return out;
}

std::string Messages::text(Language language, const FieldProblem& problem) const {
    MessageFields fields;
    for (const auto& [name, value] : problem.arguments) fields.emplace_back(name, value);
    return text(language, problem.message_key, fields);
}

std::string Messages::enumerator_key(std::string_view type_name, std::string_view enumerator) {
    // "kc::competence::EvidenceSource" → room competence; "kc::Role" → room base.
    std::string_view room = "base";
    std::string_view rest = type_name;
    if (rest.starts_with("kc::")) rest.remove_prefix(4);
    if (const auto separator = rest.find("::"); separator != std::string_view::npos) room = rest.substr(0, separator);
    if (const auto separator = rest.rfind("::"); separator != std::string_view::npos) rest.remove_prefix(separator + 2);
    return fmt::format("{}.{}.{}", room, snake_case(rest), enumerator);
}

}  // namespace kc::web
