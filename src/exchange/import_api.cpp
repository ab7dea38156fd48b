// SPDX-License-Identifier: EUPL-1.2
// /api/v1/imports and /api/v1/import-sources: the same as the pages, for programs of providers.
#include "exchange/pages.hpp"
#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

#include <fstream>
#include <sstream>

namespace kc::exchange {

namespace {

struct ImportsJson {
    std::vector<ImportRun> imports;
};
BOOST_DESCRIBE_STRUCT(ImportsJson, (), (imports))

struct TakeOverJson {
    ImportOutcome outcome{};
    bool only_good = false, retire_vanished = false;
};
BOOST_DESCRIBE_STRUCT(TakeOverJson, (), (outcome, only_good, retire_vanished))

struct SourceJson {
    std::string provider, name, address;
    std::optional<SourceFormat> format;
    int every_hours = 24;
    bool enabled = true;
    ImportOutcome outcome{};
    bool retire_vanished = false;
};
BOOST_DESCRIBE_STRUCT(SourceJson, (), (provider, name, address, format, every_hours, enabled, outcome, retire_vanished))

struct SourcesJson {
    std::vector<ImportSource> sources;
};
BOOST_DESCRIBE_STRUCT(SourcesJson, (), (sources))

struct CreatedJson {
    ImportSourceId id;
};
BOOST_DESCRIBE_STRUCT(CreatedJson, (), (id))

class ImportApi {
public:
    explicit ImportApi(const PageParts& parts) : parts_(parts), site_(parts.site) {}

    http::Response list(http::Request& request) const {
        if (!request.viewer()->may(Permission::edit_offers)) return refusal(request, ImportError::not_permitted);
        return web::api_json(ImportsJson{parts_.imports.list(*request.viewer())});
    }

    http::Response upload(http::Request& request) const {
        const auto& viewer = *request.viewer();
        if (!viewer.may(Permission::edit_offers)) return refusal(request, ImportError::not_permitted);
        const auto provider = parts_.imports.find_provider(std::string(request.query("provider").value_or("")));
        if (!provider) return refusal(request, ImportError::provider_not_found);
        NewImport import{.provider = provider->id, .file_name = std::string(request.query("file_name").value_or("api"))};
        if (const auto name = request.query("format")) {
            SourceFormat format{};
            if (!boost::describe::enum_from_string(std::string(*name).c_str(), format)) {
                return web::api_error(request, 422, "invalid_format", site_.text(request, "exchange.refusal.format"));
            }
            import.format = format;
        }
        if (request.body_file().size() > 0) {
            std::ostringstream bytes;
            bytes << std::ifstream(request.body_file().path(), std::ios::binary).rdbuf();
            import.bytes = std::move(bytes).str();
        } else {
            import.bytes = request.body();
        }
        const auto id = parts_.imports.upload(viewer, import);
        if (!id) return refusal(request, id.error());
        return web::api_json(*parts_.imports.find(viewer, *id), 201);
    }

    http::Response find(http::Request& request) const {
        const auto run = parts_.imports.find(*request.viewer(), request.get_id<ImportRunId>("run"));
        return run ? web::api_json(*run) : refusal(request, run.error());
    }

    http::Response report(http::Request& request) const {
        auto json = parts_.imports.report(*request.viewer(), request.get_id<ImportRunId>("run"));
        if (!json) return refusal(request, json.error());
        auto response = http::json(std::move(*json));
        response.header("Cache-Control", "no-store");
        return response;
    }

    http::Response take_over(http::Request& request) const {
        web::JsonReader json(request.body());
        ImportChoice choice;
        choice.outcome = json.enumerator<ImportOutcome>("outcome", true).value_or(ImportOutcome::draft);
        choice.only_good = json.boolean("only_good").value_or(false);
        choice.retire_vanished = json.boolean("retire_vanished").value_or(false);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto id = request.get_id<ImportRunId>("run");
        const auto done = parts_.imports.take_over(*request.viewer(), id, choice);
        if (!done) return refusal(request, done.error());
        return web::api_json(*parts_.imports.find(*request.viewer(), id));
    }

    http::Response discard(http::Request& request) const {
        const auto done = parts_.imports.discard(*request.viewer(), request.get_id<ImportRunId>("run"));
        return done ? http::no_content() : refusal(request, done.error());
    }

    http::Response sources(http::Request& request) const {
        if (!request.viewer()->may(Permission::edit_offers)) return refusal(request, ImportError::not_permitted);
        return web::api_json(SourcesJson{parts_.sources.list(*request.viewer())});
    }

    http::Response add_source(http::Request& request) const {
        if (!request.viewer()->may(Permission::edit_offers)) return refusal(request, ImportError::not_permitted);
        web::JsonReader json(request.body());
        SourceContent content;
        const auto provider = parts_.imports.find_provider(json.text("provider", {.required = true}));
        content.name = json.text("name", {.required = true, .max = 100});
        content.address = json.text("address", {.required = true, .max = 1000});
        content.format = json.enumerator<SourceFormat>("format");
        content.every_hours = static_cast<int>(json.integer("every_hours", {.min = 1, .max = 720}).value_or(24));
        content.enabled = json.boolean("enabled").value_or(true);
        content.outcome = json.enumerator<ImportOutcome>("outcome").value_or(ImportOutcome::draft);
        content.retire_vanished = json.boolean("retire_vanished").value_or(false);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        if (!provider) return refusal(request, ImportError::provider_not_found);
        content.provider = provider->id;
        const auto id = parts_.sources.add(*request.viewer(), content);
        if (!id) return refusal(request, id.error());
        return web::api_json(CreatedJson{*id}, 201);
    }

    http::Response remove_source(http::Request& request) const {
        const auto done = parts_.sources.remove(*request.viewer(), request.get_id<ImportSourceId>("source"));
        return done ? http::no_content() : refusal(request, done.error());
    }

    http::Response pull_source(http::Request& request) const {
        const auto done = parts_.sources.pull_now(*request.viewer(), request.get_id<ImportSourceId>("source"));
        return done ? http::no_content() : refusal(request, done.error());
    }

private:
    http::Response refusal(const http::Request& request, ImportError error) const {
        return web::api_error(request, status_of(error), boost::describe::enum_to_string(error, ""), site_.text(request, message_key_of(error)));
    }

    http::Response refusal(const http::Request& request, const SourceRefusal& refused) const {
        switch (refused.error) {
            case SourceError::not_permitted: return refusal(request, ImportError::not_permitted);
            case SourceError::not_found: return web::api_error(request, 404, "not_found", site_.text(request, "exchange.source_refusal.not_found"));
            case SourceError::provider_not_found: return refusal(request, ImportError::provider_not_found);
            case SourceError::publish_not_permitted: return refusal(request, ImportError::publish_not_permitted);
            case SourceError::already_there:
                return web::api_error(request, 409, "already_there", site_.text(request, "exchange.source_refusal.already_there"));
            case SourceError::address_refused: break;
        }
        return web::api_error(request, 422, "address_refused", refused.reason, {{"address", refused.reason}});
    }

    const PageParts parts_;
    const web::Site& site_;
};

}  // namespace

void register_import_api(http::Router& router, const PageParts& parts) {
    using http::Method;
    using http::Request;
    using http::RouteOptions;
    const auto api = std::make_shared<ImportApi>(parts);
    const auto add = [&](Method method, std::string_view pattern, RouteOptions options, http::Response (ImportApi::*function)(Request&) const) {
        router.add(method, pattern, std::move(options), [api, function](Request& request) { return ((*api).*function)(request); });
    };
    add(Method::get, "/api/v1/imports",
        {.name = "listImports", .summary = "Importe der eigenen Anbieter", .response_schema = web::json_schema<ImportsJson>()}, &ImportApi::list);
    add(Method::post, "/api/v1/imports",
        {.body_bytes_max = file_bytes_max,
         .upload_to_file = true,
         .name = "uploadImport",
         .summary = "Datei mit Angeboten prüfen (?provider=…&format=…&file_name=…); ändert noch nichts",
         .request_schema = R"({"type":"string","format":"binary"})",
         .response_schema = web::json_schema<ImportRun>()},
        &ImportApi::upload);
    add(Method::get, "/api/v1/imports/{run:id}",
        {.name = "getImport", .summary = "Ein Import mit seinen Zahlen", .response_schema = web::json_schema<ImportRun>()}, &ImportApi::find);
    add(Method::get, "/api/v1/imports/{run:id}/report",
        {.name = "getImportReport",
         .summary = "Je Angebot und Feld: übernommen, angepasst, entfallen",
         .response_schema = web::json_schema<ImportReport>()},
        &ImportApi::report);
    add(Method::post, "/api/v1/imports/{run:id}",
        {.name = "takeOverImport",
         .summary = "Einen geprüften Import übernehmen",
         .request_schema = web::json_schema<TakeOverJson>(),
         .response_schema = web::json_schema<ImportRun>()},
        &ImportApi::take_over);
    add(Method::del, "/api/v1/imports/{run:id}", {.name = "discardImport", .summary = "Einen geprüften Import verwerfen"}, &ImportApi::discard);
    add(Method::get, "/api/v1/import-sources",
        {.name = "listImportSources", .summary = "Adressen, die regelmäßig abgerufen werden", .response_schema = web::json_schema<SourcesJson>()},
        &ImportApi::sources);
    add(Method::post, "/api/v1/import-sources",
        {.name = "addImportSource",
         .summary = "Eine Adresse regelmäßig abrufen",
         .request_schema = web::json_schema<SourceJson>(),
         .response_schema = web::json_schema<CreatedJson>()},
        &ImportApi::add_source);
    add(Method::del, "/api/v1/import-sources/{source:id}", {.name = "removeImportSource", .summary = "Eine Adresse nicht mehr abrufen"},
        &ImportApi::remove_source);
    add(Method::post, "/api/v1/import-sources/{source:id}/pull", {.name = "pullImportSource", .summary = "Eine Adresse jetzt abrufen"},
        &ImportApi::pull_source);
}

}  // namespace kc::exchange
