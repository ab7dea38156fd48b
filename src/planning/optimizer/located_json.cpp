// SPDX-License-Identifier: EUPL-1.2
// Turns the events of Boost.JSON into values with lines.
// Sizes are limited by the document itself and by the depth, so a hostile file cannot exhaust the stack.
#include "planning/optimizer/located_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <optional>

namespace kc::planning::optimizer {

LocatedValue::LocatedValue() = default;
LocatedValue::LocatedValue(const LocatedValue&) = default;
LocatedValue::LocatedValue(LocatedValue&&) noexcept = default;
LocatedValue& LocatedValue::operator=(const LocatedValue&) = default;
LocatedValue& LocatedValue::operator=(LocatedValue&&) noexcept = default;
LocatedValue::~LocatedValue() = default;

const LocatedValue* LocatedValue::find(std::string_view name) const {
    for (const auto& [key, value] : members)
        if (key == name) return &value;
    return nullptr;
}

namespace {

namespace json = boost::json;
using Kind = LocatedValue::Kind;

struct Handler {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    int line = 1;
    LocatedValue root;
    std::vector<LocatedValue> open;  // lists and objects not yet closed
    std::vector<std::string> keys;   // the pending key of each open object, "" for a list
    std::string part;
    std::optional<JsonProblem> problem;

    bool place(LocatedValue value, json::error_code& ec) {
        if (open.empty()) {
            root = std::move(value);
        } else if (open.back().kind == Kind::list) {
            open.back().list.push_back(std::move(value));
        } else {
            const auto& key = keys.back();
            if (open.back().find(key) != nullptr) {
                problem = JsonProblem{value.line, "Das Feld steht zweimal im selben Eintrag.", "Lassen Sie eines der beiden weg.", key};
                ec = json::error::syntax;
                return false;
            }
            open.back().members.emplace_back(key, std::move(value));
        }
        return true;
    }
    LocatedValue make(Kind kind) const {
        LocatedValue value;
        value.kind = kind;
        value.line = line;
        return value;
    }
    bool start(Kind kind) {
        open.push_back(make(kind));
        keys.emplace_back();
        return true;
    }
    bool finish(json::error_code& ec) {
        auto value = std::move(open.back());
        open.pop_back();
        keys.pop_back();
        return place(std::move(value), ec);
    }
    bool number(std::int64_t amount, json::error_code& ec) {
        auto value = make(Kind::integer);
        value.integer = amount;
        return place(std::move(value), ec);
    }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return start(Kind::object); }
    bool on_object_end(std::size_t, json::error_code& ec) { return finish(ec); }
    bool on_array_begin(json::error_code&) { return start(Kind::list); }
    bool on_array_end(std::size_t, json::error_code& ec) { return finish(ec); }
    bool on_key_part(json::string_view text, std::size_t, json::error_code&) {
        part.append(text.data(), text.size());
        return true;
    }
    bool on_key(json::string_view text, std::size_t, json::error_code&) {
        part.append(text.data(), text.size());
        keys.back() = std::move(part);
        part.clear();
        return true;
    }
    bool on_string_part(json::string_view text, std::size_t, json::error_code&) {
        part.append(text.data(), text.size());
        return true;
    }
    bool on_string(json::string_view text, std::size_t, json::error_code& ec) {
        part.append(text.data(), text.size());
        auto value = make(Kind::text);
        value.text = std::move(part);
        part.clear();
        return place(std::move(value), ec);
    }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t amount, json::string_view, json::error_code& ec) { return number(amount, ec); }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) { return place(make(Kind::other_number), ec); }
    bool on_double(double, json::string_view, json::error_code& ec) { return place(make(Kind::other_number), ec); }
    bool on_bool(bool yes, json::error_code& ec) {
        auto value = make(Kind::boolean);
        value.integer = yes ? 1 : 0;
        return place(std::move(value), ec);
    }
    bool on_null(json::error_code& ec) { return place(make(Kind::null), ec); }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

JsonProblem broken_utf8(int line) { return {line, "Hier stehen Zeichen, die kein gültiges UTF-8 sind.", "Speichern Sie die Datei als UTF-8.", ""}; }

JsonProblem describe(const json::error_code& ec, int line) {
    if (ec == json::error::incomplete) return {line, "Der Text endet mitten im JSON.", "Übertragen Sie die Datei noch einmal vollständig.", ""};
    if (ec == json::error::illegal_leading_surrogate || ec == json::error::illegal_trailing_surrogate || ec == json::error::expected_utf16_escape)
        return broken_utf8(line);
    if (ec == json::error::too_deep) return {line, "Die Angaben sind zu tief verschachtelt.", "Halten Sie sich an den Aufbau des Formats.", ""};
    if (ec == json::error::extra_data)
        return {line, "Nach dem Ende des JSON folgt weiterer Text.", "Löschen Sie, was nach der letzten Klammer steht.", ""};
    return {line, "Das ist kein gültiges JSON.", "Prüfen Sie Anführungszeichen, Kommas und Klammern an dieser Stelle.", ""};
}

// Boost reports broken UTF-8 as a syntax error; people need to know which of the two it is.
bool is_valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const int more = lead < 0x80 ? 0 : lead >= 0xC2 && lead < 0xE0 ? 1 : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xF0 && lead < 0xF5 ? 3 : -1;
        if (more < 0 || i + static_cast<std::size_t>(more) >= text.size()) return false;
        std::uint32_t code = more == 0 ? lead : lead & (0x3F >> more);
        for (int k = 1; k <= more; ++k) {
            const auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
            if ((next & 0xC0) != 0x80) return false;
            code = code << 6 | (next & 0x3F);
        }
        if ((more == 2 && code < 0x800) || (more == 3 && (code < 0x10000 || code > 0x10FFFF)) || (code >= 0xD800 && code < 0xE000)) return false;
        i += static_cast<std::size_t>(more) + 1;
    }
    return true;
}

}  // namespace

Result<LocatedValue, JsonProblem> read_located_json(std::string_view document, int first_line) {
    json::basic_parser<Handler> parser{json::parse_options{}};
    auto& handler = parser.handler();
    handler.line = first_line;
    for (std::size_t begin = 0; begin < document.size(); ++handler.line) {
        const auto newline = document.find('\n', begin);
        const auto end = newline == std::string_view::npos ? document.size() : newline + 1;
        const auto line = document.substr(begin, end - begin);
        if (!is_valid_utf8(line)) return refuse(broken_utf8(handler.line));
        json::error_code ec;
        const auto used = parser.write_some(true, line.data(), line.size(), ec);
        if (handler.problem) return refuse(*handler.problem);
        if (!ec && used < line.size() && line.find_first_not_of(" \t\r\n", used) != std::string_view::npos) ec = json::error::extra_data;
        if (ec) return refuse(describe(ec, handler.line));
        begin = end;
    }
    json::error_code ec;
    parser.write_some(false, nullptr, 0, ec);
    if (!ec && !parser.done()) ec = json::error::incomplete;
    if (ec) return refuse(describe(ec, std::max(first_line, handler.line - 1)));
    return std::move(handler.root);
}

}  // namespace kc::planning::optimizer
