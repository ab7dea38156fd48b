// SPDX-License-Identifier: EUPL-1.2
#include "storage/postgres_error.hpp"

#include <string_view>

#include <fmt/format.h>

namespace kc::storage {
namespace {

std::string field(const PGresult* result, int code) {
    const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
    return text == nullptr ? "" : text;
}

}  // namespace

// Only the primary message is ever repeated, and not even that for class 22 (data exceptions): DETAIL and those hold values.
StorageError postgres_error(PGconn* handle, const PGresult* result) {
    using enum StorageErrorKind;
    const std::string state = field(result, PG_DIAG_SQLSTATE);
    const std::string name = field(result, PG_DIAG_CONSTRAINT_NAME);
    const std::string_view group = std::string_view(state).substr(0, 2);
    if (state.empty() || PQstatus(handle) == CONNECTION_BAD || group == "08" || state == "57P01" || state == "57P02" || state == "57P03") {
        return {StorageErrorKind::connection,
                "Die Verbindung zur Datenbank ist abgebrochen. Beim nächsten Zugriff wird sie neu aufgebaut. Bleibt "
                "es dabei, prüfen Sie, ob der Datenbankserver läuft und erreichbar ist."};
    }
    if (state == "53300")
        return {StorageErrorKind::connection, "Der Datenbankserver nimmt keine weiteren Verbindungen an. Erlauben Sie dort mehr oder hier weniger."};
    if (state == "23505") return {unique, fmt::format("Diesen Wert gibt es schon (Regel '{}').", name), name};
    if (state == "23503")
        return {foreign_key, fmt::format("Die Zeile verweist auf eine, die es nicht gibt, oder wird noch gebraucht ('{}').", name), name};
    if (state == "23514") return {check, fmt::format("Die Regel '{}' der Datenbank lässt das nicht zu.", name), name};
    if (state == "23502") {
        const auto column = field(result, PG_DIAG_TABLE_NAME) + "." + field(result, PG_DIAG_COLUMN_NAME);
        return {not_null, fmt::format("In {} fehlt ein Wert.", column), column};
    }
    if (state == "40001" || state == "40P01")
        return {serialization, "Der Vorgang ist mit einem anderen zusammengestoßen und wurde zurückgenommen. Versuchen Sie es noch einmal."};
    if (state == "55P03")
        return {busy, "Ein anderer Vorgang hält die Zeilen fest und hat sie nicht rechtzeitig freigegeben. Versuchen Sie es später noch einmal."};
    if (state == "53100")
        return {other,
                "Der Datenträger des Datenbankservers ist voll. Von diesem Vorgang ist nichts gespeichert. Schaffen Sie Platz und versuchen Sie es "
                "noch einmal."};
    if (state == "25006") return {other, "Die Datenbank nimmt gerade nichts an (Nur-Lese-Vorgang oder Bereitschaftsserver)."};
    if (state == "XX001" || state == "XX002")
        return {other, "Die Datenbank ist beschädigt. Halten Sie den Server an und spielen Sie die letzte Sicherung ein."};
    if (group == "28" || state == "3D000") {
        return {StorageErrorKind::connection,
                fmt::format("Der Datenbankserver hat die Verbindung abgelehnt (SQLSTATE {}). Prüfen Sie Benutzer, Passwort und Namen der Datenbank.",
                            state)};
    }
    if (group == "22") return {other, fmt::format("Die Datenbank konnte einen Wert einer Anweisung nicht verwenden (SQLSTATE {}).", state)};
    return {other, fmt::format("Die Datenbank hat eine Anweisung abgelehnt: {} (SQLSTATE {}).", field(result, PG_DIAG_MESSAGE_PRIMARY), state)};
}

}  // namespace kc::storage
