// SPDX-License-Identifier: EUPL-1.2
// The OpenAPI document over all routes of the server: a program that is made from it must find every operation described.
#include "app/tests/house.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace kc::test {
namespace {

namespace json = boost::json;

struct Operation {
    std::string id, where;  // where: "post /api/v1/sign-in"
    std::string method;
    json::object text;
};

const json::object& document() {
    static const json::object document = [] {
        House house;
        const auto answer = house.get(house.visitor, "/api/v1/openapi.json");
        REQUIRE(answer.status == 200);
        return json::parse(answer.body).as_object();
    }();
    return document;
}

std::vector<Operation> operations() {
    std::vector<Operation> operations;
    for (const auto& [path, methods] : document().at("paths").as_object()) {
        for (const auto& [method, text] : methods.as_object()) {
            const auto* id = text.as_object().if_contains("operationId");
            operations.push_back(
                {id ? std::string(id->as_string()) : "", std::string(method) + " " + std::string(path), std::string(method), text.as_object()});
        }
    }
    return operations;
}

// An object that says nothing describes nothing.
bool is_schema_of(const json::object& content) {
    const auto& schema = content.at("application/json").at("schema").as_object();
    return schema.contains("type") || schema.contains("$ref") || schema.contains("oneOf") || schema.contains("anyOf");
}

void check_references(const json::value& value) {
    if (value.is_array()) {
        for (const auto& element : value.get_array()) check_references(element);
    }
    if (!value.is_object()) return;
    for (const auto& [name, member] : value.get_object()) {
        if (name != "$ref") {
            check_references(member);
            continue;
        }
        const std::string reference(member.as_string());
        REQUIRE_MESSAGE(reference.starts_with("#/"), reference);
        boost::system::error_code error;
        CHECK_MESSAGE(json::value(document()).find_pointer(reference.substr(1), error) != nullptr, reference);
    }
}

TEST_CASE("the document says which version it is and describes every room") {
    CHECK(document().at("openapi").as_string() == "3.1.0");
    const auto all = operations();
    CHECK(all.size() > 35);
    for (const auto* id : {"signIn", "listUnits", "getMyCompetences", "acceptMyCurriculum"}) {
        CHECK_MESSAGE(std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; }) == 1, id);
    }
}

TEST_CASE("every operation has an id of its own in one style and a summary") {
    std::set<std::string> ids;
    for (const auto& operation : operations()) {
        CHECK_MESSAGE(!operation.id.empty(), operation.where);
        CHECK_MESSAGE(ids.insert(operation.id).second, operation.where << " shares the id " << operation.id);
        const bool camel =
            !operation.id.empty() && operation.id.front() >= 'a' && operation.id.front() <= 'z' &&
            std::all_of(operation.id.begin(), operation.id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
        CHECK_MESSAGE(camel, operation.id);
        const auto* summary = operation.text.if_contains("summary");
        CHECK_MESSAGE((summary != nullptr && !summary->as_string().empty()), operation.where);
    }
}

TEST_CASE("every answer is described, and only these answer nothing") {
    const std::set<std::string> silent_known = {"signOut",
                                                "endMyOtherSessions",
                                                "endMySession",
                                                "withdrawMyEvidence",
                                                "acceptMyCurriculum",
                                                "answerLearningCall",
                                                "declineMyCurriculum",
                                                "undoMyCurriculum",
                                                "changeSavedSearch",
                                                "removeSavedSearch",
                                                "watchOffer",
                                                "unwatchOffer",
                                                "submitOffer",
                                                "withdrawOffer",
                                                "discardOfferDraft",
                                                "removeOfferDate",
                                                "discardImport",
                                                "pullImportSource",
                                                "removeImportSource",
                                                "acceptGoal",
                                                "changeDemand",
                                                "confirmGoal",
                                                "decideConfirmation",
                                                "discardCompetenceDraft",
                                                "discardPlacementTest",
                                                "outdateCompetence",
                                                "publishCompetenceAgain",
                                                "rejectFrameworkProposal",
                                                "removeDemand",
                                                "removeMyEvidenceDocument",
                                                "removeMyInterviewLine",
                                                "reportGoal",
                                                "withdrawConfirmation",
                                                "counterGoal",
                                                "discardPlacementItem",
                                                "giveMyConsent",
                                                "postponeMyProposal",
                                                "proposeGoalEnd",
                                                "removeTeamPlan",
                                                "reopenGoal",
                                                "revokeMyCalendarFeed",
                                                "setMyPlanSettings",
                                                "turnDownGoal",
                                                "undoLearningHistoryImport",
                                                "withdrawMyConsent",
                                                "withdrawTrustedIssuer"};
    std::set<std::string> silent;
    for (const auto& operation : operations()) {
        const auto& answers = operation.text.at("responses").as_object();
        if (answers.contains("204")) {
            silent.insert(operation.id);
            continue;
        }
        const auto* good = answers.if_contains(operation.method == "post" ? "2XX" : "200");
        REQUIRE_MESSAGE(good != nullptr, operation.where);
        const auto* content = good->as_object().if_contains("content");
        REQUIRE_MESSAGE(content != nullptr, operation.where);
        CHECK_MESSAGE(is_schema_of(content->as_object()), operation.where);
    }
    CHECK(fmt::format("{}", fmt::join(silent, " ")) == fmt::format("{}", fmt::join(silent_known, " ")));
}

TEST_CASE("every body is described, and only these need none") {
    const std::set<std::string> bare_known = {
        "signOut",     "proposeMyCurriculum",  "undoMyCurriculum",    "watchOffer",  "submitOffer",         "cancelOfferDate",
        "retireVenue", "retireCourse",         "pullImportSource",    "confirmGoal", "recordPlacementTest", "rejectFrameworkProposal",
        "reportGoal",  "outdatePlacementItem", "renewMyCalendarFeed", "reopenGoal",  "withdrawMyConsent"};
    std::set<std::string> bare;
    for (const auto& operation : operations()) {
        const auto* body = operation.text.if_contains("requestBody");
        if (operation.method == "get" || operation.method == "delete") {
            CHECK_MESSAGE(body == nullptr, operation.where);
        } else if (body == nullptr) {
            bare.insert(operation.id);
        } else {
            CHECK_MESSAGE(is_schema_of(body->at("content").as_object()), operation.where);
        }
    }
    CHECK(fmt::format("{}", fmt::join(bare, " ")) == fmt::format("{}", fmt::join(bare_known, " ")));
}

TEST_CASE("every reference leads to a schema of the document") { check_references(document()); }

// A value as the document describes it, for the check below.
json::value example_of(const json::value& schema_value) {
    const auto& schema = schema_value.as_object();
    for (const auto* either : {"oneOf", "anyOf"}) {
        if (schema.contains(either)) return example_of(schema.at(either).as_array().front());
    }
    if (schema.contains("enum")) return schema.at("enum").as_array().front();
    const auto* type = schema.if_contains("type");
    const std::string_view name = type != nullptr ? std::string_view(type->as_string()) : std::string_view("object");
    if (name == "integer") return 1;
    if (name == "number") return 1.5;
    if (name == "boolean") return true;
    if (name == "array") return json::array{example_of(schema.at("items"))};
    if (name == "string") return schema.contains("format") && schema.at("format").as_string() == "date" ? "2026-06-30" : "x";
    json::object body;
    if (const auto* members = schema.if_contains("properties")) {
        for (const auto& [member, value] : members->as_object()) body[member] = example_of(value);
    }
    return body;
}

TEST_CASE("a body with all the members that the document names is refused for no unknown and no missing member") {
    House house;
    auto& clerk = house.guest("clerk");
    for (const auto& operation : operations()) {
        const auto* body = operation.text.if_contains("requestBody");
        if (body == nullptr || operation.id == "signIn" || !body->at("content").as_object().contains("application/json")) continue;
        auto target = operation.where.substr(operation.where.find('/'));
        while (target.find('{') != std::string::npos) target.replace(target.find('{'), target.find('}') - target.find('{') + 1, "1");
        const auto method = operation.method == "put" ? http::Method::put : http::Method::post;
        const auto sent = json::serialize(example_of(body->at("content").at("application/json").at("schema")));
        const auto answer = house.send(clerk, {.method = method, .target = target, .body = sent, .type = "application/json"});
        CHECK_MESSAGE(answer.status != 400, operation.where << " " << answer.body);
        for (const auto* key : {"unknown", "required", "text", "integer", "boolean", "date", "list", "object"}) {
            const auto refusal = house_site().messages().text(Language::de, fmt::format("web.problem.json_{}", key));
            CHECK_MESSAGE(!answer.shows(refusal), operation.where << " " << sent << " " << answer.body);
        }
    }
}

}  // namespace
}  // namespace kc::test
