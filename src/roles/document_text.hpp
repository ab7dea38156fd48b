// SPDX-License-Identifier: EUPL-1.2
// The text of a job description out of a file: PDF, DOCX or plain text, told apart by their first bytes (TA-20). Files come from
// outside: everything is bounded, and what cannot be read is refused with what to do instead.
#pragma once

#include "base/result.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <boost/describe/enum.hpp>

namespace kc::roles {

inline constexpr std::size_t document_bytes_max = 5 * 1024 * 1024;

enum class DocumentProblem {
    empty,
    too_large,
    unknown_kind,
    old_word,  // .doc
    encrypted,
    damaged,
    unpacks_too_large,
    unreadable_letters,
    no_text,           // a scan
    pdf_not_possible,  // its program is missing or failed
    busy,
};
BOOST_DESCRIBE_ENUM(DocumentProblem, empty, too_large, unknown_kind, old_word, encrypted, damaged, unpacks_too_large, unreadable_letters, no_text,
                    pdf_not_possible, busy)

struct DocumentOptions {
    std::string pdf_program = "/usr/bin/pdftotext";  // of poppler-utils
    std::chrono::milliseconds pdf_time{10'000};
    int pdf_at_once = 2;  // each may take a worker for pdf_time
};

class DocumentReader {
public:
    explicit DocumentReader(DocumentOptions options = {});
    ~DocumentReader();

    // UTF-8 with \n, without control characters, never empty.
    Result<std::string, DocumentProblem> read(std::string_view bytes) const;

private:
    Result<std::string, DocumentProblem> read_pdf(std::string_view bytes) const;

    DocumentOptions options_;
    struct Turns;
    std::unique_ptr<Turns> turns_;
};

// Line ends, tabs and control characters made plain, at most one empty line in a row. The text must be valid UTF-8.
std::string plain_text(std::string_view text);

Result<std::string, DocumentProblem> text_of_docx(std::string_view bytes);

}  // namespace kc::roles
