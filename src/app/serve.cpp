// SPDX-License-Identifier: EUPL-1.2
// The subcommand serve: runs until SIGTERM or SIGINT, then finishes what is under way.
#include "app/application.hpp"
#include "app/commands.hpp"

#include <spdlog/spdlog.h>

#include <csignal>

namespace kc::app {

int serve(const Configuration& configuration, const Home& home) {
    // Blocked before any thread exists, so that every thread inherits it and sigwait alone receives them.
    sigset_t endings;
    sigemptyset(&endings);
    sigaddset(&endings, SIGTERM);
    sigaddset(&endings, SIGINT);
    pthread_sigmask(SIG_BLOCK, &endings, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    const SystemClock clock;
    Application application(configuration, home, clock);
    application.start();
    spdlog::info("KommunalCampus ist bereit: Port {}", application.port());
    int received = 0;
    sigwait(&endings, &received);
    spdlog::info("KommunalCampus wird beendet; was läuft, wird fertig.");
    application.stop(std::chrono::seconds(configuration.grace_seconds));
    return 0;
}

}  // namespace kc::app
