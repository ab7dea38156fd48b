// SPDX-License-Identifier: EUPL-1.2
// The parts of a plan that only planning reads, as JSON text. Reading is lenient: a row written by a newer version shows what is known.
#include "planning/store.hpp"

#include <boost/json.hpp>

namespace kc::planning {
namespace {

namespace json = boost::json;

std::int64_t number(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

const json::array& list(const json::object& object, std::string_view name) {
    static const json::array none;
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_array() ? value->get_array() : none;
}

template <class Enum> Enum enumerator(const json::object& object, std::string_view name) {
    Enum found{};
    const auto* value = object.if_contains(name);
    if (value != nullptr && value->is_string()) boost::describe::enum_from_string(std::string(value->get_string()).c_str(), found);
    return found;
}

Date day(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return parse_date(std::string_view(value->get_string())).value_or(Date{});
}

// Written as text, not through a tree: a population has tens of millions of these. Names and days need no escaping.
class JsonText {
public:
    template <class... Values> void add(fmt::format_string<Values...> format, Values&&... values) {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    }
    // Separates the members of a list.
    template <class List, class Each> void add_list(const List& list, Each&& each) {
        text_ += '[';
        for (const auto& entry : list) {
            if (&entry != &*list.begin()) text_ += ',';
            each(entry);
        }
        text_ += ']';
    }
    template <class IdType> void add_ids(const std::vector<IdType>& ids) {
        add_list(ids, [&](IdType id) { add("{}", id.value); });
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

template <class IdType> std::vector<IdType> read_ids(const json::array& array) {
    std::vector<IdType> ids;
    for (const auto& value : array)
        if (value.is_int64()) ids.push_back(IdType{value.get_int64()});
    return ids;
}

void add_remedy(JsonText& text, const Remedy& remedy) {
    text.add(R"(,"remedy":{{"more_half_hours":{},"more_cents":{},"more_days":{})", remedy.more_hours.value, remedy.more_price.value,
             remedy.more_days);
    if (remedy.unit) text.add(R"(,"unit":{})", remedy.unit->value);
    text.add("}}");
}

Remedy read_remedy(const json::object& object) {
    Remedy remedy{std::nullopt, HalfHours{number(object, "more_half_hours")}, Money{number(object, "more_cents")},
                  static_cast<int>(number(object, "more_days"))};
    if (object.contains("unit")) remedy.unit = LearningUnitId{number(object, "unit")};
    return remedy;
}

std::optional<json::object> parse(std::string_view text) {
    if (text.empty()) return std::nullopt;
    boost::system::error_code problem;
    auto value = json::parse(text, problem);
    if (problem || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

}  // namespace

std::string explanation_json(const CurriculumItem& item) {
    const auto& explanation = item.explanation;
    JsonText text;
    text.add(R"({{"reason":"{}","phases":)", boost::describe::enum_to_string(explanation.reason, ""));
    text.add_list(item.phases, [&](const Phase& phase) {
        text.add(R"({{"kind":"{}","from":"{}","to":"{}","half_hours":{}}})", boost::describe::enum_to_string(phase.kind, ""), to_iso(phase.starts_on),
                 to_iso(phase.ends_on), phase.hours.value);
    });
    text.add(R"(,"raises":)");
    text.add_list(explanation.raises, [&](const LevelRaise& raise) {
        text.add(R"({{"competence":{},"from":{},"to":{}}})", raise.competence.value, raise.from, raise.to);
    });
    text.add(R"(,"needed_for":)");
    text.add_ids(explanation.needed_for);
    if (const auto& other = explanation.alternative) {
        text.add(R"(,"alternative":{{"units":)");
        text.add_ids(other->units);
        text.add(R"(,"closure_lost":{},"more_half_hours":{},"more_cents":{}}})", other->closure_lost, other->more_hours.value,
                 other->more_price.value);
    }
    text.add("}}");
    return text.take();
}

void read_explanation(std::string_view text, CurriculumItem& item) {
    const auto object = parse(text);
    if (!object) return;
    item.explanation.reason = enumerator<ItemReason>(*object, "reason");
    for (const auto& value : list(*object, "phases")) {
        if (!value.is_object()) continue;
        const auto& phase = value.get_object();
        item.phases.push_back({enumerator<PhaseKind>(phase, "kind"), day(phase, "from"), day(phase, "to"), HalfHours{number(phase, "half_hours")}});
    }
    for (const auto& value : list(*object, "raises")) {
        if (!value.is_object()) continue;
        const auto& raise = value.get_object();
        item.explanation.raises.push_back(
            {CompetenceId{number(raise, "competence")}, static_cast<int>(number(raise, "from")), static_cast<int>(number(raise, "to"))});
    }
    item.explanation.needed_for = read_ids<LearningUnitId>(list(*object, "needed_for"));
    const auto* alternative = object->if_contains("alternative");
    if (alternative != nullptr && alternative->is_object()) {
        const auto& other = alternative->get_object();
        item.explanation.alternative = Alternative{read_ids<LearningUnitId>(list(other, "units")), number(other, "closure_lost"),
                                                   HalfHours{number(other, "more_half_hours")}, Money{number(other, "more_cents")}};
    }
}

std::string outlook_json(const Plan& plan) {
    JsonText text;
    text.add(R"({{"conflict":)");
    text.add_ids(plan.conflict);
    text.add(R"(,"gains":)");
    text.add_list(plan.gains, [&](const Gain& gain) {  // the names of limits are ours
        text.add(R"({{"limit":"{}","amount":{},"closure":{}}})", gain.limit, gain.amount, gain.closure);
    });
    text.add(R"(,"open":)");
    text.add_list(plan.open_gaps, [&](const OpenGap& gap) {
        text.add(R"({{"competence":{},"level":{},"reason":"{}")", gap.competence.value, gap.level, boost::describe::enum_to_string(gap.reason, ""));
        if (gap.remedy) add_remedy(text, *gap.remedy);
        text.add("}}");
    });
    text.add("}}");
    return text.take();
}

void read_outlook(std::string_view text, Plan& plan) {
    const auto object = parse(text);
    if (!object) return;
    plan.conflict = read_ids<LearningUnitId>(list(*object, "conflict"));
    for (const auto& value : list(*object, "gains")) {
        if (!value.is_object()) continue;
        const auto& gain = value.get_object();
        const auto* limit = gain.if_contains("limit");
        if (limit == nullptr || !limit->is_string()) continue;
        plan.gains.push_back({std::string(limit->get_string()), number(gain, "amount"), number(gain, "closure")});
    }
    for (const auto& value : list(*object, "open")) {
        if (!value.is_object()) continue;
        const auto& gap = value.get_object();
        const auto* remedy = gap.if_contains("remedy");
        const bool known = remedy != nullptr && remedy->is_object();
        plan.open_gaps.push_back({CompetenceId{number(gap, "competence")}, static_cast<int>(number(gap, "level")),
                                  enumerator<OpenReason>(gap, "reason"), known ? std::optional(read_remedy(remedy->get_object())) : std::nullopt});
    }
}

}  // namespace kc::planning
