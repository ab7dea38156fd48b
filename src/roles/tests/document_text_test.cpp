// SPDX-License-Identifier: EUPL-1.2
#include "roles/document_text.hpp"
#include "roles/child_process.hpp"
#include "tests/support/zip_writer.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace kc;
using namespace kc::roles;
using kc::tests::ZipWriter;

namespace {

DocumentProblem problem_of(std::string_view bytes, DocumentOptions options = {}) {
    const auto text = DocumentReader(std::move(options)).read(bytes);
    REQUIRE_FALSE(text);
    return text.error();
}

std::string text_of(std::string_view bytes) {
    const auto text = DocumentReader().read(bytes);
    REQUIRE(text);
    return *text;
}

constexpr std::string_view word_begin = R"(<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w" xmlns:mc="mc"><w:body>)",
                           word_end = "</w:body></w:document>";

std::string docx(std::string_view body, tests::ZipEntryOptions options = {.deflate = true}) {
    ZipWriter zip;
    zip.add("[Content_Types].xml", "<Types/>");
    zip.add("word/document.xml", std::string(word_begin) + std::string(body) + std::string(word_end), options);
    return zip.finish();
}

// As small as a PDF gets; its table of places is missing, which readers mend.
std::string pdf(std::string_view sentence, bool encrypted = false) {
    const std::string page = "BT /F1 12 Tf 72 720 Td (" + std::string(sentence) + ") Tj ET";
    std::string file = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n";
    file += "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n";
    file += "4 0 obj<</Length " + std::to_string(page.size()) + ">>stream\n" + page + "\nendstream endobj\n";
    file += "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n";
    if (encrypted) {
        file += "6 0 obj<</Filter/Standard/V 1/R 2/O(" + std::string(32, 'o') + ")/U(" + std::string(32, 'u') + ")/P -4>>endobj\n";
    }
    file += "trailer<</Root 1 0 R" + std::string(encrypted ? "/Encrypt 6 0 R/ID[(a)(a)]" : "") + "/Size 7>>\n%%EOF\n";
    return file;
}

bool pdf_possible() { return std::filesystem::exists(DocumentOptions{}.pdf_program); }

}  // namespace

TEST_CASE("plain text is read in UTF-8, with and without byte order mark, and in Windows-1252") {
    CHECK(text_of("Grüße aus dem Bürgerbüro") == "Grüße aus dem Bürgerbüro");
    CHECK(text_of("\xEF\xBB\xBFGrüße") == "Grüße");
    CHECK(text_of("Gr\xFC\xDF"
                  "e \x84Haus\x93 \x80 5") == "Grüße „Haus“ € 5");
    CHECK(text_of("eins\r\nzwei\r\n\r\n\r\n\r\ndrei\tvier\x0c"
                  "fünf ") == "eins\nzwei\n\ndrei vier\nfünf");
    CHECK(text_of("Verwal\xC2\xADtung") == "Verwaltung");
}

TEST_CASE("what is no text is refused by its bytes, whatever its name") {
    CHECK(problem_of("") == DocumentProblem::empty);
    CHECK(problem_of(" \n\t ") == DocumentProblem::no_text);
    CHECK(problem_of(std::string(6 * 1024 * 1024, 'a')) == DocumentProblem::too_large);
    CHECK(problem_of("\xFF\xFEG\0r\0") == DocumentProblem::unreadable_letters);
    CHECK(problem_of("Gr\x81\xDF") == DocumentProblem::unreadable_letters);  // no letter in either encoding
    CHECK(problem_of(std::string_view("\x89PNG\r\n\x1a\n\0\0", 10)) == DocumentProblem::unknown_kind);
    CHECK(problem_of("{\\rtf1\\ansi Hallo}") == DocumentProblem::unknown_kind);
    CHECK(problem_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 WordDocument") == DocumentProblem::old_word);
    CHECK(problem_of(std::string_view("\xD0\xCF\x11\xE0 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 37)) == DocumentProblem::encrypted);
}

TEST_CASE("the paragraphs of a Word document are its text; deleted text and doubled boxes are not") {
    const auto file = docx(
        "<w:p><w:r><w:t>Aufgaben</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Sie beraten </w:t></w:r><w:r><w:t>Bürger &amp; Gäste</w:t></w:r><w:r><w:br/><w:t>am Schalter</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>gestrichen</w:delText></w:r></w:del></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>Kasten</w:t></w:r></w:moveFrom></w:p>"
        "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>Kasten</w:t></w:r></w:p></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>Kasten</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>");
    CHECK(text_of(file) == "Aufgaben\nSie beraten Bürger & Gäste\nam Schalter\n\nKasten");
}

TEST_CASE("a Word document that unpacks to a multiple of its size is refused") {
    const std::string paragraph = "<w:p><w:r><w:t>" + std::string(20 * 1024 * 1024, 'a') + "</w:t></w:r></w:p>";
    CHECK(problem_of(docx(paragraph)) == DocumentProblem::unpacks_too_large);
    // The directory says it is small.
    CHECK(problem_of(docx(paragraph, {.deflate = true, .stated_size = 1000})) != DocumentProblem::no_text);
}

TEST_CASE("entities of one's own and bottomless nesting are refused") {
    ZipWriter zip;
    zip.add("word/document.xml", R"(<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><d><t>&b;</t></d>)");
    CHECK(problem_of(zip.finish()) == DocumentProblem::damaged);
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "<w:p>";
    CHECK(problem_of(docx(deep)) == DocumentProblem::damaged);
}

TEST_CASE("damaged, foreign and locked archives are refused with what to do") {
    const auto sound = docx("<w:p><w:r><w:t>Text</w:t></w:r></w:p>");
    CHECK(problem_of(sound.substr(0, sound.size() / 2)) == DocumentProblem::damaged);
    CHECK(problem_of(docx("<w:p><w:t>offen")) == DocumentProblem::damaged);
    CHECK(problem_of(docx("")) == DocumentProblem::no_text);
    ZipWriter table;
    table.add("xl/workbook.xml", "<workbook/>");
    CHECK(problem_of(table.finish()) == DocumentProblem::unknown_kind);
    // The mark of an encrypted entry, in its own header and in the directory.
    ZipWriter zip;
    zip.add("word/document.xml", std::string(word_begin) + std::string(word_end));
    auto locked = zip.finish();
    locked[6] = 1;
    locked[locked.find("PK\x01\x02") + 8] = 1;
    CHECK(problem_of(locked) == DocumentProblem::encrypted);
}

TEST_CASE("a PDF is read by a program of its own; broken, locked and empty ones are refused") {
    if (!pdf_possible()) {
        MESSAGE("pdftotext is not installed");
        return;
    }
    CHECK(text_of(pdf("Sie beraten im Buergerbuero.")) == "Sie beraten im Buergerbuero.");
    CHECK(problem_of("%PDF-1.4\n" + std::string(5000, 'x')) == DocumentProblem::damaged);
    CHECK(problem_of(pdf("geheim", true)) == DocumentProblem::encrypted);
    CHECK(problem_of(pdf("")) == DocumentProblem::no_text);
}

TEST_CASE("without that program, or when it does not end, the text has to be pasted") {
    CHECK(problem_of(pdf("Text"), {.pdf_program = "/does/not/exist"}) == DocumentProblem::pdf_not_possible);
    CHECK(problem_of(pdf("Text"), {.pdf_program = "/etc/hostname"}) == DocumentProblem::pdf_not_possible);  // no program
}

TEST_CASE("a child process is bounded in time and output, and gets its input from the beginning") {
    const auto echoed = run_child("/bin/cat", {}, "Grüße");
    CHECK(echoed.end == ChildEnd::exited);
    CHECK(echoed.exit_code == 0);
    CHECK(echoed.output == "Grüße");
    CHECK(run_child("/bin/sleep", {"30"}, "", {.time = std::chrono::milliseconds(100)}).end == ChildEnd::timed_out);
    CHECK(run_child("/usr/bin/yes", {}, "", {.output_bytes_max = 100'000}).end == ChildEnd::too_much_output);
    CHECK(run_child("/bin/false", {}, "").exit_code == 1);
    CHECK(run_child("/does/not/exist", {}, "").end == ChildEnd::not_installed);
    // No shell: what looks like one is only an argument.
    CHECK(run_child("/bin/echo", {"a; echo b", "$(id)"}, "").output == "a; echo b $(id)\n");
}
