// SPDX-License-Identifier: EUPL-1.2
// /themenlandkarte/vorschlaege and /importe: what other frameworks propose, decided line by line or for a whole page; uploads and reports.
#include "curation/map_view.hpp"
#include "web/table.hpp"

#include <fstream>
#include <sstream>

namespace kc::curation {

namespace {

struct ProposalRow {
    ProposalId id;
    ForeignFramework framework{};
    ProposalKind kind{};
    ProposalState state{};
    std::string concept_id, label, previous_label, description, address;
    std::string competence, competence_slug, area;
    AlignmentRelation relation{};
    int match_percent = 0;
    bool open = false, decidable = false, aligns = false, renames = false, vanishes = false, adds = false;
};
BOOST_DESCRIBE_STRUCT(ProposalRow, (),
                      (id, framework, kind, state, concept_id, label, previous_label, description, address, competence, competence_slug, area,
                       relation, match_percent, open, decidable, aligns, renames, vanishes, adds))

struct ProposalsView {
    std::string search, back;
    web::ChoiceField state, framework, kind, area;
    std::vector<ProposalRow> rows;
    bool decidable = false, imports = false;
    web::TableView table;
    std::optional<web::EmptyState> empty;
    std::string esco;
};
BOOST_DESCRIBE_STRUCT(ProposalsView, (), (search, back, state, framework, kind, area, rows, decidable, imports, table, empty, esco))

struct ImportRow {
    FrameworkImportId id;
    ForeignFramework framework{};
    std::string file_name;
    Instant imported_at{};
    std::int64_t concepts = 0, proposed = 0;
};
BOOST_DESCRIBE_STRUCT(ImportRow, (), (id, framework, file_name, imported_at, concepts, proposed))

struct ProblemRow {
    std::optional<int> line;  // absent: the whole file
    std::string text;
};
BOOST_DESCRIBE_STRUCT(ProblemRow, (), (line, text))

struct ImportsView {
    web::TextField file;
    std::vector<ImportRow> imports;
    std::vector<ProblemRow> problems;
    std::optional<web::ErrorSummary> errors;
    std::string esco;
};
BOOST_DESCRIBE_STRUCT(ImportsView, (), (file, imports, problems, errors, esco))

struct ReportView {
    ForeignFramework framework{};
    std::string file_name;
    Instant imported_at{};
    std::int64_t proposed = 0;
    ComparisonCounts counts;
    std::vector<ProblemRow> problems;
    std::string esco;
};
BOOST_DESCRIBE_STRUCT(ReportView, (), (framework, file_name, imported_at, proposed, counts, problems, esco))

constexpr std::string_view proposals_path = "/themenlandkarte/vorschlaege", imports_path = "/themenlandkarte/importe";
constexpr std::size_t bulk_max = 100;

web::TableRules table_rules() { return {.columns = {}, .sort_by = "", .page_sizes = {25, 50, 100}}; }

class ProposalPages {
public:
    explicit ProposalPages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          proposals_(site_.bind<ProposalsView>("curation/proposals")),
          imports_(site_.bind<ImportsView>("curation/imports")),
          report_(site_.bind<ReportView>("curation/report")) {}

    http::Response list(const http::Request& request) const {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            const auto framework = parts_.curation.framework();
            const auto language = web::language_of(request);
            ProposalsView view;
            ProposalFilter filter;
            add_choices(request, *framework, view, filter);
            const auto rules = table_rules();
            auto query = web::read_table_query(request, rules);
            const auto total = parts_.proposals.count(viewer, filter).value_or(0);
            query.limit_to(total);
            const auto proposals = parts_.proposals.list(viewer, filter, query.offset(), query.page_size);
            if (!proposals) return refusal(request, proposals.error().error);
            for (const auto& proposal : *proposals) {
                view.rows.push_back(row_of(*framework, proposal, language));
                view.decidable = view.decidable || view.rows.back().decidable;
            }
            view.table = web::table_view(request, site_.messages(), language, rules, query, total);
            view.imports = viewer.may(Permission::import_framework);
            view.back = std::string(request.query_string()).substr(0, 500);
            view.esco = esco_notice;
            if (view.rows.empty()) {
                view.empty = web::EmptyState{site_.text(request, "curation.proposals.none"), site_.text(request, "curation.proposals.none_text"),
                                             view.imports ? std::string(imports_path) : std::string(),
                                             view.imports ? site_.text(request, "curation.imports.title") : std::string()};
            }
            return site_.render(request, {.title = "curation.proposals.title", .active = map_path, .breadcrumbs = {map_crumb(site_, request)}},
                                proposals_, view);
        });
    }

    // One button per line ("annehmen=17"), and two for all that are ticked.
    http::Response decide(const http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            web::FormReader form(request);
            std::vector<std::string> areas{""};
            for (const auto& area : parts_.curation.framework()->areas()) areas.push_back(area.slug);
            const auto chosen = form.choice("area", areas);
            const std::optional<std::string> area = chosen.empty() ? std::nullopt : std::optional(chosen);
            const auto back = back_path(form.raw("zurueck"));
            for (const bool accept : {true, false}) {
                const auto number = web::parse_integer(form.raw(accept ? "annehmen" : "ablehnen"));
                if (!number || *number < 1) continue;
                return accept ? accept_one(request, viewer, ProposalId{*number}, area, back) : reject_one(request, viewer, ProposalId{*number}, back);
            }
            std::vector<ProposalId> ids;
            for (const auto& value : form.raw_all("auswahl")) {
                const auto number = web::parse_integer(value);
                if (number && *number > 0 && ids.size() < bulk_max) ids.push_back(ProposalId{*number});
            }
            if (ids.empty()) return web::redirect(back, {"curation.notice.nothing_chosen", web::NoticeKind::warning});
            const bool accept = form.raw("aktion") == "annehmen";
            const auto decided = accept ? parts_.proposals.accept_all(viewer, ids, area) : parts_.proposals.reject_all(viewer, ids);
            if (!decided) return refusal(request, decided.error().error);
            if ((*decided).refused > 0) return web::redirect(back, {"curation.notice.some_not_decided", web::NoticeKind::warning});
            return web::redirect(back, {.message_key = accept ? "curation.notice.accepted" : "curation.notice.rejected"});
        });
    }

    http::Response show_imports(const http::Request& request) const { return show_imports(request, nullptr, {}); }

    http::Response upload(http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            if (!viewer.may(Permission::import_framework)) return refusal(request, ProposalError::not_permitted);
            web::FormReader form(request);
            const auto* file = request.file("file");
            if (file == nullptr || file->file.size() == 0) {
                form.refuse("file", "curation.file.choose");
            } else if (file->file.size() > upload_bytes_max_) {
                form.refuse("file", "curation.file.too_large", {{"max", "64"}});
            }
            if (!form.ok()) return show_imports(request, &form, {});
            std::ostringstream bytes;
            bytes << std::ifstream(file->file.path(), std::ios::binary).rdbuf();
            const auto id = parts_.proposals.upload(viewer, file->file_name, std::move(bytes).str());
            if (id) return web::redirect(fmt::format("{}/{}", imports_path, (*id).value), {.message_key = "curation.notice.imported"});
            if (id.error().error != ProposalError::unreadable) return refusal(request, id.error().error);
            form.refuse("file", "curation.refusal.unreadable");
            return show_imports(request, &form, id.error().lines);
        });
    }

    http::Response report(const http::Request& request) const {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            const auto report = parts_.proposals.report(viewer, request.get_id<FrameworkImportId>("run"));
            if (!report) return refusal(request, report.error().error);
            const ReportView view{.framework = (*report).run.framework,
                                  .file_name = (*report).run.file_name,
                                  .imported_at = (*report).run.imported_at,
                                  .proposed = (*report).run.proposed,
                                  .counts = (*report).counts,
                                  .problems = problem_rows(request, (*report).problems),
                                  .esco = (*report).run.framework == ForeignFramework::esco ? std::string(esco_notice) : std::string()};
            return site_.render(
                request,
                {.title = "curation.report.title",
                 .active = map_path,
                 .breadcrumbs = {map_crumb(site_, request), {std::string(imports_path), site_.text(request, "curation.imports.title")}}},
                report_, view);
        });
    }

private:
    static constexpr std::uint64_t upload_bytes_max_ = 64 * 1024 * 1024;

    http::Response refusal(const http::Request& request, ProposalError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }

    static std::string back_path(const std::string& query) {
        const bool plain = std::all_of(query.begin(), query.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   std::string_view("=&_-.%+").find(c) != std::string_view::npos;
        });
        return plain && !query.empty() && query.size() <= 500 ? fmt::format("{}?{}", proposals_path, query) : std::string(proposals_path);
    }

    http::Response accept_one(const http::Request& request, const Viewer& viewer, ProposalId id, const std::optional<std::string>& area,
                              const std::string& back) {
        const auto accepted = parts_.proposals.accept(viewer, id, area);
        if (accepted) return web::redirect(back, {.message_key = "curation.notice.accepted"});
        if (accepted.error().error == ProposalError::refused_by_draft)
            return web::redirect(back, {"curation.notice.some_not_decided", web::NoticeKind::warning});
        return refusal(request, accepted.error().error);
    }

    http::Response reject_one(const http::Request& request, const Viewer& viewer, ProposalId id, const std::string& back) {
        const auto rejected = parts_.proposals.reject(viewer, id);
        if (!rejected) return refusal(request, rejected.error().error);
        return web::redirect(back, {.message_key = "curation.notice.rejected"});
    }

    std::vector<ProblemRow> problem_rows(const http::Request& request, const std::vector<LineProblem>& problems) const {
        std::vector<ProblemRow> rows;
        for (const auto& problem : problems) {
            rows.push_back({problem.line > 0 ? std::optional(problem.line) : std::nullopt,
                            site_.messages().text(web::language_of(request), FieldProblem{"", problem.message_key, problem.arguments})});
        }
        return rows;
    }

    http::Response show_imports(const http::Request& request, const web::FormReader* refused, const std::vector<LineProblem>& problems) const {
        return for_editors(request, site_, [&](const Viewer& viewer) {
            if (!viewer.may(Permission::import_framework)) return refusal(request, ProposalError::not_permitted);
            const auto fields = site_.fields(request, refused);
            ImportsView view;
            view.file = fields.text("file", {.label = "curation.imports.file", .hint = "curation.imports.file_hint", .required = true});
            view.problems = problem_rows(request, problems);
            for (const auto& run : parts_.proposals.imports(viewer).value_or({})) {
                view.imports.push_back({run.id, run.framework, run.file_name, run.imported_at, run.concepts, run.proposed});
            }
            view.esco = esco_notice;
            view.errors = fields.errors();
            return site_.render(
                request,
                {.title = "curation.imports.title", .active = map_path, .breadcrumbs = {map_crumb(site_, request)}, .status = refused ? 422 : 200},
                imports_, view);
        });
    }

    template <class Enum> std::optional<Enum> chosen(const http::Request& request, std::string_view name) const {
        Enum value{};
        const auto text = std::string(request.query(name).value_or(""));
        return boost::describe::enum_from_string(text.c_str(), value) ? std::optional(value) : std::nullopt;
    }

    void add_choices(const http::Request& request, const CompetenceFramework& framework, ProposalsView& view, ProposalFilter& filter) const {
        const auto fields = site_.fields(request);
        const std::string all = site_.text(request, "curation.proposals.all");
        const auto with_all = [&](std::vector<web::Option> options) {
            options.insert(options.begin(), {"", all, {}});
            return options;
        };
        if (request.query("stand")) filter.state = chosen<ProposalState>(request, "stand");
        filter.framework = chosen<ForeignFramework>(request, "rahmenwerk");
        filter.kind = chosen<ProposalKind>(request, "art");
        filter.search = std::string(trim(request.query("suche").value_or(""))).substr(0, 100);
        if (!is_valid_utf8(filter.search)) filter.search.clear();
        view.search = filter.search;
        const auto name = [](const auto& value) { return value ? std::string(boost::describe::enum_to_string(*value, "")) : std::string(); };
        view.state = fields.choice("stand", {.label = "curation.field.state"}, with_all(fields.options_of<ProposalState>()), name(filter.state));
        auto frameworks = fields.options_of<ForeignFramework>();
        std::erase_if(frameworks, [](const web::Option& option) { return option.value == "kmk"; });
        view.framework = fields.choice("rahmenwerk", {.label = "curation.map.framework"}, with_all(frameworks), name(filter.framework));
        view.kind = fields.choice("art", {.label = "curation.proposals.kind"}, with_all(fields.options_of<ProposalKind>()), name(filter.kind));
        std::vector<web::Option> areas{{"", site_.text(request, "curation.proposals.area_as_proposed"), {}}};
        for (const auto& area : framework.areas()) areas.push_back({area.slug, area.name_in(web::language_of(request)), {}});
        view.area = fields.choice("area", {.label = "curation.proposals.area", .hint = "curation.proposals.area_hint"}, areas);
        for (auto* field : {&view.state, &view.framework, &view.kind, &view.area}) field->optional_mark = false;
    }

    ProposalRow row_of(const CompetenceFramework& framework, const Proposal& proposal, Language language) const {
        ProposalRow row{.id = proposal.id,
                        .framework = proposal.framework,
                        .kind = proposal.kind,
                        .state = proposal.state,
                        .concept_id = proposal.concept_id,
                        .label = proposal.label,
                        .previous_label = proposal.previous_label,
                        .description = proposal.description,
                        .address = alignment_address({proposal.framework, proposal.concept_id, "", AlignmentRelation::close}),
                        .competence = {},
                        .competence_slug = {},
                        .area = {},
                        .relation = proposal.relation,
                        .match_percent = proposal.match_percent};
        const auto index = proposal.competence_id ? framework.index_of(*proposal.competence_id) : std::nullopt;
        if (index) {
            row.competence = framework.competence(*index).name;
            row.competence_slug = framework.competence(*index).slug;
        }
        for (const auto& area : framework.areas()) {
            if (proposal.area_id == area.id) row.area = area.name_in(language);
        }
        row.open = proposal.state == ProposalState::open;
        row.decidable = proposal.state != ProposalState::accepted;
        row.aligns = proposal.kind == ProposalKind::alignment;
        row.renames = proposal.kind == ProposalKind::changed_label;
        row.vanishes = proposal.kind == ProposalKind::vanished_concept;
        row.adds = proposal.kind == ProposalKind::new_competence;
        return row;
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<ProposalsView> proposals_;
    web::Template<ImportsView> imports_;
    web::Template<ReportView> report_;
};

}  // namespace

void register_proposal_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<ProposalPages>(parts);
    using http::Request;
    router.get("/themenlandkarte/vorschlaege", [pages](Request& request) { return pages->list(request); });
    router.post("/themenlandkarte/vorschlaege", [pages](Request& request) { return pages->decide(request); });
    router.get("/themenlandkarte/importe", [pages](Request& request) { return pages->show_imports(request); });
    router.add(http::Method::post, "/themenlandkarte/importe", {.body_bytes_max = 65 * 1024 * 1024},
               [pages](Request& request) { return pages->upload(request); });
    router.get("/themenlandkarte/importe/{run:id}", [pages](Request& request) { return pages->report(request); });
}

}  // namespace kc::curation
