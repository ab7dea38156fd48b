// SPDX-License-Identifier: EUPL-1.2
#include "identity/organisations.hpp"

#include "storage/audit.hpp"
#include "storage/changes.hpp"

namespace kc::identity {

using storage::Session;
using storage::Transaction;

void Organisations::audit(Transaction& tx, const Viewer& viewer, std::string_view action, std::string_view type, std::int64_t subject,
                          OrganisationId organisation, Date from) {
    storage::record_audit(tx, {clock_.now(), viewer.person, std::string(action), std::string(type), subject,
                               fmt::format(R"({{"organisation":{},"from":"{}"}})", organisation.value, to_iso(from))});
    storage::record_change(tx, storage::ChangeTopic::organisation, organisation.value);
}

bool Organisations::is_plausible(Date day) const { return std::abs(days_between(clock_.today(), day)) <= 3653; }

std::vector<store::OrganisationRow> Organisations::list_manageable(const Viewer& viewer) {
    const auto scope = store::Scope::of(viewer, Permission::manage_organisation);
    return database_.read([&](Session& s) { return store::list_organisations(s, scope, "", clock_.today()); });
}

std::vector<store::OrganisationRow> Organisations::list(const Viewer& viewer, std::string_view search) {
    const auto scope = store::Scope::of(viewer, Permission::manage_all_organisations);
    return database_.read([&](Session& s) { return store::list_organisations(s, scope, search, clock_.today()); });
}

std::optional<store::OrganisationRow> Organisations::find(const Viewer& viewer, OrganisationId id) {
    if (!viewer.may(Permission::manage_organisation, id)) return std::nullopt;
    return database_.read([&](Session& s) { return store::find_organisation(s, id, clock_.today()); });
}

std::vector<store::OrganisationVersion> Organisations::history(const Viewer& viewer, OrganisationId id) {
    if (!viewer.may(Permission::manage_organisation, id)) return {};
    return database_.read([&](Session& s) { return store::list_organisation_versions(s, id); });
}

std::optional<DepartmentHistory> Organisations::departments(const Viewer& viewer, OrganisationId id, Permission permission) {
    if (!viewer.may(permission, id)) return std::nullopt;
    return database_.read([&](Session& s) -> std::optional<DepartmentHistory> {
        if (!store::find_organisation(s, id, clock_.today())) return std::nullopt;
        return DepartmentHistory{store::list_departments(s, id, clock_.today()), store::list_department_versions(s, id)};
    });
}

std::optional<Organisations::DepartmentDetails> Organisations::find_department(const Viewer& viewer, DepartmentId id) {
    return database_.read([&](Session& s) -> std::optional<DepartmentDetails> {
        const auto organisation = store::find_department_organisation(s, id);
        if (!organisation || !viewer.may(Permission::manage_organisation, *organisation)) return std::nullopt;
        auto row = store::find_organisation(s, *organisation, clock_.today());
        if (!row) return std::nullopt;
        return DepartmentDetails{std::move(*row),
                                 {store::list_departments(s, *organisation, clock_.today()), store::list_department_versions(s, *organisation)}};
    });
}

// One writer at a time per organisation: two moves that are fine alone could make a cycle together.
Result<Organisations::Locked, OrganisationError> Organisations::lock(Transaction& tx, const Viewer& viewer, OrganisationId organisation) {
    if (!viewer.may(Permission::manage_organisation, organisation)) return refuse(OrganisationError::not_found);
    store::lock_organisation(tx, organisation);
    if (!store::find_organisation(tx, organisation, clock_.today())) return refuse(OrganisationError::not_found);
    return Locked{organisation, store::list_department_versions(tx, organisation)};
}

Result<Organisations::Locked, OrganisationError> Organisations::lock(Transaction& tx, const Viewer& viewer, DepartmentId id) {
    const auto organisation = store::find_department_organisation(tx, id);
    if (!organisation) return refuse(OrganisationError::not_found);
    return lock(tx, viewer, *organisation);
}

namespace {

OrganisationError error_of(TreeProblem problem) {
    switch (problem) {
        case TreeProblem::parent_not_open: return OrganisationError::parent_not_open;
        case TreeProblem::cycle: return OrganisationError::cycle;
    }
    throw Impossible("a tree problem without an error");
}

const DepartmentVersion* version_on(const std::vector<DepartmentVersion>& versions, DepartmentId id, Date day) {
    const auto found =
        std::find_if(versions.begin(), versions.end(), [&](const DepartmentVersion& v) { return v.department_id == id && v.covers(day); });
    return found == versions.end() ? nullptr : &*found;
}

}  // namespace

Result<DepartmentId, OrganisationError> Organisations::add_department(const Viewer& viewer, OrganisationId organisation, const std::string& name,
                                                                      std::optional<DepartmentId> parent, Date from) {
    if (!is_organisation_name(name)) return refuse(OrganisationError::name_invalid);
    if (!is_plausible(from)) return refuse(OrganisationError::too_far);
    return database_.in_transaction([&](Transaction& tx) -> Result<DepartmentId, OrganisationError> {
        const auto locked = lock(tx, viewer, organisation);
        if (!locked) return refuse(locked.error());
        if (parent) {
            if (const auto problem = find_tree_problem(locked->versions, DepartmentId{0}, *parent, from, std::nullopt)) {
                return refuse(error_of(*problem));
            }
        }
        const DepartmentId id = store::insert_department(tx, organisation, clock_.now());
        store::insert_department_version(tx, {id, from, std::nullopt, name, parent});
        audit(tx, viewer, "department.added", "department", id.value, organisation, from);
        return id;
    });
}

// Cuts the version that covers the day; what is planned for later stays.
Result<void, OrganisationError> Organisations::change_department(Transaction& tx, const Locked& locked, DepartmentId id, Date from,
                                                                 const std::function<void(DepartmentVersion&)>& change) {
    const DepartmentVersion* covering = version_on(locked.versions, id, from);
    if (covering == nullptr) return refuse(OrganisationError::not_open);
    DepartmentVersion changed = *covering;
    change(changed);
    if (changed.parent_id) {
        if (const auto problem = find_tree_problem(locked.versions, id, *changed.parent_id, from, covering->valid_until)) {
            return refuse(error_of(*problem));
        }
    }
    if (covering->valid_from == from) {
        store::update_department_version(tx, changed);
    } else {
        DepartmentVersion before = *covering;
        before.valid_until = from;
        store::update_department_version(tx, before);
        changed.valid_from = from;
        store::insert_department_version(tx, changed);
    }
    return {};
}

Result<void, OrganisationError> Organisations::rename_department(const Viewer& viewer, DepartmentId id, const std::string& name, Date from) {
    if (!is_organisation_name(name)) return refuse(OrganisationError::name_invalid);
    if (!is_plausible(from)) return refuse(OrganisationError::too_far);
    return database_.in_transaction([&](Transaction& tx) -> Result<void, OrganisationError> {
        const auto locked = lock(tx, viewer, id);
        if (!locked) return refuse(locked.error());
        const auto changed = change_department(tx, *locked, id, from, [&](DepartmentVersion& v) { v.name = name; });
        if (changed) audit(tx, viewer, "department.renamed", "department", id.value, locked->organisation, from);
        return changed;
    });
}

Result<void, OrganisationError> Organisations::move_department(const Viewer& viewer, DepartmentId id, std::optional<DepartmentId> parent, Date from) {
    if (!is_plausible(from)) return refuse(OrganisationError::too_far);
    return database_.in_transaction([&](Transaction& tx) -> Result<void, OrganisationError> {
        const auto locked = lock(tx, viewer, id);
        if (!locked) return refuse(locked.error());
        const auto changed = change_department(tx, *locked, id, from, [&](DepartmentVersion& v) { v.parent_id = parent; });
        if (changed) audit(tx, viewer, "department.moved", "department", id.value, locked->organisation, from);
        return changed;
    });
}

Result<void, OrganisationError> Organisations::close_department(const Viewer& viewer, DepartmentId id, Date from) {
    if (!is_plausible(from)) return refuse(OrganisationError::too_far);
    return database_.in_transaction([&](Transaction& tx) -> Result<void, OrganisationError> {
        const auto locked = lock(tx, viewer, id);
        if (!locked) return refuse(locked.error());
        const DepartmentVersion* covering = version_on(locked->versions, id, from);
        if (covering == nullptr || covering->valid_from == from) return refuse(OrganisationError::not_open);
        const bool has_children = std::any_of(locked->versions.begin(), locked->versions.end(), [&](const DepartmentVersion& v) {
            return v.parent_id == id && (!v.valid_until || *v.valid_until > from);
        });
        if (has_children) return refuse(OrganisationError::has_departments);
        if (store::count_people_in_department(tx, id) > 0) return refuse(OrganisationError::has_people);
        DepartmentVersion last = *covering;
        last.valid_until = from;
        store::update_department_version(tx, last);
        for (const auto& version : locked->versions) {
            if (version.department_id == id && version.valid_from > from) store::remove_department_version(tx, id, version.valid_from);
        }
        audit(tx, viewer, "department.closed", "department", id.value, locked->organisation, from);
        return {};
    });
}

Result<OrganisationId, OrganisationError> Organisations::add(const Viewer& viewer, const store::NewOrganisation& organisation) {
    if (!viewer.may(Permission::manage_all_organisations)) return refuse(OrganisationError::not_permitted);
    if (!is_organisation_name(organisation.name)) return refuse(OrganisationError::name_invalid);
    if (!is_plausible(organisation.valid_from)) return refuse(OrganisationError::too_far);
    return database_.in_transaction([&](Transaction& tx) -> Result<OrganisationId, OrganisationError> {
        if (organisation.parent) {
            const auto parent = store::find_organisation(tx, *organisation.parent, organisation.valid_from);
            if (!parent || (parent->kind != OrganisationKind::county && parent->kind != OrganisationKind::association)) {
                return refuse(OrganisationError::parent_not_found);
            }
        }
        const OrganisationId id = store::insert_organisation(tx, organisation, clock_.now());
        audit(tx, viewer, "organisation.added", "organisation", id.value, id, organisation.valid_from);
        return id;
    });
}

Result<void, OrganisationError> Organisations::rename(const Viewer& viewer, OrganisationId id, const std::string& name, Date from) {
    if (!viewer.may(Permission::manage_all_organisations)) return refuse(OrganisationError::not_permitted);
    if (!is_organisation_name(name)) return refuse(OrganisationError::name_invalid);
    if (!is_plausible(from)) return refuse(OrganisationError::too_far);
    return database_.in_transaction([&](Transaction& tx) -> Result<void, OrganisationError> {
        store::lock_organisation(tx, id);
        const auto versions = store::list_organisation_versions(tx, id);
        const auto covering = std::find_if(versions.begin(), versions.end(), [&](const store::OrganisationVersion& v) {
            return v.valid_from <= from && (!v.valid_until || from < *v.valid_until);
        });
        if (versions.empty()) return refuse(OrganisationError::not_found);
        if (covering == versions.end()) return refuse(OrganisationError::not_open);
        store::OrganisationVersion changed = *covering;
        changed.name = name;
        if (covering->valid_from == from) {
            store::update_organisation_version(tx, changed);
        } else {
            store::OrganisationVersion before = *covering;
            before.valid_until = from;
            store::update_organisation_version(tx, before);
            changed.valid_from = from;
            store::insert_organisation_version(tx, changed);
        }
        audit(tx, viewer, "organisation.renamed", "organisation", id.value, id, from);
        return {};
    });
}

}  // namespace kc::identity
