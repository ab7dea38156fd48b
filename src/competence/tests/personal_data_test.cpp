// SPDX-License-Identifier: EUPL-1.2
#include "competence/tests/pages_town.hpp"

using namespace kc;
using namespace kc::competence;
using namespace kc::competence::test;

TEST_CASE_FIXTURE(Pages, "data access gives everything by name and erasure leaves nothing") {
    choose_job();
    REQUIRE(post("/kompetenzen/teamwork/stufe", {{"level", "2"}}).status == 303);
    REQUIRE(town.service->set_interests(town.clerk, {town.competence("ai-basics")}));
    REQUIRE(town.service->set_preferences(town.clerk, town.preferences()));
    REQUIRE(post("/profil/koennen/e-file", {{"action", "weiss_nicht"}}).status == 303);
    CompetencePersonalData data(*town.frameworks);
    const auto exported = database->read([&](storage::Session& session) { return data.export_data(session, town.clerk.person); });
    for (const auto part :
         {"\"present_job\":\"Bürgerservice\"", "\"competence\":\"Zusammenarbeit im Team\",\"level\":2", "\"interests\":[\"KI verstehen\"]",
          "\"skipped_questions\":[\"E-Akte\"]", "\"places\":[\"Heidelberg\"]", "\"first_day\":\"2026-07-01\""}) {
        CAPTURE(part);
        CHECK(contains(exported, part));
    }
    database->in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, town.clerk.person); });
    CHECK(town.count("SELECT (SELECT count(*) FROM evidence) + (SELECT count(*) FROM person_jobs) + (SELECT count(*) FROM person_interests) + "
                     "(SELECT count(*) FROM learning_preferences) + (SELECT count(*) FROM person_places) + (SELECT count(*) FROM absences) + "
                     "(SELECT count(*) FROM assessment_skips)") == 0);
}
