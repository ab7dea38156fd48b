// SPDX-License-Identifier: EUPL-1.2
#include "discovery/watch_list_service.hpp"

#include "discovery/watch_list_report.hpp"
#include "storage/audit.hpp"

#include <algorithm>

namespace kc::discovery {

namespace {

const catalogue::LearningUnit* find_visible(const catalogue::CatalogueSnapshot& snapshot, LearningUnitId id, OrganisationId organisation) {
    const auto* unit = snapshot.find_unit(id);
    return unit != nullptr && unit->visible_to(organisation) ? unit : nullptr;
}

}  // namespace

bool OwnWatchList::changed() const {
    return std::any_of(offers.begin(), offers.end(), [](const WatchedOffer& offer) { return !offer.changes.empty(); });
}

OwnWatchList WatchList::own(const Viewer& viewer) const {
    OwnWatchList list{.catalogue = catalogue_.current()};
    const bool member = list.catalogue->is_member(viewer.organisation);
    const auto today = clock_.today();
    database_.read([&](Session& session) {
        std::vector<LearningUnitId> gone;
        for (const auto& row : list_watched(session, viewer.person)) {
            WatchedOffer offer{.id = row.unit_id, .unit = find_visible(*list.catalogue, row.unit_id, viewer.organisation), .added_at = row.added_at};
            if (offer.unit != nullptr) {
                offer.slug = offer.unit->slug;
                offer.title = offer.unit->title;
            } else {
                gone.push_back(offer.id);
            }
            offer.now = offer_condition(offer.unit, member, today);
            offer.seen = parse_offer_condition(row.seen_state).value_or(offer.now);
            offer.changes = changes_between(offer.seen, offer.now);
            list.offers.push_back(std::move(offer));
        }
        for (auto& name : list_unit_names(session, gone)) {
            for (auto& offer : list.offers) {
                if (offer.id == name.id) offer.title = std::move(name.title);
            }
        }
        list.digest = digest_choice(session, viewer.person).watch_digest;
    });
    std::stable_partition(list.offers.begin(), list.offers.end(), [](const WatchedOffer& offer) { return !offer.changes.empty(); });
    return list;
}

std::vector<LearningUnitId> WatchList::own_ids(const Viewer& viewer) const {
    return database_.read([&](Session& session) { return list_watched_ids(session, viewer.person); });
}

Result<bool, WatchError> WatchList::add(const Viewer& viewer, LearningUnitId id) {
    const auto snapshot = catalogue_.current();
    const auto* unit = find_visible(*snapshot, id, viewer.organisation);
    if (unit == nullptr) return refuse(WatchError::unit_not_found);
    const auto state = to_text(offer_condition(unit, snapshot->is_member(viewer.organisation), clock_.today()));
    return database_.in_transaction([&](Transaction& transaction) -> Result<bool, WatchError> {
        if (!lock_active_person(transaction, viewer.person)) return refuse(WatchError::not_permitted);
        const auto watched = list_watched_ids(transaction, viewer.person);
        if (std::binary_search(watched.begin(), watched.end(), id)) return false;
        if (watched.size() >= watched_max) return refuse(WatchError::list_full);
        if (!insert_watched(transaction, viewer.person, {id, clock_.now(), state, state})) return false;
        record(transaction, viewer, "watch_list.added", "learning_unit", id.value);
        return true;
    });
}

Result<bool, WatchError> WatchList::remove(const Viewer& viewer, LearningUnitId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<bool, WatchError> {
        if (!lock_active_person(transaction, viewer.person)) return refuse(WatchError::not_permitted);
        if (!remove_watched(transaction, viewer.person, id)) return false;
        record(transaction, viewer, "watch_list.removed", "learning_unit", id.value);
        return true;
    });
}

Result<void, WatchError> WatchList::confirm_seen(const Viewer& viewer) {
    const auto snapshot = catalogue_.current();
    const bool member = snapshot->is_member(viewer.organisation);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, WatchError> {
        if (!lock_active_person(transaction, viewer.person)) return refuse(WatchError::not_permitted);
        bool changed = false;
        for (const auto& row : list_watched(transaction, viewer.person)) {
            const auto now = to_text(offer_condition(find_visible(*snapshot, row.unit_id, viewer.organisation), member, clock_.today()));
            if (now == row.seen_state) continue;
            update_seen(transaction, viewer.person, row.unit_id, now);
            changed = true;
        }
        if (changed) record(transaction, viewer, "watch_list.seen", "person", viewer.person.value);
        return {};
    });
}

Result<void, WatchError> WatchList::set_digest(const Viewer& viewer, Digest digest) {
    const auto snapshot = catalogue_.current();
    const bool member = snapshot->is_member(viewer.organisation);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, WatchError> {
        if (!lock_active_person(transaction, viewer.person)) return refuse(WatchError::not_permitted);
        const auto before = digest_choice(transaction, viewer.person).watch_digest;
        if (before == digest) return {};
        update_watch_digest(transaction, viewer.person, digest);
        // Whoever begins to be told hears of what changes from now on, not of what she has already lived with.
        if (before == Digest::never) {
            for (const auto& row : list_watched(transaction, viewer.person)) {
                update_mailed(transaction, viewer.person, row.unit_id,
                              to_text(offer_condition(find_visible(*snapshot, row.unit_id, viewer.organisation), member, clock_.today())));
            }
        }
        record(transaction, viewer, "watch_list.digest_changed", "person", viewer.person.value);
        return {};
    });
}

void WatchList::record(Transaction& transaction, const Viewer& viewer, std::string_view action, std::string_view subject_type,
                       std::int64_t subject) const {
    storage::record_audit(transaction, {.at = clock_.now(),
                                        .actor = viewer.person,
                                        .action = std::string(action),
                                        .subject_type = std::string(subject_type),
                                        .subject_id = subject});
}

}  // namespace kc::discovery
