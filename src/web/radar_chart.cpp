// SPDX-License-Identifier: EUPL-1.2
#include "base/require.hpp"
#include "web/chart.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace kc::web {
namespace {

constexpr double centre = 160, radius = 128, label_radius = 146;  // of a picture of 320 × 320
constexpr std::size_t axes_min = 3, axes_max = 12;

struct Point {
    std::string x, y;
};

// Clockwise from the top; a tenth of a unit is finer than any screen shows.
Point point(std::size_t axis, std::size_t axes, double distance) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(axis) / static_cast<double>(axes);
    return {fmt::format("{:.1f}", centre + distance * std::sin(angle)), fmt::format("{:.1f}", centre - distance * std::cos(angle))};
}

template <class Value> std::string corners(const std::vector<RadarRow>& rows, int highest, Value&& value) {
    std::string points;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto at = point(i, rows.size(), radius * std::clamp(value(rows[i]) / highest, 0.0, 1.0));
        if (!points.empty()) points += ' ';
        points += at.x + ',' + at.y;
    }
    return points;
}

}  // namespace

RadarChart radar_chart(std::string_view id, std::string_view title, const std::vector<LevelInput>& levels, int highest) {
    require(highest > 0);
    RadarChart chart;
    chart.id = id;
    chart.title = title;
    for (const auto& level : levels) {
        const auto plausible = level.plausible.value_or(std::pair(level.current, level.current));
        chart.has_bands = chart.has_bands || plausible.first < plausible.second;
        chart.rows.push_back(
            {static_cast<int>(chart.rows.size()) + 1, level.label, level.href, level.current, level.target, plausible.first, plausible.second});
    }
    const auto& rows = chart.rows;
    if (rows.size() < axes_min || rows.size() > axes_max) return chart;
    chart.drawn = true;
    for (int ring = 1; ring <= highest; ++ring)
        chart.rings.push_back(corners(rows, highest, [&](const RadarRow&) { return static_cast<double>(ring); }));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto end = point(i, rows.size(), radius), label = point(i, rows.size(), label_radius);
        chart.axes.push_back({end.x, end.y, label.x, label.y, rows[i].number});
    }
    chart.current = corners(rows, highest, [](const RadarRow& row) { return row.current; });
    chart.target = corners(rows, highest, [](const RadarRow& row) { return row.target; });
    // The outer border and the inner one in one path: what lies between them is filled.
    chart.band = "M" + corners(rows, highest, [](const RadarRow& row) { return row.high; }) + "Z M" +
                 corners(rows, highest, [](const RadarRow& row) { return row.low; }) + "Z";
    return chart;
}

}  // namespace kc::web
