// SPDX-License-Identifier: EUPL-1.2
// The next snapshot when providers, venues, modules, courses or members changed: the units stay, and only those whose references move or
// whose courses differ are made anew.
#include "catalogue/catalogue.hpp"

#include <map>
#include <set>

namespace kc::catalogue {

namespace {

constexpr std::size_t nowhere = ~std::size_t{0};

// From the indices of one list to those of the other, by id.
template <class List> std::vector<std::size_t> moves(const List& from, const List& to) {
    std::map<std::int64_t, std::size_t> at;
    for (std::size_t i = 0; i < to.size(); ++i) at.emplace(to[i].id.value, i);
    std::vector<std::size_t> moved;
    for (const auto& element : from) {
        const auto found = at.find(element.id.value);
        moved.push_back(found == at.end() ? nowhere : found->second);
    }
    return moved;
}

// Whoever was there stays at its index and the others follow, so that units need not move. Not when one is gone: then all move together.
template <class T> void keep_indices(const std::vector<T>& former, std::vector<T>& next) {
    const auto moved = moves(former, next);
    if (std::find(moved.begin(), moved.end(), nowhere) != moved.end()) return;
    std::vector<T> kept;
    std::vector<bool> taken(next.size(), false);
    for (const auto at : moved) {
        kept.push_back(std::move(next[at]));
        taken[at] = true;
    }
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (!taken[i]) kept.push_back(std::move(next[i]));
    }
    next = std::move(kept);
}

bool stays(const std::vector<std::size_t>& moved) {
    for (std::size_t i = 0; i < moved.size(); ++i) {
        if (moved[i] != i) return false;
    }
    return true;
}

Provider without_lists(Provider provider) {
    provider.units.clear();
    return provider;
}
Venue without_lists(Venue venue) {
    venue.dates.clear();
    return venue;
}
Module without_lists(Module module) {
    module.mandatory_units.clear();
    module.elective_units.clear();
    return module;
}
Course without_lists(Course course) {
    course.units.clear();
    return course;
}

template <class T> bool same(const std::vector<T>& former, const std::vector<T>& next) {
    return std::equal(former.begin(), former.end(), next.begin(), next.end(), [](const T& a, const T& b) { return without_lists(a) == b; });
}

}  // namespace

class SurroundingsEdit {
public:
    SurroundingsEdit(const CatalogueSnapshot& former, CatalogueSnapshot& next) : former_(former), next_(next) {}

    bool differs() const {
        const auto &a = former_.around_, &b = next_.around_;
        return !(a.places == b.places && a.members == b.members && same(a.providers, b.providers) && same(a.venues, b.venues) &&
                 same(a.modules, b.modules) && same(a.courses, b.courses));
    }

    // False when a unit refers to something that is gone.
    bool apply() {
        const auto providers = moves(former_.providers(), next_.providers()), venues = moves(former_.venues(), next_.venues()),
                   modules = moves(former_.modules(), next_.modules());
        const bool all_stay = stays(providers) && stays(venues) && stays(modules);
        const auto courses = list_courses();
        for (const auto index : next_.by_title_) {
            const auto& unit = next_.units_[index];
            const auto found = courses.find(index);
            const auto& in_courses = found == courses.end() ? none_ : found->second;
            if (all_stay && unit.courses == in_courses) continue;
            auto moved = unit;
            moved.courses = in_courses;
            moved.provider = providers[unit.provider];
            if (moved.provider == nowhere) return false;
            for (auto& of : moved.modules) {
                of.module = modules[of.module];
                if (of.module == nowhere) return false;
            }
            for (auto& date : moved.dates) {
                if (date.venue) date.venue = venues[*date.venue];
                if (date.venue == nowhere) return false;
            }
            if (moved != unit) next_.units_.put(index, std::make_shared<const LearningUnit>(std::move(moved)));
        }
        next_.name_surroundings();
        next_.list_units();
        return true;
    }

    // What shows something of a provider, venue or module that is another now.
    CatalogueChange change(CatalogueSnapshot::Shared snapshot) const {
        CatalogueChange change{std::move(snapshot), former_.places() != next_.places(), {}};
        if (change.everything) return change;
        std::set<std::size_t> indices;
        each_other(former_.providers(), next_.providers(),
                   [&](const Provider& provider) { indices.insert(provider.units.begin(), provider.units.end()); });
        each_other(former_.modules(), next_.modules(), [&](const Module& module) {
            indices.insert(module.mandatory_units.begin(), module.mandatory_units.end());
            indices.insert(module.elective_units.begin(), module.elective_units.end());
        });
        each_other(former_.venues(), next_.venues(), [&](const Venue& venue) {
            for (const auto& [unit, date] : venue.dates) {
                indices.insert(unit);
                for (const auto& [key, label] : next_.labels_.find(CatalogueSnapshot::key_of(next_.units_[unit].id))) indices.insert(label);
            }
        });
        for (const auto index : indices) change.units.push_back(next_.units_[index].id);
        return change;
    }

private:
    std::unordered_map<std::size_t, std::vector<std::size_t>> list_courses() {
        std::unordered_map<std::size_t, std::vector<std::size_t>> courses;
        for (std::size_t c = 0; c < next_.around_.courses.size(); ++c) {
            auto& course = next_.around_.courses[c];
            for (const auto id : course.unit_ids) {
                const auto index = next_.index_of(id);
                if (!index) continue;
                course.units.push_back(*index);
                courses[*index].push_back(c);
            }
        }
        return courses;
    }

    template <class T, class Visit> static void each_other(const std::vector<T>& former, const std::vector<T>& next, Visit&& visit) {
        const auto moved = moves(next, former);
        for (std::size_t i = 0; i < next.size(); ++i) {
            if (moved[i] == nowhere || without_lists(former[moved[i]]) != without_lists(next[i])) visit(next[i]);
        }
    }

    const CatalogueSnapshot& former_;
    CatalogueSnapshot& next_;
    const std::vector<std::size_t> none_;
};

std::optional<CatalogueChange> CatalogueSnapshot::with_surroundings(const Shared& former, Surroundings surroundings) {
    keep_indices(former->around_.providers, surroundings.providers);
    keep_indices(former->around_.venues, surroundings.venues);
    const std::shared_ptr<CatalogueSnapshot> next(new CatalogueSnapshot(*former));
    next->around_ = std::move(surroundings);
    SurroundingsEdit edit(*former, *next);
    if (!edit.differs()) return CatalogueChange{former, false, {}};
    if (!edit.apply()) return std::nullopt;
    return edit.change(next);
}

}  // namespace kc::catalogue
