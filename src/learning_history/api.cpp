// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/pages.hpp"
#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

#include <fmt/format.h>

namespace kc::learning_history {

namespace {

struct LineJson {
    std::string key;
    bool chosen = false;
    Entry entry;
};
BOOST_DESCRIBE_STRUCT(LineJson, (), (key, chosen, entry))

struct ExportJson {
    HistoryExportId id;
    std::string credential_id, digest;
    int units = 0, confirmed_levels = 0, tested_levels = 0, stated_levels = 0;
    Instant created_at{};
};
BOOST_DESCRIBE_STRUCT(ExportJson, (), (id, credential_id, digest, units, confirmed_levels, tested_levels, stated_levels, created_at))

struct ImportJson {
    HistoryImportId id;
    std::string issuer, issuer_name, digest;
    Instant issued_at{}, imported_at{};
    std::vector<Entry> entries;
};
BOOST_DESCRIBE_STRUCT(ImportJson, (), (id, issuer, issuer_name, digest, issued_at, imported_at, entries))

struct HistoryJson {
    std::vector<LineJson> lines;
    std::vector<ExportJson> exports;
    std::vector<ImportJson> imports;
};
BOOST_DESCRIBE_STRUCT(HistoryJson, (), (lines, exports, imports))

struct ExportBody {
    std::vector<std::string> lines;
    std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(ExportBody, (), (lines, code))

struct FileJson {
    std::string code, document, digest;
};
BOOST_DESCRIBE_STRUCT(FileJson, (), (code, document, digest))

struct PreviewBody {
    std::string document, code;
};
BOOST_DESCRIBE_STRUCT(PreviewBody, (), (document, code))

struct PreviewLineJson {
    int line = 0;
    Fate fate{};
    Entry entry;
};
BOOST_DESCRIBE_STRUCT(PreviewLineJson, (), (line, fate, entry))

struct PreviewJson {
    std::string issuer_name;
    Instant issued_at{};
    bool taken_over_already = false, consent_given = false;
    std::optional<int> consent_version;  // of the text to agree to
    std::vector<PreviewLineJson> lines;
};
BOOST_DESCRIBE_STRUCT(PreviewJson, (), (issuer_name, issued_at, taken_over_already, consent_given, consent_version, lines))

struct TakeoverBody {
    std::string document, code;
    std::vector<std::int64_t> lines;
    std::optional<int> consent_version;
};
BOOST_DESCRIBE_STRUCT(TakeoverBody, (), (document, code, lines, consent_version))

struct TakenJson {
    HistoryImportId id;
    bool changed = false;
};
BOOST_DESCRIBE_STRUCT(TakenJson, (), (id, changed))

struct CheckBody {
    std::string document;
};
BOOST_DESCRIBE_STRUCT(CheckBody, (), (document))

struct CheckJson {
    Trust trust{};
    std::string issuer, issuer_name, key;
    Instant issued_at{};
    std::string digest;
    std::vector<Entry> entries;
};
BOOST_DESCRIBE_STRUCT(CheckJson, (), (trust, issuer, issuer_name, key, issued_at, digest, entries))

struct KeyJson {
    std::string kty = "OKP", crv = "Ed25519", x, kid;
    Instant created_at{};
    std::optional<Instant> retired_at;
};
BOOST_DESCRIBE_STRUCT(KeyJson, (), (kty, crv, x, kid, created_at, retired_at))

struct KeysJson {
    std::string issuer, issuer_name;
    std::vector<KeyJson> keys;
};
BOOST_DESCRIBE_STRUCT(KeysJson, (), (issuer, issuer_name, keys))

struct IssuerJson {
    TrustedIssuerId id;
    std::string name, x, kid;
    Instant added_at{};
    std::optional<Instant> withdrawn_at;
};
BOOST_DESCRIBE_STRUCT(IssuerJson, (), (id, name, x, kid, added_at, withdrawn_at))

struct IssuersJson {
    std::vector<IssuerJson> trusted_issuers;
};
BOOST_DESCRIBE_STRUCT(IssuersJson, (), (trusted_issuers))

struct IssuerBody {
    std::string name, key;
};
BOOST_DESCRIBE_STRUCT(IssuerBody, (), (name, key))

struct CreatedJson {
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(CreatedJson, (), (id))

std::string code_of(HistoryError error) { return boost::describe::enum_to_string(error, "refused"); }
std::string code_of(IssuerError error) { return boost::describe::enum_to_string(error, "refused"); }

class Api {
public:
    explicit Api(const PageParts& parts) : parts_(parts) {}

    http::Response history(http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        auto own = parts_.history.find_own(*request.viewer());
        if (!own) return refusal(request, own.error());
        HistoryJson json;
        for (auto& choice : own->choices) json.lines.push_back({std::move(choice.key), choice.chosen, std::move(choice.entry)});
        for (const auto& row : own->exports) {
            json.exports.push_back(
                {row.id, row.credential_id, row.digest, row.units, row.confirmed_levels, row.tested_levels, row.stated_levels, row.created_at});
        }
        for (const auto& row : own->imports) {
            ImportJson import{row.id, row.issuer, row.issuer_name, row.digest, row.issued_at, row.imported_at, {}};
            for (const auto& line : row.entries) import.entries.push_back(line.entry);
            json.imports.push_back(std::move(import));
        }
        return web::api_json(json);
    }

    http::Response export_file(http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        const auto lines = body.texts("lines", entries_max, true);
        auto code = body.text("code", {.max = 60});
        if (!body.finish()) return problems(request, body);
        code = code.empty() ? new_claim_code() : parse_claim_code(code).value_or("");
        const auto file = parts_.history.export_file(*request.viewer(), code, lines);
        if (!file) return refusal(request, file.error());
        return web::api_json(FileJson{code, file->token, file->document.digest}, 201);
    }

    http::Response preview(http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        const auto document = body.text("document", {.required = true, .max = document_bytes_max + 1});
        const auto code = body.text("code", {.required = true, .max = 60});
        if (!body.finish()) return problems(request, body);
        auto found = parts_.history.preview(*request.viewer(), document, code);
        if (!found) return refusal(request, found.error());
        const auto* text = parts_.history.consents().text_for(*request.viewer(), consent::learning_history_import);
        auto& checked = found->checked;
        PreviewJson json{checked.issuer.name.empty() ? checked.document.issuer_name : checked.issuer.name,
                         checked.document.issued_at,
                         found->taken_over_already,
                         parts_.history.consent_given(*request.viewer()),
                         text != nullptr ? std::optional(text->version) : std::nullopt,
                         {}};
        for (std::size_t i = 0; i < found->fates.size(); ++i) {
            json.lines.push_back({static_cast<int>(i), found->fates[i], std::move(checked.document.entries[i])});
        }
        return web::api_json(json);
    }

    http::Response take_over(http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        Takeover takeover{.file = body.text("document", {.required = true, .max = document_bytes_max + 1}),
                          .code = body.text("code", {.required = true, .max = 60}),
                          .chosen = {},
                          .agreement = {}};
        for (const auto line : body.integers("lines", entries_max, true)) takeover.chosen.push_back(static_cast<std::size_t>(line));
        if (const auto version = body.integer("consent_version", {.min = 1, .max = 10'000})) {
            takeover.agreement = consent::Agreement{consent::learning_history_import, static_cast<int>(*version), web::language_of(request),
                                                    "/api/v1/me/learning-history/imports"};
        }
        if (!body.finish()) return problems(request, body);
        const auto taken = parts_.history.take_over(*request.viewer(), takeover);
        if (!taken) return refusal(request, taken.error());
        return web::api_json(TakenJson{taken->id, taken->changed}, taken->changed ? 201 : 200);
    }

    http::Response undo(http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto undone = parts_.history.undo(*request.viewer(), request.get_id<HistoryImportId>("id"));
        return undone ? http::no_content() : refusal(request, undone.error());
    }

    http::Response check(http::Request& request) const {
        web::JsonReader body(request.body());
        const auto text = body.text("document", {.required = true, .max = document_bytes_max + 1});
        if (!body.finish()) return problems(request, body);
        auto checked = parts_.history.check(text);
        if (!checked) return refusal(request, checked.error());
        auto& document = checked->document;
        return web::api_json(CheckJson{checked->issuer.trust, document.issuer,
                                       checked->issuer.name.empty() ? document.issuer_name : checked->issuer.name, document.key.thumbprint(),
                                       document.issued_at, document.digest, std::move(document.entries)});
    }

    http::Response keys(http::Request&) const {
        KeysJson json{parts_.history.issuer().did, parts_.history.issuer().name, {}};
        for (const auto& key : parts_.history.own_keys()) {
            json.keys.push_back(
                {.x = PublicKey::of_stored(key.public_key).x(), .kid = key.thumbprint, .created_at = key.created_at, .retired_at = key.retired_at});
        }
        return web::api_json(json);
    }

    http::Response issuers(http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto issuers = parts_.issuers.list(*request.viewer());
        if (!issuers) return refusal(request, issuers.error());
        IssuersJson json;
        for (const auto& issuer : *issuers) {
            json.trusted_issuers.push_back(
                {issuer.id, issuer.name, PublicKey::of_stored(issuer.public_key).x(), issuer.thumbprint, issuer.added_at, issuer.withdrawn_at});
        }
        return web::api_json(json);
    }

    http::Response trust(http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        const auto name = body.text("name", {.required = true, .max = 120});
        const auto key = body.text("key", {.required = true, .max = 4000});
        if (!body.finish()) return problems(request, body);
        const auto added = parts_.issuers.add(*request.viewer(), name, key);
        return added ? web::api_json(CreatedJson{added->value}, 201) : refusal(request, added.error());
    }

    http::Response distrust(http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto withdrawn = parts_.issuers.withdraw(*request.viewer(), request.get_id<TrustedIssuerId>("id"));
        return withdrawn ? http::no_content() : refusal(request, withdrawn.error());
    }

private:
    http::Response not_signed_in(const http::Request& request) const {
        return web::api_error(request, 401, "not_signed_in", parts_.site.text(request, "learning_history.problem.not_signed_in"));
    }
    template <class Error> http::Response refusal(const http::Request& request, Error error) const {
        return web::api_error(request, status_of(error), code_of(error), parts_.site.text(request, message_key_of(error)));
    }
    http::Response problems(const http::Request& request, const web::JsonReader& body) const {
        return web::api_problems(request, parts_.site.messages(), body.problems());
    }

    PageParts parts_;
};

}  // namespace

void register_api(http::Router& router, const PageParts& parts) {
    const auto api = std::make_shared<Api>(parts);
    struct Operation {
        std::string name, summary, answer, body = {};  // JSON Schema; no answer: 204
        bool is_public = false, reads_files = false;
    };
    const auto add = [&](http::Method method, std::string_view pattern, Operation operation, auto function) {
        router.add(method, pattern,
                   {.body_bytes_max = operation.reads_files ? 2 * document_bytes_max : 64 * 1024,
                    .rate_class = operation.reads_files ? std::string(rate_per_address) : std::string(),
                    .is_public = operation.is_public,
                    .name = std::move(operation.name),
                    .summary = std::move(operation.summary),
                    .request_schema = std::move(operation.body),
                    .response_schema = std::move(operation.answer)},
                   [api, function](http::Request& request) { return ((*api).*function)(request); });
    };
    using http::Method;
    using web::json_schema;
    add(Method::get, "/api/v1/me/learning-history", {"getMyLearningHistory", "Eigene Lernhistorie", json_schema<HistoryJson>()}, &Api::history);
    add(Method::post, "/api/v1/me/learning-history/exports",
        {"exportMyLearningHistory", "Gewählte Zeilen als signierte Datei mit Code", json_schema<FileJson>(), json_schema<ExportBody>()},
        &Api::export_file);
    add(Method::post, "/api/v1/me/learning-history/previews",
        {"previewLearningHistoryImport", "Was eine Übernahme bewirken würde", json_schema<PreviewJson>(), json_schema<PreviewBody>(), false, true},
        &Api::preview);
    add(Method::post, "/api/v1/me/learning-history/imports",
        {"importLearningHistory", "Eine Lernhistorie übernehmen", json_schema<TakenJson>(), json_schema<TakeoverBody>(), false, true},
        &Api::take_over);
    add(Method::del, "/api/v1/me/learning-history/imports/{id:id}", {"undoLearningHistoryImport", "Eine Übernahme zurücknehmen", ""}, &Api::undo);
    add(Method::post, "/api/v1/learning-history-checks",
        {"checkLearningHistory", "Eine Datei prüfen; nichts wird gespeichert", json_schema<CheckJson>(), json_schema<CheckBody>(), true, true},
        &Api::check);
    add(Method::get, "/api/v1/issuer-keys", {"listIssuerKeys", "Öffentliche Schlüssel dieser Plattform", json_schema<KeysJson>(), "", true},
        &Api::keys);
    add(Method::get, "/api/v1/trusted-issuers", {"listTrustedIssuers", "Anerkannte Stellen", json_schema<IssuersJson>()}, &Api::issuers);
    add(Method::post, "/api/v1/trusted-issuers",
        {"addTrustedIssuer", "Eine Stelle anerkennen", json_schema<CreatedJson>(), json_schema<IssuerBody>()}, &Api::trust);
    add(Method::del, "/api/v1/trusted-issuers/{id:id}", {"withdrawTrustedIssuer", "Eine Stelle nicht mehr anerkennen", ""}, &Api::distrust);
}

}  // namespace kc::learning_history
