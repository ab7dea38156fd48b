// SPDX-License-Identifier: EUPL-1.2
// The subcommands that fill an empty database: sample, create-operator.
#include "app/commands.hpp"
#include "base/clock.hpp"
#include "identity/organisation_store.hpp"
#include "identity/services.hpp"
#include "sample/region.hpp"
#include "storage/database.hpp"
#include "storage/maintenance.hpp"
#include "storage/migrations.hpp"
#include "web/messages.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace kc::app {

int fill_sample(const SampleCommand& command, const Home& home) {
    const SystemClock clock;
    const auto database = storage::open_database(command.database);
    storage::migrate(*database, home.migrations());
    sample::SampleOptions options;
    options.people = command.people;
    options.offers = command.offers;
    options.seed = command.seed;
    options.today = clock.today();
    options.data_directory = home.sample();
    // Progress is for people at a terminal; in a log it would be one endless line.
    const bool terminal = isatty(STDERR_FILENO) == 1;
    const auto region = sample::create_sample_region(*database, options, [&](std::int64_t done, std::int64_t of) {
        if (terminal) fmt::print(stderr, "\r{} von {} Personen", done, of);
    });
    if (terminal) fmt::print(stderr, "\n");
    if (!region) {
        fmt::print(stderr, "{}\n", sample::explain(region.error()));
        return 1;
    }
    storage::refresh_statistics(*database);
    fmt::print("Beispielregion: {} Organisationen, {} Personen, {} Lerneinheiten mit {} Terminen.\n", region->organisations, region->people,
               region->units, region->dates);
    if (!region->sign_ins.empty()) fmt::print("Anmelden mit dem Passwort: {}\n", region->sign_ins.front().password);
    for (const auto& account : region->sign_ins) fmt::print("  {:<46} {}\n", account.email, account.label);
    return 0;
}

int create_operator(const OperatorCommand& command, const Home& home) {
    const SystemClock clock;
    const auto database = storage::open_database(command.database);
    storage::migrate(*database, home.migrations());
    // An empty installation has no organisation yet: the cooperative that runs it is the first one.
    const auto organisation = database->in_transaction([&](storage::Transaction& transaction) {
        const auto present = transaction.query<OrganisationId>("SELECT id FROM organisations WHERE kind = 'cooperative' ORDER BY id LIMIT 1");
        if (!present.empty()) return present.front();
        return identity::store::insert_organisation(
            transaction,
            {.name = command.organisation, .kind = identity::OrganisationKind::cooperative, .is_member = true, .valid_from = clock.today()},
            clock.now());
    });
    const auto messages = web::Messages::load(home.rooms());
    mail::Outbox outbox(clock);
    identity::IdentityOptions options;
    options.public_url = command.base_address;
    identity::Identity identity(*database, clock, outbox, messages, options);
    const auto token = identity.people.create_first_operator(command.email, organisation);
    if (!token) {
        fmt::print(stderr, "Das Konto wurde nicht angelegt. Prüfen Sie die E-Mail-Adresse; vielleicht gibt es sie schon.\n");
        return 1;
    }
    fmt::print("Das Konto ist angelegt. Das Passwort legen Sie hier fest (14 Tage gültig):\n  {}/einladung/{}\n", command.base_address, *token);
    return 0;
}

}  // namespace kc::app
