// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/pages.hpp"
#include "http/request_builder.hpp"
#include "learning_history/tests/history_town.hpp"
#include "learning_history/verify_command.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

using namespace kc;
using namespace kc::learning_history;
using namespace kc::learning_history::test;
using http::Method;

namespace {

const std::string code = "ABCDE-FGHJK-MNPQR-STVWX";

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

const web::Site& site() {
    static const web::Site site([] {
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        return options;
    }());
    return site;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Pages {
    Pages() {
        from.fill(from.clerk);
        register_routes(router, {.site = site(), .database = to.database, .clock = to.clock, .history = *to.history, .issuers = to.issuers});
        register_routes(old_router,
                        {.site = site(), .database = from.database, .clock = from.clock, .history = *from.history, .issuers = from.issuers});
    }
    http::Response get(std::string_view path, const Viewer& viewer, Language language = Language::de) {
        auto request = http::RequestBuilder(Method::get, path).viewer(viewer).language(language).build();
        return router.handle(request);
    }
    http::Response get(std::string_view path) { return get(path, to.colleague); }
    http::Response post(http::Router& at, std::string_view path, const Fields& fields, const Viewer* viewer) {
        http::RequestBuilder builder(Method::post, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        if (viewer != nullptr) builder.viewer(*viewer);
        auto request = builder.build();
        return at.handle(request);
    }
    http::Response upload(std::string_view path, std::string_view content, const Fields& fields, const Viewer* viewer) {
        http::RequestBuilder builder(Method::post, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        builder.file("datei", "lernhistorie.jwt", "application/octet-stream", content);
        if (viewer != nullptr) builder.viewer(*viewer);
        auto request = builder.build();
        return router.handle(request);
    }
    http::Response api(Method method, std::string_view path, std::string_view body, const Viewer& viewer) {
        auto request = http::RequestBuilder(method, path).body(body).viewer(viewer).build();
        return router.handle(request);
    }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }

    std::unique_ptr<kc::test::TestDatabase> old_owner = kc::test::sqlite_database(), owner = kc::test::sqlite_database();
    HistoryTown from{**old_owner}, to{**owner, "https://neustadt.example", KeySeal("another database", "")};
    http::Router router, old_router;
};

}  // namespace

TEST_CASE("the page shows every line with a box, a code, and what is not ticked at first (LH-02, LH-05)") {
    Pages pages;
    auto request = http::RequestBuilder(Method::get, "/lernhistorie").viewer(pages.from.clerk).build();
    const auto page = pages.old_router.handle(request);
    CHECK(page.status == 200);
    for (const std::string part : {"E-Akte anlegen", "Akademie &lt;Nord&gt;", "Stufe 3", "Bestätigung", "erreicht: E-Akte 2", "name=\"code\""}) {
        CAPTURE(part);
        CHECK(contains(page.text(), part));
    }
    CHECK_FALSE(contains(page.text(), "value=\"test-conversation\" checked"));
    CHECK(contains(page.text(), "value=\"bestaetigt-teamwork\" checked"));
    CHECK(pages.get("/lernhistorie", pages.to.office()).status == 403);
    CHECK(contains(pages.get("/lernhistorie", pages.to.colleague, Language::en).text(), "Learning history"));
}

TEST_CASE("download answers the file as an attachment, the print page shows the same lines, and mistakes keep the code (LH-02)") {
    Pages pages;
    const auto& clerk = pages.from.clerk;
    const auto file = pages.post(pages.old_router, "/lernhistorie/datei", {{"code", code}, {"bestaetigt", "bestaetigt-teamwork"}}, &clerk);
    REQUIRE(file.status == 200);
    CHECK(file.headers.get("Content-Type").value_or("") == document_media_type);
    CHECK(contains(file.headers.get("Content-Disposition").value_or(""), "lernhistorie-2026-03-02.jwt"));
    CHECK(read_document(file.text())->entries.size() == 1);
    const auto print = pages.post(pages.old_router, "/lernhistorie/druck", {{"code", code}, {"bestaetigt", "bestaetigt-teamwork"}}, &clerk);
    CHECK(print.status == 200);
    CHECK(contains(print.text(), "Zusammenarbeit im Team"));
    CHECK_FALSE(contains(print.text(), "E-Akte anlegen"));
    const auto nothing = pages.post(pages.old_router, "/lernhistorie/datei", {{"code", code}}, &clerk);
    CHECK(nothing.status == 422);
    CHECK(contains(nothing.text(), code));
    CHECK(pages.post(pages.old_router, "/lernhistorie/druck", {{"code", code}, {"tests", "test-erfunden"}}, &clerk).status == 422);
    const auto used = pages.post(pages.old_router, "/lernhistorie/datei", {{"code", code}, {"tests", "test-conversation"}}, &clerk);
    CHECK(used.status == 422);
    CHECK_FALSE(contains(used.text(), code));  // a new one
    CHECK(pages.post(pages.old_router, "/lernhistorie/datei", {{"code", code}}, nullptr).status == 303);
}

TEST_CASE("upload, preview, consent and takeover in two steps; and the way back (LH-20, LH-25)") {
    Pages pages;
    const auto file = pages.from.export_of(pages.from.clerk, code);
    pages.to.trust(pages.from);
    const auto& viewer = pages.to.colleague;
    CHECK(pages.get("/lernhistorie/uebernahme").status == 200);
    CHECK(pages.upload("/lernhistorie/uebernahme", "", {{"code", code}}, &viewer).status == 422);
    CHECK(pages.upload("/lernhistorie/uebernahme", file, {}, &viewer).status == 422);
    CHECK(pages.upload("/lernhistorie/uebernahme", "Hallo", {{"code", code}}, &viewer).status == 422);
    const auto wrong = pages.upload("/lernhistorie/uebernahme", file, {{"code", "AAAAA-AAAAA-AAAAA-AAAAA"}}, &viewer);
    CHECK(wrong.status == 422);
    CHECK(contains(wrong.text(), "Der Code passt nicht"));
    const auto preview = pages.upload("/lernhistorie/uebernahme", file, {{"code", code}}, &viewer);
    REQUIRE(preview.status == 200);
    for (const std::string part :
         {"Stadt Altdorf", "kommt in Ihr Profil", "gilt hier als abgeschlossen", "bleibt als Historie stehen", "Einwilligen und übernehmen"}) {
        CAPTURE(part);
        CHECK(contains(preview.text(), part));
    }
    const Fields step{{"inhalt", file}, {"code", code}, {"zeilen", "0"}, {"zeilen", "2"}};
    CHECK(pages.post(pages.router, "/lernhistorie/uebernahme/bestaetigung", step, &viewer).status == 422);  // no consent
    auto agreed = step;
    agreed.insert(agreed.end(), {{"fassung", "1"}, {"sprache", "de"}});
    auto odd = agreed;
    odd.emplace_back("zeilen", "-7");
    CHECK(pages.post(pages.router, "/lernhistorie/uebernahme/bestaetigung", odd, &viewer).status == 422);
    CHECK(pages.post(pages.router, "/lernhistorie/uebernahme/bestaetigung", agreed, &viewer).status == 303);
    CHECK(pages.post(pages.router, "/lernhistorie/uebernahme/bestaetigung", agreed, &viewer).status == 303);  // twice
    CHECK(pages.to.count("SELECT count(*) FROM history_entries") == 2);
    const auto id = pages.to.history->find_own(viewer)->imports.front().id.value;
    CHECK(contains(pages.get("/lernhistorie").text(), "Stadt Altdorf"));
    CHECK(pages.get(fmt::format("/lernhistorie/uebernahmen/{}", id)).status == 200);
    CHECK(pages.get(fmt::format("/lernhistorie/uebernahmen/{}", id), pages.to.clerk).status == 404);
    CHECK(pages.get(fmt::format("/lernhistorie/uebernahmen/{}/ruecknahme", id)).status == 200);
    CHECK(contains(pages.upload("/lernhistorie/uebernahme", file, {{"code", code}}, &viewer).text(), "schon übernommen"));
    CHECK(pages.post(pages.router, fmt::format("/lernhistorie/uebernahmen/{}/ruecknahme", id), {}, &viewer).status == 303);
    CHECK(pages.to.count("SELECT count(*) FROM history_imports") == 0);
}

TEST_CASE("anybody checks a file without an account, and nothing is stored (LH-30)") {
    Pages pages;
    const auto file = pages.from.export_of(pages.from.clerk, code);
    auto request = http::RequestBuilder(Method::get, "/lernhistorie/pruefen").build();
    CHECK(pages.router.handle(request).status == 200);
    const auto unknown = pages.upload("/lernhistorie/pruefen", file, {}, nullptr);
    CHECK(unknown.status == 200);
    CHECK(contains(unknown.text(), "hier nicht bekannt"));
    pages.to.trust(pages.from);
    CHECK(contains(pages.upload("/lernhistorie/pruefen", file, {}, nullptr).text(), "hier anerkannt"));
    auto altered = file;
    altered[altered.find('.') + 40] ^= 1;
    CHECK(contains(pages.upload("/lernhistorie/pruefen", altered, {}, nullptr).text(), "wurde verändert"));
    CHECK(pages.upload("/lernhistorie/pruefen", std::string(document_bytes_max + 1, 'x'), {}, nullptr).status == 422);
    CHECK(pages.post(pages.router, "/lernhistorie/pruefen", {{"datei", file}}, nullptr).status == 422);
    CHECK(pages.to.count("SELECT (SELECT count(*) FROM history_imports) + (SELECT count(*) FROM history_exports)") == 0);
}

TEST_CASE("the office recognises and withdraws on its page; others see nothing of it (LH-14)") {
    Pages pages;
    (void)pages.from.export_of(pages.from.clerk, code);
    const auto office = pages.to.office();
    const auto jwk = PublicKey::of_stored(pages.from.history->own_keys().front().public_key).jwk();
    CHECK(pages.get("/vertrauensstellen").status == 403);
    CHECK(contains(pages.get("/vertrauensstellen", office).text(), "--seal-key-file"));  // LH-11
    CHECK(pages.post(pages.router, "/vertrauensstellen", {{"name", "Altdorf"}, {"schluessel", "x"}}, &office).status == 422);
    CHECK(pages.post(pages.router, "/vertrauensstellen", {{"name", "Altdorf"}, {"schluessel", jwk}}, &pages.to.clerk).status == 403);
    CHECK(pages.post(pages.router, "/vertrauensstellen", {{"name", "Altdorf"}, {"schluessel", jwk}}, &office).status == 303);
    CHECK(contains(pages.get("/vertrauensstellen", office).text(), "Altdorf"));
    const auto id = pages.to.issuers.list(office)->front().id.value;
    CHECK(pages.get(fmt::format("/vertrauensstellen/{}/ruecknahme", id), office).status == 200);
    CHECK(pages.post(pages.router, fmt::format("/vertrauensstellen/{}/ruecknahme", id), {}, &office).status == 303);
    CHECK(contains(pages.get("/vertrauensstellen", office).text(), "Nicht mehr anerkannt"));
}

TEST_CASE("JSON gives and takes the same histories, and the keys are public (LH-13)") {
    Pages pages;
    const auto file = pages.from.export_of(pages.from.clerk, code);
    pages.to.trust(pages.from);
    const auto& viewer = pages.to.colleague;
    const auto body = fmt::format(R"("document":"{}","code":"{}")", file, code);
    CHECK(pages.api(Method::post, "/api/v1/me/learning-history/previews", "{" + body + "}", viewer).status == 200);
    CHECK(pages.api(Method::post, "/api/v1/me/learning-history/imports", "{" + body + R"(,"lines":[0,1]})", viewer).status == 422);
    const auto taken =
        pages.api(Method::post, "/api/v1/me/learning-history/imports", "{" + body + R"(,"lines":[0,1,2],"consent_version":1})", viewer);
    CHECK(taken.status == 201);
    CHECK(pages.api(Method::post, "/api/v1/me/learning-history/imports", "{" + body + R"(,"lines":[0],"consent_version":1})", viewer).status == 200);
    const auto own = pages.api(Method::get, "/api/v1/me/learning-history", "", viewer);
    CHECK(contains(own.text(), "Stadt Altdorf"));
    const auto made = pages.api(Method::post, "/api/v1/me/learning-history/exports",
                                fmt::format(R"({{"lines":["einheit-{}"]}})", pages.to.e_file_unit.value), viewer);
    CHECK(made.status == 201);
    CHECK(contains(made.text(), "\"code\""));
    CHECK(pages.api(Method::post, "/api/v1/me/learning-history/exports", R"({"lines":[],"code":"x"})", viewer).status == 422);
    CHECK(pages.api(Method::post, "/api/v1/learning-history-checks", fmt::format(R"({{"document":"{}"}})", file), viewer).status == 200);
    CHECK(pages.api(Method::post, "/api/v1/learning-history-checks", R"({"document":"x"})", viewer).status == 422);
    const auto id = pages.to.history->find_own(viewer)->imports.front().id.value;
    CHECK(pages.api(Method::del, fmt::format("/api/v1/me/learning-history/imports/{}", id), "", viewer).status == 204);
    auto request = http::RequestBuilder(Method::get, "/.well-known/did.json").build();
    const auto did = pages.router.handle(request);
    CHECK(contains(did.text(), "did:web:neustadt.example"));
    CHECK(contains(did.text(), "publicKeyJwk"));
    CHECK(contains(pages.api(Method::get, "/api/v1/issuer-keys", "", viewer).text(), "Ed25519"));
    CHECK(pages.api(Method::get, "/api/v1/trusted-issuers", "", viewer).status == 403);
    CHECK(pages.api(Method::get, "/api/v1/trusted-issuers", "", pages.to.office()).status == 200);
}

TEST_CASE("the command checks a file without a server and says what it did not check (LH-31)") {
    Pages pages;
    const kc::test::TemporaryDirectory directory;
    const auto write = [&](const char* name, std::string_view content) {
        std::ofstream(directory.path() / name, std::ios::binary) << content;
        return directory.path() / name;
    };
    const auto file = write("historie.jwt", pages.from.export_of(pages.from.clerk, code) + "\n");
    const auto own = PublicKey::of_stored(pages.from.history->own_keys().front().public_key);
    const auto key = write("key.json", own.jwk());
    const auto other = write("other.txt", SigningKey::of_seed(std::string(32, 'x')).public_key().x());
    const auto run = [&](const VerifyCommand& command, storage::Database* database = nullptr) {
        std::ostringstream out, problems;
        const int code = run_verify(command, database, out, problems);
        return std::pair(code, out.str() + problems.str());
    };
    const auto alone = run({file, std::nullopt});
    CHECK(alone.first == 0);
    CHECK(contains(alone.second, "nicht geprüft"));
    CHECK(run({file, key}).first == 0);
    CHECK(run({file, other}).first == 1);
    CHECK(run({file, file}).first == 1);  // no key at all
    CHECK(run({file, std::nullopt}, &pages.from.database).first == 0);
    CHECK(run({file, std::nullopt}, &pages.to.database).first == 1);
    pages.to.trust(pages.from);
    CHECK(run({file, std::nullopt}, &pages.to.database).first == 0);
    CHECK(run({directory.path() / "nothing.jwt", std::nullopt}).first == 1);
    CHECK(run({write("empty.jwt", ""), std::nullopt}).first == 1);
    CHECK(run({write("large.jwt", std::string(document_bytes_max + 10, 'a')), std::nullopt}).first == 1);
}
