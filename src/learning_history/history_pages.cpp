// SPDX-License-Identifier: EUPL-1.2
// /lernhistorie: what can be taken along, the file with its code, the print page, which files were made and what was taken over.
#include "learning_history/pages.hpp"
#include "web/confirm.hpp"

#include <fmt/format.h>

namespace kc::learning_history {

namespace {

constexpr std::array fields_of_kind{std::pair(EntryKind::unit, "einheiten"), std::pair(EntryKind::confirmed_level, "bestaetigt"),
                                    std::pair(EntryKind::stated_level, "angaben"), std::pair(EntryKind::tested_level, "tests")};

struct ExportRow {
    HistoryExportId id;
    Instant created_at{};
    int units = 0, levels = 0;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(ExportRow, (), (id, created_at, units, levels, digest))

struct ImportRow {
    HistoryImportId id;
    std::string issuer;
    Date imported_on{};
    std::int64_t lines = 0;
};
BOOST_DESCRIBE_STRUCT(ImportRow, (), (id, issuer, imported_on, lines))

struct HistoryView {
    bool any = false;
    std::vector<web::ChoiceField> groups;
    std::string code;
    std::vector<ExportRow> exports;
    std::vector<ImportRow> imports;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(HistoryView, (), (any, groups, code, exports, imports, errors))

struct PrintView {
    std::string name, issuer;
    Date on{};
    std::vector<LineView> units, levels;
};
BOOST_DESCRIBE_STRUCT(PrintView, (), (name, issuer, on, units, levels))

class HistoryPages {
public:
    explicit HistoryPages(const PageParts& parts)
        : parts_(parts),
          overview_(parts.site.bind<HistoryView>("learning_history/history")),
          print_(parts.site.bind<PrintView>("learning_history/print")),
          confirm_(web::bind_confirmation(parts.site)) {}

    http::Response show(const http::Request& request) const { return overview(request, nullptr, new_claim_code()); }

    http::Response download(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        web::FormReader form(request);
        const auto code = form.raw("code");
        const auto file = parts_.history.export_file(*request.viewer(), code, chosen(form));
        if (!file) {
            if (file.error() == HistoryError::not_permitted || file.error() == HistoryError::key_sealed) return refusal(request, file.error());
            form.refuse("", message_key_of(file.error()));
            // A code that cannot be used any more is replaced, another mistake keeps what the person has noted.
            const bool keeps = file.error() != HistoryError::code_used && parse_claim_code(code);
            return overview(request, &form, keeps ? code : new_claim_code());
        }
        auto response = http::bytes(file->token + '\n', document_media_type);
        response.header("Content-Disposition", http::attachment_disposition(fmt::format("lernhistorie-{}.jwt", to_iso(parts_.clock.today()))));
        return response;
    }

    http::Response print(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        web::FormReader form(request);
        const auto entries = parts_.history.choose(*request.viewer(), chosen(form));
        if (!entries) {
            if (entries.error() == HistoryError::not_permitted) return refusal(request, entries.error());
            form.refuse("", message_key_of(entries.error()));
            const auto code = parse_claim_code(form.raw("code"));
            return overview(request, &form, code ? *code : new_claim_code());
        }
        PrintView view{request.viewer()->display_name, parts_.history.issuer().name, parts_.clock.today(), {}, {}};
        for (const auto& entry : *entries) {
            (entry.kind == EntryKind::unit ? view.units : view.levels).push_back(line_view(parts_.site, request, entry));
        }
        return parts_.site.render(request,
                                  {.title = "learning_history.print.title",
                                   .active = "/profil",
                                   .breadcrumbs = {{std::string(history_path), parts_.site.text(request, "learning_history.title")}}},
                                  print_, view);
    }

    http::Response confirm_forgetting(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto own = parts_.history.find_own(*request.viewer());
        if (!own) return refusal(request, own.error());
        const auto id = request.get_id<HistoryExportId>("id");
        const auto& exports = own->exports;
        if (std::none_of(exports.begin(), exports.end(), [&](const auto& row) { return row.id == id; }))
            return refusal(request, HistoryError::not_found);
        return web::confirmation_page(parts_.site, request, confirm_,
                                      {.title = parts_.site.text(request, "learning_history.forget.title"),
                                       .text = parts_.site.text(request, "learning_history.forget.text"),
                                       .action = fmt::format("{}/dateien/{}/loeschung", history_path, id.value),
                                       .label = parts_.site.text(request, "learning_history.forget.label"),
                                       .back = std::string(history_path)},
                                      "/profil");
    }

    http::Response forget(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto forgotten = parts_.history.forget_export(*request.viewer(), request.get_id<HistoryExportId>("id"));
        if (!forgotten) return refusal(request, forgotten.error());
        return web::redirect(history_path, {.message_key = "learning_history.notice.forgotten", .kind = web::NoticeKind::info});
    }

private:
    http::Response refusal(const http::Request& request, HistoryError error) const {
        return parts_.site.error_page(request, status_of(error), message_key_of(error));
    }

    static std::vector<std::string> chosen(const web::FormReader& form) {
        std::vector<std::string> keys;
        for (const auto& [kind, field] : fields_of_kind) {
            for (auto& key : form.raw_all(field)) keys.push_back(std::move(key));
        }
        return keys;
    }

    http::Response overview(const http::Request& request, const web::FormReader* refused, const std::string& code) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto own = parts_.history.find_own(*request.viewer());
        if (!own) return refusal(request, own.error());
        const auto fields = parts_.site.fields(request, refused);
        HistoryView view{.any = !own->choices.empty(), .groups = {}, .code = code, .exports = {}, .imports = {}, .errors = {}};
        for (const auto& [kind, field] : fields_of_kind) {
            std::vector<web::Option> options;
            std::vector<std::string> ticked;
            for (const auto& choice : own->choices) {
                if (choice.entry.kind != kind) continue;
                options.push_back({choice.key, choice.entry.title, facts_of(parts_.site, request, choice.entry)});
                if (choice.chosen) ticked.push_back(choice.key);
            }
            if (options.empty()) continue;
            const auto label = fmt::format("learning_history.choose.{}", boost::describe::enum_to_string(kind, ""));
            const auto hint = label + "_hint";
            view.groups.push_back(fields.choices(field, {.label = label, .hint = hint, .required = true}, options, ticked));
        }
        for (const auto& row : own->exports) {
            view.exports.push_back({row.id, row.created_at, row.units, row.confirmed_levels + row.tested_levels + row.stated_levels, row.digest});
        }
        for (const auto& row : own->imports) {
            view.imports.push_back({row.id, row.issuer_name, berlin_date(row.imported_at), static_cast<std::int64_t>(row.entries.size())});
        }
        view.errors = fields.errors();
        return parts_.site.render(request,
                                  {.title = "learning_history.title",
                                   .active = "/profil",
                                   .breadcrumbs = {{"/profil", parts_.site.text(request, "competence.profile.title")}},
                                   .status = refused ? 422 : 200},
                                  overview_, view);
    }

    PageParts parts_;
    web::Template<HistoryView> overview_;
    web::Template<PrintView> print_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_history_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<HistoryPages>(parts);
    router.get("/lernhistorie", [pages](http::Request& request) { return pages->show(request); });
    router.add(http::Method::post, "/lernhistorie/datei", {.body_bytes_max = 256 * 1024, .name = "export_learning_history"},
               [pages](http::Request& request) { return pages->download(request); });
    router.add(http::Method::post, "/lernhistorie/druck", {.body_bytes_max = 256 * 1024, .name = "print_learning_history"},
               [pages](http::Request& request) { return pages->print(request); });
    router.get("/lernhistorie/dateien/{id:id}/loeschung", [pages](http::Request& request) { return pages->confirm_forgetting(request); });
    router.post("/lernhistorie/dateien/{id:id}/loeschung", [pages](http::Request& request) { return pages->forget(request); });
}

}  // namespace kc::learning_history
