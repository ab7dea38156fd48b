// SPDX-License-Identifier: EUPL-1.2
#include "exchange/command.hpp"

#include "catalogue/content_json.hpp"
#include "exchange/table_writer.hpp"

#include <fstream>
#include <sstream>

namespace kc::exchange {

namespace {

constexpr std::size_t problems_printed = 50;

CommandAnswer refused(int code, std::string text) { return {code, "", std::move(text) + "\n"}; }

std::string summary(const ImportReport& report) {
    const auto& counts = report.counts;
    std::string text = fmt::format("{} Angebote gelesen: {} neu, {} geändert, {} unverändert, {} mit Fehlern", counts.offers, counts.added,
                                   counts.changed, counts.unchanged, counts.refused);
    if (counts.ended > 0) text += fmt::format(", {} abgelaufen", counts.ended);
    if (counts.vanished > 0) text += fmt::format(", {} nicht mehr in der Quelle", counts.vanished);
    text += fmt::format(".\nFelder: {} übernommen, {} angepasst, {} entfallen.\n", counts.fields_taken, counts.fields_changed, counts.fields_dropped);
    if (!report.dry_run) text += fmt::format("Veröffentlicht: {}, zurückgezogen: {}.\n", counts.published, counts.retired);
    for (const auto& note : report.notes) text += note + "\n";
    return text;
}

std::string problems(const ImportReport& report) {
    std::string text;
    std::size_t count = 0;
    const auto add = [&](const ReportedProblem& problem) {
        if (++count > problems_printed) return;
        text += problem.line > 0 ? fmt::format("Zeile {}", problem.line) : std::string("Datei");
        if (!problem.field.empty()) text += ", " + problem.field;
        text += ": " + problem.message + "\n";
    };
    for (const auto& problem : report.problems) add(problem);
    for (const auto& offer : report.offers) {
        for (const auto& problem : offer.problems) add(problem);
    }
    if (count > problems_printed) text += fmt::format("… und {} weitere.\n", count - problems_printed);
    return text;
}

}  // namespace

CommandAnswer import_command(ImportService& imports, const ImportCommand& command) {
    ReadOptions options{.file_name = command.file};
    if (!command.format.empty()) {
        SourceFormat format{};
        if (!boost::describe::enum_from_string(command.format.c_str(), format)) {
            return refused(2, fmt::format("Das Format „{}“ gibt es nicht. Möglich sind: moochub, open_vhs, csv, xlsx.", command.format));
        }
        options.format = format;
    }
    const auto provider = imports.find_provider(command.provider);
    if (!provider) return refused(1, fmt::format("Den Anbieter „{}“ gibt es nicht. Nennen Sie den letzten Teil seiner Adresse.", command.provider));
    std::error_code error;
    const auto size = std::filesystem::file_size(command.file, error);
    if (error) return refused(1, fmt::format("Die Datei {} lässt sich nicht lesen. Prüfen Sie Pfad und Rechte.", command.file));
    if (size > file_bytes_max) return refused(1, "Die Datei ist größer als 100 MB. Teilen Sie sie auf.");
    std::ostringstream bytes;
    std::ifstream in(command.file, std::ios::binary);
    if (!in || (size > 0 && !(bytes << in.rdbuf()))) {
        return refused(1, fmt::format("Die Datei {} lässt sich nicht lesen. Prüfen Sie Pfad und Rechte.", command.file));
    }
    const auto read = read_offers(bytes.view(), imports.vocabulary(*provider), options);
    const ImportChoice choice{.outcome = command.publish ? ImportOutcome::publish : ImportOutcome::draft,
                              .only_good = command.row_by_row,
                              .retire_vanished = command.retire_vanished};
    const auto report = imports.run(
        {.provider = *provider, .choice = choice, .dry_run = command.dry_run, .file_name = std::filesystem::path(command.file).filename().string()},
        read);
    CommandAnswer answer{0, summary(report), problems(report)};
    const bool as_whole = !command.row_by_row && report.counts.refused > 0;
    if (!report.problems.empty() || as_whole) {
        answer.code = 1;
        answer.errors += as_whole && report.problems.empty()
                             ? "Nichts ist übernommen. Beheben Sie die Fehler, oder lassen Sie fehlerhafte Angebote mit --row-by-row aus.\n"
                             : "Nichts ist übernommen.\n";
    } else if (command.dry_run) {
        answer.out += "Das war nur eine Prüfung (--dry-run); nichts hat sich geändert.\n";
    }
    return answer;
}

CommandAnswer export_command(const WritingContext& context, const ExportCommand& command) {
    std::string text;
    const auto units = public_units(context.snapshot);
    if (command.format == "moochub") {
        text = moochub_file(context, MoochubVersion::v3_0_1);
    } else if (command.format == "csv") {
        std::vector<catalogue::UnitContent> contents;
        for (const auto* unit : units) contents.push_back(unit_content(context, *unit));
        text = offers_as_csv(contents);
    } else if (command.format == "json") {
        text = "[";
        for (const auto* unit : units) text += (text.size() > 1 ? ",\n" : "\n") + catalogue::to_json(unit_content(context, *unit));
        text += "\n]\n";
    } else {
        return refused(2, fmt::format("Das Format „{}“ gibt es nicht. Möglich sind: moochub, csv, json.", command.format));
    }
    std::ofstream out(command.file, std::ios::binary | std::ios::trunc);
    out << text;
    if (!out.flush())
        return refused(1, fmt::format("{} konnte nicht geschrieben werden. Ist der Datenträger voll oder die Datei geschützt?", command.file));
    return {0, fmt::format("{} Angebote stehen in {}.\n", units.size(), command.file), ""};
}

}  // namespace kc::exchange
