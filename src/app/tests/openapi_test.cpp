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
    const std::set<std::string> silent_known = {
        "signOut", "endMyOtherSessions", "endMySession", "withdrawMyEvidence", "acceptMyCurriculum", "declineMyCurriculum", "undoMyCurriculum"};
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
    CHECK(silent == silent_known);
}

TEST_CASE("every body is described, and only these need none") {
    const std::set<std::string> bare_known = {"signOut", "proposeMyCurriculum", "undoMyCurriculum"};
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
    CHECK(bare == bare_known);
}

TEST_CASE("every reference leads to a schema of the document") { check_references(document()); }

// The members of the body as the document names them, for the check below.
json::object example_of(const json::value& schema_value) {
    const auto& schema = schema_value.as_object();
    json::object body;
    if (schema.contains("oneOf")) return example_of(schema.at("oneOf").as_array().front());
    for (const auto& [name, value] : schema.at("properties").as_object()) {
        const auto* either = value.as_object().if_contains("anyOf");
        const auto& member = either ? either->as_array().front().as_object() : value.as_object();
        const auto type = member.at("type").as_string();
        const auto* format = member.if_contains("format");
        if (type == "integer")
            body[name] = 1;
        else if (type == "boolean")
            body[name] = true;
        else if (type == "object")
            body[name] = example_of(value);
        else if (type == "string" && member.contains("enum"))
            body[name] = member.at("enum").as_array().front();
        else if (type == "string" && format != nullptr && format->as_string() == "date")
            body[name] = "2026-06-30";
        else if (type == "string")
            body[name] = "x";
        else if (member.at("items").as_object().contains("properties"))
            body[name] = json::array{example_of(member.at("items"))};
        else if (member.at("items").as_object().at("type").as_string() == "integer")
            body[name] = json::array{1};
        else
            body[name] = json::array{"x"};
    }
    return body;
}

TEST_CASE("a body with all the members that the document names is refused for no unknown and no missing member") {
    House house;
    auto& clerk = house.guest("clerk");
    for (const auto& operation : operations()) {
        const auto* body = operation.text.if_contains("requestBody");
        if (body == nullptr || operation.id == "signIn") continue;
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
