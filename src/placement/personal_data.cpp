// SPDX-License-Identifier: EUPL-1.2
#include "placement/personal_data.hpp"

#include "placement/confirmation_store.hpp"
#include "placement/document_store.hpp"
#include "placement/item_store.hpp"
#include "placement/test_store.hpp"
#include "web/api_response.hpp"

#include <unordered_map>

namespace kc::placement {

namespace {

struct ExportedAnswer {
    std::string question;
    std::vector<std::string> chosen;
    bool right = false;
};
BOOST_DESCRIBE_STRUCT(ExportedAnswer, (), (question, chosen, right))

struct ExportedTest {
    std::string competence;
    Instant started_at{};
    std::optional<Instant> finished_at;
    std::optional<int> level, confidence_percent;
    std::optional<Instant> recorded_at;
    std::vector<ExportedAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(ExportedTest, (), (competence, started_at, finished_at, level, confidence_percent, recorded_at, answers))

struct ExportedClaim {
    std::string competence;
    int level = 0;
};
BOOST_DESCRIBE_STRUCT(ExportedClaim, (), (competence, level))

struct ExportedDocument {
    std::string title, issuer;
    Date issued_on{};
    std::string file_name;
    std::int64_t size_bytes = 0;
    Instant stored_at{};
    std::vector<ExportedClaim> levels;
    std::string download;  // where the file itself is
};
BOOST_DESCRIBE_STRUCT(ExportedDocument, (), (title, issuer, issued_on, file_name, size_bytes, stored_at, levels, download))

struct ExportedRequest {
    std::string competence;
    int level = 0;
    std::string asked, message;
    ConfirmationState state{};
    std::optional<int> confirmed_level;
    std::string reason;
    Instant requested_at{};
    std::optional<Instant> decided_at;
};
BOOST_DESCRIBE_STRUCT(ExportedRequest, (), (competence, level, asked, message, state, confirmed_level, reason, requested_at, decided_at))

struct Exported {
    std::vector<ExportedTest> tests;
    std::vector<ExportedDocument> documents;
    std::vector<ExportedRequest> confirmation_requests;
    std::vector<Decision> confirmation_decisions;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (tests, documents, confirmation_requests, confirmation_decisions))

}  // namespace

std::string PlacementPersonalData::export_data(storage::Session& session, PersonId person) {
    const auto framework = frameworks_.current();
    const auto name = [&](CompetenceId id) {
        const auto index = framework->index_of(id);
        return index ? framework->competence(*index).name : std::to_string(id.value);
    };
    Exported out;
    for (const auto& test : list_tests(session, person)) {
        ExportedTest exported{name(test.competence_id), test.started_at, test.finished_at, test.level, test.confidence_percent, test.recorded_at, {}};
        const auto answers = list_answers(session, person, test.id);
        std::vector<PlacementItemId> ids;
        for (const auto& answer : answers) ids.push_back(answer.item_id);
        std::unordered_map<PlacementItemId, Item> items;
        for (auto& item : list_items_by_id(session, ids)) items.emplace(item.id, std::move(item));
        for (const auto& answer : answers) {
            const auto& item = items.at(answer.item_id);
            ExportedAnswer line{item.question, {}, answer.is_right};
            for (const int position : choice_from_text(answer.chosen).value_or(Choice{})) {
                line.chosen.push_back(item.options[static_cast<std::size_t>(position)].label);
            }
            exported.answers.push_back(std::move(line));
        }
        out.tests.push_back(std::move(exported));
    }
    for (const auto& document : list_documents(session, person)) {
        ExportedDocument exported{
            document.title, document.issuer, document.issued_on, document.file_name, document.size_bytes, document.created_at, {}, {}};
        exported.download = "/profil/nachweise/" + std::to_string(document.id.value) + "/datei";
        for (const auto& claim : document.levels) exported.levels.push_back({name(claim.competence_id), claim.level});
        out.documents.push_back(std::move(exported));
    }
    for (const auto& row : list_requests(session, person, clock_.now())) {
        out.confirmation_requests.push_back({name(row.competence_id), row.level, row.asked_name, row.message, row.state, row.confirmed_level,
                                             row.reason, row.requested_at, row.decided_at});
    }
    out.confirmation_decisions = list_decisions(session, person, clock_.now());
    return web::to_json(out);
}

void PlacementPersonalData::erase(storage::Transaction& transaction, PersonId person) {
    remove_confirmations(transaction, person, clock_.now());
    remove_documents(transaction, person);
    remove_tests(transaction, person);
}

}  // namespace kc::placement
