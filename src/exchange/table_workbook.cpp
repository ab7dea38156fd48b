// SPDX-License-Identifier: EUPL-1.2
// The template as a workbook: drop-downs, notes at the headings, a sheet of explanations and one with everything that may be chosen.
#include "exchange/table_columns.hpp"
#include "exchange/table_writer.hpp"

#include <fstream>
#include <sstream>

#include <xlsxwriter.h>

namespace kc::exchange {

namespace {

constexpr lxw_row_t rows_prepared = 2000;

// A file of our own that goes away again: the library writes to a path only.
class TemporaryPath {
public:
    TemporaryPath() {
        std::string name = (std::filesystem::temp_directory_path() / "kc-vorlage-XXXXXX").string();
        const int descriptor = mkstemp(name.data());
        if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "temporary file for the template");
        close(descriptor);
        path_ = name;
    }
    ~TemporaryPath() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryPath(const TemporaryPath&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

template <class Enum> std::vector<std::string> words_of(std::span<const Word<Enum>> words) {
    std::vector<std::string> list;
    for (const auto& word : words) list.emplace_back(word.word);
    return list;
}

struct Choice {
    std::string title;
    std::vector<std::string> values, notes;
    std::vector<TableColumn> drop_downs;  // columns with exactly one of these values
};

std::vector<Choice> choices_of(const Vocabulary& vocabulary) {
    using C = TableColumn;
    std::vector<Choice> choices{{"Art", words_of(kind_words()), {}, {C::kind}},
                                {"Form", words_of(mode_words()), {}, {C::mode, C::date_mode}},
                                {"Herkunft", words_of(origin_words()), {}, {C::origin}},
                                {"Niveau", words_of(difficulty_words()), {}, {C::difficulty}},
                                {"Sprache", {"Deutsch", "Englisch"}, {}, {C::language}},
                                {"Termin abgesagt", {"ja"}, {}, {C::date_state}},
                                {"Nachweise", words_of(credential_words()), {}, {}},
                                {"Barrierefreiheit", words_of(accessibility_words()), {}, {}},
                                {"Module", {}, {}, {}},
                                {"Kompetenzen", {}, {}, {}},
                                {"Lernorte", {}, {}, {C::venue}}};
    for (const auto& module : vocabulary.modules) {
        choices[8].values.push_back(module.slug);
        choices[8].notes.push_back(module.name);
    }
    for (const auto& competence : vocabulary.competences) {
        choices[9].values.push_back(competence.slug);
        choices[9].notes.push_back(competence.name);
    }
    for (const auto& venue : vocabulary.venues) {
        choices[10].values.push_back(venue.slug);
        choices[10].notes.push_back(venue.name + ", " + venue.place);
    }
    return choices;
}

}  // namespace

std::string xlsx_template(const Vocabulary& vocabulary) {
    const TemporaryPath file;
    lxw_workbook* book = workbook_new(file.path().c_str());
    if (book == nullptr) throw std::bad_alloc();
    lxw_worksheet* offers = workbook_add_worksheet(book, "Angebote");
    lxw_worksheet* help = workbook_add_worksheet(book, "Erklärung");
    lxw_worksheet* values = workbook_add_worksheet(book, "Auswahl");
    lxw_format* heading = workbook_add_format(book);
    format_set_bold(heading);
    format_set_text_wrap(heading);
    lxw_format* wrapped = workbook_add_format(book);
    format_set_text_wrap(wrapped);
    lxw_format* plain = workbook_add_format(book);
    format_set_num_format(plain, "@");

    worksheet_write_string(help, 0, 0, "Spalte", heading);
    worksheet_write_string(help, 0, 1, "Pflicht", heading);
    worksheet_write_string(help, 0, 2, "Was hier steht", heading);
    worksheet_write_string(help, 0, 3, "Beispiel", heading);
    worksheet_set_column(help, 0, 0, 26, nullptr);
    worksheet_set_column(help, 2, 2, 80, nullptr);
    worksheet_set_column(help, 3, 3, 40, nullptr);
    for (const auto& column : table_columns()) {
        const auto at = static_cast<lxw_col_t>(column.column);
        const auto row = static_cast<lxw_row_t>(at + 1U);
        const std::string title(column.title), explanation(column.explanation), example(column.example);
        worksheet_set_column(offers, at, at, 20, plain);
        worksheet_write_string(offers, 0, at, title.c_str(), heading);
        worksheet_write_comment(offers, 0, at, explanation.c_str());
        worksheet_write_string(help, row, 0, title.c_str(), wrapped);
        worksheet_write_string(help, row, 1, column.required ? "ja" : "", wrapped);
        worksheet_write_string(help, row, 2, explanation.c_str(), wrapped);
        worksheet_write_string(help, row, 3, example.c_str(), wrapped);
    }
    worksheet_freeze_panes(offers, 1, 1);

    lxw_col_t at = 0;
    for (const auto& choice : choices_of(vocabulary)) {
        worksheet_write_string(values, 0, at, choice.title.c_str(), heading);
        worksheet_set_column(values, at, at, 28, nullptr);
        for (std::size_t i = 0; i < choice.values.size(); ++i) {
            worksheet_write_string(values, static_cast<lxw_row_t>(i + 1), at, choice.values[i].c_str(), nullptr);
            if (i < choice.notes.size())
                worksheet_write_string(values, static_cast<lxw_row_t>(i + 1), static_cast<lxw_col_t>(at + 1), choice.notes[i].c_str(), nullptr);
        }
        if (!choice.values.empty()) {
            char name[16];
            lxw_col_to_name(name, at, LXW_TRUE);
            std::string list = fmt::format("=Auswahl!{}$2:{}${}", name, name, choice.values.size() + 1);
            for (const auto column : choice.drop_downs) {
                lxw_data_validation rule{};
                rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
                rule.value_formula = list.data();
                rule.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
                const auto to = static_cast<lxw_col_t>(column);
                worksheet_data_validation_range(offers, 1, to, rows_prepared, to, &rule);
            }
        }
        at = static_cast<lxw_col_t>(at + (choice.notes.empty() ? 1 : 2));
    }
    worksheet_activate(offers);
    if (const auto error = workbook_close(book); error != LXW_NO_ERROR) {
        throw std::runtime_error(fmt::format("the template could not be written: {}", lxw_strerror(error)));
    }
    std::ostringstream bytes;
    bytes << std::ifstream(file.path(), std::ios::binary).rdbuf();
    return std::move(bytes).str();
}

}  // namespace kc::exchange
