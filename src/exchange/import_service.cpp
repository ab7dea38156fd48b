// SPDX-License-Identifier: EUPL-1.2
#include "exchange/import_service.hpp"

#include "exchange/table_writer.hpp"
#include "exchange/values.hpp"
#include "storage/audit.hpp"

#include <boost/json.hpp>

namespace kc::exchange {

using storage::Session;
using storage::Transaction;

namespace {

constexpr int runs_shown = 100;
constexpr std::size_t chunk_size = 50;  // offers per transaction when each stands for itself

ImportReport empty_report(const ReadResult& read) {
    ImportReport report;
    report.format = read.format;
    report.version = read.version;
    report.source_system = read.source_system;
    report.complete = read.complete && !read.next;
    report.file_fields = read.file_fields;
    for (const auto& problem : read.problems) report.problems.push_back({problem.line, problem.field, problem.message});
    return report;
}

void take_reports(ImportReport& report, ImportPlan& plan) {
    for (auto& offer : plan.offers) report.offers.push_back(std::move(offer.report));
    for (auto& note : plan.notes) {
        if (std::find(report.notes.begin(), report.notes.end(), note) == report.notes.end()) report.notes.push_back(std::move(note));
    }
}

// A feed that suddenly lacks most of its offers is more likely broken than emptied (AU-27).
bool plausible_loss(std::size_t vanished, std::size_t present) { return vanished < 10 || vanished <= present; }

}  // namespace

PlanParts ImportService::plan_parts() const { return {parts_.authoring, parts_.messages, parts_.clock.now(), parts_.clock.today()}; }

std::vector<ImportProvider> ImportService::providers(const Viewer& viewer) const {
    return parts_.database.read([&](Session& session) {
        std::vector<ImportProvider> own;
        for (auto& provider : authoring::list_own_providers(session, viewer, Permission::edit_offers)) {
            own.push_back({provider.id, provider.organisation_id, std::move(provider.slug), std::move(provider.name)});
        }
        return own;
    });
}

BOOST_DESCRIBE_STRUCT(ImportProvider, (), (id, organisation_id, slug, name))

std::optional<ImportProvider> ImportService::find_provider(const std::string& slug) const {
    return parts_.database.read(
        [&](Session& session) { return session.find<ImportProvider>("SELECT id, organisation_id, slug, name FROM providers WHERE slug = ?", slug); });
}

std::optional<ImportProvider> ImportService::find_provider(ProviderId id) const {
    return parts_.database.read(
        [&](Session& session) { return session.find<ImportProvider>("SELECT id, organisation_id, slug, name FROM providers WHERE id = ?", id); });
}

Vocabulary ImportService::vocabulary(const ImportProvider& provider) const {
    return parts_.database.read([&](Session& session) { return make_vocabulary(session, parts_.authoring, provider, parts_.clock.today()); });
}

std::string ImportService::xlsx_template(const Viewer& viewer) const {
    const auto own = providers(viewer);
    return exchange::xlsx_template(vocabulary(own.empty() ? ImportProvider{} : own.front()));
}

ImportService::Answer<ImportRunId> ImportService::upload(const Viewer& viewer, const NewImport& import) {
    if (!viewer.may(Permission::edit_offers)) return refuse(ImportError::not_permitted);
    if (import.bytes.empty()) return refuse(ImportError::empty);
    if (import.bytes.size() > file_bytes_max) return refuse(ImportError::too_large);
    const auto own = providers(viewer);
    const auto provider = std::find_if(own.begin(), own.end(), [&](const ImportProvider& p) { return p.id == import.provider; });
    if (provider == own.end()) return refuse(ImportError::provider_not_found);
    const bool at_once = import.bytes.size() <= bytes_at_once_max;
    const auto id = parts_.database.in_transaction([&](Transaction& transaction) {
        ImportRun run{.provider_id = import.provider,
                      .file_name = shortened(import.file_name, 120),
                      .format = import.format,
                      .state = RunState::checking,
                      .started_at = parts_.clock.now()};
        const auto run_id = store::insert_run(transaction, run);
        store::insert_file(transaction, run_id, import.bytes);
        storage::record_audit(transaction, {parts_.clock.now(), viewer.person, "offers.import_uploaded", "provider", import.provider.value,
                                            fmt::format(R"({{"import":{},"bytes":{}}})", run_id.value, import.bytes.size())});
        if (!at_once) parts_.queue.enqueue(transaction, std::string(import_job), fmt::format(R"({{"run":{},"step":"check"}})", run_id.value));
        return run_id;
    });
    if (at_once) check_run(id);
    return id;
}

ImportService::Answer<ImportRun> ImportService::find(Session& session, const Viewer& viewer, ImportRunId id) const {
    if (!viewer.may(Permission::edit_offers)) return refuse(ImportError::not_permitted);
    auto run = store::find_run(session, id);
    if (!run) return refuse(ImportError::not_found);
    const auto own = authoring::list_own_providers(session, viewer, Permission::edit_offers);
    const bool mine = std::any_of(own.begin(), own.end(), [&](const auto& provider) { return provider.id == run->provider_id; });
    if (!mine) return refuse(ImportError::not_found);
    return std::move(*run);
}

ImportService::Answer<ImportRun> ImportService::find(const Viewer& viewer, ImportRunId id) const {
    return parts_.database.read([&](Session& session) { return find(session, viewer, id); });
}

ImportService::Answer<std::string> ImportService::report(const Viewer& viewer, ImportRunId id) const {
    return parts_.database.read([&](Session& session) -> Answer<std::string> {
        const auto run = find(session, viewer, id);
        if (!run) return refuse(run.error());
        return store::report_of(session, id);
    });
}

std::vector<ImportRun> ImportService::list(const Viewer& viewer) const {
    std::vector<ProviderId> own;
    for (const auto& provider : providers(viewer)) own.push_back(provider.id);
    return parts_.database.read([&](Session& session) { return store::list_runs(session, own, runs_shown); });
}

ReadResult ImportService::read_file(const ImportRun& run, const ImportProvider& provider) const {
    const auto content = parts_.database.read([&](Session& session) { return store::find_file(session, run.id); });
    if (!content) {
        ReadResult gone;
        gone.refuse(0, "Die hochgeladene Datei ist nicht mehr da. Laden Sie sie noch einmal hoch.");
        return gone;
    }
    return read_offers(*content, vocabulary(provider), {.format = run.format, .file_name = run.file_name});
}

ImportReport ImportService::check(const ImportProvider& provider, const ReadResult& read) const {
    auto report = empty_report(read);
    if (read.offers.empty()) return report;
    parts_.database.read([&](Session& session) {
        auto plan = make_plan(session, plan_parts(), provider, read.source_system, read.offers);
        report.counts.venues_added = static_cast<int>(plan.venues.size());
        take_reports(report, plan);
        if (!report.complete) return;
        for (const auto& unit : list_vanished(session, provider.id, read)) {
            report.offers.push_back({.source_id = unit.source_id, .title = unit.title, .result = OfferResult::vanished, .unit = unit.id});
        }
    });
    report.count();
    return report;
}

ImportReport ImportService::write(const ImportProvider& provider, const ReadResult& read, const ImportChoice& choice, const WritingChoice& writing) {
    const std::span<const ReadOffer> offers(read.offers);
    const std::size_t step = choice.only_good ? chunk_size : std::max<std::size_t>(1, offers.size());
    ImportReport report = empty_report(read);
    report.dry_run = false;
    for (std::size_t begin = 0; begin < offers.size(); begin += step) {
        const auto chunk = offers.subspan(begin, std::min(step, offers.size() - begin));
        int venues = 0;
        const auto written = parts_.database.in_transaction([&](Transaction& transaction) -> Result<ImportPlan, ImportPlan> {
            auto planned = make_plan(transaction, plan_parts(), provider, read.source_system, chunk);
            const auto faulty = [](const PlannedOffer& offer) { return offer.report.result == OfferResult::refused; };
            // What was sound when it was checked may be so no longer: all or nothing holds here as well.
            if (!choice.only_good && std::any_of(planned.offers.begin(), planned.offers.end(), faulty)) return refuse(std::move(planned));
            venues = write_plan(transaction, plan_parts(), provider, read.source_system, planned, writing);
            return planned;
        });
        ImportPlan plan = written ? *written : written.error();
        if (!written) {
            venues = 0;
            report.problems.push_back({0, "", "Einige Angebote haben Fehler. Deshalb ist nichts übernommen."});
        }
        report.counts.venues_added += venues;
        take_reports(report, plan);
    }
    if (!report.problems.empty()) {
        report.count();
        return report;
    }
    if (!report.complete && std::none_of(report.offers.begin(), report.offers.end(), [](const auto& o) { return o.result == OfferResult::ended; })) {
        report.count();
        return report;
    }
    parts_.database.in_transaction([&](Transaction& transaction) {
        std::erase_if(report.offers, [](const ReportedOffer& o) { return o.result == OfferResult::vanished; });  // on a second attempt
        const auto vanished = report.complete ? list_vanished(transaction, provider.id, read) : std::vector<ImportedUnit>{};
        const bool retire = choice.retire_vanished && plausible_loss(vanished.size(), read.offers.size());
        const auto gone = [&](ReportedOffer& offer) {
            const auto unit = catalogue::find_stored_unit(transaction, *offer.unit);
            if (!unit || unit->state != catalogue::UnitState::published || !retire) return;
            retire_imported(transaction, *offer.unit, writing, parts_.clock.now());
            offer.state = "retired";
        };
        for (auto& offer : report.offers) {
            if (offer.result == OfferResult::ended && offer.unit) gone(offer);
        }
        for (const auto& unit : vanished) {
            ReportedOffer offer{.source_id = unit.source_id, .title = unit.title, .result = OfferResult::vanished, .unit = unit.id};
            gone(offer);
            report.offers.push_back(std::move(offer));
        }
        if (choice.retire_vanished && !retire) {
            report.notes.push_back("Mehr als die Hälfte der Angebote fehlt in der Quelle. Deshalb ist nichts zurückgezogen; prüfen Sie die Quelle.");
        }
    });
    report.count();
    return report;
}

void ImportService::finish(ImportRun run, RunState state, const ImportReport& report, bool keep_file) {
    run.format = report.format;
    run.state = state;
    run.offers = report.counts.offers;
    run.added = report.counts.added;
    run.changed = report.counts.changed;
    run.unchanged = report.counts.unchanged;
    run.refused = report.counts.refused;
    run.vanished = report.counts.vanished;
    run.message = report.problems.empty() ? "" : report.problems.front().message;
    run.finished_at = parts_.clock.now();
    const std::string json = report_json(report);
    parts_.database.in_transaction([&](Transaction& transaction) {
        store::finish_run(transaction, run, json);
        if (!keep_file) store::remove_file(transaction, run.id);
    });
}

void ImportService::check_run(ImportRunId id) {
    const auto run = parts_.database.read([&](Session& session) { return store::find_run(session, id); });
    if (!run || run->state != RunState::checking) return;
    const auto provider = find_provider(run->provider_id);
    const auto read = read_file(*run, *provider);
    const auto report = check(*provider, read);
    finish(*run, report.problems.empty() ? RunState::checked : RunState::refused, report, report.problems.empty());
}

void ImportService::write_run(ImportRunId id, std::optional<PersonId> actor) {
    const auto run = parts_.database.read([&](Session& session) { return store::find_run(session, id); });
    if (!run || run->state != RunState::running) return;
    const auto provider = find_provider(run->provider_id);
    const auto read = read_file(*run, *provider);
    ImportReport report;
    if (read.problems.empty()) {
        report = write(*provider, read, {run->outcome, run->only_good, run->retire_vanished}, {run->outcome, actor, id});
    } else {
        report = empty_report(read);
    }
    parts_.database.in_transaction([&](Transaction& transaction) {
        storage::record_audit(transaction, {parts_.clock.now(), actor, "offers.imported", "provider", run->provider_id.value,
                                            fmt::format(R"({{"import":{},"added":{},"changed":{},"unchanged":{},"refused":{}}})", id.value,
                                                        report.counts.added, report.counts.changed, report.counts.unchanged, report.counts.refused)});
    });
    finish(*run, report.problems.empty() ? RunState::done : RunState::refused, report, false);
}

ImportService::Answer<void> ImportService::take_over(const Viewer& viewer, ImportRunId id, const ImportChoice& choice) {
    if (choice.outcome == ImportOutcome::publish && !viewer.may(Permission::release_offers)) return refuse(ImportError::publish_not_permitted);
    bool at_once = false;
    const auto moved = parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        auto run = find(transaction, viewer, id);
        if (!run) return refuse(run.error());
        if (run->state != RunState::checked) return refuse(ImportError::already_handled);
        if (run->offers == 0) return refuse(ImportError::nothing_to_do);
        if (run->refused > 0 && !choice.only_good) return refuse(ImportError::has_problems);
        if (run->offers > offers_as_whole_max && !choice.only_good) return refuse(ImportError::too_many_as_whole);
        run->state = RunState::running;
        run->outcome = choice.outcome;
        run->only_good = choice.only_good;
        run->retire_vanished = choice.retire_vanished;
        run->started_at = parts_.clock.now();
        if (!store::move_run(transaction, id, RunState::checked, *run)) return refuse(ImportError::already_handled);
        at_once = run->offers <= 200;
        if (!at_once) {
            parts_.queue.enqueue(transaction, std::string(import_job),
                                 fmt::format(R"({{"run":{},"step":"write","person":{}}})", id.value, viewer.person.value));
        }
        return {};
    });
    if (moved && at_once) write_run(id, viewer.person);
    return moved;
}

ImportService::Answer<void> ImportService::discard(const Viewer& viewer, ImportRunId id) {
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        auto run = find(transaction, viewer, id);
        if (!run) return refuse(run.error());
        if (run->state != RunState::checked) return refuse(ImportError::already_handled);
        run->state = RunState::discarded;
        if (!store::move_run(transaction, id, RunState::checked, *run)) return refuse(ImportError::already_handled);
        store::remove_file(transaction, id);
        storage::record_audit(transaction, {parts_.clock.now(), viewer.person, "offers.import_discarded", "provider", run->provider_id.value,
                                            fmt::format(R"({{"import":{}}})", id.value)});
        return {};
    });
}

void ImportService::run_job(const jobs::Job& job) {
    const auto payload = boost::json::parse(job.payload).as_object();
    const ImportRunId id{payload.at("run").as_int64()};
    if (payload.at("step").as_string() == "check") return check_run(id);
    const auto* person = payload.if_contains("person");
    write_run(id, person == nullptr ? std::nullopt : std::optional(PersonId{person->as_int64()}));
}

ImportReport ImportService::run(const DirectImport& import, const ReadResult& read) {
    if (import.dry_run) return check(import.provider, read);
    ImportRun run{.provider_id = import.provider.id,
                  .source_id = import.source,
                  .file_name = shortened(import.file_name, 120),
                  .format = read.format,
                  .state = RunState::running,
                  .outcome = import.choice.outcome,
                  .only_good = import.choice.only_good,
                  .retire_vanished = import.choice.retire_vanished,
                  .started_at = parts_.clock.now()};
    // All or nothing is decided before anything is written.
    auto report = check(import.provider, read);
    const bool refused = !report.problems.empty() || (!import.choice.only_good && report.counts.refused > 0);
    run.id = parts_.database.in_transaction([&](Transaction& transaction) { return store::insert_run(transaction, run); });
    if (!refused) report = write(import.provider, read, import.choice, {import.choice.outcome, import.actor, run.id});
    parts_.database.in_transaction([&](Transaction& transaction) {
        storage::record_audit(transaction, {parts_.clock.now(), import.actor, refused ? "offers.import_refused" : "offers.imported", "provider",
                                            import.provider.id.value,
                                            fmt::format(R"({{"import":{},"added":{},"changed":{},"unchanged":{},"refused":{}}})", run.id.value,
                                                        report.counts.added, report.counts.changed, report.counts.unchanged, report.counts.refused)});
    });
    finish(run, refused ? RunState::refused : RunState::done, report, false);
    return report;
}

}  // namespace kc::exchange
