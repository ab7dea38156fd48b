// SPDX-License-Identifier: EUPL-1.2
#include "storage/sqlite_error.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace kc::storage {
namespace {

std::vector<std::string> texts(sqlite3* handle, const std::string& sql, std::string_view parameter, int column) {
    std::vector<std::string> found;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle, sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_text(statement, 1, parameter.data(), static_cast<int>(parameter.size()), SQLITE_STATIC);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            found.emplace_back(text == nullptr ? "" : text);
        }
    }
    sqlite3_finalize(statement);
    return found;
}

// "people.municipality, people.email" → the name of the unique index over exactly these columns. An index that SQLite made for an
// unnamed constraint gets the name PostgreSQL would have given it, so that stores compare with one name.
std::string unique_name(sqlite3* handle, std::string_view listed) {
    std::string table;
    std::vector<std::string> columns;
    while (!listed.empty()) {
        const auto end = std::min(listed.find(", "), listed.size());
        const auto item = listed.substr(0, end);
        const auto dot = item.find('.');
        if (dot == std::string_view::npos) return {};
        table = item.substr(0, dot);
        columns.emplace_back(item.substr(dot + 1));
        listed.remove_prefix(std::min(end + 2, listed.size()));
    }
    const auto names = texts(handle, "SELECT name FROM pragma_index_list(?) WHERE \"unique\" = 1 AND origin = 'c'", table, 0);
    for (const auto& name : names) {
        if (texts(handle, "SELECT name FROM pragma_index_info(?) ORDER BY seqno", name, 0) == columns) return name;
    }
    auto keys = texts(handle, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table, 0);
    if (keys == columns) return table + "_pkey";
    std::string name = table;
    for (const auto& column : columns) name += "_" + column;
    return name + "_key";
}

std::string_view after_colon(std::string_view message) {
    const auto colon = message.find(": ");
    return colon == std::string_view::npos ? std::string_view{} : message.substr(colon + 2);
}

StorageError constraint_error(sqlite3* handle, int code, const std::string& message) {
    const auto detail = after_colon(message);
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: {
            std::string name;
            if (detail.starts_with("index '"))
                name = detail.substr(7, detail.size() - 8);
            else
                name = unique_name(handle, detail);
            return {StorageErrorKind::unique, fmt::format("Diesen Wert gibt es schon (Regel '{}').", name), name};
        }
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return {StorageErrorKind::foreign_key, "Die Zeile verweist auf eine, die es nicht gibt, oder wird noch gebraucht."};
        case SQLITE_CONSTRAINT_NOTNULL: return {StorageErrorKind::not_null, fmt::format("In {} fehlt ein Wert.", detail), std::string(detail)};
        case SQLITE_CONSTRAINT_TRIGGER:  // our triggers raise the name of the rule as their message
            return {StorageErrorKind::check, fmt::format("Die Regel '{}' der Datenbank lässt das nicht zu.", message), message};
        default: return {StorageErrorKind::check, fmt::format("Die Regel '{}' der Datenbank lässt das nicht zu.", detail), std::string(detail)};
    }
}

}  // namespace

StorageError sqlite_error(sqlite3* handle, int code) {
    const std::string message = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
    using enum StorageErrorKind;
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT: return constraint_error(handle, code, message);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {busy,
                    "Ein anderes Programm hält die Datenbankdatei fest und hat sie nicht rechtzeitig freigegeben. Warten Sie, bis es fertig "
                    "ist (ein Import oder eine Sicherung?), und versuchen Sie es noch einmal."};
        case SQLITE_FULL:
            return {other,
                    "Der Datenträger der Datenbank ist voll. Von diesem Vorgang ist nichts gespeichert. Schaffen Sie Platz und versuchen Sie es noch "
                    "einmal."};
        case SQLITE_READONLY:
            return {
                other,
                "Die Datenbankdatei oder ihr Verzeichnis ist schreibgeschützt. Geben Sie dem Benutzerkonto des Programms Schreibrechte für beide."};
        case SQLITE_CORRUPT:
            return {other,
                    "Die Datenbankdatei ist beschädigt. Halten Sie den Server an, bewahren Sie eine Kopie der Datei auf und spielen Sie die letzte "
                    "Sicherung ein."};
        case SQLITE_NOTADB: return {other, "Die Datei ist keine SQLite-Datenbank. Prüfen Sie die Adresse der Datenbank."};
        case SQLITE_CANTOPEN:
            return {connection,
                    "Die Datenbankdatei lässt sich nicht öffnen. Prüfen Sie, ob es ihr Verzeichnis gibt und ob das Programm dort schreiben darf."};
        case SQLITE_IOERR:
            return {
                other,
                fmt::format(
                    "Lesen oder Schreiben der Datenbankdatei ist gescheitert (SQLite-Code {}). Prüfen Sie den Datenträger und seinen freien Platz.",
                    code)};
        case SQLITE_TOOBIG: return {other, "Ein Wert ist größer, als die Datenbank zulässt."};
        case SQLITE_NOMEM: return {other, "Der Arbeitsspeicher reicht für diesen Vorgang der Datenbank nicht."};
        default: return {other, fmt::format("Die Datenbank hat eine Anweisung abgelehnt: {} (SQLite-Code {}).", message, code)};
    }
}

}  // namespace kc::storage
