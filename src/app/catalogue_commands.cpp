// SPDX-License-Identifier: EUPL-1.2
// kommunalcampus catalogue search: the services of the pages, asked from the command line.
#include "app/commands.hpp"
#include "app/resources.hpp"
#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "discovery/search_command.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"

#include <fmt/format.h>

namespace kc::app {

namespace {

// A database that is there and fits the program.
std::unique_ptr<storage::Database> open_existing(const std::string& url, const Home& home) {
    storage::DatabaseOptions options;
    options.create = false;
    auto database = storage::open_database(url, options);
    storage::check_schema_version(*database, storage::load_migrations(home.migrations(), database->engine()));
    return database;
}

}  // namespace

int search_catalogue(const CatalogueSearchCommand& command, const Home& home) {
    const SystemClock clock;
    const auto database = open_existing(command.database, home);
    catalogue::CatalogueSource catalogues(*database);
    const competence::FrameworkSource frameworks(*database);
    discovery::OfferSearch offers(catalogues, frameworks, clock, load_resources(home.sample()).language);
    const auto state = offers.current();
    fmt::print("{}", discovery::search_output(*state, {.query = command.query, .limit = command.limit, .json = command.json}, clock.today()));
    return 0;
}

}  // namespace kc::app
