// SPDX-License-Identifier: EUPL-1.2
#include "exchange/import_report.hpp"

#include "base/csv.hpp"
#include "exchange/json_attributes.hpp"
#include "web/api_response.hpp"

namespace kc::exchange {

namespace {

template <class Enum> Enum enumerator_of(const json::object& object, std::string_view name) {
    Enum value{};
    boost::describe::enum_from_string(member_text(object, name).c_str(), value);
    return value;
}

int number_of_member(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_int64() ? static_cast<int>(value->get_int64()) : 0;
}

template <class T, class F> std::vector<T> list_of(const json::object& object, std::string_view name, F&& read) {
    std::vector<T> list;
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_array()) return list;
    for (const auto& entry : value->get_array()) {
        if (entry.is_object()) list.push_back(read(entry.get_object()));
    }
    return list;
}

std::vector<std::string> text_list(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr ? std::vector<std::string>{} : texts_of(*value);
}

ReportedProblem problem_of(const json::object& object) {
    return {number_of_member(object, "line"), member_text(object, "field"), member_text(object, "message")};
}

FieldReport field_of(const json::object& object) {
    return {member_text(object, "field"), enumerator_of<FieldOutcome>(object, "outcome"), member_text(object, "reason"),
            member_text(object, "value")};
}

ReportedOffer offer_of(const json::object& object) {
    ReportedOffer offer;
    offer.line = number_of_member(object, "line");
    offer.source_id = member_text(object, "source_id");
    offer.title = member_text(object, "title");
    offer.result = enumerator_of<OfferResult>(object, "result");
    if (const auto* unit = object.if_contains("unit"); unit != nullptr && unit->is_int64()) offer.unit = LearningUnitId{unit->get_int64()};
    offer.state = member_text(object, "state");
    offer.hold = text_list(object, "hold");
    offer.problems = list_of<ReportedProblem>(object, "problems", problem_of);
    offer.fields = list_of<FieldReport>(object, "fields", field_of);
    offer.dates_added = number_of_member(object, "dates_added");
    offer.dates_changed = number_of_member(object, "dates_changed");
    offer.dates_cancelled = number_of_member(object, "dates_cancelled");
    return offer;
}

}  // namespace

void ImportReport::count() {
    const int venues = counts.venues_added;
    counts = {};
    counts.venues_added = venues;
    for (const auto& offer : offers) {
        switch (offer.result) {
            case OfferResult::added: ++counts.added; break;
            case OfferResult::changed: ++counts.changed; break;
            case OfferResult::unchanged: ++counts.unchanged; break;
            case OfferResult::refused: ++counts.refused; break;
            case OfferResult::ended: ++counts.ended; break;
            case OfferResult::vanished: ++counts.vanished; break;
        }
        if (offer.result != OfferResult::vanished) ++counts.offers;
        if (offer.result == OfferResult::added || offer.result == OfferResult::changed) {
            counts.published += offer.state == "published";
            counts.submitted += offer.state == "submitted";
            counts.held += !offer.hold.empty();
        }
        counts.retired += offer.state == "retired" && (offer.result == OfferResult::vanished || offer.result == OfferResult::ended);
        for (const auto& field : offer.fields) {
            counts.fields_taken += field.outcome == FieldOutcome::taken;
            counts.fields_changed += field.outcome == FieldOutcome::changed;
            counts.fields_dropped += field.outcome == FieldOutcome::dropped;
        }
    }
}

std::string report_json(const ImportReport& report) { return web::to_json(report); }

std::optional<ImportReport> report_from_json(std::string_view text) {
    boost::system::error_code error;
    const auto value = json::parse(text, error);
    if (error || !value.is_object()) return std::nullopt;
    const auto& object = value.get_object();
    ImportReport report;
    report.format = enumerator_of<SourceFormat>(object, "format");
    report.version = member_text(object, "version");
    report.source_system = member_text(object, "source_system");
    report.dry_run = member_text(object, "dry_run") == "true";
    report.complete = member_text(object, "complete") == "true";
    report.problems = list_of<ReportedProblem>(object, "problems", problem_of);
    report.file_fields = list_of<FieldReport>(object, "file_fields", field_of);
    report.notes = text_list(object, "notes");
    report.offers = list_of<ReportedOffer>(object, "offers", offer_of);
    if (const auto* counts = object.if_contains("counts"); counts != nullptr && counts->is_object()) {
        report.counts.venues_added = number_of_member(counts->get_object(), "venues_added");
    }
    report.count();
    return report;
}

std::string_view german(OfferResult result) {
    switch (result) {
        case OfferResult::added: return "neu";
        case OfferResult::changed: return "geändert";
        case OfferResult::unchanged: return "unverändert";
        case OfferResult::refused: return "nicht übernommen";
        case OfferResult::ended: return "abgelaufen";
        case OfferResult::vanished: return "nicht mehr in der Quelle";
    }
    return "";
}

std::string_view german(FieldOutcome outcome) {
    switch (outcome) {
        case FieldOutcome::taken: return "übernommen";
        case FieldOutcome::changed: return "angepasst";
        case FieldOutcome::dropped: return "entfallen";
    }
    return "";
}

std::string report_csv(const ImportReport& report) {
    std::string out = "\xef\xbb\xbfZeile;Kennung;Titel;Ergebnis;Feld;Was geschah;Grund;Inhalt der Quelle\r\n";
    const auto row = [&](std::initializer_list<std::string_view> cells) {
        bool first = true;
        for (const auto cell : cells) {
            if (!first) out += ';';
            first = false;
            out += csv_cell(cell);
        }
        out += "\r\n";
    };
    for (const auto& problem : report.problems)
        row({std::to_string(problem.line), "", "", "nicht übernommen", problem.field, "Problem", problem.message, ""});
    for (const auto& field : report.file_fields) row({"", "", "", "", field.field, german(field.outcome), field.reason, field.value});
    for (const auto& offer : report.offers) {
        const std::string line = std::to_string(offer.line);
        const auto result = german(offer.result);
        if (offer.problems.empty() && offer.hold.empty() && offer.fields.empty()) row({line, offer.source_id, offer.title, result, "", "", "", ""});
        for (const auto& problem : offer.problems) {
            row({std::to_string(problem.line), offer.source_id, offer.title, result, problem.field, "Problem", problem.message, ""});
        }
        for (const auto& reason : offer.hold) row({line, offer.source_id, offer.title, result, "", "zu prüfen", reason, ""});
        for (const auto& field : offer.fields) {
            row({line, offer.source_id, offer.title, result, field.field, german(field.outcome), field.reason, field.value});
        }
    }
    return out;
}

}  // namespace kc::exchange
