// SPDX-License-Identifier: EUPL-1.2
#include "competence/tests/competence_town.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace kc;
using namespace kc::competence;
using namespace kc::competence::test;

namespace {

template <class Run> void in_each_town(Run run) {
    for (auto& database : kc::test::databases()) {
        Town town(*database);
        run(town);
    }
}

// What a refused or repeated action must leave as it was.
struct Traces {
    explicit Traces(const Town& town)
        : audits(town.count("SELECT count(*) FROM audit_log")),
          changes(town.count("SELECT count(*) FROM change_log")),
          rows(town.count("SELECT (SELECT count(*) FROM evidence) + (SELECT count(*) FROM person_jobs) + (SELECT count(*) FROM person_interests) "
                          "+ (SELECT count(*) FROM learning_preferences) + (SELECT count(*) FROM person_places) + "
                          "(SELECT count(*) FROM absences) + (SELECT count(*) FROM assessment_skips)")),
          told(town.observer.told.size()) {}
    bool operator==(const Traces&) const = default;
    std::int64_t audits, changes, rows;
    std::size_t told;
};

Result<int, ProfileError> assess(Town& town, std::string_view slug, std::optional<int> level) {
    const Answer answer{town.competence(slug), level};
    return town.service->self_assess(town.clerk, std::span(&answer, 1));
}

}  // namespace

TEST_CASE("choosing jobs and department stores them, writes one audit entry and tells the observer") {
    in_each_town([](Town& town) {
        const Traces before(town);
        REQUIRE(town.service->set_jobs(town.clerk, {town.role("citizen-service"), town.role("team-lead")}, town.citizen_office));
        const auto own = town.service->find_own(town.clerk);
        CHECK(own->facts.jobs.present == town.role("citizen-service"));
        CHECK(own->facts.jobs.future == town.role("team-lead"));
        CHECK(own->facts.department == town.citizen_office);
        CHECK(town.count("SELECT count(*) FROM audit_log WHERE action = 'profile.jobs_changed'") == 1);
        CHECK(town.count("SELECT count(*) FROM change_log WHERE topic = 'profile'") == 1);
        CHECK(town.observer.told == std::vector{town.clerk.person});
        CHECK(own->complete.needed == 4);

        const Traces after(town);
        REQUIRE(town.service->set_jobs(town.clerk, {town.role("citizen-service"), town.role("team-lead")}, town.citizen_office));
        CHECK(Traces(town) == after);  // the same again changes nothing
        REQUIRE(town.service->set_jobs(town.clerk, {town.role("citizen-service"), std::nullopt}));
        CHECK_FALSE(town.service->find_own(town.clerk)->facts.jobs.future);
        CHECK(town.service->find_own(town.clerk)->facts.department == town.citizen_office);
    });
}

TEST_CASE("refused jobs leave no trace") {
    in_each_town([](Town& town) {
        const Traces before(town);
        const auto role = town.role("citizen-service");
        CHECK(town.service->set_jobs(town.editor, {role, {}}).error() == ProfileError::not_permitted);
        CHECK(town.service->set_jobs(town.clerk, {{}, role}).error() == ProfileError::present_job_missing);
        CHECK(town.service->set_jobs(town.clerk, {RoleProfileId{9999}, {}}).error() == ProfileError::unknown_role_profile);
        CHECK(town.service->set_jobs(town.clerk, {role, RoleProfileId{9999}}).error() == ProfileError::unknown_role_profile);
        CHECK(town.service->set_jobs(town.clerk, {role, role}).error() == ProfileError::same_job);
        CHECK(town.service->set_jobs(town.clerk, {role, {}}, town.other_department).error() == ProfileError::unknown_department);
        CHECK(town.service->set_jobs(town.clerk, {role, {}}, town.closed_department).error() == ProfileError::unknown_department);
        CHECK(town.service->set_jobs(town.clerk, {role, {}}, DepartmentId{9999}).error() == ProfileError::unknown_department);
        CHECK(Traces(town) == before);
    });
}

TEST_CASE("a blocked person can change nothing any more") {
    in_each_town([](Town& town) {
        town.database.in_transaction(
            [&](storage::Transaction& transaction) { transaction.execute("UPDATE people SET state = 'blocked' WHERE id = ?", town.clerk.person); });
        const Traces before(town);
        CHECK(town.service->set_jobs(town.clerk, {town.role("citizen-service"), {}}).error() == ProfileError::not_permitted);
        CHECK(assess(town, "teamwork", 2).error() == ProfileError::not_permitted);
        CHECK(town.service->set_interests(town.clerk, {}).error() == ProfileError::not_permitted);
        CHECK(town.service->set_preferences(town.clerk, town.preferences()).error().error == ProfileError::not_permitted);
        CHECK(town.service->withdraw(town.clerk, EvidenceId{1}).error() == ProfileError::not_permitted);
        CHECK(Traces(town) == before);
    });
}

TEST_CASE("a self-assessment appends evidence and keeps the old value as history") {
    in_each_town([](Town& town) {
        CHECK(*assess(town, "teamwork", 1) == 1);
        town.clock.advance(std::chrono::hours{24 * 10});
        CHECK(*assess(town, "teamwork", 3) == 1);
        const auto own = town.service->find_own(town.clerk);
        CHECK(own->facts.evidence.size() == 2);
        CHECK(town.standing(*own, "teamwork").current.level == 3);
        CHECK(town.standing(*own, "teamwork").current.confidence_percent == 60);
        CHECK(town.standing(*own, "teamwork").current.evidence->source == EvidenceSource::self_assessment);
    });
}

TEST_CASE("the same answer on the same day is stored once, on another day it renews the value") {
    in_each_town([](Town& town) {
        CHECK(*assess(town, "teamwork", 1) == 1);
        const Traces after(town);
        CHECK(*assess(town, "teamwork", 1) == 0);
        CHECK(Traces(town) == after);
        CHECK(*assess(town, "teamwork", 2) == 1);
        CHECK(*assess(town, "teamwork", 1) == 1);  // changed her mind twice: what was said last counts
        CHECK(town.standing(*town.service->find_own(town.clerk), "teamwork").current.level == 1);
        town.clock.advance(std::chrono::hours{24});
        CHECK(*assess(town, "teamwork", 1) == 1);
    });
}

TEST_CASE("answering 'Weiß ich nicht' is remembered until there is a level, and takes nothing away") {
    in_each_town([](Town& town) {
        REQUIRE(town.service->set_jobs(town.clerk, {town.role("citizen-service"), {}}));
        CHECK(*assess(town, "teamwork", std::nullopt) == 0);
        CHECK(town.service->find_own(town.clerk)->complete.skipped == 1);
        CHECK(*assess(town, "teamwork", 2) == 1);
        CHECK(town.service->find_own(town.clerk)->complete.skipped == 0);
        CHECK(town.count("SELECT count(*) FROM assessment_skips") == 0);
        const Traces after(town);
        CHECK(*assess(town, "teamwork", std::nullopt) == 0);
        CHECK(Traces(town) == after);
        CHECK(town.service->find_own(town.clerk)->complete.assessed == 1);
    });
}

TEST_CASE("a batch with one wrong answer is refused as a whole") {
    in_each_town([](Town& town) {
        const Traces before(town);
        const auto good = Answer{town.competence("teamwork"), 2};
        const auto send = [&](std::vector<Answer> answers) { return town.service->self_assess(town.clerk, answers).error(); };
        CHECK(send({good, {CompetenceId{9999}, 1}}) == ProfileError::unknown_competence);
        CHECK(send({good, {town.competence("e-file"), 6}}) == ProfileError::level_out_of_range);
        CHECK(send({good, {town.competence("e-file"), -1}}) == ProfileError::level_out_of_range);
        CHECK(send({good, good}) == ProfileError::too_many_answers);
        CHECK(town.service->self_assess(town.editor, std::vector{good}).error() == ProfileError::not_permitted);
        CHECK(Traces(town) == before);
        CHECK(*town.service->self_assess(town.clerk,
                                         std::vector{good, Answer{town.competence("e-file"), 5}, Answer{town.competence("ai-basics"), 0}}) == 3);
    });
}

TEST_CASE("an own value can be withdrawn and brought back, somebody else's cannot") {
    in_each_town([](Town& town) {
        REQUIRE(assess(town, "teamwork", 2));
        const auto id = town.service->find_own(town.clerk)->facts.evidence.front().id;
        const Traces before(town);
        CHECK(town.service->withdraw(town.colleague, id).error() == ProfileError::evidence_not_found);
        CHECK(town.service->withdraw(town.stranger, id).error() == ProfileError::evidence_not_found);
        CHECK(town.service->withdraw(town.editor, id).error() == ProfileError::not_permitted);
        CHECK(town.service->withdraw(town.clerk, EvidenceId{9999}).error() == ProfileError::evidence_not_found);
        CHECK(Traces(town) == before);

        REQUIRE(town.service->withdraw(town.clerk, id));
        CHECK_FALSE(town.standing(*town.service->find_own(town.clerk), "teamwork").current.assessed());
        const Traces after(town);
        REQUIRE(town.service->withdraw(town.clerk, id));  // sent twice
        CHECK(Traces(town) == after);
        REQUIRE(town.service->restore(town.clerk, id));
        CHECK(town.standing(*town.service->find_own(town.clerk), "teamwork").current.level == 2);
    });
}

TEST_CASE("interests are replaced as a whole and unknown ones refused") {
    in_each_town([](Town& town) {
        const auto ai = town.competence("ai-basics"), text = town.competence("office-text");
        REQUIRE(town.service->set_interests(town.clerk, {text, ai, ai}));
        CHECK(town.service->find_own(town.clerk)->facts.interests.size() == 2);
        const Traces after(town);
        REQUIRE(town.service->set_interests(town.clerk, {ai, text}));
        CHECK(Traces(town) == after);
        CHECK(town.service->set_interests(town.clerk, {CompetenceId{9999}}).error() == ProfileError::unknown_competence);
        CHECK(town.service->set_interests(town.editor, {ai}).error() == ProfileError::not_permitted);
        CHECK(Traces(town) == after);
        REQUIRE(town.service->set_interests(town.clerk, {}));
        CHECK(town.service->find_own(town.clerk)->facts.interests.empty());
    });
}

TEST_CASE("learning preferences come back as they were stored, contradictions leave no trace") {
    in_each_town([](Town& town) {
        const auto stated = town.preferences();
        REQUIRE(town.service->set_preferences(town.clerk, stated));
        CHECK(town.service->find_own(town.clerk)->facts.preferences == stated);
        const Traces after(town);
        REQUIRE(town.service->set_preferences(town.clerk, stated));
        auto wrong = stated;
        wrong.online = wrong.on_site = false;
        wrong.absences.push_back({day(2026, 9, 2), day(2026, 9, 1)});
        const auto refused = town.service->set_preferences(town.clerk, wrong);
        CHECK(refused.error().error == ProfileError::invalid_preferences);
        CHECK(refused.error().problems.size() == 2);
        CHECK(Traces(town) == after);
        auto changed = stated;
        changed.places = {town.speyer, town.heidelberg, town.speyer};
        changed.absences.clear();
        changed.weekly_hours.reset();
        REQUIRE(town.service->set_preferences(town.clerk, changed));
        const auto own = town.service->find_own(town.clerk);
        CHECK(own->facts.preferences->places.size() == 2);
        CHECK(own->facts.preferences->absences.empty());
        CHECK_FALSE(own->facts.preferences->weekly_hours);
    });
}

TEST_CASE("people see their own profile only") {
    in_each_town([](Town& town) {
        REQUIRE(assess(town, "teamwork", 2));
        REQUIRE(town.service->set_interests(town.clerk, {town.competence("ai-basics")}));
        const auto other = town.service->find_own(town.colleague);
        REQUIRE(other);
        CHECK(other->facts.evidence.empty());
        CHECK(other->facts.interests.empty());
        CHECK_FALSE(town.service->find_own(town.editor));
    });
}

TEST_CASE("planning reads the merged profile of one person and of many alike") {
    in_each_town([](Town& town) {
        REQUIRE(town.service->set_jobs(town.clerk, {town.role("citizen-service"), {}}));
        REQUIRE(town.service->set_jobs(town.stranger, {town.role("citizen-service"), {}}));
        REQUIRE(assess(town, "conversation", 2));
        REQUIRE(town.service->set_preferences(town.clerk, town.preferences()));
        const auto framework = town.frameworks->current();
        town.database.read([&](storage::Session& session) {
            const std::vector people{town.stranger.person, town.clerk.person, PersonId{9999}};
            const auto many = list_learner_profiles(session, *framework, people, today);
            REQUIRE(many.size() == 2);
            const auto one = find_learner_profile(session, *framework, town.clerk.person, today);
            CHECK(many[0].person == town.clerk.person);
            CHECK(many[0].preferences == one->preferences);
            CHECK(one->preferences == town.preferences());
            REQUIRE(one->current.size() == 1);
            CHECK(one->current[0].level == 2);
            CHECK(one->enough_for_curriculum);
            CHECK(one->targets.size() == 4);
            CHECK_FALSE(many[1].enough_for_curriculum);
            CHECK_FALSE(many[1].preferences_stated);
            const auto e_file = std::find_if(many[1].targets.begin(), many[1].targets.end(),
                                             [&](const TargetOf& target) { return target.competence == town.competence("e-file"); });
            CHECK(e_file->level == 4);  // her municipality asks for more
            CHECK_FALSE(find_learner_profile(session, *framework, PersonId{9999}, today));
        });
    });
}

TEST_CASE("the dashboard hears the next step and the three most important gaps") {
    in_each_town([](Town& town) {
        const auto summary = [&] {
            return town.database.read(
                [&](storage::Session& session) { return needs_summary(session, *town.frameworks->current(), town.clerk, today); });
        };
        CHECK(summary().next_step == ProfileStep::job);
        CHECK(summary().next_path == "/profil/taetigkeit");
        REQUIRE(town.service->set_jobs(town.clerk, {town.role("citizen-service"), {}}));
        const auto now = summary();
        CHECK(now.next_step == ProfileStep::assessment);
        CHECK(now.gap_count == 4);
        REQUIRE(now.top_gaps.size() == 3);
        CHECK(now.top_gaps[0].slug == "conversation");    // 3 × 8
        CHECK(now.top_gaps[1].slug == "digital-basics");  // 3 × 6
    });
}

TEST_CASE("what a finished unit proves is written to the profile and ends a 'Weiß ich nicht'") {
    in_each_town([](Town& town) {
        REQUIRE(assess(town, "teamwork", std::nullopt));
        const auto told = town.observer.told.size();
        const std::vector found{FoundLevel{town.competence("teamwork"), 3, EvidenceSource::completed_unit, today}};
        const auto ids = town.database.in_transaction([&](storage::Transaction& transaction) {
            return record_found_levels(transaction, town.observer, town.clerk.person, found, std::nullopt, town.clock.now());
        });
        REQUIRE(ids.size() == 1);
        const auto own = town.service->find_own(town.clerk);
        CHECK(town.standing(*own, "teamwork").current.confidence_percent == 45);  // KO-23
        CHECK_FALSE(town.standing(*own, "teamwork").skipped);
        CHECK(town.observer.told.size() == told + 1);
        CHECK(town.database
                  .in_transaction([&](storage::Transaction& transaction) {
                      return record_found_levels(transaction, town.observer, PersonId{9999}, found, std::nullopt, town.clock.now());
                  })
                  .empty());
    });
}

TEST_CASE("what a deleted line of an interview had found is gone from the profile at once, and only for its own person") {
    in_each_town([](Town& town) {
        const std::vector found{FoundLevel{town.competence("teamwork"), 3, EvidenceSource::interview, today, "interview:2026-1:team"}};
        const auto in_transaction = [&](auto&& work) { return town.database.in_transaction(work); };
        const auto ids = in_transaction([&](storage::Transaction& transaction) {
            return record_found_levels(transaction, town.observer, town.clerk.person, found, town.clerk.person, town.clock.now());
        });
        REQUIRE(ids.size() == 1);
        const auto before = town.service->find_own(town.clerk);
        CHECK(town.standing(*before, "teamwork").current.evidence->origin == "interview:2026-1:team");
        CHECK(in_transaction([&](storage::Transaction& transaction) {
                  return remove_found_levels(transaction, town.observer, PersonId{9999}, ids, std::nullopt, town.clock.now());
              }) == 0);
        CHECK(in_transaction([&](storage::Transaction& transaction) {
                  return remove_found_levels(transaction, town.observer, town.clerk.person, ids, town.clerk.person, town.clock.now());
              }) == 1);
        const auto after = town.service->find_own(town.clerk);
        CHECK_FALSE(town.standing(*after, "teamwork").current.assessed());
    });
}

TEST_CASE("the same form sent by many browsers at once is stored once") {
    in_each_town([](Town& town) {
        std::vector<std::thread> browsers;
        std::atomic<int> added = 0, refused = 0;
        for (int i = 0; i < 8; ++i) {
            browsers.emplace_back([&] {
                struct Silent final : ProfileObserver {
                    void profile_changed(storage::Transaction&, PersonId) override {}
                } silent;
                ProfileService service(town.database, town.clock, *town.frameworks, silent);
                const Answer answer{town.competence("teamwork"), 3};
                const auto answered = service.self_assess(town.clerk, std::span(&answer, 1));
                if (answered)
                    added += *answered;
                else
                    ++refused;
                if (!service.set_preferences(town.clerk, town.preferences())) ++refused;
                if (!service.set_interests(town.clerk, {town.competence("ai-basics")})) ++refused;
                if (!service.set_jobs(town.clerk, {town.role("citizen-service"), town.role("team-lead")})) ++refused;
            });
        }
        for (auto& browser : browsers) browser.join();
        CHECK(refused == 0);
        CHECK(added == 1);
        CHECK(town.count("SELECT count(*) FROM evidence") == 1);
        CHECK(town.count("SELECT count(*) FROM absences") == 1);
        CHECK(town.count("SELECT count(*) FROM person_jobs") == 2);
        CHECK(town.count("SELECT count(*) FROM audit_log WHERE action LIKE 'profile.%'") == 4);
    });
}

TEST_CASE("the audit log holds no level and no text of the person") {
    in_each_town([](Town& town) {
        REQUIRE(assess(town, "teamwork", 2));
        const auto details = town.database.read([](storage::Session& session) {
            return session.get<std::string>("SELECT details FROM audit_log WHERE action = 'profile.self_assessed'");
        });
        CHECK(details == R"({"answers":1,"skipped":0})");
    });
}

TEST_CASE("a changed framework is served whole after a reload") {
    in_each_town([](Town& town) {
        const auto before = town.frameworks->current();
        auto content = small_framework();
        content.competences[0].name = "Gespräche führen";
        content.role_profiles[0].market[0].level = 5;
        town.database.in_transaction([&](storage::Transaction& transaction) { write_framework(transaction, content); });
        town.frameworks->reload();
        const auto after = town.frameworks->current();
        CHECK(before->competence(0).name == "Gesprächsführung");  // who still reads the old one is not disturbed
        CHECK(after->competence(0).name == "Gespräche führen");
        CHECK(after->competence(0).id == before->competence(0).id);
        CHECK(after->competence(0).descriptors[4] == "Ich kann Gesprächsführung auf Stufe 5.");
        CHECK(after->role_profile_by_slug("citizen-service")->demands.size() == 3);
    });
}

TEST_CASE("content that names an unknown competence is refused and nothing of it stored") {
    in_each_town([](Town& town) {
        const Traces before(town);
        auto content = small_framework();
        content.areas.push_back({"new", "Neu", "New"});
        content.role_profiles[0].market.push_back({"no-such", 1, 1, "Grund", {}});
        const auto write = [&] { town.database.in_transaction([&](storage::Transaction& transaction) { write_framework(transaction, content); }); };
        CHECK_THROWS_AS(write(), FrameworkContentError);
        CHECK(Traces(town) == before);
        CHECK(town.count("SELECT count(*) FROM competence_areas") == 2);
    });
}
