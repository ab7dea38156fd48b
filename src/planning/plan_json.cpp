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

template <class IdType> json::array ids_of(const std::vector<IdType>& ids) {
    json::array array;
    for (const auto id : ids) array.push_back(id.value);
    return array;
}

template <class IdType> std::vector<IdType> read_ids(const json::array& array) {
    std::vector<IdType> ids;
    for (const auto& value : array)
        if (value.is_int64()) ids.push_back(IdType{value.get_int64()});
    return ids;
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
    json::object object;
    object["reason"] = boost::describe::enum_to_string(item.explanation.reason, "");
    json::array phases;
    for (const auto& phase : item.phases) {
        phases.push_back(json::object{{"kind", boost::describe::enum_to_string(phase.kind, "")},
                                      {"from", to_iso(phase.starts_on)},
                                      {"to", to_iso(phase.ends_on)},
                                      {"half_hours", phase.hours.value}});
    }
    object["phases"] = std::move(phases);
    json::array raises;
    for (const auto& raise : item.explanation.raises)
        raises.push_back(json::object{{"competence", raise.competence.value}, {"from", raise.from}, {"to", raise.to}});
    object["raises"] = std::move(raises);
    object["needed_for"] = ids_of(item.explanation.needed_for);
    if (const auto& other = item.explanation.alternative) {
        object["alternative"] = json::object{{"units", ids_of(other->units)},
                                             {"closure_lost", other->closure_lost},
                                             {"more_half_hours", other->more_hours.value},
                                             {"more_cents", other->more_price.value}};
    }
    return json::serialize(object);
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
    json::array gains;
    for (const auto& gain : plan.gains) gains.push_back(json::object{{"limit", gain.limit}, {"amount", gain.amount}, {"closure", gain.closure}});
    return json::serialize(json::object{{"conflict", ids_of(plan.conflict)}, {"gains", std::move(gains)}});
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
}

std::string remedy_json(const OpenGap& gap) {
    if (!gap.remedy) return {};
    json::object object{
        {"more_half_hours", gap.remedy->more_hours.value}, {"more_cents", gap.remedy->more_price.value}, {"more_days", gap.remedy->more_days}};
    if (gap.remedy->unit) object["unit"] = gap.remedy->unit->value;
    return json::serialize(object);
}

void read_remedy(std::string_view text, OpenGap& gap) {
    const auto object = parse(text);
    if (!object) return;
    Remedy remedy{std::nullopt, HalfHours{number(*object, "more_half_hours")}, Money{number(*object, "more_cents")},
                  static_cast<int>(number(*object, "more_days"))};
    if (object->contains("unit")) remedy.unit = LearningUnitId{number(*object, "unit")};
    gap.remedy = remedy;
}

}  // namespace kc::planning
