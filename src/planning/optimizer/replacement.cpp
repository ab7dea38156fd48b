// SPDX-License-Identifier: EUPL-1.2
// Why the exchange is possible: a self-paced unit clashes with nothing, can be done everywhere and is finished as soon as its needs are met.
// Those are among the needs of the unit it stands in for, so it is finished no later, and whatever waits for that unit can begin when it could
// before. The work to be done before any date (weekly hours) and the sums do not grow. A unit that was in the plan already simply stays.
#include "planning/optimizer/replacement.hpp"

#include <algorithm>
#include <tuple>

namespace kc::planning::optimizer {

namespace {

constexpr std::size_t replacements_max = 8;  // more than anybody excludes or has completed of them
constexpr std::size_t offers_max = 12;       // per step, the cheapest ones: pairs are looked for among them

class Replacing {
public:
    Replacing(const PreparedCatalogue& catalogue, int unit) : catalogue_(catalogue), unit_(unit), data_(catalogue.catalogue().units[at(unit)]) {}

    std::vector<Replacement> list(std::span<const int> steps) const {
        std::vector<Replacement> found;
        if (steps.empty() || !may_be_exchanged()) return found;
        for (const int first : offers_for(steps.front())) {
            if (teaches_all(first, steps) && asks_no_more(first, -1)) found.push_back(made({first}));
            if (steps.size() == 1) continue;
            std::vector<int> left;
            for (const int step : steps)
                if (!teaches(first, step)) left.push_back(step);
            if (left.empty()) continue;
            for (const int second : offers_for(left.front())) {
                if (second == first || !teaches_all(second, left) || !costs_no_more({first, second})) continue;
                // One of the two may build on the other, as the unit may lead over two levels.
                if ((asks_no_more(first, -1) && asks_no_more(second, first)) || (asks_no_more(second, -1) && asks_no_more(first, second)))
                    found.push_back(made({first, second}));
            }
        }
        const auto key = [&](const Replacement& replacement) {
            const auto [half_hours, price, days] = sums(replacement.units);
            return std::tuple(half_hours, price, days, replacement.units);
        };
        std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
        if (found.size() > replacements_max) found.resize(replacements_max);
        return found;
    }

private:
    struct Sums {
        std::int64_t half_hours = 0, price_cents = 0, presence_days = 0;
    };

    static std::size_t at(int index) { return static_cast<std::size_t>(index); }
    const Unit& unit(int index) const { return catalogue_.catalogue().units[at(index)]; }
    bool is_alone(int index) const { return catalogue_.units_of(catalogue_.bundle(catalogue_.bundle_of(index))).size() == 1; }

    // Not where it is named as predecessor, because only itself is good for that, nor as part of a closed course.
    bool may_be_exchanged() const {
        const auto& units = catalogue_.catalogue().units;
        return is_alone(unit_) && std::none_of(units.begin(), units.end(), [&](const Unit& other) { return other.after == unit_; });
    }

    std::vector<int> offers_for(int step) const {
        std::vector<int> offers;
        for (const int bundle : catalogue_.providers_of(step)) {
            const int offer = catalogue_.units_of(catalogue_.bundle(bundle)).front();
            const auto& data = unit(offer);
            if (offer == unit_ || data.scheduled || !is_alone(offer) || !costs_no_more({offer})) continue;
            if (data.after >= 0 && data.after != data_.after) continue;
            offers.push_back(offer);
            if (offers.size() == offers_max) break;
        }
        return offers;
    }

    bool teaches(int offer, int step) const {
        const auto taught = catalogue_.teaches_of(catalogue_.unit(offer));
        return std::find(taught.begin(), taught.end(), step) != taught.end();
    }

    bool teaches_all(int offer, std::span<const int> steps) const {
        return std::all_of(steps.begin(), steps.end(), [&](int step) { return teaches(offer, step); });
    }

    // Every level it needs is one that the unit needs as well, or that the other one teaches.
    bool asks_no_more(int offer, int other) const {
        const auto& needs = unit(offer).needs;
        return std::all_of(needs.begin(), needs.end(), [&](const Step& need) {
            int known = 0;  // levels up to here are met before the unit begins
            for (const auto& own : data_.needs)
                if (own.competence == need.competence) known = std::max(known, own.level);
            for (int level = known + 1; level <= need.level; ++level)
                if (other < 0 || !teaches(other, catalogue_.step_index({need.competence, level}))) return false;
            return true;
        });
    }

    Sums sums(std::span<const int> units) const {
        Sums all;
        for (const int index : units) {
            all.half_hours += unit(index).half_hours;
            all.price_cents += unit(index).price_cents;
            all.presence_days += unit(index).presence_days;
        }
        return all;
    }

    bool costs_no_more(const std::vector<int>& units) const {
        const auto all = sums(units);
        return all.half_hours <= data_.half_hours && all.price_cents <= data_.price_cents && all.presence_days <= data_.presence_days;
    }

    Replacement made(std::vector<int> units) const {
        const auto all = sums(units);
        const bool cheaper =
            std::tuple(all.half_hours, all.price_cents) < std::tuple<std::int64_t, std::int64_t>(data_.half_hours, data_.price_cents);
        std::sort(units.begin(), units.end());
        return {std::move(units), cheaper};
    }

    const PreparedCatalogue& catalogue_;
    int unit_;
    const Unit& data_;
};

}  // namespace

std::vector<Replacement> list_replacements(const PreparedCatalogue& catalogue, int unit, std::span<const int> steps) {
    return Replacing(catalogue, unit).list(steps);
}

}  // namespace kc::planning::optimizer
