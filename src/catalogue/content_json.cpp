// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/content_json.hpp"

#include "base/date.hpp"

#include <boost/json.hpp>
#include <boost/mp11.hpp>

namespace kc::catalogue {

namespace {

namespace json = boost::json;
namespace describe = boost::describe;

template <class T> inline constexpr bool is_vector = false;
template <class T> inline constexpr bool is_vector<std::vector<T>> = true;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

template <class T, class F> void for_each_member(F&& visit) {
    boost::mp11::mp_for_each<describe::describe_members<T, describe::mod_public>>(std::forward<F>(visit));
}

template <class T> json::value written(const T& value) {
    if constexpr (is_optional<T>) {
        return value ? written(*value) : json::value(nullptr);
    } else if constexpr (is_vector<T>) {
        json::array list;
        for (const auto& entry : value) list.push_back(written(entry));
        return list;
    } else if constexpr (is_quantity<T>) {
        return json::value(value.value);
    } else if constexpr (std::is_same_v<T, Date>) {
        return json::string(to_iso(value));
    } else if constexpr (std::is_enum_v<T>) {
        return json::string(describe::enum_to_string(value, ""));
    } else if constexpr (describe::has_describe_members<T>::value) {
        json::object object;
        for_each_member<T>([&](auto member) { object.emplace(member.name, written(value.*member.pointer)); });
        return object;
    } else if constexpr (std::is_same_v<T, std::string>) {
        return json::string(value);
    } else {
        return json::value(value);
    }
}

// Thrown and caught within this file only.
struct Wrong {
    std::string field, message;
};

constexpr const char* no_date = "Hier wird ein Datum in der Form 2027-03-31 erwartet.";

template <class T> T read(const json::value& from, const std::string& field);

template <class T> T read_number(const json::value& from, const std::string& field) {
    const auto* number = from.if_int64();
    if (number == nullptr || *number < std::numeric_limits<T>::min() || *number > std::numeric_limits<T>::max()) {
        throw Wrong{field, "Hier wird eine ganze Zahl erwartet."};
    }
    return static_cast<T>(*number);
}

std::string read_text(const json::value& from, const std::string& field) {
    const auto* text = from.if_string();
    if (text == nullptr) throw Wrong{field, "Hier wird ein Text in Anführungszeichen erwartet."};
    return std::string(*text);
}

template <class Enum> Enum read_enumerator(const json::value& from, const std::string& field) {
    Enum value{};
    if (describe::enum_from_string(read_text(from, field).c_str(), value)) return value;
    std::string allowed;
    boost::mp11::mp_for_each<describe::describe_enumerators<Enum>>(
        [&](auto one) { allowed += (allowed.empty() ? "" : ", ") + std::string(one.name); });
    throw Wrong{field, "Erlaubt sind: " + allowed + "."};
}

template <class T> T read_object(const json::value& from, const std::string& field) {
    const auto* object = from.if_object();
    if (object == nullptr) throw Wrong{field, "Hier wird ein Objekt in geschweiften Klammern erwartet."};
    T result;
    std::size_t known = 0;
    const std::string prefix = field.empty() ? "" : field + ".";
    for_each_member<T>([&](auto member) {
        const auto* value = object->if_contains(member.name);
        using Member = std::decay_t<decltype(result.*member.pointer)>;
        if (value == nullptr) {
            if constexpr (std::is_same_v<Member, Date>) throw Wrong{prefix + member.name, no_date};  // no day is not a day
            return;
        }
        ++known;
        result.*member.pointer = read<Member>(*value, prefix + member.name);
    });
    if (known == object->size()) return result;
    for (const auto& entry : *object) {
        bool found = false;
        for_each_member<T>([&](auto member) { found = found || entry.key() == member.name; });
        if (!found)
            throw Wrong{prefix + std::string(entry.key()), "Diese Angabe ist nicht bekannt. Entfernen Sie sie, oder prüfen Sie die Schreibweise."};
    }
    return result;
}

template <class T> T read(const json::value& from, const std::string& field) {
    if constexpr (is_optional<T>) {
        return from.is_null() ? std::nullopt : T(read<typename T::value_type>(from, field));
    } else if constexpr (is_vector<T>) {
        const auto* list = from.if_array();
        if (list == nullptr) throw Wrong{field, "Hier wird eine Liste in eckigen Klammern erwartet."};
        T result;
        for (std::size_t i = 0; i < list->size(); ++i) {
            result.push_back(read<typename T::value_type>((*list)[i], field + "[" + std::to_string(i) + "]"));
        }
        return result;
    } else if constexpr (is_quantity<T>) {
        return T{read_number<std::int64_t>(from, field)};
    } else if constexpr (std::is_same_v<T, Date>) {
        const auto date = parse_date(read_text(from, field));
        if (!date) throw Wrong{field, no_date};
        return *date;
    } else if constexpr (std::is_enum_v<T>) {
        return read_enumerator<T>(from, field);
    } else if constexpr (describe::has_describe_members<T>::value) {
        return read_object<T>(from, field);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return read_text(from, field);
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!from.is_bool()) throw Wrong{field, "Hier wird true oder false erwartet."};
        return from.get_bool();
    } else {
        return read_number<T>(from, field);
    }
}

}  // namespace

std::string to_json(const UnitContent& content) { return json::serialize(written(content)); }

Result<UnitContent, ContentJsonProblem> unit_content_from_json(std::string_view text) {
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = 8;
    const auto value = json::parse(text, error, {}, options);
    if (error) return refuse(ContentJsonProblem{"", "Das ist kein gültiges JSON. Prüfen Sie Klammern, Kommas und Anführungszeichen."});
    try {
        return read<UnitContent>(value, "");
    } catch (Wrong& wrong) {
        return refuse(ContentJsonProblem{std::move(wrong.field), std::move(wrong.message)});
    }
}

}  // namespace kc::catalogue
