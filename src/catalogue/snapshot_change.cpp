// SPDX-License-Identifier: EUPL-1.2
// The next snapshot out of the former one: what differs is made anew, and everything else is shared.
#include "catalogue/catalogue.hpp"

#include "catalogue/listing.hpp"

#include <map>
#include <set>

namespace kc::catalogue {

namespace {

// As the database holds it, without what the snapshot resolved.
LearningUnit as_stored(const LearningUnit& unit) {
    auto stored = unit;
    stored.courses.clear();
    stored.after.reset();
    if (stored.code_share_of) stored.dates.clear();
    return stored;
}

using TitleKey = std::pair<std::string, LearningUnitId>;
TitleKey title_key(const LearningUnit& unit) { return {sort_key(unit.title), unit.id}; }

constexpr std::size_t many_units = 1000;  // beyond, all lists are made anew rather than each one mended

}  // namespace

// Replaces units in a snapshot that nobody else holds yet.
class UnitEdit {
public:
    explicit UnitEdit(CatalogueSnapshot& snapshot) : next_(snapshot) {}

    // `now`: as stored; absent when the unit is gone.
    void replace(LearningUnitId id, LearningUnit* now) {
        const auto former = next_.index_of(id);
        if (former) leave(*former);
        if (now == nullptr) {
            gone_.push_back(*former);
            came_or_went_.push_back(id);
        } else {
            present_.push_back({former.value_or(0), now});
            if (!former) arriving_.push_back(present_.size() - 1);
        }
        changed_.push_back(id);
    }

    std::vector<LearningUnitId> finish() {
        number();
        choose_courses();
        for (auto& [index, unit] : present_) {
            unit->after = unit->after_id ? next_.index_of(*unit->after_id) : std::nullopt;
            enter(index, std::move(*std::exchange(unit, nullptr)));
        }
        for (const auto index : gone_) next_.units_.put(index, nullptr);
        order_by_title();
        follow();
        label();
        if (present_.size() + gone_.size() > many_units)
            next_.list_units();
        else
            mend_lists();
        return std::move(changed_);
    }

private:
    using Shared = std::shared_ptr<const LearningUnit>;

    void leave(std::size_t index) {
        const auto& unit = next_.units_[index];
        touch(unit);
        moved_.insert(index);
        next_.unit_slugs_.remove(CatalogueSnapshot::key_of(unit.slug), index);
        if (unit.after_id) next_.followers_.remove(CatalogueSnapshot::key_of(*unit.after_id), index);
        if (unit.code_share_of)
            next_.labels_.remove(CatalogueSnapshot::key_of(*unit.code_share_of), index);
        else
            for (const auto& date : unit.dates) next_.dates_.remove(CatalogueSnapshot::key_of(date.id), index);
    }

    void enter(std::size_t index, LearningUnit unit) {
        touch(unit);
        moved_.insert(index);
        next_.unit_slugs_.add(CatalogueSnapshot::key_of(unit.slug), index);
        if (unit.after_id) next_.followers_.add(CatalogueSnapshot::key_of(*unit.after_id), index);
        if (unit.code_share_of)
            next_.labels_.add(CatalogueSnapshot::key_of(*unit.code_share_of), index);
        else
            for (const auto& date : unit.dates) next_.dates_.add(CatalogueSnapshot::key_of(date.id), index);
        next_.units_.put(index, std::make_shared<const LearningUnit>(std::move(unit)));
    }

    // Whose lists hold it.
    void touch(const LearningUnit& unit) {
        providers_.insert(unit.provider);
        for (const auto& of : unit.modules) modules_.insert(of.module);
        teaching_.insert(unit.teaches.begin(), unit.teaches.end());
        needing_.insert(unit.needs.begin(), unit.needs.end());
        if (unit.code_share_of) return;
        for (const auto& date : unit.dates) {
            if (date.venue) venues_.insert(*date.venue);
        }
    }

    // Indices first: units refer to each other.
    void number() {
        for (const auto index : gone_) {
            next_.unit_ids_.remove(CatalogueSnapshot::key_of(next_.units_[index].id), index);
            next_.free_.push_back(static_cast<std::uint32_t>(index));
        }
        for (const auto arriving : arriving_) {
            auto& [index, unit] = present_[arriving];
            if (next_.free_.empty()) {
                index = next_.positions_.size();
                next_.positions_.push_back(0);
            } else {
                index = next_.free_.back();
                next_.free_.pop_back();
                std::erase(gone_, index);
            }
            next_.unit_ids_.add(CatalogueSnapshot::key_of(unit->id), index);
            came_or_went_.push_back(unit->id);
        }
    }

    void choose_courses() {
        std::unordered_map<LearningUnitId, LearningUnit*> present;
        for (const auto& [index, unit] : present_) present.emplace(unit->id, unit);
        const std::unordered_set<LearningUnitId> asked(changed_.begin(), changed_.end());
        for (std::size_t c = 0; c < next_.around_.courses.size(); ++c) {
            auto& course = next_.around_.courses[c];
            bool concerned = false;
            for (const auto id : course.unit_ids) {
                concerned = concerned || asked.contains(id);
                if (const auto found = present.find(id); found != present.end()) found->second->courses.push_back(c);
            }
            if (!concerned) continue;
            course.units.clear();
            for (const auto id : course.unit_ids) {
                if (const auto index = next_.index_of(id)) course.units.push_back(*index);
            }
        }
    }

    std::vector<TutorialDate> dates_of_original(const LearningUnit& label) const {
        const auto original = next_.index_of(*label.code_share_of);
        if (!original || next_.units_[*original].code_share_of) return {};
        return next_.units_[*original].dates;
    }

    void order_by_title() {
        auto& order = next_.by_title_;
        std::erase_if(order, [&](std::uint32_t index) { return moved_.contains(index); });
        std::vector<std::pair<TitleKey, std::uint32_t>> coming;
        for (const auto& [index, unit] : present_) coming.emplace_back(title_key(next_.units_[index]), static_cast<std::uint32_t>(index));
        std::sort(coming.begin(), coming.end());
        std::vector<std::uint32_t> merged;
        merged.reserve(order.size() + coming.size());
        auto from = order.begin();
        for (const auto& [key, index] : coming) {
            const auto until =
                std::partition_point(from, order.end(), [&, &wanted = key](std::uint32_t other) { return title_key(next_.units_[other]) < wanted; });
            merged.insert(merged.end(), from, until);
            merged.push_back(index);
            from = until;
        }
        merged.insert(merged.end(), from, order.end());
        order = std::move(merged);
        for (std::uint32_t position = 0; position < order.size(); ++position) next_.positions_[order[position]] = position;
    }

    // Units that come after one that came or went.
    void follow() {
        for (const auto id : came_or_went_) {
            for (const auto& [key, index] : next_.followers_.find(CatalogueSnapshot::key_of(id))) {
                const auto after = next_.index_of(id);
                if (next_.units_[index].after == after) continue;
                auto follower = next_.units_[index];
                follower.after = after;
                next_.units_.put(index, std::make_shared<const LearningUnit>(std::move(follower)));
            }
        }
    }

    // Labels show the dates of their original: those that changed themselves, and those whose original did.
    void label() {
        for (const auto& [index, unit] : present_) {
            if (next_.units_[index].code_share_of) take_dates(index);
        }
        const auto asked = changed_.size();
        for (std::size_t i = 0; i < asked; ++i) {
            for (const auto& [key, index] : next_.labels_.find(CatalogueSnapshot::key_of(changed_[i]))) {
                if (take_dates(index) && !moved_.contains(index)) changed_.push_back(next_.units_[index].id);
            }
        }
    }

    bool take_dates(std::size_t index) {
        auto dates = dates_of_original(next_.units_[index]);
        if (next_.units_[index].dates == dates) return false;
        auto label = next_.units_[index];
        label.dates = std::move(dates);
        next_.units_.put(index, std::make_shared<const LearningUnit>(std::move(label)));
        return true;
    }

    template <class Belongs> void mend(std::vector<std::size_t>& list, Belongs&& belongs) const {
        std::erase_if(list, [&](std::size_t index) { return moved_.contains(index); });
        const auto kept = static_cast<std::ptrdiff_t>(list.size());
        for (const auto& [index, unit] : present_) {
            if (belongs(next_.units_[index])) list.push_back(index);
        }
        const auto by_title = [&](std::size_t a, std::size_t b) { return next_.positions_[a] < next_.positions_[b]; };
        std::sort(list.begin() + kept, list.end(), by_title);
        std::inplace_merge(list.begin(), list.begin() + kept, list.end(), by_title);
    }

    void mend_levels(CatalogueSnapshot::LevelIndex& levels, const std::set<CompetenceLevel>& concerned,
                     std::vector<CompetenceLevel> LearningUnit::* of_unit) const {
        for (const auto& level : concerned) {
            auto& shared = levels[level];
            auto list = shared ? *shared : CatalogueSnapshot::UnitList{};
            mend(list,
                 [&](const LearningUnit& unit) { return std::find((unit.*of_unit).begin(), (unit.*of_unit).end(), level) != (unit.*of_unit).end(); });
            if (list.empty())
                levels.erase(level);
            else
                shared = std::make_shared<const CatalogueSnapshot::UnitList>(std::move(list));
        }
    }

    void mend_lists() {
        auto& around = next_.around_;
        for (const auto provider : providers_)
            mend(around.providers[provider].units, [&](const LearningUnit& unit) { return unit.provider == provider; });
        for (const auto module : modules_) {
            const auto in_module = [&](bool mandatory) {
                return [module, mandatory](const LearningUnit& unit) {
                    return std::find(unit.modules.begin(), unit.modules.end(), UnitModule{module, mandatory}) != unit.modules.end();
                };
            };
            mend(around.modules[module].mandatory_units, in_module(true));
            mend(around.modules[module].elective_units, in_module(false));
        }
        mend_levels(next_.teaching_, teaching_, &LearningUnit::teaches);
        mend_levels(next_.needing_, needing_, &LearningUnit::needs);
        for (const auto index : venues_) {
            auto& venue = around.venues[index];
            std::erase_if(venue.dates, [&](const auto& at) { return moved_.contains(at.first); });
            const auto kept = venue.dates.size();
            for (const auto& [unit, stored] : present_) {
                const auto& dates = next_.units_[unit].dates;
                for (std::size_t d = 0; d < dates.size() && !next_.units_[unit].code_share_of; ++d) {
                    if (dates[d].venue == index) venue.dates.emplace_back(unit, d);
                }
            }
            next_.order_dates(venue, kept);
        }
    }

    CatalogueSnapshot& next_;
    std::vector<std::pair<std::size_t, LearningUnit*>> present_;  // index, and the unit until it is entered
    std::vector<std::size_t> arriving_;                           // of present_: those that had no index
    std::vector<std::size_t> gone_;
    std::vector<LearningUnitId> changed_, came_or_went_;
    std::unordered_set<std::size_t> moved_;  // indices that leave their lists or enter them
    std::set<std::size_t> providers_, modules_, venues_;
    std::set<CompetenceLevel> teaching_, needing_;
};

CatalogueChange CatalogueSnapshot::with_units(const Shared& former, std::vector<LearningUnit> loaded, std::span<const LearningUnitId> asked) {
    std::unordered_map<LearningUnitId, LearningUnit*> present;
    for (auto& unit : loaded) present.emplace(unit.id, &unit);
    std::vector<std::pair<LearningUnitId, LearningUnit*>> differing;
    std::unordered_set<LearningUnitId> seen;
    for (const auto id : asked) {
        if (!seen.insert(id).second) continue;
        const auto* before = former->find_unit(id);
        const auto found = present.find(id);
        auto* now = found == present.end() ? nullptr : found->second;
        if (before == nullptr && now == nullptr) continue;
        if (before != nullptr && now != nullptr && as_stored(*before) == *now) continue;
        differing.emplace_back(id, now);
    }
    if (differing.empty()) return {former, false, {}};
    const std::shared_ptr<CatalogueSnapshot> next(new CatalogueSnapshot(*former));
    UnitEdit edit(*next);
    for (const auto& [id, now] : differing) edit.replace(id, now);
    auto changed = edit.finish();
    return {next, false, std::move(changed)};
}

}  // namespace kc::catalogue
