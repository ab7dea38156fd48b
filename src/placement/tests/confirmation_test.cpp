// SPDX-License-Identifier: EUPL-1.2
#include "placement/tests/placement_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::placement;
using namespace kc::placement::test;

namespace {

NewConfirmation wanted(const PlacementTown& town, int level = 3) {
    return {town.boss.person, town.competence("teamwork"), level, std::nullopt, "Bitte"};
}

}  // namespace

TEST_CASE("a confirmed level counts with 95 percent, and the learner is told (KP-15)") {
    in_each_town([](PlacementTown& town) {
        const auto id = town.confirmations->request(town.clerk, wanted(town));
        REQUIRE(id);
        CHECK(town.count("SELECT count(*) FROM mail_outbox WHERE recipient = 'boss@example.org'") == 1);
        CHECK(town.confirmations->asked(town.boss)->size() == 1);
        REQUIRE(town.confirmations->confirm(town.boss, *id, 2));  // another level than asked for
        const auto current = town.current(town.clerk, "teamwork");
        REQUIRE(current);
        CHECK(current->level == 2);
        CHECK(current->confidence_percent == 95);
        CHECK(current->evidence->origin == fmt::format("confirmation:{}", id->value));
        CHECK(town.observer.told == std::vector{town.clerk.person});
        CHECK(town.count("SELECT count(*) FROM mail_outbox WHERE recipient = 'clerk@example.org' AND subject = 'confirmed'") == 1);
        CHECK(town.confirmations->asked(town.boss)->empty());
        CHECK(town.confirmations->confirm(town.boss, *id, 2).error() == ConfirmationError::not_found);
        const auto row = town.confirmations->requests(town.clerk)->front();
        CHECK(row.state == ConfirmationState::confirmed);
        CHECK(row.confirmed_level == 2);
        CHECK(town.count("SELECT count(*) FROM audit_log WHERE subject_type = 'confirmation' AND details = '{}'") == 2);
    });
}

TEST_CASE("declining needs a reason and changes no level") {
    in_each_town([](PlacementTown& town) {
        const auto id = *town.confirmations->request(town.clerk, wanted(town));
        CHECK(town.confirmations->decline(town.boss, id, "").error() == ConfirmationError::reason_missing);
        REQUIRE(town.confirmations->decline(town.boss, id, "Das habe ich noch nicht gesehen."));
        CHECK_FALSE(town.current(town.clerk, "teamwork"));
        CHECK(town.confirmations->requests(town.clerk)->front().reason == "Das habe ich noch nicht gesehen.");
    });
}

TEST_CASE("only entitled people of the own organisation may be asked, and not oneself (KP-14)") {
    in_each_town([](PlacementTown& town) {
        const auto ask = [&](PersonId asked) {
            auto request = wanted(town);
            request.asked = asked;
            return town.confirmations->request(town.clerk, request).error();
        };
        for (const auto asked : {town.colleague.person, town.stranger_boss.person, town.clerk.person, PersonId{9999}}) {
            CHECK(ask(asked) == ConfirmationError::asked_not_entitled);
        }
        const auto confirmers = *town.confirmations->confirmers(town.clerk, "");
        REQUIRE(confirmers.size() == 1);
        CHECK(confirmers.front().id == town.boss.person);
        CHECK(town.confirmations->confirmers(town.clerk, "OSS leit")->size() == 1);
        CHECK(town.confirmations->confirmers(town.clerk, "%")->empty());
        CHECK(town.confirmations->confirmers(town.boss, "").error() == ConfirmationError::not_permitted);
        // The statement names the roles; the viewer's permission must mean the same ones.
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([](auto entry) {
            const bool listed = entry.value == Role::supervisor || entry.value == Role::hr_decision_maker || entry.value == Role::instructor;
            CAPTURE(entry.name);
            CHECK(role_grants(entry.value, Permission::confirm_evidence) == listed);
        });
    });
}

TEST_CASE("wrong requests are refused, and one person is asked once at a time (KP-14)") {
    in_each_town([](PlacementTown& town) {
        auto request = wanted(town, 0);
        CHECK(town.confirmations->request(town.clerk, request).error() == ConfirmationError::level_out_of_range);
        request = wanted(town);
        request.competence = CompetenceId{9999};
        CHECK(town.confirmations->request(town.clerk, request).error() == ConfirmationError::unknown_competence);
        request = wanted(town);
        request.document = DocumentId{9999};
        CHECK(town.confirmations->request(town.clerk, request).error() == ConfirmationError::document_not_found);
        CHECK(town.confirmations->request(town.boss, wanted(town)).error() == ConfirmationError::not_permitted);
        REQUIRE(town.confirmations->request(town.clerk, wanted(town)));
        CHECK(town.confirmations->request(town.clerk, wanted(town, 4)).error() == ConfirmationError::already_asked);
        CHECK(town.count("SELECT count(*) FROM confirmations") == 1);
        town.database.in_transaction([&](storage::Transaction& transaction) {
            transaction.execute("DELETE FROM confirmations");
            // Ten open ones: eight competences asked of one person, two of another.
            for (const auto& [asked, most] : {std::pair{town.stranger_boss.person, 8}, std::pair{town.colleague.person, 2}}) {
                transaction.execute(
                    "INSERT INTO confirmations (person_id, asked_id, competence_id, level, state, requested_at, expires_at) "
                    "SELECT ?, ?, id, 1, 'open', 0, 99999999999 FROM competences ORDER BY id LIMIT ?",
                    town.clerk.person, asked, most);
            }
        });
        CHECK(town.confirmations->request(town.clerk, wanted(town)).error() == ConfirmationError::too_many);
    });
}

TEST_CASE("the asked person sees this request and nothing else, and only while it is open (KP-13, KP-15, KP-16)") {
    in_each_town([](PlacementTown& town) {
        const NewDocument certificate{"Zertifikat", "VHS",     day(2026, 1, 10),
                                      "z.pdf",      small_pdf, {{town.competence("teamwork"), 3}, {town.competence("e-file"), 2}}};
        const auto document = *town.documents->store(town.clerk, certificate);
        auto request = wanted(town);
        request.document = document;
        const auto id = *town.confirmations->request(town.clerk, request);
        const auto seen = town.confirmations->find_asked(town.boss, id);
        REQUIRE(seen);
        CHECK(seen->confirmation.person_name == "clerk Muster");
        CHECK(seen->document->title == "Zertifikat");
        CHECK(seen->document->levels.empty());  // what else it proves is not asked
        CHECK(*town.confirmations->document(town.boss, id) == small_pdf);
        for (const auto& other : {town.stranger_boss, town.clerk, town.colleague}) {
            CHECK_FALSE(town.confirmations->find_asked(other, id));
            CHECK_FALSE(town.confirmations->document(other, id));
            CHECK_FALSE(town.confirmations->confirm(other, id, 3));
        }
        CHECK(town.confirmations->asked(town.clerk).error() == ConfirmationError::not_permitted);
        CHECK(town.confirmations->withdraw(town.colleague, id).error() == ConfirmationError::not_found);
        REQUIRE(town.confirmations->withdraw(town.clerk, id));
        REQUIRE(town.confirmations->withdraw(town.clerk, id));  // sent twice
        CHECK(town.confirmations->document(town.boss, id).error() == ConfirmationError::not_found);
        CHECK(town.confirmations->confirm(town.boss, id, 3).error() == ConfirmationError::not_found);
    });
}

TEST_CASE("a request expires after thirty days and may be made again (KP-16)") {
    in_each_town([](PlacementTown& town) {
        const auto id = *town.confirmations->request(town.clerk, wanted(town));
        town.pass_days(29);
        CHECK(town.confirmations->asked(town.boss)->size() == 1);
        town.pass_days(1);
        CHECK(town.confirmations->asked(town.boss)->empty());
        CHECK(town.confirmations->confirm(town.boss, id, 3).error() == ConfirmationError::not_found);
        CHECK(town.confirmations->withdraw(town.clerk, id).error() == ConfirmationError::not_found);
        CHECK(town.confirmations->requests(town.clerk)->front().state == ConfirmationState::expired);
        REQUIRE(town.confirmations->request(town.clerk, wanted(town)));
    });
}

TEST_CASE("whoever lost the role decides no longer (KP-16)") {
    in_each_town([](PlacementTown& town) {
        const auto id = *town.confirmations->request(town.clerk, wanted(town));
        town.database.in_transaction([&](storage::Transaction& transaction) {
            transaction.execute("UPDATE role_assignments SET valid_until = '2026-03-01' WHERE person_id = ?", town.boss.person);
        });
        CHECK(town.confirmations->confirm(town.boss, id, 3).error() == ConfirmationError::not_permitted);
        CHECK(town.confirmations->decline(town.boss, id, "Nein").error() == ConfirmationError::not_permitted);
        CHECK_FALSE(town.current(town.clerk, "teamwork"));
    });
}
