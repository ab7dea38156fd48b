// SPDX-License-Identifier: EUPL-1.2
#include "roles/views.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace kc::roles {

using competence::CompetenceFramework;
using competence::DemandLayer;
using competence::DemandLine;
using competence::DemandRecord;
using competence::RoleProfile;

DeadlineView deadline_view(Date until, int weight, std::string law, Date today) {
    DeadlineView view{.until = until, .weight = weight, .law = std::move(law)};
    view.days = days_between(today, until);
    view.past = view.days < 0;
    view.today = view.days == 0;
    // Whole months, by the calendar.
    view.months = (static_cast<int>(until.year()) - static_cast<int>(today.year())) * 12 + static_cast<int>(static_cast<unsigned>(until.month())) -
                  static_cast<int>(static_cast<unsigned>(today.month())) - (until.day() < today.day() ? 1 : 0);
    view.in_months = view.days > 0 && view.months >= 1;
    view.in_days = view.days > 0 && !view.in_months;
    return view;
}

int weight_on(const DemandRecord& demand, Date day) {
    return demand.deadline_on && day <= *demand.deadline_on ? std::max(demand.weight, demand.deadline_weight.value_or(0)) : demand.weight;
}

std::vector<DemandRecord> visible_records(const CompetenceFramework& framework, const RoleProfile* role, const Viewer* viewer) {
    std::vector<DemandRecord> records;
    for (const auto& line : role != nullptr ? role->demands : framework.general_demands()) {
        if (!RoleService::may_see(viewer, line.organisation)) continue;
        DemandRecord record{.layer = line.layer,
                            .role_profile_id = role != nullptr ? std::optional(role->id) : std::nullopt,
                            .organisation_id = line.organisation,
                            .competence_id = framework.competence(line.competence).id,
                            .level = line.level,
                            .weight = line.weight,
                            .reason = line.reason,
                            .stated_on = line.stated_on};
        if (line.deadline) {
            record.deadline_on = line.deadline->until;
            record.deadline_weight = line.deadline->weight;
            record.deadline_law = line.deadline->law;
        }
        records.push_back(std::move(record));
    }
    return records;
}

namespace {

std::string descriptor_of(const competence::Competence& competence, int level) {
    return level >= 1 && level <= competence::level_max ? competence.descriptors[static_cast<std::size_t>(level - 1)] : std::string();
}

LineView line_view(const MergeContext& context, const competence::Competence& competence, const DemandRecord& record) {
    LineView view{.layer = record.layer,
                  .authority = {},
                  .for_all = record.layer == DemandLayer::authority && !record.organisation_id,
                  .level = record.level,
                  .weight = record.weight,
                  .importance = competence::importance_of(record.weight),
                  .descriptor = descriptor_of(competence, record.level),
                  .reason = record.reason,
                  .stated_on = record.stated_on,
                  .deadline = {},
                  .edit_path = {}};
    if (record.organisation_id) {
        const auto name = context.authorities.find(*record.organisation_id);
        if (name != context.authorities.end()) view.authority = name->second;
    }
    if (record.deadline_on)
        view.deadline = deadline_view(*record.deadline_on, record.deadline_weight.value_or(0), record.deadline_law, context.today);
    if (record.id > 0 && context.rights.may_edit(record.layer, record.organisation_id)) {
        view.edit_path = address_of(slug_of(context.framework, record.role_profile_id), fmt::format("anforderungen/{}", record.id));
    }
    return view;
}

}  // namespace

std::vector<CompetenceBlock> merged_demands(const MergeContext& context, std::span<const DemandRecord> records) {
    std::map<std::size_t, CompetenceBlock> by_competence;
    for (const auto& record : records) {
        const auto index = context.framework.index_of(record.competence_id);
        if (!index || !context.framework.competence(*index).published()) continue;
        const auto& competence = context.framework.competence(*index);
        auto& block = by_competence[*index];
        if (block.lines.empty()) {
            block.slug = competence.slug;
            block.name = competence.name;
            block.area = context.framework.area_of(competence).name_in(context.language);
        }
        const int weight = weight_on(record, context.today);
        block.level = std::max(block.level, record.level);
        block.raised = block.raised || weight > record.weight;
        block.weight = std::max(block.weight, weight);
        block.lines.push_back(line_view(context, competence, record));
    }
    std::vector<CompetenceBlock> blocks;
    for (auto& [index, block] : by_competence) {
        block.importance = competence::importance_of(block.weight);
        block.descriptor = descriptor_of(context.framework.competence(index), block.level);
        std::stable_sort(block.lines.begin(), block.lines.end(), [](const LineView& a, const LineView& b) { return a.layer < b.layer; });
        blocks.push_back(std::move(block));
    }
    std::stable_sort(blocks.begin(), blocks.end(), [](const CompetenceBlock& a, const CompetenceBlock& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.level > b.level;
    });
    return blocks;
}

std::string folded(std::string_view text) {
    static constexpr std::pair<std::string_view, std::string_view> letters[] = {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"},
                                                                                {"Ö", "oe"}, {"Ü", "ue"}, {"ß", "ss"}};
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const auto letter = std::find_if(std::begin(letters), std::end(letters), [&](const auto& l) { return text.substr(i).starts_with(l.first); });
        if (letter == std::end(letters)) {
            result += lower_ascii(text.substr(i++, 1));
            continue;
        }
        result += letter->second;
        i += letter->first.size();
    }
    return result;
}

bool matches(const RoleProfile& role, std::string_view folded_query) {
    std::string text = folded(role.name) + '\n' + folded(role.name_en) + '\n' + folded(role.description);
    for (const auto& title : role.titles) text += '\n' + folded(title);
    while (!folded_query.empty()) {
        const auto end = std::min(folded_query.find(' '), folded_query.size());
        if (text.find(folded_query.substr(0, end)) == std::string::npos) return false;
        folded_query.remove_prefix(std::min(folded_query.size(), end + 1));
    }
    return true;
}

std::string address_of(std::string_view slug, std::string_view rest) {
    return fmt::format("/taetigkeiten/{}{}{}", slug, rest.empty() ? "" : "/", rest);
}

std::string slug_of(const CompetenceFramework& framework, const std::optional<RoleProfileId>& role) {
    if (!role) return std::string(general_slug);
    const auto* profile = framework.role_profile(*role);
    return profile != nullptr ? profile->slug : std::string();
}

}  // namespace kc::roles
