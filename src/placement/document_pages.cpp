// SPDX-License-Identifier: EUPL-1.2
// /profil/nachweise: certificates beside the own profile, upload without a script, download by their owner alone.
#include "placement/competence_choice.hpp"
#include "placement/pages.hpp"
#include "placement/refusals.hpp"
#include "web/confirm.hpp"

#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace kc::placement {

namespace {

constexpr std::string_view documents_path = "/profil/nachweise";

struct ClaimView {
    std::string slug, name;
    int level = 0;
};
BOOST_DESCRIBE_STRUCT(ClaimView, (), (slug, name, level))

struct DocumentView {
    DocumentId id;
    std::string title, issuer, file_name;
    Date issued_on{};
    std::int64_t size_kib = 0;
    std::vector<ClaimView> levels;
};
BOOST_DESCRIBE_STRUCT(DocumentView, (), (id, title, issuer, file_name, issued_on, size_kib, levels))

struct ClaimFields {
    int number = 1;
    web::ChoiceField competence, level;
};
BOOST_DESCRIBE_STRUCT(ClaimFields, (), (number, competence, level))

struct DocumentsView {
    std::vector<DocumentView> documents;
    int most = static_cast<int>(documents_max);
    bool full = false;
    web::TextField file, title, issuer, issued_on;
    std::vector<ClaimFields> claims;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(DocumentsView, (), (documents, most, full, file, title, issuer, issued_on, claims, errors))

std::string content_of(const http::UploadedFile& upload) {
    std::ifstream in(upload.file.path(), std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

std::string_view field_of(DocumentError error) {
    switch (error) {
        case DocumentError::empty_file:
        case DocumentError::too_large:
        case DocumentError::wrong_type: return "datei";
        case DocumentError::title_missing: return "titel";
        case DocumentError::issued_in_future: return "datum";
        case DocumentError::no_competence:
        case DocumentError::unknown_competence:
        case DocumentError::same_competence: return "kompetenz-1";
        case DocumentError::level_out_of_range: return "stufe-1";
        case DocumentError::not_permitted:
        case DocumentError::not_found:
        case DocumentError::too_many: return "";
    }
    return "";
}

class DocumentPages {
public:
    DocumentPages(const web::Site& site, DocumentService& documents)
        : site_(site), documents_(documents), list_(site.bind<DocumentsView>("placement/documents")), confirm_(web::bind_confirmation(site)) {}

    http::Response list(const http::Request& request) const { return list(request, nullptr); }

    http::Response upload(http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto& viewer = *request.viewer();
        if (!viewer.may(Permission::keep_own_profile)) return refusal(request, DocumentError::not_permitted);
        const auto framework = documents_.framework();
        web::FormReader form(request);
        NewDocument document;
        document.title = form.text("titel", {.required = true, .max = 120});
        document.issuer = form.text("aussteller", {.max = 120});
        document.issued_on =
            form.date("datum",
                      {.required = true, .min = Date{std::chrono::year{1960}, std::chrono::January, std::chrono::day{1}}, .max = documents_.today()})
                .value_or(Date{});
        for (int number = 1; number <= static_cast<int>(claims_max); ++number) {
            const auto competence = read_competence(form, *framework, fmt::format("kompetenz-{}", number), number == 1);
            const auto level =
                form.integer(fmt::format("stufe-{}", number), {.required = competence.has_value(), .min = 1, .max = competence::level_max});
            if (competence && level) document.levels.push_back({*competence, static_cast<int>(*level)});
        }
        const auto* file = request.file("datei");
        if (file == nullptr || file->file.size() == 0)
            form.refuse("datei", "placement.problem.empty_file");
        else if (file->file.size() > document_bytes_max)
            form.refuse("datei", "placement.problem.too_large");
        if (!form.ok()) return list(request, &form);
        document.file_name = file->file_name;
        document.content = content_of(*file);
        const auto stored = documents_.store(viewer, document);
        if (!stored) {
            if (stored.error() == DocumentError::not_permitted) return refusal(request, stored.error());
            form.refuse(field_of(stored.error()), message_key_of(stored.error()));
            return list(request, &form);
        }
        return web::redirect(documents_path, {.message_key = "placement.notice.document_stored"});
    }

    http::Response download(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        auto file = documents_.file(*request.viewer(), request.get_id<DocumentId>("id"));
        if (!file) return refusal(request, file.error());
        return document_answer(file->document.file_name, file->document.media_type, std::move(file->content));
    }

    http::Response confirm_removal(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto document = documents_.find(*request.viewer(), request.get_id<DocumentId>("id"));
        if (!document) return refusal(request, document.error());
        return web::confirmation_page(site_, request, confirm_,
                                      {.title = site_.text(request, "placement.document.remove_title", {{"title", document->title}}),
                                       .text = site_.text(request, "placement.document.remove_text"),
                                       .action = fmt::format("{}/{}/loeschung", documents_path, document->id.value),
                                       .label = site_.text(request, "placement.document.remove"),
                                       .back = std::string(documents_path)},
                                      "/profil");
    }

    http::Response remove(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto removed = documents_.remove(*request.viewer(), request.get_id<DocumentId>("id"));
        if (!removed) return refusal(request, removed.error());
        return web::redirect(documents_path, {.message_key = "placement.notice.document_removed", .kind = web::NoticeKind::info});
    }

private:
    http::Response refusal(const http::Request& request, DocumentError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }

    http::Response list(const http::Request& request, const web::FormReader* refused) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto documents = documents_.list(*request.viewer());
        if (!documents) return refusal(request, documents.error());
        const auto framework = documents_.framework();
        const auto fields = site_.fields(request, refused);
        DocumentsView view;
        for (const auto& document : *documents) {
            DocumentView row{
                document.id, document.title, document.issuer, document.file_name, document.issued_on, (document.size_bytes + 1023) / 1024, {}};
            for (const auto& claim : document.levels) {
                if (const auto index = framework->index_of(claim.competence_id)) {
                    row.levels.push_back({framework->competence(*index).slug, framework->competence(*index).name, claim.level});
                }
            }
            view.documents.push_back(std::move(row));
        }
        view.full = documents->size() >= documents_max;
        view.file = fields.text("datei", {.label = "placement.document.file", .hint = "placement.document.file_hint", .required = true});
        view.title =
            fields.text("titel", {.label = "placement.document.title", .hint = "placement.document.title_hint", .required = true, .max = 120});
        view.issuer = fields.text("aussteller", {.label = "placement.document.issuer", .max = 120});
        view.issued_on = fields.date("datum", {.label = "placement.document.issued_on", .required = true, .max_date = documents_.today()});
        const auto options = competence_options(*framework, web::language_of(request));
        for (int number = 1; number <= static_cast<int>(claims_max); ++number) {
            const bool first = number == 1;
            view.claims.push_back(
                {number,
                 fields.choice(fmt::format("kompetenz-{}", number),
                               {.label = "placement.document.competence", .required = first, .empty_option = true}, options),
                 fields.choice(fmt::format("stufe-{}", number), {.label = "placement.document.level", .required = first, .empty_option = true},
                               level_options(site_, request, 1))});
        }
        view.errors = fields.errors();
        return site_.render(request,
                            {.title = "placement.documents.title",
                             .active = "/profil",
                             .breadcrumbs = {{"/profil", site_.text(request, "competence.profile.title")}},
                             .status = refused ? 422 : 200},
                            list_, view);
    }

    const web::Site& site_;
    DocumentService& documents_;
    web::Template<DocumentsView> list_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_document_pages(http::Router& router, const web::Site& site, DocumentService& documents) {
    const auto pages = std::make_shared<DocumentPages>(site, documents);
    router.get("/profil/nachweise", [pages](http::Request& request) { return pages->list(request); });
    router.add(http::Method::post, "/profil/nachweise", {.body_bytes_max = document_bytes_max + 64 * 1024, .name = "upload_evidence_document"},
               [pages](http::Request& request) { return pages->upload(request); });
    router.get("/profil/nachweise/{id:id}/datei", [pages](http::Request& request) { return pages->download(request); });
    router.get("/profil/nachweise/{id:id}/loeschung", [pages](http::Request& request) { return pages->confirm_removal(request); });
    router.post("/profil/nachweise/{id:id}/loeschung", [pages](http::Request& request) { return pages->remove(request); });
}

}  // namespace kc::placement
