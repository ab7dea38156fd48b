// SPDX-License-Identifier: EUPL-1.2
#include "authoring/impact_rules.hpp"

#include "authoring/course_rules.hpp"

#include <algorithm>

namespace kc::authoring {

using catalogue::CatalogueSnapshot;
using catalogue::LearningUnit;

namespace {

OfferLoss loss_of(const CatalogueSnapshot& snapshot, const LearningUnit& unit) { return {unit.slug, unit.title, snapshot.provider_of(unit).name}; }

bool mandatory_in(const LearningUnit& unit, std::size_t module) {
    return std::any_of(unit.modules.begin(), unit.modules.end(), [&](const auto& entry) { return entry.module == module && entry.mandatory; });
}

}  // namespace

Impact impact_of(const CatalogueSnapshot& snapshot, const LearningUnit& unit, Date today) {
    Impact impact;
    for (const auto& entry : unit.modules) {
        const auto& module = snapshot.modules()[entry.module];
        impact.modules.push_back({module.slug, module.name, entry.mandatory});
    }
    for (const auto index : unit.courses) {
        const auto& course = snapshot.courses()[index];
        const auto remaining = course.units.size() - 1;
        impact.courses.push_back({course.name, snapshot.modules()[course.module].name, static_cast<std::int64_t>(remaining),
                                  remaining < course_units_min, mandatory_in(unit, course.module)});
    }
    for (const auto& other : snapshot.units()) {
        if (other.after_id == unit.id) impact.successors.push_back(loss_of(snapshot, other));
        if (other.code_share_of == unit.id) impact.labels.push_back(loss_of(snapshot, other));
    }
    // A label shows the dates of its original; those stay.
    if (!unit.code_share_of) {
        for (const auto& date : unit.dates) {
            if (date.upcoming(today)) impact.dates.push_back({date.first_day, date.seats + date.online_seats});
        }
    }
    for (const auto& level : unit.teaches) {
        const auto teachers = snapshot.teaching(level);
        // Internal offers teach only their own people.
        const bool others = std::any_of(teachers.begin(), teachers.end(), [&](std::size_t index) {
            const auto& other = snapshot.unit(index);
            return other.id != unit.id && other.code_share_of != unit.id && !other.only_for;
        });
        if (others) continue;
        impact.untaught.push_back(level);
        for (const auto index : snapshot.needing(level)) {
            const auto& needy = snapshot.unit(index);
            const bool told = needy.id == unit.id || std::any_of(impact.stranded.begin(), impact.stranded.end(),
                                                                 [&](const OfferLoss& loss) { return loss.slug == needy.slug; });
            if (!told) impact.stranded.push_back(loss_of(snapshot, needy));
        }
    }
    return impact;
}

}  // namespace kc::authoring
