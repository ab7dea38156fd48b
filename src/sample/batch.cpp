// SPDX-License-Identifier: EUPL-1.2
#include "sample/people.hpp"

#include "storage/session.hpp"

namespace kc::sample {

// The generator writes tables of several rooms itself, past their services: a region of a million people must not take a
// service call per person, and a generator is not a user who could be refused.
void RegionBatch::write(storage::Transaction& transaction) const {
    transaction.bulk_insert("departments", {"id", "organisation_id", "created_at"}, departments);
    transaction.bulk_insert("department_versions", {"department_id", "valid_from", "valid_until", "name", "parent_id"}, department_versions);
    transaction.bulk_insert("people",
                            {"id", "organisation_id", "department_id", "email", "first_name", "last_name", "language", "state", "password_hash",
                             "password_changed_at", "created_at"},
                            people);
    transaction.bulk_insert("role_assignments", {"person_id", "role", "organisation_id", "valid_from"}, roles);
    transaction.bulk_insert("person_jobs", {"person_id", "kind", "role_profile_id", "updated_at"}, jobs);
    transaction.bulk_insert("evidence", {"person_id", "competence_id", "level", "source", "confidence_percent", "assessed_on", "created_at"},
                            evidence);
    transaction.bulk_insert("person_interests", {"person_id", "competence_id"}, interests);
    transaction.bulk_insert("learning_preferences",
                            {"person_id", "half_hours", "weekly_half_hours", "price_cents", "presence_days", "until_day", "working_days",
                             "online_allowed", "on_site_allowed", "updated_at"},
                            preferences);
    transaction.bulk_insert("person_places", {"person_id", "place_id"}, places);
    transaction.bulk_insert("absences", {"person_id", "first_day", "last_day"}, absences);
    transaction.bulk_insert("planned_exits", {"person_id", "year", "source", "updated_at"}, exits);
}

void RegionBatch::clear() {
    departments.clear();
    department_versions.clear();
    people.clear();
    roles.clear();
    jobs.clear();
    evidence.clear();
    interests.clear();
    preferences.clear();
    places.clear();
    absences.clear();
    exits.clear();
}

}  // namespace kc::sample
