// SPDX-License-Identifier: EUPL-1.2
// Reads the command line and the KC_ variables, and runs one subcommand.
#include "app/commands.hpp"
#include "app/home.hpp"
#include "base/version.hpp"
#include "planning/everyone_command.hpp"
#include "planning/optimizer/plan_command.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

#include <unistd.h>

namespace {

using namespace kc;

constexpr const char* database_help = "Datenbank: sqlite:PFAD oder postgresql://NUTZER@RECHNER/NAME";

CLI::Option* add_database(CLI::App* command, std::string& url) {
    return command->add_option("--database", url, database_help)->envname("KC_DATABASE")->required();
}

void add_seal_key_file(CLI::App* command, std::string& file) {
    command
        ->add_option("--seal-key-file", file,
                     "Datei mit mindestens 32 Bytes Zufall: hält das Geheimnis des Signaturschlüssels außerhalb der Datenbank")
        ->envname("KC_SEAL_KEY_FILE")
        ->check(CLI::ExistingFile);
}

void describe_serve(CLI::App* command, app::Configuration& c) {
    add_database(command, c.database);
    command->add_option("--listen", c.listen, "Adresse und Port, zum Beispiel 127.0.0.1:8080; mehrfach möglich")->envname("KC_LISTEN");
    command->add_option("--threads", c.threads, "Arbeitsfäden für Seiten")->envname("KC_THREADS")->check(CLI::Range(1, 256));
    command->add_option("--io-threads", c.io_threads, "Fäden für Verbindungen")->envname("KC_IO_THREADS")->check(CLI::Range(1, 64));
    command->add_option("--job-threads", c.job_threads, "Fäden für Hintergrundaufträge")->envname("KC_JOB_THREADS")->check(CLI::Range(1, 64));
    command->add_option("--base-address", c.base_address, "Adresse für Verweise in E-Mails, zum Beispiel https://campus.example")
        ->envname("KC_BASE_ADDRESS");
    command->add_option("--tls-certificate", c.tls_certificate, "Zertifikatskette (PEM)")->envname("KC_TLS_CERTIFICATE")->check(CLI::ExistingFile);
    command->add_option("--tls-key", c.tls_key, "Schlüssel dazu (PEM)")->envname("KC_TLS_KEY")->check(CLI::ExistingFile);
    command->add_option("--trusted-proxy", c.trusted_proxies, "Adresse oder Netz eines vorgeschalteten Servers; mehrfach möglich")
        ->envname("KC_TRUSTED_PROXY");
    command->add_option("--import-host", c.import_hosts, "Rechner, von dem Angebote abgeholt werden dürfen; mehrfach möglich")
        ->envname("KC_IMPORT_HOST");
    command->add_option("--access-log", c.access_log, "Datei für das Zugriffsprotokoll, - für die Ausgabe")->envname("KC_ACCESS_LOG");
    command->add_option("--site-file", c.site_file, "Angaben für Impressum und Datenschutz (Vorlage: config/site.yaml)")->envname("KC_SITE_FILE");
    command->add_flag("!--no-compression", c.compress, "Antworten nicht komprimieren");
    command->add_option("--searches-per-minute", c.searches_per_minute, "Suchen je Adresse und Minute; mehr, wenn viele eine Adresse teilen")
        ->envname("KC_SEARCHES_PER_MINUTE")
        ->check(CLI::Range(60, 100'000'000));
    command->add_option("--password-cost", c.password_cost, "0: normal; 1: geringste Kosten, nur für Tests")
        ->envname("KC_PASSWORD_COST")
        ->check(CLI::Range(0, 1));
    command->add_option("--grace-seconds", c.grace_seconds, "So lange darf beim Beenden laufende Arbeit dauern")->envname("KC_GRACE_SECONDS");
    command->add_option("--mail-directory", c.mail.directory, "Ordner für E-Mails, wenn kein SMTP-Server angegeben ist")
        ->envname("KC_MAIL_DIRECTORY");
    command->add_option("--smtp", c.mail.smtp_url, "SMTP-Server, zum Beispiel smtps://mail.example:465")->envname("KC_SMTP");
    command->add_option("--smtp-user", c.mail.smtp_user, "Anmeldename am SMTP-Server")->envname("KC_SMTP_USER");
    command->add_option("--mail-sender", c.mail.sender_address, "Absenderadresse der E-Mails")->envname("KC_MAIL_SENDER");
    command
        ->add_option("--language-model-address", c.language_model_address,
                     "Eigenes Sprachmodell für das Interview (OpenAI-kompatible Adresse); ohne Angabe wird keines gefragt")
        ->envname("KC_LANGUAGE_MODEL_ADDRESS");
    command->add_option("--language-model", c.language_model, "Name des Modells an dieser Adresse")->envname("KC_LANGUAGE_MODEL");
    command
        ->add_flag("--language-model-public", c.language_model_public,
                   "Die Adresse darf außerhalb des eigenen Netzes liegen (nur https; gefragt wird es nur für Beschäftigte, die eigens einwilligen)")
        ->envname("KC_LANGUAGE_MODEL_PUBLIC");
    add_seal_key_file(command, c.seal_key_file);
    command->add_flag("--server-timing", c.server_timing, "Zahl der Datenbankanweisungen im Kopf Server-Timing nennen");
    // A password on the command line could be read by every user of the machine.
    if (const char* password = std::getenv("KC_SMTP_PASSWORD")) c.mail.smtp_password = password;
    if (const char* key = std::getenv("KC_LANGUAGE_MODEL_KEY")) c.language_model_key = key;
}

void describe_plan(CLI::App* plan, planning::optimizer::PlanSolveOptions& solve, planning::optimizer::PlanBenchOptions& bench,
                   planning::optimizer::PlanCheckOptions& check, planning::optimizer::PlanExplainOptions& explain,
                   planning::PlanEveryoneOptions& everyone, std::string& database) {
    const auto instance = [](CLI::App* command, std::string& catalogue, std::string& learners) {
        command->add_option("--catalogue", catalogue, "catalogue.json")->required();
        command->add_option("--learners", learners, "learners.jsonl")->required();
    };
    auto* s = plan->add_subcommand("solve", "Berechnet zu jeder Zeile der Lernenden den besten Lehrplan");
    instance(s, solve.catalogue, solve.learners);
    s->add_option("--out", solve.out, "Datei für die Antworten")->required();
    s->add_option("--threads", solve.threads, "Arbeitsfäden")->check(CLI::Range(1, 256));
    s->add_option("--time-limit-ms", solve.time_limit_ms, "Zeitgrenze je Lehrplan in Millisekunden")->check(CLI::PositiveNumber);
    auto* b = plan->add_subcommand("bench", "Misst: Lehrpläne je Sekunde, Verteilung der Zeiten, bewiesener Anteil");
    b->add_option("--catalogue", bench.catalogue, "catalogue.json; ohne Angabe wird ein Fall erzeugt");
    b->add_option("--learners", bench.learners, "learners.jsonl");
    b->add_option("--units", bench.units, "Lerneinheiten des erzeugten Falls")->check(CLI::PositiveNumber);
    b->add_option("--people", bench.people, "Lernende des erzeugten Falls")->check(CLI::PositiveNumber);
    b->add_option("--seed", bench.seed, "Startwert des Zufalls");
    b->add_option("--work", bench.work, "Arbeit je Person, in Suchschritten; danach ist der Plan nicht bewiesen")->check(CLI::PositiveNumber);
    b->add_option("--write-to", bench.write_to, "Vorhandener Ordner, in dem der erzeugte Fall abgelegt wird");
    auto* c = plan->add_subcommand("check", "Prüft fremde Antworten unabhängig von der Suche");
    instance(c, check.catalogue, check.learners);
    c->add_option("--answers", check.answers, "Datei mit den Antworten")->required();
    auto* e = plan->add_subcommand("explain", "Begründet jeden Lehrplan: nächstbeste Wahl, was Lücken schließt, was weniger spart");
    instance(e, explain.catalogue, explain.learners);
    e->add_option("--learner", explain.learner, "Nur diese Person");
    e->add_option("--out", explain.out, "Datei für die Zeilen; ohne Angabe werden sie ausgegeben");
    auto* all = plan->add_subcommand("everyone", "Plant alle, deren Profil ausreicht und die noch keinen Lehrplan haben");
    add_database(all, database);
    all->add_option("--threads", everyone.threads, "Arbeitsfäden")->check(CLI::Range(1, 256));
    all->add_flag("--all", everyone.again, "Auch alle neu planen, die schon einen Lehrplan haben");
    plan->require_subcommand(1);
}

void describe_interview(CLI::App* interview, app::InterviewCheckCommand& check, app::InterviewExtractCommand& extract) {
    constexpr const char* optional_database = "Datenbank, deren Kompetenzen gelten; ohne Angabe die der Beispielregion";
    auto* c = interview->add_subcommand("check", "Prüft einen Leitfaden und spielt aufgezeichnete Antworten nach");
    c->add_option("guide", check.guide, "Datei des Leitfadens")->required()->check(CLI::ExistingFile);
    c->add_option("--replay", check.answers, "Datei mit aufgezeichneten Antworten")->check(CLI::ExistingFile);
    c->add_option("--database", check.database, optional_database)->envname("KC_DATABASE");
    auto* e = interview->add_subcommand("extract", "Liest je Zeile eine Aussage und schreibt je Zeile die Vorschläge als JSON");
    e->add_option("--database", extract.database, optional_database)->envname("KC_DATABASE");
    interview->require_subcommand(1);
}

void describe_catalogue_search(CLI::App* command, app::CatalogueSearchCommand& search) {
    add_database(command, search.database);
    command->add_option("--query", search.query, "Suchworte")->required();
    command->add_option("--limit", search.limit, "Höchstzahl der Treffer")->check(CLI::Range(1, 1000));
    command->add_flag("--json", search.json, "Als JSON ausgeben");
}

void describe_catalogue_import(CLI::App* command, app::CatalogueImportCommand& import) {
    add_database(command, import.database);
    command->add_option("file", import.file, "Datei mit Angeboten")->required()->check(CLI::ExistingFile);
    command->add_option("--format", import.format, "moochub, open_vhs, csv oder xlsx; ohne Angabe wird es erkannt");
    command->add_option("--provider", import.provider, "Anbieter, letzter Teil seiner Adresse")->required();
    command->add_flag("--dry-run", import.dry_run, "Nur prüfen, nichts ändern");
    command->add_flag("--row-by-row", import.row_by_row, "Fehlerfreie Angebote übernehmen, statt alles oder nichts");
    command->add_flag("--publish", import.publish, "Vollständige Beschreibungen gleich veröffentlichen, statt sie als Entwurf abzulegen");
    command->add_flag("--retire-vanished", import.retire_vanished, "Zurückziehen, was in der Quelle nicht mehr steht");
}

void describe_catalogue_export(CLI::App* command, app::CatalogueExportCommand& output) {
    add_database(command, output.database);
    command->add_option("file", output.file, "Datei, die geschrieben wird")->required();
    command->add_option("--format", output.format, "moochub, csv oder json");
    command->add_option("--base-address", output.base_address, "Beginnt die Verweise in der Datei")->envname("KC_BASE_ADDRESS");
}

int run(int argc, char** argv) {
    CLI::App program{"KommunalCampus: Weiterbildung für kommunale Verwaltungen"};
    program.set_version_flag("--version", std::string(program_version));
    program.require_subcommand(1);

    app::Configuration configuration;
    auto* serve = program.add_subcommand("serve", "Startet den Server");
    describe_serve(serve, configuration);

    app::SampleCommand sample_command;
    auto* sample = program.add_subcommand("sample", "Füllt eine leere Datenbank mit der Beispielregion");
    add_database(sample, sample_command.database);
    sample->add_option("--people", sample_command.people, "Zahl der Personen")->check(CLI::Range(std::int64_t{20}, std::int64_t{5'000'000}));
    sample->add_option("--offers", sample_command.offers, "Zahl der Angebote; über die geschriebenen hinaus als Varianten")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000}));
    sample->add_option("--seed", sample_command.seed, "Startwert des Zufalls: gleiche Zahl, gleiche Region");

    std::string migrate_url;
    auto* migrate = program.add_subcommand("migrate", "Bringt die Datenbank auf den Stand dieses Programms");
    add_database(migrate, migrate_url);

    app::BackupCommand backup_command;
    auto* backup = program.add_subcommand("backup", "Sichert die Datenbank in eine Datei, auch während der Server läuft");
    add_database(backup, backup_command.database);
    backup->add_option("file", backup_command.file, "Datei für die Sicherung")->required();

    app::BackupCommand restore_command;
    auto* restore = program.add_subcommand("restore", "Stellt eine Sicherung wieder her; der Server darf dabei nicht laufen");
    add_database(restore, restore_command.database);
    restore->add_option("file", restore_command.file, "Datei mit der Sicherung")->required()->check(CLI::ExistingFile);
    restore->add_flag("--replace", restore_command.replace, "Vorhandene Daten ersetzen");

    std::string schema_url;
    auto* schema = program.add_subcommand("schema", "Schreibt oder vergleicht db/schema.*.sql");
    auto* schema_dump = schema->add_subcommand("dump", "Schreibt das Schema dieser Datenbank");
    auto* schema_check = schema->add_subcommand("check", "Vergleicht es mit der eingecheckten Datei");
    for (auto* command : {schema_dump, schema_check}) add_database(command, schema_url);
    schema->require_subcommand(1);

    app::OperatorCommand operator_command;
    auto* create = program.add_subcommand("create-operator", "Legt das erste Konto für den technischen Betrieb an");
    add_database(create, operator_command.database);
    create->add_option("--email", operator_command.email, "E-Mail-Adresse")->required();
    create->add_option("--organisation", operator_command.organisation, "Name der Genossenschaft, wenn die Datenbank noch leer ist");
    create->add_option("--base-address", operator_command.base_address, "Adresse des Servers für den Verweis")->envname("KC_BASE_ADDRESS");

    auto* catalogue = program.add_subcommand("catalogue", "Angebote suchen, übernehmen und ausgeben");
    catalogue->require_subcommand(1);
    app::CatalogueSearchCommand search_command;
    describe_catalogue_search(catalogue->add_subcommand("search", "Sucht Angebote wie die Seite Angebote"), search_command);
    app::CatalogueImportCommand import_command;
    describe_catalogue_import(catalogue->add_subcommand("import", "Übernimmt Angebote aus einer Datei"), import_command);
    app::CatalogueExportCommand export_command;
    describe_catalogue_export(catalogue->add_subcommand("export", "Gibt die öffentlichen Angebote in eine Datei aus"), export_command);

    app::InterviewCheckCommand guide_command;
    app::InterviewExtractCommand extract_command;
    auto* interview = program.add_subcommand("interview", "Leitfaden prüfen, Aussagen auswerten");
    describe_interview(interview, guide_command, extract_command);

    app::HistoryVerifyCommand verify_command;
    app::HistoryRotateCommand rotate_command;
    auto* history = program.add_subcommand("history", "Lernhistorien prüfen, Schlüssel wechseln");
    auto* verify = history->add_subcommand("verify", "Prüft eine Lernhistorie ohne Netz");
    verify->add_option("file", verify_command.file, "Datei der Lernhistorie (.jwt)")->required();
    verify->add_option("--key", verify_command.key, "Datei mit dem öffentlichen Schlüssel der Stelle")->check(CLI::ExistingFile);
    verify->add_option("--database", verify_command.database, "Datenbank, deren anerkannte Stellen gelten");
    auto* rotate = history->add_subcommand("rotate-key", "Stellt ab jetzt mit einem neuen Schlüssel aus; frühere bleiben zum Prüfen gültig");
    add_database(rotate, rotate_command.database);
    add_seal_key_file(rotate, rotate_command.seal_key_file);
    history->require_subcommand(1);

    planning::optimizer::PlanSolveOptions solve;
    planning::optimizer::PlanBenchOptions bench;
    planning::optimizer::PlanCheckOptions check;
    planning::optimizer::PlanExplainOptions explain;
    auto* plan = program.add_subcommand("plan", "Lehrpläne berechnen, messen und prüfen (Format: kommunalcampus-planning-1)");
    planning::PlanEveryoneOptions everyone;
    std::string everyone_database;
    describe_plan(plan, solve, bench, check, explain, everyone, everyone_database);

    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return program.exit(problem) == 0 ? 0 : 2;
    }

    if (plan->parsed()) {
        if (plan->got_subcommand("solve")) return planning::optimizer::run_plan_solve(solve, std::cout, std::cerr);
        if (plan->got_subcommand("bench")) return planning::optimizer::run_plan_bench(bench, std::cout, std::cerr);
        if (plan->got_subcommand("explain")) return planning::optimizer::run_plan_explain(explain, std::cout, std::cerr);
        if (plan->got_subcommand("check")) return planning::optimizer::run_plan_check(check, std::cout, std::cerr);
        everyone.progress = isatty(STDERR_FILENO) == 1;
        return planning::run_plan_everyone(*app::open_existing(everyone_database, app::find_home()), everyone, std::cout, std::cerr);
    }
    const auto home = app::find_home();
    if (serve->parsed()) return app::serve(configuration, home);
    if (interview->got_subcommand("check")) return app::check_guide(guide_command, home);
    if (interview->got_subcommand("extract")) return app::extract_statements(extract_command, home);
    if (history->got_subcommand("verify")) return app::verify_history(verify_command, home);
    if (history->got_subcommand("rotate-key")) return app::rotate_history_key(rotate_command, home);
    if (catalogue->got_subcommand("import")) return app::import_catalogue(import_command, home);
    if (catalogue->got_subcommand("export")) return app::export_catalogue(export_command, home);
    if (catalogue->got_subcommand("search")) return app::search_catalogue(search_command, home);
    if (sample->parsed()) return app::fill_sample(sample_command, home);
    if (migrate->parsed()) return app::migrate_database(migrate_url, home);
    if (backup->parsed()) return app::back_up_database(backup_command, home);
    if (restore->parsed()) return app::restore_database(restore_command, home);
    if (schema_dump->parsed()) return app::dump_schema(schema_url, home);
    if (schema_check->parsed()) return app::check_schema(schema_url, home);
    return app::create_operator(operator_command, home);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& problem) {
        std::cerr << problem.what() << '\n';
        return 1;
    }
}
