// SPDX-License-Identifier: EUPL-1.2
// Job descriptions as files. PDF is left out: another program reads it in a child process with limits of its own.
#include "base/text.hpp"
#include "roles/document_text.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/zip_writer.hpp"

namespace kc::fuzz {

using roles::DocumentProblem;

namespace {

constexpr std::size_t text_bytes_max = 4 * 1024 * 1024;

void expect_plain(std::string_view text) {
    expect(!text.empty() && is_valid_utf8(text), "the text of a document that is not UTF-8");
    for (const char c : text) expect(static_cast<unsigned char>(c) >= 0x20 || c == '\n', "a control character in the text of a document");
    expect(text.find("\n\n\n") == std::string_view::npos, "two empty lines in a row");
    expect(roles::plain_text(text) == text, "a plain text that is not plain yet");
}

}  // namespace

void docx(std::string_view bytes) {
    if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return;
    static const roles::DocumentReader reader;
    const auto text = reader.read(bytes);
    if (text) return expect_plain(*text);
    expect(text.error() != DocumentProblem::pdf_not_possible && text.error() != DocumentProblem::busy, "a child process for what is no PDF");
    expect((text.error() == DocumentProblem::empty) == bytes.empty(), "called empty and is not, or the other way round");
    expect(text.error() != DocumentProblem::too_large || bytes.size() > roles::document_bytes_max, "called too large and is not");
}

// The one part of a Word document that holds its text, packed here into a sound archive.
void word_text(std::string_view bytes) {
    tests::ZipWriter zip;
    zip.add("word/document.xml", bytes, {.deflate = bytes.size() > 2000});
    const auto text = roles::text_of_docx(zip.finish());
    if (!text) {
        expect(text.error() == DocumentProblem::damaged || text.error() == DocumentProblem::unpacks_too_large,
               "an unfitting refusal of a sound archive");
        return;
    }
    expect(text->size() <= text_bytes_max + bytes.size(), "more text than is allowed");
    expect(is_valid_utf8(*text), "the text of a document that is not UTF-8");
    if (const auto plain = roles::plain_text(*text); !plain.empty()) expect_plain(plain);
}

}  // namespace kc::fuzz
