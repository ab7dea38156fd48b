// SPDX-License-Identifier: EUPL-1.2
#include "extraction/extract_command.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <istream>
#include <ostream>

namespace kc::extraction {
namespace {

namespace json = boost::json;

std::string_view name_of(Polarity polarity) {
    switch (polarity) {
        case Polarity::has: return "has";
        case Polarity::lacks: return "lacks";
        case Polarity::wants: return "wants";
    }
    return {};
}

json::object as_json(const Proposal& proposal, const Extractor& extractor, std::string_view statement) {
    const auto& competence = extractor.framework().competence(proposal.competence);
    json::array mentions;
    for (const auto& mention : proposal.mentions)
        mentions.push_back(
            json::object{{"begin", mention.begin}, {"end", mention.end}, {"text", statement.substr(mention.begin, mention.end - mention.begin)}});
    return {{"competence", competence.slug},
            {"name", competence.name},
            {"polarity", name_of(proposal.polarity)},
            {"level", proposal.level ? json::value(*proposal.level) : json::value(nullptr)},
            {"confidence_percent", proposal.confidence_percent},
            {"mentions", std::move(mentions)},
            {"reason", proposal.reason_key}};
}

// A line without its end; more than the limit is read and thrown away. False at the end of the input.
bool read_line(std::istream& in, std::string& line, bool& too_long) {
    line.clear();
    too_long = false;
    char c = 0;
    bool any = false;
    while (in.get(c)) {
        any = true;
        if (c == '\n') break;
        if (line.size() < statement_bytes_max + 1)
            line += c;
        else
            too_long = true;
    }
    if (!line.empty() && line.back() == '\r') line.pop_back();
    too_long = too_long || line.size() > statement_bytes_max;
    return any;
}

}  // namespace

int run_extract_command(std::istream& in, std::ostream& out, const Extractor& extractor) {
    std::string line;
    bool too_long = false, refused = false;
    for (std::size_t number = 1; read_line(in, line, too_long); ++number) {
        std::string problem;
        if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
        if (too_long)
            problem =
                fmt::format("Zeile {}: Die Aussage ist länger als {} Bytes. Teilen Sie sie auf mehrere Zeilen auf.", number, statement_bytes_max);
        else if (!is_valid_utf8(line))
            problem = fmt::format("Zeile {}: Der Text ist nicht in UTF-8. Speichern Sie die Datei in dieser Kodierung.", number);
        else if (contains_control_characters(line))
            problem = fmt::format("Zeile {}: Der Text enthält Steuerzeichen. Entfernen Sie diese.", number);
        if (!problem.empty()) {
            refused = true;
            out << json::serialize(json::object{{"line", number}, {"problem", problem}}) << '\n';
            continue;
        }
        json::array proposals;
        for (const auto& proposal : extractor.extract(line)) proposals.push_back(as_json(proposal, extractor, line));
        out << json::serialize(json::object{{"line", number}, {"statement", line}, {"proposals", std::move(proposals)}}) << '\n';
    }
    out.flush();
    return refused ? 1 : 0;
}

}  // namespace kc::extraction
