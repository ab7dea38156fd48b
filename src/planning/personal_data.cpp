// SPDX-License-Identifier: EUPL-1.2
#include "planning/personal_data.hpp"

#include "planning/settings_store.hpp"
#include "planning/store.hpp"
#include "web/api_response.hpp"

#include <unordered_map>

namespace kc::planning {
namespace {

constexpr int all_versions = 100'000;

struct ExportedItem {
    CurriculumId curriculum_id;
    std::string unit;
    std::optional<TutorialDateId> tutorial_date_id;
    Date starts_on{}, ends_on{};
    HalfHours half_hours;
    Money price_cents;
    bool locked = false;
    std::string explanation;
};
BOOST_DESCRIBE_STRUCT(ExportedItem, (), (curriculum_id, unit, tutorial_date_id, starts_on, ends_on, half_hours, price_cents, locked, explanation))

struct ExportedGap {
    CurriculumId curriculum_id;
    std::string competence;
    int level = 0;
    OpenReason reason{};
};
BOOST_DESCRIBE_STRUCT(ExportedGap, (), (curriculum_id, competence, level, reason))

struct Outlook {
    CurriculumId id;
    std::string outlook;
};
BOOST_DESCRIBE_STRUCT(Outlook, (), (id, outlook))

struct Named {
    CompetenceId id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Named, (), (id, name))

std::vector<ExportedGap> list_gaps(storage::Session& session, PersonId person) {
    std::unordered_map<CompetenceId, std::string> names;
    for (auto& competence : session.query<Named>("SELECT id, name FROM competences")) names.emplace(competence.id, std::move(competence.name));
    std::vector<ExportedGap> gaps;
    for (const auto& row : session.query<Outlook>("SELECT id, outlook FROM curricula WHERE person_id = ? ORDER BY version", person)) {
        Plan plan;
        read_outlook(row.outlook, plan);
        for (const auto& gap : plan.open_gaps) gaps.push_back({row.id, names[gap.competence], gap.level, gap.reason});
    }
    return gaps;
}

struct Exported {
    std::vector<CurriculumHead> curricula;
    std::vector<ExportedItem> items;
    std::vector<ExportedGap> open_gaps;
    std::vector<PlanChoice> choices;
    std::vector<CompletedUnit> completed;
    PlanSettings settings;
    std::optional<Instant> calendar_address_since;  // the address itself is not stored
    std::optional<Instant> mails_told_until;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (curricula, items, open_gaps, choices, completed, settings, calendar_address_since, mails_told_until))

}  // namespace

std::string PlanningPersonalData::export_data(storage::Session& session, PersonId person) {
    // plan_reach and plan_questions are computed from the profile, which competence exports, and say nothing beyond it.
    Exported out;
    out.curricula = list_heads(session, person, all_versions);
    out.items = session.query<ExportedItem>(
        "SELECT i.curriculum_id, u.title AS unit, i.tutorial_date_id, i.starts_on, i.ends_on, i.half_hours, i.price_cents, i.locked, i.explanation "
        "FROM curriculum_items i JOIN curricula c ON c.id = i.curriculum_id JOIN learning_units u ON u.id = i.unit_id WHERE c.person_id = ? ORDER BY "
        "c.version, i.position",
        person);
    out.open_gaps = list_gaps(session, person);
    out.choices =
        session.query<PlanChoice>("SELECT unit_id, choice, tutorial_date_id FROM plan_choices WHERE person_id = ? ORDER BY unit_id", person);
    out.completed =
        session.query<CompletedUnit>("SELECT unit_id, completed_on FROM completed_units WHERE person_id = ? ORDER BY completed_on, unit_id", person);
    out.settings = find_settings(session, person);
    out.calendar_address_since = find_feed_created(session, person);
    if (const auto told = find_told_until(session, person); told != Instant{}) out.mails_told_until = told;
    return web::to_json(out);
}

void PlanningPersonalData::erase(storage::Transaction& transaction, PersonId person) { remove_person(transaction, person); }

}  // namespace kc::planning
