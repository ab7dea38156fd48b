// SPDX-License-Identifier: EUPL-1.2
// Open-vhs, the XML of the adult education centres, versions 0.9 to 1.2 and the nested dialect of some cities: the file as a whole.
#include "exchange/open_vhs_course.hpp"

namespace kc::exchange {

ReadResult read_open_vhs(std::string_view bytes, const Vocabulary& vocabulary, std::string_view address) {
    ReadResult result;
    result.format = SourceFormat::open_vhs;
    result.complete = true;
    std::string root;
    std::set<std::string> ids;
    std::map<std::string, int> numbers;
    const XmlRules rules{.record = "veranstaltung", .records_max = offers_max};
    const auto problem = read_xml(
        bytes, rules,
        [&](XmlElement&& course) {
            ReadOffer offer;
            offer.line = course.line;
            VhsCourse(course, vocabulary, offer).read();
            if (offer.content.source && !offer.content.source->id.empty() && !ids.insert(offer.content.source->id).second) {
                offer.refuse("guid", "Diese guid kommt in der Datei schon einmal vor. Jede Veranstaltung braucht ihre eigene.");
            }
            const std::string number = course.text_at("nummer");
            if (const auto [first, fresh] = numbers.emplace(number, course.line); !number.empty() && !fresh) {
                offer.changed("nummer", fmt::format("Dieselbe Nummer steht schon in Zeile {}; es zählt die guid.", first->second), number);
            }
            result.offers.push_back(std::move(offer));
        },
        [&](const XmlElement& element) {
            if (root.empty()) root = element.name;
            if (result.version.empty()) result.version = shortened(element.attribute("version"), 20);
        });
    if (problem) {
        result.refuse(problem->line, problem->message);
        return result;
    }
    if (result.offers.empty()) {
        result.refuse(1, fmt::format("Die Datei ist XML, aber kein Open-vhs: Das Element „veranstaltung“ kommt nicht vor (gefunden: „{}“).",
                                     shortened(root, 40)));
        return result;
    }
    if (is_web_address(address)) result.source_system = "open-vhs:" + host_of(address);
    for (const auto& offer : result.offers) {
        if (result.source_system.empty() && offer.content.source && !offer.content.source->url.empty()) {
            result.source_system = "open-vhs:" + host_of(offer.content.source->url);
        }
    }
    if (result.source_system.empty()) result.source_system = "open-vhs";
    for (auto& offer : result.offers) {
        if (offer.content.source) offer.content.source->system = result.source_system;
    }
    return result;
}

}  // namespace kc::exchange
