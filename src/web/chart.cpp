// SPDX-License-Identifier: EUPL-1.2
#include "web/chart.hpp"

#include "base/require.hpp"

#include <algorithm>

namespace kc::web {
namespace {

double share(double part, double whole) { return whole > 0 ? std::clamp(part / whole, 0.0, 1.0) * 100 : 0; }

Date monday_before(Date day) { return add_days(day, -static_cast<int>(weekday_of(day))); }

}  // namespace

LevelChart level_chart(std::string_view id, std::string_view title, const std::vector<LevelInput>& levels, double highest) {
    require(highest > 0);
    LevelChart chart{.id = std::string(id), .title = std::string(title), .highest = highest, .groups = {}};
    for (const auto& level : levels) {
        LevelRow row{.label = level.label,
                     .href = level.href,
                     .current = level.current,
                     .target = level.target,
                     .current_percent = share(level.current, highest),
                     .target_percent = share(level.target, highest)};
        if (level.plausible) {
            row.low = level.plausible->first;
            row.high = level.plausible->second;
            row.low_percent = share(row.low, highest);
            row.band_percent = share(row.high, highest) - row.low_percent;
            row.has_band = row.band_percent > 0;
            chart.has_bands = chart.has_bands || row.has_band;
        }
        row.gap_percent = std::max(0.0, row.target_percent - row.current_percent);
        row.has_gap = row.gap_percent > 0;
        auto group = std::find_if(chart.groups.begin(), chart.groups.end(), [&](const auto& known) { return known.name == level.group; });
        if (group == chart.groups.end()) group = chart.groups.insert(group, {level.group, {}});
        group->rows.push_back(std::move(row));
    }
    return chart;
}

PlanChart plan_chart(std::string_view id, std::string_view title, Date first, Date last, const std::vector<PlannedItem>& items,
                     std::optional<Date> today) {
    require(first <= last);
    // Whole weeks in at most five equal parts, so that the labels above are columns of one width.
    const Date start = monday_before(first);
    const int weeks = days_between(start, last) / 7 + 1;
    const int step = (weeks + 4) / 5;
    const int parts = (weeks + step - 1) / step;
    const double days = 7.0 * step * parts;
    const auto percent = [&](Date day) { return share(days_between(start, day), days); };
    PlanChart chart{std::string(id), std::string(title), {}, {}, {}};
    for (int part = 0; part < parts; ++part) {
        const Date day = add_days(start, 7 * step * part);
        chart.ticks.push_back({percent(day), day});
    }
    if (today && *today >= first && *today <= last) chart.today = PlanToday{percent(*today)};

    for (const auto& item : items) {
        PlanRow row{item.label, item.href, {}};
        for (const auto& phase : item.phases) {
            require(phase.from <= phase.until);
            PhaseBar bar{.kind = phase.kind};
            bar.from = phase.from;
            bar.until = phase.until;
            bar.self_study = phase.kind == PhaseKind::self_study;
            bar.tutorial = phase.kind == PhaseKind::tutorial;
            bar.follow_up = phase.kind == PhaseKind::follow_up;
            const Date begin = std::max(phase.from, first);
            const Date end = std::min(phase.until, last);
            if (begin <= end) {
                bar.start_percent = percent(begin);
                bar.width_percent = share(days_between(begin, end) + 1, days);
            }
            row.phases.push_back(bar);
        }
        chart.rows.push_back(std::move(row));
    }
    return chart;
}

}  // namespace kc::web
