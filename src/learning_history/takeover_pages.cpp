// SPDX-License-Identifier: EUPL-1.2
// /lernhistorie/uebernahme: upload and code, then what would become of each line, with the consent in the same form; and the way back.
#include "consent/ask.hpp"
#include "learning_history/pages.hpp"
#include "web/confirm.hpp"

#include <fmt/format.h>

namespace kc::learning_history {

namespace {

constexpr std::string_view takeover_path = "/lernhistorie/uebernahme";

struct UploadView {
    web::TextField file, code;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(UploadView, (), (file, code, errors))

struct PreviewView {
    std::string issuer, key;
    Date issued_on{};
    bool already = false;
    web::ChoiceField lines;
    std::string document, code;
    std::optional<consent::AskView> ask;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(PreviewView, (), (issuer, key, issued_on, already, lines, document, code, ask, errors))

struct TakenLine {
    LineView line;
    bool in_profile = false, in_plan = false;
};
BOOST_DESCRIBE_STRUCT(TakenLine, (), (line, in_profile, in_plan))

struct TakenView {
    HistoryImportId id;
    std::string issuer, key;
    Date issued_on{}, imported_on{};
    std::vector<TakenLine> lines;
};
BOOST_DESCRIBE_STRUCT(TakenView, (), (id, issuer, key, issued_on, imported_on, lines))

std::string_view field_of(HistoryError error) { return error == HistoryError::wrong_code ? "code" : "datei"; }

class TakeoverPages {
public:
    explicit TakeoverPages(const PageParts& parts)
        : parts_(parts),
          upload_(parts.site.bind<UploadView>("learning_history/upload")),
          preview_(parts.site.bind<PreviewView>("learning_history/preview")),
          taken_(parts.site.bind<TakenView>("learning_history/taken_over")),
          confirm_(web::bind_confirmation(parts.site)) {}

    http::Response show(const http::Request& request) const { return upload_form(request, nullptr); }

    http::Response upload(http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        if (!request.viewer()->may(Permission::keep_own_profile)) return refusal(request, HistoryError::not_permitted);
        web::FormReader form(request);
        const auto file = uploaded_history(request, form, "datei");
        const auto code = form.text("code", {.required = true, .max = 60});
        if (!form.ok() || !file) return upload_form(request, &form);
        return preview(request, form, *file, code, nullptr);
    }

    http::Response take_over(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        web::FormReader form(request);
        Takeover takeover{.file = form.raw("inhalt"), .code = form.raw("code"), .chosen = {}, .agreement = {}};
        for (const auto& line : form.raw_all("zeilen")) {
            // What is no number is no line of the file either.
            takeover.chosen.push_back(static_cast<std::size_t>(web::parse_integer(line).value_or(static_cast<std::int64_t>(entries_max) + 1)));
        }
        if (form.has("fassung")) takeover.agreement = consent::read_agreement(form, consent::learning_history_import, takeover_path);
        const auto taken = parts_.history.take_over(*request.viewer(), takeover);
        if (!taken) {
            if (taken.error() == HistoryError::not_permitted) return refusal(request, taken.error());
            form.refuse("", message_key_of(taken.error()));
            return preview(request, form, takeover.file, takeover.code, &form);
        }
        return web::redirect(history_path,
                             {.message_key = taken->changed ? "learning_history.notice.taken_over" : "learning_history.notice.unchanged",
                              .kind = taken->changed ? web::NoticeKind::success : web::NoticeKind::info});
    }

    http::Response taken_over(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto import = parts_.history.find_import(*request.viewer(), request.get_id<HistoryImportId>("id"));
        if (!import) return refusal(request, import.error());
        TakenView view{
            import->id, import->issuer_name, short_key(import->thumbprint), berlin_date(import->issued_at), berlin_date(import->imported_at), {}};
        for (const auto& row : import->entries) {
            view.lines.push_back({line_view(parts_.site, request, row.entry), row.evidence.has_value(), row.unit.has_value()});
        }
        return parts_.site.render(request,
                                  {.title = "learning_history.taken.title",
                                   .active = "/profil",
                                   .breadcrumbs = {{std::string(history_path), parts_.site.text(request, "learning_history.title")}}},
                                  taken_, view);
    }

    http::Response confirm_undo(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto import = parts_.history.find_import(*request.viewer(), request.get_id<HistoryImportId>("id"));
        if (!import) return refusal(request, import.error());
        return web::confirmation_page(parts_.site, request, confirm_,
                                      {.title = parts_.site.text(request, "learning_history.undo.title", {{"issuer", import->issuer_name}}),
                                       .text = parts_.site.text(request, "learning_history.undo.text"),
                                       .action = fmt::format("{}/uebernahmen/{}/ruecknahme", history_path, import->id.value),
                                       .label = parts_.site.text(request, "learning_history.undo.label"),
                                       .back = std::string(history_path)},
                                      "/profil");
    }

    http::Response undo(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto undone = parts_.history.undo(*request.viewer(), request.get_id<HistoryImportId>("id"));
        if (!undone) return refusal(request, undone.error());
        return web::redirect(history_path, {.message_key = "learning_history.notice.undone", .kind = web::NoticeKind::info});
    }

private:
    http::Response refusal(const http::Request& request, HistoryError error) const {
        return parts_.site.error_page(request, status_of(error), message_key_of(error));
    }

    http::Response upload_form(const http::Request& request, const web::FormReader* refused) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        if (!request.viewer()->may(Permission::keep_own_profile)) return refusal(request, HistoryError::not_permitted);
        const auto fields = parts_.site.fields(request, refused);
        UploadView view;
        view.file = fields.text("datei", {.label = "learning_history.upload.file", .hint = "learning_history.upload.file_hint", .required = true});
        view.code = fields.text("code", {.label = "learning_history.upload.code",
                                         .hint = "learning_history.upload.code_hint",
                                         .required = true,
                                         .autocomplete = "off",
                                         .max = 60});
        view.errors = fields.errors();
        return parts_.site.render(request,
                                  {.title = "learning_history.upload.title",
                                   .active = "/profil",
                                   .breadcrumbs = {{std::string(history_path), parts_.site.text(request, "learning_history.title")}},
                                   .status = refused ? 422 : 200},
                                  upload_, view);
    }

    // `refused`: the second step was wrong, and the person sees her choice again.
    http::Response preview(const http::Request& request, web::FormReader& form, const std::string& file, const std::string& code,
                           const web::FormReader* refused) const {
        const auto& viewer = *request.viewer();
        const auto found = parts_.history.preview(viewer, file, code);
        if (!found) {
            if (found.error() == HistoryError::not_permitted) return refusal(request, found.error());
            if (refused == nullptr) form.refuse(field_of(found.error()), message_key_of(found.error()));
            return upload_form(request, &form);
        }
        const auto& document = found->checked.document;
        const auto fields = parts_.site.fields(request, refused);
        PreviewView view;
        view.issuer = found->checked.issuer.name.empty() ? document.issuer_name : found->checked.issuer.name;
        view.key = short_key(document.key.thumbprint());
        view.issued_on = berlin_date(document.issued_at);
        view.already = found->taken_over_already;
        view.document = file;
        view.code = code;
        std::vector<web::Option> options;
        std::vector<std::string> ticked;
        for (std::size_t i = 0; i < document.entries.size(); ++i) {
            const auto fate =
                parts_.site.text(request, fmt::format("learning_history.fate.{}", boost::describe::enum_to_string(found->fates[i], "")));
            options.push_back(
                {std::to_string(i), document.entries[i].title, fmt::format("{} · {}", facts_of(parts_.site, request, document.entries[i]), fate)});
            ticked.push_back(std::to_string(i));
        }
        view.lines = fields.choices(
            "zeilen", {.label = "learning_history.preview.lines", .hint = "learning_history.preview.lines_hint", .required = true}, options, ticked);
        view.ask = parts_.database.read([&](storage::Session& session) {
            return consent::ask_view(parts_.history.consents(), session, viewer, consent::learning_history_import, web::language_of(request));
        });
        view.errors = fields.errors();
        return parts_.site.render(request,
                                  {.title = "learning_history.preview.title",
                                   .active = "/profil",
                                   .breadcrumbs = {{std::string(history_path), parts_.site.text(request, "learning_history.title")}},
                                   .status = refused ? 422 : 200},
                                  preview_, view);
    }

    PageParts parts_;
    web::Template<UploadView> upload_;
    web::Template<PreviewView> preview_;
    web::Template<TakenView> taken_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_takeover_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<TakeoverPages>(parts);
    router.get("/lernhistorie/uebernahme", [pages](http::Request& request) { return pages->show(request); });
    router.add(http::Method::post, "/lernhistorie/uebernahme",
               {.body_bytes_max = document_bytes_max + 64 * 1024, .rate_class = std::string(rate_per_address), .name = "preview_learning_history"},
               [pages](http::Request& request) { return pages->upload(request); });
    // The file comes back in the form, so that nothing is stored before the person agrees.
    router.add(http::Method::post, "/lernhistorie/uebernahme/bestaetigung",
               {.body_bytes_max = 2 * document_bytes_max, .rate_class = std::string(rate_per_address), .name = "take_over_learning_history"},
               [pages](http::Request& request) { return pages->take_over(request); });
    router.get("/lernhistorie/uebernahmen/{id:id}", [pages](http::Request& request) { return pages->taken_over(request); });
    router.get("/lernhistorie/uebernahmen/{id:id}/ruecknahme", [pages](http::Request& request) { return pages->confirm_undo(request); });
    router.post("/lernhistorie/uebernahmen/{id:id}/ruecknahme", [pages](http::Request& request) { return pages->undo(request); });
}

}  // namespace kc::learning_history
