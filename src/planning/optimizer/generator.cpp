// SPDX-License-Identifier: EUPL-1.2
// Draws instances like the samples of the format: courses of one domain, mostly one level at a time, half of the units scheduled.
// A tenth of the needs reaches into other competences, which is what makes planning hard.
#include "planning/optimizer/generator.hpp"

#include <algorithm>

namespace kc::planning::optimizer {

namespace {

class Draw {
public:
    explicit Draw(std::uint64_t seed) : state_(seed) { state_ = next() ^ (seed << 32); }  // neighbouring seeds must not overlap
    std::uint64_t next() {                                                                // splitmix64
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    int from(int least, int most) { return least + static_cast<int>(next() % static_cast<std::uint64_t>(most - least + 1)); }
    bool chance(int percent) { return from(1, 100) <= percent; }
    template <std::size_t N> int one_of(const int (&values)[N]) { return values[from(0, static_cast<int>(N) - 1)]; }

private:
    std::uint64_t state_;
};

constexpr int domain_size = 10;  // competences that courses and roles treat together

class Generator {
public:
    explicit Generator(const GeneratorOptions& options) : options_(options), draw_(options.seed) {}

    Instance run() {
        auto& catalogue = instance_.catalogue;
        catalogue.levels = options_.levels;
        for (int k = 0; k < options_.competences; ++k) catalogue.competences.push_back(padded("k", k));
        for (int r = 0; r < options_.places; ++r) catalogue.places.push_back("r" + std::to_string(r));
        while (static_cast<int>(catalogue.units.size()) < options_.units) add_course();
        for (int role = 0; role < options_.role_profiles; ++role) roles_.push_back(role_profile());
        for (int e = 0; e < options_.learners; ++e) add_learner(e);
        return std::move(instance_);
    }

private:
    static std::string padded(const char* prefix, int number) {
        auto digits = std::to_string(number);
        return prefix + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
    }
    int domains() const { return (options_.competences + domain_size - 1) / domain_size; }
    int competence_in(int domain) {
        const int first = domain * domain_size;
        return draw_.from(first, std::min(first + domain_size, options_.competences) - 1);
    }
    int main_level() { return std::min(draw_.one_of({1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5}), options_.levels); }
    int side_level() { return std::min(draw_.one_of({1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4}), options_.levels); }

    void add_course() {
        auto& catalogue = instance_.catalogue;
        Course course;
        course.id = "c" + std::to_string(catalogue.courses.size());
        course.closed = draw_.chance(25);
        const int domain = draw_.from(0, domains() - 1);
        int competence = competence_in(domain);
        const int count = std::min(draw_.from(3, 6), options_.units - static_cast<int>(catalogue.units.size()));
        for (int i = 0; i < count; ++i) {
            if (draw_.chance(50)) competence = competence_in(domain);
            course.units.push_back(static_cast<int>(catalogue.units.size()));
            catalogue.units.push_back(unit(domain, competence));
            if (i > 0 && draw_.chance(17)) catalogue.units.back().after = course.units[course.units.size() - 2];
        }
        catalogue.courses.push_back(std::move(course));
    }

    Unit unit(int domain, int competence) {
        Unit unit;
        unit.id = "u" + std::to_string(instance_.catalogue.units.size());
        const int base = main_level();
        unit.teaches.push_back({competence, base});
        for (int extra = draw_.one_of({0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2}); extra > 0; --extra) {
            const Step more = draw_.chance(30) ? Step{competence, std::min(base + 1, options_.levels)} : Step{competence_in(domain), side_level()};
            if (std::find(unit.teaches.begin(), unit.teaches.end(), more) == unit.teaches.end()) unit.teaches.push_back(more);
        }
        if (base > 1) unit.needs.push_back({competence, base - 1});
        if (draw_.chance(10)) {
            const Step other{competence_in(draw_.chance(10) ? domain : draw_.from(0, domains() - 1)), draw_.from(1, 2)};
            const bool taught =
                std::any_of(unit.teaches.begin(), unit.teaches.end(), [&](const Step& step) { return step.competence == other.competence; });
            if (!taught) unit.needs.push_back(other);
        }
        unit.half_hours = draw_.from(2, 10) + 2 * static_cast<int>(unit.teaches.size()) - 2;
        if (draw_.chance(50)) {
            unit.scheduled = true;
            if (draw_.chance(49)) {
                unit.presence_days = draw_.one_of({1, 1, 1, 2, 2, 3});
                unit.place = draw_.from(0, options_.places - 1);
                unit.half_hours = draw_.from(10, 16) + 16 * (unit.presence_days - 1);
            }
            const int dates = draw_.from(1, 4);
            for (int d = 0; d < dates; ++d) {
                const int first = draw_.from(7, 436);
                unit.dates.push_back({unit.id + "-" + std::to_string(d), {first, first + std::max(0, unit.presence_days - 1)}});
            }
        }
        unit.price_cents = (unit.half_hours * draw_.from(0, 3600) + 250) / 500 * 500;
        return unit;
    }

    struct Wish {
        int competence;
        int level;
        int weight;
    };
    std::vector<Wish> role_profile() {
        std::vector<Wish> wishes;
        const int first = draw_.from(0, domains() - 1);
        const int second = draw_.from(0, domains() - 1);
        const int count = draw_.from(9, 18);
        while (static_cast<int>(wishes.size()) < count) {
            const int domain = draw_.chance(60) ? first : draw_.chance(50) ? second : draw_.from(0, domains() - 1);
            const int competence = competence_in(domain);
            if (std::any_of(wishes.begin(), wishes.end(), [&](const Wish& wish) { return wish.competence == competence; })) {
                if (draw_.chance(10)) break;
                continue;
            }
            wishes.push_back({competence, draw_.one_of({1, 2, 2, 3, 3, 4}), draw_.one_of({1, 2, 3, 5, 8})});
        }
        return wishes;
    }

    void add_learner(int index) {
        const auto& role = roles_[static_cast<std::size_t>(draw_.from(0, static_cast<int>(roles_.size()) - 1))];
        Learner learner;
        learner.id = "e" + std::to_string(index);
        std::vector<int> current(static_cast<std::size_t>(options_.competences), 0);
        for (auto& value : current)
            if (draw_.chance(48)) value = draw_.one_of({1, 1, 1, 2, 2, 3});
        const int gaps = std::min(draw_.from(4, 12), static_cast<int>(role.size()));
        for (std::size_t i = 0; i < role.size(); ++i) {
            const auto& wish = role[i];
            const int target = std::min(options_.levels, wish.level);
            auto& now = current[static_cast<std::size_t>(wish.competence)];
            if (static_cast<int>(i) < gaps)
                now = std::max(0, target - draw_.one_of({1, 1, 1, 1, 1, 1, 2, 2, 2, 3}));
            else
                now = target;
            learner.target.push_back({wish.competence, target});
            learner.weight.push_back({wish.competence, wish.weight});
        }
        for (int k = 0; k < options_.competences; ++k)
            if (current[static_cast<std::size_t>(k)] > 0) learner.current.push_back({k, current[static_cast<std::size_t>(k)]});
        learner.budget = {draw_.one_of({32, 48, 64, 80}), draw_.one_of({25000, 50000, 75000, 100000, 150000, 250000}), draw_.one_of({0, 2, 3, 5, 8})};
        learner.first_day = 1;
        learner.last_day = draw_.one_of({180, 180, 270, 365, 365});
        const int place = draw_.from(0, options_.places - 3);
        learner.reachable_places = {place, place + 1, place + 2};
        for (int i = draw_.from(2, 5); i > 0; --i) {
            const int first = draw_.from(0, 51) * 7;
            learner.blocked.push_back({first, first + 6});
        }
        if (draw_.chance(30)) learner.mandatory.push_back(draw_.from(0, options_.units - 1));
        instance_.learners.push_back(std::move(learner));
    }

    GeneratorOptions options_;
    Draw draw_;
    Instance instance_;
    std::vector<std::vector<Wish>> roles_;
};

}  // namespace

Instance generate(const GeneratorOptions& options) { return Generator(options).run(); }

}  // namespace kc::planning::optimizer
