// SPDX-License-Identifier: EUPL-1.2
// Questions written in the browser and by programs (KP-18 …).
#include "http/request_builder.hpp"
#include "placement/item_store.hpp"
#include "placement/pages.hpp"
#include "placement/tests/placement_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::placement;
using namespace kc::placement::test;
using http::Method;

namespace {

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

Viewer with_role(const PlacementTown& town, Role role) {
    auto viewer = town.clerk;
    viewer.roles = {{role, town.town}};
    return viewer;
}

ItemEdit good(const PlacementTown& town) {
    return {.competence = town.competence("e-file"),
            .level = 3,
            .kind = ItemKind::single_choice,
            .question = " Was tun Sie zuerst? ",
            .explanation = "Darum.",
            .options = {{"Das", true}, {"Jenes", false}, {"Nichts", false}}};
}

using Fields = std::vector<std::pair<std::string, std::string>>;

struct ItemPages {
    ItemPages() {
        register_item_pages(router, site(), *town.items);
        register_item_api(router, site(), *town.items);
    }

    http::Response get(std::string_view path, const Viewer& viewer, Language language = Language::de) {
        auto request = http::RequestBuilder(Method::get, path).viewer(viewer).language(language).build();
        return router.handle(request);
    }
    http::Response get(std::string_view path) { return get(path, office); }
    http::Response post(std::string_view path, const Fields& fields) {
        http::RequestBuilder builder(Method::post, path);
        for (const auto& [name, value] : fields) builder.form(name, value);
        auto request = builder.viewer(office).build();
        return router.handle(request);
    }
    http::Response api(Method method, std::string_view path, std::string_view body, const Viewer& viewer) {
        auto request = http::RequestBuilder(method, path).body(body).viewer(viewer).build();
        return router.handle(request);
    }
    http::Response api(Method method, std::string_view path, std::string_view body = "{}") { return api(method, path, body, office); }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }

    std::unique_ptr<kc::test::TestDatabase> owner = kc::test::sqlite_database();
    PlacementTown town{**owner};
    Viewer office = with_role(town, Role::office);
    http::Router router;
    const Fields question{{"competence", "e-file"}, {"level", "3"},           {"kind", "single_choice"}, {"question", "Was tun Sie zuerst?"},
                          {"option_1", "Das"},      {"right_1", "1"},         {"option_2", "Jenes"},     {"option_3", "Nichts"},
                          {"statement", "true"},    {"explanation", "Darum."}};
};

}  // namespace

TEST_CASE("a question is written as a draft, asked once it is published, and counts for the test") {
    in_each_town([](PlacementTown& town) {
        const auto board = with_role(town, Role::board_member);
        const auto id = town.items->create(board, good(town));
        REQUIRE(id);
        const auto draft = *town.items->find(board, *id);
        CHECK(draft.slug == "e-file-3");  // "e-file-1" and "e-file-2" are taken
        CHECK(draft.question == "Was tun Sie zuerst?");
        CHECK(draft.state == ItemState::draft);
        CHECK(std::ranges::count(town.tests->testable(), town.competence("e-file")) == 0);
        REQUIRE(town.items->publish(board, *id, draft.revision));
        CHECK(town.items->publish(board, *id, draft.revision));  // sent twice
        CHECK(std::ranges::count(town.tests->testable(), town.competence("e-file")) == 1);
        CHECK(town.database.read([](storage::Session& session) {
            return session.get<std::int64_t>("SELECT count(*) FROM audit_log WHERE action IN ('placement_item.added', 'placement_item.published')");
        }) == 2);
    });
}

TEST_CASE("a published version never changes: editing it writes the next one, which replaces it when it is published") {
    in_each_town([](PlacementTown& town) {
        const auto office = with_role(town, Role::office);
        const auto first = *town.items->create(office, good(town));
        REQUIRE(town.items->publish(office, first, 1));
        auto edit = good(town);
        edit.question = "Was tun Sie danach?";
        const auto second = town.items->save(office, first, edit, 1);
        REQUIRE(second);
        CHECK(*second != first);
        CHECK(town.items->find(office, first)->question == "Was tun Sie zuerst?");
        CHECK(town.items->find(office, *second)->version == 2);
        CHECK(town.items->save(office, first, edit, 1).error().error == ItemError::draft_open);
        REQUIRE(town.items->publish(office, *second, 1));
        CHECK(town.items->find(office, first)->state == ItemState::outdated);
        REQUIRE(town.items->outdate(office, *second));
        CHECK(town.items->outdate(office, *second));  // sent twice
        const auto third = town.items->save(office, *second, edit, 1);
        REQUIRE(third);
        CHECK(town.items->find(office, *third)->version == 3);
        CHECK(town.items->outdate(office, *third).error() == ItemError::not_asked);
        CHECK(town.items->discard(office, *second).error() == ItemError::not_a_draft);
        REQUIRE(town.items->discard(office, *third));
        CHECK(town.items->find(office, *third).error() == ItemError::item_not_found);
        CHECK(town.items->publish(office, *second, 1).error().error == ItemError::not_a_draft);
    });
}

TEST_CASE("a draft that somebody else saved meanwhile is not overwritten unseen, nor published unread") {
    in_each_town([](PlacementTown& town) {
        const auto office = with_role(town, Role::office);
        const auto id = *town.items->create(office, good(town));
        auto edit = good(town);
        edit.level = 4;
        REQUIRE(town.items->save(office, id, edit, 1));
        CHECK(town.items->find(office, id)->revision == 2);
        CHECK(town.items->save(office, id, good(town), 1).error().error == ItemError::changed_meanwhile);
        CHECK(town.items->publish(office, id, 1).error().error == ItemError::changed_meanwhile);
        CHECK(town.items->publish(office, id, 2));
    });
}

TEST_CASE("what is not complete stays a draft and says field and remedy; what is impossible is not stored at all") {
    in_each_town([](PlacementTown& town) {
        const auto office = with_role(town, Role::office);
        auto edit = good(town);
        edit.options = {{"Das", true}, {"Das", true}};
        edit.explanation.clear();
        const auto id = *town.items->create(office, edit);
        const auto refused = town.items->publish(office, id, 1);
        REQUIRE_FALSE(refused);
        std::vector<std::string> fields;
        for (const auto& problem : refused.error().problems) fields.push_back(problem.field);
        CHECK(fields == std::vector<std::string>{"explanation", "option_1", "option_1", "option_2"});
        auto impossible = good(town);
        impossible.level = 9;
        impossible.question = std::string(question_max + 1, 'x');
        CHECK(town.items->create(office, impossible).error().problems.size() == 2);
        impossible = good(town);
        impossible.competence = CompetenceId{999};
        CHECK(town.items->create(office, impossible).error().problems.front().field == "competence");
    });
}

TEST_CASE("only office and board write questions") {
    in_each_town([](PlacementTown& town) {
        const auto office = with_role(town, Role::office);
        const auto id = *town.items->create(office, good(town));
        for (const auto& viewer : {town.clerk, town.boss, with_role(town, Role::provider_editor)}) {
            CHECK(town.items->list(viewer, {}).error() == ItemError::not_permitted);
            CHECK(town.items->find(viewer, id).error() == ItemError::not_permitted);
            CHECK(town.items->create(viewer, good(town)).error().error == ItemError::not_permitted);
            CHECK(town.items->save(viewer, id, good(town), 1).error().error == ItemError::not_permitted);
            CHECK(town.items->publish(viewer, id, 1).error().error == ItemError::not_permitted);
            CHECK(town.items->outdate(viewer, id).error() == ItemError::not_permitted);
            CHECK(town.items->discard(viewer, id).error() == ItemError::not_permitted);
        }
    });
}

TEST_CASE("a file of questions leaves drafts alone and goes on with the next version") {
    in_each_town([](PlacementTown& town) {
        const auto office = with_role(town, Role::office);
        const auto rows = *town.items->list(office, {.competence = town.competence("e-file"), .state = ItemState::published});
        REQUIRE(rows.size() == 2);
        const auto draft = *town.items->save(office, rows.front().id, good(town), 1);
        auto content = item(rows.front().slug, "e-file", 2);
        const auto written = town.database.in_transaction(
            [&](storage::Transaction& transaction) { return write_placement_items(transaction, {content}, town.clock.now()); });
        CHECK(written.changed == 1);
        CHECK(town.items->find(office, draft)->state == ItemState::draft);
        const auto versions = *town.items->versions(office, rows.front());
        CHECK(versions.size() == 3);
        CHECK(versions.front().version == 3);
        CHECK(versions.front().state == ItemState::published);
    });
}

TEST_CASE("the pages lead from the list over draft and preview to the published question") {
    ItemPages pages;
    const auto overview = pages.get("/pruefungsaufgaben");
    CHECK(contains(overview.text(), "Noch kein Test"));
    CHECK(contains(pages.get("/pruefungsaufgaben?kompetenz=e-file").text(), "Frage e-file-1?"));
    CHECK(contains(pages.get("/pruefungsaufgaben?zustand=draft").text(), "Gefunden: 0"));
    CHECK(contains(pages.get("/pruefungsaufgaben/neu?kompetenz=e-file", pages.office, Language::en).text(), "New test question"));
    const auto created = pages.post("/pruefungsaufgaben/neu", pages.question);
    REQUIRE(created.status == 303);
    const auto path = pages.location(created);
    const auto page = pages.get(path);
    CHECK(contains(page.text(), "So sehen Beschäftigte die Frage"));
    CHECK(contains(page.text(), "type=\"radio\""));
    CHECK(contains(page.text(), "Jetzt veröffentlichen"));
    CHECK(contains(pages.get(path + "/bearbeiten").text(), "value=\"Jenes\""));
    CHECK(pages.post(path + "/veroeffentlichung", {{"revision", "1"}}).status == 303);
    CHECK(contains(pages.get(path).text(), "Neue Fassung schreiben"));
    CHECK(contains(pages.get(path + "/veraltet").text(), "Nicht mehr stellen"));
    CHECK(pages.get(path + "/verwerfen").status == 409);
    CHECK(pages.post(path + "/veraltet", {}).status == 303);
    CHECK(contains(pages.get(path).text(), "wird nicht mehr gestellt"));
    const auto next = pages.post(path + "/bearbeiten", pages.question);
    CHECK(next.status == 303);
    CHECK(contains(pages.get(pages.location(next) + "/verwerfen").text(), "Entwurf verwerfen"));
    CHECK(pages.location(pages.post(pages.location(next) + "/verwerfen", {})) == "/pruefungsaufgaben?kompetenz=e-file");
    CHECK(pages.get(pages.location(next)).status == 404);
    CHECK(pages.get("/pruefungsaufgaben", pages.town.clerk).status == 403);
}

TEST_CASE("the form names what is wrong at its field and keeps what was typed") {
    ItemPages pages;
    auto fields = pages.question;
    fields[0].second = "nichts";
    fields[3].second = "";
    fields.push_back({"right_6", "1"});
    const auto refused = pages.post("/pruefungsaufgaben/neu", fields);
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "Diese Kompetenz gibt es nicht"));
    CHECK(contains(refused.text(), "Zu diesem Häkchen fehlt die Antwort"));
    CHECK(contains(refused.text(), "value=\"Jenes\""));
    fields = pages.question;
    fields[2].second = "true_false";
    CHECK(contains(pages.post("/pruefungsaufgaben/neu", fields).text(), "bleiben die Antworten leer"));
    std::erase_if(fields, [](const auto& field) { return field.first.starts_with("option_") || field.first.starts_with("right_"); });
    const auto path = pages.location(pages.post("/pruefungsaufgaben/neu", fields));
    CHECK(contains(pages.get(path).text(), "Stimmt nicht"));
    // Two editors: the second one sees that somebody was faster, with the own words still there.
    auto mine = fields;
    mine[3].second = "Meine Frage?";
    mine.push_back({"revision", "1"});
    CHECK(pages.post(path + "/bearbeiten", mine).status == 303);
    mine[3].second = "Noch eine Frage?";
    const auto conflict = pages.post(path + "/bearbeiten", mine);
    CHECK(conflict.status == 409);
    CHECK(contains(conflict.text(), "Noch eine Frage?"));
}

TEST_CASE("each kind of question is shown as learners see it") {
    ItemPages pages;
    for (const auto kind : {"multiple_choice", "ordering"}) {
        auto fields = pages.question;
        fields[2].second = kind;
        const auto page = pages.get(pages.location(pages.post("/pruefungsaufgaben/neu", fields)));
        CHECK(contains(page.text(), std::string_view(kind) == "ordering" ? "an 1. Stelle" : "type=\"checkbox\""));
    }
}

TEST_CASE("programs write questions by the same rules") {
    ItemPages pages;
    const std::string body =
        R"({"competence":"e-file","level":3,"kind":"single_choice","question":"Was?","options":[{"text":"A","right":true},{"text":"B"},{"text":"C"}]})";
    const auto created = pages.api(Method::post, "/api/v1/placement-items", body);
    REQUIRE(created.status == 201);
    CHECK(contains(created.text(), R"("field":"explanation")"));
    const auto id = (*pages.town.items->list(pages.office, {.state = ItemState::draft})).front().id;
    const auto path = fmt::format("/api/v1/placement-items/{}", id.value);
    CHECK(pages.api(Method::post, path + "/publication", R"({"revision":1})").status == 422);
    auto full = body;
    full.insert(full.size() - 1, R"(,"explanation":"Darum.","revision":1)");
    CHECK(pages.api(Method::put, path, full).status == 200);
    CHECK(pages.api(Method::put, path, full).status == 409);
    CHECK(pages.api(Method::post, path + "/publication", R"({"revision":2})").status == 200);
    CHECK(contains(pages.api(Method::get, "/api/v1/placement-items?competence=e-file&state=published").text(), "Darum."));
    CHECK(pages.api(Method::get, "/api/v1/placement-items?state=gelb").status == 422);
    CHECK(pages.api(Method::del, path).status == 409);
    CHECK(pages.api(Method::post, path + "/outdating").status == 200);
    CHECK(pages.api(Method::get, path, "{}", pages.town.clerk).status == 403);
    CHECK(pages.api(Method::post, "/api/v1/placement-items", R"({"competence":"x","level":9,"options":[{"text":""}]})").status == 422);
}
