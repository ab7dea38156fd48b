// SPDX-License-Identifier: EUPL-1.2
// Lists of other frameworks (ESCO, DigComp, KldB, KMK) and the table of people.
#include "base/text.hpp"
#include "curation/comparison.hpp"
#include "identity/csv.hpp"
#include "tests/fuzz/small_framework.hpp"
#include "tests/fuzz/targets.hpp"

#include <set>

namespace kc::fuzz {

using curation::ProposalKind;

namespace {

void expect_words(std::string_view text, std::size_t bytes_max, const char* what) {
    expect(is_valid_utf8(text) && !contains_control_characters(text) && text.size() <= bytes_max, what);
}

void expect_problems(const curation::ConceptFile& file) {
    expect(file.problems.size() <= curation::line_problems_max + 1, "too many problems");
    for (const auto& problem : file.problems) {
        expect(problem.line >= 0 && problem.message_key.starts_with("curation.file."), "a problem without line or text");
        for (const auto& [name, value] : problem.arguments) expect(is_valid_utf8(value), "a problem that is not UTF-8");
    }
}

void expect_comparison(const curation::ConceptFile& file) {
    const auto compared = curation::compare(small_framework(), file);
    std::int64_t found = 0;
    for (const auto& change : compared.changes) {
        const bool refers = change.kind != ProposalKind::new_competence;
        expect(refers == change.competence.has_value(), "a proposal without the competence it is about");
        expect(!change.competence || small_framework().competence(*change.competence).state != competence::FrameworkState::outdated,
               "a proposal about an outdated competence");
        expect(change.match_percent >= 0 && change.match_percent <= 100, "the match of a proposal");
        expect(!change.concept_id.empty() && !change.label.empty(), "a proposal without number or name");
        found += change.kind == ProposalKind::alignment || change.kind == ProposalKind::new_competence;
    }
    const auto& counts = compared.counts;
    expect(found <= static_cast<std::int64_t>(curation::proposals_max), "too many proposals");
    expect(found == counts.alignments + counts.new_competences, "proposals that are not counted");
    expect(counts.concepts == counts.aligned_unchanged + counts.changed_labels + found + counts.not_relevant + counts.over_limit,
           "a concept that is neither proposed nor left out");
}

std::string in_quotes(std::string_view cell) {
    std::string text = "\"";
    for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

}  // namespace

void foreign_list(std::string_view bytes) {
    const auto file = curation::read_concepts(bytes);
    expect_problems(file);
    if (file.refused) {
        expect(!file.problems.empty(), "a refusal without a problem");
        return;
    }
    expect(!file.concepts.empty() && file.concepts.size() <= curation::concepts_max, "the number of concepts");
    expect(file.broken_lines >= static_cast<std::int64_t>(file.problems.size()), "problems that no line has");
    expect(file.broken_lines <= static_cast<std::int64_t>(file.concepts.size()), "mostly broken and not refused");
    std::set<std::string_view> seen;
    for (const auto& one : file.concepts) {
        expect(!one.id.empty() && one.id.size() <= 100 && seen.insert(one.id).second, "the number of a concept");
        expect_words(one.id, 100, "the number of a concept");
        expect(!one.label.empty() && one.line > 0, "a concept without name or line");
        expect_words(one.label, 500, "the name of a concept");
        expect_words(one.description, 4000, "the description of a concept");
        for (const auto& other : one.other_labels) expect_words(other, 500, "another name of a concept");
    }
    expect_comparison(file);
}

void people_table(std::string_view bytes) {
    const auto text = identity::decode_table_text(bytes);
    expect(is_valid_utf8(text), "a table that is not UTF-8 after reading");
    const auto table = identity::parse_csv(text);
    const auto lines = std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }) + 1;
    expect(!table.open_quote_line || (*table.open_quote_line >= 1 && *table.open_quote_line <= lines), "the line of an open quote");
    int before = 0;
    std::string again;
    for (const auto& row : table.rows) {
        expect(row.line > before && row.line <= lines, "the line of a row");
        before = row.line;
        expect(!row.cells.empty(), "a row without cells");
        for (std::size_t i = 0; i < row.cells.size(); ++i) again += (i == 0 ? "" : ";") + in_quotes(row.cells[i]);
        again += "\r\n";
    }
    const auto read = identity::parse_csv(again);
    expect(!read.open_quote_line && read.rows.size() == table.rows.size(), "rows that are not read as they were written");
    for (std::size_t i = 0; i < read.rows.size(); ++i) {
        expect(read.rows[i].cells == table.rows[i].cells, "cells that are not read as they were written");
    }
}

}  // namespace kc::fuzz
