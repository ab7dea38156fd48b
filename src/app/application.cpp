// SPDX-License-Identifier: EUPL-1.2
#include "app/application.hpp"

#include "app/navigation.hpp"
#include "app/rooms.hpp"
#include "app/routes.hpp"
#include "app/settings.hpp"
#include "discovery/search_pages.hpp"
#include "identity/pages.hpp"
#include "learning_history/pages.hpp"
#include "planning/pages.hpp"
#include "storage/migrations.hpp"

#include <spdlog/spdlog.h>

namespace kc::app {

namespace {

const std::string tidy_up_kind = "app.tidy_up";

std::unique_ptr<storage::Database> open_migrated(const Configuration& configuration, const Home& home) {
    storage::DatabaseOptions options;
    // Pages, jobs, the feed and the mail sender read at the same time; a few spare ones cost little.
    options.read_connections = configuration.threads + configuration.job_threads + 3;
    auto database = storage::open_database(configuration.database, options);
    storage::migrate(*database, home.migrations());
    return database;
}

std::string public_address(const Configuration& configuration) {
    if (!configuration.base_address.empty()) {
        auto address = configuration.base_address;
        while (address.ends_with('/')) address.pop_back();
        return address;
    }
    const auto listen = http::parse_listen_address(configuration.listen.front());
    return fmt::format("{}://{}:{}", configuration.tls_certificate.empty() ? "http" : "https", listen.address, listen.port);
}

mail::MailOptions mail_options(const MailConfiguration& configuration) {
    mail::MailOptions options;
    options.smtp_url = configuration.smtp_url;
    options.smtp_user = configuration.smtp_user;
    options.smtp_password = configuration.smtp_password;
    options.directory = configuration.directory.empty() ? std::filesystem::temp_directory_path() / "kommunalcampus-mail"
                                                        : std::filesystem::path(configuration.directory);
    options.from_address = configuration.sender_address;
    options.from_name = configuration.sender_name;
    return options;
}

}  // namespace

Application::Application(const Configuration& configuration, const Home& home, const Clock& clock)
    : configuration_(configuration), home_(home), clock_(clock), database_(open_migrated(configuration, home)) {
    web::SiteOptions site;
    site.rooms = home.rooms();
    site.public_files = home.public_files();
    site.secret = shared_secret(*database_, "visitor_forms");
    site.navigation = navigation();
    site.operator_info = read_site_file(configuration.site_file.empty() ? home.site_file() : std::filesystem::path(configuration.site_file));
    if (!configuration.language_model_address.empty()) {
        site.operator_info.language_model =
            configuration.language_model_public ? web::LanguageModelPlace::outside : web::LanguageModelPlace::own_network;
    }
    site_ = std::make_unique<web::Site>(std::move(site));

    identity::IdentityOptions identity_options;
    if (configuration.password_cost == 1) identity_options.password_cost = identity::PasswordCost::lowest();
    identity_options.public_url = public_address(configuration);

    // The position comes before the snapshots: a change in between is then told twice rather than never.
    const auto position = database_->read([](storage::Session& session) { return storage::change_position(session); });
    feed_ = std::make_unique<storage::ChangeFeed>(*database_, position);
    rooms_ = std::make_unique<Rooms>(*database_, clock_, *site_, identity_options, load_resources(home),
                                     Secrets{shared_secret(*database_, "mail_links"), shared_secret(*database_, "reflection"),
                                             shared_secret(*database_, "learning_history"), read_seal_key(configuration.seal_key_file)},
                                     configuration.import_hosts,
                                     extraction::LanguageModelSettings{.address = configuration.language_model_address,
                                                                       .model = configuration.language_model,
                                                                       .key = configuration.language_model_key,
                                                                       .public_hosts_allowed = configuration.language_model_public});
    rooms_->consents.check_stored_texts();
    follow_changes();
    define_limits();

    sender_ = std::make_unique<mail::MailSender>(*database_, clock_, mail_options(configuration.mail));
    auto handlers = planning::job_handlers(rooms_->curricula, [this](std::span<const LearningUnitId> units) { rooms_->catalogues.renew(units); });
    handlers.emplace(discovery::digest_job, [this](const jobs::Job& job) { rooms_->finding.digests.run(job); });
    handlers.emplace(authoring::freshness_job, rooms_->portal.freshness.handler());
    handlers.emplace(discovery::demand_job, [this](const jobs::Job&) { rooms_->finding.demand_count.run(); });
    handlers.emplace(exchange::import_job, [this](const jobs::Job& job) { rooms_->exchange.imports.run_job(job); });
    handlers.emplace(exchange::pull_job, [this](const jobs::Job& job) { rooms_->exchange.sources.run_job(job); });
    auto& framework = rooms_->framework;
    handlers.emplace(curation::succession_job, [&framework](const jobs::Job& job) { framework.curation.run_job(job); });
    handlers.emplace(curation::demand_job, [&framework](const jobs::Job&) { framework.demand.run(); });
    handlers.emplace(roles::tell_people_job, framework.roles.tell_job(rooms_->profile_events));
    handlers.emplace(roles::remove_descriptions_job, [&framework](const jobs::Job&) { framework.descriptions.remove_old(); });
    handlers.emplace(roles::deadlines_job, [&framework](const jobs::Job& job) { framework.roles.tell_after_deadlines(job); });
    handlers.merge(planning::job_handlers(rooms_->plan_news));
    handlers.merge(development::job_handlers(rooms_->development.news));
    handlers.emplace(tidy_up_kind, [this](const jobs::Job&) { tidy_up(); });
    worker_ =
        std::make_unique<jobs::JobWorker>(*database_, clock_, std::move(handlers), jobs::JobWorkerOptions{.threads = configuration.job_threads});
    add_routes(router_, {.site = *site_,
                         .rooms = *rooms_,
                         .database = *database_,
                         .clock = clock_,
                         .limiter = limiter_,
                         .metrics = metrics_,
                         .public_files = home.public_files(),
                         .server_timing = configuration.server_timing,
                         .stopping = [this] { return server_ && server_->stopping(); }});
    server_ = std::make_unique<http::Server>(server_options(), router_, &metrics_, &limiter_);
    add_gauges();
}

Application::~Application() = default;

void Application::follow_changes() {
    rooms_->frameworks.follow(*feed_);
    rooms_->catalogues.follow(*feed_);
    rooms_->finding.offers.follow(*feed_);  // after the sources it reads from
    feed_->subscribe(storage::ChangeTopic::person, [this](std::span<const std::int64_t> people) {
        for (const auto person : people) rooms_->identity.sessions.forget(PersonId{person});
    });
    // Changed offers are one of the three triggers of a new plan (R107). Every node hears of them; the job is gathered by its key.
    feed_->subscribe(storage::ChangeTopic::learning_unit, [this](std::span<const std::int64_t> units) {
        std::vector<LearningUnitId> ids;
        for (const auto unit : units) ids.push_back(LearningUnitId{unit});
        offers_changed(ids);
    });
    feed_->subscribe(storage::ChangeTopic::tutorial_date, [this](std::span<const std::int64_t> dates) {
        const auto offers = rooms_->catalogues.current();
        std::vector<LearningUnitId> ids;
        for (const auto date : dates) {
            if (const auto* unit = offers->unit_of_date(TutorialDateId{date})) ids.push_back(unit->id);
        }
        offers_changed(ids);
    });
    // The words of the catalogue are prepared now and not while somebody waits for the first answer.
    for (const auto topic : {storage::ChangeTopic::framework, storage::ChangeTopic::role_profile}) {
        feed_->subscribe(topic, [this](std::span<const std::int64_t>) { rooms_->interviewing.prepare(); });
    }
    feed_->on_problem([](const std::string& problem) { spdlog::warn("change feed: {}", problem); });
}

// Every hour, on whichever node takes the job: what has run out is deleted, and the next round is queued.
void Application::tidy_up() {
    rooms_->identity.sign_in.remove_expired();
    rooms_->consents.forget_ended();
    database_->in_transaction([this](storage::Transaction& transaction) {
        const Instant month_ago = clock_.now() - std::chrono::days(30);
        rooms_->outbox.remove_finished(transaction, month_ago);
        rooms_->queue.remove_finished(transaction, month_ago);
        exchange::store::forget_runs(transaction, clock_.now() - std::chrono::days(365));
        rooms_->queue.enqueue(transaction, tidy_up_kind, "{}", clock_.now() + std::chrono::hours(1), tidy_up_kind);
    });
}

void Application::offers_changed(const std::vector<LearningUnitId>& units) {
    if (units.empty()) return;
    database_->in_transaction([&](storage::Transaction& transaction) { rooms_->curricula.offers_changed(transaction, units); });
}

void Application::define_limits() {
    const double searches = configuration_.searches_per_minute;
    limiter_.define(identity::rate_per_address, {.burst = 30, .per_minute = 30});
    limiter_.define(identity::rate_per_account, {.burst = 8, .per_minute = 4});
    limiter_.define("feedback", {.burst = 10, .per_minute = 2});
    limiter_.define("planning", {.burst = 120, .per_minute = 240});  // every what-if question is a search
    limiter_.define(std::string(learning_history::rate_per_address), {.burst = 20, .per_minute = 20});
    limiter_.define(std::string(planning::feed_rate), {.burst = 60, .per_minute = 60});  // many people behind one address of an authority
    limiter_.define("import", {.burst = 10, .per_minute = 5});
    limiter_.define(std::string(discovery::search_rate), {.burst = searches / 5, .per_minute = searches});  // results appear while one types
}

void Application::add_gauges() {
    metrics_.add_gauge("kc_connections", "Open connections", [this] { return static_cast<double>(server_->numbers().connections); });
    metrics_.add_gauge("kc_queued_requests", "Requests that wait for a worker", [this] { return static_cast<double>(server_->numbers().queued); });
    metrics_.add_gauge("kc_running_requests", "Requests that a worker handles", [this] { return static_cast<double>(server_->numbers().running); });
    metrics_.add_gauge("kc_jobs_failed", "Jobs that were given up", [this] {
        return static_cast<double>(database_->read([&](storage::Session& session) { return rooms_->queue.count(session).failed; }));
    });
}

http::ServerOptions Application::server_options() const {
    http::ServerOptions options;
    options.listen.clear();
    for (const auto& address : configuration_.listen) options.listen.push_back(http::parse_listen_address(address));
    options.io_threads = static_cast<unsigned>(configuration_.io_threads);
    options.worker_threads = static_cast<unsigned>(configuration_.threads);
    options.tls_certificate = configuration_.tls_certificate;
    options.tls_key = configuration_.tls_key;
    options.trusted_proxies = configuration_.trusted_proxies;
    options.cookies_secure = configuration_.base_address.starts_with("https:");
    options.compress = configuration_.compress;
    if (!configuration_.access_log.empty()) options.access_log = http::open_access_log(configuration_.access_log);
    return options;
}

void Application::start() {
    database_->in_transaction([this](storage::Transaction& transaction) {
        rooms_->queue.enqueue(transaction, tidy_up_kind, "{}", Instant{}, tidy_up_kind);
        rooms_->finding.digests.schedule(transaction);
        rooms_->finding.demand_count.schedule(transaction);
        rooms_->portal.freshness.schedule(transaction);
        rooms_->framework.demand.schedule(transaction);
        rooms_->framework.descriptions.schedule_removal(transaction);
        rooms_->framework.roles.schedule_deadlines(transaction);
        rooms_->development.news.schedule(transaction);
        rooms_->plan_news.schedule(transaction);
    });
    rooms_->exchange.sources.schedule_all();
    rooms_->interviewing.prepare();
    feed_->start();
    worker_->start();
    sender_->start();
    rooms_->finding.demand.start();
    server_->start();
}

void Application::stop(std::chrono::seconds grace) {
    server_->stop(grace);
    worker_->stop();
    sender_->stop();
    rooms_->finding.demand.stop();
    feed_->stop();
}

}  // namespace kc::app
