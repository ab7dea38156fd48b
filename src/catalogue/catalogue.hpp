// SPDX-License-Identifier: EUPL-1.2
// The public face of the catalogue: CatalogueSnapshot is everything on offer as one immutable state in memory, CatalogueSource
// holds the present one and swaps it whole when the change feed says so. Pages and planning read from it without a statement.
#pragma once

#include "catalogue/model.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace kc::storage {
class Session;
class Database;
class ChangeFeed;
}  // namespace kc::storage

namespace kc::catalogue {

// Units by title; providers and venues by name; modules by position; courses by name. Units refer to the rest by index and back.
// Only published units are in it (AN-01), internal ones too: who makes a list asks visible_to() (AN-43).
class CatalogueSnapshot {
public:
    // What refers to units by index or lists them is resolved by the constructor: LearningUnit::after and courses, Course::units,
    // Provider::units, Module::*_units, Venue::dates, and the dates of code-share units, which are those of their original.
    struct Parts {
        std::vector<Place> places;
        std::vector<Provider> providers;
        std::vector<Venue> venues;
        std::vector<Module> modules;
        std::vector<LearningUnit> units;
        std::vector<Course> courses;
        std::unordered_set<OrganisationId> members;  // organisations that pay the member price
    };
    explicit CatalogueSnapshot(Parts parts);
    CatalogueSnapshot(const CatalogueSnapshot&) = delete;
    Parts parts_without(const std::unordered_set<LearningUnitId>& units) const;  // a copy as the constructor takes it

    const std::vector<Place>& places() const { return parts_.places; }
    const std::vector<Provider>& providers() const { return parts_.providers; }
    const std::vector<Venue>& venues() const { return parts_.venues; }
    const std::vector<Module>& modules() const { return parts_.modules; }
    const std::vector<LearningUnit>& units() const { return parts_.units; }
    const std::vector<Course>& courses() const { return parts_.courses; }

    const LearningUnit& unit(std::size_t index) const { return parts_.units[index]; }
    const Provider& provider_of(const LearningUnit& unit) const { return parts_.providers[unit.provider]; }
    const Place& place_of(const Venue& venue) const { return parts_.places[venue.place]; }
    const Venue* venue_of(const TutorialDate& date) const { return date.venue ? &parts_.venues[*date.venue] : nullptr; }

    std::optional<std::size_t> index_of(LearningUnitId id) const;
    const LearningUnit* find_unit(LearningUnitId id) const;
    const LearningUnit* find_unit(std::string_view slug) const;
    const Provider* find_provider(std::string_view slug) const;
    const Venue* find_venue(std::string_view slug) const;
    const Module* find_module(std::string_view slug) const;
    const Course* find_course(std::string_view slug) const;
    const Provider* provider_of_organisation(OrganisationId organisation) const;
    const TutorialDate* find_date(TutorialDateId id) const;
    const LearningUnit* unit_of_date(TutorialDateId id) const;

    // Units that teach or need this level of a competence; by index, in the order of titles.
    std::span<const std::size_t> teaching(const CompetenceLevel& level) const;
    std::span<const std::size_t> needing(const CompetenceLevel& level) const;
    std::vector<std::size_t> builds_on(const LearningUnit& unit) const;  // its predecessor, and units that teach what it needs (R84)
    std::vector<std::size_t> leads_to(const LearningUnit& unit) const;   // its successors, and units that need what it teaches

    bool is_member(OrganisationId organisation) const { return parts_.members.contains(organisation); }
    Money price_for(const LearningUnit& unit, OrganisationId organisation) const { return unit.price(is_member(organisation)); }

private:
    struct DateAddress {
        std::size_t unit, date;
    };
    void resolve_units();
    struct HashLevel {
        std::size_t operator()(const CompetenceLevel& level) const { return std::hash<std::int64_t>{}(level.competence.value * 8 + level.level); }
    };
    using LevelIndex = std::unordered_map<CompetenceLevel, std::vector<std::size_t>, HashLevel>;

    Parts parts_;
    std::unordered_map<LearningUnitId, std::size_t> unit_index_;
    std::unordered_map<std::string_view, std::size_t> unit_slugs_, provider_slugs_, venue_slugs_, module_slugs_, course_slugs_;
    std::unordered_map<OrganisationId, std::size_t> provider_organisations_;
    std::unordered_map<TutorialDateId, DateAddress> dates_;
    std::unordered_map<std::size_t, std::vector<std::size_t>> successors_;
    LevelIndex teaching_, needing_;
};

// A dozen statements, whatever the size.
std::shared_ptr<const CatalogueSnapshot> load_catalogue(storage::Session& session);
// The same with only these units read again: what nodes do when offers change.
std::shared_ptr<const CatalogueSnapshot> load_changed_units(storage::Session& session, const CatalogueSnapshot& former,
                                                            std::span<const LearningUnitId> changed);

class CatalogueSource {
public:
    // `changed` is empty when everything may have changed.
    using SwapListener = std::function<void(const std::shared_ptr<const CatalogueSnapshot>& snapshot, std::span<const LearningUnitId> changed)>;

    explicit CatalogueSource(storage::Database& database);  // loads the first snapshot
    std::shared_ptr<const CatalogueSnapshot> current() const;
    void reload();
    void renew(std::span<const LearningUnitId> changed);  // number 0 among them: everything
    // Called at once with everything, then after each swap, one call at a time. Before follow(); what it captures must outlive this.
    void on_swap(SwapListener listener);
    void follow(storage::ChangeFeed& feed);  // before the feed starts; `this` must outlive it

private:
    void swap(std::shared_ptr<const CatalogueSnapshot> next, std::span<const LearningUnitId> changed);

    storage::Database& database_;
    std::mutex updating_;       // one reload after the other
    mutable std::mutex mutex_;  // guards the pointer only; readers hold their snapshot without it
    std::shared_ptr<const CatalogueSnapshot> current_;
    std::vector<SwapListener> listeners_;
};

}  // namespace kc::catalogue
