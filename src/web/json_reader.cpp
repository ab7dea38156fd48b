// SPDX-License-Identifier: EUPL-1.2
#include "web/json_reader.hpp"

#include "base/text.hpp"

#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

namespace kc::web {

namespace json = boost::json;

namespace {

constexpr std::size_t depth_max = 16;

}  // namespace

// Nested readers share the list of problems and the parsed document with the outermost one.
struct JsonReader::State {
    std::shared_ptr<std::vector<FieldProblem>> problems = std::make_shared<std::vector<FieldProblem>>();
    std::shared_ptr<json::value> document;
    const json::object* object = nullptr;
    std::string prefix;
    std::set<std::string, std::less<>> asked;

    const json::value* find(std::string_view member) {
        asked.emplace(member);
        if (object == nullptr) return nullptr;
        const auto* value = object->if_contains(member);
        return value == nullptr || value->is_null() ? nullptr : value;
    }
};

JsonReader::JsonReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonReader::~JsonReader() = default;
JsonReader::JsonReader(JsonReader&&) noexcept = default;

JsonReader::JsonReader(std::string_view body) : state_(std::make_unique<State>()) {
    if (!is_valid_utf8(body)) {
        refuse("", "web.problem.json_encoding");
        return;
    }
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = depth_max;
    state_->document = std::make_shared<json::value>(json::parse({body.data(), body.size()}, error, {}, options));
    if (error) {
        refuse("", "web.problem.json");
        return;
    }
    state_->object = state_->document->if_object();
    if (state_->object == nullptr) refuse("", "web.problem.json_object");
}

bool JsonReader::has(std::string_view member) const { return state_->find(member) != nullptr; }

std::string JsonReader::text(std::string_view member, const JsonTextRule& rule) {
    const auto* value = state_->find(member);
    if (value == nullptr) {
        if (rule.required) refuse(member, "web.problem.json_required");
        return {};
    }
    const auto* string = value->if_string();
    if (string == nullptr) {
        refuse(member, "web.problem.json_text");
        return {};
    }
    const std::string text(trim({string->data(), string->size()}));
    if (contains_control_characters(text))
        refuse(member, "web.problem.characters");
    else if (rule.required && text.empty())
        refuse(member, "web.problem.json_required");
    else if (const auto length = code_points(text); length > rule.max) {
        refuse(member, "web.problem.too_long", {{"max", std::to_string(rule.max)}, {"length", std::to_string(length)}});
    } else {
        return text;
    }
    return {};
}

namespace {

std::optional<std::int64_t> whole_number(const json::value& value) {
    if (value.is_int64()) return value.get_int64();
    return std::nullopt;  // 12.0 and numbers beyond 2^63 are no whole numbers here
}

}  // namespace

std::optional<std::int64_t> JsonReader::integer(std::string_view member, const JsonIntegerRule& rule) {
    const auto* value = state_->find(member);
    if (value == nullptr) {
        if (rule.required) refuse(member, "web.problem.json_required");
        return std::nullopt;
    }
    const auto number = whole_number(*value);
    if (!number) {
        refuse(member, "web.problem.json_integer");
    } else if (*number < rule.min || *number > rule.max) {
        if (rule.max == std::numeric_limits<std::int64_t>::max()) {
            refuse(member, "web.problem.json_min", {{"min", std::to_string(rule.min)}});
        } else {
            refuse(member, "web.problem.range", {{"min", std::to_string(rule.min)}, {"max", std::to_string(rule.max)}});
        }
    } else {
        return number;
    }
    return std::nullopt;
}

std::optional<bool> JsonReader::boolean(std::string_view member, bool required) {
    const auto* value = state_->find(member);
    if (value == nullptr) {
        if (required) refuse(member, "web.problem.json_required");
        return std::nullopt;
    }
    if (!value->is_bool()) {
        refuse(member, "web.problem.json_boolean");
        return std::nullopt;
    }
    return value->get_bool();
}

std::optional<Date> JsonReader::date(std::string_view member, bool required) {
    const auto* value = state_->find(member);
    if (value == nullptr) {
        if (required) refuse(member, "web.problem.json_required");
        return std::nullopt;
    }
    const auto* string = value->if_string();
    const auto day = string ? parse_date({string->data(), string->size()}) : std::nullopt;
    if (!day) refuse(member, "web.problem.json_date");
    return day;
}

namespace {

const json::array* array_of(JsonReader& reader, const json::value* value, std::string_view member, std::size_t count_max, bool required) {
    if (value == nullptr) {
        if (required) reader.refuse(member, "web.problem.json_required");
        return nullptr;
    }
    const auto* array = value->if_array();
    if (array == nullptr)
        reader.refuse(member, "web.problem.json_list");
    else if (array->size() > count_max)
        reader.refuse(member, "web.problem.json_list_long", {{"max", std::to_string(count_max)}});
    else
        return array;
    return nullptr;
}

}  // namespace

std::vector<std::int64_t> JsonReader::integers(std::string_view member, std::size_t count_max, bool required) {
    std::vector<std::int64_t> numbers;
    const auto* array = array_of(*this, state_->find(member), member, count_max, required);
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        if (const auto number = whole_number((*array)[i]))
            numbers.push_back(*number);
        else
            refuse(fmt::format("{}[{}]", member, i), "web.problem.json_integer");
    }
    return numbers;
}

std::vector<std::string> JsonReader::texts(std::string_view member, std::size_t count_max, bool required) {
    std::vector<std::string> texts;
    const auto* array = array_of(*this, state_->find(member), member, count_max, required);
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        const auto* string = (*array)[i].if_string();
        if (string == nullptr)
            refuse(fmt::format("{}[{}]", member, i), "web.problem.json_text");
        else
            texts.emplace_back(string->data(), string->size());
    }
    return texts;
}

std::vector<JsonReader> JsonReader::objects(std::string_view member, std::size_t count_max, bool required) {
    std::vector<JsonReader> readers;
    const auto* array = array_of(*this, state_->find(member), member, count_max, required);
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        const auto* object = (*array)[i].if_object();
        if (object == nullptr) {
            refuse(fmt::format("{}[{}]", member, i), "web.problem.json_object");
            continue;
        }
        auto state = std::make_unique<State>();
        state->problems = state_->problems;
        state->document = state_->document;
        state->object = object;
        state->prefix = fmt::format("{}{}[{}].", state_->prefix, member, i);
        readers.push_back(JsonReader(std::move(state)));
    }
    return readers;
}

void JsonReader::refuse_unknown_name(std::string_view member, const std::string& allowed) {
    refuse(member, "web.problem.json_choice", {{"allowed", allowed}});
}

void JsonReader::refuse(std::string_view member, std::string_view message_key, MessageArguments arguments) {
    state_->problems->push_back({state_->prefix + std::string(member), std::string(message_key), std::move(arguments)});
}

void JsonReader::refuse(const std::vector<FieldProblem>& problems) {
    for (const auto& problem : problems) refuse(problem.field, problem.message_key, problem.arguments);
}

bool JsonReader::finish() {
    if (state_->object != nullptr) {
        for (const auto& member : *state_->object) {
            const std::string_view name(member.key().data(), member.key().size());
            if (!state_->asked.contains(name)) refuse(name, "web.problem.json_unknown");
        }
    }
    return state_->problems->empty();
}

const std::vector<FieldProblem>& JsonReader::problems() const { return *state_->problems; }

}  // namespace kc::web
