// SPDX-License-Identifier: EUPL-1.2
#include "identity/tests/hall.hpp"

using namespace kc;
using namespace kc::identity;

namespace {

struct Tree {
    explicit Tree(storage::Database& database) : hall(database), organisations(hall.identity.organisations), today(hall.clock.today()) {
        office = organisations.add_department(hall.hr, hall.town, "Hauptamt", std::nullopt, add_days(today, -30)).value();
        team = organisations.add_department(hall.hr, hall.town, "Team Post", office, add_days(today, -30)).value();
        desk = organisations.add_department(hall.hr, hall.town, "Pforte", team, add_days(today, -30)).value();
    }
    std::optional<std::string> name(DepartmentId id, Date day) {
        return hall.database.read([&](Session& s) { return find_department_name(s, id, day); });
    }
    Hall hall;
    Organisations& organisations;
    Date today;
    DepartmentId office, team, desk;
};

}  // namespace

TEST_CASE("ID-50: a new name holds from its day, the old one before it") {
    for (auto& database : test::databases()) {
        Tree tree(*database);
        REQUIRE(tree.organisations.rename_department(tree.hall.hr, tree.team, "Team Poststelle", add_days(tree.today, 10)));
        REQUIRE(tree.organisations.rename_department(tree.hall.hr, tree.team, "Postteam", add_days(tree.today, 5)));
        CHECK(tree.name(tree.team, add_days(tree.today, 4)) == "Team Post");
        CHECK(tree.name(tree.team, add_days(tree.today, 5)) == "Postteam");
        CHECK(tree.name(tree.team, add_days(tree.today, 9)) == "Postteam");
        CHECK(tree.name(tree.team, add_days(tree.today, 10)) == "Team Poststelle");  // what was planned stays
        REQUIRE(tree.organisations.rename_department(tree.hall.hr, tree.team, "Post", add_days(tree.today, 5)));
        CHECK(tree.name(tree.team, add_days(tree.today, 5)) == "Post");
        CHECK(tree.organisations.rename_department(tree.hall.hr, tree.team, "X", add_days(tree.today, -40)).error() == OrganisationError::not_open);
        CHECK(tree.organisations.rename_department(tree.hall.hr, tree.team, "", tree.today).error() == OrganisationError::name_invalid);
        CHECK(tree.organisations.rename_department(tree.hall.hr, tree.team, "X", add_days(tree.today, 5000)).error() == OrganisationError::too_far);
        CHECK(tree.organisations.rename_department(tree.hall.foreign_hr, tree.team, "X", tree.today).error() == OrganisationError::not_found);
        CHECK(tree.organisations.rename_department(tree.hall.clerk, tree.team, "X", tree.today).error() == OrganisationError::not_found);
    }
}

TEST_CASE("ID-52: a department never stands below itself, not even between two dates") {
    for (auto& database : test::databases()) {
        Tree tree(*database);
        auto& organisations = tree.organisations;
        CHECK(organisations.move_department(tree.hall.hr, tree.office, tree.desk, tree.today).error() == OrganisationError::cycle);
        CHECK(organisations.move_department(tree.hall.hr, tree.office, tree.office, tree.today).error() == OrganisationError::cycle);
        // Free until the desk comes below the office again in ten days.
        REQUIRE(organisations.move_department(tree.hall.hr, tree.team, std::nullopt, tree.today));
        REQUIRE(organisations.move_department(tree.hall.hr, tree.team, tree.office, add_days(tree.today, 10)));
        CHECK(organisations.move_department(tree.hall.hr, tree.office, tree.desk, tree.today).error() == OrganisationError::cycle);
        CHECK(organisations.move_department(tree.hall.hr, tree.team, DepartmentId{99999}, tree.today).error() == OrganisationError::parent_not_open);
        const auto foreign = organisations.add_department(tree.hall.foreign_hr, tree.hall.other_town, "Bauamt", std::nullopt, tree.today).value();
        CHECK(organisations.move_department(tree.hall.hr, tree.team, foreign, tree.today).error() == OrganisationError::parent_not_open);
        CHECK(organisations.add_department(tree.hall.hr, tree.hall.town, "Neu", foreign, tree.today).error() == OrganisationError::parent_not_open);
    }
}

TEST_CASE("ID-52: two moves at the same moment do not make a cycle together") {
    for (auto& database : test::databases()) {
        Tree tree(*database);
        const auto a = tree.organisations.add_department(tree.hall.hr, tree.hall.town, "A", std::nullopt, tree.today).value();
        const auto b = tree.organisations.add_department(tree.hall.hr, tree.hall.town, "B", std::nullopt, tree.today).value();
        std::atomic<int> done{0};
        std::thread first([&] { done += tree.organisations.move_department(tree.hall.hr, a, b, tree.today).has_value(); });
        std::thread second([&] { done += tree.organisations.move_department(tree.hall.hr, b, a, tree.today).has_value(); });
        first.join();
        second.join();
        CHECK(done == 1);
    }
}

TEST_CASE("ID-53: a department closes only when it is empty") {
    for (auto& database : test::databases()) {
        Tree tree(*database);
        auto& organisations = tree.organisations;
        CHECK(organisations.close_department(tree.hall.hr, tree.team, tree.today).error() == OrganisationError::has_departments);
        tree.hall.database.in_transaction([&](Transaction& tx) { store::update_department(tx, tree.hall.clerk.person, tree.desk); });
        CHECK(organisations.close_department(tree.hall.hr, tree.desk, tree.today).error() == OrganisationError::has_people);
        tree.hall.database.in_transaction([&](Transaction& tx) { store::update_department(tx, tree.hall.clerk.person, std::nullopt); });
        REQUIRE(organisations.close_department(tree.hall.hr, tree.desk, tree.today));
        CHECK_FALSE(tree.name(tree.desk, tree.today));
        CHECK(tree.name(tree.desk, add_days(tree.today, -1)) == "Pforte");
        CHECK(organisations.close_department(tree.hall.hr, tree.desk, tree.today).error() == OrganisationError::not_open);
        CHECK(organisations.add_department(tree.hall.hr, tree.hall.town, "Neu", tree.desk, tree.today).error() == OrganisationError::parent_not_open);
        REQUIRE(organisations.close_department(tree.hall.hr, tree.team, tree.today));
    }
}

TEST_CASE("ID-55: organisations are added and renamed by the office, with a county that exists") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& organisations = hall.identity.organisations;
        const Date today = hall.clock.today();
        const store::NewOrganisation town{
            .name = "Hemsbach", .kind = OrganisationKind::municipality, .land = Land::BW, .parent = hall.county, .valid_from = today};
        const auto id = organisations.add(hall.office, town);
        REQUIRE(id);
        CHECK(organisations.find(hall.office, *id)->parent == "Rhein-Neckar-Kreis");
        CHECK(organisations.find(hall.office, organisations.add(hall.office, town).value())->slug == "hemsbach-2");
        CHECK(organisations.add(hall.hr, town).error() == OrganisationError::not_permitted);
        auto wrong = town;
        wrong.parent = hall.town;
        CHECK(organisations.add(hall.office, wrong).error() == OrganisationError::parent_not_found);
        wrong = town;
        wrong.name = std::string(201, 'x');
        CHECK(organisations.add(hall.office, wrong).error() == OrganisationError::name_invalid);
        REQUIRE(organisations.rename(hall.office, *id, "Stadt Hemsbach", add_days(today, 3)));
        CHECK(organisations.history(hall.office, *id).size() == 2);
        CHECK(organisations.rename(hall.hr, *id, "X", today).error() == OrganisationError::not_permitted);
        CHECK(organisations.rename(hall.office, OrganisationId{99999}, "X", today).error() == OrganisationError::not_found);
        CHECK(organisations.rename(hall.office, *id, "X", add_days(today, -3)).error() == OrganisationError::not_open);
    }
}

TEST_CASE("the pages of departments and organisations show the tree, its plans and its history") {
    auto database = test::sqlite_database();
    Tree tree(**database);
    Pages pages(tree.hall);
    const std::string hr = tree.hall.signed_in(tree.hall.hr), office = tree.hall.signed_in(tree.hall.office);
    REQUIRE(tree.organisations.rename_department(tree.hall.hr, tree.team, "<b>Post</b>", add_days(tree.today, 5)));
    const auto page = pages.get("/verwaltung/organisation", hr);
    CHECK(page.status == 200);
    CHECK(Pages::shows(page, "Hauptamt"));
    CHECK(Pages::shows(page, "unter Hauptamt"));
    CHECK(Pages::shows(page, "&lt;b&gt;Post&lt;/b&gt; gilt ab 7. März 2026"));
    const std::string team = fmt::format("/verwaltung/dienststellen/{}", tree.team.value);
    CHECK(Pages::shows(pages.get(team, hr), "06.03.2026"));
    const std::string add = fmt::format("/verwaltung/organisation/{}/dienststellen", tree.hall.town.value);
    CHECK(pages.post(add, {{"name", "Archiv"}, {"ab", "2026-03-02"}, {"oberstelle", std::to_string(tree.office.value)}}, hr).status == 303);
    CHECK(pages.post(add, {{"name", ""}, {"ab", "31.02.2026"}}, hr).status == 422);
    CHECK(pages.post(team + "/name", {{"name", "Postteam"}, {"ab_name", "2026-03-02"}}, hr).status == 303);
    const auto cycle = pages.post(fmt::format("/verwaltung/dienststellen/{}/oberstelle", tree.office.value),
                                  {{"oberstelle", std::to_string(tree.desk.value)}, {"ab_oberstelle", "2026-03-02"}}, hr);
    CHECK(cycle.status == 422);
    CHECK(Pages::shows(cycle, "nicht unter sich selbst"));
    CHECK(pages.post(team + "/ende", {{"ab_ende", "2026-03-02"}}, hr).status == 422);
    const std::string foreign = tree.hall.signed_in(tree.hall.foreign_hr);
    CHECK(pages.get(team, foreign).status == 404);
    CHECK(pages.post(team + "/name", {{"name", "X"}, {"ab_name", "2026-03-02"}}, foreign).status == 404);
    CHECK(pages.get(fmt::format("/verwaltung/organisation?organisation={}", tree.hall.town.value), foreign).status == 404);
    CHECK(pages.post(add, {{"name", "X"}, {"ab", "2026-03-02"}}, foreign).status == 404);
    CHECK(Pages::shows(pages.get("/verwaltung/organisationen?suche=wein", office), "Weinheim"));
    const auto added = pages.post(
        "/verwaltung/organisationen",
        {{"name", "Hemsbach"}, {"art", "municipality"}, {"land", "BW"}, {"kreis", std::to_string(tree.hall.county.value)}, {"ab", "2026-03-02"}},
        office);
    REQUIRE(added.status == 303);
    CHECK(pages.get(Pages::location(added), office).status == 200);
    CHECK(pages.post(Pages::location(added) + "/name", {{"name", "Stadt Hemsbach"}, {"ab", "2026-04-01"}}, office).status == 303);
    CHECK(pages.post("/verwaltung/organisationen", {{"name", "X"}, {"art", "empire"}, {"ab", "2026-03-02"}}, office).status == 422);
    CHECK(pages.get("/verwaltung/organisationen/99999", office).status == 404);
}
