// SPDX-License-Identifier: EUPL-1.2
#include "curation/stored_json.hpp"

#include "base/require.hpp"
#include "web/api_response.hpp"

#include <boost/json.hpp>

namespace kc::curation {

namespace {

std::optional<std::int64_t> number(const boost::json::object& object, std::string_view member) {
    const auto& value = object.at(member);
    return value.is_null() ? std::nullopt : std::optional(value.to_number<std::int64_t>());
}

Date day_of(const boost::json::value& value) {
    const auto day = parse_date(std::string(value.as_string()));
    require(day.has_value());
    return *day;
}

competence::DemandRecord demand_of(const boost::json::object& object) {
    competence::DemandRecord demand;
    demand.id = *number(object, "id");
    require(boost::describe::enum_from_string(std::string(object.at("layer").as_string()).c_str(), demand.layer));
    if (const auto id = number(object, "role_profile_id")) demand.role_profile_id = RoleProfileId{*id};
    if (const auto id = number(object, "organisation_id")) demand.organisation_id = OrganisationId{*id};
    demand.competence_id = CompetenceId{*number(object, "competence_id")};
    demand.level = static_cast<int>(*number(object, "level"));
    demand.weight = static_cast<int>(*number(object, "weight"));
    demand.reason = object.at("reason").as_string();
    demand.stated_on = day_of(object.at("stated_on"));
    if (!object.at("deadline_on").is_null()) demand.deadline_on = day_of(object.at("deadline_on"));
    if (const auto weight = number(object, "deadline_weight")) demand.deadline_weight = static_cast<int>(*weight);
    demand.deadline_law = object.at("deadline_law").as_string();
    return demand;
}

struct StoredProblem {
    int line = 0;
    std::string message_key;
    std::vector<std::string> arguments;  // name, value, name, value …
};
BOOST_DESCRIBE_STRUCT(StoredProblem, (), (line, message_key, arguments))

struct StoredReport {
    ComparisonCounts counts;
    std::vector<StoredProblem> problems;
};
BOOST_DESCRIBE_STRUCT(StoredReport, (), (counts, problems))

}  // namespace

std::string demands_json(const competence::RewrittenDemands& demands) { return web::to_json(demands); }

competence::RewrittenDemands demands_from_json(std::string_view json) {
    competence::RewrittenDemands demands;
    const auto object = boost::json::parse(json).as_object();
    if (!object.contains("before")) return demands;
    for (const auto& value : object.at("before").as_array()) demands.before.push_back(demand_of(value.as_object()));
    for (const auto& value : object.at("after").as_array()) demands.after.push_back(value.to_number<std::int64_t>());
    return demands;
}

std::string report_json(const ComparisonCounts& counts, const std::vector<LineProblem>& problems) {
    StoredReport stored{counts, {}};
    for (const auto& problem : problems) {
        stored.problems.push_back({problem.line, problem.message_key, {}});
        for (const auto& [name, value] : problem.arguments) {
            stored.problems.back().arguments.push_back(name);
            stored.problems.back().arguments.push_back(value);
        }
    }
    return web::to_json(stored);
}

void read_report(std::string_view json, ComparisonCounts& read_counts, std::vector<LineProblem>& problems) {
    const auto object = boost::json::parse(json).as_object();
    const auto& counts = object.at("counts").as_object();
    boost::mp11::mp_for_each<boost::describe::describe_members<ComparisonCounts, boost::describe::mod_public>>([&](auto member) {
        auto& value = read_counts.*member.pointer;
        if constexpr (std::is_same_v<std::remove_reference_t<decltype(value)>, bool>)
            value = counts.at(member.name).as_bool();
        else
            value = counts.at(member.name).as_int64();
    });
    for (const auto& entry : object.at("problems").as_array()) {
        const auto& stored = entry.as_object();
        LineProblem problem{static_cast<int>(stored.at("line").as_int64()), std::string(stored.at("message_key").as_string()), {}};
        const auto& arguments = stored.at("arguments").as_array();
        for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
            problem.arguments.emplace_back(std::string(arguments[i].as_string()), std::string(arguments[i + 1].as_string()));
        }
        problems.push_back(std::move(problem));
    }
}

}  // namespace kc::curation
