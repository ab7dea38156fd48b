// SPDX-License-Identifier: EUPL-1.2
#include "teams/groups.hpp"

#include "teams/coarse.hpp"

#include <algorithm>

namespace kc::teams {

namespace {

class Tree {
public:
    Tree(std::span<const DepartmentPeople> departments, int without_department) : departments_(departments), below_(departments.size()) {
        groups_.push_back({.department = {}, .name = {}, .people = without_department, .departments = {}});
        std::vector<std::size_t> top;
        for (std::size_t i = 0; i < departments_.size(); ++i) {
            const auto parent = index_of(departments_[i].parent_id);
            (parent && *parent != i ? below_[*parent] : top).push_back(i);
        }
        for (const auto i : top) add(i, 1);
        for (const auto i : top) groups_.front().people += groups_[at_[i]].people;
        top_ = std::move(top);
    }

    std::vector<Group> settle() {
        auto& whole = groups_.front();
        if (whole.people < group_min) {
            for (auto& group : groups_) group.state = GroupState::too_small;
        } else {
            settle_below(whole.people, top_);
        }
        return std::move(groups_);
    }

private:
    std::optional<std::size_t> index_of(std::optional<DepartmentId> id) const {
        for (std::size_t i = 0; id && i < departments_.size(); ++i) {
            if (departments_[i].id == *id) return i;
        }
        return std::nullopt;
    }

    void add(std::size_t i, int depth) {
        if (at_.empty()) at_.resize(departments_.size());
        const auto place = groups_.size();
        at_[i] = place;
        groups_.push_back({departments_[i].id, departments_[i].name, depth, departments_[i].people, GroupState::askable, {departments_[i].id}});
        for (const auto child : below_[i]) {
            add(child, depth + 1);
            const auto& below = groups_[at_[child]];
            groups_[place].people += below.people;
            groups_[place].departments.insert(groups_[place].departments.end(), below.departments.begin(), below.departments.end());
        }
    }

    Group& group(std::size_t i) { return groups_[at_[i]]; }

    void mark_small(std::size_t i) {
        group(i).state = GroupState::too_small;
        for (const auto child : below_[i]) mark_small(child);
    }

    // Within `people` of an askable group: takes departments below it out until those who stand beside them are none or five and more.
    void settle_below(int people, std::vector<std::size_t> candidates) {
        int beside = people;
        const auto keep_large = [&](std::vector<std::size_t>& list) {
            std::erase_if(list, [&](std::size_t i) {
                if (group(i).people >= group_min) return false;
                mark_small(i);
                return true;
            });
        };
        keep_large(candidates);
        for (const auto i : candidates) beside -= group(i).people;
        while (beside > 0 && beside < group_min && !candidates.empty()) {
            const auto smallest = std::min_element(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
                return std::pair(group(a).people, -static_cast<std::int64_t>(a)) < std::pair(group(b).people, -static_cast<std::int64_t>(b));
            });
            const auto out = *smallest;
            candidates.erase(smallest);
            group(out).state = GroupState::would_reveal;
            beside += group(out).people;
            auto inner = below_[out];
            keep_large(inner);
            for (const auto i : inner) beside -= group(i).people;
            candidates.insert(candidates.end(), inner.begin(), inner.end());
        }
        for (const auto i : candidates) settle_below(group(i).people, below_[i]);
    }

    std::span<const DepartmentPeople> departments_;
    std::vector<std::vector<std::size_t>> below_;
    std::vector<std::size_t> at_;  // by department: its place among the groups
    std::vector<std::size_t> top_;
    std::vector<Group> groups_;
};

}  // namespace

std::vector<Group> groups_of(std::span<const DepartmentPeople> departments, int without_department) {
    return Tree(departments, without_department).settle();
}

const Group* find_group(std::span<const Group> groups, std::optional<DepartmentId> department) {
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& group) { return group.department == department; });
    return found == groups.end() ? nullptr : &*found;
}

}  // namespace kc::teams
