// SPDX-License-Identifier: EUPL-1.2
#include "competence/personal_data.hpp"

#include "competence/store.hpp"
#include "web/api_response.hpp"

namespace kc::competence {

namespace {

struct ExportedEvidence {
    std::string competence;
    int level = 0;
    EvidenceSource source{};
    int confidence_percent = 0;
    Date assessed_on{};
    std::optional<Instant> withdrawn_at;
    std::string origin;
};
BOOST_DESCRIBE_STRUCT(ExportedEvidence, (), (competence, level, source, confidence_percent, assessed_on, withdrawn_at, origin))

struct ExportedPreferences {
    HalfHours half_hours;
    std::optional<HalfHours> weekly_half_hours;
    Money budget_cents;
    int presence_days = 0;
    Date until{};
    int working_days = 0;
    bool online = false, on_site = false;
    std::vector<std::string> places;
    std::vector<Absence> absences;
};
BOOST_DESCRIBE_STRUCT(ExportedPreferences, (),
                      (half_hours, weekly_half_hours, budget_cents, presence_days, until, working_days, online, on_site, places, absences))

struct Exported {
    std::string present_job, future_job;
    std::vector<ExportedEvidence> evidence;
    std::vector<std::string> interests, skipped_questions;
    std::optional<ExportedPreferences> learning_preferences;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (present_job, future_job, evidence, interests, skipped_questions, learning_preferences))

}  // namespace

std::string CompetencePersonalData::export_data(storage::Session& session, PersonId person) {
    const auto facts = find_person_facts(session, person);
    if (!facts) return "null";
    const auto framework = frameworks_.current();
    const auto competence = [&](CompetenceId id) {
        const auto index = framework->index_of(id);
        return index ? framework->competence(*index).name : std::to_string(id.value);
    };
    const auto job = [&](const std::optional<RoleProfileId>& id) {
        const auto* role = id ? framework->role_profile(*id) : nullptr;
        return role ? role->name : std::string();
    };
    Exported out;
    out.present_job = job(facts->jobs.present);
    out.future_job = job(facts->jobs.future);
    for (const auto& row : facts->evidence) {
        out.evidence.push_back(
            {competence(row.competence_id), row.level, row.source, row.confidence_percent, row.assessed_on, row.withdrawn_at, row.origin});
    }
    for (const auto id : facts->interests) out.interests.push_back(competence(id));
    for (const auto id : facts->skipped) out.skipped_questions.push_back(competence(id));
    if (facts->preferences) {
        const auto& stated = *facts->preferences;
        out.learning_preferences = ExportedPreferences{stated.hours, stated.weekly_hours, stated.budget, stated.presence_days,
                                                       stated.until, stated.working_days, stated.online, stated.on_site,
                                                       {},           stated.absences};
        for (const auto id : stated.places) {
            const auto* place = framework->place(id);
            out.learning_preferences->places.push_back(place ? place->name : std::to_string(id.value));
        }
    }
    return web::to_json(out);
}

void CompetencePersonalData::erase(storage::Transaction& transaction, PersonId person) { remove_person(transaction, person); }

}  // namespace kc::competence
