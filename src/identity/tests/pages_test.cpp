// SPDX-License-Identifier: EUPL-1.2
#include "identity/tests/hall.hpp"

using namespace kc;
using namespace kc::identity;

namespace {

std::string path_of(const Viewer& viewer) { return fmt::format("/verwaltung/personen/{}", viewer.person.value); }

struct Fixture {
    std::unique_ptr<test::TestDatabase> database = test::sqlite_database();
    Hall hall{**database};
    Pages pages{hall};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "whoever is not signed in is sent to the sign-in and comes back afterwards") {
    const auto asked = pages.get("/verwaltung/personen?seite=2");
    CHECK(asked.status == 303);
    CHECK(Pages::location(asked) == "/anmelden?weiter=%2Fverwaltung%2Fpersonen%3Fseite%3D2");
    const auto form = pages.get("/anmelden?weiter=%2Fverwaltung%2Fpersonen");
    CHECK(form.status == 200);
    CHECK(Pages::shows(form, "<h1"));
    CHECK(Pages::shows(form, "E-Mail-Adresse"));
    CHECK(Pages::shows(form, "value=\"/verwaltung/personen\""));
    CHECK_FALSE(Pages::cookie(form, visitor_cookie).empty());
    const auto signed_in =
        pages.post("/anmelden", {{"email", "ada@weinheim.example"}, {"passwort", std::string(good_password)}, {"weiter", "/konto"}});
    CHECK(signed_in.status == 303);
    CHECK(Pages::location(signed_in) == "/konto");
    const std::string token = Pages::cookie(signed_in, session_cookie);
    CHECK(Pages::shows(pages.get("/konto", token), "Ada"));
    CHECK(Pages::location(pages.get("/anmelden", token)) == "/");
    const auto out = pages.post("/abmelden", {}, token);
    CHECK(out.status == 303);
    CHECK(pages.get("/konto", token).status == 303);
}

TEST_CASE("the way back after a sign-in never leaves this server") {
    CHECK(safe_local_path("/lehrplan?a=1") == "/lehrplan?a=1");
    for (const char* path :
         {"//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb", "/anmelden?weiter=/x", "/abmelden"}) {
        CHECK(safe_local_path(path) == "/");
    }
    CHECK(safe_local_path(std::nullopt) == "/");
}

TEST_CASE_FIXTURE(Fixture, "a wrong sign-in keeps the address, not the password, and too many are refused with a time") {
    for (int i = 0; i < 5; ++i) {
        const auto wrong = pages.post("/anmelden", {{"email", "ada@weinheim.example"}, {"passwort", "geheimer Versuch"}});
        CHECK(wrong.status == 422);
        CHECK(Pages::shows(wrong, "E-Mail-Adresse oder Passwort ist nicht richtig"));
        CHECK(Pages::shows(wrong, "ada@weinheim.example"));
        CHECK_FALSE(Pages::shows(wrong, "geheimer Versuch"));
    }
    const auto refused = pages.post("/anmelden", {{"email", "ada@weinheim.example"}, {"passwort", std::string(good_password)}});
    CHECK(refused.status == 429);
    CHECK(refused.headers.has("Retry-After"));
    CHECK(Pages::shows(refused, "Sekunden"));
}

TEST_CASE_FIXTURE(Fixture, "a form without the token of its session is refused and changes nothing") {
    const std::string token = hall.signed_in(hall.clerk);
    for (const std::string& csrf : {std::string(), std::string("wrong"), pages.csrf(hall.signed_in(hall.outsider))}) {
        auto request = http::RequestBuilder(http::Method::post, "/konto")
                           .cookie(session_cookie, token)
                           .form("vorname", "Böse")
                           .form("nachname", "Absicht")
                           .form("sprache", "de")
                           .form(web::csrf_field, csrf)
                           .build();
        CHECK(pages.router.handle(request).status == 403);
    }
    auto foreign = http::RequestBuilder(http::Method::post, "/konto")
                       .cookie(session_cookie, token)
                       .header("Origin", "https://evil.example")
                       .form("vorname", "Böse")
                       .form("nachname", "Absicht")
                       .form("sprache", "de")
                       .form(web::csrf_field, pages.csrf(token))
                       .build();
    CHECK(pages.router.handle(foreign).status == 403);
    auto visitor =
        http::RequestBuilder(http::Method::post, "/anmelden").form("email", "ada@weinheim.example").form("passwort", good_password).build();
    CHECK(pages.router.handle(visitor).status == 403);
    CHECK(hall.count("SELECT count(*) FROM people WHERE first_name = 'Böse'") == 0);
}

TEST_CASE_FIXTURE(Fixture, "a session that ended takes its cookie along, a refusal by the server does not") {
    const std::string token = hall.signed_in(hall.clerk);
    const auto removes = [](const http::Response& response) {
        return std::any_of(response.cookies.begin(), response.cookies.end(), [](const http::Cookie& c) { return c.name == session_cookie; });
    };
    auto request = http::RequestBuilder(http::Method::get, "/konto").cookie(session_cookie, token).build();
    CHECK_FALSE(removes(pages.router.refuse(request, 503)));
    CHECK_FALSE(removes(pages.get("/konto", token)));
    hall.identity.sign_in.sign_out(hall.clerk, hall.identity.sessions.load(token)->id);
    CHECK(removes(pages.get("/konto", token)));
}

TEST_CASE_FIXTURE(Fixture, "a signed-in page loads its session without a statement when it is known") {
    const std::string token = hall.signed_in(hall.clerk);
    CHECK(hall.identity.sessions.load(token));
    // Gone from the table without a word to the cache: for a few seconds the cache answers. Every real end tells it.
    hall.database.in_transaction([&](Transaction& tx) { tx.execute("DELETE FROM sessions"); });
    CHECK(hall.identity.sessions.load(token));
    hall.identity.sessions.forget(hall.clerk.person);
    CHECK_FALSE(hall.identity.sessions.load(token));
}

TEST_CASE_FIXTURE(Fixture, "a sign-in in two steps asks for the code and offers the way back to the password") {
    const std::string token = hall.signed_in(hall.clerk);
    CHECK(Pages::shows(pages.get("/konto/zwei-faktor", token), "Einrichten"));
    CHECK(pages.post("/konto/zwei-faktor", {}, token).status == 303);
    const auto setting_up = pages.get("/konto/zwei-faktor", token);
    CHECK(Pages::shows(setting_up, "<svg class=\"kc-qr\""));
    CHECK(Pages::shows(setting_up, "aria-label=\"QR-Code"));
    const auto secret = hall.database.read([&](Session& s) { return *store::find_account(s, hall.clerk.person)->totp_secret; });
    const auto code = [&] { return totp_code(secret, hall.clock.now().time_since_epoch().count() / totp_step_seconds); };
    CHECK(pages.post("/konto/zwei-faktor/bestaetigung", {{"code", "12"}}, token).status == 422);
    const auto on = pages.post("/konto/zwei-faktor/bestaetigung", {{"code", code()}}, token);
    CHECK(on.status == 200);
    CHECK(Pages::shows(on, "Ersatzcodes"));
    hall.clock.advance(std::chrono::seconds{30});
    const auto first = pages.post("/anmelden", {{"email", "ada@weinheim.example"}, {"passwort", std::string(good_password)}, {"weiter", "/konto"}});
    CHECK(Pages::location(first) == "/anmelden/code?weiter=%2Fkonto");
    const std::string challenge = Pages::cookie(first, challenge_cookie);
    CHECK(Pages::cookie(first, session_cookie).empty());
    const auto wrong = pages.post("/anmelden/code", {{"code", "1"}}, {}, {{std::string(challenge_cookie), challenge}});
    CHECK(wrong.status == 422);
    const auto right = pages.post("/anmelden/code", {{"code", code()}, {"weiter", "/konto"}}, {}, {{std::string(challenge_cookie), challenge}});
    CHECK(Pages::location(right) == "/konto");
    CHECK_FALSE(Pages::cookie(right, session_cookie).empty());
    CHECK(Pages::location(pages.get("/anmelden/code")) == "/anmelden");
    CHECK(Pages::shows(pages.get("/konto/zwei-faktor", token), "10 Ersatzcodes"));
    CHECK(pages.post("/konto/zwei-faktor/abschaltung", {{"passwort", "falsch"}}, token).status == 422);
    CHECK(pages.post("/konto/zwei-faktor/abschaltung", {{"passwort", std::string(good_password)}}, token).status == 303);
}

TEST_CASE_FIXTURE(Fixture, "a forgotten password: the same page for every address, then a new one by the link") {
    const auto unknown = pages.post("/passwort-vergessen", {{"email", "nobody@weinheim.example"}});
    const auto known = pages.post("/passwort-vergessen", {{"email", "ada@weinheim.example"}});
    CHECK(unknown.status == 200);
    // Apart from the form token, which is masked anew on each page.
    const auto without_tokens = [](std::string text) {
        for (auto at = text.find("name=\"csrf\" value=\""); at != std::string::npos; at = text.find("name=\"csrf\" value=\"", at + 1)) {
            const auto begin = at + 19;
            text.erase(begin, text.find('"', begin) - begin);
        }
        return text;
    };
    CHECK(without_tokens(std::string(unknown.text())) == without_tokens(std::string(known.text())));
    const std::string link = "/passwort-neu/" + hall.mailed_token("ada@weinheim.example", "/passwort-neu/");
    const auto form = pages.get(link);
    CHECK(form.status == 200);
    CHECK(form.headers.get("Referrer-Policy") == "same-origin");
    const auto weak = pages.post(link, {{"passwort_neu", "Passwort2026!"}});
    CHECK(weak.status == 422);
    CHECK(Pages::shows(weak, "wird sehr oft benutzt"));
    CHECK(pages.post(link, {{"passwort_neu", "Wolken ziehen weiter"}}).status == 303);
    CHECK(pages.get(link).status == 404);
    CHECK(pages.post(link, {{"passwort_neu", "Noch eine Wolke mehr"}}).status == 404);
}

TEST_CASE_FIXTURE(Fixture, "an invitation shows who invites, sets the password and signs in") {
    const std::string token = hall.signed_in(hall.hr);
    CHECK(pages.get("/verwaltung/personen/neu", token).status == 200);
    const auto invited = pages.post("/verwaltung/personen/neu",
                                    {{"organisation", std::to_string(hall.town.value)},
                                     {"vorname", "<script>alert(1)</script>"},
                                     {"nachname", "O'Neill & Söhne"},
                                     {"email", "neu@weinheim.example"},
                                     {"sprache", "de"},
                                     {"rollen", "learner"},
                                     {"rollen", "supervisor"}},
                                    token);
    REQUIRE(invited.status == 303);
    const auto page = pages.get(Pages::location(invited), token);
    CHECK(page.status == 200);
    CHECK_FALSE(Pages::shows(page, "<script>alert"));
    CHECK(Pages::shows(page, "&lt;script&gt;"));
    CHECK(Pages::shows(page, "Führungskraft"));
    const std::string link = "/einladung/" + hall.mailed_token("neu@weinheim.example", "/einladung/");
    const auto form = pages.get(link);
    CHECK(Pages::shows(form, "Weinheim"));
    CHECK_FALSE(Pages::shows(form, "<script>alert"));
    const auto accepted = pages.post(link, {{"passwort_neu", "Wolken ziehen weiter"}});
    CHECK(accepted.status == 303);
    CHECK(pages.get("/konto", Pages::cookie(accepted, session_cookie)).status == 200);
    CHECK(pages.get(link).status == 404);
    CHECK(pages.get("/einladung/" + new_token()).status == 404);
}

TEST_CASE_FIXTURE(Fixture, "what is missing or wrong in a form is named at its field and nothing is created") {
    const std::string token = hall.signed_in(hall.hr);
    const auto people = hall.count("SELECT count(*) FROM people");
    const auto empty = pages.post("/verwaltung/personen/neu", {}, token);
    CHECK(empty.status == 422);
    CHECK(Pages::shows(empty, "href=\"#feld-email\""));
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"organisation", "x"}, {"vorname", std::string(101, 'a')}, {"nachname", "B"}, {"email", "keine"}, {"sprache", "fr"}, {"rollen", "emperor"}};
    const auto refused = pages.post("/verwaltung/personen/neu", wrong, token);
    CHECK(refused.status == 422);
    const auto taken = pages.post(
        "/verwaltung/personen/neu",
        {{"organisation", std::to_string(hall.town.value)}, {"vorname", "A"}, {"nachname", "B"}, {"email", "otto@mauer.example"}, {"sprache", "de"}},
        token);
    CHECK(taken.status == 409);
    CHECK(Pages::shows(taken, "schon ein Konto"));
    const auto foreign = pages.post("/verwaltung/personen/neu",
                                    {{"organisation", std::to_string(hall.other_town.value)},
                                     {"vorname", "A"},
                                     {"nachname", "B"},
                                     {"email", "x@mauer.example"},
                                     {"sprache", "de"}},
                                    token);
    CHECK(foreign.status == 404);
    CHECK(hall.count("SELECT count(*) FROM people") == people);
}

TEST_CASE_FIXTURE(Fixture, "other people's rows answer 404, pages of other roles 403") {
    const std::string hr = hall.signed_in(hall.hr), clerk = hall.signed_in(hall.clerk), supervisor = hall.signed_in(hall.supervisor);
    CHECK(pages.get(path_of(hall.clerk), hr).status == 200);
    CHECK(pages.get(path_of(hall.outsider), hr).status == 404);
    for (const char* action : {"", "/sperre", "/freigabe", "/einladung", "/rollen"}) {
        const auto answer =
            pages.post(path_of(hall.outsider) + action,
                       {{"vorname", "A"}, {"nachname", "B"}, {"email", "a@b.example"}, {"rolle", "learner"}, {"ab", "2026-03-02"}}, hr);
        CHECK(answer.status == 404);
    }
    CHECK(pages.get("/verwaltung/personen/999999", hr).status == 404);
    CHECK(pages.get("/verwaltung/personen/0", hr).status == 404);
    for (const char* page : {"/verwaltung/personen", "/verwaltung/personen/neu", "/verwaltung/personen/import", "/verwaltung/personen/export.csv",
                             "/verwaltung/organisation", "/verwaltung/organisationen"}) {
        CHECK(pages.get(page, clerk).status == 403);
    }
    CHECK(pages.get("/verwaltung/organisationen", hr).status == 403);
    CHECK(pages.get("/verwaltung/personen/neu", supervisor).status == 403);
    CHECK(pages.get(path_of(hall.clerk), supervisor).status == 404);
    CHECK(pages.get(path_of(hall.clerk), clerk).status == 404);
}

TEST_CASE_FIXTURE(Fixture, "the list shows the own organisation only, and to supervisors names without addresses") {
    const auto hr = pages.get("/verwaltung/personen", hall.signed_in(hall.hr));
    CHECK(hr.status == 200);
    CHECK(Pages::shows(hr, "Clerk, Ada"));
    CHECK(Pages::shows(hr, "ada@weinheim.example"));
    CHECK_FALSE(Pages::shows(hr, "Fremd"));
    const auto supervisor = pages.get("/verwaltung/personen", hall.signed_in(hall.supervisor));
    CHECK(Pages::shows(supervisor, "Clerk, Ada"));
    CHECK_FALSE(Pages::shows(supervisor, "ada@weinheim.example"));
    CHECK_FALSE(Pages::shows(supervisor, "/verwaltung/personen/neu"));
    const auto office = pages.get("/verwaltung/personen?suche=FREMD", hall.signed_in(hall.office));
    CHECK(Pages::shows(office, "Fremd, Otto"));
    CHECK_FALSE(Pages::shows(office, "Clerk, Ada"));
    CHECK(Pages::shows(pages.get("/verwaltung/personen?suche=%25&seite=abc&sortierung=neu", hall.signed_in(hall.office)), "Niemand gefunden"));
}

TEST_CASE_FIXTURE(Fixture, "the list of people is sorted through its heads, by address only for those who see addresses") {
    hall.account("zoe@weinheim.example", "Zoe", "Abel", hall.town, {Role::learner});
    const auto order = [&](const Viewer& viewer, const std::string& parameters, std::string_view first, std::string_view second) {
        const auto page = pages.get("/verwaltung/personen" + parameters, hall.signed_in(viewer));
        CHECK(page.status == 200);
        const auto a = page.text().find(first), b = page.text().find(second);
        REQUIRE(a != std::string_view::npos);
        REQUIRE(b != std::string_view::npos);
        return a < b;
    };
    CHECK(order(hall.hr, "", "Abel, Zoe", "Clerk, Ada"));
    CHECK(order(hall.hr, "?sortierung=name&richtung=ab", "Clerk, Ada", "Abel, Zoe"));
    CHECK(order(hall.hr, "?sortierung=email", "Clerk, Ada", "Abel, Zoe"));
    CHECK(order(hall.hr, "?sortierung=dienststelle", "Abel, Zoe", "Clerk, Ada"));
    CHECK(order(hall.office, "?sortierung=organisation", "Fremd, Otto", "Clerk, Ada"));
    CHECK(order(hall.supervisor, "?sortierung=email", "Abel, Zoe", "Clerk, Ada"));
    const auto page = pages.get("/verwaltung/personen?suche=weinheim&sortierung=email", hall.signed_in(hall.hr));
    CHECK(Pages::shows(page, "aria-sort=\"ascending\""));
    CHECK(Pages::shows(page, "suche=weinheim&amp;sortierung=email&amp;richtung=ab"));
}

TEST_CASE_FIXTURE(Fixture, "the summary of a refused form names each field") {
    const auto names = [](const http::Response& page, std::initializer_list<std::string_view> labels) {
        for (const auto label : labels) {
            INFO(page.text());
            INFO(label);
            CHECK(Pages::shows(page, "\">" + std::string(label) + ": "));
        }
    };
    const std::string clerk = hall.signed_in(hall.clerk), hr = hall.signed_in(hall.hr), office = hall.signed_in(hall.office);
    names(pages.post("/anmelden", {}), {"E-Mail-Adresse", "Passwort"});
    names(pages.post("/passwort-vergessen", {}), {"E-Mail-Adresse"});
    names(pages.post("/anmelden/code", {}, {}, {{std::string(challenge_cookie), "x"}}), {"Code"});
    names(pages.post("/konto", {{"sprache", "de"}}, clerk), {"Vorname", "Nachname"});
    names(pages.post("/konto/passwort", {}, clerk), {"Neues Passwort"});
    pages.post("/konto/zwei-faktor", {}, clerk);
    names(pages.post("/konto/zwei-faktor/bestaetigung", {}, clerk), {"Code"});
    names(pages.post("/verwaltung/personen/neu", {}, hr), {"Vorname", "Nachname", "E-Mail-Adresse"});
    names(pages.post(path_of(hall.clerk), {}, hr), {"Vorname", "Nachname", "E-Mail-Adresse"});
    names(pages.post("/verwaltung/personen/import", {}, office), {"Organisation", "Tabelle (CSV)"});
    names(pages.post(fmt::format("/verwaltung/organisation/{}/dienststellen", hall.town.value), {}, hr), {"Gilt ab"});
    names(pages.post("/verwaltung/organisationen", {}, office), {"Gilt ab"});
    names(pages.post(fmt::format("/verwaltung/organisationen/{}/name", hall.town.value), {}, office), {"Gilt ab"});
    hall.identity.sign_in.request_password_reset("ada@weinheim.example");
    names(pages.post("/passwort-neu/" + hall.mailed_token("ada@weinheim.example", "/passwort-neu/"), {}), {"Neues Passwort"});
}

TEST_CASE_FIXTURE(Fixture, "pages of a list follow each other without gaps") {
    for (int i = 0; i < 60; ++i) hall.account(fmt::format("p{}@weinheim.example", i), "P", fmt::format("Person{:02}", i), hall.town, {});
    const std::string token = hall.signed_in(hall.hr);
    const auto first = pages.get("/verwaltung/personen", token);
    CHECK(Pages::shows(first, "rel=\"next\""));
    CHECK_FALSE(Pages::shows(first, "rel=\"prev\""));
    CHECK(Pages::shows(first, "63"));
    const auto second = pages.get("/verwaltung/personen?seite=2", token);
    CHECK(Pages::shows(second, "rel=\"prev\""));
    CHECK(pages.get("/verwaltung/personen?seite=999999999999", token).status == 200);
}

TEST_CASE_FIXTURE(Fixture, "HR gives and ends roles, changes and blocks a person; each says what it did") {
    const std::string token = hall.signed_in(hall.hr);
    CHECK(pages.post(path_of(hall.clerk) + "/rollen", {{"rolle", "supervisor"}, {"ab", "2026-04-01"}, {"bis", "2026-03-31"}}, token).status == 422);
    CHECK(pages.post(path_of(hall.clerk) + "/rollen", {{"rolle", "office"}, {"ab", "2026-04-01"}}, token).status == 422);
    CHECK(pages.post(path_of(hall.clerk) + "/rollen", {{"rolle", "supervisor"}, {"ab", "1.4.2026"}}, token).status == 303);
    const auto page = pages.get(path_of(hall.clerk), token);
    CHECK(Pages::shows(page, "01.04.2026"));
    CHECK(pages
              .post(path_of(hall.clerk), {{"vorname", "Ada"}, {"nachname", "Neumann"}, {"email", "ada@weinheim.example"}, {"dienststelle", "999"}},
                    token)
              .status == 422);
    CHECK(pages.post(path_of(hall.clerk), {{"vorname", "Ada"}, {"nachname", "Neumann"}, {"email", "ada@weinheim.example"}}, token).status == 303);
    CHECK(Pages::shows(pages.get(path_of(hall.clerk), token), "Neumann"));
    CHECK(pages.post(path_of(hall.clerk) + "/sperre", {}, token).status == 303);
    CHECK(pages.post(path_of(hall.clerk) + "/sperre", {}, token).status == 409);
    CHECK(pages.post(path_of(hall.clerk) + "/freigabe", {}, token).status == 303);
    CHECK(pages.post(path_of(hall.hr) + "/sperre", {}, token).status == 422);
    CHECK(pages.post(path_of(hall.clerk) + "/einladung", {}, token).status == 409);
}

TEST_CASE_FIXTURE(Fixture, "sessions are listed and ended; foreign ones answer 404") {
    const std::string mine = hall.signed_in(hall.clerk), other = hall.signed_in(hall.clerk), foreign = hall.signed_in(hall.outsider);
    const auto list = pages.get("/konto/sitzungen", mine);
    CHECK(Pages::shows(list, "diese Sitzung"));
    CHECK(Pages::shows(list, "Alle anderen Sitzungen beenden"));
    const auto foreign_id = hall.identity.sessions.load(foreign)->id.value, other_id = hall.identity.sessions.load(other)->id.value;
    CHECK(pages.post(fmt::format("/konto/sitzungen/{}/ende", foreign_id), {}, mine).status == 404);
    CHECK(pages.post(fmt::format("/konto/sitzungen/{}/ende", other_id), {}, mine).status == 303);
    CHECK(pages.get("/konto", other).status == 303);
    CHECK(pages.post("/konto/sitzungen/andere/ende", {}, mine).status == 303);
    CHECK(pages.get("/konto", mine).status == 200);
}

TEST_CASE_FIXTURE(Fixture, "the account page changes name and language, and the password with the old one only") {
    const std::string token = hall.signed_in(hall.clerk);
    CHECK(pages.post("/konto", {{"vorname", "Ada"}, {"nachname", ""}, {"sprache", "de"}}, token).status == 422);
    CHECK(pages.post("/konto", {{"vorname", "Ada"}, {"nachname", "Lovelace"}, {"sprache", "en"}}, token).status == 303);
    CHECK(Pages::shows(pages.get("/konto", token), "Two-step sign-in"));
    CHECK(pages.get("/konto/passwort", token).status == 200);
    CHECK(pages.post("/konto/passwort", {{"passwort", "falsch"}, {"passwort_neu", "Wolken ziehen weiter"}}, token).status == 422);
    const auto changed = pages.post("/konto/passwort", {{"passwort", std::string(good_password)}, {"passwort_neu", "Wolken ziehen weiter"}}, token);
    CHECK(changed.status == 303);
    CHECK(pages.get("/konto", token).status == 303);
    CHECK(pages.get("/konto", Pages::cookie(changed, session_cookie)).status == 200);
}
