// SPDX-License-Identifier: EUPL-1.2
// Charts rendered by the server as SVG: levels IST/SOLL, a plan over weeks, a progress bar. Each comes with its values as
// text or table. Positions are percentages in SVG attributes, so labels stay readable at any width and no style is inline.
#pragma once

#include "base/date.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

namespace kc::web {

struct LevelInput {
    std::string label;
    double current = 0;
    double target = 0;
    std::string href = {};                                    // where the label leads; empty: nowhere
    std::string group = {};                                   // levels of one group stand together, in the order in which groups appear
    std::optional<std::pair<double, double>> plausible = {};  // how uncertain `current` is: between these
};

struct LevelRow {
    std::string label;
    std::string href;
    double current = 0;
    double target = 0;
    double current_percent = 0;
    double target_percent = 0;
    double gap_percent = 0;
    bool has_gap = false;
    double low = 0, high = 0;
    double low_percent = 0, band_percent = 0;
    bool has_band = false;
};
BOOST_DESCRIBE_STRUCT(LevelRow, (),
                      (label, href, current, target, current_percent, target_percent, gap_percent, has_gap, low, high, low_percent, band_percent,
                       has_band))

struct LevelGroup {
    std::string name;  // empty: without a heading
    std::vector<LevelRow> rows;
};
BOOST_DESCRIBE_STRUCT(LevelGroup, (), (name, rows))

// {{#levels}}{{>web/level_chart}}{{/levels}}
struct LevelChart {
    std::string id;  // unique on the page
    std::string title;
    double highest = 5;
    std::vector<LevelGroup> groups;
    bool has_bands = false;
};
BOOST_DESCRIBE_STRUCT(LevelChart, (), (id, title, highest, groups, has_bands))
LevelChart level_chart(std::string_view id, std::string_view title, const std::vector<LevelInput>& levels, double highest = 5);

// {{#radar}}{{>web/radar_chart}}{{/radar}}: levels around a centre, three to twelve of them; the axes are numbered and the table beside
// names them, because words around a circle do not fit on a phone.
struct RadarRow {
    int number = 1;
    std::string label, href;
    double current = 0, target = 0, low = 0, high = 0;
};
BOOST_DESCRIBE_STRUCT(RadarRow, (), (number, label, href, current, target, low, high))

struct RadarAxis {
    std::string x, y;              // end of the axis
    std::string label_x, label_y;  // where its number stands
    int number = 1;
};
BOOST_DESCRIBE_STRUCT(RadarAxis, (), (x, y, label_x, label_y, number))

struct RadarChart {
    std::string id, title;
    bool drawn = false;              // fewer than three or more than twelve are a table only
    std::vector<std::string> rings;  // one per level
    std::vector<RadarAxis> axes;
    std::string current, target, band;  // corners of the shapes, and the path of the band
    bool has_bands = false;
    std::vector<RadarRow> rows;
};
BOOST_DESCRIBE_STRUCT(RadarChart, (), (id, title, drawn, rings, axes, current, target, band, has_bands, rows))
RadarChart radar_chart(std::string_view id, std::string_view title, const std::vector<LevelInput>& levels, int highest = 5);

enum class PhaseKind { self_study, tutorial, follow_up };
BOOST_DESCRIBE_ENUM(PhaseKind, self_study, tutorial, follow_up)

struct Phase {
    PhaseKind kind{};
    Date from;
    Date until;  // last day, included
};
struct PlannedItem {
    std::string label;
    std::string href = {};
    std::vector<Phase> phases;
};

struct PhaseBar {
    double start_percent = 0;
    double width_percent = 0;
    bool self_study = false;
    bool tutorial = false;
    bool follow_up = false;
    Date from;
    Date until;
    PhaseKind kind{};
};
BOOST_DESCRIBE_STRUCT(PhaseBar, (), (start_percent, width_percent, self_study, tutorial, follow_up, from, until, kind))

struct PlanRow {
    std::string label;
    std::string href;
    std::vector<PhaseBar> phases;
};
BOOST_DESCRIBE_STRUCT(PlanRow, (), (label, href, phases))

struct PlanTick {
    double percent = 0;
    Date day;
};
BOOST_DESCRIBE_STRUCT(PlanTick, (), (percent, day))

struct PlanToday {
    double percent = 0;
};
BOOST_DESCRIBE_STRUCT(PlanToday, (), (percent))

// {{#plan}}{{>web/plan_chart}}{{/plan}}
struct PlanChart {
    std::string id;
    std::string title;
    std::vector<PlanTick> ticks;  // Mondays at equal distances, at most five
    std::optional<PlanToday> today;
    std::vector<PlanRow> rows;
};
BOOST_DESCRIBE_STRUCT(PlanChart, (), (id, title, ticks, today, rows))
// Days outside of first … last are cut off; items without a day inside are left out of the picture but stay in the table.
PlanChart plan_chart(std::string_view id, std::string_view title, Date first, Date last, const std::vector<PlannedItem>& items,
                     std::optional<Date> today = {});

// {{#progress}}{{>web/progress_bar}}{{/progress}}
struct ProgressBar {
    std::string id;
    std::string label;
    double done = 0;
    double total = 0;
};
BOOST_DESCRIBE_STRUCT(ProgressBar, (), (id, label, done, total))

}  // namespace kc::web
