// SPDX-License-Identifier: EUPL-1.2
#include "planning/change_reasons.hpp"

namespace kc::planning {

ChangeReason reason_of_leaving(const PlanningCatalogue& catalogue, const DateExaminer& examiner, const PersonChoices& choices, LearningUnitId id,
                               std::optional<TutorialDateId> date, std::optional<TutorialDateId> then) {
    if (choices.is_completed(id)) return ChangeReason::completed;
    const auto* choice = choices.find(id);
    if (choice != nullptr && choice->choice == Choice::excluded) return ChangeReason::excluded;
    if (choice != nullptr && then && choice->tutorial_date_id == then) return ChangeReason::own_choice;
    const auto* unit = catalogue.find_unit(id);
    if (unit == nullptr || !catalogue.offers(id)) return ChangeReason::not_offered;
    if (!date) return ChangeReason::better_plan;
    const auto* found = PlanningCatalogue::find_date(*unit, *date);
    if (found == nullptr) return ChangeReason::past_deadline;
    switch (examiner.fit_of(*found)) {
        case DateFit::usable: break;
        case DateFit::past_deadline: return ChangeReason::past_deadline;
        case DateFit::outside_period: return ChangeReason::outside_period;
        case DateFit::blocked_day: return ChangeReason::blocked_day;
        case DateFit::place_not_reachable: return ChangeReason::place_not_reachable;
        case DateFit::online_not_wanted: return ChangeReason::online_not_wanted;
    }
    return ChangeReason::better_plan;
}

void name_reasons(DifferenceView& view, const Difference& difference, const OwnPlans& own, const competence::LearnerProfile& profile,
                  const PlanViews& words) {
    const DateExaminer examiner(*own.catalogue, profile);
    const auto text = [&](ChangeReason reason) {
        return words.text(web::Messages::enumerator_key("kc::planning::ChangeReason", boost::describe::enum_to_string(reason, "")));
    };
    for (auto& added : view.added) {
        const auto* choice = own.state.choices.find(added.unit);
        const bool wanted = choice != nullptr && choice->choice == Choice::locked;
        added.because = wanted ? text(ChangeReason::own_choice) : added.why.empty() ? std::string() : added.why.front();
    }
    for (std::size_t i = 0; i < view.removed.size() && i < difference.removed.size(); ++i) {
        const auto& item = difference.removed[i];
        view.removed[i].because = text(reason_of_leaving(*own.catalogue, examiner, own.state.choices, item.unit, item.date));
    }
    for (std::size_t i = 0; i < view.moved.size() && i < difference.moved.size(); ++i) {
        const auto& move = difference.moved[i];
        view.moved[i].because = text(reason_of_leaving(*own.catalogue, examiner, own.state.choices, move.unit, move.from, move.to));
    }
}

}  // namespace kc::planning
