// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/catalogue.hpp"

#include "storage/changes.hpp"
#include "storage/database.hpp"

namespace kc::catalogue {

namespace {

template <class Map, class Key> std::optional<std::size_t> find_in(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::nullopt : std::optional(found->second);
}

template <class Map, class Key, class List> auto* element(const Map& map, const Key& key, const List& list) {
    const auto index = find_in(map, key);
    return index ? &list[*index] : nullptr;
}

template <class List> std::unordered_map<std::string_view, std::size_t> slugs_of(const List& list) {
    std::unordered_map<std::string_view, std::size_t> slugs;
    slugs.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) slugs.emplace(list[i].slug, i);
    return slugs;
}

void add_unique(std::vector<std::size_t>& to, std::size_t index) {
    if (std::find(to.begin(), to.end(), index) == to.end()) to.push_back(index);
}

}  // namespace

const TutorialDate* LearningUnit::next_date(Date today) const {
    const auto found = std::find_if(dates.begin(), dates.end(), [&](const TutorialDate& date) { return date.bookable(today); });
    return found == dates.end() ? nullptr : &*found;
}

CatalogueSnapshot::CatalogueSnapshot(Parts parts)
    : parts_(std::move(parts)),
      unit_slugs_(slugs_of(parts_.units)),
      provider_slugs_(slugs_of(parts_.providers)),
      venue_slugs_(slugs_of(parts_.venues)),
      module_slugs_(slugs_of(parts_.modules)),
      course_slugs_(slugs_of(parts_.courses)) {
    unit_index_.reserve(parts_.units.size());
    for (std::size_t i = 0; i < parts_.units.size(); ++i) unit_index_.emplace(parts_.units[i].id, i);
    for (std::size_t i = 0; i < parts_.providers.size(); ++i) provider_organisations_.emplace(parts_.providers[i].organisation, i);
    resolve_units();
    const auto order = [&](const std::pair<std::size_t, std::size_t>& at) {
        const auto& date = parts_.units[at.first].dates[at.second];
        return std::tuple(date.first_day, date.start_minute, date.id);
    };
    for (auto& venue : parts_.venues) {
        std::sort(venue.dates.begin(), venue.dates.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
    }
}

void CatalogueSnapshot::resolve_units() {
    for (std::size_t c = 0; c < parts_.courses.size(); ++c) {
        auto& course = parts_.courses[c];
        for (const auto id : course.unit_ids) {
            if (const auto unit = index_of(id)) {
                course.units.push_back(*unit);
                parts_.units[*unit].courses.push_back(c);
            }
        }
    }
    std::size_t date_count = 0;
    for (const auto& unit : parts_.units) date_count += unit.dates.size();
    dates_.reserve(date_count);
    for (std::size_t i = 0; i < parts_.units.size(); ++i) {
        auto& unit = parts_.units[i];
        unit.after = unit.after_id ? index_of(*unit.after_id) : std::nullopt;
        parts_.providers[unit.provider].units.push_back(i);
        for (const auto& [module, mandatory] : unit.modules) {
            auto& of = parts_.modules[module];
            (mandatory ? of.mandatory_units : of.elective_units).push_back(i);
        }
        for (const auto& level : unit.teaches) teaching_[level].push_back(i);
        for (const auto& level : unit.needs) needing_[level].push_back(i);
        if (unit.after) successors_[*unit.after].push_back(i);
        if (unit.code_share_of) continue;
        for (std::size_t d = 0; d < unit.dates.size(); ++d) {
            dates_.emplace(unit.dates[d].id, DateAddress{i, d});
            if (unit.dates[d].venue) parts_.venues[*unit.dates[d].venue].dates.emplace_back(i, d);
        }
    }
    for (auto& unit : parts_.units) {
        if (!unit.code_share_of) continue;
        const auto original = index_of(*unit.code_share_of);
        if (original && !parts_.units[*original].code_share_of) unit.dates = parts_.units[*original].dates;
    }
}

CatalogueSnapshot::Parts CatalogueSnapshot::parts_without(const std::unordered_set<LearningUnitId>& units) const {
    Parts copy{parts_.places, parts_.providers, parts_.venues, parts_.modules, {}, parts_.courses, parts_.members};
    copy.units.reserve(parts_.units.size() + 16);
    for (const auto& unit : parts_.units) {
        if (units.contains(unit.id)) continue;
        auto& kept = copy.units.emplace_back(unit);
        kept.courses.clear();
        if (kept.code_share_of) kept.dates.clear();
    }
    for (auto& provider : copy.providers) provider.units.clear();
    for (auto& venue : copy.venues) venue.dates.clear();
    for (auto& module : copy.modules) {
        module.mandatory_units.clear();
        module.elective_units.clear();
    }
    for (auto& course : copy.courses) course.units.clear();
    return copy;
}

std::optional<std::size_t> CatalogueSnapshot::index_of(LearningUnitId id) const { return find_in(unit_index_, id); }
const LearningUnit* CatalogueSnapshot::find_unit(LearningUnitId id) const { return element(unit_index_, id, parts_.units); }
const LearningUnit* CatalogueSnapshot::find_unit(std::string_view slug) const { return element(unit_slugs_, slug, parts_.units); }
const Provider* CatalogueSnapshot::find_provider(std::string_view slug) const { return element(provider_slugs_, slug, parts_.providers); }
const Venue* CatalogueSnapshot::find_venue(std::string_view slug) const { return element(venue_slugs_, slug, parts_.venues); }
const Module* CatalogueSnapshot::find_module(std::string_view slug) const { return element(module_slugs_, slug, parts_.modules); }
const Course* CatalogueSnapshot::find_course(std::string_view slug) const { return element(course_slugs_, slug, parts_.courses); }

const Provider* CatalogueSnapshot::provider_of_organisation(OrganisationId organisation) const {
    return element(provider_organisations_, organisation, parts_.providers);
}

const TutorialDate* CatalogueSnapshot::find_date(TutorialDateId id) const {
    const auto found = dates_.find(id);
    return found == dates_.end() ? nullptr : &parts_.units[found->second.unit].dates[found->second.date];
}

const LearningUnit* CatalogueSnapshot::unit_of_date(TutorialDateId id) const {
    const auto found = dates_.find(id);
    return found == dates_.end() ? nullptr : &parts_.units[found->second.unit];
}

std::span<const std::size_t> CatalogueSnapshot::teaching(const CompetenceLevel& level) const {
    const auto found = teaching_.find(level);
    return found == teaching_.end() ? std::span<const std::size_t>{} : found->second;
}

std::span<const std::size_t> CatalogueSnapshot::needing(const CompetenceLevel& level) const {
    const auto found = needing_.find(level);
    return found == needing_.end() ? std::span<const std::size_t>{} : found->second;
}

std::vector<std::size_t> CatalogueSnapshot::builds_on(const LearningUnit& unit) const {
    std::vector<std::size_t> units;
    if (unit.after) units.push_back(*unit.after);
    for (const auto& need : unit.needs) {
        for (const auto index : teaching(need)) {
            if (parts_.units[index].id != unit.id) add_unique(units, index);
        }
    }
    return units;
}

std::vector<std::size_t> CatalogueSnapshot::leads_to(const LearningUnit& unit) const {
    std::vector<std::size_t> units;
    const auto index = index_of(unit.id);
    if (const auto after = index ? successors_.find(*index) : successors_.end(); after != successors_.end()) units = after->second;
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

void CatalogueSource::swap(std::shared_ptr<const CatalogueSnapshot> next, std::span<const LearningUnitId> changed) {
    {
        const std::lock_guard lock(mutex_);
        current_.swap(next);
    }
    for (const auto& listener : listeners_) listener(current_, changed);
}

void CatalogueSource::reload() {
    const std::lock_guard updating(updating_);
    swap(database_.read([](storage::Session& session) { return load_catalogue(session); }), {});
}

void CatalogueSource::renew(std::span<const LearningUnitId> changed) {
    if (std::find(changed.begin(), changed.end(), LearningUnitId{0}) != changed.end()) return reload();
    const std::lock_guard updating(updating_);
    swap(database_.read([&](storage::Session& session) { return load_changed_units(session, *current_, changed); }), changed);
}

void CatalogueSource::on_swap(SwapListener listener) {
    const std::lock_guard updating(updating_);
    listener(current_, {});
    listeners_.push_back(std::move(listener));
}

void CatalogueSource::follow(storage::ChangeFeed& feed) {
    using storage::ChangeTopic;
    feed.subscribe(ChangeTopic::learning_unit, [this](std::span<const std::int64_t> subjects) {
        std::vector<LearningUnitId> changed;
        for (const auto subject : subjects) changed.push_back(LearningUnitId{subject});
        renew(changed);
    });
    for (const auto topic : {ChangeTopic::tutorial_date, ChangeTopic::provider, ChangeTopic::module, ChangeTopic::venue, ChangeTopic::organisation}) {
        feed.subscribe(topic, [this](std::span<const std::int64_t>) { reload(); });
    }
}

}  // namespace kc::catalogue
