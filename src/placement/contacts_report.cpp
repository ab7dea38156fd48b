// SPDX-License-Identifier: EUPL-1.2
#include "placement/contacts_report.hpp"

namespace kc::placement {

using storage::Session;

namespace {

constexpr std::string_view columns =
    "SELECT p.id, p.organisation_id, p.first_name, p.last_name, COALESCE(p.email, '') AS email, p.language FROM people p ";
// The roles that hold Permission::confirm_evidence; a test compares them with role_grants().
constexpr std::string_view entitled =
    "EXISTS (SELECT 1 FROM role_assignments r WHERE r.person_id = p.id AND r.organisation_id = ? "
    "AND r.role IN ('supervisor', 'hr_decision_maker', 'instructor') AND r.valid_from <= ? AND (r.valid_until IS NULL OR r.valid_until >= ?)) ";

std::string pattern_of(std::string_view part) {
    std::string pattern = "%";
    for (const char c : part) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace

std::optional<Contact> find_contact(Session& session, PersonId person) {
    return session.find<Contact>(std::string(columns) + "WHERE p.id = ? AND p.state = 'active'", person);
}

std::vector<Contact> list_confirmers(Session& session, OrganisationId organisation, PersonId asking, Date day, std::string_view part, int limit) {
    return session.query<Contact>(std::string(columns) + "WHERE p.organisation_id = ? AND p.state = 'active' AND p.id <> ? AND " +
                                      std::string(entitled) +
                                      "AND lower(p.first_name || ' ' || p.last_name) LIKE lower(?) ESCAPE '!' "
                                      "ORDER BY p.last_name, p.first_name, p.id LIMIT ?",
                                  organisation, asking, organisation, day, day, pattern_of(part), limit);
}

bool may_confirm(Session& session, PersonId asked, OrganisationId organisation, Date day) {
    return session.get<std::int64_t>(
               "SELECT count(*) FROM people p WHERE p.id = ? AND p.organisation_id = ? AND p.state = 'active' AND " + std::string(entitled), asked,
               organisation, organisation, day, day) > 0;
}

}  // namespace kc::placement
