// SPDX-License-Identifier: EUPL-1.2
// Application: the running server. Everything is built once, here, in the order in which one thing needs the other.
#pragma once

#include "app/configuration.hpp"
#include "app/home.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "http/metrics.hpp"
#include "http/rate_limit.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "jobs/jobs.hpp"
#include "mail/sender.hpp"
#include "storage/changes.hpp"
#include "storage/database.hpp"
#include "web/page.hpp"

#include <memory>
#include <vector>

namespace kc::app {

struct Rooms;

class Application {
public:
    // Opens and migrates the database, loads snapshots, binds templates, builds the URL map. Throws in plain words.
    Application(const Configuration& configuration, const Home& home, const Clock& clock);
    ~Application();

    void start();                           // begins to listen; throws in plain words when the port is taken
    void stop(std::chrono::seconds grace);  // finishes what runs, then jobs, mail and feed

    const http::Router& router() const { return router_; }
    storage::Database& database() { return *database_; }
    std::uint16_t port() const { return server_->port(); }

private:
    void follow_changes();
    void offers_changed(const std::vector<LearningUnitId>& units);
    void tidy_up();
    void define_limits();
    void add_gauges();
    http::ServerOptions server_options() const;

    Configuration configuration_;
    Home home_;
    const Clock& clock_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<web::Site> site_;
    std::unique_ptr<Rooms> rooms_;
    http::Metrics metrics_;
    http::RateLimiter limiter_;
    http::Router router_;
    std::unique_ptr<storage::ChangeFeed> feed_;
    std::unique_ptr<jobs::JobWorker> worker_;
    std::unique_ptr<mail::MailSender> sender_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace kc::app
