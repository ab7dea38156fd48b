// SPDX-License-Identifier: EUPL-1.2
#include "exchange/xml_records.hpp"

#include "base/text.hpp"
#include "exchange/values.hpp"

#include <expat.h>

namespace kc::exchange {

const XmlElement* XmlElement::child(std::string_view wanted) const {
    for (const auto& element : children) {
        if (element.name == wanted) return &element;
    }
    return nullptr;
}

std::vector<const XmlElement*> XmlElement::all(std::string_view wanted) const {
    std::vector<const XmlElement*> found;
    for (const auto& element : children) {
        if (element.name == wanted) found.push_back(&element);
    }
    return found;
}

std::string XmlElement::text_at(std::string_view wanted) const {
    const auto* element = child(wanted);
    return element == nullptr ? "" : element->text;
}

std::string XmlElement::attribute(std::string_view wanted) const {
    for (const auto& [key, value] : attributes) {
        if (key == wanted) return value;
    }
    return "";
}

namespace {

std::string local_name(const char* name) {
    const std::string_view whole(name);
    const auto mark = whole.find_last_of(":|");
    return std::string(mark == std::string_view::npos ? whole : whole.substr(mark + 1));
}

class Reading {
public:
    Reading(const XmlRules& rules, const std::function<void(XmlElement&&)>& each, const std::function<void(const XmlElement&)>& outside)
        : rules_(rules), each_(each), outside_(outside), parser_(XML_ParserCreate(nullptr)) {
        if (parser_ == nullptr) throw std::bad_alloc();
        XML_SetUserData(parser_, this);
        XML_SetElementHandler(parser_, &Reading::start, &Reading::end);
        XML_SetCharacterDataHandler(parser_, &Reading::characters);
        XML_SetStartDoctypeDeclHandler(parser_, &Reading::doctype);
        XML_SetUnknownEncodingHandler(parser_, &Reading::encoding, nullptr);
    }
    ~Reading() { XML_ParserFree(parser_); }
    Reading(const Reading&) = delete;

    std::optional<XmlProblem> run(std::string_view bytes) {
        constexpr std::size_t piece_bytes = 64 * 1024, token_bytes_max = 2 * 1024 * 1024;
        std::size_t read = 0;
        while (!problem_) {
            const auto piece = bytes.substr(0, piece_bytes);
            bytes.remove_prefix(piece.size());
            const auto status = XML_Parse(parser_, piece.data(), static_cast<int>(piece.size()), bytes.empty());
            if (status != XML_STATUS_OK) {
                if (!problem_) problem_ = XmlProblem{line(), parse_message()};
                break;
            }
            if (bytes.empty()) break;
            // expat reads a name, attribute or comment that does not end from its beginning with every piece: bounded here, not by its time.
            read += piece.size();
            const auto at = XML_GetCurrentByteIndex(parser_);
            if (at >= 0 && read - std::min<std::size_t>(static_cast<std::size_t>(at), read) > token_bytes_max) {
                problem_ =
                    XmlProblem{line(), "Eine einzelne Angabe in der Datei ist größer als 2 MB. Lassen Sie die Datei an der Quelle neu erzeugen."};
            }
        }
        if (failure_) std::rethrow_exception(failure_);
        return problem_;
    }

private:
    int line() const { return static_cast<int>(XML_GetCurrentLineNumber(parser_)); }

    std::string parse_message() const {
        switch (XML_GetErrorCode(parser_)) {
            case XML_ERROR_UNKNOWN_ENCODING:
            case XML_ERROR_INCORRECT_ENCODING: return "Die Zeichenkodierung ist nicht lesbar. Speichern Sie die Datei in UTF-8.";
            case XML_ERROR_INVALID_TOKEN:
                return fmt::format(
                    "In Zeile {} steht ein Zeichen, das in XML nicht erlaubt ist. Oft passt die Kodierung nicht: Speichern Sie die Datei in UTF-8.",
                    line());
            case XML_ERROR_NO_ELEMENTS: return "Die Datei enthält kein XML. Prüfen Sie, ob es die richtige Datei ist.";
            default:
                return fmt::format("Das ist kein gültiges XML; der Fehler steht in Zeile {}. Lassen Sie die Datei an der Quelle neu erzeugen.",
                                   line());
        }
    }

    void stop(std::string message) {
        if (!problem_) problem_ = XmlProblem{line(), std::move(message)};
        XML_StopParser(parser_, XML_FALSE);
    }

    // C code calls these: nothing may be thrown through it.
    template <class F> void guarded(F&& work) {
        if (problem_ || failure_) return;
        try {
            work();
        } catch (...) {
            failure_ = std::current_exception();
            XML_StopParser(parser_, XML_FALSE);
        }
    }

    static void XMLCALL start(void* self_pointer, const XML_Char* name, const XML_Char** attributes) {
        auto& self = *static_cast<Reading*>(self_pointer);
        self.guarded([&] { self.start_element(name, attributes); });
    }
    static void XMLCALL end(void* self_pointer, const XML_Char*) {
        auto& self = *static_cast<Reading*>(self_pointer);
        self.guarded([&] { self.end_element(); });
    }
    static void XMLCALL characters(void* self_pointer, const XML_Char* text, int length) {
        auto& self = *static_cast<Reading*>(self_pointer);
        self.guarded([&] {
            if (self.open_.empty()) return;
            self.record_bytes_ += static_cast<std::size_t>(length);
            if (self.record_bytes_ > self.rules_.record_bytes_max)
                return self.stop("Ein einzelnes Angebot ist größer als 1 MB. Kürzen Sie seine Texte an der Quelle.");
            self.open_.back().text.append(text, static_cast<std::size_t>(length));
        });
    }
    static void XMLCALL doctype(void* self_pointer, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        auto& self = *static_cast<Reading*>(self_pointer);
        self.guarded([&] {
            self.stop(
                "Die Datei beginnt mit einer Dokumenttyp-Angabe (DOCTYPE). Aus Sicherheitsgründen wird sie nicht gelesen; entfernen Sie diese "
                "Angabe.");
        });
    }
    // Windows-1252 and its relatives, which expat does not know by itself.
    static int XMLCALL encoding(void*, const XML_Char* name, XML_Encoding* info) {
        const std::string wanted = lower_ascii(name);
        if (wanted != "windows-1252" && wanted != "cp1252" && wanted != "iso-8859-15") return XML_STATUS_ERROR;
        static constexpr int windows_1252[32] = {0x20ac, -1,     0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
                                                 0x2039, 0x0152, -1,     0x017d, -1,     -1,     0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                                 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, -1,     0x017e, 0x0178};
        for (int i = 0; i < 256; ++i) info->map[i] = i;
        if (wanted == "iso-8859-15")
            info->map[0xa4] = 0x20ac;
        else
            std::copy(std::begin(windows_1252), std::end(windows_1252), info->map + 0x80);
        info->data = nullptr;
        info->convert = nullptr;
        info->release = nullptr;
        return XML_STATUS_OK;
    }

    void start_element(const XML_Char* name, const XML_Char** attributes) {
        if (++depth_ > rules_.depth_max) return stop("Die Datei ist zu tief verschachtelt. Lassen Sie sie an der Quelle neu erzeugen.");
        XmlElement element{.name = local_name(name), .line = line()};
        const bool record = open_.empty() && element.name == rules_.record;
        if (!record && open_.empty() && !outside_) return;
        for (; *attributes != nullptr; attributes += 2) {
            record_bytes_ += std::strlen(attributes[1]);
            if (record_bytes_ > rules_.record_bytes_max)
                return stop("Ein einzelnes Angebot ist größer als 1 MB. Kürzen Sie seine Texte an der Quelle.");
            element.attributes.emplace_back(local_name(attributes[0]), without_control_characters(attributes[1]));
        }
        if (open_.empty() && !record) {
            record_bytes_ = 0;
            return outside_(element);
        }
        record_bytes_ += 64 + element.name.size();  // what an empty element costs us
        if (record_bytes_ > rules_.record_bytes_max) return stop("Ein einzelnes Angebot ist größer als 1 MB. Kürzen Sie seine Texte an der Quelle.");
        open_.push_back(std::move(element));
    }

    void end_element() {
        --depth_;
        if (open_.empty()) return;
        XmlElement done = std::move(open_.back());
        open_.pop_back();
        done.text = without_control_characters(trim(done.text));  // XML allows U+007F to U+009F
        if (!open_.empty()) {
            open_.back().children.push_back(std::move(done));
            return;
        }
        record_bytes_ = 0;
        if (++records_ > rules_.records_max) {
            return stop(fmt::format("Die Datei enthält mehr als {} Einträge. Teilen Sie sie auf.", rules_.records_max));
        }
        each_(std::move(done));
    }

    const XmlRules& rules_;
    const std::function<void(XmlElement&&)>& each_;
    const std::function<void(const XmlElement&)>& outside_;
    XML_Parser parser_;
    std::vector<XmlElement> open_;  // the record being read and what is open in it
    std::size_t depth_ = 0, records_ = 0, record_bytes_ = 0;
    std::optional<XmlProblem> problem_;
    std::exception_ptr failure_;
};

}  // namespace

std::optional<XmlProblem> read_xml(std::string_view bytes, const XmlRules& rules, const std::function<void(XmlElement&&)>& each,
                                   const std::function<void(const XmlElement&)>& outside) {
    return Reading(rules, each, outside).run(bytes);
}

}  // namespace kc::exchange
