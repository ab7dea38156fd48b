// SPDX-License-Identifier: EUPL-1.2
#include "placement/api_json.hpp"
#include "placement/refusals.hpp"
#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

#include <fmt/format.h>

namespace kc::placement {

namespace {

class Api {
public:
    Api(const web::Site& site, PlacementService& tests, DocumentService& documents, ConfirmationService& confirmations)
        : site_(site), tests_(tests), documents_(documents), confirmations_(confirmations) {}

    http::Response offers(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto offers = tests_.offers(*request.viewer());
        if (!offers) return refusal(request, offers.error());
        OffersJson json;
        for (const auto& offer : *offers) {
            json.placement_tests.push_back({slug_of(offer.competence), offer.assessed, offer.unsure, offer.asked_for, offer.current,
                                            offer.confidence_percent, offer.open, offer.latest ? std::optional(offer.latest->id) : std::nullopt,
                                            offer.repeat_from});
        }
        return web::api_json(json);
    }

    http::Response begin(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        const auto competence = read_competence(body);
        if (!body.finish()) return problems(request, body);
        const auto begun = tests_.begin(*request.viewer(), competence);
        if (!begun) return refusal(request, begun.error());
        return answer_with(request, tests_.show(*request.viewer(), *begun), 201);
    }

    http::Response test(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        return answer_with(request, tests_.show(*request.viewer(), request.get_id<PlacementTestId>("id")));
    }

    http::Response answer(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        const auto item = body.id<PlacementItemId>("item", true);
        Choice choice;
        for (const auto option : body.integers("chosen", 6)) choice.push_back(static_cast<int>(std::clamp<std::int64_t>(option, -1, 100)));
        if (!body.finish()) return problems(request, body);
        return answer_with(request, tests_.answer(*request.viewer(), request.get_id<PlacementTestId>("id"), *item, choice));
    }

    http::Response record(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto id = request.get_id<PlacementTestId>("id");
        const auto recorded = tests_.record(*request.viewer(), id);
        if (!recorded) return refusal(request, recorded.error());
        return answer_with(request, tests_.show(*request.viewer(), id));
    }

    http::Response discard(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto discarded = tests_.discard(*request.viewer(), request.get_id<PlacementTestId>("id"));
        return discarded ? http::no_content() : refusal(request, discarded.error());
    }

    http::Response documents(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto documents = documents_.list(*request.viewer());
        if (!documents) return refusal(request, documents.error());
        DocumentsJson json;
        for (const auto& document : *documents) {
            DocumentJson row{document.id,        document.title,      document.issuer,     document.issued_on,
                             document.file_name, document.media_type, document.size_bytes, {}};
            for (const auto& claim : document.levels) row.levels.push_back({slug_of(claim.competence_id), claim.level});
            json.evidence_documents.push_back(std::move(row));
        }
        return web::api_json(json);
    }

    http::Response remove_document(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto removed = documents_.remove(*request.viewer(), request.get_id<DocumentId>("id"));
        return removed ? http::no_content() : refusal(request, removed.error());
    }

    http::Response requests(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto rows = confirmations_.requests(*request.viewer());
        if (!rows) return refusal(request, rows.error());
        RequestsJson json;
        for (const auto& row : *rows) {
            json.confirmations.push_back({row.id, slug_of(row.competence_id), row.asked_name, row.level, row.state, row.confirmed_level, row.reason,
                                          row.requested_at, row.expires_at});
        }
        return web::api_json(json);
    }

    http::Response request_confirmation(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        NewConfirmation wanted;
        wanted.asked = body.id<PersonId>("asked", true).value_or(PersonId{});
        wanted.competence = read_competence(body);
        wanted.level = static_cast<int>(body.integer("level", {.required = true, .min = 1, .max = competence::level_max}).value_or(0));
        wanted.document = body.id<DocumentId>("document");
        wanted.message = body.text("message", {.max = 500});
        if (!body.finish()) return problems(request, body);
        const auto created = confirmations_.request(*request.viewer(), wanted);
        return created ? web::api_json(CreatedJson{created->value}, 201) : refusal(request, created.error());
    }

    http::Response withdraw(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto withdrawn = confirmations_.withdraw(*request.viewer(), request.get_id<ConfirmationId>("id"));
        return withdrawn ? http::no_content() : refusal(request, withdrawn.error());
    }

    http::Response asked(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto rows = confirmations_.asked(*request.viewer());
        if (!rows) return refusal(request, rows.error());
        const auto framework = confirmations_.framework();
        AskedListJson json;
        for (const auto& row : *rows) {
            const auto index = framework->index_of(row.competence_id);
            if (!index) continue;
            const auto& competence = framework->competence(*index);
            json.confirmations.push_back({row.id, row.person_name, competence.slug, row.level,
                                          competence.descriptors[static_cast<std::size_t>(row.level - 1)], row.message, row.document_id.has_value(),
                                          row.expires_at});
        }
        return web::api_json(json);
    }

    http::Response decide(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        const auto level = body.integer("level", {.max = competence::level_max});
        const auto reason = body.text("reason", {.max = 500});
        if (!body.finish()) return problems(request, body);
        const auto id = request.get_id<ConfirmationId>("id");
        const auto decided =
            level ? confirmations_.confirm(*request.viewer(), id, static_cast<int>(*level)) : confirmations_.decline(*request.viewer(), id, reason);
        return decided ? http::no_content() : refusal(request, decided.error());
    }

private:
    http::Response not_signed_in(const http::Request& request) const {
        return web::api_error(request, 401, "not_signed_in", site_.text(request, "placement.problem.not_signed_in"));
    }

    template <class Error> http::Response refusal(const http::Request& request, Error error) const {
        return web::api_error(request, status_of(error), code_of(error), site_.text(request, message_key_of(error)));
    }

    http::Response problems(const http::Request& request, const web::JsonReader& body) const {
        return web::api_problems(request, site_.messages(), body.problems());
    }

    std::string slug_of(CompetenceId id) const {
        const auto framework = tests_.framework();
        const auto index = framework->index_of(id);
        return index ? framework->competence(*index).slug : std::string();
    }

    CompetenceId read_competence(web::JsonReader& body) const {
        const auto framework = tests_.framework();
        const auto slug = body.text("competence", {.required = true});
        const auto index = framework->competence_by_slug(slug);
        if (!slug.empty() && !index) body.refuse("competence", "placement.problem.unknown_competence");
        return index ? framework->competence(*index).id : CompetenceId{};
    }

    http::Response answer_with(const http::Request& request, const Result<TestState, PlacementError>& state, int status = 200) const {
        if (!state) return refusal(request, state.error());
        TestJson json{.id = state->test.id,
                      .competence = slug_of(state->test.competence_id),
                      .answered = state->answered,
                      .finished = state->test.finished(),
                      .recorded = state->test.recorded_at.has_value(),
                      .may_record = state->may_record,
                      .question = {},
                      .level = {},
                      .confidence_percent = {},
                      .answers = {}};
        if (state->question) {
            const auto& question = *state->question;
            json.question = QuestionJson{question.item.id, question.number, question.item.kind, question.item.question, {}};
            for (const int position : question.shown) {
                json.question->options.push_back({position, question.item.options[static_cast<std::size_t>(position)].label});
            }
        }
        if (state->test.finished()) {
            json.level = state->test.level;
            json.confidence_percent = state->test.confidence_percent;
        }
        for (const auto& given : state->answers) {
            const auto labels = [&](const Choice& choice) {
                std::vector<std::string> texts;
                for (const int position : choice) texts.push_back(given.item.options.at(static_cast<std::size_t>(position)).label);
                return texts;
            };
            json.answers.push_back(
                {given.item.question, labels(given.chosen), labels(right_choice(given.item)), given.is_right, given.item.explanation});
        }
        return web::api_json(json, status);
    }

    const web::Site& site_;
    PlacementService& tests_;
    DocumentService& documents_;
    ConfirmationService& confirmations_;
};

}  // namespace

void register_api(http::Router& router, const web::Site& site, PlacementService& tests, DocumentService& documents,
                  ConfirmationService& confirmations) {
    const auto api = std::make_shared<Api>(site, tests, documents, confirmations);
    struct Operation {
        std::string name, summary, answer, body = {};  // answer and body: JSON Schema; no answer: 204
    };
    const auto add = [&](http::Method method, std::string_view pattern, Operation operation, auto function) {
        router.add(method, pattern,
                   {.body_bytes_max = 64 * 1024,
                    .name = std::move(operation.name),
                    .summary = std::move(operation.summary),
                    .request_schema = std::move(operation.body),
                    .response_schema = std::move(operation.answer)},
                   [api, function](http::Request& request) { return ((*api).*function)(request); });
    };
    using http::Method;
    using web::json_schema;
    const auto test = json_schema<TestJson>();
    add(Method::get, "/api/v1/me/placement-tests", {"listMyPlacementTests", "Wozu es kurze Tests gibt", json_schema<OffersJson>()}, &Api::offers);
    add(Method::post, "/api/v1/me/placement-tests", {"beginPlacementTest", "Einen kurzen Test beginnen", test, json_schema<BeginBody>()},
        &Api::begin);
    add(Method::get, "/api/v1/me/placement-tests/{id:id}", {"getPlacementTest", "Ein kurzer Test: Frage oder Ergebnis", test}, &Api::test);
    add(Method::post, "/api/v1/me/placement-tests/{id:id}/answers",
        {"answerPlacementTest", "Eine Frage beantworten", test, json_schema<AnswerBody>()}, &Api::answer);
    add(Method::post, "/api/v1/me/placement-tests/{id:id}/profile-entry",
        {"recordPlacementTest", "Das Ergebnis in das eigene Profil übernehmen", test}, &Api::record);
    add(Method::del, "/api/v1/me/placement-tests/{id:id}", {"discardPlacementTest", "Einen kurzen Test mit seinen Antworten löschen", ""},
        &Api::discard);
    add(Method::get, "/api/v1/me/evidence-documents", {"listMyEvidenceDocuments", "Eigene Nachweise", json_schema<DocumentsJson>()}, &Api::documents);
    add(Method::del, "/api/v1/me/evidence-documents/{id:id}", {"removeMyEvidenceDocument", "Einen Nachweis löschen", ""}, &Api::remove_document);
    add(Method::get, "/api/v1/me/confirmations", {"listMyConfirmations", "Eigene Bitten um Bestätigung", json_schema<RequestsJson>()},
        &Api::requests);
    add(Method::post, "/api/v1/me/confirmations",
        {"requestConfirmation", "Um eine Bestätigung bitten", json_schema<CreatedJson>(), json_schema<RequestBody>()}, &Api::request_confirmation);
    add(Method::del, "/api/v1/me/confirmations/{id:id}", {"withdrawConfirmation", "Eine Bitte um Bestätigung zurücknehmen", ""}, &Api::withdraw);
    add(Method::get, "/api/v1/confirmations", {"listAskedConfirmations", "Worum man gebeten wurde", json_schema<AskedListJson>()}, &Api::asked);
    add(Method::post, "/api/v1/confirmations/{id:id}/decision", {"decideConfirmation", "Bestätigen oder ablehnen", "", json_schema<DecisionBody>()},
        &Api::decide);
}

}  // namespace kc::placement
