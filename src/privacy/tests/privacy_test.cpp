// SPDX-License-Identifier: EUPL-1.2
#include "http/request_builder.hpp"
#include "privacy/pages.hpp"
#include "tests/support/test_database.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::privacy;

namespace {

struct Deeds {
    std::vector<std::string> list;
};

class Source final : public PersonalDataSource {
public:
    Source(std::string name, Deeds& deeds, bool objects = false, bool fails = false)
        : name_(std::move(name)), deeds_(deeds), objects_(objects), fails_(fails) {}
    std::string_view name() const override { return name_; }
    std::string export_data(storage::Session&, PersonId person) override { return fmt::format(R"({{"of":{}}})", person.value); }
    void erase(storage::Transaction&, PersonId) override {
        deeds_.list.push_back("erase " + name_);
        if (fails_) throw std::runtime_error("broken");
    }
    std::optional<std::string> objection(storage::Transaction&, PersonId) override {
        return objects_ ? std::optional<std::string>("privacy.problem.wrong_password") : std::nullopt;
    }
    void erased(PersonId) override { deeds_.list.push_back("erased " + name_); }

private:
    std::string name_;
    Deeds& deeds_;
    bool objects_, fails_;
};

struct World {
    explicit World(storage::Database& db, bool objects = false, bool fails = false) : database(db) {
        std::vector<std::unique_ptr<PersonalDataSource>> sources;
        sources.push_back(std::make_unique<Source>("first", deeds));
        sources.push_back(std::make_unique<Source>("second", deeds, objects, fails));
        service = std::make_unique<PrivacyService>(
            db, clock, [](PersonId, std::string_view password) { return password == "richtig"; }, std::move(sources));
    }
    std::int64_t audits() {
        return database.read(
            [](storage::Session& s) { return s.get<std::int64_t>("SELECT count(*) FROM audit_log WHERE action = 'person.erased'"); });
    }
    storage::Database& database;
    FixedClock clock{Instant{std::chrono::seconds{1772438400}}};
    Deeds deeds;
    std::unique_ptr<PrivacyService> service;
};

}  // namespace

TEST_CASE("ID-60: data access gathers what every room knows in one document") {
    for (auto& database : test::databases()) {
        World world(*database);
        CHECK(
            world.service->export_all(PersonId{7}) ==
            R"({"format":"kommunalcampus.personal-data.1","exported_at":"2026-03-02T08:00:00Z","person":7,"data":{"first":{"of":7},"second":{"of":7}}})");
    }
}

TEST_CASE("ID-61: erasure asks for the password, then every room forgets, those further right first") {
    for (auto& database : test::databases()) {
        World world(*database);
        CHECK(world.service->erase(PersonId{7}, "falsch").error().error == ErasureError::wrong_password);
        CHECK(world.deeds.list.empty());
        REQUIRE(world.service->erase(PersonId{7}, "richtig"));
        CHECK(world.deeds.list == std::vector<std::string>{"erase second", "erase first", "erased first", "erased second"});
        CHECK(world.audits() == 1);
    }
}

TEST_CASE("an objection or a failure in one room leaves everything as it was") {
    for (auto& database : test::databases()) {
        World objecting(*database, true);
        CHECK(objecting.service->erase(PersonId{7}, "richtig").error().error == ErasureError::objection);
        CHECK(objecting.deeds.list.empty());
        World failing(*database, false, true);
        CHECK_THROWS(failing.service->erase(PersonId{7}, "richtig"));
        CHECK(failing.audits() == 0);
    }
}

TEST_CASE("the pages: download as a file, erasure in two steps with password and box") {
    auto database = test::sqlite_database();
    World world(**database);
    const web::Site site({.rooms = std::filesystem::path(KC_SOURCE_DIR) / "src", .secret = "for tests only"});
    http::Router router;
    register_pages(router, site, *world.service, {.session_cookie = "kc_session"});
    const auto send = [&](http::Method method, const char* path, const std::vector<std::pair<std::string, std::string>>& fields = {}) {
        http::RequestBuilder builder(method, path);
        builder.viewer({.person = PersonId{7}, .display_name = "Ada"});
        for (const auto& [name, value] : fields) builder.form(name, value);
        auto request = builder.build();
        return router.handle(request);
    };
    CHECK(send(http::Method::get, "/konto/daten").text().find("auskunft.json") != std::string::npos);
    const auto file = send(http::Method::get, "/konto/daten/auskunft.json");
    CHECK(file.headers.get("Content-Disposition").value().find("meine-daten.json") != std::string::npos);
    CHECK(send(http::Method::get, "/konto/loeschung").text().find("/konto/loeschung/bestaetigung") != std::string::npos);
    CHECK(send(http::Method::get, "/konto/loeschung/bestaetigung").status == 200);
    const auto unticked = send(http::Method::post, "/konto/loeschung/bestaetigung", {{"passwort", "richtig"}});
    CHECK(unticked.status == 422);
    CHECK(unticked.text().find("href=\"#feld-verstanden\"") != std::string::npos);
    const auto wrong = send(http::Method::post, "/konto/loeschung/bestaetigung", {{"passwort", "falsch"}, {"verstanden", "1"}});
    CHECK(wrong.status == 422);
    CHECK(world.deeds.list.empty());
    const auto gone = send(http::Method::post, "/konto/loeschung/bestaetigung", {{"passwort", "richtig"}, {"verstanden", "1"}});
    CHECK(gone.status == 200);
    CHECK(gone.text().find("gelöscht") != std::string::npos);
    CHECK(gone.cookies.size() == 1);
    CHECK(world.audits() == 1);
}
