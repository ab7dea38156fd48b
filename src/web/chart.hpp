// SPDX-License-Identifier: EUPL-1.2
// Charts rendered by the server as SVG: levels IST/SOLL, a plan over weeks, a progress bar. Each comes with its values as
// text or table. Positions are percentages in SVG attributes, so labels stay readable at any width and no style is inline.
#pragma once

#include "base/date.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::web {

struct LevelInput {
    std::string label;
    double current = 0;
    double target = 0;
    std::string href = {};   // where the label leads; empty: nowhere
    std::string group = {};  // levels of one group stand together, in the order in which groups appear
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
};
BOOST_DESCRIBE_STRUCT(LevelRow, (), (label, href, current, target, current_percent, target_percent, gap_percent, has_gap))

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
};
BOOST_DESCRIBE_STRUCT(LevelChart, (), (id, title, highest, groups))
LevelChart level_chart(std::string_view id, std::string_view title, const std::vector<LevelInput>& levels, double highest = 5);

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
