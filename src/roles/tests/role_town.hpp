// SPDX-License-Identifier: EUPL-1.2
// Two towns with HR decision makers and the office of the cooperative, around the small framework of competence; 2 March 2026.
#pragma once

#include "competence/tests/competence_town.hpp"
#include "roles/description_service.hpp"
#include "search/language.hpp"

namespace kc::roles::test {

using competence::DemandLayer;
using competence::test::day;
using competence::test::today;

inline std::shared_ptr<const search::Analyzer> german() {
    static const auto analyzer = search::Analyzer::load(
        {.synonyms = KC_SOURCE_DIR "/sample/search/synonyms.yaml", .word_parts = KC_SOURCE_DIR "/sample/search/word_parts.txt", .dictionary = {}});
    return analyzer;
}

struct RoleTown {
    explicit RoleTown(storage::Database& database)
        : town(database),
          queue(town.clock),
          roles(database, town.clock, *town.frameworks, queue),
          descriptions(database, town.clock, roles, queue, german()) {
        database.in_transaction([&](storage::Transaction& transaction) {
            name(transaction, town.town, "Musterstadt");
            name(transaction, town.other_town, "Nachbarstadt");
            hr = viewer(transaction, Role::hr_decision_maker, town.town, "hr");
            other_hr = viewer(transaction, Role::hr_decision_maker, town.other_town, "other-hr");
            office = viewer(transaction, Role::office, town.town, "office");
        });
    }

    // People of the town with this work at present, each assessed at one of the levels in this competence.
    std::vector<PersonId> workers(std::string_view role, std::string_view competence, const std::vector<int>& levels) {
        std::vector<PersonId> people;
        town.database.in_transaction([&](storage::Transaction& transaction) {
            for (const int level : levels) {
                const auto person = insert_person(transaction, town.town, fmt::format("worker-{}", ++workers_));
                people.push_back(person);
                transaction.execute("INSERT INTO person_jobs (person_id, kind, role_profile_id, updated_at) VALUES (?, 'present', ?, 0)", person,
                                    town.role(role));
                transaction.execute(
                    "INSERT INTO evidence (person_id, competence_id, level, source, confidence_percent, assessed_on, created_at) "
                    "VALUES (?, ?, ?, 'test', 85, ?, 0)",
                    person, town.competence(competence), level, today);
            }
        });
        return people;
    }

    DemandEdit own_line(std::string_view competence, int level, int weight) const {
        return {.role = town.role("citizen-service"),
                .layer = DemandLayer::authority,
                .organisation = town.town,
                .competence = town.competence(competence),
                .level = level,
                .weight = weight,
                .reason = "Das braucht unser Haus.",
                .deadline = {}};
    }

    std::int64_t count(std::string_view sql) const { return town.count(sql); }

    competence::test::Town town;
    jobs::JobQueue queue;
    RoleService roles;
    DescriptionService descriptions;
    Viewer hr, other_hr, office;

private:
    static void name(storage::Transaction& transaction, OrganisationId organisation, std::string_view name) {
        transaction.execute("INSERT INTO organisation_versions (organisation_id, valid_from, name) VALUES (?, '2020-01-01', ?)", organisation, name);
    }
    static PersonId insert_person(storage::Transaction& transaction, OrganisationId organisation, std::string_view name) {
        return transaction.get<PersonId>(
            "INSERT INTO people (organisation_id, email, first_name, last_name, state, created_at) "
            "VALUES (?, ?, ?, 'Muster', 'active', 0) RETURNING id",
            organisation, fmt::format("{}@example.org", name), name);
    }
    static Viewer viewer(storage::Transaction& transaction, Role role, OrganisationId organisation, std::string_view name) {
        return {.person = insert_person(transaction, organisation, name),
                .organisation = organisation,
                .display_name = "Erika Muster",
                .language = Language::de,
                .roles = {{role, organisation}}};
    }
    int workers_ = 0;
};

template <class Run> void in_each_town(Run run) {
    for (auto& database : kc::test::databases()) {
        RoleTown town(*database);
        run(town);
    }
}

}  // namespace kc::roles::test
