// SPDX-License-Identifier: EUPL-1.2
// Branch and bound. The bound is a flow of least cost from duties over start levels and ways to the limit that most ways share; it is
// exact but for the other limits, so where it keeps those as well its answer is the best of its branch.
#include "teams/seat_plan.hpp"

#include "base/require.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace kc::teams {

namespace {

// Successive cheapest paths with costs compared stage by stage.
class Flow {
public:
    explicit Flow(int nodes) : first_(static_cast<std::size_t>(nodes)) {}

    int add(int from, int to, int most, const SeatCost& cost) {
        const int edge = static_cast<int>(edges_.size());
        edges_.push_back({to, most, cost});
        edges_.push_back({from, 0, SeatCost{} - cost});
        first_[static_cast<std::size_t>(from)].push_back(edge);
        first_[static_cast<std::size_t>(to)].push_back(edge + 1);
        return edge;
    }

    int flow_of(int edge) const { return edges_[static_cast<std::size_t>(edge ^ 1)].left; }

    // As much as possible, the cheapest first, while the money lasts; what it costs.
    SeatCost run(int from, int to, std::optional<std::int64_t> cents) {
        SeatCost spent;
        for (;;) {
            if (!find_path(from, to)) return spent;
            const SeatCost each = *best_[static_cast<std::size_t>(to)];
            int amount = std::numeric_limits<int>::max();
            for (int node = to; node != from; node = edges_[static_cast<std::size_t>(by_[static_cast<std::size_t>(node)] ^ 1)].to) {
                amount = std::min(amount, edges_[static_cast<std::size_t>(by_[static_cast<std::size_t>(node)])].left);
            }
            if (cents && each.price_cents > 0) {
                amount = static_cast<int>(std::min<std::int64_t>(amount, (*cents - spent.price_cents) / each.price_cents));
            }
            if (amount <= 0) return spent;
            for (int node = to; node != from; node = edges_[static_cast<std::size_t>(by_[static_cast<std::size_t>(node)] ^ 1)].to) {
                edges_[static_cast<std::size_t>(by_[static_cast<std::size_t>(node)])].left -= amount;
                edges_[static_cast<std::size_t>(by_[static_cast<std::size_t>(node)] ^ 1)].left += amount;
            }
            spent = spent + each * amount;
        }
    }

private:
    struct Edge {
        int to, left;
        SeatCost cost;
    };

    bool find_path(int from, int to) {
        best_.assign(first_.size(), std::nullopt);
        by_.assign(first_.size(), -1);
        best_[static_cast<std::size_t>(from)] = SeatCost{};
        std::vector<int> open{from};
        std::vector<char> waits(first_.size(), 0);
        for (std::size_t at = 0; at < open.size(); ++at) {
            const auto node = static_cast<std::size_t>(open[at]);
            waits[node] = 0;
            for (const int edge : first_[node]) {
                const auto& e = edges_[static_cast<std::size_t>(edge)];
                if (e.left == 0) continue;
                const auto cost = *best_[node] + e.cost;
                auto& known = best_[static_cast<std::size_t>(e.to)];
                if (known && !(cost < *known)) continue;
                known = cost;
                by_[static_cast<std::size_t>(e.to)] = edge;
                if (!waits[static_cast<std::size_t>(e.to)]) {
                    waits[static_cast<std::size_t>(e.to)] = 1;
                    open.push_back(e.to);
                }
            }
        }
        return best_[static_cast<std::size_t>(to)].has_value();
    }

    std::vector<std::vector<int>> first_;
    std::vector<Edge> edges_;
    std::vector<std::optional<SeatCost>> best_;
    std::vector<int> by_;
};

SeatCost cost_of(const SeatWay& way) { return {0, way.price_cents, static_cast<std::int64_t>(way.away_days.size()), way.half_hours}; }

class Search {
public:
    Search(const SeatQuestion& question, int nodes_max) : question_(question), nodes_max_(nodes_max), main_limit_(question.ways.size(), -1) {
        limits_of_.resize(question.ways.size());
        for (std::size_t i = 0; i < question.limits.size(); ++i) {
            for (const int way : question.limits[i].ways) limits_of_[static_cast<std::size_t>(way)].push_back(static_cast<int>(i));
        }
        for (std::size_t way = 0; way < limits_of_.size(); ++way) {
            // The limit that most ways share, the narrower one among equals.
            for (const int limit : limits_of_[way]) {
                const auto rank = [&](int i) {
                    const auto& l = question.limits[static_cast<std::size_t>(i)];
                    return std::pair(-static_cast<std::int64_t>(l.ways.size()), l.most);
                };
                if (main_limit_[way] < 0 || rank(limit) < rank(main_limit_[way])) main_limit_[way] = limit;
            }
        }
        for (const auto& duty : question.duties) wanted_ += duty.seats_wanted;
    }

    SeatPlan run() {
        SeatPlan plan;
        plan.seats.assign(question_.ways.size(), 0);
        plan.cost = {wanted_, 0, 0, 0};
        best_ = std::move(plan);
        std::vector<Node> stack;
        stack.push_back(root());
        while (!stack.empty()) {
            if (best_.nodes == nodes_max_) break;
            Node node = std::move(stack.back());
            stack.pop_back();
            if (!(node.bound < best_.cost)) continue;
            ++best_.nodes;
            if (!narrow(node)) continue;
            std::vector<int> seats;
            const auto bound = relaxed(node, seats);
            if (!bound || !(*bound < best_.cost)) continue;
            const int broken = broken_limit(seats);
            if (broken < 0) {
                take(seats);
                continue;
            }
            mend(seats, node);
            branch(stack, node, seats, broken, *bound);
        }
        best_.bound = best_.cost;
        for (const auto& node : stack) best_.bound = std::min(best_.bound, node.bound);
        best_.proven = best_.bound == best_.cost;
        return std::move(best_);
    }

private:
    struct Node {
        std::vector<int> least, most;  // seats by way
        SeatCost bound;
    };

    Node root() const {
        Node node{std::vector<int>(question_.ways.size(), 0), {}, {}};
        for (const auto& way : question_.ways) {
            const auto& duty = question_.duties[static_cast<std::size_t>(way.duty)];
            node.most.push_back(std::min(duty.seats_wanted, duty.people[static_cast<std::size_t>(way.start_level)]));
        }
        return node;
    }

    // No way can have more seats than the limits leave beside what is already decided.
    bool narrow(Node& node) const {
        for (const auto& limit : question_.limits) {
            int decided = 0;
            for (const int way : limit.ways) decided += node.least[static_cast<std::size_t>(way)];
            if (decided > limit.most) return false;
            for (const int way : limit.ways) {
                auto& most = node.most[static_cast<std::size_t>(way)];
                most = std::min(most, node.least[static_cast<std::size_t>(way)] + limit.most - decided);
            }
        }
        for (std::size_t i = 0; i < node.least.size(); ++i) {
            if (node.least[i] > node.most[i]) return false;
        }
        return true;
    }

    // The best numbers of seats when each way keeps only its main limit.
    std::optional<SeatCost> relaxed(const Node& node, std::vector<int>& seats) const {
        seats = node.least;
        SeatCost cost{wanted_, 0, 0, 0};
        const int duties = static_cast<int>(question_.duties.size());
        const int limits = static_cast<int>(question_.limits.size());
        const int source = 0, sink = 1, first_duty = 2, first_level = first_duty + duties, first_limit = first_level + duties * 6;
        std::vector<int> left(static_cast<std::size_t>(duties)), level_left(static_cast<std::size_t>(duties) * 6);
        std::vector<int> limit_left(static_cast<std::size_t>(limits));
        for (int i = 0; i < limits; ++i) limit_left[static_cast<std::size_t>(i)] = question_.limits[static_cast<std::size_t>(i)].most;
        for (int d = 0; d < duties; ++d) {
            left[static_cast<std::size_t>(d)] = question_.duties[static_cast<std::size_t>(d)].seats_wanted;
            for (int level = 0; level < 6; ++level) {
                level_left[static_cast<std::size_t>(d * 6 + level)] =
                    question_.duties[static_cast<std::size_t>(d)].people[static_cast<std::size_t>(level)];
            }
        }
        for (std::size_t i = 0; i < seats.size(); ++i) {
            const auto& way = question_.ways[i];
            cost = cost + cost_of(way) * seats[i];
            cost.open -= seats[i];
            left[static_cast<std::size_t>(way.duty)] -= seats[i];
            level_left[static_cast<std::size_t>(way.duty * 6 + way.start_level)] -= seats[i];
            if (main_limit_[i] >= 0) limit_left[static_cast<std::size_t>(main_limit_[i])] -= seats[i];
        }
        const auto negative = [](int number) { return number < 0; };
        if (std::any_of(left.begin(), left.end(), negative) || std::any_of(level_left.begin(), level_left.end(), negative)) return std::nullopt;
        if (question_.budget_cents && cost.price_cents > *question_.budget_cents) return std::nullopt;

        Flow flow(first_limit + limits);
        for (int d = 0; d < duties; ++d) {
            flow.add(source, first_duty + d, left[static_cast<std::size_t>(d)], {});
            for (int level = 0; level < 6; ++level) {
                if (level_left[static_cast<std::size_t>(d * 6 + level)] == 0) continue;
                flow.add(first_duty + d, first_level + d * 6 + level, level_left[static_cast<std::size_t>(d * 6 + level)], {});
            }
        }
        for (int i = 0; i < limits; ++i) flow.add(first_limit + i, sink, limit_left[static_cast<std::size_t>(i)], {});
        std::vector<int> edges(seats.size(), -1);
        for (std::size_t i = 0; i < seats.size(); ++i) {
            const auto& way = question_.ways[i];
            const int room = node.most[i] - node.least[i];
            if (room == 0) continue;
            edges[i] =
                flow.add(first_level + way.duty * 6 + way.start_level, main_limit_[i] < 0 ? sink : first_limit + main_limit_[i], room, cost_of(way));
        }
        std::optional<std::int64_t> money;
        if (question_.budget_cents) money = *question_.budget_cents - cost.price_cents;
        cost = cost + flow.run(source, sink, money);
        for (std::size_t i = 0; i < seats.size(); ++i) {
            const int more = edges[i] < 0 ? 0 : flow.flow_of(edges[i]);
            seats[i] += more;
            cost.open -= more;
        }
        return cost;
    }

    int broken_limit(const std::vector<int>& seats) const {
        for (std::size_t i = 0; i < question_.limits.size(); ++i) {
            int sum = 0;
            for (const int way : question_.limits[i].ways) sum += seats[static_cast<std::size_t>(way)];
            if (sum > question_.limits[i].most) return static_cast<int>(i);
        }
        return -1;
    }

    void take(const std::vector<int>& seats) {
        SeatCost cost{wanted_, 0, 0, 0};
        for (std::size_t i = 0; i < seats.size(); ++i) {
            cost = cost + cost_of(question_.ways[i]) * seats[i];
            cost.open -= seats[i];
        }
        if (!(cost < best_.cost)) return;
        best_.cost = cost;
        best_.seats = seats;
    }

    // A sound plan near the relaxed one: seats that break a limit are taken away, then what still fits is added, cheapest first.
    void mend(std::vector<int> seats, const Node& node) {
        for (int limit = broken_limit(seats); limit >= 0; limit = broken_limit(seats)) {
            int dearest = -1;
            for (const int way : question_.limits[static_cast<std::size_t>(limit)].ways) {
                const auto i = static_cast<std::size_t>(way);
                if (seats[i] == 0) continue;
                if (dearest < 0 || cost_of(question_.ways[static_cast<std::size_t>(dearest)]) < cost_of(question_.ways[i])) dearest = way;
            }
            require(dearest >= 0);
            --seats[static_cast<std::size_t>(dearest)];
        }
        std::vector<std::size_t> by_cost(seats.size());
        for (std::size_t i = 0; i < by_cost.size(); ++i) by_cost[i] = i;
        std::stable_sort(by_cost.begin(), by_cost.end(),
                         [&](std::size_t a, std::size_t b) { return cost_of(question_.ways[a]) < cost_of(question_.ways[b]); });
        for (const auto i : by_cost) {
            while (seats[i] < root_most(i) && fits(seats, i)) ++seats[i];
        }
        (void)node;
        take(seats);
    }

    int root_most(std::size_t i) const {
        const auto& way = question_.ways[i];
        const auto& duty = question_.duties[static_cast<std::size_t>(way.duty)];
        return std::min(duty.seats_wanted, duty.people[static_cast<std::size_t>(way.start_level)]);
    }

    bool fits(const std::vector<int>& seats, std::size_t one_more) const {
        const auto& way = question_.ways[one_more];
        const auto& duty = question_.duties[static_cast<std::size_t>(way.duty)];
        int of_duty = 1, of_level = 1;
        std::int64_t cents = way.price_cents;
        for (std::size_t i = 0; i < seats.size(); ++i) {
            const auto& other = question_.ways[i];
            cents += other.price_cents * seats[i];
            if (other.duty != way.duty) continue;
            of_duty += seats[i];
            if (other.start_level == way.start_level) of_level += seats[i];
        }
        if (of_duty > duty.seats_wanted || of_level > duty.people[static_cast<std::size_t>(way.start_level)]) return false;
        if (question_.budget_cents && cents > *question_.budget_cents) return false;
        for (const int limit : limits_of_[one_more]) {
            int sum = 1;
            for (const int other : question_.limits[static_cast<std::size_t>(limit)].ways) sum += seats[static_cast<std::size_t>(other)];
            if (sum > question_.limits[static_cast<std::size_t>(limit)].most) return false;
        }
        return true;
    }

    // Either this way has at least so many seats, or fewer; the first one is looked at first.
    void branch(std::vector<Node>& stack, const Node& node, const std::vector<int>& seats, int broken, const SeatCost& bound) const {
        int chosen = -1;
        for (const int way : question_.limits[static_cast<std::size_t>(broken)].ways) {
            const auto i = static_cast<std::size_t>(way);
            const auto room = seats[i] - node.least[i];
            if (room > 0 && (chosen < 0 || room > seats[static_cast<std::size_t>(chosen)] - node.least[static_cast<std::size_t>(chosen)]))
                chosen = way;
        }
        require(chosen >= 0);
        const auto i = static_cast<std::size_t>(chosen);
        Node fewer = node, at_least = node;
        fewer.bound = at_least.bound = bound;
        fewer.most[i] = seats[i] - 1;
        at_least.least[i] = seats[i];
        stack.push_back(std::move(fewer));
        stack.push_back(std::move(at_least));
    }

    const SeatQuestion& question_;
    int nodes_max_;
    std::vector<int> main_limit_;
    std::vector<std::vector<int>> limits_of_;
    std::int64_t wanted_ = 0;
    SeatPlan best_;
};

}  // namespace

SeatPlan plan_seats(const SeatQuestion& question, int nodes_max) { return Search(question, nodes_max).run(); }

std::vector<SharedLimit> shared_limits(const std::vector<SeatWay>& ways, std::optional<int> away_max,
                                       const std::vector<std::pair<planning::optimizer::PlannedUnit, int>>& date_seats) {
    std::map<int, SharedLimit> days;
    std::map<planning::optimizer::PlannedUnit, SharedLimit> dates;
    for (const auto& [date, seats] : date_seats) dates[date].most = seats;
    for (std::size_t i = 0; i < ways.size(); ++i) {
        for (const int day : ways[i].away_days) {
            if (!away_max) break;
            days[day].most = *away_max;
            days[day].ways.push_back(static_cast<int>(i));
        }
        for (const auto& item : ways[i].items) {
            if (const auto found = dates.find(item); found != dates.end()) found->second.ways.push_back(static_cast<int>(i));
        }
    }
    std::vector<SharedLimit> limits;
    const auto add = [&](SharedLimit& limit) {
        if (limit.ways.empty()) return;
        const bool known = std::any_of(limits.begin(), limits.end(), [&](const SharedLimit& other) {
            return other.ways == limit.ways && other.most <= limit.most;  // two days of one course say the same
        });
        if (!known) limits.push_back(std::move(limit));
    };
    for (auto& [day, limit] : days) add(limit);
    for (auto& [date, limit] : dates) add(limit);
    return limits;
}

}  // namespace kc::teams
