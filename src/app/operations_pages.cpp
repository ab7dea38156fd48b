// SPDX-License-Identifier: EUPL-1.2
#include "app/operations_pages.hpp"

#include "app/operations_report.hpp"
#include "base/version.hpp"
#include "storage/audit.hpp"
#include "web/table.hpp"

namespace kc::app {

namespace {

using web::EmptyState;
using web::TableView;

struct Tab {
    std::string href;
    std::string label;
    std::int64_t count = 0;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(Tab, (), (href, label, count, current))

struct OverviewView {
    std::string version;
    std::int64_t jobs_queued = 0, jobs_running = 0, jobs_failed = 0, jobs_done = 0;
    std::int64_t mails_queued = 0, mails_failed = 0, mails_sent = 0;
    std::int64_t audit_entries = 0;
    std::int64_t feedback = 0;
    bool postgres = false;
    bool signing_key_beside = false;
    std::vector<std::string> guide_contradictions = {};
};
BOOST_DESCRIBE_STRUCT(OverviewView, (),
                      (version, jobs_queued, jobs_running, jobs_failed, jobs_done, mails_queued, mails_failed, mails_sent, audit_entries, feedback,
                       postgres, signing_key_beside, guide_contradictions))

struct JobRow {
    JobId id;
    std::string kind;
    std::string subject;
    int attempts = 0;
    std::string error;
    Instant created_at{};
    Instant run_at{};
    std::optional<Instant> finished_at;
    bool can_retry = false;
};
BOOST_DESCRIBE_STRUCT(JobRow, (), (id, kind, subject, attempts, error, created_at, run_at, finished_at, can_retry))

struct JobsView {
    std::vector<Tab> tabs;
    std::vector<JobRow> rows;
    TableView table;
    std::optional<EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(JobsView, (), (tabs, rows, table, empty))

struct MailStatusRow {
    MailId id;
    int attempts = 0;
    std::string last_error;
    Instant created_at{};
    std::optional<Instant> sent_at;
    bool can_retry = false;
};
BOOST_DESCRIBE_STRUCT(MailStatusRow, (), (id, attempts, last_error, created_at, sent_at, can_retry))

struct MailsView {
    std::vector<Tab> tabs;
    std::vector<MailStatusRow> rows;
    TableView table;
    std::optional<EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(MailsView, (), (tabs, rows, table, empty))

struct AuditView {
    std::vector<AuditRow> rows;
    TableView table;
    std::optional<EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(AuditView, (), (rows, table, empty))

struct FeedbackView {
    std::vector<FeedbackRow> rows;
    TableView table;
    std::optional<EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(FeedbackView, (), (rows, table, empty))

// The newest first; nothing here is sorted otherwise.
web::TableRules newest_first(std::initializer_list<web::Column> columns) {
    web::TableRules rules;
    rules.columns = columns;
    for (auto& column : rules.columns) column.sortable = false;
    return rules;
}

class OperationsPages {
public:
    OperationsPages(const web::Site& site, const Operations& operations)
        : site_(site),
          operations_(operations),
          overview_(site.bind<OverviewView>("app/operations")),
          jobs_(site.bind<JobsView>("app/jobs")),
          mails_(site.bind<MailsView>("app/mails")),
          audit_(site.bind<AuditView>("app/audit")),
          feedback_(site.bind<FeedbackView>("app/feedback")) {}

    http::Response overview(const http::Request& request) const {
        auto view = operations_.database.read([&](storage::Session& session) {
            const auto jobs = operations_.queue.count(session);
            const auto mails = operations_.outbox.count(session);
            return OverviewView{.version = std::string(program_version),
                                .jobs_queued = jobs.queued,
                                .jobs_running = jobs.running,
                                .jobs_failed = jobs.failed,
                                .jobs_done = jobs.done,
                                .mails_queued = mails.queued,
                                .mails_failed = mails.failed,
                                .mails_sent = mails.sent,
                                .audit_entries = count_audit_entries(session),
                                .feedback = count_feedback(session),
                                .postgres = session.engine() == storage::Engine::postgres,
                                .signing_key_beside = operations_.signing_key_beside};
        });
        if (operations_.guide_contradictions) view.guide_contradictions = operations_.guide_contradictions();
        return site_.render(request, {.title = "app.operations.title", .active = "/betrieb"}, overview_, view);
    }

    http::Response jobs(const http::Request& request) const {
        const auto state = chosen<jobs::JobState>(request, jobs::JobState::failed);
        const auto rules = newest_first({{"id", "app.jobs.number"},
                                         {"kind", "app.jobs.kind"},
                                         {"attempts", "app.jobs.attempts", true, true},
                                         {"created", "app.jobs.created"},
                                         {"error", "app.jobs.error"},
                                         {"action", "app.table.action"}});
        auto query = web::read_table_query(request, rules);
        JobsView view;
        operations_.database.read([&](storage::Session& session) {
            const auto counts = operations_.queue.count(session);
            const std::array<std::int64_t, 4> by_state{counts.queued, counts.running, counts.done, counts.failed};
            view.tabs = tabs<jobs::JobState>(request, "/betrieb/auftraege", "app.job_state.", state, by_state);
            const auto total = by_state[static_cast<std::size_t>(state)];
            query.limit_to(total);
            for (const auto& job : operations_.queue.list(session, state, static_cast<int>(query.offset()), query.page_size)) {
                view.rows.push_back({job.id, job.kind, job.unique_key == job.kind ? "" : job.unique_key.value_or(""), job.attempts,
                                     job.last_error.value_or(""), job.created_at, job.run_at, job.finished_at, state == jobs::JobState::failed});
            }
            view.table = table(request, rules, query, total);
        });
        if (view.rows.empty()) view.empty = nothing(request, "app.jobs.empty", "app.jobs.empty_text");
        return site_.render(request, page(request, "app.jobs.title"), jobs_, view);
    }

    http::Response retry_job(const http::Request& request) const {
        const auto id = request.get_id<JobId>("id");
        const bool retried = operations_.database.in_transaction([&](storage::Transaction& transaction) {
            if (!operations_.queue.retry(transaction, id)) return false;
            audit(transaction, *request.viewer(), "job.retried", "job", id.value);
            return true;
        });
        if (!retried) return site_.error_page(request, 404);
        return web::redirect("/betrieb/auftraege", {.message_key = "app.notice.job_retried"});
    }

    http::Response mails(const http::Request& request) const {
        const auto state = chosen<mail::MailState>(request, mail::MailState::failed);
        const auto rules = newest_first({{"id", "app.jobs.number"},
                                         {"attempts", "app.jobs.attempts", true, true},
                                         {"created", "app.jobs.created"},
                                         {"error", "app.jobs.error"},
                                         {"action", "app.table.action"}});
        auto query = web::read_table_query(request, rules);
        MailsView view;
        operations_.database.read([&](storage::Session& session) {
            const auto counts = operations_.outbox.count(session);
            const std::array<std::int64_t, 3> by_state{counts.queued, counts.sent, counts.failed};
            view.tabs = tabs<mail::MailState>(request, "/betrieb/post", "app.mail_state.", state, by_state);
            const auto total = by_state[static_cast<std::size_t>(state)];
            query.limit_to(total);
            for (const auto& mail : operations_.outbox.list(session, state, static_cast<int>(query.offset()), query.page_size)) {
                view.rows.push_back({mail.id, mail.attempts, mail.last_error, mail.created_at, mail.sent_at, state == mail::MailState::failed});
            }
            view.table = table(request, rules, query, total);
        });
        if (view.rows.empty()) view.empty = nothing(request, "app.mails.empty", "app.mails.empty_text");
        return site_.render(request, page(request, "app.mails.title"), mails_, view);
    }

    http::Response retry_mail(const http::Request& request) const {
        const auto id = request.get_id<MailId>("id");
        const bool retried = operations_.database.in_transaction([&](storage::Transaction& transaction) {
            if (!operations_.outbox.retry(transaction, id)) return false;
            audit(transaction, *request.viewer(), "mail.retried", "mail", id.value);
            return true;
        });
        if (!retried) return site_.error_page(request, 404);
        return web::redirect("/betrieb/post", {.message_key = "app.notice.mail_retried"});
    }

    http::Response audit_log(const http::Request& request) const {
        const auto rules =
            newest_first({{"at", "app.audit.at"}, {"action", "app.audit.action"}, {"actor", "app.audit.actor"}, {"subject", "app.audit.subject"}});
        auto query = web::read_table_query(request, rules);
        AuditView view;
        operations_.database.read([&](storage::Session& session) {
            const auto total = count_audit_entries(session);
            query.limit_to(total);
            view.rows = list_audit_entries(session, query.offset(), query.page_size);
            view.table = table(request, rules, query, total);
        });
        for (auto& row : view.rows) {
            row.action = words(request, "app.audit_action." + row.action, row.action);
            row.subject_type = words(request, "app.audit_subject." + row.subject_type, row.subject_type);
        }
        if (view.rows.empty()) view.empty = nothing(request, "app.audit.empty", "app.audit.empty_text");
        return site_.render(request, page(request, "app.audit.title"), audit_, view);
    }

    http::Response feedback(const http::Request& request) const {
        const auto rules = newest_first({{"created", "app.feedback.received"},
                                         {"subject", "app.feedback.subject"},
                                         {"message", "app.feedback.message"},
                                         {"action", "app.table.action"}});
        auto query = web::read_table_query(request, rules);
        FeedbackView view;
        operations_.database.read([&](storage::Session& session) {
            const auto total = count_feedback(session);
            query.limit_to(total);
            view.rows = list_feedback(session, query.offset(), query.page_size);
            view.table = table(request, rules, query, total);
        });
        for (auto& row : view.rows) row.subject = site_.text(request, "web.feedback." + row.subject);
        if (view.rows.empty()) view.empty = nothing(request, "app.feedback.empty", "app.feedback.empty_text");
        auto options = page(request, "app.feedback.title");
        options.active = "/rueckmeldungen";
        options.breadcrumbs.clear();
        return site_.render(request, options, feedback_, view);
    }

    http::Response finish_feedback(const http::Request& request) const {
        if (!operations_.feedback.set_done(request.get_id<FeedbackId>("id"), request.viewer()->person)) return site_.error_page(request, 404);
        return web::redirect("/rueckmeldungen", {.message_key = "app.notice.feedback_done"});
    }

    // Refuses everybody without the permission before the page does anything.
    http::Handler guarded(Permission permission, http::Response (OperationsPages::*show)(const http::Request&) const,
                          const std::shared_ptr<OperationsPages>& self) const {
        return [this, permission, show, self](http::Request& request) {
            if (!request.viewer() || !request.viewer()->may(permission)) return site_.error_page(request, 403);
            return ((*self).*show)(request);
        };
    }

private:
    template <class State> static State chosen(const http::Request& request, State otherwise) {
        const auto name = request.query("zustand").value_or("");
        State state = otherwise;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto entry) {
            if (name == entry.name) state = entry.value;
        });
        return state;
    }

    template <class State, std::size_t N>
    std::vector<Tab> tabs(const http::Request& request, const std::string& path, const std::string& keys, State current,
                          const std::array<std::int64_t, N>& counts) const {
        std::vector<Tab> result;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto entry) {
            result.push_back({path + "?zustand=" + entry.name, site_.text(request, keys + entry.name), counts[static_cast<std::size_t>(entry.value)],
                              entry.value == current});
        });
        return result;
    }

    // Entries of an earlier version may bear a name that has no words any more.
    std::string words(const http::Request& request, const std::string& key, const std::string& otherwise) const {
        return site_.messages().has(key) ? site_.text(request, key) : otherwise;
    }

    TableView table(const http::Request& request, const web::TableRules& rules, const web::TableQuery& query, std::int64_t total) const {
        return web::table_view(request, site_.messages(), web::language_of(request), rules, query, total);
    }

    EmptyState nothing(const http::Request& request, std::string_view title, std::string_view text) const {
        return {site_.text(request, title), site_.text(request, text), "", ""};
    }

    web::PageOptions page(const http::Request& request, std::string_view title) const {
        return {.title = title, .active = "/betrieb", .breadcrumbs = {{"/betrieb", site_.text(request, "app.operations.title")}}, .wide = true};
    }

    void audit(storage::Transaction& transaction, const Viewer& viewer, std::string action, std::string type, std::int64_t id) const {
        storage::record_audit(
            transaction,
            {.at = operations_.clock.now(), .actor = viewer.person, .action = std::move(action), .subject_type = std::move(type), .subject_id = id});
    }

    const web::Site& site_;
    Operations operations_;
    web::Template<OverviewView> overview_;
    web::Template<JobsView> jobs_;
    web::Template<MailsView> mails_;
    web::Template<AuditView> audit_;
    web::Template<FeedbackView> feedback_;
};

}  // namespace

void register_operations_pages(http::Router& router, const web::Site& site, const Operations& operations) {
    const auto pages = std::make_shared<OperationsPages>(site, operations);
    const auto see = Permission::see_operations;
    const auto run = Permission::run_operations;
    router.get("/betrieb", pages->guarded(see, &OperationsPages::overview, pages));
    router.get("/betrieb/auftraege", pages->guarded(see, &OperationsPages::jobs, pages));
    router.post("/betrieb/auftraege/{id:id}/wiederholung", pages->guarded(run, &OperationsPages::retry_job, pages));
    router.get("/betrieb/post", pages->guarded(see, &OperationsPages::mails, pages));
    router.post("/betrieb/post/{id:id}/wiederholung", pages->guarded(run, &OperationsPages::retry_mail, pages));
    router.get("/betrieb/protokoll", pages->guarded(see, &OperationsPages::audit_log, pages));
    router.get("/rueckmeldungen", pages->guarded(Permission::see_feedback, &OperationsPages::feedback, pages));
    router.post("/rueckmeldungen/{id:id}/erledigt", pages->guarded(Permission::see_feedback, &OperationsPages::finish_feedback, pages));
}

}  // namespace kc::app
