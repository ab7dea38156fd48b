// SPDX-License-Identifier: EUPL-1.2
#include "curation/concept_reading.hpp"

#include "base/text.hpp"
#include "curation/unpack.hpp"
#include "identity/csv.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include <boost/json.hpp>

namespace kc::curation {

namespace {

using competence::ForeignFramework;

constexpr std::size_t label_bytes_max = 500, description_bytes_max = 4000;

std::string shortened(std::string_view text, std::size_t bytes_max) {
    text = trim(text);
    if (text.size() <= bytes_max) return std::string(text);
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xc0) == 0x80) --bytes_max;
    return std::string(text.substr(0, bytes_max));
}

// Control characters would spoil pages and exports; lines become spaces.
std::string one_line(std::string_view text, std::size_t bytes_max) {
    std::string clean;
    clean.reserve(text.size());
    for (const char c : text) {
        const bool blank = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        if (!blank)
            clean += c;
        else if (!clean.empty() && clean.back() != ' ')
            clean += ' ';
    }
    return shortened(clean, bytes_max);
}

bool is_uuid(std::string_view id) {
    return id.size() == 36 && std::all_of(id.begin(), id.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-'; });
}

std::string last_part(std::string_view address) {
    const auto slash = address.rfind('/');
    return lower_ascii(trim(slash == std::string_view::npos ? address : address.substr(slash + 1)));
}

// "BROWSING, SEARCHING AND FILTERING" is DigComp's way of writing headings.
std::string in_small_letters(std::string text) {
    const bool shouting = std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!shouting || text.empty()) return text;
    const char first = text.front();
    text = lower_ascii(text);
    text.front() = first;
    return text;
}

class Reader {
public:
    Reader(ConceptFile& file, std::chrono::milliseconds time_max) : file_(file), until_(std::chrono::steady_clock::now() + time_max) {}

    bool out_of_time() {
        if (std::chrono::steady_clock::now() < until_) return false;
        refuse("curation.file.too_slow");
        return true;
    }
    void refuse(std::string key, MessageArguments arguments = {}, int line = 0) {
        file_.problems.insert(file_.problems.begin(), {line, std::move(key), std::move(arguments)});
        file_.refused = true;
    }
    void broken(int line, std::string key, MessageArguments arguments = {}) {
        ++file_.broken_lines;
        if (file_.problems.size() < line_problems_max) file_.problems.push_back({line, std::move(key), std::move(arguments)});
    }
    void add(ForeignConcept concept_read) {
        if (file_.concepts.size() >= concepts_max) {
            if (!file_.refused) refuse("curation.file.too_many", {{"max", std::to_string(concepts_max)}});
            return;
        }
        if (concept_read.label.empty()) return broken(concept_read.line, "curation.file.no_label", {{"id", concept_read.id}});
        if (!seen_.insert(concept_read.id).second) return broken(concept_read.line, "curation.file.twice", {{"id", concept_read.id}});
        file_.concepts.push_back(std::move(concept_read));
    }

    void read_json_lines(std::string_view text) {
        file_.framework = ForeignFramework::esco;
        int line = 0;
        while (!text.empty() && !file_.refused) {
            if (++line % 256 == 0 && out_of_time()) return;
            const auto end = std::min(text.find('\n'), text.size());
            const auto row = trim(text.substr(0, end));
            text.remove_prefix(std::min(text.size(), end + 1));
            if (!row.empty()) read_json_line(row, line);
        }
    }

    // The vocabulary of the KMK as openly published (Turtle): each competence carries its number in its label, "1.1. Suchen und Filtern".
    void read_kmk_vocabulary(std::string_view text) {
        constexpr std::string_view mark = "skos:prefLabel";
        file_.framework = ForeignFramework::kmk;
        int line = 0;
        while (!text.empty() && !file_.refused) {
            if (++line % 256 == 0 && out_of_time()) return;
            const auto end = std::min(text.find('\n'), text.size());
            auto row = text.substr(0, end);
            text.remove_prefix(std::min(text.size(), end + 1));
            const auto at = row.find(mark);
            if (at == std::string_view::npos) continue;
            row.remove_prefix(at + mark.size());
            const auto begin = row.find('"'), close = row.rfind('"');
            if (begin == std::string_view::npos || close == begin) {
                broken(line, "curation.file.no_label", {{"id", ""}});
                continue;
            }
            const auto label = trim(row.substr(begin + 1, close - begin - 1));
            const auto words = std::min(label.find_first_not_of("0123456789."), label.size());
            add_kmk(label.substr(0, words), label.substr(words), {}, line);
        }
    }

    void read_table(std::string_view text) {
        const auto table = identity::parse_csv(text);
        if (table.open_quote_line) return refuse("curation.file.open_quote", {}, *table.open_quote_line);
        if (table.rows.empty()) return refuse("curation.file.empty");
        header_ = &table.rows.front().cells;
        auto read = reader_for_header();
        if (read == nullptr) return refuse("curation.file.unknown_columns", {}, 1);
        for (std::size_t i = 1; i < table.rows.size() && !file_.refused; ++i) {
            if (i % 256 == 0 && out_of_time()) return;
            (this->*read)(table.rows[i]);
        }
    }

private:
    using RowReader = void (Reader::*)(const identity::CsvRow&);

    std::optional<std::size_t> column(std::string_view name) const {
        for (std::size_t i = 0; i < header_->size(); ++i) {
            if (lower_ascii((*header_)[i]).starts_with(name)) return i;
        }
        return std::nullopt;
    }
    std::string_view cell(const identity::CsvRow& row, std::string_view name) const {
        const auto at = column(name);
        return at && *at < row.cells.size() ? std::string_view(row.cells[*at]) : std::string_view();
    }

    RowReader reader_for_header() {
        if (column("concepturi") && column("preferredlabel")) {
            file_.framework = ForeignFramework::esco;
            return &Reader::read_esco_row;
        }
        if (column("shortcode") && column("name")) {
            file_.framework = ForeignFramework::digcomp;
            file_.german = false;
            return &Reader::read_digcomp_row;
        }
        if (column("schl") && column("ebene") && column("titel")) {
            file_.framework = ForeignFramework::kldb;
            return &Reader::read_kldb_row;
        }
        if (column("kmk") && column("bezeichnung")) {
            file_.framework = ForeignFramework::kmk;
            return &Reader::read_kmk_row;
        }
        return nullptr;
    }

    // "1.1." and "1.1" are the same; the six fields themselves ("1.") are headings.
    void add_kmk(std::string_view number, std::string_view label, std::string_view description, int line) {
        number = trim(number);
        while (number.ends_with('.')) number.remove_suffix(1);
        int parts = 1, digits = 0;
        bool sound = !number.empty();
        for (const char c : number) {
            const bool dot = c == '.';
            sound = sound && (dot ? digits > 0 : c >= '0' && c <= '9' && digits < 2);
            parts += dot;
            digits = dot ? 0 : digits + 1;
        }
        if (!sound || parts > 3) return broken(line, "curation.file.no_number");
        if (parts == 1) {
            ++file_.groups;
            return;
        }
        add({std::string(number), one_line(label, label_bytes_max), one_line(description, description_bytes_max), {}, line});
    }

    void read_kmk_row(const identity::CsvRow& row) { add_kmk(cell(row, "kmk"), cell(row, "bezeichnung"), cell(row, "beschreibung"), row.line); }

    void add_esco(std::string_view uri, ForeignConcept read) {
        read.id = last_part(uri);
        if (uri.find("/isced-f/") != std::string_view::npos) {
            ++file_.groups;
        } else if (!is_uuid(read.id)) {
            // ESCO's groups of skills ("S1.2") carry a code instead of a number.
            read.id.empty() || read.id.size() > 12 ? broken(read.line, "curation.file.no_number", {}) : void(++file_.groups);
        } else {
            add(std::move(read));
        }
    }

    void read_json_line(std::string_view row, int line) {
        boost::system::error_code error;
        const auto value = boost::json::parse(row, error);
        if (error || !value.is_object()) return broken(line, "curation.file.no_json");
        const auto& object = value.get_object();
        const auto text = [&](std::string_view member) -> std::string_view {
            const auto* found = object.if_contains(member);
            return found != nullptr && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
        };
        ForeignConcept read{.id = {},
                            .label = one_line(text("label"), label_bytes_max),
                            .description = one_line(text("def"), description_bytes_max),
                            .other_labels = {},
                            .line = line};
        if (const auto* others = object.if_contains("alt"); others != nullptr && others->is_array()) {
            for (const auto& other : others->get_array()) {
                if (other.is_string()) read.other_labels.push_back(one_line(std::string_view(other.get_string()), label_bytes_max));
            }
        }
        add_esco(text("uri").empty() ? text("id") : text("uri"), std::move(read));
    }

    void read_esco_row(const identity::CsvRow& row) {
        ForeignConcept read{.id = {},
                            .label = one_line(cell(row, "preferredlabel"), label_bytes_max),
                            .description = one_line(cell(row, "description"), description_bytes_max),
                            .other_labels = {},
                            .line = row.line};
        auto others = cell(row, "altlabels");
        while (!others.empty()) {
            const auto end = std::min(others.find('\n'), others.size());
            if (auto other = one_line(others.substr(0, end), label_bytes_max); !other.empty()) read.other_labels.push_back(std::move(other));
            others.remove_prefix(std::min(others.size(), end + 1));
        }
        add_esco(cell(row, "concepturi"), std::move(read));
    }

    void read_digcomp_row(const identity::CsvRow& row) {
        const auto id = trim(cell(row, "shortcode"));
        const auto digit = [](char c) { return c >= '0' && c <= '9'; };
        if (id.size() != 3 || !digit(id[0]) || id[1] != '.' || !digit(id[2])) return broken(row.line, "curation.file.no_number");
        if (id[2] == '0') {
            ++file_.groups;
            return;
        }
        add({std::string(id),
             in_small_letters(one_line(cell(row, "name"), label_bytes_max)),
             one_line(cell(row, "description"), description_bytes_max),
             {},
             row.line});
    }

    // The published table has lost the leading zeros: the level says how many digits there are.
    void read_kldb_row(const identity::CsvRow& row) {
        std::string id(trim(cell(row, "schl")));
        const auto level = trim(cell(row, "ebene"));
        const bool digits = !id.empty() && id.size() <= 5 && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!digits || level.size() != 1 || level.front() < '1' || level.front() > '5') return broken(row.line, "curation.file.no_number");
        const auto length = static_cast<std::size_t>(level.front() - '0');
        if (id.size() < length) id.insert(0, length - id.size(), '0');
        add({std::move(id),
             one_line(cell(row, "titel"), label_bytes_max),
             one_line(cell(row, "allgemeine"), description_bytes_max),
             {one_line(cell(row, "kurztitel"), label_bytes_max)},
             row.line});
    }

    ConceptFile& file_;
    std::chrono::steady_clock::time_point until_;
    const std::vector<std::string>* header_ = nullptr;
    std::unordered_set<std::string> seen_;
};

}  // namespace

ConceptFile read_concepts(std::string_view bytes, std::chrono::milliseconds time_max) {
    ConceptFile file;
    Reader reader(file, time_max);
    auto unpacked = unpack(bytes);
    if (auto* problem = std::get_if<UnpackProblem>(&unpacked)) {
        reader.refuse(std::move(problem->message_key), std::move(problem->arguments));
        return file;
    }
    const auto& content = std::get<std::string>(unpacked);
    if (std::string_view(content).substr(0, 4096).find('\0') != std::string_view::npos) {
        reader.refuse("curation.file.no_text");
        return file;
    }
    const auto text = identity::decode_table_text(content);
    const auto first = trim(std::string_view(text).substr(0, 200));
    if (first.starts_with('{'))
        reader.read_json_lines(text);
    else if ((first.starts_with("@base") || first.starts_with("@prefix")) && text.find("skos:prefLabel") != std::string::npos)
        reader.read_kmk_vocabulary(text);
    else
        reader.read_table(text);
    if (!file.refused && file.concepts.empty()) reader.refuse("curation.file.nothing");
    const auto lines = static_cast<std::int64_t>(file.concepts.size()) + file.broken_lines;
    if (!file.refused && file.broken_lines * 5 > lines) {
        reader.refuse("curation.file.mostly_broken", {{"broken", std::to_string(file.broken_lines)}, {"lines", std::to_string(lines)}});
    }
    return file;
}

}  // namespace kc::curation
