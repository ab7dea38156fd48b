// SPDX-License-Identifier: EUPL-1.2
// The public face of the catalogue: CatalogueSnapshot is everything on offer as one immutable state in memory, CatalogueSource
// holds the present one and swaps it whole when the change feed says so. Pages and planning read from it without a statement.
#pragma once

#include "catalogue/model.hpp"
#include "catalogue/shared_parts.hpp"

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

// Published units in the order of titles.
class UnitsByTitle {
public:
    UnitsByTitle(const SharedSlots<LearningUnit>& units, const std::vector<std::uint32_t>& order) : units_(&units), order_(&order) {}

    class Iterator {
    public:
        using value_type = LearningUnit;
        using difference_type = std::ptrdiff_t;
        using reference = const LearningUnit&;
        using pointer = const LearningUnit*;
        using iterator_category = std::forward_iterator_tag;

        Iterator() = default;
        Iterator(const SharedSlots<LearningUnit>* units, const std::uint32_t* at) : units_(units), at_(at) {}
        reference operator*() const { return (*units_)[*at_]; }
        pointer operator->() const { return &**this; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        Iterator operator++(int) {
            auto before = *this;
            ++at_;
            return before;
        }
        std::size_t index() const { return *at_; }  // of the unit, for CatalogueSnapshot::unit()
        bool operator==(const Iterator& other) const { return at_ == other.at_; }

    private:
        const SharedSlots<LearningUnit>* units_ = nullptr;
        const std::uint32_t* at_ = nullptr;
    };

    Iterator begin() const { return {units_, order_->data()}; }
    Iterator end() const { return {units_, order_->data() + order_->size()}; }
    std::size_t size() const { return order_->size(); }
    bool empty() const { return order_->empty(); }
    const LearningUnit& operator[](std::size_t position) const { return (*units_)[(*order_)[position]]; }
    std::span<const std::uint32_t> indices() const { return *order_; }

private:
    const SharedSlots<LearningUnit>* units_;
    const std::vector<std::uint32_t>* order_;
};

class CatalogueSnapshot;

// What a change made of a snapshot.
struct CatalogueChange {
    std::shared_ptr<const CatalogueSnapshot> snapshot;  // the former one itself when nothing differs
    bool everything = false;                            // anything may be another, not only these units
    std::vector<LearningUnitId> units;                  // that show something else than before, or are gone, or new
};

// Modules by position, courses by name. Units refer to the rest by index and back. Units, providers and venues keep their index from one
// snapshot to the next; lists of indices are in the order of titles or names.
// Only published units are in it (AN-01), internal ones too: who makes a list asks visible_to() (AN-43).
class CatalogueSnapshot {
public:
    // What refers to units by index or lists them is resolved by the snapshot: LearningUnit::after and courses, Course::units,
    // Provider::units, Module::*_units, Venue::dates, and the dates of code-share units, which are those of their original.
    struct Surroundings {
        std::vector<Place> places;
        std::vector<Provider> providers;
        std::vector<Venue> venues;
        std::vector<Module> modules;
        std::vector<Course> courses;
        std::unordered_set<OrganisationId> members;  // organisations that pay the member price
    };
    struct Parts : Surroundings {
        std::vector<LearningUnit> units;
    };
    using Shared = std::shared_ptr<const CatalogueSnapshot>;

    explicit CatalogueSnapshot(Parts parts);
    CatalogueSnapshot& operator=(const CatalogueSnapshot&) = delete;

    // The next snapshot: of the `asked` units, those `loaded` are as they are now and the others are gone. What does not differ is the
    // same object in both snapshots.
    static CatalogueChange with_units(const Shared& former, std::vector<LearningUnit> loaded, std::span<const LearningUnitId> asked);
    // The next snapshot with other providers, venues, modules, courses and members. Absent when a unit refers to one that is gone.
    static std::optional<CatalogueChange> with_surroundings(const Shared& former, Surroundings surroundings);

    const Surroundings& surroundings() const { return around_; }
    const std::vector<Place>& places() const { return around_.places; }
    const std::vector<Provider>& providers() const { return around_.providers; }
    const std::vector<Venue>& venues() const { return around_.venues; }
    const std::vector<Module>& modules() const { return around_.modules; }
    const std::vector<Course>& courses() const { return around_.courses; }
    UnitsByTitle units() const { return {units_, by_title_}; }
    const std::vector<std::size_t>& providers_by_name() const { return providers_by_name_; }
    const std::vector<std::size_t>& venues_by_name() const { return venues_by_name_; }

    const LearningUnit& unit(std::size_t index) const { return units_[index]; }
    // Where a unit stands in units(), by its index.
    std::size_t position(std::size_t index) const { return positions_[index]; }
    const Provider& provider_of(const LearningUnit& unit) const { return around_.providers[unit.provider]; }
    const Place& place_of(const Venue& venue) const { return around_.places[venue.place]; }
    const Venue* venue_of(const TutorialDate& date) const { return date.venue ? &around_.venues[*date.venue] : nullptr; }

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

    bool is_member(OrganisationId organisation) const { return around_.members.contains(organisation); }
    Money price_for(const LearningUnit& unit, OrganisationId organisation) const { return unit.price(is_member(organisation)); }

private:
    friend class UnitEdit;
    friend class SurroundingsEdit;

    struct HashLevel {
        std::size_t operator()(const CompetenceLevel& level) const { return std::hash<std::int64_t>{}(level.competence.value * 8 + level.level); }
    };
    struct HashSlug {
        using is_transparent = void;
        std::size_t operator()(std::string_view slug) const { return std::hash<std::string_view>{}(slug); }
    };
    using UnitList = std::vector<std::size_t>;
    using LevelIndex = std::unordered_map<CompetenceLevel, std::shared_ptr<const UnitList>, HashLevel>;
    using SlugIndex = std::unordered_map<std::string, std::size_t, HashSlug, std::equal_to<>>;

    template <class Tag> static std::uint64_t key_of(Id<Tag> id) { return static_cast<std::uint64_t>(id.value); }
    static std::uint64_t key_of(std::string_view slug) { return std::hash<std::string_view>{}(slug); }

    CatalogueSnapshot(const CatalogueSnapshot&) = default;  // the beginning of the next one
    void name_surroundings();
    void list_units();
    // Merges the dates of a venue from this place on into those before, which are in order.
    void order_dates(Venue& venue, std::size_t ordered) const;

    Surroundings around_;
    SlugIndex provider_slugs_, venue_slugs_, module_slugs_, course_slugs_;
    std::unordered_map<OrganisationId, std::size_t> provider_organisations_;
    std::vector<std::size_t> providers_by_name_, venues_by_name_;
    SharedSlots<LearningUnit> units_;
    std::vector<std::uint32_t> by_title_, positions_, free_;  // indices by title, the way back, and indices without a unit
    SharedIndex unit_ids_, unit_slugs_, dates_;               // dates are those of the original alone
    SharedIndex followers_, labels_;                          // under the unit they come after, under the original whose dates they have
    LevelIndex teaching_, needing_;
};

// A dozen statements, whatever the size.
std::shared_ptr<const CatalogueSnapshot> load_catalogue(storage::Session& session);
// With only these units read again, and what they refer to where it is new: what nodes do when offers change.
CatalogueChange load_changed_units(storage::Session& session, const std::shared_ptr<const CatalogueSnapshot>& former,
                                   std::span<const LearningUnitId> changed);
// With the units as they are and everything around them read again.
CatalogueChange load_surroundings(storage::Session& session, const std::shared_ptr<const CatalogueSnapshot>& former);

class CatalogueSource {
public:
    // `changed` is absent when everything may have changed.
    using SwapListener =
        std::function<void(const std::shared_ptr<const CatalogueSnapshot>& snapshot, std::optional<std::span<const LearningUnitId>> changed)>;

    explicit CatalogueSource(storage::Database& database);  // loads the first snapshot
    std::shared_ptr<const CatalogueSnapshot> current() const;
    void reload();
    void renew(std::span<const LearningUnitId> changed);  // number 0 among them: everything
    void renew_surroundings();
    // Called at once with everything, then after each swap, one call at a time. Before follow(); what it captures must outlive this.
    void on_swap(SwapListener listener);
    void follow(storage::ChangeFeed& feed);  // before the feed starts; `this` must outlive it

private:
    void swap(CatalogueChange change);

    storage::Database& database_;
    std::mutex updating_;       // one reload after the other
    mutable std::mutex mutex_;  // guards the pointer only; readers hold their snapshot without it
    std::shared_ptr<const CatalogueSnapshot> current_;
    std::vector<SwapListener> listeners_;
};

}  // namespace kc::catalogue
