// SPDX-License-Identifier: EUPL-1.2
// The checks every field passes, with the words people read when one fails.
#include "planning/optimizer/field_reader.hpp"

namespace kc::planning::optimizer {

namespace {
using Kind = LocatedValue::Kind;
const std::vector<LocatedValue> no_values;
std::string join(const std::string& path, const char* name) { return path.empty() ? name : path + "." + name; }
}  // namespace

bool FieldReader::is_object(const LocatedValue& value, const std::string& field) {
    if (value.kind == Kind::object) return true;
    fail(value.line, field, "Hier wird ein Eintrag in geschweiften Klammern erwartet.", "Schreiben Sie { … }.");
    return false;
}

const LocatedValue* FieldReader::member(const LocatedValue& object, const std::string& path, const char* name) {
    if (failed() || !is_object(object, path)) return nullptr;
    const auto* found = object.find(name);
    if (found == nullptr) fail(object.line, join(path, name), "Das Feld fehlt.", "Ergänzen Sie es.");
    return found;
}

const std::vector<LocatedValue>& FieldReader::elements(const LocatedValue& value, const std::string& field) {
    if (value.kind == Kind::list) return value.list;
    fail(value.line, field, "Hier wird eine Liste erwartet.", "Schreiben Sie [ … ], auch für einen einzigen Eintrag.");
    return no_values;
}

const std::vector<LocatedValue>& FieldReader::list(const LocatedValue& object, const std::string& path, const char* name) {
    const auto* value = member(object, path, name);
    return value == nullptr ? no_values : elements(*value, join(path, name));
}

std::string FieldReader::id(const LocatedValue& value, const std::string& field) {
    if (value.kind != Kind::text)
        fail(value.line, field, "Hier wird eine Kennung in Anführungszeichen erwartet.", "Schreiben Sie zum Beispiel \"u7\".");
    else if (value.text.empty())
        fail(value.line, field, "Die Kennung ist leer.", "Vergeben Sie eine eindeutige Kennung.");
    return value.text;
}

std::string FieldReader::id(const LocatedValue& object, const std::string& path, const char* name) {
    const auto* value = member(object, path, name);
    return value == nullptr ? std::string() : id(*value, join(path, name));
}

int FieldReader::number(const LocatedValue& value, const std::string& field, int least, int most) {
    if (value.kind != Kind::integer) {
        if (value.kind == Kind::other_number)
            fail(value.line, field, "Hier wird eine ganze Zahl erwartet, die Angabe hat Nachkommastellen oder ist zu groß.",
                 "Geben Sie eine ganze Zahl von " + std::to_string(least) + " bis " + std::to_string(most) + " an.");
        else
            fail(value.line, field, "Hier wird eine ganze Zahl erwartet.", "Geben Sie die Zahl ohne Anführungszeichen an.");
        return least;
    }
    if (value.integer < least || value.integer > most) {
        const std::string what = value.integer < 0 && least == 0 ? "Die Zahl ist negativ." : "Die Zahl liegt außerhalb des erlaubten Bereichs.";
        fail(value.line, field, what, "Geben Sie eine ganze Zahl von " + std::to_string(least) + " bis " + std::to_string(most) + " an.");
        return least;
    }
    return static_cast<int>(value.integer);
}

int FieldReader::number(const LocatedValue& object, const std::string& path, const char* name, int least, int most) {
    const auto* value = member(object, path, name);
    return value == nullptr ? least : number(*value, join(path, name), least, most);
}

bool FieldReader::flag(const LocatedValue& object, const std::string& path, const char* name) {
    const auto* value = member(object, path, name);
    if (value == nullptr) return false;
    if (value->kind != Kind::boolean)
        fail(value->line, join(path, name), "Hier wird true oder false erwartet.", "Schreiben Sie true oder false ohne Anführungszeichen.");
    return value->integer != 0;
}

int FieldReader::reference(const LocatedValue& value, const std::string& field, const Names& names, const char* what) {
    const auto name = id(value, field);
    if (failed()) return -1;
    const auto found = names.find(name);
    if (found == names.end()) {
        fail(value.line, field, std::string(what) + " „" + name + "“ gibt es im Angebot nicht.",
             "Prüfen Sie die Kennung oder ergänzen Sie den Eintrag im Katalog.");
        return -1;
    }
    return found->second;
}

DayRange FieldReader::days(const LocatedValue& object, const std::string& path) {
    const DayRange range{number(object, path, "first_day", 0, day_max), number(object, path, "last_day", 0, day_max)};
    if (!failed() && range.last_day < range.first_day)
        fail(object.find("last_day")->line, join(path, "last_day"), "Der letzte Tag liegt vor dem ersten.",
             "Tauschen Sie die beiden Tage oder berichtigen Sie einen.");
    return range;
}

void FieldReader::register_name(Names& names, const std::string& name, int index, int line, const std::string& field) {
    if (failed()) return;
    if (!names.emplace(name, index).second)
        fail(line, field, "Die Kennung „" + name + "“ ist schon vergeben.", "Verwenden Sie jede Kennung nur einmal.");
}

}  // namespace kc::planning::optimizer
