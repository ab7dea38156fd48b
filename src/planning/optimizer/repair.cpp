// SPDX-License-Identifier: EUPL-1.2
// What to do when the chosen offers cover everything but no dates put them in order.
// A larger plan can only help with a further, earlier provider for one of the needs that come too late; exactly these are tried.
#include <algorithm>

#include "planning/optimizer/search.hpp"

namespace kc::planning::optimizer {

// Only items with needs can break an order, and more items can only help those chosen before.
bool Search::order_is_possible(const Slack& slack) {
    const auto& chosen = state_.chosen();
    bool needs = false;
    for (std::size_t i = ordered_; i < chosen.size() && !needs; ++i) needs = model_->items[chosen[i]].has_needs;
    return !needs || scheduler_.order_is_possible(chosen, slack);
}

void Search::repair_order(int position, int table, const Slack& slack) {
    const auto late = scheduler_.late_needs(state_.chosen(), slack);
    const auto mark = state_.mark();
    for (const auto& need : late) {
        for (const int provider : model_->providers_of(need.step)) {
            if (!state_.is_open(provider)) continue;
            bool early = false;
            const Range units = model_->items[provider].units;
            for (int unit = units.begin; unit < units.end && !early; ++unit) {
                const auto taught = model_->part(model_->unit_teaches, model_->units[unit].teaches);
                early = model_->earliest_of_unit[unit] < need.before && std::find(taught.begin(), taught.end(), need.step) != taught.end();
            }
            if (!early) continue;
            choose_and_descend(provider, position, table);
            state_.bar(provider);
        }
    }
    state_.undo_to(mark);
}

}  // namespace kc::planning::optimizer
