// SPDX-License-Identifier: EUPL-1.2
// Career paths (F22): what is missing for up to four kinds of work, how long it takes and what it costs, planned by the real optimiser on
// the own profile. Asked and answered; nothing of it is stored but a shortlist the person may keep for herself (MG-30 …).
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "competence/service.hpp"
#include "planning/service.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kc::development {

inline constexpr std::size_t compared_roles_max = 4;
inline constexpr std::size_t shortlist_max = 12;

enum class CareerError {
    not_permitted,
    unknown_role,
    too_many_roles,
    shortlist_full,
    present_job_missing,  // a future work needs today's beside it
    same_job,
};
BOOST_DESCRIBE_ENUM(CareerError, not_permitted, unknown_role, too_many_roles, shortlist_full, present_job_missing, same_job)

struct MissingLevel {
    CompetenceId competence;
    std::string slug, name;
    bool assessed = false;
    int current = 0, target = 0;
    int weight = 0;
};

// A level that no plan reaches, whatever hours and money there were.
struct UnreachableLevel {
    std::string slug, name;
    int level = 0;
    planning::OpenReason reason{};
};

struct CareerPath {
    RoleProfileId role;
    std::string slug, name;
    int asked = 0, reached = 0;         // competences
    std::vector<MissingLevel> missing;  // by importance
    // All that today's offers can give within the longest period, at the person's hours per week: no limit on hours, money, days on site.
    planning::Plan unlimited;
    int unlimited_percent = 0;  // of the weighted gaps
    int weeks = 0;              // until the last day of that plan, begun ones counted whole
    std::vector<UnreachableLevel> unreachable;
    // Within the limits of the profile.
    planning::Plan limited;
    int limited_percent = 0;
};

struct CareerComparison {
    std::vector<CareerPath> paths;
    std::shared_ptr<const planning::PlanningCatalogue> catalogue;  // the plans refer to it
    bool limits_stated = false;                                    // otherwise usual limits were taken
    std::optional<HalfHours> weekly_hours;
};

class CareerPaths {
public:
    CareerPaths(storage::Database& database, const Clock& clock, competence::ProfileService& profiles, planning::CurriculumService& curricula)
        : database_(database), clock_(clock), profiles_(profiles), curricula_(curricula) {}

    // At most four searches with and four without the person's limits, each with the bound on work of every plan.
    Result<CareerComparison, CareerError> compare(const Viewer& viewer, std::span<const RoleProfileId> roles) const;

    Result<std::vector<RoleProfileId>, CareerError> shortlist(const Viewer& viewer) const;
    Result<void, CareerError> put_on_shortlist(const Viewer& viewer, RoleProfileId role);
    Result<void, CareerError> take_off_shortlist(const Viewer& viewer, RoleProfileId role);
    Result<void, CareerError> choose_as_future(const Viewer& viewer, RoleProfileId role);

    std::shared_ptr<const competence::CompetenceFramework> framework() const { return profiles_.framework(); }

private:
    bool known(RoleProfileId role) const;

    storage::Database& database_;
    const Clock& clock_;
    competence::ProfileService& profiles_;
    planning::CurriculumService& curricula_;
};

// SQL of the shortlist; for export and erasure as well.
struct ShortlistRow {
    RoleProfileId role_profile_id;
    Date added_on{};
};
BOOST_DESCRIBE_STRUCT(ShortlistRow, (), (role_profile_id, added_on))
std::vector<ShortlistRow> list_shortlist(storage::Session& session, PersonId person);
void remove_shortlist(storage::Transaction& transaction, PersonId person);

}  // namespace kc::development
