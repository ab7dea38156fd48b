// SPDX-License-Identifier: EUPL-1.2
// kommunalcampus catalogue search, import and export: the services of the pages, asked from the command line.
#include "app/commands.hpp"
#include "app/resources.hpp"
#include "authoring/release_mails.hpp"
#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "discovery/search_command.hpp"
#include "exchange/command.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"

#include <fmt/format.h>

namespace kc::app {

std::unique_ptr<storage::Database> open_existing(const std::string& url, const Home& home) {
    storage::DatabaseOptions options;
    options.create = false;
    auto database = storage::open_database(url, options);
    storage::check_schema_version(*database, storage::load_migrations(home.migrations(), database->engine()));
    return database;
}

namespace {

int print(const exchange::CommandAnswer& answer) {
    fmt::print("{}", answer.out);
    fmt::print(stderr, "{}", answer.errors);
    return answer.code;
}

}  // namespace

int import_catalogue(const CatalogueImportCommand& command, const Home& home) {
    const SystemClock clock;
    const auto database = open_existing(command.database, home);
    const catalogue::CatalogueSource catalogues(*database);
    const competence::FrameworkSource frameworks(*database);
    const auto messages = web::Messages::load(home.rooms());
    const authoring::CatalogueReleaseMails mails(messages, "");
    mail::Outbox outbox(clock);
    jobs::JobQueue queue(clock);
    const authoring::AuthoringService authoring({*database, clock, catalogues, frameworks, outbox, mails, load_resources(home).words});
    exchange::ImportService imports({*database, clock, authoring, queue, messages});
    return print(exchange::import_command(imports, {.file = command.file,
                                                    .format = command.format,
                                                    .provider = command.provider,
                                                    .dry_run = command.dry_run,
                                                    .row_by_row = command.row_by_row,
                                                    .publish = command.publish,
                                                    .retire_vanished = command.retire_vanished}));
}

int export_catalogue(const CatalogueExportCommand& command, const Home& home) {
    const SystemClock clock;
    const auto database = open_existing(command.database, home);
    const catalogue::CatalogueSource catalogues(*database);
    const competence::FrameworkSource frameworks(*database);
    const auto snapshot = catalogues.current();
    const auto framework = frameworks.current();
    return print(
        exchange::export_command({*snapshot, *framework, command.base_address, clock.today()}, {.file = command.file, .format = command.format}));
}

int search_catalogue(const CatalogueSearchCommand& command, const Home& home) {
    const SystemClock clock;
    const auto database = open_existing(command.database, home);
    catalogue::CatalogueSource catalogues(*database);
    const competence::FrameworkSource frameworks(*database);
    discovery::OfferSearch offers(catalogues, frameworks, clock, load_language(home));
    const auto state = offers.current();
    fmt::print("{}", discovery::search_output(*state, {.query = command.query, .limit = command.limit, .json = command.json}, clock.today()));
    return 0;
}

}  // namespace kc::app
