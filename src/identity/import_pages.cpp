// SPDX-License-Identifier: EUPL-1.2
// /verwaltung/personen/import: upload, preview with every problem by line and column, import
#include "identity/pages.hpp"

#include "identity/refusal_texts.hpp"

#include <fstream>
#include <sstream>

namespace kc::identity {

namespace {

struct UploadView {
    web::ChoiceField organisation;
    web::TextField file;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(UploadView, (), (organisation, file, errors))

struct ProblemLine {
    std::int64_t line = 0;
    std::string column;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(ProblemLine, (), (line, column, text))

struct PreviewView {
    ImportId id;
    std::string organisation;
    std::int64_t rows = 0, added = 0, changed = 0, unchanged = 0, faulty = 0, good = 0;
    std::vector<ProblemLine> problems;
    std::int64_t problems_hidden = 0;
    bool some_hidden = false;
    bool clean = false;
    web::CheckboxField only_good;
    web::CheckboxField invitations;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(PreviewView, (),
                      (id, organisation, rows, added, changed, unchanged, faulty, good, problems, problems_hidden, some_hidden, clean, only_good,
                       invitations, errors))

struct ResultView {
    std::int64_t added = 0, changed = 0, unchanged = 0, left_out = 0, invited = 0;
};
BOOST_DESCRIBE_STRUCT(ResultView, (), (added, changed, unchanged, left_out, invited))

constexpr std::size_t problems_shown = 200;

std::string content_of(const http::UploadedFile& upload) {
    std::ifstream in(upload.file.path(), std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

class ImportPages {
public:
    ImportPages(const web::Site& site, Identity& identity)
        : site_(site),
          identity_(identity),
          upload_(site.bind<UploadView>("identity/import_upload")),
          preview_(site.bind<PreviewView>("identity/import_preview")),
          result_(site.bind<ResultView>("identity/import_result")) {}

    http::Response show_upload(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const Viewer& viewer = *request.viewer();
        if (!viewer.may(Permission::manage_people)) return site_.error_page(request, 403);
        const auto fields = site_.fields(request, refused);
        std::vector<web::Option> organisations;
        for (const auto& row : identity_.organisations.list_manageable(viewer)) organisations.push_back({std::to_string(row.id.value), row.name, ""});
        const UploadView view{.organisation = fields.choice(
                                  "organisation", {.label = "identity.organisation", .required = true, .empty_option = organisations.size() > 1},
                                  organisations, organisations.size() == 1 ? std::string_view(organisations.front().value) : std::string_view()),
                              .file = fields.text("datei", {.label = "identity.import.file", .hint = "identity.import.file_hint", .required = true}),
                              .errors = fields.errors()};
        return site_.render(request, page(request, "identity.import.title", refused ? 422 : 200), upload_, view);
    }

    http::Response upload(http::Request& request) {
        const Viewer& viewer = *request.viewer();
        if (!viewer.may(Permission::manage_people)) return site_.error_page(request, 403);
        web::FormReader form(request);
        const auto organisation = form.id<OrganisationId>("organisation", {.required = true});
        const auto* file = request.file("datei");
        if (file == nullptr || file->file.size() == 0) form.refuse("datei", "identity.problem.import_no_file");
        if (!form.ok()) return show_upload(request, &form);
        const auto id = identity_.people_import.upload(viewer, *organisation, content_of(*file));
        if (!id) {
            if (id.error().error == ImportError::not_permitted || id.error().error == ImportError::not_found) return site_.error_page(request, 404);
            form.refuse({problem_of(id.error())});
            return show_upload(request, &form);
        }
        return web::redirect(fmt::format("/verwaltung/personen/import/{}", id->value));
    }

    http::Response show_preview(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const auto preview = identity_.people_import.preview(*request.viewer(), request.get_id<ImportId>("import"));
        if (!preview) return site_.error_page(request, 404, "identity.problem.import_not_found");
        const auto fields = site_.fields(request, refused);
        PreviewView view{
            .id = preview->id,
            .organisation = preview->organisation_name,
            .rows = preview->rows,
            .added = preview->added,
            .changed = preview->changed,
            .unchanged = preview->unchanged,
            .faulty = preview->faulty,
            .good = preview->rows - preview->faulty,
            .clean = preview->faulty == 0,
            .only_good = fields.checkbox("nur_fehlerfreie", {.label = "identity.import.only_good"}),
            .invitations = fields.checkbox("einladungen", {.label = "identity.import.invitations", .hint = "identity.import.invitations_hint"})};
        for (const auto& problem : preview->problems) {
            if (view.problems.size() == problems_shown) break;
            view.problems.push_back({problem.line, std::string(column_title(problem.column)), text_of(request, problem)});
        }
        view.problems_hidden = static_cast<std::int64_t>(preview->problems.size() - view.problems.size());
        view.some_hidden = view.problems_hidden > 0;
        view.errors = fields.errors();
        return site_.render(request, page(request, "identity.import.check_title", refused ? 422 : 200), preview_, view);
    }

    http::Response run(http::Request& request) {
        web::FormReader form(request);
        ImportChoice choice;
        choice.only_good_rows = form.checkbox("nur_fehlerfreie");
        choice.send_invitations = form.checkbox("einladungen");
        const auto done = identity_.people_import.run(*request.viewer(), request.get_id<ImportId>("import"), choice);
        if (!done) {
            if (done.error().error == ImportError::not_found) return site_.error_page(request, 404, "identity.problem.import_not_found");
            form.refuse({problem_of(done.error())});
            return show_preview(request, &form);
        }
        const ResultView view{done->added, done->changed, done->unchanged, done->left_out, done->invited};
        return site_.render(request, page(request, "identity.import.done_title", 200), result_, view);
    }

    http::Response discard(http::Request& request) {
        if (!identity_.people_import.discard(*request.viewer(), request.get_id<ImportId>("import"))) return site_.error_page(request, 404);
        return web::redirect("/verwaltung/personen/import", {.message_key = "identity.notice.import_discarded", .kind = web::NoticeKind::info});
    }

    http::Response file_template(const http::Request&) const {
        auto response = http::bytes(std::string(PeopleImport::file_template()), "text/csv; charset=utf-8");
        response.header("Content-Disposition", http::attachment_disposition("vorlage-personen.csv"));
        return response;
    }

private:
    std::string text_of(const http::Request& request, const RowProblem& problem) const {
        const std::string key = std::string("identity.row_problem.") + boost::describe::enum_to_string(problem.kind, "");
        return site_.text(request, key, {{"value", problem.value}, {"other_line", problem.other_line}});
    }

    web::PageOptions page(const http::Request& request, std::string_view title, int status) const {
        return {.title = title,
                .active = "/verwaltung/personen",
                .breadcrumbs = {{"/verwaltung/personen", site_.text(request, "identity.people.title")}},
                .status = status,
                .wide = true};
    }

    const web::Site& site_;
    Identity& identity_;
    web::Template<UploadView> upload_;
    web::Template<PreviewView> preview_;
    web::Template<ResultView> result_;
};

}  // namespace

void register_import_pages(http::Router& router, const web::Site& site, Identity& identity) {
    using http::Method;
    using http::Request;
    const auto pages = std::make_shared<ImportPages>(site, identity);
    router.add(Method::get, "/verwaltung/personen/import", {.name = "show_people_import"}, [pages](Request& r) { return pages->show_upload(r); });
    router.add(Method::post, "/verwaltung/personen/import", {.body_bytes_max = import_bytes_max + 64 * 1024, .name = "upload_people"},
               [pages](Request& r) { return pages->upload(r); });
    router.add(Method::get, "/verwaltung/personen/import/vorlage.csv", {.name = "people_import_template"},
               [pages](Request& r) { return pages->file_template(r); });
    router.add(Method::get, "/verwaltung/personen/import/{import:id}", {.name = "check_people_import"},
               [pages](Request& r) { return pages->show_preview(r); });
    router.add(Method::post, "/verwaltung/personen/import/{import:id}", {.name = "run_people_import"}, [pages](Request& r) { return pages->run(r); });
    router.add(Method::post, "/verwaltung/personen/import/{import:id}/verwerfen", {.name = "discard_people_import"},
               [pages](Request& r) { return pages->discard(r); });
}

}  // namespace kc::identity
