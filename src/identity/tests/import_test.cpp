// SPDX-License-Identifier: EUPL-1.2
#include "base/csv.hpp"
#include "identity/csv.hpp"
#include "identity/tests/hall.hpp"

using namespace kc;
using namespace kc::identity;

namespace {

constexpr std::string_view header = "Personalnummer;Vorname;Nachname;E-Mail;Dienststelle;Rollen\r\n";

std::string table(std::string_view rows) { return std::string(header) + std::string(rows); }

struct Importing {
    explicit Importing(storage::Database& database) : hall(database), import(hall.identity.people_import) {
        hauptamt = hall.identity.organisations.add_department(hall.hr, hall.town, "Hauptamt", std::nullopt, hall.clock.today()).value();
    }
    ImportPreview preview(const std::string& content) {
        const auto id = import.upload(hall.hr, hall.town, content);
        REQUIRE(id);
        return *import.preview(hall.hr, *id);
    }
    ImportResult run(const std::string& content, ImportChoice choice = {}) {
        const auto result = import.run(hall.hr, import.upload(hall.hr, hall.town, content).value(), choice);
        REQUIRE(result);
        return *result;
    }
    std::int64_t imported() { return hall.count("SELECT count(*) FROM people WHERE source_key IS NOT NULL"); }
    Hall hall;
    PeopleImport& import;
    DepartmentId hauptamt;
};

}  // namespace

TEST_CASE("ID-41: tables come with semicolon or comma, in UTF-8 or Windows-1252") {
    CHECK(decode_table_text("M\xfcller \x80") == "Müller €");
    CHECK(decode_table_text("\xef\xbb\xbfMüller") == "Müller");
    const auto comma = parse_csv("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n\n , \nz,\"two\nlines\"\n");
    REQUIRE(comma.rows.size() == 3);
    CHECK(comma.rows[1].cells == std::vector<std::string>{"x, y", "say \"hi\""});
    CHECK(comma.rows[2].line == 5);
    CHECK(comma.rows[2].cells[1] == "two\nlines");
    CHECK(parse_csv("a;b\n1;\"never closed\n2;3\n").open_quote_line == 2);
    CHECK(parse_csv("a;b\r1;2\r").rows.size() == 2);
    CHECK(csv_cell("=1+1") == "'=1+1");
    CHECK(csv_cell("a;\"b\"") == "\"a;\"\"b\"\"\"");
}

TEST_CASE("ID-42: importing the same table twice changes nothing the second time") {
    for (auto& database : test::databases()) {
        Importing it(*database);
        const std::string content =
            table("1;Anna;Abel;anna@weinheim.example;Hauptamt;Führungskraft, Beschäftigte\r\n2;Bert;Müller;bert@weinheim.example;;\r\n");
        const auto first = it.run(content, {.send_invitations = true});
        CHECK(first.added == 2);
        CHECK(first.invited == 2);
        CHECK(it.hall.count("SELECT count(*) FROM people WHERE last_name = 'Müller'") == 1);
        CHECK(it.hall.count("SELECT count(*) FROM role_assignments r JOIN people p ON p.id = r.person_id WHERE p.source_key IS NOT NULL") == 3);
        const auto audits = it.hall.count("SELECT count(*) FROM audit_log"), mails = it.hall.count("SELECT count(*) FROM mail_outbox");
        const auto second = it.run(content, {.send_invitations = true});
        CHECK(second.added == 0);
        CHECK(second.unchanged == 2);
        CHECK(it.hall.count("SELECT count(*) FROM mail_outbox") == mails);
        CHECK(it.hall.count("SELECT count(*) FROM audit_log") == audits + 1);
        CHECK(it.imported() == 2);
        CHECK(it.hall.count("SELECT count(*) FROM people_imports") == 0);
    }
}

TEST_CASE("a changed row changes the person with that Personalnummer, two may swap their addresses") {
    for (auto& database : test::databases()) {
        Importing it(*database);
        it.run(table("1;Anna;Abel;anna@weinheim.example;Hauptamt;\n2;Bert;Beck;bert@weinheim.example;;\n"));
        const auto changed = it.run(table("1;Anna;Abel-Adler;bert@weinheim.example;;Lehrperson\n2;Bert;Beck;anna@weinheim.example;;\n"));
        CHECK(changed.changed == 2);
        CHECK(changed.added == 0);
        CHECK(it.hall.count(
                  "SELECT count(*) FROM people WHERE email = 'bert@weinheim.example' AND last_name = 'Abel-Adler' AND department_id IS NOT NULL") ==
              1);
        CHECK(it.imported() == 2);
    }
}

TEST_CASE("somebody who was invited by hand gets the Personalnummer of the table") {
    auto database = test::sqlite_database();
    Importing it(**database);
    const auto result = it.run(table("77;Ada;Clerk;ada@weinheim.example;;\n"));
    CHECK(result.changed == 1);
    CHECK(it.hall.count("SELECT count(*) FROM people WHERE source_key = '77' AND email = 'ada@weinheim.example'") == 1);
}

TEST_CASE("ID-43: each problem is named with its line, column and remedy") {
    for (auto& database : test::databases()) {
        Importing it(*database);
        REQUIRE(it.hall.identity.organisations.add_department(it.hall.hr, it.hall.town, "Archiv", std::nullopt, it.hall.clock.today()));
        REQUIRE(it.hall.identity.organisations.add_department(it.hall.hr, it.hall.town, "Archiv", it.hauptamt, it.hall.clock.today()));
        const auto preview =
            it.preview(table("1;Anna;Abel;anna@weinheim.example;Hauptamt;\n"
                             ";Bert;Beck;bert@weinheim.example;;\n"
                             "3;;Curie;keine-adresse;Mondamt;Kaiser\n"
                             "1;Doppelt;Dora;dora@weinheim.example;Archiv;Geschäftsstelle\n"
                             "5;Ernst;Erb;ANNA@weinheim.example;;\n"
                             "6;Otto;Fremd;otto@mauer.example;;a;b\n"));
        CHECK(preview.rows == 6);
        CHECK(preview.added == 1);
        CHECK(preview.faulty == 5);
        const auto has = [&](int line, ImportColumn column, RowProblemKind kind) {
            return std::any_of(preview.problems.begin(), preview.problems.end(),
                               [&](const RowProblem& p) { return p.line == line && p.column == column && p.kind == kind; });
        };
        CHECK(has(3, ImportColumn::personnel_number, RowProblemKind::missing));
        CHECK(has(4, ImportColumn::first_name, RowProblemKind::missing));
        CHECK(has(4, ImportColumn::email, RowProblemKind::invalid_email));
        CHECK(has(4, ImportColumn::department, RowProblemKind::unknown_department));
        CHECK(has(4, ImportColumn::roles, RowProblemKind::unknown_role));
        CHECK(has(5, ImportColumn::personnel_number, RowProblemKind::twice_in_file));
        CHECK(has(5, ImportColumn::department, RowProblemKind::ambiguous_department));
        CHECK(has(5, ImportColumn::roles, RowProblemKind::role_not_grantable));
        CHECK(has(6, ImportColumn::email, RowProblemKind::twice_in_file));
        CHECK(has(7, ImportColumn::email, RowProblemKind::email_of_somebody_else));
        CHECK(has(7, ImportColumn::roles, RowProblemKind::too_many_cells));
        CHECK(it.imported() == 0);
    }
}

TEST_CASE("ID-44: all or nothing, unless only the rows without errors are asked for") {
    for (auto& database : test::databases()) {
        Importing it(*database);
        const std::string content = table("1;Anna;Abel;anna@weinheim.example;;\n2;;Beck;bert@weinheim.example;;\n");
        const auto id = it.import.upload(it.hall.hr, it.hall.town, content).value();
        CHECK(it.import.run(it.hall.hr, id, {}).error().error == ImportError::has_problems);
        CHECK(it.imported() == 0);
        const auto done = it.import.run(it.hall.hr, id, {.only_good_rows = true});
        REQUIRE(done);
        CHECK(done->added == 1);
        CHECK(done->left_out == 1);
        CHECK(it.imported() == 1);
        CHECK(it.import.run(it.hall.hr, id, {.only_good_rows = true}).error().error == ImportError::not_found);
    }
}

TEST_CASE("ID-32: a table changes no account whose roles the uploader does not manage") {
    for (auto& database : test::databases()) {
        Importing it(*database);
        const Viewer both = it.hall.account("zwei@weinheim.example", "Zoe", "Zwei", it.hall.town, {Role::learner});
        REQUIRE(
            it.hall.identity.people.grant_role(it.hall.office, both.person, {.role = Role::hr_decision_maker, .organisation = it.hall.other_town}));
        it.run(table("8;Zoe;Zwei;zwei@weinheim.example;;\n"));
        const auto preview = it.preview(table("8;Zoe;Zwei;mine@example.org;;\n"));
        REQUIRE(preview.problems.size() == 1);
        CHECK(preview.problems.front().kind == RowProblemKind::protected_account);
        CHECK(preview.problems.front().column == ImportColumn::email);
        const auto office =
            it.import.upload(it.hall.office, it.hall.cooperative, table("1;Oskar;Betrieb;betrieb@genossenschaft.example;;\n")).value();
        CHECK(it.import.preview(it.hall.office, office)->problems.front().kind == RowProblemKind::protected_account);
    }
}

TEST_CASE("files that are no table of people are refused with what is wrong") {
    auto database = test::sqlite_database();
    Importing it(**database);
    const auto error = [&](const std::string& content) { return it.import.upload(it.hall.hr, it.hall.town, content).error(); };
    CHECK(error("").error == ImportError::empty);
    CHECK(error(std::string(header)).error == ImportError::empty);
    CHECK(error("Vorname;Nachname\nA;B\n").error == ImportError::columns_missing);
    CHECK(error("Vorname;Nachname\nA;B\n").columns == "Personalnummer, E-Mail");
    CHECK(error(table("1;\"Anna;Abel;a@b.example;;\n")).error == ImportError::open_quote);
    CHECK(error(std::string(import_bytes_max + 1, 'x')).error == ImportError::too_large);
    std::string many(header);
    for (int i = 0; i <= import_rows_max; ++i) many += fmt::format("{};A;B;a{}@weinheim.example;;\n", i, i);
    CHECK(error(many).error == ImportError::too_many_rows);
    CHECK(error(std::string("\x89PNG\r\n\x1a\n\0\0", 10)).error == ImportError::columns_missing);
}

TEST_CASE("an import belongs to the person who uploaded it and to organisations they manage") {
    for (auto& database : test::databases()) {
        Importing it(*database);
        const std::string content = table("1;Anna;Abel;anna@weinheim.example;;\n");
        CHECK(it.import.upload(it.hall.foreign_hr, it.hall.town, content).error().error == ImportError::not_permitted);
        CHECK(it.import.upload(it.hall.supervisor, it.hall.town, content).error().error == ImportError::not_permitted);
        CHECK(it.import.upload(it.hall.office, OrganisationId{99999}, content).error().error == ImportError::not_found);
        const auto id = it.import.upload(it.hall.hr, it.hall.town, content).value();
        CHECK_FALSE(it.import.preview(it.hall.office, id));
        CHECK(it.import.run(it.hall.office, id, {}).error().error == ImportError::not_found);
        CHECK_FALSE(it.import.discard(it.hall.office, id));
        it.hall.clock.advance(std::chrono::hours{25});
        it.hall.identity.sign_in.remove_expired();
        CHECK_FALSE(it.import.preview(it.hall.hr, id));
    }
}

TEST_CASE("five thousand people are imported in one go") {
    for (auto& database : test::databases()) {
        Importing it(*database);
        std::string content(header);
        for (int i = 0; i < import_rows_max; ++i) content += fmt::format("{};Vorname;Nachname{};p{}@weinheim.example;Hauptamt;\n", i, i, i);
        const auto begin = std::chrono::steady_clock::now();
        CHECK(it.run(content).added == import_rows_max);
        MESSAGE("5,000 people in " << std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count()
                                   << " ms");
        CHECK(it.imported() == import_rows_max);
    }
}

TEST_CASE("the pages of the import: upload, check with problems, import, and no second time") {
    auto database = test::sqlite_database();
    Importing it(**database);
    Pages pages(it.hall);
    const std::string token = it.hall.signed_in(it.hall.hr);
    CHECK(pages.get("/verwaltung/personen/import", token).status == 200);
    CHECK(pages.get("/verwaltung/personen/import/vorlage.csv", token).text().starts_with("\xef\xbb\xbfPersonalnummer;"));
    const auto upload = [&](const std::string& content) {
        auto request = http::RequestBuilder(http::Method::post, "/verwaltung/personen/import")
                           .cookie(session_cookie, token)
                           .form("organisation", std::to_string(it.hall.town.value))
                           .form(web::csrf_field, pages.csrf(token))
                           .file("datei", "personen.csv", "text/csv", content)
                           .build();
        return pages.router.handle(request);
    };
    CHECK(upload("nichts").status == 422);
    const auto uploaded = upload(table("1;Anna;<script>x</script>;anna@weinheim.example;;\n2;;Beck;keine;;\n"));
    REQUIRE(uploaded.status == 303);
    const auto check = pages.get(Pages::location(uploaded), token);
    CHECK(check.status == 200);
    CHECK(Pages::shows(check, "Zeile 3"));
    CHECK(Pages::shows(check, "keine vollständige E-Mail-Adresse"));
    CHECK_FALSE(Pages::shows(check, "<script>x"));
    CHECK(pages.get(Pages::location(uploaded), it.hall.signed_in(it.hall.foreign_hr)).status == 404);
    CHECK(pages.post(Pages::location(uploaded), {}, token).status == 422);
    const auto done = pages.post(Pages::location(uploaded), {{"nur_fehlerfreie", "1"}}, token);
    CHECK(done.status == 200);
    CHECK(Pages::shows(done, "1 Person neu"));
    CHECK(pages.post(Pages::location(uploaded), {{"nur_fehlerfreie", "1"}}, token).status == 404);
    const auto again = upload(table("9;Zoe;Zorn;zoe@weinheim.example;;\n"));
    CHECK(pages.post(Pages::location(again) + "/verwerfen", {}, token).status == 303);
    CHECK(pages.get(Pages::location(again), token).status == 404);
    const auto exported = pages.get("/verwaltung/personen/export.csv", token);
    CHECK(Pages::shows(exported, ";Ada;Clerk;ada@weinheim.example;;Beschäftigte;Weinheim;aktiv"));
    CHECK_FALSE(Pages::shows(exported, "Otto"));
}
