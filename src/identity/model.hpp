// SPDX-License-Identifier: EUPL-1.2
// Who there is: organisations, departments as an effective-dated tree, people and their roles. Pure types and rules.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/viewer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::identity {

enum class OrganisationKind { municipality, county, association, provider, cooperative, venue_host };
BOOST_DESCRIBE_ENUM(OrganisationKind, municipality, county, association, provider, cooperative, venue_host)

enum class Land { BW, HE, RP };
BOOST_DESCRIBE_ENUM(Land, BW, HE, RP)

enum class PersonState { active, blocked, erased };
BOOST_DESCRIBE_ENUM(PersonState, active, blocked, erased)

struct Person {
    PersonId id;
    OrganisationId organisation_id;
    std::optional<DepartmentId> department_id;
    std::string email;  // empty once erased
    std::string first_name;
    std::string last_name;
    Language language{};
    PersonState state{};
    std::optional<std::string> source_key;  // Personalnummer of an import
    bool has_password = false;              // false: invited, or not even that
    bool has_second_factor = false;
    Instant created_at{};
};
BOOST_DESCRIBE_STRUCT(Person, (),
                      (id, organisation_id, department_id, email, first_name, last_name, language, state, source_key, has_password, has_second_factor,
                       created_at))

std::string display_name(std::string_view first_name, std::string_view last_name);

// Lower case, or nothing when it is no address: the one form in which addresses are stored and compared (ID-01).
std::optional<std::string> parse_email(std::string_view text);
bool is_person_name(std::string_view text);        // 1–100 characters without control characters (ID-02)
bool is_organisation_name(std::string_view text);  // 1–200

// Roles a viewer may give in an organisation (ID-31): nobody gives more than they are trusted with.
std::vector<Role> grantable_roles(const Viewer& viewer, OrganisationId organisation);
bool may_grant(const Viewer& viewer, Role role, OrganisationId organisation);
// Roles whose accounts only their equals may change (ID-32).
bool is_protected(Role role);

// A row of an effective-dated tree: valid from its day until the day before valid_until.
struct DepartmentVersion {
    DepartmentId department_id;
    Date valid_from{};
    std::optional<Date> valid_until;
    std::string name;
    std::optional<DepartmentId> parent_id;
    bool covers(Date day) const { return valid_from <= day && (!valid_until || day < *valid_until); }
};
BOOST_DESCRIBE_STRUCT(DepartmentVersion, (), (department_id, valid_from, valid_until, name, parent_id))

// On each day of [from, until): is `parent` open, and is it neither `department` nor below it? Trees are walked at every day on
// which something changes, because a cycle may exist only between two dates.
enum class TreeProblem { parent_not_open, cycle };
std::optional<TreeProblem> find_tree_problem(const std::vector<DepartmentVersion>& versions, DepartmentId department, DepartmentId parent, Date from,
                                             std::optional<Date> until);

std::string slug_of(std::string_view name);  // "Gemeinde Bad Dürkheim" → "gemeinde-bad-duerkheim"

}  // namespace kc::identity
