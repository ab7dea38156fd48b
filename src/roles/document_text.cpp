// SPDX-License-Identifier: EUPL-1.2
#include "roles/document_text.hpp"

#include "base/text.hpp"
#include "roles/child_process.hpp"

#include <algorithm>
#include <array>
#include <semaphore>

namespace kc::roles {

struct DocumentReader::Turns {
    explicit Turns(int at_once) : free(at_once) {}
    std::counting_semaphore<64> free;
};

DocumentReader::DocumentReader(DocumentOptions options) : options_(std::move(options)), turns_(std::make_unique<Turns>(options_.pdf_at_once)) {}
DocumentReader::~DocumentReader() = default;

namespace {

void append_code_point(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

// Nothing when a byte means no letter there: then it is no text of that encoding.
std::optional<std::string> from_windows_1252(std::string_view bytes) {
    static constexpr std::array<unsigned, 32> upper{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const unsigned code = byte >= 0x80 && byte < 0xA0 ? upper[byte - 0x80U] : byte;
        if (byte >= 0x80 && code == 0) return std::nullopt;
        append_code_point(text, code);
    }
    return text;
}

bool binary(std::string_view bytes) {
    return std::any_of(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
    });
}

Result<std::string, DocumentProblem> text_of_plain(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    // UTF-16, as some editors call "Unicode".
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return refuse(DocumentProblem::unreadable_letters);
    if (binary(bytes) || bytes.starts_with("{\\rtf")) return refuse(DocumentProblem::unknown_kind);
    if (is_valid_utf8(bytes)) return std::string(bytes);
    auto text = from_windows_1252(bytes);
    if (!text) return refuse(DocumentProblem::unreadable_letters);
    return std::move(*text);
}

bool is_ascii_letter_end(std::string_view text) {
    const auto c = static_cast<unsigned char>(text.back());
    return c >= 0x80 || std::isalpha(c) != 0;
}

// "Anforde-\nrungen" becomes one word again; "E-Akte-\nEinführung" stays.
std::string without_hyphenation(std::string_view text) {
    std::string joined;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = text[i] == '-' && i > 0 && i + 2 < text.size() && text[i + 1] == '\n' && is_ascii_letter_end(text.substr(0, i)) &&
                            text[i + 2] >= 'a' && text[i + 2] <= 'z';
        if (hyphen)
            ++i;
        else
            joined += text[i];
    }
    return joined;
}

}  // namespace

std::string plain_text(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    const auto end_line = [&] {
        while (!plain.empty() && plain.back() == ' ') plain.pop_back();
        if (!plain.empty() && !plain.ends_with("\n\n")) plain += '\n';
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (byte == '\n' || byte == '\r' || byte == '\f') {
            end_line();
        } else if (byte == '\t' || byte == ' ') {
            if (!plain.empty() && plain.back() != '\n') plain += ' ';
        } else if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xAD) {
            ++i;  // a soft hyphen shows only where a line breaks
        } else if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
            ++i;  // control characters of the second block
        } else if (byte >= 0x20 && byte != 0x7F) {
            plain += text[i];
        }
    }
    return std::string(trim(plain));
}

Result<std::string, DocumentProblem> DocumentReader::read(std::string_view bytes) const {
    if (bytes.empty()) return refuse(DocumentProblem::empty);
    if (bytes.size() > document_bytes_max) return refuse(DocumentProblem::too_large);
    auto text = [&]() -> Result<std::string, DocumentProblem> {
        if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return read_pdf(bytes);
        if (bytes.starts_with("PK\x03\x04")) return text_of_docx(bytes);
        if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
            // A container of old Office files; a DOCX with a password lies in one as well, and says so in UTF-16.
            static constexpr std::string_view encrypted_package("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
            return refuse(bytes.find(encrypted_package) != std::string_view::npos ? DocumentProblem::encrypted : DocumentProblem::old_word);
        }
        return text_of_plain(bytes);
    }();
    if (!text) return text;
    if (!is_valid_utf8(*text)) return refuse(DocumentProblem::unreadable_letters);
    auto plain = plain_text(*text);
    if (plain.empty()) return refuse(DocumentProblem::no_text);
    return plain;
}

Result<std::string, DocumentProblem> DocumentReader::read_pdf(std::string_view bytes) const {
    if (!turns_->free.try_acquire_for(options_.pdf_time)) return refuse(DocumentProblem::busy);
    struct GiveBack {
        Turns& turns;
        ~GiveBack() { turns.free.release(); }
    } const turn{*turns_};
    auto child = run_child(options_.pdf_program, {"-q", "-nopgbrk", "-enc", "UTF-8", "-l", "50", "-", "-"}, bytes, {.time = options_.pdf_time});
    switch (child.end) {
        case ChildEnd::exited: break;
        case ChildEnd::not_installed: return refuse(DocumentProblem::pdf_not_possible);
        case ChildEnd::too_much_output: return refuse(DocumentProblem::unpacks_too_large);
        case ChildEnd::timed_out:
        case ChildEnd::killed: return refuse(DocumentProblem::pdf_not_possible);
    }
    if (child.exit_code != 0) {
        return refuse(bytes.find("/Encrypt") != std::string_view::npos ? DocumentProblem::encrypted : DocumentProblem::damaged);
    }
    return without_hyphenation(child.output);
}

}  // namespace kc::roles
