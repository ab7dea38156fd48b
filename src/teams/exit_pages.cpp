// SPDX-License-Identifier: EUPL-1.2
// /teamplanung/ausscheiden: the expected year of each person, one by one or as a table that is checked before it is taken over.
#include "http/url_coding.hpp"
#include "identity/csv.hpp"
#include "teams/page_parts.hpp"

#include <fstream>
#include <sstream>

namespace kc::teams {

namespace {

constexpr std::size_t problems_shown = 100;
constexpr std::string_view exits_path = "/teamplanung/ausscheiden";

struct PersonRow {
    PersonId id;
    std::string name, department;
    std::optional<int> year;
    std::string year_text;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (), (id, name, department, year, year_text))

struct ExitsView {
    OrganisationId organisation;
    std::vector<PersonRow> people;
    std::string search;
    std::int64_t total = 0, with_year = 0, first = 0, last = 0, page = 1;
    std::string previous, next;
};
BOOST_DESCRIBE_STRUCT(ExitsView, (), (organisation, people, search, total, with_year, first, last, page, previous, next))

struct ProblemRow {
    int line = 0;
    ExitProblem problem{};
};
BOOST_DESCRIBE_STRUCT(ProblemRow, (), (line, problem))

struct TableView {
    OrganisationId organisation;
    bool checked = false, can_run = false;
    int rows = 0, added = 0, changed = 0, unchanged = 0, faulty = 0;
    std::vector<ProblemRow> problems;
    bool more_problems = false;
    std::string content;  // of the checked table, for taking it over
    web::TextField file;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(TableView, (),
                      (organisation, checked, can_run, rows, added, changed, unchanged, faulty, problems, more_problems, content, file, errors))

std::string content_of(const http::UploadedFile& upload) {
    std::ifstream in(upload.file.path(), std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

class ExitPages {
public:
    explicit ExitPages(const TeamSources& sources)
        : site_(sources.site),
          exits_(sources.exits),
          list_(site_.bind<ExitsView>("teams/exits")),
          table_(site_.bind<TableView>("teams/exit_table")) {}

    http::Response list(const http::Request& request) const {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId organisation) {
            ExitsView view{.organisation = organisation, .people = {}, .search = {}, .previous = {}, .next = {}};
            view.search = std::string(request.query("suche").value_or(""));
            if (view.search.size() > 100) view.search.clear();
            view.page = std::clamp<std::int64_t>(web::parse_integer(request.query("seite").value_or("")).value_or(1), 1, 10'000);
            const auto found = exits_.list(viewer, organisation, view.search, static_cast<int>(view.page));
            if (!found) return refusal_page(request, site_, found.error());
            view.total = found->total;
            view.with_year = found->with_year;
            for (const auto& person : found->people) {
                view.people.push_back({person.id, person.first_name + " " + person.last_name, person.department, person.year,
                                       person.year ? std::to_string(*person.year) : std::string()});
            }
            view.first = view.people.empty() ? 0 : (view.page - 1) * exits_per_page + 1;
            view.last = view.people.empty() ? 0 : view.first + static_cast<std::int64_t>(view.people.size()) - 1;
            if (view.page > 1) view.previous = address(organisation, view.search, view.page - 1);
            if (view.last > 0 && view.last < view.total) view.next = address(organisation, view.search, view.page + 1);
            return site_.render(request, page("teams.exits.title", request), list_, view);
        });
    }

    http::Response set(const http::Request& request) {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId organisation) {
            web::FormReader form(request);
            const auto written = form.raw("jahr");
            const auto year = form.integer("jahr", {.min = 2000, .max = 2200});
            const auto back = [&](std::string_view notice, web::NoticeKind kind) {
                const auto number = std::clamp<std::int64_t>(web::parse_integer(form.raw("seite")).value_or(1), 1, 10'000);
                auto search = form.raw("suche");
                if (search.size() > 100) search.clear();
                return web::redirect(address(organisation, search, number), {.message_key = std::string(notice), .kind = kind});
            };
            if (!form.ok()) return back("teams.notice.year_wrong", web::NoticeKind::danger);
            const auto saved = exits_.set(viewer, request.get_id<PersonId>("person"), year ? std::optional(static_cast<int>(*year)) : std::nullopt);
            if (!saved && saved.error() == TeamError::invalid) return back("teams.notice.year_wrong", web::NoticeKind::danger);
            if (!saved) return refusal_page(request, site_, saved.error());
            return back(written.empty() ? "teams.notice.year_removed" : "teams.notice.year_saved", web::NoticeKind::success);
        });
    }

    http::Response show_table(const http::Request& request) const {
        return with_planner(request, site_, [&](const Viewer&, OrganisationId organisation) {
            return table_page(request, TableView{.organisation = organisation, .problems = {}, .content = {}, .file = {}, .errors = {}}, nullptr);
        });
    }

    http::Response check_table(http::Request& request) const {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId organisation) {
            web::FormReader form(request);
            TableView view{.organisation = organisation, .problems = {}, .content = {}, .file = {}, .errors = {}};
            const auto* file = request.file("datei");
            if (file == nullptr || file->file.size() == 0) {
                form.refuse("datei", "teams.problem.no_file");
                return table_page(request, std::move(view), &form);
            }
            auto content = content_of(*file);
            const auto checked = exits_.check(viewer, organisation, content);
            if (!checked) {
                if (checked.error() == ExitTableError::not_permitted) return refusal_page(request, site_, TeamError::not_permitted);
                form.refuse("datei", message_key_of(checked.error()));
                return table_page(request, std::move(view), &form);
            }
            view.checked = true;
            view.can_run = !checked->entries.empty();
            view.rows = checked->rows;
            view.added = checked->added;
            view.changed = checked->changed;
            view.unchanged = checked->unchanged;
            view.faulty = static_cast<int>(checked->problems.size());
            for (const auto& problem : checked->problems) {
                if (view.problems.size() == problems_shown) {
                    view.more_problems = true;
                    break;
                }
                view.problems.push_back({problem.line, problem.problem});
            }
            view.content = identity::decode_table_text(content);
            return table_page(request, std::move(view), nullptr);
        });
    }

    http::Response run_table(const http::Request& request) {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId organisation) {
            const auto content = request.form("inhalt").value_or("");
            const auto done = exits_.run(viewer, organisation, content);
            if (done) return web::redirect(exits_path, {.message_key = "teams.notice.table_taken"});
            if (done.error() == ExitTableError::not_permitted) return refusal_page(request, site_, TeamError::not_permitted);
            web::FormReader form{web::FormReader::Values{}};
            form.refuse("datei", message_key_of(done.error()));
            return table_page(request, TableView{.organisation = organisation, .problems = {}, .content = {}, .file = {}, .errors = {}}, &form);
        });
    }

private:
    static std::string address(OrganisationId organisation, std::string_view search, std::int64_t page) {
        auto path = fmt::format("{}?verwaltung={}&seite={}", exits_path, organisation.value, page);
        if (!search.empty()) path += "&suche=" + http::encode_component(search);
        return path;
    }

    http::Response table_page(const http::Request& request, TableView view, const web::FormReader* refused) const {
        const auto fields = site_.fields(request, refused);
        view.file = fields.text("datei", {.label = "teams.exits.file", .hint = "teams.exits.file_hint", .required = true});
        view.errors = fields.errors();
        auto options = page("teams.exits.table_title", request);
        options.breadcrumbs.push_back({std::string(exits_path), site_.text(request, "teams.exits.title")});
        if (refused != nullptr) options.status = 422;
        return site_.render(request, options, table_, view);
    }

    web::PageOptions page(std::string_view title, const http::Request& request) const {
        return {.title = title, .active = plans_path, .breadcrumbs = {plans_crumb(site_, request)}, .wide = true};
    }

    const web::Site& site_;
    ExitService& exits_;
    web::Template<ExitsView> list_;
    web::Template<TableView> table_;
};

}  // namespace

void register_exit_pages(http::Router& router, const TeamSources& sources) {
    using http::Method;
    using http::Request;
    const auto pages = std::make_shared<ExitPages>(sources);
    router.get("/teamplanung/ausscheiden", [pages](Request& r) { return pages->list(r); });
    router.post("/teamplanung/ausscheiden/{person:id}", [pages](Request& r) { return pages->set(r); });
    router.get("/teamplanung/ausscheiden/tabelle", [pages](Request& r) { return pages->show_table(r); });
    router.add(Method::post, "/teamplanung/ausscheiden/tabelle", {.body_bytes_max = exit_bytes_max + 64 * 1024},
               [pages](Request& r) { return pages->check_table(r); });
    router.add(Method::post, "/teamplanung/ausscheiden/tabelle/uebernahme", {.body_bytes_max = 4 * exit_bytes_max},
               [pages](Request& r) { return pages->run_table(r); });
}

}  // namespace kc::teams
