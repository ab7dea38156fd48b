// SPDX-License-Identifier: EUPL-1.2
// JsonReader: the FormReader of /api/v1. Reads one JSON object strictly and says by name which member is wrong and how to mend it;
// members nobody asked for are refused as well, so that a slip of the pen does not silently do nothing.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/problem.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace kc::web {

struct JsonTextRule {
    bool required = false;
    std::size_t max = 200;  // code points
};
struct JsonIntegerRule {
    bool required = false;
    std::int64_t min = 0;
    std::int64_t max = std::numeric_limits<std::int64_t>::max();
};

class JsonReader {
public:
    // The body of a request. Not JSON, not an object, or nested too deeply is a problem of the whole input.
    explicit JsonReader(std::string_view body);
    ~JsonReader();
    JsonReader(JsonReader&&) noexcept;
    JsonReader(const JsonReader&) = delete;

    // null and absent are the same. Each answers nothing after a problem was noted.
    bool has(std::string_view member) const;
    std::string text(std::string_view member, const JsonTextRule& rule = {});
    std::optional<std::int64_t> integer(std::string_view member, const JsonIntegerRule& rule = {});
    std::optional<bool> boolean(std::string_view member, bool required = false);
    std::optional<Date> date(std::string_view member, bool required = false);
    template <class IdType> std::optional<IdType> id(std::string_view member, bool required = false) {
        const auto number = integer(member, {.required = required, .min = 1});
        return number ? std::optional<IdType>(IdType{*number}) : std::nullopt;
    }
    template <class Enum> std::optional<Enum> enumerator(std::string_view member, bool required = false);

    std::vector<std::int64_t> integers(std::string_view member, std::size_t count_max, bool required = false);
    template <class IdType> std::vector<IdType> ids(std::string_view member, std::size_t count_max, bool required = false) {
        std::vector<IdType> ids;
        for (const auto number : integers(member, count_max, required)) ids.push_back(IdType{number});
        return ids;
    }
    std::vector<std::string> texts(std::string_view member, std::size_t count_max, bool required = false);
    // Objects of a list; their problems are named "absences[0].first_day" and collected here.
    std::vector<JsonReader> objects(std::string_view member, std::size_t count_max, bool required = false);

    void refuse(std::string_view member, std::string_view message_key, MessageArguments arguments = {});
    void refuse(const std::vector<FieldProblem>& problems);
    // After all members were read: refuses those nobody asked for. True when nothing was wrong, here and in nested objects.
    bool finish();
    const std::vector<FieldProblem>& problems() const;

private:
    struct State;
    explicit JsonReader(std::unique_ptr<State> state);
    void refuse_unknown_name(std::string_view member, const std::string& allowed);

    std::unique_ptr<State> state_;
};

template <class Enum> std::optional<Enum> JsonReader::enumerator(std::string_view member, bool required) {
    const std::string name = text(member, {.required = required});
    std::optional<Enum> found;
    std::string allowed;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto entry) {
        if (name == entry.name) found = entry.value;
        allowed += (allowed.empty() ? "" : ", ") + std::string(entry.name);
    });
    if (!name.empty() && !found) refuse_unknown_name(member, allowed);
    return found;
}

}  // namespace kc::web
