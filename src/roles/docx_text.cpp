// SPDX-License-Identifier: EUPL-1.2
// Word documents (.docx): a ZIP of XML parts, of which only the text is read. Hostile ones unpack to gigabytes or refer to one entity a
// million times, so every step counts what it takes; the limits are those of the Excel reader.
#include "base/text.hpp"
#include "roles/document_text.hpp"

#include <expat.h>
#include <zip.h>

namespace kc::roles {

namespace {

constexpr std::int64_t entries_max = 2000;
constexpr std::uint64_t unpacked_bytes_max = 50 * 1024 * 1024;
constexpr std::uint64_t ratio_max = 200;
constexpr std::uint64_t ratio_free_bytes = 4 * 1024 * 1024;  // small parts may compress as well as they like
constexpr std::size_t text_bytes_max = 4 * 1024 * 1024;
constexpr int depth_max = 200;

Result<std::string, DocumentProblem> unpack(std::string_view bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) throw std::bad_alloc();
    const std::unique_ptr<zip_t, void (*)(zip_t*)> zip(zip_open_from_source(source, ZIP_RDONLY, &error), [](zip_t* open) {
        if (open != nullptr) zip_discard(open);
    });
    zip_error_fini(&error);
    if (!zip) {
        zip_source_free(source);
        return refuse(DocumentProblem::damaged);
    }
    if (zip_get_num_entries(zip.get(), 0) > entries_max) return refuse(DocumentProblem::unpacks_too_large);
    const auto index = zip_name_locate(zip.get(), "word/document.xml", ZIP_FL_NOCASE);
    if (index < 0) return refuse(DocumentProblem::unknown_kind);  // a table, a presentation, or any other archive
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat_index(zip.get(), static_cast<zip_uint64_t>(index), 0, &about) != 0) return refuse(DocumentProblem::damaged);
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) return refuse(DocumentProblem::encrypted);
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(zip.get(), static_cast<zip_uint64_t>(index), 0), zip_fclose);
    if (!file) return refuse(DocumentProblem::damaged);
    const std::uint64_t packed = std::max<std::uint64_t>((about.valid & ZIP_STAT_COMP_SIZE) != 0 ? about.comp_size : 1, 1);
    std::string content;
    std::vector<char> piece(64 * 1024);
    // What the directory claims about the size is not trusted; what really comes out is counted.
    while (true) {
        const auto read = zip_fread(file.get(), piece.data(), piece.size());
        if (read < 0) return refuse(DocumentProblem::damaged);
        if (read == 0) return content;
        content.append(piece.data(), static_cast<std::size_t>(read));
        if (content.size() > unpacked_bytes_max || (content.size() > ratio_free_bytes && content.size() / packed > ratio_max)) {
            return refuse(DocumentProblem::unpacks_too_large);
        }
    }
}

// <w:p><w:r><w:t>…</w:t></w:r></w:p>; deleted text has another name (w:delText), and what stands in mc:Fallback or was moved away
// (w:moveFrom) stands there twice.
class TextReading {
public:
    TextReading() : parser_(XML_ParserCreate(nullptr)) {
        if (parser_ == nullptr) throw std::bad_alloc();
        XML_SetUserData(parser_, this);
        XML_SetElementHandler(parser_, &TextReading::start, &TextReading::end);
        XML_SetCharacterDataHandler(parser_, &TextReading::characters);
        XML_SetStartDoctypeDeclHandler(parser_, &TextReading::doctype);
    }
    ~TextReading() { XML_ParserFree(parser_); }
    TextReading(const TextReading&) = delete;

    Result<std::string, DocumentProblem> run(std::string_view xml) {
        constexpr std::size_t piece_bytes = 64 * 1024, token_bytes_max = 2 * 1024 * 1024;
        std::size_t read = 0;
        while (true) {
            const auto piece = xml.substr(0, piece_bytes);
            xml.remove_prefix(piece.size());
            const auto status = XML_Parse(parser_, piece.data(), static_cast<int>(piece.size()), xml.empty());
            if (failure_) std::rethrow_exception(failure_);
            if (problem_) return refuse(*problem_);
            if (status != XML_STATUS_OK) return refuse(DocumentProblem::damaged);
            if (xml.empty()) return std::move(text_);
            // expat reads a token that does not end from its beginning with every piece: bounded here, not by its time.
            read += piece.size();
            const auto at = XML_GetCurrentByteIndex(parser_);
            if (at >= 0 && read > static_cast<std::size_t>(at) && read - static_cast<std::size_t>(at) > token_bytes_max) {
                return refuse(DocumentProblem::unpacks_too_large);
            }
        }
    }

private:
    void stop(DocumentProblem problem) {
        problem_ = problem;
        XML_StopParser(parser_, XML_FALSE);
    }

    // C code calls these: nothing may be thrown through it.
    template <class F> static void guarded(void* self_pointer, F&& work) {
        auto& self = *static_cast<TextReading*>(self_pointer);
        if (self.problem_ || self.failure_) return;
        try {
            work(self);
        } catch (...) {
            self.failure_ = std::current_exception();
            XML_StopParser(self.parser_, XML_FALSE);
        }
    }

    static std::string_view local_name(const XML_Char* name) {
        const std::string_view whole(name);
        return whole.substr(whole.find(':') == std::string_view::npos ? 0 : whole.find(':') + 1);
    }

    static void XMLCALL start(void* pointer, const XML_Char* name, const XML_Char**) {
        guarded(pointer, [&](TextReading& self) {
            if (++self.depth_ > depth_max) return self.stop(DocumentProblem::damaged);
            const auto element = local_name(name);
            if (self.skipped_from_ != 0) return;
            if (element == "Fallback" || element == "moveFrom") self.skipped_from_ = self.depth_;
            if (element == "t") self.in_text_ = true;
            if (element == "tab") self.add(" ");
            if (element == "br" || element == "cr") self.add("\n");
        });
    }
    static void XMLCALL end(void* pointer, const XML_Char* name) {
        guarded(pointer, [&](TextReading& self) {
            const auto element = local_name(name);
            if (element == "t") self.in_text_ = false;
            if (element == "p" && self.skipped_from_ == 0) self.add("\n");
            if (self.depth_ == self.skipped_from_) self.skipped_from_ = 0;
            --self.depth_;
        });
    }
    static void XMLCALL characters(void* pointer, const XML_Char* text, int length) {
        guarded(pointer, [&](TextReading& self) {
            if (self.in_text_ && self.skipped_from_ == 0) self.add({text, static_cast<std::size_t>(length)});
        });
    }
    static void XMLCALL doctype(void* pointer, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        guarded(pointer, [](TextReading& self) { self.stop(DocumentProblem::damaged); });  // no entities of one's own, so nothing can expand
    }

    void add(std::string_view text) {
        text_ += text;
        if (text_.size() > text_bytes_max) stop(DocumentProblem::unpacks_too_large);
    }

    XML_Parser parser_;
    std::string text_;
    std::optional<DocumentProblem> problem_;
    std::exception_ptr failure_;
    int depth_ = 0, skipped_from_ = 0;
    bool in_text_ = false;
};

}  // namespace

Result<std::string, DocumentProblem> text_of_docx(std::string_view bytes) {
    const auto xml = unpack(bytes);
    if (!xml) return refuse(xml.error());
    return TextReading().run(*xml);
}

}  // namespace kc::roles
