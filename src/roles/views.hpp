// SPDX-License-Identifier: EUPL-1.2
// What pages and the JSON interface show of a kind of work: its demands merged by competence, every line with its origin (TA-04).
#pragma once

#include "competence/views.hpp"
#include "roles/service.hpp"

#include <map>
#include <span>

namespace kc::roles {

struct DeadlineView {
    Date until{};
    int weight = 0;
    std::string law;
    bool past = false, today = false, in_days = false, in_months = false;
    int days = 0, months = 0;  // left
};
BOOST_DESCRIBE_STRUCT(DeadlineView, (), (until, weight, law, past, today, in_days, in_months, days, months))
DeadlineView deadline_view(Date until, int weight, std::string law, Date today);

struct LineView {
    competence::DemandLayer layer{};
    std::string authority;  // its name, where the line is of one
    bool for_all = false;   // authority layer, for all authorities
    int level = 0, weight = 0;
    competence::Importance importance{};
    std::string descriptor, reason;
    Date stated_on{};
    std::optional<DeadlineView> deadline;
    std::string edit_path;  // empty: not for this viewer
};
BOOST_DESCRIBE_STRUCT(LineView, (), (layer, authority, for_all, level, weight, importance, descriptor, reason, stated_on, deadline, edit_path))

struct CompetenceBlock {
    std::string slug, name, area;
    int level = 0, weight = 0;
    competence::Importance importance{};
    std::string descriptor;
    bool raised = false;  // a statutory deadline makes it weigh more today
    std::vector<LineView> lines;
};
BOOST_DESCRIBE_STRUCT(CompetenceBlock, (), (slug, name, area, level, weight, importance, descriptor, raised, lines))

// The lines of the snapshot as rows without numbers, those the viewer may see. Nothing: the general demands.
std::vector<competence::DemandRecord> visible_records(const competence::CompetenceFramework& framework, const competence::RoleProfile* role,
                                                      const Viewer* viewer);

struct MergeContext {
    const competence::CompetenceFramework& framework;
    Language language = Language::de;
    Date today{};
    RoleService::Rights rights{};
    std::map<OrganisationId, std::string> authorities{};  // their names
};
// Most important first; competences that are not published are not asked for.
std::vector<CompetenceBlock> merged_demands(const MergeContext& context, std::span<const competence::DemandRecord> records);

int weight_on(const competence::DemandRecord& demand, Date day);

// Lower case and without umlauts: "Straße" is found by "strasse", "Bürger" by "buerger".
std::string folded(std::string_view text);
bool matches(const competence::RoleProfile& role, std::string_view folded_query);  // all words of the query

std::string address_of(std::string_view slug, std::string_view rest = {});  // "/taetigkeiten/standesamt/verlauf"
std::string slug_of(const competence::CompetenceFramework& framework, const std::optional<RoleProfileId>& role);

}  // namespace kc::roles
