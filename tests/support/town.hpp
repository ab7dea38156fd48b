// SPDX-License-Identifier: EUPL-1.2
// Town: a small sample region for tests of services and pages. A fresh database with the full catalogue, two towns with people
// (Weinheim is a member of the cooperative, Mauer is not), one person for each role, and a clock that stands on 2 March 2026.
#pragma once

#include "base/clock.hpp"
#include "base/viewer.hpp"
#include "sample/region.hpp"
#include "tests/support/test_database.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace kc::test {

class Town {
public:
    explicit Town(std::unique_ptr<TestDatabase> database = sqlite_database());

    storage::Database& database() const { return **database_; }

    FixedClock clock;
    sample::SampleResult sample;

    Viewer newcomer;                       // clerk in Weinheim who has said nothing about herself yet
    Viewer clerk;                          // clerk in Weinheim with a complete profile
    Viewer supervisor, hr_decision_maker;  // Weinheim
    Viewer provider_editor, instructor, board_member, office, venue_host, system_operator;
    Viewer outsider;  // clerk in Mauer, which is no member of the cooperative

    Viewer viewer_of(PersonId person) const;  // with the roles of today
    OrganisationId organisation(std::string_view slug) const;
    LearningUnitId unit(std::string_view slug) const;
    CompetenceId competence(std::string_view slug) const;

private:
    std::unique_ptr<TestDatabase> database_;
};

}  // namespace kc::test
