// SPDX-License-Identifier: EUPL-1.2
// Earliest deadline first, week by week. The optimiser's weekly rule (FORMAT 9) makes sure that this meets every date; where the
// person set no weekly hours, or was absent for whole weeks, the last week before the date takes what is left.
#include "planning/layout.hpp"

#include <algorithm>
#include <limits>

namespace kc::planning {
namespace {

constexpr std::int64_t default_weekly_half_hours = 8;  // LP-24: four hours
constexpr int never = std::numeric_limits<int>::max();

struct Work {  // one phase of one item that still has to be put into weeks
    std::size_t item;
    PhaseKind kind;
    std::int64_t left;
    int release;                         // day number from which it may be done
    int deadline;                        // last day
    int depth;                           // what others build on comes first among equals
    std::vector<std::size_t> waits_for;  // works that have to be done before
    std::optional<Phase> phase;
};

int day_number(Date day) { return static_cast<int>(std::chrono::sys_days{day}.time_since_epoch().count()); }
Date day_of(int number) { return Date{std::chrono::sys_days{std::chrono::days{number}}}; }

class Layout {
public:
    Layout(const std::vector<LayoutItem>& items, const LayoutLimits& limits)
        : items_(items), limits_(limits), first_(day_number(limits.first_day)), until_(std::max(first_, day_number(limits.until))) {}

    std::vector<std::vector<Phase>> run() {
        find_order();
        make_works();
        weekly_ = limits_.weekly ? limits_.weekly->value : pace();
        for (int monday = day_number(monday_of(limits_.first_day)); open_work(); monday += 7) fill_week(monday);
        std::vector<std::vector<Phase>> phases(items_.size());
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (items_[i].date) phases[i].push_back({PhaseKind::tutorial, items_[i].date->first, items_[i].date->second, items_[i].tutorial});
        }
        for (const auto& work : works_)
            if (work.phase) phases[work.item].push_back(*work.phase);
        for (auto& list : phases) {
            std::sort(list.begin(), list.end(),
                      [](const Phase& a, const Phase& b) { return std::tie(a.starts_on, a.kind) < std::tie(b.starts_on, b.kind); });
        }
        return phases;
    }

private:
    // Depth: the longest way from an item to one that nothing builds on. Deadlines travel the same way backwards.
    void find_order() {
        deadline_.assign(items_.size(), never);
        depth_.assign(items_.size(), 0);
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (items_[i].date) deadline_[i] = day_number(items_[i].date->first) - 1;
        }
        for (std::size_t round = 0; round < items_.size(); ++round) {
            bool changed = false;
            for (std::size_t i = 0; i < items_.size(); ++i) {
                for (const auto before : items_[i].after) {
                    if (!items_[before].date && deadline_[i] < deadline_[before]) deadline_[before] = deadline_[i], changed = true;
                    if (depth_[i] + 1 > depth_[before] && depth_[i] < static_cast<int>(items_.size())) depth_[before] = depth_[i] + 1, changed = true;
                }
            }
            if (!changed) break;
        }
    }

    void make_works() {
        std::vector<std::size_t> work_of(items_.size(), none);
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const auto& item = items_[i];
            const auto early = item.date ? item.self_study.value : item.self_study.value + item.tutorial.value + item.follow_up.value;
            int release = first_;
            for (const auto before : item.after) {
                if (items_[before].date) release = std::max(release, day_number(items_[before].date->second) + 1);
            }
            // Self-study may not wait for a tutorial so long that no week is left for it.
            if (item.date) release = std::max(first_, std::min(release, deadline_[i] - 6));
            if (early > 0) {
                work_of[i] = works_.size();
                works_.push_back({i, PhaseKind::self_study, early, release, deadline_[i], depth_[i], {}, {}});
            }
            if (item.date && item.follow_up.value > 0) {
                works_.push_back({i, PhaseKind::follow_up, item.follow_up.value, day_number(item.date->second) + 1, never, -1, {}, {}});
            }
        }
        for (auto& work : works_) {
            if (work.kind != PhaseKind::self_study) continue;
            for (const auto before : items_[work.item].after) {
                if (work_of[before] != none && work_of[before] != static_cast<std::size_t>(&work - works_.data()))
                    work.waits_for.push_back(work_of[before]);
            }
        }
    }

    // Without weekly hours: four hours a week, or as many as bring everything to an end in time.
    std::int64_t pace() const {
        std::int64_t all = 0;
        for (const auto& item : items_) all += item.self_study.value + item.tutorial.value + item.follow_up.value;
        const std::int64_t weeks = (until_ - first_) / 7 + 1;
        return std::max(default_weekly_half_hours, (all + weeks - 1) / weeks);
    }

    bool open_work() const {
        return std::any_of(works_.begin(), works_.end(), [](const Work& work) { return work.left > 0; });
    }

    void fill_week(int monday) {
        const int begin = std::max(monday, first_);
        const int begins_work = working_day(begin, monday + 6), end = last_working_day(begin, monday + 6);
        const bool far_behind = monday > until_ + 366;  // bad data must not keep us here for ever
        std::int64_t room = far_behind ? std::numeric_limits<std::int64_t>::max() : (begins_work == never ? 0 : weekly_ - tutorial_hours(monday));
        while (true) {
            Work* next = nullptr;
            for (auto& work : works_) {
                const bool must = far_behind || work.deadline < monday + 7;  // no later week is before the date
                if (work.left == 0 || (!must && (work.release > end || waits(work)))) continue;
                if (next == nullptr || std::tie(work.deadline, next->depth) < std::tie(next->deadline, work.depth)) next = &work;
            }
            if (next == nullptr) return;
            const bool last_chance = next->deadline < monday + 7;
            const std::int64_t amount = last_chance ? next->left : std::min(next->left, room);
            if (amount <= 0) return;
            room -= amount;
            take(*next, amount, begin, monday);
        }
    }

    void take(Work& work, std::int64_t amount, int begin, int monday) {
        const int earliest = std::max(begin, work.release), latest = std::min(monday + 6, work.deadline);
        int from = working_day(earliest, latest), to = last_working_day(earliest, latest);
        if (from == never) {  // no free working day is left before the date: the person finds the time elsewhere in these days
            to = std::max(latest, begin);
            from = std::min(earliest, to);
        }
        if (!work.phase) work.phase = Phase{work.kind, day_of(from), day_of(to), HalfHours{0}};
        work.phase->ends_on = std::max(work.phase->ends_on, day_of(to));
        work.phase->hours += HalfHours{amount};
        work.left -= amount;
    }

    bool waits(const Work& work) const {
        for (const auto before : work.waits_for) {
            // A circle in bad data would wait for itself; the deadline breaks it.
            if (works_[before].left > 0 && works_[before].deadline <= work.deadline && works_[before].depth > work.depth) return true;
        }
        return false;
    }

    bool works_on(int day) const {
        const Date date = day_of(day);
        if (((limits_.working_days >> static_cast<int>(weekday_of(date))) & 1) == 0) return false;
        return std::none_of(limits_.absences.begin(), limits_.absences.end(),
                            [&](const DaySpan& span) { return span.first <= date && date <= span.last; });
    }
    // LP-25: the first and the last free working day between two days, both included.
    int working_day(int from, int to) const {
        for (int day = from; day <= to; ++day)
            if (works_on(day)) return day;
        return never;
    }
    int last_working_day(int from, int to) const {
        for (int day = to; day >= from; --day)
            if (works_on(day)) return day;
        return -1;
    }

    std::int64_t tutorial_hours(int monday) const {
        std::int64_t sum = 0;
        for (const auto& item : items_) {
            if (!item.date) continue;
            const int day = day_number(item.date->first);
            if (day >= monday && day < monday + 7) sum += item.tutorial.value;
        }
        return std::min(sum, weekly_);  // a long tutorial uses hours saved in other weeks
    }

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    const std::vector<LayoutItem>& items_;
    const LayoutLimits& limits_;
    int first_, until_;
    std::int64_t weekly_ = default_weekly_half_hours;
    std::vector<int> deadline_, depth_;
    std::vector<Work> works_;
};

}  // namespace

Date monday_of(Date day) { return add_days(day, -static_cast<int>(weekday_of(day))); }

std::vector<std::vector<Phase>> lay_out(const std::vector<LayoutItem>& items, const LayoutLimits& limits) { return Layout(items, limits).run(); }

}  // namespace kc::planning
