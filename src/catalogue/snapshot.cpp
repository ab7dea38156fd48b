// SPDX-License-Identifier: EUPL-1.2
// The first snapshot: everything is linked in both directions.
#include "catalogue/catalogue.hpp"

#include "catalogue/listing.hpp"

#include <numeric>

namespace kc::catalogue {

CatalogueSnapshot::CatalogueSnapshot(Parts parts) : around_(std::move(static_cast<Surroundings&>(parts))) {
    name_surroundings();
    auto& units = parts.units;
    using Entries = std::vector<SharedIndex::Entry>;
    Entries ids, slugs, dates, followers, labels;
    for (std::uint32_t i = 0; i < units.size(); ++i) {
        const auto& unit = units[i];
        ids.push_back({key_of(unit.id), i});
        slugs.push_back({key_of(unit.slug), i});
        if (unit.after_id) followers.push_back({key_of(*unit.after_id), i});
        if (unit.code_share_of)
            labels.push_back({key_of(*unit.code_share_of), i});
        else
            for (const auto& date : unit.dates) dates.push_back({key_of(date.id), i});
    }
    unit_ids_ = SharedIndex(ids);
    unit_slugs_ = SharedIndex(slugs);
    dates_ = SharedIndex(dates);
    followers_ = SharedIndex(followers);
    labels_ = SharedIndex(labels);
    for (std::size_t c = 0; c < around_.courses.size(); ++c) {
        for (const auto id : around_.courses[c].unit_ids) {
            const auto index = index_of(id);
            if (!index) continue;
            around_.courses[c].units.push_back(*index);
            units[*index].courses.push_back(c);
        }
    }
    for (auto& unit : units) {
        unit.after = unit.after_id ? index_of(*unit.after_id) : std::nullopt;
        if (!unit.code_share_of) continue;
        const auto original = index_of(*unit.code_share_of);
        if (original && !units[*original].code_share_of) unit.dates = units[*original].dates;
    }
    for (std::size_t i = 0; i < units.size(); ++i) units_.put(i, std::make_shared<const LearningUnit>(std::move(units[i])));
    by_title_.resize(units.size());
    std::iota(by_title_.begin(), by_title_.end(), 0U);
    positions_ = by_title_;
    list_units();
}

void CatalogueSnapshot::name_surroundings() {
    const auto name = [](SlugIndex& slugs, const auto& list) {
        slugs.clear();
        for (std::size_t i = 0; i < list.size(); ++i) slugs.emplace(list[i].slug, i);
    };
    name(provider_slugs_, around_.providers);
    name(venue_slugs_, around_.venues);
    name(module_slugs_, around_.modules);
    name(course_slugs_, around_.courses);
    const auto order = [](std::vector<std::size_t>& by_name, const auto& list) {
        std::vector<std::tuple<std::string, std::int64_t, std::size_t>> keys;
        for (std::size_t i = 0; i < list.size(); ++i) keys.emplace_back(sort_key(list[i].name), list[i].id.value, i);
        std::sort(keys.begin(), keys.end());
        by_name.clear();
        for (const auto& key : keys) by_name.push_back(std::get<2>(key));
    };
    order(providers_by_name_, around_.providers);
    order(venues_by_name_, around_.venues);
    provider_organisations_.clear();
    for (std::size_t i = 0; i < around_.providers.size(); ++i) provider_organisations_.emplace(around_.providers[i].organisation, i);
}

// All lists of units anew, from the units alone.
void CatalogueSnapshot::list_units() {
    for (auto& provider : around_.providers) provider.units.clear();
    for (auto& venue : around_.venues) venue.dates.clear();
    for (auto& module : around_.modules) {
        module.mandatory_units.clear();
        module.elective_units.clear();
    }
    std::unordered_map<CompetenceLevel, UnitList, HashLevel> teaching, needing;
    for (const auto index : by_title_) {
        const auto& unit = units_[index];
        around_.providers[unit.provider].units.push_back(index);
        for (const auto& [module, mandatory] : unit.modules) {
            auto& of = around_.modules[module];
            (mandatory ? of.mandatory_units : of.elective_units).push_back(index);
        }
        for (const auto& level : unit.teaches) teaching[level].push_back(index);
        for (const auto& level : unit.needs) needing[level].push_back(index);
        if (unit.code_share_of) continue;
        for (std::size_t d = 0; d < unit.dates.size(); ++d) {
            if (unit.dates[d].venue) around_.venues[*unit.dates[d].venue].dates.emplace_back(index, d);
        }
    }
    for (auto& venue : around_.venues) order_dates(venue, 0);
    const auto share = [](LevelIndex& levels, auto& lists) {
        levels.clear();
        for (auto& [level, list] : lists) levels.emplace(level, std::make_shared<const UnitList>(std::move(list)));
    };
    share(teaching_, teaching);
    share(needing_, needing);
}

void CatalogueSnapshot::order_dates(Venue& venue, std::size_t ordered) const {
    const auto before = [&](const auto& a, const auto& b) {
        const auto order = [&](const auto& at) {
            const auto& date = units_[at.first].dates[at.second];
            return std::tuple(date.first_day, date.start_minute, date.id);
        };
        return order(a) < order(b);
    };
    const auto middle = venue.dates.begin() + static_cast<std::ptrdiff_t>(ordered);
    std::sort(middle, venue.dates.end(), before);
    std::inplace_merge(venue.dates.begin(), middle, venue.dates.end(), before);
}

}  // namespace kc::catalogue
