// SPDX-License-Identifier: EUPL-1.2
#include "reflection/card_seal.hpp"
#include "reflection/pages.hpp"
#include "reflection/personal_data.hpp"
#include "reflection/service.hpp"

#include "consent/ask.hpp"
#include "http/request_builder.hpp"
#include "tests/support/test_database.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::reflection;
using http::Method;

namespace {

constexpr Instant monday = std::chrono::sys_days{std::chrono::year{2026} / std::chrono::March / 2} + std::chrono::hours{8};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Two clerks of one town and their supervisor.
struct Office {
    explicit Office(storage::Database& used) : database(used) {
        database.in_transaction([&](storage::Transaction& tx) {
            organisation =
                tx.get<OrganisationId>("INSERT INTO organisations (slug, kind, created_at) VALUES ('weinheim', 'municipality', 0) RETURNING id");
            for (auto* viewer : {&clerk, &colleague, &supervisor}) {
                viewer->person = tx.get<PersonId>(
                    "INSERT INTO people (organisation_id, email, first_name, last_name, state, created_at) VALUES (?, ?, 'A', 'B', 'active', 0) "
                    "RETURNING id",
                    organisation, std::to_string(++made) + "@weinheim.example");
                viewer->organisation = organisation;
                viewer->roles = {{Role::learner, organisation}};
            }
            supervisor.roles = {{Role::supervisor, organisation}, {Role::hr_decision_maker, organisation}, {Role::office, organisation}};
        });
        connect_consent(consents, seal);
        for (const auto* viewer : {&clerk, &colleague}) require(agree(*viewer).has_value());
    }
    Result<void, consent::ConsentError> agree(const Viewer& viewer) {
        return consents.give(viewer, {consent::reflection_card, 1, Language::de, "/reflexion"});
    }
    std::int64_t count(std::string_view sql) {
        return database.read([&](storage::Session& session) { return session.get<std::int64_t>(sql); });
    }

    storage::Database& database;
    OrganisationId organisation;
    Viewer clerk, colleague, supervisor;
    FixedClock clock{monday};
    CardSeal seal{"secret of the installation"};
    consent::ConsentService consents{database, clock, consent::ConsentTexts::load(std::string(KC_SOURCE_DIR) + "/config/consents")};
    ReflectionService reflection{database, clock, seal, consents};
    int made = 0;
};

const std::vector<Answer> first_answers{{Question::surroundings, 1, "Am Fenster, mit Tür zu."}, {Question::depth, 3, ""}};

std::string file_text(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("every question belongs to one area, and five areas have two to four each") {
    std::size_t all = 0;
    for (auto area = std::optional(Area::work); area; area = next_area(*area)) {
        const auto questions = questions_of(*area);
        CHECK(questions.size() >= 2);
        CHECK(questions.size() <= 4);
        all += questions.size();
        CHECK(area_named(boost::describe::enum_to_string(*area, "")) == area);
    }
    CHECK(all == 14);
    CHECK_FALSE(area_named("strengths"));
}

TEST_CASE("a sealed card opens for its person alone and looks like any other (PR-06)") {
    const CardSeal seal("secret");
    const Card small{{{Question::surroundings, 2, ""}}};
    Card large = small;
    large.answers.front().note = std::string(400, 'x');
    const auto sealed = seal.seal(PersonId{7}, small);
    CHECK(seal.open(PersonId{7}, sealed) == small);
    CHECK(sealed.size() == seal.seal(PersonId{7}, large).size());
    CHECK(sealed != seal.seal(PersonId{7}, small));
    CHECK_FALSE(seal.open(PersonId{8}, sealed));
    CHECK_FALSE(CardSeal("another").open(PersonId{7}, sealed));
    auto changed = sealed;
    changed.back() ^= std::byte{1};
    CHECK_FALSE(seal.open(PersonId{7}, changed));
    CHECK_FALSE(seal.open(PersonId{7}, {}));
    CHECK_FALSE(parse_card("[]"));
    CHECK(parse_card(R"({"answers":[{"question":"no_longer_asked","position":2,"note":""}]})")->answers.empty());
}

TEST_CASE("answers are kept per area, changed and left out again (PR-01)") {
    for (auto& database : test::databases()) {
        Office office(*database);
        CHECK_FALSE(office.reflection.find_own(office.clerk)->saved_on);
        REQUIRE(office.reflection.answer(office.clerk, Area::work, first_answers));
        REQUIRE(office.reflection.answer(office.clerk, Area::learning, {{Question::learning_start, 5, ""}}));
        auto own = *office.reflection.find_own(office.clerk);
        CHECK(own.saved_on == office.clock.today());
        CHECK(own.card.answers.size() == 3);
        CHECK(own.card.find(Question::surroundings)->note == "Am Fenster, mit Tür zu.");
        REQUIRE(office.reflection.answer(office.clerk, Area::work, {{Question::surroundings, 0, ""}}));
        CHECK(office.reflection.find_own(office.clerk)->card.answers.size() == 1);
        CHECK(office.reflection.answer(office.clerk, Area::work, {{Question::depth, 6, ""}}).error() == ReflectionError::invalid_answer);
        CHECK(office.reflection.answer(office.clerk, Area::work, {{Question::depth, 1, std::string(501, 'x')}}).error() ==
              ReflectionError::invalid_answer);
    }
}

TEST_CASE("nobody but the person reaches the card, and nothing says that there is one (PR-02, PR-05)") {
    for (auto& database : test::databases()) {
        Office office(*database);
        REQUIRE(office.reflection.answer(office.clerk, Area::work, first_answers));
        CHECK(office.reflection.find_own(office.supervisor).error() == ReflectionError::not_permitted);
        CHECK(office.reflection.answer(office.supervisor, Area::work, {}).error() == ReflectionError::not_permitted);
        CHECK(office.reflection.erase(office.supervisor).error() == ReflectionError::not_permitted);
        CHECK(office.reflection.keep_history(office.supervisor, true).error() == ReflectionError::not_permitted);
        CHECK_FALSE(office.reflection.find_own(office.colleague)->saved_on);
        CHECK(office.count("SELECT COUNT(*) FROM audit_log WHERE action <> 'consent.given' OR details <> '{}'") == 0);
        CHECK(office.count("SELECT COUNT(*) FROM change_log") == 0);
        // A row put into a colleague's place stays closed.
        office.database.in_transaction([&](storage::Transaction& tx) {
            tx.execute("INSERT INTO reflection_cards (person_id, sealed, saved_on) SELECT ?, sealed, saved_on FROM reflection_cards",
                       office.colleague.person);
        });
        CHECK_FALSE(office.reflection.find_own(office.colleague)->readable);
        CHECK(office.reflection.answer(office.colleague, Area::work, first_answers).error() == ReflectionError::unreadable);
        CHECK(office.reflection.erase(office.colleague));
        CHECK(office.reflection.answer(office.colleague, Area::work, first_answers));
        office.database.in_transaction(
            [&](storage::Transaction& tx) { tx.execute("UPDATE people SET state = 'blocked' WHERE id = ?", office.clerk.person); });
        CHECK(office.reflection.answer(office.clerk, Area::work, {}).error() == ReflectionError::not_permitted);
    }
}

TEST_CASE("earlier versions are kept only on request, one a day, twelve at most (PR-07)") {
    for (auto& database : test::databases()) {
        Office office(*database);
        CHECK(office.reflection.keep_history(office.clerk, true).error() == ReflectionError::no_card);
        REQUIRE(office.reflection.answer(office.clerk, Area::work, first_answers));
        office.clock.advance(std::chrono::days{1});
        REQUIRE(office.reflection.answer(office.clerk, Area::work, {{Question::depth, 5, ""}}));
        CHECK(office.count("SELECT COUNT(*) FROM reflection_history") == 0);
        REQUIRE(office.reflection.keep_history(office.clerk, true));
        for (int day = 2; day < 17; ++day) {
            office.clock.advance(std::chrono::days{1});
            REQUIRE(office.reflection.answer(office.clerk, Area::work, {{Question::depth, 1 + day % 2, ""}}));
            REQUIRE(office.reflection.answer(office.clerk, Area::work, {{Question::depth, 4 + day % 2, ""}}));
        }
        const auto own = *office.reflection.find_own(office.clerk);
        CHECK(own.former.size() == former_cards_max);
        CHECK(own.former.front().saved_on > own.former.back().saved_on);
        REQUIRE(office.reflection.keep_history(office.clerk, false));
        CHECK(office.count("SELECT COUNT(*) FROM reflection_history") == 0);
    }
}

TEST_CASE("the card is part of the own data and gone with the account (PR-04, PR-08)") {
    for (auto& database : test::databases()) {
        Office office(*database);
        REQUIRE(office.reflection.answer(office.clerk, Area::work, first_answers));
        ReflectionPersonalData data(office.seal);
        const auto text = office.database.read([&](storage::Session& session) { return data.export_data(session, office.clerk.person); });
        CHECK(contains(text, "Am Fenster"));
        CHECK(contains(office.database.read([&](storage::Session& session) { return data.export_data(session, office.colleague.person); }),
                       R"("card":null)"));
        office.database.in_transaction([&](storage::Transaction& tx) { data.erase(tx, office.clerk.person); });
        CHECK(office.count("SELECT COUNT(*) FROM reflection_cards") == 0);
    }
}

TEST_CASE("nothing is noted without consent, and a withdrawal deletes the card after saying what it holds (PR-09, EW-24)") {
    for (auto& database : test::databases()) {
        Office office(*database);
        const auto withdraw = [&] { return office.consents.withdraw(office.clerk, consent::reflection_card, "/datenschutz/einwilligungen"); };
        const auto effects = [&] { return office.consents.find_own(office.clerk, consent::reflection_card)->effects; };
        CHECK(effects().empty());
        REQUIRE(office.reflection.answer(office.clerk, Area::work, first_answers));
        REQUIRE(office.reflection.keep_history(office.clerk, true));
        office.clock.advance(std::chrono::days{1});
        REQUIRE(office.reflection.answer(office.clerk, Area::learning, {{Question::learning_start, 5, ""}}));
        REQUIRE(office.reflection.answer(office.colleague, Area::work, first_answers));
        REQUIRE(effects().size() == 2);
        CHECK(effects().front().numbers == std::vector<std::pair<std::string, std::int64_t>>{{"answers", 3}, {"notes", 1}});
        CHECK(effects().back().numbers.front().second == 1);
        REQUIRE(withdraw());
        CHECK(office.count("SELECT COUNT(*) FROM reflection_cards") == 1);
        CHECK(office.count("SELECT COUNT(*) FROM reflection_history") == 0);
        CHECK_FALSE(office.reflection.find_own(office.clerk)->consented);
        CHECK(office.reflection.answer(office.clerk, Area::work, first_answers).error() == ReflectionError::no_consent);
        CHECK(office.count("SELECT COUNT(*) FROM audit_log WHERE details <> '{}'") == 0);
        REQUIRE(office.agree(office.clerk));
        REQUIRE(office.reflection.answer(office.clerk, Area::work, first_answers));
        office.database.in_transaction([&](storage::Transaction& tx) { tx.execute("DELETE FROM consents"); });  // a card of before
        CHECK(office.reflection.keep_history(office.clerk, true).error() == ReflectionError::no_consent);
        CHECK(office.reflection.keep_history(office.clerk, false));
        CHECK(office.reflection.find_own(office.clerk)->card.answers.size() == 2);
        CHECK(office.reflection.erase(office.clerk));
    }
}

TEST_CASE("no other room includes this one or names its tables (PR-02)") {
    const std::filesystem::path source = std::filesystem::path(KC_SOURCE_DIR) / "src";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source)) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".hpp") continue;
        const auto room = std::filesystem::relative(entry.path(), source).begin()->string();
        if (room == "reflection") continue;
        CAPTURE(entry.path().string());
        const auto text = file_text(entry.path());
        CHECK_FALSE(contains(text, std::string("reflection") + "_cards"));
        CHECK_FALSE(contains(text, std::string("reflection") + "_history"));
        if (room != "app") CHECK_FALSE(contains(text, "#include \"reflection/"));
    }
}

TEST_CASE("the pages lead through all questions, show the card in words and erase it after a question") {
    static const web::Site site([] {
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        return options;
    }());
    auto database = test::sqlite_database();
    Office office(**database);
    http::Router router;
    register_routes(router, site, office.reflection, office.consents);
    const auto send = [&](Method method, std::string_view path, const Viewer& viewer,
                          const std::vector<std::pair<std::string, std::string>>& fields = {}) {
        http::RequestBuilder builder(method, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        auto request = builder.viewer(viewer).build();
        return router.handle(request);
    };
    auto page = send(Method::get, "/reflexion", office.clerk);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Nur Sie sehen diese Karte."));
    CHECK(contains(page.text(), "/reflexion/fragen/work"));
    CHECK(page.headers.get("Cache-Control") == "no-store");

    page = send(Method::get, "/reflexion/fragen/work", office.clerk);
    CHECK(contains(page.text(), "Ich arbeite am besten in Ruhe."));
    CHECK(contains(page.text(), "Teil 1 von 5"));
    page = send(Method::post, "/reflexion/fragen/work", office.clerk,
                {{"surroundings", "2"}, {"surroundings_note", "Morgens <vor> acht"}, {"depth", "3"}, {"weiter", "1"}});
    CHECK(page.status == 303);
    CHECK(page.headers.get("Location") == "/reflexion/fragen/energy");
    CHECK(send(Method::post, "/reflexion/fragen/learning", office.clerk, {{"learning_start", "5"}}).headers.get("Location") == "/reflexion");
    page = send(Method::get, "/reflexion", office.clerk);
    CHECK(contains(page.text(), "Eher: Ich arbeite am besten in Ruhe."));
    CHECK(contains(page.text(), "Beides gleich."));
    CHECK(contains(page.text(), "Ich beginne mit dem Überblick."));
    CHECK(contains(page.text(), "Morgens &lt;vor&gt; acht"));

    CHECK(send(Method::post, "/reflexion/fragen/work", office.clerk, {{"depth", "9"}}).status == 422);
    CHECK(send(Method::post, "/reflexion/fragen/work", office.clerk, {{"depth_note", std::string(501, 'x')}}).status == 422);
    CHECK(send(Method::get, "/reflexion/fragen/strengths", office.clerk).status == 404);
    CHECK(send(Method::post, "/reflexion/fragen/strengths", office.clerk).status == 404);
    CHECK(send(Method::get, "/reflexion", office.supervisor).status == 403);
    CHECK(send(Method::get, "/reflexion/fragen/work", office.supervisor).status == 403);
    CHECK(contains(send(Method::get, "/reflexion", office.colleague).text(), "Beginnen"));

    CHECK(send(Method::post, "/reflexion/verlauf", office.clerk, {{"verlauf", "1"}}).status == 303);
    CHECK(contains(send(Method::get, "/reflexion", office.clerk).text(), "Nicht mehr aufbewahren"));
    CHECK(contains(send(Method::get, "/reflexion/loeschung", office.clerk).text(), "Reflexionskarte löschen?"));
    CHECK(send(Method::post, "/reflexion/loeschung", office.clerk).status == 303);
    CHECK(contains(send(Method::get, "/reflexion", office.clerk).text(), "Beginnen"));
    CHECK(send(Method::post, "/reflexion/verlauf", office.clerk, {{"verlauf", "1"}}).status == 404);
}

TEST_CASE("the page asks with the text before the first question, and shows an old card without asking for more") {
    static const web::Site site([] {
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        return options;
    }());
    auto database = test::sqlite_database();
    Office office(**database);
    http::Router router;
    register_routes(router, site, office.reflection, office.consents);
    const auto send = [&](Method method, std::string_view path, const std::vector<std::pair<std::string, std::string>>& fields = {}) {
        http::RequestBuilder builder(method, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        auto request = builder.viewer(office.clerk).build();
        return router.handle(request);
    };
    REQUIRE(office.reflection.answer(office.clerk, Area::work, first_answers));
    office.database.in_transaction([&](storage::Transaction& tx) { tx.execute("DELETE FROM consents"); });
    auto page = send(Method::get, "/reflexion");
    CHECK(contains(page.text(), "Einwilligen und beginnen"));
    CHECK(contains(page.text(), "Am Fenster, mit Tür zu."));
    CHECK_FALSE(contains(page.text(), "/reflexion/fragen/"));
    CHECK(send(Method::get, "/reflexion/fragen/work").headers.get("Location") == "/reflexion");
    CHECK(send(Method::post, "/reflexion/fragen/work", {{"depth", "3"}}).status == 409);
    CHECK(send(Method::post, "/reflexion/einwilligung").headers.get("Location") == "/reflexion");
    CHECK(send(Method::post, "/reflexion/einwilligung", {{"fassung", "1"}, {"sprache", "de"}}).headers.get("Location") == "/reflexion/fragen/work");
    CHECK_FALSE(contains(send(Method::get, "/reflexion").text(), "Einwilligen"));
    office.clerk.roles = office.supervisor.roles;
    CHECK(send(Method::post, "/reflexion/einwilligung", {{"fassung", "1"}, {"sprache", "de"}}).status == 403);
}
