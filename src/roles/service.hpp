// SPDX-License-Identifier: EUPL-1.2
// RoleService: what a kind of work asks for (SOLL), line by line, in three layers (F16): HR decision makers keep the lines of their own
// authority, the office all others and the texts. Each change is one transaction with audit entry, tells beforehand whom it concerns as
// numbers, can be taken back, and plans concerned people anew by a job. Rules: docs/rules/roles.md (TA-…).
#pragma once

#include "base/clock.hpp"
#include "base/problem.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "competence/competence.hpp"
#include "competence/demand_editing.hpp"
#include "jobs/jobs.hpp"
#include "roles/impact.hpp"
#include "roles/store.hpp"

namespace kc::roles {

enum class RoleError {
    not_permitted,
    role_not_found,
    demand_not_found,  // or of another authority
    already_asked,     // the same competence in the same layer for the same authority
    change_not_found,
    changed_since,      // the line is no longer as this change left it
    changed_meanwhile,  // somebody else saved while the form was open
    invalid,            // see the problems
};
BOOST_DESCRIBE_ENUM(RoleError, not_permitted, role_not_found, demand_not_found, already_asked, change_not_found, changed_since, changed_meanwhile,
                    invalid)

struct RoleRefusal {
    RoleError error{};
    std::vector<FieldProblem> problems{};  // only with `invalid`
};

// One line as somebody wants it. No role: it concerns every workplace.
struct DemandEdit {
    std::optional<RoleProfileId> role;
    competence::DemandLayer layer = competence::DemandLayer::authority;
    std::optional<OrganisationId> organisation;  // authority layer only; absent: all authorities
    CompetenceId competence;
    int level = 1, weight = 5;
    std::string reason;
    std::optional<competence::Deadline> deadline;
    std::optional<std::string> seen{};  // revision_of() the line when the form was opened; absent: whatever stands there
};

class RoleService {
public:
    RoleService(storage::Database& database, const Clock& clock, competence::FrameworkSource& frameworks, jobs::JobQueue& queue)
        : database_(database), clock_(clock), frameworks_(frameworks), queue_(queue) {}

    // Which authorities' lines somebody may edit; `everything`: also the general ones, the market's view, and the texts.
    struct Rights {
        bool everything = false;
        std::vector<OrganisationId> organisations;
        bool any() const { return everything || !organisations.empty(); }
        bool may_edit(competence::DemandLayer layer, std::optional<OrganisationId> organisation) const;
    };
    static Rights rights_of(const Viewer& viewer);
    // What one authority asks of its own people is for them alone, and for those who edit it (TA-04). Nobody: a visitor.
    static bool may_see(const Viewer* viewer, const std::optional<OrganisationId>& line_of);

    // The lines of a work (nothing: the general ones) that the viewer may see, as they stand in the tables now.
    std::vector<competence::DemandRecord> lines(const Viewer& viewer, std::optional<RoleProfileId> role) const;
    Result<competence::DemandRecord, RoleError> find(const Viewer& viewer, std::int64_t demand) const;  // only what the viewer may edit

    Result<Impact, RoleRefusal> impact_of(const Viewer& viewer, const DemandEdit& edit, std::optional<std::int64_t> replaces = {}) const;
    Result<Impact, RoleError> impact_of_removal(const Viewer& viewer, std::int64_t demand) const;

    Result<std::int64_t, RoleRefusal> add(const Viewer& viewer, const DemandEdit& edit);
    // Level, weight, reason and deadline; layer, authority and competence stay.
    Result<void, RoleRefusal> change(const Viewer& viewer, std::int64_t demand, const DemandEdit& edit);
    Result<void, RoleError> remove(const Viewer& viewer, std::int64_t demand);
    // Inside somebody else's transaction: adds the line, or changes the one that stands in the same place.
    Result<void, RoleRefusal> take_over(storage::Transaction& transaction, const Viewer& viewer, const DemandEdit& edit);

    Result<void, RoleError> undo(const Viewer& viewer, std::int64_t change);
    Result<std::vector<DemandChange>, RoleError> changes(const Viewer& viewer, std::optional<RoleProfileId> role) const;  // newest first

    Result<competence::StoredRole, RoleError> find_role(const Viewer& viewer, RoleProfileId role) const;  // for editing
    Result<std::string, RoleRefusal> add_role(const Viewer& viewer, const competence::RoleTexts& texts);  // its slug
    Result<void, RoleRefusal> change_role(const Viewer& viewer, RoleProfileId role, const competence::RoleTexts& texts, int seen_version);

    // How many have which work, in the authorities whose lines the viewer may edit; refused to everybody else.
    Result<std::vector<competence::PeopleAtWork>, RoleError> people_at_work(const Viewer& viewer) const;

    // The job that tells planning about whom a change concerns, in parts.
    jobs::JobHandler tell_job(competence::ProfileObserver& observer);

    // The day after a statutory deadline a demand weighs less again: the people it concerns are planned anew (TA-08). A job of every day
    // that goes on where the last one ended.
    void schedule_deadlines(storage::Transaction& transaction) const;  // at the start of the server
    void tell_after_deadlines(const jobs::Job& job);

    std::shared_ptr<const competence::CompetenceFramework> framework() const { return frameworks_.current(); }
    storage::Database& database() const { return database_; }
    void reload_framework() { frameworks_.reload(); }  // after take_over() was committed
    Date today() const { return clock_.today(); }

private:
    template <class Changed> Changed and_reloaded(Changed changed) {
        if (changed) frameworks_.reload();
        return changed;
    }

    Result<void, RoleRefusal> check(const Viewer& viewer, const DemandEdit& edit, const competence::DemandRecord* before) const;
    Result<void, RoleRefusal> change_line(storage::Transaction& transaction, const Viewer& viewer, const competence::DemandRecord& before,
                                          const DemandEdit& edit);
    std::vector<FieldProblem> successor_problems(const competence::RoleTexts& texts, std::optional<RoleProfileId> of) const;
    std::vector<FieldProblem> problems_of(const DemandEdit& edit, const competence::DemandRecord* before) const;
    void conclude(storage::Transaction& transaction, const Viewer& viewer, const competence::DemandRecord* before,
                  const competence::DemandRecord* after);
    void tell_later(storage::Transaction& transaction, std::optional<RoleProfileId> role, std::optional<OrganisationId> organisation);
    void enqueue_deadlines(storage::Transaction& transaction, Date since, Instant run_at) const;

    storage::Database& database_;
    const Clock& clock_;
    competence::FrameworkSource& frameworks_;  // read again after each change, so that whoever made it sees it at once
    jobs::JobQueue& queue_;
};

inline constexpr std::size_t reason_max = 300;
inline constexpr int changes_shown = 100;
inline constexpr std::string_view general_slug = "allgemein";              // where a slug stands for the general demands
inline constexpr std::string_view deadlines_job = "roles.deadlines_over";  // {"since":"2026-03-02"}
inline constexpr std::string_view tell_people_job = "roles.tell_people";   // {"role":…,"organisation":…}; -1: all of them

}  // namespace kc::roles
