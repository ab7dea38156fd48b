// SPDX-License-Identifier: EUPL-1.2
#include "planning/offer_replacements.hpp"

#include "planning/optimizer/replacement.hpp"
#include "planning/reach.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

constexpr std::size_t steps_max = 16;  // a unit that teaches more is left to the bound

// A plan is stored a moment after its offers were read, and the clocks of several nodes differ a little.
constexpr auto moment = std::chrono::minutes(10);

struct ChangeRow {
    LearningUnitId id;
    Instant updated_at{};
};
BOOST_DESCRIBE_STRUCT(ChangeRow, (), (id, updated_at))

bool concerns(const PersonChoices& choices, LearningUnitId unit) { return choices.find(unit) != nullptr || choices.is_completed(unit); }

}  // namespace

OfferReplacements::OfferReplacements(storage::Session& session, const PlanningCatalogue& catalogue, std::span<const LearningUnitId> units,
                                     std::span<const int> offered)
    : session_(session), catalogue_(catalogue), changed_(units) {
    for (const int index : offered) {
        Offer offer{index, {}, {}, {}};
        for (const auto& taught : catalogue.unit(index).teaches) {
            const auto competence = catalogue.competence_index(taught.competence);
            offer.steps.push_back(*competence * competence::level_max + taught.level - 1);
            offer.tokens.push_back(reach_token(taught.competence, taught.level));
        }
        offers_.push_back(std::move(offer));
    }
}

bool OfferReplacements::settle(const StandingPlan& plan) {
    return std::all_of(offers_.begin(), offers_.end(), [&](Offer& offer) { return settle(offer, plan); });
}

bool OfferReplacements::settle(Offer& offer, const StandingPlan& plan) {
    if (offer.steps.size() > steps_max) return false;
    unsigned steps = 0;
    for (std::size_t i = 0; i < offer.steps.size(); ++i) {
        const bool matters = !plan.reach || *plan.reach == reaches_everything || plan.reach->find(offer.tokens[i]) != std::string::npos;
        if (matters) steps |= 1u << i;
    }
    if (steps == 0) return false;  // it concerns her in another way
    // Whether she may learn online stands in her profile: it has to hold both ways.
    for (const bool online : {true, false}) {
        const auto& known = replacements_of(offer, steps, plan.member, online);
        const bool found = std::any_of(known.begin(), known.end(), [&](const Known& replacement) {
            // Two units in the place of one can differ more from the plan in force (LP-12); then they have to cost less.
            const bool is_as_good = plan.best_in_force || replacement.cheaper || replacement.units.size() == 1;
            return is_as_good && replacement.unchanged_since + moment < plan.created_at &&
                   std::none_of(
                       replacement.units.begin(), replacement.units.end(), [&](LearningUnitId unit) { return concerns(plan.choices, unit); });
        });
        if (!found) return false;
    }
    return true;
}

const std::vector<OfferReplacements::Known>& OfferReplacements::replacements_of(Offer& offer, unsigned steps, bool member, bool online) {
    const auto [place, is_new] = offer.replacements.try_emplace(steps << 2 | (member ? 2u : 0u) | (online ? 1u : 0u));
    if (!is_new) return place->second;
    std::vector<int> wanted;
    for (std::size_t i = 0; i < offer.steps.size(); ++i)
        if ((steps >> i & 1u) != 0) wanted.push_back(offer.steps[i]);
    std::vector<LearningUnitId> all;
    for (const auto& replacement : optimizer::list_replacements(*catalogue_.prepared({member, online}, {}), offer.unit, wanted)) {
        Known known{{}, replacement.cheaper, {}};
        bool open_to_all = true;
        for (const int unit : replacement.units) {
            const auto& data = catalogue_.unit(unit);
            open_to_all = open_to_all && !data.only_for && std::find(changed_.begin(), changed_.end(), data.id) == changed_.end();
            known.units.push_back(data.id);
        }
        if (!open_to_all) continue;
        all.insert(all.end(), known.units.begin(), known.units.end());
        place->second.push_back(std::move(known));
    }
    if (all.empty()) return place->second;
    for (const auto& row : session_.query<ChangeRow>("SELECT id, updated_at FROM learning_units WHERE id IN ($LIST)", storage::json_ids(all))) {
        for (auto& known : place->second)
            if (std::find(known.units.begin(), known.units.end(), row.id) != known.units.end())
                known.unchanged_since = std::max(known.unchanged_since, row.updated_at);
    }
    return place->second;
}

}  // namespace kc::planning
