// SPDX-License-Identifier: EUPL-1.2
#include "planning/warning_view.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

std::string sentence(const DateWarning& warning, const PlanningCatalogue& catalogue, const PlanViews& words) {
    const auto key = web::Messages::enumerator_key("kc::planning::DateWarningKind", boost::describe::enum_to_string(warning.kind, ""));
    web::MessageFields fields{{"minutes", warning.minutes}};
    if (warning.with) fields.emplace_back("unit", words.link(*warning.with).title);
    if (warning.place) fields.emplace_back("place", catalogue.snapshot().places()[*warning.place].name);
    if (warning.on)
        fields.emplace_back("holiday", words.text(web::Messages::enumerator_key("kc::Holiday", boost::describe::enum_to_string(*warning.on, ""))));
    return words.text(key, fields);
}

template <class About> void fill(PlanView& view, const Plan& plan, About&& about, const PlanningCatalogue& catalogue, const PlanViews& words) {
    for (const auto& item : plan.items) {
        const auto shown = std::find_if(view.items.begin(), view.items.end(), [&](const ItemView& row) { return row.unit == item.unit; });
        if (shown != view.items.end()) shown->warnings = warning_sentences(about(item), catalogue, words);
    }
}

}  // namespace

std::vector<std::string> warning_sentences(const std::vector<DateWarning>& warnings, const PlanningCatalogue& catalogue, const PlanViews& words) {
    std::vector<std::string> sentences;
    for (const auto& warning : warnings) sentences.push_back(sentence(warning, catalogue, words));
    return sentences;
}

void add_warnings(PlanView& view, const Plan& plan, const OwnPlans& own, const competence::LearnerProfile& profile, const PlanViews& words) {
    const DateWarnings warnings(*own.catalogue, profile.organisation, &profile.preferences);
    fill(view, plan, [&](const CurriculumItem& item) { return warnings.about(item, plan, own.state.choices); }, *own.catalogue, words);
}

void add_warnings(PlanView& view, const Plan& plan, const OwnPlans& own, const Viewer& viewer, const CurriculumService& curricula,
                  const PlanViews& words) {
    const DateWarnings possible(*own.catalogue, viewer.organisation, nullptr);
    bool any = false, profile_needed = false;
    for (const auto& item : plan.items) {
        for (const auto& warning : possible.about(item, plan, own.state.choices)) {
            any = true;
            profile_needed = profile_needed || warning.hybrid;
        }
    }
    if (!any) return;
    if (profile_needed) {
        if (const auto profile = curricula.profile_of(viewer)) return add_warnings(view, plan, own, *profile, words);
    }
    fill(view, plan, [&](const CurriculumItem& item) { return possible.about(item, plan, own.state.choices); }, *own.catalogue, words);
}

std::vector<WarnedUnitView> warned_units(const PlanView& view) {
    std::vector<WarnedUnitView> units;
    for (const auto& item : view.items)
        if (!item.warnings.empty()) units.push_back({item.title, item.days, item.warnings});
    return units;
}

}  // namespace kc::planning
