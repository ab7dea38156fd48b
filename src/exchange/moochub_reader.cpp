// SPDX-License-Identifier: EUPL-1.2
// The JSON:API envelope of a MOOChub feed, and the versions and dialects that stand in it.
#include "base/text.hpp"
#include "exchange/json_attributes.hpp"
#include "exchange/moochub_offer.hpp"
#include "exchange/offer_reading.hpp"
#include "exchange/values.hpp"

namespace kc::exchange {

namespace {

constexpr std::size_t depth_max = 32;
constexpr std::ptrdiff_t values_max = 5'000'000;  // of the whole file; a hundred megabytes of "[]," would take gigabytes once read

std::string link_text(const json::object& links, std::string_view name) {
    const auto* link = member(links, name);
    if (link == nullptr) return "";
    if (const auto* object = link->if_object()) return member_text(*object, "href");
    return text_of(*link);
}

// Told by the names in use; feeds say nothing about it in the document.
std::string version_of(const json::object& attributes) {
    if (attributes.contains("moocProvider") || attributes.contains("moocProviders") || attributes.contains("courseLicenses") ||
        attributes.contains("languages")) {
        return "2.3";
    }
    if (attributes.contains("learningResourceType") || attributes.contains("publisher")) {
        const bool old_names = attributes.contains("offers") || attributes.contains("instructors") || attributes.contains("availableUntil");
        return old_names ? "3 mit älteren Feldnamen" : "3";
    }
    return "unbekannt";
}

}  // namespace

ReadResult read_moochub(std::string_view bytes, const Vocabulary& vocabulary, std::string_view address) {
    ReadResult result;
    result.format = SourceFormat::moochub;
    result.complete = true;
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);

    const auto values = std::count_if(bytes.begin(), bytes.end(), [](char c) { return c == ',' || c == '[' || c == '{'; });
    if (values > values_max) {
        result.refuse(0, "Die Datei enthält zu viele einzelne Angaben. Teilen Sie sie auf.");
        return result;
    }
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = depth_max;
    json::value document;
    {
        json::stream_parser parser({}, options);
        const std::size_t read = parser.write_some(bytes.data(), bytes.size(), error);
        const auto rest = trim(bytes.substr(std::min(read, bytes.size())));
        if (!error && !rest.empty()) error = json::error::extra_data;
        if (!error) parser.finish(error);
        if (error) {
            const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min(read, bytes.size())), '\n');
            if (error == json::error::too_deep) {
                result.refuse(static_cast<int>(line), "Die Datei ist zu tief verschachtelt. MOOChub braucht höchstens 32 Ebenen.");
            } else if (!is_valid_utf8(bytes)) {
                result.refuse(static_cast<int>(line),
                              "Die Datei ist nicht in UTF-8 gespeichert. Speichern Sie sie in UTF-8, und versuchen Sie es noch einmal.");
            } else {
                result.refuse(
                    static_cast<int>(line),
                    fmt::format("Das ist kein gültiges JSON; der Fehler steht in Zeile {}. Prüfen Sie Klammern, Kommas und Anführungszeichen.",
                                line));
            }
            return result;
        }
        document = parser.release();
    }

    const json::array* data = document.if_array();
    json::array single;
    if (const auto* envelope = document.if_object()) {
        if (const auto* links = envelope->if_contains("links"); links != nullptr && links->is_object()) {
            const std::string next = link_text(links->get_object(), "next");
            if (!next.empty()) result.next = without_control_characters(next);
            // The feed names itself the same whether it is fetched or uploaded.
            const std::string self = link_text(links->get_object(), "self");
            if (is_web_address(self)) result.source_system = "moochub:" + host_of(self);
        }
        const auto* member_data = envelope->if_contains("data");
        if (member_data != nullptr && member_data->is_object()) {
            single.push_back(*member_data);
            data = &single;
        } else if (member_data != nullptr) {
            data = member_data->if_array();
        }
        for (const auto& entry : *envelope) {
            const std::string_view key = entry.key();
            if (key != "links" && key != "data" && key != "jsonapi" && key != "meta" && !JsonAttributes::is_empty(entry.value()) &&
                result.file_fields.size() < file_fields_max) {
                result.file_fields.push_back(
                    {cut(without_control_characters(key), 60), FieldOutcome::dropped, "Dieser Teil der Datei ist hier nicht bekannt.", ""});
            }
        }
    }
    if (data == nullptr) {
        result.refuse(1, "Die Datei ist JSON, aber kein MOOChub: Es fehlt die Liste „data“.");
        return result;
    }
    if (data->size() > offers_max) {
        result.refuse(1, fmt::format("Die Datei enthält {} Angebote. Möglich sind höchstens 20.000 auf einmal; teilen Sie sie auf.", data->size()));
        return result;
    }
    if (result.source_system.empty() && is_web_address(address)) result.source_system = "moochub:" + host_of(address);

    std::set<std::string> ids;
    int position = 0;
    result.offers.reserve(data->size());
    for (const auto& entry : *data) {
        ReadOffer offer;
        offer.line = ++position;
        const auto* object = entry.if_object();
        if (object == nullptr) {
            offer.refuse("data", "An dieser Stelle wird ein Kurs in geschweiften Klammern erwartet.");
            result.offers.push_back(std::move(offer));
            continue;
        }
        const auto* inner = object->if_contains("attributes");
        const json::object& attributes = inner != nullptr && inner->is_object() ? inner->get_object() : *object;
        if (result.version.empty()) result.version = version_of(attributes);

        catalogue::SourceContent source;
        std::string url = member_text(attributes, "url");
        if (!is_web_address(url)) {
            if (!url.empty()) offer.dropped("url", "Das ist keine Webadresse.", url);
            url.clear();
        } else {
            offer.taken("url");
        }
        source.url = url;
        source.id = without_control_characters(member_text(*object, "id"));
        if (source.id.empty()) source.id = member_text(attributes, "courseCode");
        if (source.id.empty()) source.id = url;
        if (result.source_system.empty() && !url.empty()) result.source_system = "moochub:" + host_of(url);
        source.id = cut(source.id, 300);
        if (source.id.empty())
            offer.refuse("id", "Die Kennung (id) fehlt. Ohne sie lässt sich das Angebot nicht wiedererkennen.");
        else if (!ids.insert(source.id).second)
            offer.refuse("id", "Diese Kennung kommt in der Datei schon einmal vor. Jedes Angebot braucht seine eigene.");
        offer.content.source = std::move(source);

        json::object described(attributes);
        described.erase("url");
        if (&attributes == object) {  // no envelope around the attributes
            for (const auto name : {"id", "type", "links"}) described.erase(name);
        }
        MoochubOffer(described, vocabulary, offer).read();
        result.offers.push_back(std::move(offer));
    }
    if (result.source_system.empty()) result.source_system = "moochub";
    for (auto& offer : result.offers) {
        if (offer.content.source) offer.content.source->system = result.source_system;
    }
    return result;
}

}  // namespace kc::exchange
