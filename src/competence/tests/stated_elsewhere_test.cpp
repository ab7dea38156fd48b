// SPDX-License-Identifier: EUPL-1.2
#include "competence/stated_elsewhere.hpp"
#include "competence/tests/competence_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::competence;
using namespace kc::competence::test;

TEST_CASE("jobs, learning time and interests stated elsewhere reach the profile, and the same thing twice changes nothing") {
    for (auto& database : kc::test::databases()) {
        Town town(*database);
        const auto state = [&] {
            return town.database.in_transaction([&](storage::Transaction& tx) {
                const auto person = town.clerk.person;
                const auto now = town.clock.now();
                const std::array wanted{town.competence("ai-basics"), town.competence("escape")};
                int changes = record_jobs(tx, town.observer, person, {town.role("citizen-service"), {}}, now);
                changes += record_preferences(tx, town.observer, person, town.preferences(), now);
                changes += static_cast<int>(add_interests(tx, town.observer, person, wanted, now).size());
                return changes;
            });
        };
        CHECK(state() == 4);
        CHECK(town.observer.told.size() == 3);
        CHECK(state() == 0);
        CHECK(town.observer.told.size() == 3);
        const auto own = *town.service->find_own(town.clerk);
        CHECK(own.facts.jobs.present == town.role("citizen-service"));
        CHECK(own.facts.preferences == town.preferences());
        CHECK(own.facts.interests.size() == 2);
    }
}

TEST_CASE("only interests that are there are removed, and the others stay") {
    for (auto& database : kc::test::databases()) {
        Town town(*database);
        REQUIRE(town.service->set_interests(town.clerk, {town.competence("ai-basics"), town.competence("escape")}));
        const auto removed = town.database.in_transaction([&](storage::Transaction& tx) {
            const std::array unwanted{town.competence("escape"), town.competence("teamwork")};
            return remove_interests(tx, town.observer, town.clerk.person, unwanted, town.clock.now());
        });
        CHECK(removed == std::vector{town.competence("escape")});
        CHECK(town.service->find_own(town.clerk)->facts.interests == std::vector{town.competence("ai-basics")});
    }
}

TEST_CASE("nothing is written for somebody who is no longer active") {
    for (auto& database : kc::test::databases()) {
        Town town(*database);
        town.database.in_transaction([&](storage::Transaction& tx) {
            tx.execute("UPDATE people SET state = 'blocked' WHERE id = ?", town.clerk.person);
            const std::array wanted{town.competence("ai-basics")};
            CHECK_FALSE(record_jobs(tx, town.observer, town.clerk.person, {town.role("citizen-service"), {}}, town.clock.now()));
            CHECK_FALSE(record_preferences(tx, town.observer, town.clerk.person, town.preferences(), town.clock.now()));
            CHECK(add_interests(tx, town.observer, town.clerk.person, wanted, town.clock.now()).empty());
            CHECK(remove_interests(tx, town.observer, town.clerk.person, wanted, town.clock.now()).empty());
        });
        CHECK(town.observer.told.empty());
    }
}

TEST_CASE("what is deleted is deleted in the successors of its competence as well") {
    for (auto& database : kc::test::databases()) {
        Town town(*database);
        const auto person = town.clerk.person;
        const auto now = town.clock.now();
        const auto ids = town.database.in_transaction([&](storage::Transaction& tx) {
            const std::array levels{
                FoundLevel{town.competence("office-text"), 3, EvidenceSource::interview, town.clock.today(), "interview:2026-1:week"},
                FoundLevel{town.competence("e-file"), 2, EvidenceSource::interview, town.clock.today(), "interview:2026-1:week"}};
            auto found = record_found_levels(tx, town.observer, person, levels, person, now);
            const auto successor = [&](std::string_view slug, std::string_view origin) {
                tx.execute(
                    "INSERT INTO evidence (person_id, competence_id, level, source, confidence_percent, assessed_on, created_at, origin) "
                    "VALUES (?, ?, 2, 'interview', 65, ?, ?, ?)",
                    person, town.competence(slug), town.clock.today(), now, origin);
            };
            successor("digital-basics", "succession:office-text");
            successor("video-meetings", "succession:digital-basics");
            return found;
        });
        const auto removed = town.database.in_transaction(
            [&](storage::Transaction& tx) { return remove_found_levels(tx, town.observer, person, std::span(ids).first(1), person, now); });
        CHECK(removed == 3);
        CHECK(town.count("SELECT COUNT(*) FROM evidence") == 1);
    }
}
