// SPDX-License-Identifier: EUPL-1.2
#include "exchange/offer_reading.hpp"

#include "base/text.hpp"
#include "exchange/values.hpp"

namespace kc::exchange {

void ReadOffer::report(FieldReport field) {
    if (fields.size() + 1 < fields_max) {
        fields.push_back(std::move(field));
    } else if (fields.size() < fields_max) {
        fields.push_back({"…", FieldOutcome::dropped, "Weitere Angaben sind hier nicht aufgeführt; es sind zu viele.", ""});
    }
}

void ReadOffer::taken(std::string_view field) { report({std::string(field), FieldOutcome::taken, "", ""}); }

void ReadOffer::changed(std::string_view field, std::string_view reason, std::string_view value) {
    report({std::string(field), FieldOutcome::changed, std::string(reason), shortened(value)});
}

void ReadOffer::dropped(std::string_view field, std::string_view reason, std::string_view value) {
    report({std::string(field), FieldOutcome::dropped, std::string(reason), shortened(value)});
}

void ReadOffer::refuse(std::string_view field, std::string message) {
    if (problems.size() >= problems_max) return;
    std::string name = content.title.empty() && content.source ? content.source->id : content.title;
    problems.push_back({line, std::move(name), std::string(field), std::move(message)});
}

void ReadResult::refuse(int line, std::string message, std::string_view field) {
    offers.clear();
    problems.push_back({line, "", std::string(field), std::move(message)});
}

std::optional<SourceFormat> detect_format(std::string_view bytes, std::string_view file_name) {
    if (bytes.starts_with("PK\x03\x04")) return SourceFormat::xlsx;
    std::string_view text = bytes.substr(0, 4096);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n' || text.front() == '\r' || text.front() == '\t')) text.remove_prefix(1);
    if (text.starts_with("{") || text.starts_with("[")) return SourceFormat::moochub;
    if (text.starts_with("<")) return SourceFormat::open_vhs;
    const std::string name = lower_ascii(file_name);
    if (name.ends_with(".csv") || name.ends_with(".txt") || name.ends_with(".tsv")) return SourceFormat::csv;
    if (name.ends_with(".xml")) return SourceFormat::open_vhs;
    if (name.ends_with(".json")) return SourceFormat::moochub;
    if (name.ends_with(".xlsx")) return SourceFormat::xlsx;
    const auto first_line = text.substr(0, text.find('\n'));
    if (first_line.find_first_of(";,\t") != std::string_view::npos && first_line.find('\0') == std::string_view::npos) return SourceFormat::csv;
    return std::nullopt;
}

ReadResult read_offers(std::string_view bytes, const Vocabulary& vocabulary, const ReadOptions& options) {
    ReadResult refused;
    if (trim(bytes).empty()) {
        refused.refuse(0, "Die Datei ist leer. Wählen Sie eine Datei mit Angeboten.");
        return refused;
    }
    if (bytes.size() > file_bytes_max) {
        refused.refuse(0, "Die Datei ist größer als 100 MB. Teilen Sie sie auf, oder nehmen Sie Bilder heraus.");
        return refused;
    }
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with(std::string_view("\xfe\xff", 2))) {
        refused.refuse(0, "Die Datei ist in UTF-16 gespeichert. Speichern Sie sie in UTF-8, und versuchen Sie es noch einmal.");
        return refused;
    }
    const auto format = options.format ? options.format : detect_format(bytes, options.file_name);
    if (!format) {
        refused.refuse(0, "Das Format ist nicht erkennbar. Möglich sind MOOChub (JSON), Open-vhs (XML), CSV und Excel (.xlsx).");
        return refused;
    }
    ReadResult result;
    switch (*format) {
        case SourceFormat::moochub: result = read_moochub(bytes, vocabulary, options.address); break;
        case SourceFormat::open_vhs: result = read_open_vhs(bytes, vocabulary, options.address); break;
        case SourceFormat::csv: result = read_csv(bytes, vocabulary); break;
        case SourceFormat::xlsx: result = read_xlsx(bytes, vocabulary); break;
    }
    result.format = *format;
    if (result.problems.empty() && result.offers.empty() && !result.next) {
        result.refuse(0, "Die Datei enthält keine Angebote. Prüfen Sie, ob es die richtige Datei ist.");
    }
    return result;
}

}  // namespace kc::exchange
