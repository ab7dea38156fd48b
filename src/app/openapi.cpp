// SPDX-License-Identifier: EUPL-1.2
#include "app/openapi.hpp"

#include "base/text.hpp"
#include "base/version.hpp"

#include <boost/json.hpp>

namespace kc::app {

namespace json = boost::json;

namespace {

// "/api/v1/units/{slug}" as OpenAPI writes it: {id:id} becomes {id}.
std::string openapi_path(const http::Route& route) {
    std::string path;
    for (const auto& segment : route.segments) {
        path += '/';
        path += segment.kind == http::PatternSegment::Kind::literal ? segment.text : "{" + segment.text + "}";
    }
    return path;
}

json::array parameters_of(const http::Route& route) {
    json::array parameters;
    for (const auto& segment : route.segments) {
        if (segment.kind == http::PatternSegment::Kind::literal) continue;
        json::object schema{{"type", segment.kind == http::PatternSegment::Kind::id ? "integer" : "string"}};
        parameters.push_back(json::object{{"name", segment.text}, {"in", "path"}, {"required", true}, {"schema", std::move(schema)}});
    }
    return parameters;
}

json::object content(const json::value& schema) { return {{"application/json", json::object{{"schema", schema}}}}; }

json::object error_answer(std::string_view description) {
    return {{"description", description}, {"content", content(json::object{{"$ref", "#/components/schemas/Error"}})}};
}

json::object operation_of(const http::Route& route) {
    const auto& options = route.options;
    json::object operation;
    if (!options.name.empty()) operation["operationId"] = options.name;
    if (!options.summary.empty()) operation["summary"] = options.summary;
    if (auto parameters = parameters_of(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
    if (!options.request_schema.empty()) {
        operation["requestBody"] = json::object{{"required", true}, {"content", content(json::parse(options.request_schema))}};
    }
    json::object answers;
    if (options.response_schema.empty()) {
        answers["204"] = json::object{{"description", "In Ordnung, ohne Inhalt"}};
    } else {
        // A POST answers 201 where it made something new, else 200.
        const bool may_create = route.method == http::Method::post;
        answers[may_create ? "2XX" : "200"] =
            json::object{{"description", may_create ? "In Ordnung: 201, wenn etwas angelegt wurde, sonst 200" : "In Ordnung"},
                         {"content", content(json::parse(options.response_schema))}};
    }
    answers["400"] = error_answer("Die Anfrage ist nicht lesbar.");
    if (!options.is_public) answers["401"] = error_answer("Bitte zuerst anmelden.");
    answers["404"] = error_answer("Das gibt es nicht, oder es gehört jemand anderem.");
    if (route.method != http::Method::get) {
        answers["403"] = error_answer("Dafür fehlt die Berechtigung oder das Formularzeichen.");
        answers["422"] = error_answer("Eine Angabe wurde abgelehnt; „fields“ nennt sie.");
    }
    answers["429"] = error_answer("Zu viele Anfragen; „Retry-After“ sagt, wann es weitergeht.");
    operation["responses"] = std::move(answers);
    operation["security"] = options.is_public ? json::array{} : json::array{json::object{{"session", json::array{}}}};
    return operation;
}

json::object error_schema() {
    return json::parse(R"({"type":"object","required":["error"],"properties":{"error":{"type":"object","required":["code","message"],
        "properties":{"code":{"type":"string"},"message":{"type":"string"},"request":{"type":"string"},"fields":{"type":"array","items":{"type":"object",
        "required":["field","message"],"properties":{"field":{"type":"string"},"message":{"type":"string"}}}}}}}})")
        .as_object();
}

}  // namespace

std::string openapi_document(const http::Router& router) {
    json::object paths;
    for (const auto& route : router.routes()) {
        if (!route.pattern.starts_with("/api/v1/")) continue;
        auto& path = paths[openapi_path(route)];
        if (path.is_null()) path = json::object{};
        path.as_object()[lower_ascii(http::method_name(route.method))] = operation_of(route);
    }
    const json::object document{
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "KommunalCampus"},
          {"version", program_version},
          {"description",
           "Dieselben Dienste wie die Seiten. Beträge in Cent, Zeiten in halben Stunden, Tage und Zeitpunkte nach ISO 8601. "
           "Schreibende Anfragen tragen das Formularzeichen der Sitzung im Kopf X-CSRF-Token."}}},
        {"paths", std::move(paths)},
        {"components",
         {{"schemas", {{"Error", error_schema()}}},
          {"securitySchemes", {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "kc_session"}}}}}}},
    };
    return json::serialize(document);
}

}  // namespace kc::app
