// SPDX-License-Identifier: EUPL-1.2
// What a kind of work corresponds to elsewhere, and what takes its place (TA-14, TA-15).
#include "roles/tests/role_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::roles;
using namespace kc::roles::test;
using competence::AlignmentRelation;
using competence::ForeignFramework;
using competence::FrameworkState;
using competence::RoleTexts;

TEST_CASE("occupations and what comes next belong to the texts of a kind of work (TA-14)") {
    in_each_town([](RoleTown& town) {
        const auto role = town.town.role("citizen-service"), next = town.town.role("registry-office");
        const auto now = *town.roles.find_role(town.office, role);
        auto wanted = now.texts;
        wanted.alignments = {{ForeignFramework::kldb, " 73104 ", "Verwaltung", AlignmentRelation::broader},
                             {ForeignFramework::esco, "http://data.europa.eu/esco/occupation/0A1B2C3D-0000-4000-8000-000000000001", "Beruf",
                              AlignmentRelation::close}};
        wanted.successors = {next, next};
        REQUIRE(town.roles.change_role(town.office, role, wanted, now.version));
        CHECK(town.roles.change_role(town.office, role, wanted, now.version));  // sent twice
        const auto* changed = town.roles.framework()->role_profile(role);
        REQUIRE(changed->alignments.size() == 2);
        const auto stored = *town.roles.find_role(town.office, role);
        CHECK(stored.texts.alignments[0].concept_id == "0a1b2c3d-0000-4000-8000-000000000001");
        CHECK(stored.texts.alignments[1].concept_id == "73104");
        CHECK(stored.texts.successors == std::vector<RoleProfileId>{next});
        const auto problem = [&](auto&& edit) {
            auto wrong = stored.texts;
            edit(wrong);
            const auto refused = town.roles.change_role(town.office, role, wrong, stored.version);
            REQUIRE_FALSE(refused);
            REQUIRE(refused.error().error == RoleError::invalid);
            return refused.error().problems.front().message_key;
        };
        CHECK(problem([](RoleTexts& texts) { texts.alignments[0].concept_id = "123"; }) == "roles.problem.esco_number");
        CHECK(problem([](RoleTexts& texts) { texts.alignments[1].concept_id = "731040"; }) == "roles.problem.kldb_number");
        CHECK(problem([](RoleTexts& texts) { texts.alignments.push_back(texts.alignments[1]); }) == "roles.problem.alignment_twice");
        CHECK(problem([](RoleTexts& texts) { texts.alignments.push_back({ForeignFramework::kldb, "", "", AlignmentRelation::none}); }) ==
              "roles.problem.alignment_none");
        CHECK(problem([](RoleTexts& texts) { texts.alignments[0].framework = ForeignFramework::kmk; }) == "roles.problem.alignment_framework");
        CHECK(problem([&](RoleTexts& texts) { texts.successors = {role}; }) == "roles.problem.successor");
        CHECK(problem([](RoleTexts& texts) { texts.successors = {RoleProfileId{999'999}}; }) == "roles.problem.successor");
    });
}

TEST_CASE("the people of a kind of work are told when it is outdated or something else takes its place (TA-15)") {
    in_each_town([](RoleTown& town) {
        const auto role = town.town.role("citizen-service");
        const auto jobs = [&] { return town.count("SELECT count(*) FROM jobs WHERE kind = 'roles.tell_people'"); };
        const auto stored = [&] { return *town.roles.find_role(town.office, role); };
        auto wanted = stored().texts;
        wanted.description = "Nur ein anderer Text.";
        REQUIRE(town.roles.change_role(town.office, role, wanted, stored().version));
        const auto before = jobs();
        wanted.state = FrameworkState::outdated;
        REQUIRE(town.roles.change_role(town.office, role, wanted, stored().version));
        CHECK(jobs() == before + 1);
        wanted.successors = {town.town.role("registry-office")};
        REQUIRE(town.roles.change_role(town.office, role, wanted, stored().version));
        CHECK(jobs() == before + 1);  // waiting already: told once
    });
}
