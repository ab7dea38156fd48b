// SPDX-License-Identifier: EUPL-1.2
#include "development/talk_service.hpp"

#include "base/text.hpp"
#include "development/goal_store.hpp"
#include "storage/audit.hpp"

#include <algorithm>

namespace kc::development {

namespace {

std::string partner_name(const std::vector<NamedPerson>& people, const std::optional<PersonId>& id) {
    const auto found = std::find_if(people.begin(), people.end(), [&](const NamedPerson& person) { return person.id == id; });
    return found == people.end() ? std::string() : found->name();
}

std::optional<PersonId> partner_of(const Viewer& viewer, const Talk& talk) {
    return side_of(viewer, talk) == Side::employee ? talk.counterpart_id : std::optional(talk.person_id);
}

}  // namespace

Side side_of(const Viewer& viewer, const Talk& talk) { return talk.person_id == viewer.person ? Side::employee : Side::counterpart; }

bool may_develop(const Viewer& viewer) { return viewer.may(Permission::keep_own_profile) || viewer.may(Permission::agree_goals); }

Result<std::vector<OwnTalk>, TalkError> TalkService::list_own(const Viewer& viewer) const {
    if (!may_develop(viewer)) return refuse(TalkError::not_permitted);
    std::vector<OwnTalk> own;
    database_.read([&](Session& session) {
        std::vector<PersonId> partners;
        const auto talks = list_talks(session, PartySight::of(viewer));
        for (const auto& talk : talks) {
            if (const auto partner = partner_of(viewer, talk)) partners.push_back(*partner);
        }
        const auto names = list_names(session, partners);
        for (const auto& talk : talks) own.push_back({talk, side_of(viewer, talk), partner_name(names, partner_of(viewer, talk))});
    });
    return own;
}

Result<FullTalk, TalkError> TalkService::find(const Viewer& viewer, TalkId id) const {
    if (!may_develop(viewer)) return refuse(TalkError::not_permitted);
    const auto sight = PartySight::of(viewer);
    return database_.read([&](Session& session) -> Result<FullTalk, TalkError> {
        const auto talk = find_talk(session, id, sight);
        if (!talk) return refuse(TalkError::talk_not_found);
        FullTalk full;
        full.talk = *talk;
        full.side = side_of(viewer, *talk);
        if (const auto partner = partner_of(viewer, *talk)) full.partner = partner_name(list_names(session, std::span(&*partner, 1)), partner);
        full.notes = list_notes(session, id, sight);
        full.items = list_items(session, id, sight);
        return full;
    });
}

std::vector<NamedPerson> TalkService::partners_as_employee(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return {};
    return database_.read([&](Session& session) { return list_counterparts(session, viewer.organisation, viewer.person, clock_.today()); });
}

std::vector<NamedPerson> TalkService::partners_as_counterpart(const Viewer& viewer) const {
    const auto organisations = viewer.organisations_where(Permission::agree_goals);
    if (organisations.empty()) return {};
    return database_.read([&](Session& session) { return list_employees(session, organisations, viewer.person, clock_.today()); });
}

Result<TalkId, TalkError> TalkService::start_as_employee(const Viewer& viewer, PersonId counterpart, Date planned_on) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(TalkError::not_permitted);
    const auto partners = partners_as_employee(viewer);
    if (partner_name(partners, counterpart).empty()) return refuse(TalkError::person_not_found);  // MG-01
    return start(viewer, {viewer.person, counterpart, viewer.organisation, planned_on, Side::employee});
}

Result<TalkId, TalkError> TalkService::start_as_counterpart(const Viewer& viewer, PersonId employee, Date planned_on) {
    if (!viewer.may(Permission::agree_goals)) return refuse(TalkError::not_permitted);
    const auto found = database_.read([&](Session& session) { return find_employee(session, employee, clock_.today()); });
    const auto acts_for = viewer.organisations_where(Permission::agree_goals);
    const bool own_organisation = found && std::find(acts_for.begin(), acts_for.end(), found->organisation_id) != acts_for.end();
    if (!own_organisation || employee == viewer.person) return refuse(TalkError::person_not_found);  // MG-01
    return start(viewer, {employee, viewer.person, found->organisation_id, planned_on, Side::counterpart});
}

Result<TalkId, TalkError> TalkService::start(const Viewer& viewer, const NewTalk& talk) {
    const auto today = clock_.today();
    if (talk.planned_on < add_days(today, -talk_days_back) || talk.planned_on > add_days(today, talk_days_ahead)) {
        return refuse(TalkError::date_out_of_range);
    }
    return database_.in_transaction([&](Transaction& transaction) -> Result<TalkId, TalkError> {
        if (!lock_employee(transaction, talk.person)) return refuse(TalkError::person_not_found);
        const auto id = insert_talk(transaction, talk, clock_.now());
        if (!id) return refuse(TalkError::already_open);
        insert_talk_event(transaction, *id, Happening::talk_started, talk.started_by, clock_.now());
        // MG-19: what was agreed with somebody who is gone or no longer entitled goes on with the new counterpart.
        std::vector<PersonId> entitled;
        for (const auto& person : list_counterparts(transaction, talk.organisation, talk.person, today)) entitled.push_back(person.id);
        for (const auto goal : list_orphaned_goals(transaction, talk.person, talk.organisation, entitled)) {
            update_goal_talk(transaction, goal, talk.counterpart, *id);
            insert_goal_event(transaction, goal, std::nullopt, Happening::taken_over, std::nullopt, clock_.now());
        }
        record(transaction, viewer, "talk.started", *id);
        return *id;
    });
}

Result<TalkService::Begun, TalkError> TalkService::begin(Transaction& transaction, const Viewer& viewer, TalkId id) const {
    if (!may_develop(viewer)) return refuse(TalkError::not_permitted);
    const auto sight = PartySight::of(viewer);
    const auto found = find_talk(transaction, id, sight);
    if (!found || !lock_employee(transaction, found->person_id)) return refuse(TalkError::talk_not_found);
    const auto talk = find_talk(transaction, id, sight);  // as it is now that nobody else can change it
    if (!talk) return refuse(TalkError::talk_not_found);
    if (!talk->open()) return refuse(TalkError::talk_closed);
    return Begun{*talk, side_of(viewer, *talk)};
}

Result<void, TalkError> TalkService::prepare(const Viewer& viewer, TalkId id, std::span<const Note> notes, std::span<const SheetItem> ticked) {
    for (const auto& note : notes) {
        if (!is_valid_utf8(note.text) || code_points(note.text) > note_length_max) return refuse(TalkError::text_too_long);
    }
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, TalkError> {
        const auto begun = begin(transaction, viewer, id);
        if (!begun) return refuse(begun.error());
        for (const auto& item : ticked) {
            // The employer's side brings demands of a work, never anything out of a profile (MG-06).
            const bool demand = item.kind == ItemKind::demand;
            if (item.side != begun->side || demand != (begun->side == Side::counterpart)) return refuse(TalkError::item_not_offered);
        }
        const bool notes_changed = replace_notes(transaction, id, begun->side, notes);
        const bool items_changed = replace_items(transaction, id, begun->side, ticked);
        if (!notes_changed && !items_changed) return {};
        const bool shares = items_changed || std::any_of(notes.begin(), notes.end(), [](const Note& note) { return note.shared; });
        if (shares) insert_talk_event(transaction, id, Happening::sheet_shared, begun->side, clock_.now());
        record(transaction, viewer, "talk.prepared", id);
        return {};
    });
}

Result<void, TalkError> TalkService::hold(const Viewer& viewer, TalkId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, TalkError> {
        const auto begun = begin(transaction, viewer, id);
        if (!begun) return refuse(begun.error());
        if (begun->talk.state == TalkState::held) return {};  // sent twice
        update_talk_state(transaction, id, TalkState::held, clock_.today());
        insert_talk_event(transaction, id, Happening::talk_held, begun->side, clock_.now());
        record(transaction, viewer, "talk.held", id);
        return {};
    });
}

Result<void, TalkError> TalkService::close(const Viewer& viewer, TalkId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, TalkError> {
        const auto begun = begin(transaction, viewer, id);
        if (!begun) return refuse(begun.error());
        update_talk_state(transaction, id, TalkState::closed, clock_.today());
        remove_unshared_notes(transaction, id, Side::counterpart);  // MG-08
        for (const auto goal : list_drafts_of_talk(transaction, id)) {
            withdraw_open_version(transaction, goal, clock_.now());
            update_goal_state(transaction, goal, GoalState::lapsed);
            insert_goal_event(transaction, goal, std::nullopt, Happening::lapsed, std::nullopt, clock_.now());
        }
        insert_talk_event(transaction, id, Happening::talk_closed, begun->side, clock_.now());
        record(transaction, viewer, "talk.closed", id);
        return {};
    });
}

void TalkService::record(Transaction& transaction, const Viewer& viewer, std::string_view action, TalkId id) const {
    storage::record_audit(
        transaction,
        {.at = clock_.now(), .actor = viewer.person, .action = std::string(action), .subject_type = "development_talk", .subject_id = id.value});
}

}  // namespace kc::development
