// SPDX-License-Identifier: EUPL-1.2
// Dates do not share a day, so they follow each other: stage after stage, the self-paced units that the next date builds on are added.
// A smaller set can always be enlarged later, so only sets without anything superfluous are looked at, each once.
#include "planning/optimizer/week_check.hpp"

#include <algorithm>

namespace kc::planning::optimizer {

namespace {
constexpr std::size_t failed_max = 50'000;
}

WeekCheck::Answer WeekCheck::answer(int first_day, std::int64_t weekly_half_hours, std::int64_t& work, std::int64_t work_max) {
    const auto count = units_.size();
    by_start_.clear();
    serves_.assign(count, {});
    flat_need_.clear();
    for (std::size_t i = 0; i < count; ++i) {
        if (units_[i].scheduled) by_start_.push_back(static_cast<int>(i));
        for (std::size_t need = 0; need < units_[i].needs.size(); ++need) {
            for (const int provider : units_[i].needs[need])
                serves_[static_cast<std::size_t>(provider)].push_back(static_cast<int>(flat_need_.size()));
            flat_need_.emplace_back(static_cast<int>(i), static_cast<int>(need));
        }
    }
    std::sort(by_start_.begin(), by_start_.end(),
              [&](int a, int b) { return units_[static_cast<std::size_t>(a)].first_day < units_[static_cast<std::size_t>(b)].first_day; });
    capacity_.clear();
    for (const int unit : by_start_)
        capacity_.push_back(((units_[static_cast<std::size_t>(unit)].first_day - first_day) / 7 + 1) * weekly_half_hours);
    in_.assign(count, 0);
    grounded_.assign(count, 0);
    barred_at_.assign(count, -1);
    taken_mark_.assign(count, 0);
    taken_round_ = 0;
    failed_.clear();
    hours_ = tries_ = 0;
    gave_up_ = false;
    const auto weight = 1 + static_cast<std::int64_t>(count) / 4;
    const auto free = 2 * static_cast<std::int64_t>(count) + 2;
    tries_max_ = free + std::max<std::int64_t>(0, work_max - work) / weight;
    const bool holds = settle_stage(0);
    work += std::max<std::int64_t>(0, tries_ - free) * weight;
    if (holds) return Answer::holds;
    return gave_up_ ? Answer::not_examined : Answer::broken;
}

bool WeekCheck::settle_stage(std::size_t stage) {
    if (stage == by_start_.size()) return true;
    if (!can_still_fit(stage)) return false;
    if (!failed_.empty() && failed_.contains({stage, in_})) return false;
    const auto target = static_cast<std::size_t>(by_start_[stage]);
    in_[target] = 1;
    hours_ += units_[target].half_hours;
    const bool fits = hours_ <= capacity_[stage] && meet_needs(stage);
    in_[target] = 0;
    hours_ -= units_[target].half_hours;
    if (!fits && !gave_up_ && failed_.size() < failed_max) failed_.insert({stage, in_});
    return fits;
}

// Least work of this and all later stages: what has only one possible provider, and of needs without a common provider the cheapest one each.
bool WeekCheck::can_still_fit(std::size_t stage) {
    ++taken_round_;
    std::int64_t least = hours_;
    std::vector<int> stack;
    const auto take = [&](int unit) {
        auto& mark = taken_mark_[static_cast<std::size_t>(unit)];
        if (in_[static_cast<std::size_t>(unit)] || mark == taken_round_) return;
        least += units_[static_cast<std::size_t>(unit)].half_hours;
        mark = taken_round_;
        stack.push_back(unit);
    };
    std::vector<std::pair<int, int>> open;  // needs with a choice, as (unit, need)
    std::vector<int> allowed;
    const auto list_allowed = [&](int unit, std::size_t need, std::size_t at) {
        allowed.clear();
        for (const int provider : units_[static_cast<std::size_t>(unit)].needs[need]) {
            const auto p = static_cast<std::size_t>(provider);
            if (in_[p] || taken_mark_[p] == taken_round_) return true;  // met already, or nearly so
            if (may_help(provider, at)) allowed.push_back(provider);
        }
        return false;
    };
    for (std::size_t at = stage; at < by_start_.size(); ++at) {
        take(by_start_[at]);
        while (!stack.empty()) {
            const int unit = stack.back();
            stack.pop_back();
            for (std::size_t need = 0; need < units_[static_cast<std::size_t>(unit)].needs.size(); ++need) {
                if (list_allowed(unit, need, at)) continue;
                if (allowed.empty()) return false;
                if (allowed.size() == 1)
                    take(allowed.front());
                else
                    open.emplace_back(unit, static_cast<int>(need));
            }
        }
        std::int64_t choices = 0;
        std::vector<int> counted;
        for (const auto& [unit, need] : open) {
            if (list_allowed(unit, static_cast<std::size_t>(need), at)) continue;
            const bool apart =
                std::none_of(allowed.begin(), allowed.end(), [&](int p) { return std::find(counted.begin(), counted.end(), p) != counted.end(); });
            if (!apart) continue;
            std::int64_t cheapest = units_[static_cast<std::size_t>(allowed.front())].half_hours;
            for (const int p : allowed) cheapest = std::min(cheapest, units_[static_cast<std::size_t>(p)].half_hours);
            choices += cheapest;
            counted.insert(counted.end(), allowed.begin(), allowed.end());
        }
        if (least + choices > capacity_[at]) return false;
    }
    return true;
}

bool WeekCheck::may_help(int unit, std::size_t stage) const {
    const auto& data = units_[static_cast<std::size_t>(unit)];
    return data.ready < units_[static_cast<std::size_t>(by_start_[stage])].first_day;
}

void WeekCheck::look_up_grounded(int target) {
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            if (!in_[i] || grounded_[i] || static_cast<int>(i) == target) continue;
            const bool now = std::all_of(units_[i].needs.begin(), units_[i].needs.end(), [&](const std::vector<int>& providers) {
                return std::any_of(providers.begin(), providers.end(), [&](int p) { return grounded_[static_cast<std::size_t>(p)] != 0; });
            });
            if (!now) continue;
            grounded_[i] = 1;
            changed = true;
        }
    }
}

// Every way to go on adds one of these. Empty: there is none.
std::vector<int> WeekCheck::branch_candidates(std::size_t stage, int target) const {
    std::vector<int> all;
    std::vector<int> fewest;
    bool found = false;
    std::vector<int> stack{target};
    std::vector<char> seen(units_.size(), 0);
    seen[static_cast<std::size_t>(target)] = 1;
    while (!stack.empty()) {
        const auto unit = static_cast<std::size_t>(stack.back());
        stack.pop_back();
        for (const auto& providers : units_[unit].needs) {
            if (std::any_of(providers.begin(), providers.end(), [&](int p) { return grounded_[static_cast<std::size_t>(p)] != 0; })) continue;
            std::vector<int> own;
            bool waits = false;  // a unit taken already may still come to meet it
            for (const int provider : providers) {
                const auto p = static_cast<std::size_t>(provider);
                if (in_[p]) {
                    if (provider == target) continue;
                    waits = true;
                    if (!seen[p]) stack.push_back(provider);
                    seen[p] = 1;
                } else if (!units_[p].scheduled && barred_at_[p] != static_cast<int>(stage) && may_help(provider, stage)) {
                    own.push_back(provider);
                }
            }
            if (!waits && own.empty()) return {};
            if (!waits && (!found || own.size() < fewest.size())) {
                fewest = own;
                found = true;
            }
            all.insert(all.end(), own.begin(), own.end());
        }
    }
    auto& chosen = found ? fewest : all;
    std::sort(chosen.begin(), chosen.end(), [&](int a, int b) {
        return std::pair(units_[static_cast<std::size_t>(a)].half_hours, a) < std::pair(units_[static_cast<std::size_t>(b)].half_hours, b);
    });
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return chosen;
}

// Takes no more hours, builds on no more and meets at least the same needs: it can stand in everywhere.
bool WeekCheck::is_as_good(int better, int worse) const {
    const auto& a = units_[static_cast<std::size_t>(better)];
    const auto& b = units_[static_cast<std::size_t>(worse)];
    if (a.half_hours > b.half_hours) return false;
    const auto& more = serves_[static_cast<std::size_t>(better)];
    for (const int need : serves_[static_cast<std::size_t>(worse)]) {
        if (flat_need_[static_cast<std::size_t>(need)].first == better) continue;  // its own need falls away together with the other one
        if (std::find(more.begin(), more.end(), need) == more.end()) return false;
    }
    return std::all_of(a.needs.begin(), a.needs.end(), [&](const std::vector<int>& providers) {
        return std::any_of(b.needs.begin(), b.needs.end(), [&](const std::vector<int>& other) {
            return std::all_of(other.begin(), other.end(),
                               [&](int p) { return std::find(providers.begin(), providers.end(), p) != providers.end(); });
        });
    });
}

bool WeekCheck::meet_needs(std::size_t stage) {
    if (++tries_ > tries_max_) {
        gave_up_ = true;
        return false;
    }
    const int target = by_start_[stage];
    const auto grounded_before = grounded_;
    look_up_grounded(target);
    const auto is_grounded = [&](int p) { return grounded_[static_cast<std::size_t>(p)] != 0; };
    bool settled = true;
    for (std::size_t i = 0; i < units_.size() && settled; ++i) settled = !in_[i] || grounded_[i] || static_cast<int>(i) == target;
    for (const auto& providers : units_[static_cast<std::size_t>(target)].needs)
        settled = settled && std::any_of(providers.begin(), providers.end(), is_grounded);
    bool fits = false;
    if (settled) {
        grounded_[static_cast<std::size_t>(target)] = 1;
        fits = settle_stage(stage + 1);
    } else {
        const auto candidates = branch_candidates(stage, target);
        std::vector<std::pair<int, int>> barred;
        for (std::size_t i = 0; i < candidates.size() && !fits && !gave_up_; ++i) {
            const int candidate = candidates[i];
            const auto c = static_cast<std::size_t>(candidate);
            const bool superfluous = std::any_of(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(i),
                                                 [&](int other) { return is_as_good(other, candidate); });
            if (!superfluous && hours_ + units_[c].half_hours <= capacity_[stage]) {
                in_[c] = 1;
                hours_ += units_[c].half_hours;
                fits = meet_needs(stage);
                in_[c] = 0;
                hours_ -= units_[c].half_hours;
            }
            barred.emplace_back(candidate, barred_at_[c]);
            barred_at_[c] = static_cast<int>(stage);
        }
        for (const auto& [unit, before] : barred) barred_at_[static_cast<std::size_t>(unit)] = before;
    }
    grounded_ = grounded_before;
    return fits;
}

}  // namespace kc::planning::optimizer
