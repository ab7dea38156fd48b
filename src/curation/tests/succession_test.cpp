// SPDX-License-Identifier: EUPL-1.2
#include "competence/pages.hpp"
#include "curation/tests/curation_town.hpp"

using namespace kc;
using namespace kc::curation;
using namespace kc::curation::test;
using competence::EvidenceSource;

namespace {

constexpr std::string_view carried = "SELECT count(*) FROM evidence WHERE origin = 'succession:digital-basics'";

}  // namespace

TEST_CASE("what people can goes to the successors with source and date, its level shifted, and they are told") {
    in_each_town([](CurationTown& town) {
        town.give(town.town.clerk, "digital-basics", 3, EvidenceSource::test);
        town.give(town.town.colleague, "digital-basics", 5);
        const auto impact = town.curation.impact(town.office, "digital-basics");
        CHECK((*impact).people == 2);
        CHECK((*impact).demands == 2);  // one for everybody, one of a role profile
        const std::vector<SuccessorChoice> successors{{"e-file", -1}, {"office-text", 1}};
        const auto told = town.town.observer.told.size();
        REQUIRE(town.curation.mark_outdated(town.board, "digital-basics", successors));
        CHECK(town.competence("digital-basics").state == FrameworkState::outdated);
        CHECK(town.value(carried) == 4);
        CHECK(town.town.observer.told.size() == told + 2);
        const auto own = town.town.service->find_own(town.town.clerk);
        CHECK(town.town.standing(*own, "e-file").current.level == 2);
        CHECK(town.town.standing(*own, "office-text").current.level == 4);
        CHECK(town.town.standing(*own, "e-file").current.evidence->source == EvidenceSource::test);
        CHECK(town.town.standing(*own, "e-file").current.evidence->assessed_on == competence::test::day(2025, 12, 1));
        CHECK(town.town.standing(*own, "digital-basics").current.level == 3);  // stays readable
        CHECK_FALSE(town.town.standing(*own, "digital-basics").target.asked_for());
        const auto colleague = town.town.service->find_own(town.town.colleague);
        CHECK(town.town.standing(*colleague, "office-text").current.level == 5);  // not above 5
        CHECK(town.value("SELECT count(*) FROM audit_log WHERE action = 'profile.competence_succeeded'") == 2);
        CHECK((*town.curation.last_outdating(town.competence("digital-basics").id)).state == OutdatingState::carried);
    });
}

TEST_CASE("role demands go to the successors and come back when it is taken back") {
    in_each_town([](CurationTown& town) {
        const auto demands = "SELECT count(*) FROM role_demands WHERE competence_id = ?";
        const auto old_id = town.competence("digital-basics").id, new_id = town.competence("e-file").id;
        const auto before = town.value(demands, old_id), others = town.value(demands, new_id);
        REQUIRE(before == 2);
        const std::vector<SuccessorChoice> successors{{"e-file", 1}};
        REQUIRE(town.curation.mark_outdated(town.office, "digital-basics", successors));
        CHECK(town.value(demands, old_id) == 0);
        CHECK(town.value(demands, new_id) == others + 2);
        CHECK(town.value("SELECT max(level) FROM role_demands WHERE competence_id = ?", new_id) == 4);
        REQUIRE(town.curation.publish_again(town.office, "digital-basics"));
        CHECK(town.value(demands, old_id) == 2);
        CHECK(town.value(demands, new_id) == others);
        CHECK(town.value("SELECT max(level) FROM role_demands WHERE competence_id = ?", old_id) == 3);
    });
}

TEST_CASE("within thirty days everything carried is removed again, later it stays") {
    in_each_town([](CurationTown& town) {
        town.give(town.town.clerk, "digital-basics", 3);
        const std::vector<SuccessorChoice> successors{{"e-file", 0}};
        REQUIRE(town.curation.mark_outdated(town.office, "digital-basics", successors));
        town.town.clock.advance(std::chrono::days{29});
        REQUIRE(town.curation.publish_again(town.office, "digital-basics"));
        CHECK(town.value(carried) == 0);
        CHECK(town.competence("digital-basics").published());
        CHECK(town.value("SELECT count(*) FROM audit_log WHERE action = 'profile.succession_taken_back'") == 1);

        REQUIRE(town.curation.mark_outdated(town.office, "digital-basics", successors));
        CHECK(town.value(carried) == 1);
        town.town.clock.advance(std::chrono::days{31});
        REQUIRE(town.curation.publish_again(town.office, "digital-basics"));
        CHECK(town.value(carried) == 1);
        CHECK((*town.curation.last_outdating(town.competence("digital-basics").id)).state == OutdatingState::ended);
    });
}

TEST_CASE("a job that runs twice carries once; withdrawn values and erased people are left alone") {
    in_each_town([](CurationTown& town) {
        town.give(town.town.clerk, "digital-basics", 3);
        town.give(town.town.colleague, "digital-basics", 2);
        town.give(town.town.stranger, "digital-basics", 2);
        town.write("UPDATE evidence SET withdrawn_at = 1 WHERE person_id = ?", town.town.colleague.person);
        town.write("UPDATE people SET state = 'blocked' WHERE id = ?", town.town.stranger.person);
        const std::vector<SuccessorChoice> successors{{"e-file", 0}};
        REQUIRE(town.curation.mark_outdated(town.office, "digital-basics", successors));
        CHECK(town.value(carried) == 1);
        const auto last = *town.curation.last_outdating(town.competence("digital-basics").id);
        town.write("UPDATE competence_outdatings SET state = 'carrying' WHERE id = ?", last.id);
        jobs::Job job;
        job.payload = fmt::format(R"({{"outdating":{},"person":{}}})", last.id.value, town.office.person.value);
        town.curation.run_job(job);
        town.curation.run_job(job);
        CHECK(town.value(carried) == 1);
        CHECK((*town.curation.last_outdating(last.competence_id)).state == OutdatingState::carried);
    });
}

TEST_CASE("many people are carried by a job, batch by batch") {
    in_each_town([](CurationTown& town) {
        town.town.database.in_transaction([&](storage::Transaction& transaction) {
            for (int i = 0; i < 430; ++i) {
                const auto person = transaction.get<PersonId>(
                    "INSERT INTO people (organisation_id, email, first_name, last_name, state, created_at) VALUES (?, ?, 'A', 'B', 'active', 0) "
                    "RETURNING id",
                    town.town.town, fmt::format("viele{}@example.org", i));
                competence::insert_evidence(transaction, person,
                                            {town.competence("digital-basics").id, 2, EvidenceSource::interview, competence::test::day(2026, 1, 1)},
                                            town.town.clock.now());
            }
        });
        const std::vector<SuccessorChoice> successors{{"e-file", 0}};
        REQUIRE(town.curation.mark_outdated(town.office, "digital-basics", successors));
        CHECK(town.value(carried) == 0);
        jobs::JobWorker worker(town.town.database, town.town.clock,
                               {{std::string(succession_job), [&](const jobs::Job& job) { town.curation.run_job(job); }}});
        CHECK(worker.run_due() == 1);
        CHECK(town.value(carried) == 430);
        REQUIRE(town.curation.publish_again(town.office, "digital-basics"));
        CHECK(worker.run_due() == 1);
        CHECK(town.value(carried) == 0);
    });
}

TEST_CASE("a successor must be another, published competence, named once, its level shifted by at most four") {
    in_each_town([](CurationTown& town) {
        const auto mark = [&](std::vector<SuccessorChoice> successors) {
            return town.curation.mark_outdated(town.office, "digital-basics", successors).error();
        };
        CHECK(mark({{"digital-basics", 0}}).error == CurationError::invalid);
        CHECK(mark({{"e-file", 0}, {"e-file", 1}}).error == CurationError::invalid);
        CHECK(mark({{"e-file", 5}}).error == CurationError::invalid);
        CHECK(mark({{"gibt-es-nicht", 0}}).error == CurationError::not_published);
        const auto draft = *town.curation.create(town.office, CurationTown::good());
        CHECK(mark({{draft, 0}}).error == CurationError::not_published);
        CHECK(town.curation.mark_outdated(town.office, draft, {}).error().error == CurationError::never_published);
        REQUIRE(town.curation.save(town.office, "digital-basics", town.completed("digital-basics"), town.base("digital-basics")));
        CHECK(mark({}).error == CurationError::draft_open);
        REQUIRE(town.curation.discard(town.office, "digital-basics"));
        REQUIRE(town.curation.mark_outdated(town.office, "digital-basics", {}));
        CHECK(mark({}).error == CurationError::is_outdated);
        CHECK(town.curation.publish_again(town.office, "teamwork").error().error == CurationError::not_outdated);
        CHECK(town.curation.publish_again(town.office, "gibt-es-nicht").error().error == CurationError::not_found);
    });
}

TEST_CASE("an outdated competence is offered nowhere, stays readable, and its interest goes to the successors") {
    in_each_town([](CurationTown& town) {
        const auto& clerk = town.town.clerk;
        auto& profiles = *town.town.service;
        const auto old_id = town.competence("video-meetings").id;
        REQUIRE(profiles.set_interests(clerk, {old_id}));
        const std::vector<SuccessorChoice> successors{{"ai-basics", 0}};
        REQUIRE(town.curation.mark_outdated(town.office, "video-meetings", successors));
        const auto own = profiles.find_own(clerk);
        CHECK(town.town.standing(*own, "ai-basics").interest);
        CHECK(town.town.standing(*own, "ai-basics").target.value.level == 1);
        CHECK_FALSE(town.town.standing(*own, "video-meetings").interest);
        const competence::Answer answer{old_id, 2};
        CHECK(profiles.self_assess(clerk, std::span(&answer, 1)).error() == competence::ProfileError::unknown_competence);
        CHECK(profiles.set_interests(clerk, {old_id}).has_value());  // she may keep it
        CHECK(profiles.set_interests(town.town.colleague, {old_id}).error() == competence::ProfileError::unknown_competence);
        const auto draft = town.competence(*town.curation.create(town.office, CurationTown::good())).id;
        CHECK(profiles.set_interests(clerk, {draft}).error() == competence::ProfileError::unknown_competence);
        town.write("UPDATE role_profiles SET state = 'outdated' WHERE slug = 'registry-office'");
        CHECK(profiles.set_jobs(clerk, {town.town.role("registry-office"), std::nullopt}).error() == competence::ProfileError::unknown_role_profile);
    });
}

TEST_CASE("the profile tells whose value counts elsewhere now, and the page of the outdated competence asks for nothing") {
    auto database = kc::test::sqlite_database();
    CurationTown town(**database);
    http::Router router;
    router.on_error([](const http::Request& request, int status) { return site().error_page(request, status); });
    competence::register_routes(router, site(), *town.town.service, town.town.database);
    const auto get = [&](std::string_view path) {
        auto request = http::RequestBuilder(http::Method::get, path).viewer(town.town.clerk).build();
        return router.handle(request);
    };
    town.give(town.town.clerk, "digital-basics", 3);
    CHECK(contains(get("/kompetenzen/digital-basics").text(), "einschaetzen"));
    const std::vector<SuccessorChoice> successors{{"e-file", 0}};
    REQUIRE(town.curation.mark_outdated(town.office, "digital-basics", successors));
    const auto profile = get("/profil");
    CHECK(profile.status == 200);
    CHECK(contains(profile.text(), "„Arbeiten am PC“ ist veraltet. Ihr Wert gilt jetzt bei:"));
    const auto old_page = get("/kompetenzen/digital-basics").text();
    CHECK(contains(old_page, "Diese Kompetenz ist veraltet"));
    CHECK_FALSE(contains(old_page, "einschaetzen-titel"));
    CHECK(contains(get("/kompetenzen/e-file").text(), "Aus einer Kompetenz, die ersetzt wurde"));
    CHECK_FALSE(contains(get("/profil/interessen").text(), "Arbeiten am PC"));
    const auto draft = *town.curation.create(town.office, CurationTown::good());
    CHECK(get("/kompetenzen/" + draft).status == 404);
}
