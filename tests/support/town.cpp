// SPDX-License-Identifier: EUPL-1.2
#include "tests/support/town.hpp"

#include "base/require.hpp"

namespace kc::test {

namespace {

struct PersonRow {
    OrganisationId organisation_id;
    std::string first_name, last_name;
    Language language{};
};
BOOST_DESCRIBE_STRUCT(PersonRow, (), (organisation_id, first_name, last_name, language))

struct RoleRow {
    Role role{};
    OrganisationId organisation_id;
};
BOOST_DESCRIBE_STRUCT(RoleRow, (), (role, organisation_id))

constexpr Instant monday_morning = std::chrono::sys_days{std::chrono::year{2026} / std::chrono::March / 2} + std::chrono::hours{8};

PersonId person_with(const sample::SampleResult& sample, Role role, int nth = 0) {
    for (const auto& sign_in : sample.sign_ins) {
        if (sign_in.role == role && nth-- == 0) return sign_in.person;
    }
    throw Impossible("the sample region has no sign-in for this role");
}

}  // namespace

Town::Town(std::unique_ptr<TestDatabase> database) : clock(monday_morning), database_(std::move(database)) {
    sample::SampleOptions options;
    options.people = 30;
    options.today = clock.today();
    options.data_directory = std::filesystem::path(KC_SOURCE_DIR) / "sample";
    options.password_cost = identity::PasswordCost::lowest();
    options.employers = {"weinheim", "mauer"};
    auto made = sample::create_sample_region(**database_, options);
    require(made.has_value());
    sample = std::move(*made);
    newcomer = viewer_of(person_with(sample, Role::learner));
    clerk = viewer_of(person_with(sample, Role::learner, 1));
    supervisor = viewer_of(person_with(sample, Role::supervisor));
    hr_decision_maker = viewer_of(person_with(sample, Role::hr_decision_maker));
    provider_editor = viewer_of(person_with(sample, Role::provider_editor));
    instructor = viewer_of(person_with(sample, Role::instructor));
    board_member = viewer_of(person_with(sample, Role::board_member));
    office = viewer_of(person_with(sample, Role::office));
    venue_host = viewer_of(person_with(sample, Role::venue_host));
    system_operator = viewer_of(person_with(sample, Role::system_operator));
    const auto mauer = organisation("mauer");
    outsider = viewer_of(this->database().read([&](storage::Session& session) {
        return session.get<PersonId>("SELECT id FROM people WHERE organisation_id = ? ORDER BY id LIMIT 1", mauer);
    }));
}

Viewer Town::viewer_of(PersonId person) const {
    return database().read([&](storage::Session& session) {
        const auto row = session.get<PersonRow>("SELECT organisation_id, first_name, last_name, language FROM people WHERE id = ?", person);
        Viewer viewer{person, row.organisation_id, row.first_name + " " + row.last_name, row.language, {}};
        for (const auto& role :
             session.query<RoleRow>("SELECT role, organisation_id FROM role_assignments WHERE person_id = ? ORDER BY id", person)) {
            viewer.roles.push_back({role.role, role.organisation_id});
        }
        return viewer;
    });
}

OrganisationId Town::organisation(std::string_view slug) const {
    return database().read([&](storage::Session& s) { return s.get<OrganisationId>("SELECT id FROM organisations WHERE slug = ?", slug); });
}

LearningUnitId Town::unit(std::string_view slug) const {
    return database().read([&](storage::Session& s) { return s.get<LearningUnitId>("SELECT id FROM learning_units WHERE slug = ?", slug); });
}

CompetenceId Town::competence(std::string_view slug) const {
    return database().read([&](storage::Session& s) { return s.get<CompetenceId>("SELECT id FROM competences WHERE slug = ?", slug); });
}

}  // namespace kc::test
