// SPDX-License-Identifier: EUPL-1.2
#include "extraction/language_model.hpp"

#include "base/text.hpp"
#include "extraction/own_network.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <boost/json.hpp>
#include <set>

namespace kc::extraction {
namespace {

namespace json = boost::json;

constexpr std::size_t proposals_max = 5;
constexpr int confidence = 50;  // somebody else's guess: never surer than what the rules of this room find themselves
constexpr int answer_tokens_max = 600;

constexpr std::string_view instruction =
    "Sie ordnen eine Aussage über die eigene Arbeit in einer Kommunalverwaltung den Kompetenzen einer Liste zu. Antworten Sie nur mit JSON in dieser "
    "Form: "
    "{\"proposals\":[{\"competence\":\"<Kennung>\",\"polarity\":\"has|lacks|wants\",\"level\":0-5 oder null,\"quote\":\"<wörtlich aus der "
    "Aussage>\"}]}. "
    "has: kann es. lacks: kann es nicht. wants: möchte es lernen. level nur, wenn die Aussage ihn sagt: 1 erste Schritte, 2 mit Hilfe, 3 "
    "selbstständig, "
    "4 sehr sicher oder lehrt andere, 5 verantwortlich für das ganze Haus. Höchstens drei. Passt nichts, ist die Liste leer.";

const json::value* member(const json::value& object, std::string_view name) {
    return object.is_object() ? object.as_object().if_contains(name) : nullptr;
}

std::string_view text_of(const json::value* value) { return value && value->is_string() ? std::string_view(value->as_string()) : std::string_view(); }

std::optional<Polarity> polarity_of(std::string_view name) {
    if (name == "has") return Polarity::has;
    if (name == "lacks") return Polarity::lacks;
    if (name == "wants") return Polarity::wants;
    return std::nullopt;
}

std::optional<Proposal> read_proposal(const Extractor& extractor, std::string_view statement, const json::value& value) {
    const auto index = extractor.framework().competence_by_slug(text_of(member(value, "competence")));
    const auto polarity = polarity_of(text_of(member(value, "polarity")));
    const auto quote = text_of(member(value, "quote"));
    if (!index || !extractor.framework().competence(*index).published() || !polarity || quote.empty()) return std::nullopt;
    const auto begin = statement.find(quote);
    if (begin == std::string_view::npos) return std::nullopt;  // what nobody said supports nothing
    Proposal proposal;
    proposal.competence = *index;
    proposal.polarity = *polarity;
    const auto* level = member(value, "level");
    if (level && level->is_int64() && level->as_int64() >= 0 && level->as_int64() <= competence::level_max)
        proposal.level = static_cast<int>(level->as_int64());
    if (*polarity == Polarity::lacks) proposal.level = 0;
    if (*polarity == Polarity::wants) proposal.level.reset();
    if (*polarity == Polarity::has && proposal.level == 0) return std::nullopt;  // can it, and never did: one of the two is wrong
    proposal.confidence_percent = confidence;
    proposal.mentions.push_back({begin, begin + quote.size()});
    proposal.reason_key = "extraction.reason.language_model";
    return proposal;
}

}  // namespace

std::string_view message_of(LanguageModelError error) {
    switch (error) {
        case LanguageModelError::no_web_address: return "Die Adresse des Sprachmodells ist keine Webadresse. Sie beginnt mit http:// oder https://.";
        case LanguageModelError::password_in_address:
            return "Die Adresse des Sprachmodells darf kein Kennwort enthalten. Tragen Sie den Schlüssel getrennt ein.";
        case LanguageModelError::host_outside:
            return "Das Sprachmodell liegt außerhalb des eigenen Netzes. Geben Sie eine interne Adresse an oder erlauben Sie fremde Server "
                   "ausdrücklich.";
        case LanguageModelError::no_model: return "Der Name des Sprachmodells fehlt. Tragen Sie ein, wie der Server es nennt.";
        case LanguageModelError::time_out_of_range: return "Die Wartezeit für das Sprachmodell muss zwischen 100 und 10.000 Millisekunden liegen.";
    }
    return {};
}

Result<std::unique_ptr<LanguageModelSource>, LanguageModelError> LanguageModelSource::make(const LanguageModelSettings& settings) {
    if (settings.address.empty()) return std::unique_ptr<LanguageModelSource>();
    if (const auto problem = problem_of(settings.address, settings.public_hosts_allowed)) return refuse(*problem);
    if (trim(settings.model).empty()) return refuse(LanguageModelError::no_model);
    if (settings.time_max < std::chrono::milliseconds(100) || settings.time_max > std::chrono::seconds(10))
        return refuse(LanguageModelError::time_out_of_range);
    return std::unique_ptr<LanguageModelSource>(new LanguageModelSource(settings));
}

std::string language_model_prompt(const Extractor& extractor, std::string_view statement) {
    std::string prompt = "Kompetenzen (Kennung: Name):\n";
    for (const auto& competence : extractor.framework().competences())
        if (competence.published()) prompt += fmt::format("{}: {}\n", competence.slug, competence.name);
    prompt += fmt::format("\nAussage:\n{}\n", statement);
    return prompt;
}

std::optional<std::string> language_model_content(std::string_view body) {
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = 16;
    const auto document = json::parse(body, error, {}, options);
    if (error) return std::nullopt;
    const auto* choices = member(document, "choices");
    if (!choices || !choices->is_array() || choices->as_array().empty()) return std::nullopt;
    const auto* message = member(choices->as_array().front(), "message");
    const auto* content = message ? member(*message, "content") : nullptr;
    if (!content || !content->is_string()) return std::nullopt;
    return std::string(content->as_string());
}

std::vector<Proposal> read_language_model_answer(const Extractor& extractor, std::string_view statement, std::string_view content) {
    std::vector<Proposal> proposals;
    // Models like to wrap their JSON in words or fences.
    const auto begin = content.find('{'), end = content.rfind('}');
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return proposals;
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = 8;
    const auto document = json::parse(content.substr(begin, end - begin + 1), error, {}, options);
    if (error) return proposals;
    const auto* list = member(document, "proposals");
    if (!list || !list->is_array()) return proposals;
    std::set<std::size_t> seen;
    for (const auto& value : list->as_array()) {
        if (proposals.size() == proposals_max) break;
        auto proposal = read_proposal(extractor, statement, value);
        if (proposal && seen.insert(proposal->competence).second) proposals.push_back(std::move(*proposal));
    }
    return proposals;
}

std::vector<Proposal> LanguageModelSource::propose(const Extractor& extractor, std::string_view statement, Exchange* shown) {
    Exchange exchange;
    std::vector<Proposal> proposals;
    try {
        statement = statement.substr(0, std::min(statement.size(), statement_bytes_max));
        if (!is_valid_utf8(statement)) {  // cut within a letter, or never valid
            while (!statement.empty() && !is_valid_utf8(statement) && statement.size() + 4 > statement_bytes_max) statement.remove_suffix(1);
            if (!is_valid_utf8(statement)) statement = {};
        }
        if (!trim(statement).empty()) {
            const auto prompt = language_model_prompt(extractor, statement);
            exchange.prompt = std::string(instruction) + "\n\n" + prompt;
            const json::object body{{"model", settings_.model},
                                    {"temperature", 0},
                                    {"max_tokens", answer_tokens_max},
                                    {"stream", false},
                                    {"messages", json::array{json::object{{"role", "system"}, {"content", json::string(instruction)}},
                                                             json::object{{"role", "user"}, {"content", prompt}}}}};
            const auto reply = post_within_own_network({.address = settings_.address,
                                                        .body = json::serialize(body),
                                                        .key = settings_.key,
                                                        .public_hosts_allowed = settings_.public_hosts_allowed,
                                                        .time_max = settings_.time_max,
                                                        .answer_bytes_max = settings_.answer_bytes_max});
            exchange.problem = reply.problem;
            if (reply.problem.empty()) {
                if (const auto content = language_model_content(reply.body)) {
                    exchange.answer = *content;
                    proposals = read_language_model_answer(extractor, statement, *content);
                } else {
                    exchange.problem = "Die Antwort des Sprachmodells ist nicht lesbar.";
                }
            }
        }
    } catch (const std::exception& error) {  // the dialogue goes on without it
        spdlog::warn("language model: {}", error.what());
        exchange.problem = "Das Sprachmodell konnte nicht gefragt werden.";
        proposals.clear();
    }
    if (shown) *shown = std::move(exchange);
    return proposals;
}

}  // namespace kc::extraction
