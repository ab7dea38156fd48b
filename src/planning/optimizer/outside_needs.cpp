// SPDX-License-Identifier: EUPL-1.2
// An offer counts as teaching everything between its lowest and its highest level of a competence, and where it teaches several competences
// that are needed, its cost is split evenly: both in favour of the plan. What also teaches an open step is paid for there.
#include "planning/optimizer/outside_needs.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace kc::planning::optimizer {

namespace {
std::size_t at(int index) { return static_cast<std::size_t>(index); }
}  // namespace

void OutsideNeeds::clear() {
    for (const auto& outside : list_) of_competence_[at(outside.competence)] = -1;
    list_.clear();
}

void OutsideNeeds::start(const PreparedCatalogue& catalogue, const Learner& learner, const std::vector<int>& position_of_step, TakeableOffers& offers,
                         int own) {
    clear();
    catalogue_ = &catalogue;
    learner_ = &learner;
    position_of_step_ = &position_of_step;
    offers_ = &offers;
    own_ = own;
    const auto competences = catalogue.catalogue().competences.size();
    if (of_competence_.size() < competences) of_competence_.resize(competences, -1);
}

bool OutsideNeeds::add(const Bundle& bundle, std::uint64_t users, std::vector<Need>& needs) {
    const auto before = std::ssize(needs);
    for (const int unit : catalogue_->units_of(bundle)) {
        for (const auto& need : catalogue_->needs_of(catalogue_->unit(unit))) {
            const int index = find(bundle, need);
            if (index < 0) continue;
            if (!take_in(index, need.level)) return false;
            list_[at(index)].users |= users;
            const auto same = std::find_if(needs.begin() + before, needs.end(), [&](const Need& other) { return other.competence == index; });
            if (same == needs.end())
                needs.push_back({index, need.level});
            else
                same->level = std::max(same->level, need.level);
        }
    }
    return true;
}

bool OutsideNeeds::add_own() {
    const auto& own = catalogue_->bundle(own_);
    for (const int unit : catalogue_->units_of(own)) {
        for (const auto& need : catalogue_->needs_of(catalogue_->unit(unit))) {
            const int index = find(own, need);
            if (index < 0) continue;
            if (!take_in(index, need.level)) return false;
            auto& outside = list_[at(index)];
            outside.paid = std::max(outside.paid, need.level);
        }
    }
    return true;
}

int OutsideNeeds::find(const Bundle& bundle, Step need) {
    int& index = of_competence_[at(need.competence)];
    const int base = index >= 0 ? list_[at(index)].base : base_of(need.competence);
    if (need.level <= base) return -1;
    const auto taught = catalogue_->steps_of(bundle);
    for (int level = base + 1; level <= need.level; ++level)
        if (std::find(taught.begin(), taught.end(), catalogue_->step_index({need.competence, level})) != taught.end()) return -1;
    if (index >= 0) return index;
    index = static_cast<int>(list_.size());
    list_.push_back({need.competence, base, base, base, base, base, 0, 0});
    return index;
}

bool OutsideNeeds::take_in(int index, int level) {
    auto& outside = list_[at(index)];
    const auto own = catalogue_->steps_of(catalogue_->bundle(own_));
    while (outside.examined < level) {
        ++outside.examined;
        if (outside.taught < outside.examined - 1) continue;
        const int step = catalogue_->step_index({outside.competence, outside.examined});
        const bool taught = std::find(own.begin(), own.end(), step) != own.end() || offers_->any_teaching(step, [](int) { return true; });
        if (taught) outside.taught = outside.examined;
    }
    if (outside.taught < level) return false;
    outside.needed = std::max(outside.needed, level);
    return true;
}

int OutsideNeeds::base_of(int competence) const {
    int level = 0;
    for (const auto& entry : learner_->current)
        if (entry.competence == competence) level = entry.value;
    while (level < catalogue_->catalogue().levels && (*position_of_step_)[at(catalogue_->step_index({competence, level + 1}))] >= 0) ++level;
    return level;
}

void OutsideNeeds::find_costs() {
    costs_.clear();
    for (auto& outside : list_) {
        outside.costs_at = costs_.size();
        costs_.push_back({});
        for (int level = outside.base + 1; level <= outside.needed; ++level) {
            constexpr int none = std::numeric_limits<int>::max();
            Cost least{none, none};
            const auto consider = [&](const Bundle& bundle, bool paid) {
                int shared_by = 0, lowest = level, last = -1;
                for (const int taught : catalogue_->steps_of(bundle)) {
                    const auto step = catalogue_->step_at(taught);
                    if (step.competence == outside.competence && step.level > outside.base) lowest = std::min(lowest, step.level);
                    paid = paid || (*position_of_step_)[at(taught)] >= 0;
                    if (step.competence != last && of_competence_[at(step.competence)] >= 0) ++shared_by;
                    last = step.competence;
                }
                const auto before = cost(outside, lowest - 1);
                least.half_hours = std::min(least.half_hours, before.half_hours + (paid ? 0 : static_cast<int>(bundle.half_hours / shared_by)));
                least.price_cents = std::min(least.price_cents, before.price_cents + (paid ? 0 : static_cast<int>(bundle.price_cents / shared_by)));
            };
            const int step = catalogue_->step_index({outside.competence, level});
            const auto own = catalogue_->steps_of(catalogue_->bundle(own_));
            if (std::find(own.begin(), own.end(), step) != own.end()) consider(catalogue_->bundle(own_), true);
            offers_->any_teaching(step, [&](int bundle) {
                consider(catalogue_->bundle(bundle), false);
                return false;
            });
            costs_.push_back(least);
        }
    }
}

OutsideNeeds::Cost OutsideNeeds::own_cost() const {
    Cost sum;
    for (const auto& outside : list_) {
        const auto paid = cost(outside, outside.paid);
        sum.half_hours += paid.half_hours;
        sum.price_cents += paid.price_cents;
    }
    return sum;
}

OutsideNeeds::Cost OutsideNeeds::part_of(const Need& need) const {
    const auto& outside = list_[at(need.competence)];
    const auto whole = cost(outside, need.level), paid = cost(outside, outside.paid);
    const int users = std::popcount(outside.users);
    return {std::max(0, whole.half_hours - paid.half_hours) / users, std::max(0, whole.price_cents - paid.price_cents) / users};
}

void OutsideNeeds::append_steps(std::vector<int>& steps) const {
    for (const auto& outside : list_)
        for (int level = outside.base + 1; level <= outside.examined; ++level) steps.push_back(catalogue_->step_index({outside.competence, level}));
}

}  // namespace kc::planning::optimizer
