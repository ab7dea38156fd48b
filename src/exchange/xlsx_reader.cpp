// SPDX-License-Identifier: EUPL-1.2
// Excel workbooks (.xlsx): a ZIP of XML parts. Hostile ones unpack to gigabytes or refer to one text a million times, so every step
// counts what it takes.
#include "base/text.hpp"
#include "exchange/offer_reading.hpp"
#include "exchange/table_columns.hpp"
#include "exchange/values.hpp"
#include "exchange/xml_records.hpp"

#include <zip.h>

namespace kc::exchange {

namespace {

constexpr std::int64_t entries_max = 2000;
constexpr std::uint64_t unpacked_bytes_max = 200 * 1024 * 1024;
constexpr std::uint64_t ratio_max = 200;                     // real sheets stay below 60
constexpr std::uint64_t ratio_free_bytes = 4 * 1024 * 1024;  // small parts may compress as well as they like
constexpr std::size_t shared_texts_max = 500'000;
constexpr std::size_t columns_max = 200;
constexpr std::size_t text_bytes_max = 64 * 1024 * 1024;  // of all cells together

// Thrown and caught within this file only.
struct Wrong {
    std::string message;
};

class Workbook {
public:
    explicit Workbook(std::string_view bytes) {
        zip_error_t error;
        zip_error_init(&error);
        zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
        if (source == nullptr) throw std::bad_alloc();
        zip_ = zip_open_from_source(source, ZIP_RDONLY, &error);
        zip_error_fini(&error);
        if (zip_ == nullptr) {
            zip_source_free(source);
            throw Wrong{"Die Datei ist beschädigt oder keine Excel-Datei. Speichern Sie sie in Ihrem Tabellenprogramm neu als .xlsx."};
        }
        if (zip_get_num_entries(zip_, 0) > entries_max) {
            zip_discard(zip_);
            throw Wrong{
                "Die Datei enthält ungewöhnlich viele Teile und wird aus Sicherheitsgründen nicht gelesen. Kopieren Sie die Tabelle in die Vorlage."};
        }
    }
    ~Workbook() { zip_discard(zip_); }
    Workbook(const Workbook&) = delete;

    std::optional<std::string> part(const std::string& name) {
        const auto index = zip_name_locate(zip_, name.c_str(), ZIP_FL_NOCASE);
        if (index < 0) return std::nullopt;
        zip_stat_t about;
        zip_stat_init(&about);
        if (zip_stat_index(zip_, static_cast<zip_uint64_t>(index), 0, &about) != 0) throw Wrong{damaged};
        if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
            throw Wrong{"Die Datei ist mit einem Kennwort geschützt. Entfernen Sie den Schutz, und versuchen Sie es noch einmal."};
        }
        zip_file_t* file = zip_fopen_index(zip_, static_cast<zip_uint64_t>(index), 0);
        if (file == nullptr) throw Wrong{damaged};
        const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> closing(file, zip_fclose);
        std::string content;
        std::vector<char> piece(64 * 1024);
        // What the directory claims about the size is not trusted; what really comes out is counted.
        while (true) {
            const auto read = zip_fread(file, piece.data(), piece.size());
            if (read < 0) throw Wrong{damaged};
            if (read == 0) break;
            content.append(piece.data(), static_cast<std::size_t>(read));
            unpacked_ += static_cast<std::uint64_t>(read);
            const std::uint64_t packed = std::max<std::uint64_t>((about.valid & ZIP_STAT_COMP_SIZE) != 0 ? about.comp_size : 1, 1);
            if (unpacked_ > unpacked_bytes_max || (content.size() > ratio_free_bytes && content.size() / packed > ratio_max)) {
                throw Wrong{
                    "Die Datei entpackt sich auf ein Vielfaches ihrer Größe und wird aus Sicherheitsgründen nicht gelesen. "
                    "Kopieren Sie die Tabelle in die Vorlage."};
            }
        }
        return content;
    }

    static constexpr const char* damaged = "Die Datei ist beschädigt. Speichern Sie sie in Ihrem Tabellenprogramm neu als .xlsx.";

private:
    zip_t* zip_ = nullptr;
    std::uint64_t unpacked_ = 0;
};

void read_part(const std::string& bytes, const XmlRules& rules, const std::function<void(XmlElement&&)>& each,
               const std::function<void(const XmlElement&)>& outside = {}) {
    if (const auto problem = read_xml(bytes, rules, each, outside)) throw Wrong{"In der Excel-Datei ist ein Teil nicht lesbar. " + problem->message};
}

// <si><t>…</t></si> or <si><r><t>…</t></r>…</si>; phonetic readings (rPh) are left out.
std::string text_of_item(const XmlElement& item) {
    std::string text;
    for (const auto& child : item.children) {
        if (child.name == "t") text += child.text;
        if (child.name == "r") text += child.text_at("t");
    }
    return text;
}

std::optional<std::size_t> column_of(std::string_view reference) {
    std::size_t column = 0, letters = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z') break;
        if (++letters > 3) return std::nullopt;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    }
    return letters == 0 ? std::nullopt : std::optional(column - 1);
}

struct Sheet {
    std::string path;
    bool date_1904 = false;
};

// The sheet called "Angebote", else the first.
Sheet find_sheet(Workbook& workbook) {
    const auto book = workbook.part("xl/workbook.xml");
    if (!book) throw Wrong{"Das ist keine Excel-Datei: Die Arbeitsmappe fehlt. Speichern Sie die Tabelle als .xlsx."};
    Sheet sheet;
    std::string relation;
    bool wanted = false;
    read_part(
        *book, {.record = "sheet", .records_max = 1000},
        [&](XmlElement&& one) {
            const bool named = folded(one.attribute("name")) == "angebote";
            if (!relation.empty() && (wanted || !named)) return;
            wanted = named;
            relation = one.attribute("id");
        },
        [&](const XmlElement& element) {
            if (element.name == "workbookPr") sheet.date_1904 = element.attribute("date1904") == "1" || element.attribute("date1904") == "true";
        });
    if (const auto relations = workbook.part("xl/_rels/workbook.xml.rels"); relations && !relation.empty()) {
        read_part(*relations, {.record = "Relationship", .records_max = 5000}, [&](XmlElement&& one) {
            if (one.attribute("Id") == relation) sheet.path = one.attribute("Target");
        });
    }
    if (sheet.path.empty()) sheet.path = "worksheets/sheet1.xml";
    sheet.path = sheet.path.starts_with("/") ? sheet.path.substr(1) : "xl/" + sheet.path;
    return sheet;
}

std::vector<std::string> read_shared_texts(Workbook& workbook) {
    std::vector<std::string> texts;
    const auto part = workbook.part("xl/sharedStrings.xml");
    if (!part) return texts;
    read_part(*part, {.record = "si", .records_max = shared_texts_max}, [&](XmlElement&& item) { texts.push_back(text_of_item(item)); });
    return texts;
}

TableCell cell_of(const XmlElement& cell, const std::vector<std::string>& shared) {
    const std::string kind = cell.attribute("t");
    if (kind == "inlineStr") {
        const auto* inline_text = cell.child("is");
        return {inline_text == nullptr ? "" : text_of_item(*inline_text), std::nullopt};
    }
    std::string value = cell.text_at("v");
    if (kind == "s") {
        std::size_t index = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
        if (error != std::errc{} || end != value.data() + value.size() || index >= shared.size()) throw Wrong{Workbook::damaged};
        return {shared[index], std::nullopt};
    }
    if (kind == "b") return {value == "1" ? "ja" : "nein", std::nullopt};
    if (kind == "e") return {"", std::nullopt};
    if (kind.empty() || kind == "n") {
        double number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error == std::errc{} && end == value.data() + value.size() && std::isfinite(number)) return {std::move(value), number};
    }
    return {std::move(value), std::nullopt};
}

std::vector<TableRow> read_rows(const std::string& sheet, const std::vector<std::string>& shared) {
    std::vector<TableRow> rows;
    std::size_t text_bytes = 0;
    int line = 0;
    read_part(sheet, {.record = "row", .records_max = offers_max * 3 + 1000, .record_bytes_max = 4 * 1024 * 1024}, [&](XmlElement&& element) {
        TableRow row{line + 1, {}};
        const std::string number = element.attribute("r");
        int stated = 0;
        if (const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), stated);
            error == std::errc{} && end == number.data() + number.size() && stated > 0) {
            row.line = stated;
        }
        line = row.line;
        bool anything = false;
        for (const auto& child : element.children) {
            if (child.name != "c") continue;
            const std::size_t column = column_of(child.attribute("r")).value_or(row.cells.size());
            if (column >= columns_max) continue;  // far to the right: formatting, not a table
            if (column >= row.cells.size()) row.cells.resize(column + 1);
            auto& cell = row.cells[column];
            cell = cell_of(child, shared);
            cell.text = without_control_characters(cell.text);
            text_bytes += cell.text.size() + sizeof(TableCell);
            if (text_bytes > text_bytes_max) throw Wrong{"Die Tabelle enthält zu viel Text. Teilen Sie sie auf mehrere Dateien auf."};
            anything = anything || !trim(cell.text).empty();
        }
        if (anything) rows.push_back(std::move(row));
    });
    return rows;
}

}  // namespace

ReadResult read_xlsx(std::string_view bytes, const Vocabulary& vocabulary) {
    ReadResult result;
    try {
        Workbook workbook(bytes);
        const Sheet sheet = find_sheet(workbook);
        const auto part = workbook.part(sheet.path);
        if (!part) throw Wrong{"Das Blatt mit den Angeboten fehlt in der Datei. Nehmen Sie die Vorlage."};
        const auto shared = read_shared_texts(workbook);
        result = read_table(read_rows(*part, shared), vocabulary, sheet.date_1904);
    } catch (const Wrong& wrong) {
        result = ReadResult{};
        result.refuse(0, wrong.message);
    }
    result.format = SourceFormat::xlsx;
    return result;
}

}  // namespace kc::exchange
