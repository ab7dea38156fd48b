// SPDX-License-Identifier: EUPL-1.2
// /anbieter-bereich/importe: upload, what it would do, taking over, what it did.
#include "exchange/pages.hpp"
#include "exchange/table_writer.hpp"
#include "exchange/values.hpp"
#include "web/confirm.hpp"
#include "web/fields.hpp"
#include "web/form.hpp"
#include "web/table.hpp"

#include <fstream>
#include <sstream>

namespace kc::exchange {

namespace {

constexpr std::string_view imports_path = "/anbieter-bereich/importe";
constexpr std::size_t offers_shown = 200, losses_shown = 80, problems_shown = 200;

struct RunRow {
    ImportRunId id;
    std::string file_name, provider;
    RunState state{};
    Instant started_at{};
    int added = 0, changed = 0, unchanged = 0, refused = 0;
    bool scheduled = false;
};
BOOST_DESCRIBE_STRUCT(RunRow, (), (id, file_name, provider, state, started_at, added, changed, unchanged, refused, scheduled))

struct ImportsView {
    bool no_provider = false;
    std::optional<web::ChoiceField> provider;
    web::TextField file;
    web::ChoiceField format;
    std::vector<RunRow> runs;
    std::vector<std::string> losses;  // of our own MOOChub export
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(ImportsView, (), (no_provider, provider, file, format, runs, losses, errors))

struct OfferLine {
    int line = 0;
    std::string title, source_id, href;
    OfferResult result{};
    std::vector<std::string> remarks;
    int changed_fields = 0, lost_fields = 0, dates = 0;
};
BOOST_DESCRIBE_STRUCT(OfferLine, (), (line, title, source_id, href, result, remarks, changed_fields, lost_fields, dates))

// One field of the source over all offers.
struct LossLine {
    std::string field;
    FieldOutcome outcome{};
    std::string reason, example;
    int count = 0;
};
BOOST_DESCRIBE_STRUCT(LossLine, (), (field, outcome, reason, example, count))

struct RunView {
    ImportRunId id;
    std::string file_name, provider, format_name;
    RunState state{};
    bool working = false, decidable = false, finished = false, refused_file = false;
    ImportCounts counts;
    std::vector<std::string> notes;
    std::vector<ReportedProblem> problems;
    int problems_hidden = 0;
    bool problems_more = false;
    std::vector<OfferLine> offers;
    int offers_hidden = 0;
    bool offers_more = false;
    std::vector<LossLine> fields;
    bool complete = false;
    std::optional<web::ChoiceField> outcome, rows;
    std::optional<web::CheckboxField> retire;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(RunView, (),
                      (id, file_name, provider, format_name, state, working, decidable, finished, refused_file, counts, notes, problems,
                       problems_hidden, problems_more, offers, offers_hidden, offers_more, fields, complete, outcome, rows, retire, errors))

std::string content_of(const http::UploadedFile& upload) {
    std::ifstream in(upload.file.path(), std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

// "offers[3].price" → "offers[].price": the same field of every offer.
std::string without_positions(std::string_view field) {
    std::string name;
    bool inside = false;
    for (const char c : field) {
        if (c == ']') inside = false;
        if (!inside) name += c;
        if (c == '[') inside = true;
    }
    return name;
}

std::vector<LossLine> losses_of(const ImportReport& report) {
    std::vector<LossLine> lines;
    std::map<std::tuple<std::string, FieldOutcome, std::string>, std::size_t> known;
    const auto add = [&](const FieldReport& field) {
        if (field.outcome == FieldOutcome::taken) return;
        const auto [at, fresh] = known.emplace(std::tuple(without_positions(field.field), field.outcome, field.reason), lines.size());
        if (fresh) lines.push_back({std::get<0>(at->first), field.outcome, field.reason, field.value, 0});
        ++lines[at->second].count;
    };
    for (const auto& field : report.file_fields) add(field);
    for (const auto& offer : report.offers) {
        for (const auto& field : offer.fields) add(field);
    }
    std::stable_sort(lines.begin(), lines.end(), [](const LossLine& a, const LossLine& b) {
        return a.outcome != b.outcome ? a.outcome == FieldOutcome::dropped : a.count > b.count;
    });
    if (lines.size() > losses_shown) lines.resize(losses_shown);
    return lines;
}

class ImportPages {
public:
    explicit ImportPages(const PageParts& parts)
        : parts_(parts), site_(parts.site), list_(site_.bind<ImportsView>("exchange/imports")), run_(site_.bind<RunView>("exchange/import")) {}

    http::Response list(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const auto& viewer = *request.viewer();
        if (!viewer.may(Permission::edit_offers)) return site_.error_page(request, 403);
        const auto fields = site_.fields(request, refused);
        const auto providers = parts_.imports.providers(viewer);
        ImportsView view;
        view.no_provider = providers.empty();
        if (providers.size() > 1) {
            std::vector<web::Option> options;
            for (const auto& provider : providers) options.push_back({std::to_string(provider.id.value), provider.name, {}});
            view.provider = fields.choice("provider", {.label = "exchange.provider", .required = true, .empty_option = true}, options);
        }
        view.file = fields.text("file", {.label = "exchange.file", .hint = "exchange.file_hint", .required = true});
        std::vector<web::Option> formats{{"auto", site_.text(request, "exchange.format_auto"), {}}};
        for (auto& option : fields.options_of<SourceFormat>()) formats.push_back(std::move(option));
        view.format = fields.choice("format", {.label = "exchange.format", .required = true}, formats, "auto");
        for (auto& run : parts_.imports.list(viewer)) {
            view.runs.push_back({run.id, std::move(run.file_name), std::move(run.provider_name), run.state, run.started_at, run.added, run.changed,
                                 run.unchanged, run.refused, run.source_id.has_value()});
        }
        view.losses = moochub_losses();
        view.errors = fields.errors();
        return site_.render(request, page(request, "exchange.imports.title", refused ? 422 : 200, false), list_, view);
    }

    http::Response upload(http::Request& request) const {
        const auto& viewer = *request.viewer();
        if (!viewer.may(Permission::edit_offers)) return site_.error_page(request, 403);
        web::FormReader form(request);
        const auto providers = parts_.imports.providers(viewer);
        NewImport import;
        if (providers.size() == 1) {
            import.provider = providers.front().id;
        } else if (const auto id = form.id<ProviderId>("provider", {.required = true})) {
            import.provider = *id;
        }
        std::vector<std::string> formats{"auto"};
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<SourceFormat>>([&](auto entry) { formats.emplace_back(entry.name); });
        SourceFormat format{};
        if (boost::describe::enum_from_string(form.choice("format", formats).c_str(), format)) import.format = format;
        const auto* file = request.file("file");
        if (file == nullptr || file->file.size() == 0)
            form.refuse("file", "exchange.refusal.empty");
        else if (file->file.size() > file_bytes_max)
            form.refuse("file", "exchange.refusal.too_large");
        if (!form.ok()) return list(request, &form);
        import.file_name = file->file_name;
        import.bytes = content_of(*file);
        const auto id = parts_.imports.upload(viewer, import);
        if (!id) {
            form.refuse(id.error() == ImportError::provider_not_found ? "provider" : "file", message_key_of(id.error()));
            return list(request, &form);
        }
        return web::redirect(run_path(*id));
    }

    http::Response show(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const auto& viewer = *request.viewer();
        const auto run = parts_.imports.find(viewer, request.get_id<ImportRunId>("run"));
        if (!run) return site_.error_page(request, status_of(run.error()), message_key_of(run.error()));
        const auto fields = site_.fields(request, refused);
        RunView view{.id = run->id, .file_name = run->file_name, .provider = run->provider_name, .state = run->state};
        view.working = run->state == RunState::checking || run->state == RunState::running;
        view.decidable = run->state == RunState::checked && run->offers > 0;
        view.finished = run->state == RunState::done;
        if (run->format)
            view.format_name =
                site_.text(request, web::Messages::enumerator_key(web::type_name<SourceFormat>(), boost::describe::enum_to_string(*run->format, "")));
        if (const auto report = report_of(viewer, run->id)) fill(view, *report);
        view.refused_file = run->state == RunState::refused;
        if (view.decidable) fill_choices(view, request, fields, *run);
        view.errors = fields.errors();
        return site_.render(request, page(request, "exchange.import.title", refused ? 422 : 200, true), run_, view);
    }

    http::Response take_over(http::Request& request) const {
        web::FormReader form(request);
        const auto id = request.get_id<ImportRunId>("run");
        ImportChoice choice;
        choice.outcome = form.enumerator<ImportOutcome>("outcome", {.required = true}).value_or(ImportOutcome::draft);
        choice.only_good = form.choice("rows", {"all", "good"}) == "good";
        choice.retire_vanished = form.checkbox("retire");
        if (!form.ok()) return show(request, &form);
        const auto done = parts_.imports.take_over(*request.viewer(), id, choice);
        if (!done) {
            const auto error = done.error();
            if (error == ImportError::not_permitted || error == ImportError::not_found)
                return site_.error_page(request, status_of(error), message_key_of(error));
            form.refuse("", message_key_of(error));
            return show(request, &form);
        }
        return web::redirect(run_path(id), {.message_key = "exchange.notice.import_taken_over"});
    }

    http::Response discard(http::Request& request) const {
        const auto done = parts_.imports.discard(*request.viewer(), request.get_id<ImportRunId>("run"));
        if (!done) return site_.error_page(request, status_of(done.error()), message_key_of(done.error()));
        return web::redirect(imports_path, {.message_key = "exchange.notice.import_discarded", .kind = web::NoticeKind::info});
    }

    http::Response report_file(const http::Request& request) const {
        const auto id = request.get_id<ImportRunId>("run");
        const auto json = parts_.imports.report(*request.viewer(), id);
        if (!json) return site_.error_page(request, status_of(json.error()), message_key_of(json.error()));
        const bool csv = request.path.ends_with(".csv");
        const auto report = report_from_json(*json);
        auto response = csv ? http::bytes(report ? report_csv(*report) : "", "text/csv; charset=utf-8") : http::json(*json);
        response.header("Content-Disposition", http::attachment_disposition(fmt::format("import-{}.{}", id.value, csv ? "csv" : "json")));
        return response;
    }

    http::Response file_template(const http::Request& request) const {
        if (!request.viewer()->may(Permission::edit_offers)) return site_.error_page(request, 403);
        const bool csv = request.path.ends_with(".csv");
        auto response =
            csv ? http::bytes(csv_template(), "text/csv; charset=utf-8")
                : http::bytes(parts_.imports.xlsx_template(*request.viewer()), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        response.header("Content-Disposition", http::attachment_disposition(csv ? "vorlage-angebote.csv" : "vorlage-angebote.xlsx"));
        return response;
    }

private:
    static std::string run_path(ImportRunId id) { return fmt::format("{}/{}", imports_path, id.value); }

    std::optional<ImportReport> report_of(const Viewer& viewer, ImportRunId id) const {
        const auto json = parts_.imports.report(viewer, id);
        return json ? report_from_json(*json) : std::nullopt;
    }

    static void fill(RunView& view, const ImportReport& report) {
        view.counts = report.counts;
        view.notes = report.notes;
        view.complete = report.complete;
        view.fields = losses_of(report);
        std::size_t problems = 0;
        const auto add_problem = [&](const ReportedProblem& problem) {
            if (problems++ < problems_shown) view.problems.push_back(problem);
        };
        for (const auto& problem : report.problems) add_problem(problem);
        for (const auto& offer : report.offers) {
            for (const auto& problem : offer.problems) add_problem(problem);
            if (view.offers.size() >= offers_shown) {
                ++view.offers_hidden;
                continue;
            }
            OfferLine line{.line = offer.line,
                           .title = offer.title.empty() ? offer.source_id : offer.title,
                           .source_id = offer.source_id,
                           .result = offer.result};
            if (offer.unit) line.href = fmt::format("/anbieter-bereich/angebote/{}", offer.unit->value);
            line.remarks = offer.hold;
            if (line.remarks.size() > 5) line.remarks.resize(5);
            line.dates = offer.dates_added + offer.dates_changed + offer.dates_cancelled;
            for (const auto& field : offer.fields) {
                line.changed_fields += field.outcome == FieldOutcome::changed;
                line.lost_fields += field.outcome == FieldOutcome::dropped;
            }
            view.offers.push_back(std::move(line));
        }
        view.problems_hidden = static_cast<int>(problems - view.problems.size());
        view.problems_more = view.problems_hidden > 0;
        view.offers_more = view.offers_hidden > 0;
    }

    void fill_choices(RunView& view, const http::Request& request, const web::Fields& fields, const ImportRun& run) const {
        auto outcomes = fields.options_of<ImportOutcome>();
        if (!request.viewer()->may(Permission::release_offers)) {
            std::erase_if(outcomes, [](const web::Option& option) { return option.value == "publish"; });
        }
        view.outcome = fields.choice("outcome", {.label = "exchange.outcome", .hint = "exchange.outcome_hint", .required = true}, outcomes, "draft");
        if (run.refused > 0 || run.offers > offers_as_whole_max) {
            view.rows = fields.choice(
                "rows", {.label = "exchange.rows", .required = true},
                {{"all", site_.text(request, "exchange.rows_all"), {}}, {"good", site_.text(request, "exchange.rows_good"), {}}}, "all");
        }
        if (view.complete && run.vanished > 0) view.retire = fields.checkbox("retire", {.label = "exchange.retire", .hint = "exchange.retire_hint"});
    }

    web::PageOptions page(const http::Request& request, std::string_view title, int status, bool below) const {
        web::PageOptions options{.title = title, .active = "/anbieter-bereich", .status = status, .wide = true};
        options.breadcrumbs.push_back({"/anbieter-bereich", site_.text(request, "exchange.area")});
        if (below) options.breadcrumbs.push_back({std::string(imports_path), site_.text(request, "exchange.imports.title")});
        return options;
    }

    const PageParts parts_;
    const web::Site& site_;
    web::Template<ImportsView> list_;
    web::Template<RunView> run_;
};

}  // namespace

std::string message_key_of(ImportError error) { return std::string("exchange.refusal.") + boost::describe::enum_to_string(error, ""); }

int status_of(ImportError error) {
    switch (error) {
        case ImportError::not_permitted:
        case ImportError::publish_not_permitted: return 403;
        case ImportError::not_found:
        case ImportError::provider_not_found: return 404;
        case ImportError::too_large: return 413;
        case ImportError::already_handled: return 409;
        case ImportError::empty:
        case ImportError::has_problems:
        case ImportError::too_many_as_whole:
        case ImportError::nothing_to_do: return 422;
    }
    return 422;
}

void register_import_pages(http::Router& router, const PageParts& parts) {
    using http::Method;
    using http::Request;
    const auto pages = std::make_shared<ImportPages>(parts);
    router.add(Method::get, "/anbieter-bereich/importe", {.name = "show_imports"}, [pages](Request& r) { return pages->list(r); });
    router.add(Method::post, "/anbieter-bereich/importe", {.body_bytes_max = file_bytes_max + 64 * 1024, .name = "upload_offers"},
               [pages](Request& r) { return pages->upload(r); });
    for (const auto* name : {"/anbieter-bereich/importe/vorlage.csv", "/anbieter-bereich/importe/vorlage.xlsx"}) {
        router.get(name, [pages](Request& r) { return pages->file_template(r); });
    }
    router.add(Method::get, "/anbieter-bereich/importe/{run:id}", {.name = "show_import"}, [pages](Request& r) { return pages->show(r); });
    router.add(Method::post, "/anbieter-bereich/importe/{run:id}", {.name = "take_over_import"}, [pages](Request& r) { return pages->take_over(r); });
    router.add(Method::post, "/anbieter-bereich/importe/{run:id}/verwerfen", {.name = "discard_import"},
               [pages](Request& r) { return pages->discard(r); });
    for (const auto* name : {"/anbieter-bereich/importe/{run:id}/bericht.csv", "/anbieter-bereich/importe/{run:id}/bericht.json"}) {
        router.get(name, [pages](Request& r) { return pages->report_file(r); });
    }
}

void register_routes(http::Router& router, const PageParts& parts) {
    register_import_pages(router, parts);
    register_source_pages(router, parts);
    register_import_api(router, parts);
    register_export_api(router, parts);
}

}  // namespace kc::exchange
