// SPDX-License-Identifier: EUPL-1.2
// Looking things up in a snapshot, and the source that holds the present one.
#include "catalogue/catalogue.hpp"

#include "base/memory.hpp"
#include "storage/changes.hpp"
#include "storage/database.hpp"

#include <unordered_set>

namespace kc::catalogue {

namespace {

template <class Map, class Key, class List> auto* element(const Map& map, const Key& key, const List& list) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &list[found->second];
}

void add_unique(std::vector<std::size_t>& to, std::size_t index) {
    if (std::find(to.begin(), to.end(), index) == to.end()) to.push_back(index);
}

template <class Levels> std::span<const std::size_t> units_under(const Levels& levels, const CompetenceLevel& level) {
    const auto found = levels.find(level);
    return found == levels.end() ? std::span<const std::size_t>{} : std::span<const std::size_t>(*found->second);
}

}  // namespace

const TutorialDate* LearningUnit::next_date(Date today) const {
    const auto found = std::find_if(dates.begin(), dates.end(), [&](const TutorialDate& date) { return date.bookable(today); });
    return found == dates.end() ? nullptr : &*found;
}

std::optional<std::size_t> CatalogueSnapshot::index_of(LearningUnitId id) const { return unit_ids_.first(key_of(id)); }

const LearningUnit* CatalogueSnapshot::find_unit(LearningUnitId id) const {
    const auto index = index_of(id);
    return index ? &units_[*index] : nullptr;
}

const LearningUnit* CatalogueSnapshot::find_unit(std::string_view slug) const {
    for (const auto& entry : unit_slugs_.find(key_of(slug))) {
        if (units_[entry.slot].slug == slug) return &units_[entry.slot];
    }
    return nullptr;
}

const Provider* CatalogueSnapshot::find_provider(std::string_view slug) const { return element(provider_slugs_, slug, around_.providers); }
const Venue* CatalogueSnapshot::find_venue(std::string_view slug) const { return element(venue_slugs_, slug, around_.venues); }
const Module* CatalogueSnapshot::find_module(std::string_view slug) const { return element(module_slugs_, slug, around_.modules); }
const Course* CatalogueSnapshot::find_course(std::string_view slug) const { return element(course_slugs_, slug, around_.courses); }

const Provider* CatalogueSnapshot::provider_of_organisation(OrganisationId organisation) const {
    return element(provider_organisations_, organisation, around_.providers);
}

const LearningUnit* CatalogueSnapshot::unit_of_date(TutorialDateId id) const {
    const auto index = dates_.first(key_of(id));
    return index ? &units_[*index] : nullptr;
}

const TutorialDate* CatalogueSnapshot::find_date(TutorialDateId id) const {
    const auto* unit = unit_of_date(id);
    if (unit == nullptr) return nullptr;
    return &*std::find_if(unit->dates.begin(), unit->dates.end(), [&](const TutorialDate& date) { return date.id == id; });
}

std::span<const std::size_t> CatalogueSnapshot::teaching(const CompetenceLevel& level) const { return units_under(teaching_, level); }
std::span<const std::size_t> CatalogueSnapshot::needing(const CompetenceLevel& level) const { return units_under(needing_, level); }

std::vector<std::size_t> CatalogueSnapshot::builds_on(const LearningUnit& unit) const {
    std::vector<std::size_t> units;
    if (unit.after) units.push_back(*unit.after);
    for (const auto& need : unit.needs) {
        for (const auto index : teaching(need)) {
            if (units_[index].id != unit.id) add_unique(units, index);
        }
    }
    return units;
}

std::vector<std::size_t> CatalogueSnapshot::leads_to(const LearningUnit& unit) const {
    std::vector<std::size_t> units;
    const auto index = index_of(unit.id);
    for (const auto& entry : followers_.find(key_of(unit.id))) units.push_back(entry.slot);
    std::sort(units.begin(), units.end(), [&](std::size_t a, std::size_t b) { return positions_[a] < positions_[b]; });
    for (const auto& taught : unit.teaches) {
        for (const auto next : needing(taught)) {
            if (next != index) add_unique(units, next);
        }
    }
    return units;
}

CatalogueSource::CatalogueSource(storage::Database& database) : database_(database) { reload(); }

std::shared_ptr<const CatalogueSnapshot> CatalogueSource::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void CatalogueSource::swap(CatalogueChange change) {
    if (change.snapshot == current_) return;  // told twice, or of something that no snapshot shows
    {
        const std::lock_guard lock(mutex_);
        current_.swap(change.snapshot);
    }
    const auto changed = change.everything ? std::nullopt : std::optional<std::span<const LearningUnitId>>(change.units);
    for (const auto& listener : listeners_) listener(current_, changed);
}

void CatalogueSource::reload() {
    const std::lock_guard updating(updating_);
    swap({database_.read([](storage::Session& session) { return load_catalogue(session); }), true, {}});
    return_freed_memory();
}

void CatalogueSource::renew(std::span<const LearningUnitId> changed) {
    if (std::find(changed.begin(), changed.end(), LearningUnitId{0}) != changed.end()) return reload();
    const std::lock_guard updating(updating_);
    swap(database_.read([&](storage::Session& session) { return load_changed_units(session, current_, changed); }));
}

void CatalogueSource::renew_surroundings() {
    const std::lock_guard updating(updating_);
    auto change = database_.read([&](storage::Session& session) { return load_surroundings(session, current_); });
    const bool differs = change.snapshot != current_;
    swap(std::move(change));
    if (differs) return_freed_memory();  // many offers may have been indexed again
}

void CatalogueSource::on_swap(SwapListener listener) {
    const std::lock_guard updating(updating_);
    listener(current_, std::nullopt);
    listeners_.push_back(std::move(listener));
}

void CatalogueSource::follow(storage::ChangeFeed& feed) {
    using storage::ChangeTopic;
    feed.subscribe(ChangeTopic::learning_unit, [this](std::span<const std::int64_t> subjects) {
        std::vector<LearningUnitId> changed;
        for (const auto subject : subjects) changed.push_back(LearningUnitId{subject});
        renew(changed);
    });
    feed.subscribe(ChangeTopic::tutorial_date, [this](std::span<const std::int64_t>) { reload(); });
    for (const auto topic : {ChangeTopic::provider, ChangeTopic::module, ChangeTopic::venue, ChangeTopic::organisation}) {
        feed.subscribe(topic, [this](std::span<const std::int64_t>) { renew_surroundings(); });
    }
}

}  // namespace kc::catalogue
