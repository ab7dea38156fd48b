// SPDX-License-Identifier: EUPL-1.2
// What the fuzzers throw bytes at: one function per reader, which throws Unsound when something is wrong with what came out.
// Crashes, hangs and undefined behaviour are found by the tools around it.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kc::fuzz {

struct Unsound : std::logic_error {
    using std::logic_error::logic_error;
};

inline void expect(bool condition, const char* what) {
    if (!condition) throw Unsound(what);
}

void moochub(std::string_view bytes);
void open_vhs(std::string_view bytes);
void csv(std::string_view bytes);
void xlsx(std::string_view bytes);      // a whole file, archive included
void workbook(std::string_view bytes);  // the parts of a workbook, packed here into a sound archive
void detection(std::string_view bytes);
void rich_text(std::string_view bytes);
void content_json(std::string_view bytes);
void synonyms(std::string_view bytes);
void query(std::string_view bytes);
void docx(std::string_view bytes);
void word_text(std::string_view bytes);  // word/document.xml, packed here into a sound archive
void foreign_list(std::string_view bytes);
void people_table(std::string_view bytes);
void guide(std::string_view bytes);
void statement(std::string_view bytes);
void model_answer(std::string_view bytes);  // the statement in the first line, then what the model answers
void history(std::string_view bytes);       // a signed learning history, and the same bytes as its content

struct Target {
    const char* name;
    void (*run)(std::string_view bytes);
};
std::span<const Target> targets();

}  // namespace kc::fuzz
