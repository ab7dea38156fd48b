// SPDX-License-Identifier: EUPL-1.2
// From the product to the optimiser: a catalogue snapshot becomes a prepared catalogue that everybody shares, a learner profile with the
// person's choices becomes a learner (LP-01 … LP-13). Day numbers count from 1 January 1970, so that they mean the same for everyone.
#pragma once

#include "catalogue/catalogue.hpp"
#include "competence/competence.hpp"
#include "planning/model.hpp"
#include "planning/optimizer/optimizer.hpp"

#include <array>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

namespace kc::planning {

int day_number(Date day);
Date day_of(int number);

// What the person decided herself about single units.
struct PersonChoices {
    std::vector<PlanChoice> choices;
    std::vector<CompletedUnit> completed;

    const PlanChoice* find(LearningUnitId unit) const;
    bool is_completed(LearningUnitId unit) const;
};

// The offers of one day, ready for planning. Units are numbered by title, so that every node breaks ties alike.
class PlanningCatalogue {
public:
    PlanningCatalogue(std::shared_ptr<const catalogue::CatalogueSnapshot> snapshot, std::shared_ptr<const competence::CompetenceFramework> framework,
                      Date today);

    const catalogue::CatalogueSnapshot& snapshot() const { return *snapshot_; }
    const std::shared_ptr<const catalogue::CatalogueSnapshot>& shared_snapshot() const { return snapshot_; }
    const competence::CompetenceFramework& framework() const { return *framework_; }
    const std::shared_ptr<const competence::CompetenceFramework>& shared_framework() const { return framework_; }
    Date today() const { return today_; }

    // Members pay the member price (AN-07). Who may learn online attends hybrid dates there, without days on site (LP-06).
    struct Variant {
        bool member = false;
        bool online = true;
    };
    // With the predecessors that were completed taken as done (LP-09); a private copy only where that makes a difference.
    std::shared_ptr<const optimizer::PreparedCatalogue> prepared(Variant variant, std::span<const CompletedUnit> completed) const;

    std::optional<int> unit_index(LearningUnitId id) const;  // its place in the order of titles
    const catalogue::LearningUnit& unit(int index) const { return snapshot_->units()[static_cast<std::size_t>(index)]; }
    const catalogue::LearningUnit* find_unit(LearningUnitId id) const;
    const catalogue::LearningUnit* find_unit(LearningUnitId id, OrganisationId organisation) const;  // when its people may see it (AN-43)
    const std::vector<int>& internal_units() const { return internal_units_; }
    static const catalogue::TutorialDate* find_date(const catalogue::LearningUnit& unit, TutorialDateId id);

    std::optional<int> competence_index(CompetenceId id) const;
    CompetenceId competence_at(int index) const { return competences_[static_cast<std::size_t>(index)]; }
    std::optional<int> place_index(PlaceId id) const;
    PlaceId place_at(int index) const;

    // Dates are numbered anew: only those that can still be booked take part (LP-03).
    int date_index(const optimizer::Catalogue& catalogue, int unit, TutorialDateId date) const;  // -1: not among them
    static TutorialDateId date_id(const optimizer::Catalogue& catalogue, int unit, int date);
    bool offers(LearningUnitId id) const;  // in the catalogue, and either self-paced or with at least one date that can be booked

private:
    optimizer::Catalogue make(Variant variant) const;

    std::shared_ptr<const catalogue::CatalogueSnapshot> snapshot_;
    std::shared_ptr<const competence::CompetenceFramework> framework_;
    Date today_;
    std::vector<CompetenceId> competences_;
    std::unordered_map<CompetenceId, int> competence_index_;
    std::unordered_map<PlaceId, int> place_index_;
    std::vector<char> is_predecessor_;  // per unit
    std::vector<int> internal_units_;   // that are for the people of one organisation only
    mutable std::array<std::once_flag, 4> made_;
    mutable std::array<std::shared_ptr<const optimizer::PreparedCatalogue>, 4> prepared_;
};

// Holds the present one; renewed when the snapshot, the framework or the day has changed.
class PlanningCatalogueSource {
public:
    PlanningCatalogueSource(const catalogue::CatalogueSource& catalogues, const competence::FrameworkSource& frameworks)
        : catalogues_(catalogues), frameworks_(frameworks) {}
    std::shared_ptr<const PlanningCatalogue> current(Date today) const;

private:
    const catalogue::CatalogueSource& catalogues_;
    const competence::FrameworkSource& frameworks_;
    mutable std::mutex mutex_;  // guards the pointer, and that only one thread builds
    mutable std::shared_ptr<const PlanningCatalogue> current_;
};

// The person's limits beside the profile: what a what-if question changes.
struct Question {
    const competence::LearnerProfile& profile;
    const PersonChoices& choices;
    bool member = false;
    const Plan* accepted = nullptr;  // kept where it costs nothing (LP-12)
    const Plan* proposed = nullptr;  // stays unless something better is found
};

struct Instance {
    std::shared_ptr<const optimizer::PreparedCatalogue> catalogue;
    optimizer::Learner learner;
};
Instance make_instance(const PlanningCatalogue& catalogue, const Question& question);

}  // namespace kc::planning
