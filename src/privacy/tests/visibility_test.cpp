// SPDX-License-Identifier: EUPL-1.2
#include "privacy/visibility.hpp"
#include "http/request_builder.hpp"
#include "privacy/visibility_pages.hpp"

#include <doctest/doctest.h>
#include <boost/mp11.hpp>

#include <map>
#include <set>

using namespace kc;
using namespace kc::privacy;

namespace {

template <class Enum, class Visit> void for_all(Visit&& visit) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto entry) { visit(entry.value); });
}

Viewer viewer(std::vector<RoleAssignment> roles) {
    return {.person = PersonId{1}, .organisation = OrganisationId{10}, .display_name = "A", .language = Language::de, .roles = std::move(roles)};
}

}  // namespace

// The agreement once more, written by hand: a cell that is opened or closed in the code must be opened or closed here as well.
TEST_CASE("WS-02: every cell of the table is as agreed, and all others are closed") {
    using enum DataKind;
    using R = Reader;
    using P = Purpose;
    using S = Sight;
    const std::map<std::tuple<DataKind, Reader, Purpose>, Sight> agreed{
        {{name_and_department, R::counterpart, P::development_talk}, S::shared},
        {{name_and_department, R::asked, P::confirmation}, S::shared},
        {{name_and_department, R::supervisor, P::staff_management}, S::organisation},
        {{name_and_department, R::hr_decision_maker, P::staff_management}, S::organisation},
        {{name_and_department, R::office, P::staff_management}, S::all},
        {{gaps, R::office, P::steering}, S::counts},
        {{gaps, R::board_member, P::steering}, S::counts},
        {{gaps, R::provider, P::steering}, S::counts},
        {{jobs, R::office, P::steering}, S::counts},
        {{jobs, R::hr_decision_maker, P::steering}, S::counts},
        {{confirmation_request, R::asked, P::confirmation}, S::shared},
        {{evidence_documents, R::asked, P::confirmation}, S::shared},
        {{talk_sheet, R::counterpart, P::development_talk}, S::shared},
        {{goal_drafts, R::counterpart, P::development_talk}, S::shared},
        {{agreed_goals, R::counterpart, P::development_talk}, S::shared},
        {{agreed_goals, R::supervisor, P::development_talk}, S::department},
        {{agreed_goals, R::hr_decision_maker, P::development_talk}, S::organisation},
        {{agreed_goals, R::hr_decision_maker, P::steering}, S::counts},
        {{agreed_goals, R::office, P::steering}, S::counts},
        {{planned_exit, R::hr_decision_maker, P::staff_management}, S::organisation},
        {{planned_exit, R::hr_decision_maker, P::steering}, S::counts},
        {{planned_exit, R::office, P::steering}, S::counts},
        {{gaps, R::hr_decision_maker, P::steering}, S::counts},
    };
    int cells = 0;
    for_all<DataKind>([&](DataKind data) {
        for_all<Reader>([&](Reader reader) {
            for_all<Purpose>([&](Purpose purpose) {
                ++cells;
                CAPTURE(static_cast<int>(data));
                CAPTURE(static_cast<int>(reader));
                CAPTURE(static_cast<int>(purpose));
                const auto found = agreed.find({data, reader, purpose});
                const auto expected = reader == Reader::self ? Sight::own : found == agreed.end() ? Sight::nothing : found->second;
                CHECK(sight_of(data, reader, purpose) == expected);
            });
        });
    });
    CHECK(cells == 22 * 10 * 5);
}

TEST_CASE("WS-08: no role sees answers, tests, gaps, interests or the reflection of a single person") {
    using enum DataKind;
    for (const auto data : {competences, gaps, interests, interview, placement_tests, reflection_card, learning_preferences, curriculum, career_paths,
                            goal_preparation, watch_list, consents, learning_history}) {
        for_all<Role>([&](Role role) {
            for_all<Purpose>([&](Purpose purpose) { CHECK_FALSE(scope_of(viewer({{role, OrganisationId{10}}}), data, purpose).sees_people()); });
        });
    }
}

TEST_CASE("WS-09: the widest of several roles counts, with the organisations it is held in") {
    const OrganisationId weinheim{10}, mauer{11};
    const auto goals = [](std::vector<RoleAssignment> roles) {
        return scope_of(viewer(std::move(roles)), DataKind::agreed_goals, Purpose::development_talk);
    };
    CHECK(goals({{Role::learner, weinheim}}).sight == Sight::shared);  // as the counterpart of somebody, or as oneself
    const auto supervisor = goals({{Role::supervisor, weinheim}});
    CHECK(supervisor.sight == Sight::department);
    CHECK(supervisor.organisations == std::vector{weinheim});
    const auto both = goals({{Role::supervisor, weinheim}, {Role::hr_decision_maker, mauer}});
    CHECK(both.sight == Sight::organisation);
    CHECK(both.organisations == std::vector{mauer});
    CHECK(goals({{Role::hr_decision_maker, mauer}, {Role::hr_decision_maker, weinheim}}).organisations == std::vector{weinheim, mauer});
    CHECK(scope_of(viewer({{Role::office, weinheim}}), DataKind::name_and_department, Purpose::staff_management).sight == Sight::all);
    CHECK(scope_of(viewer({{Role::system_operator, weinheim}}), DataKind::name_and_department, Purpose::staff_management).sight == Sight::nothing);
}

TEST_CASE("everybody reads the table, signed in or not, narrowed to a role, and loads every cell") {
    const web::Site site({.rooms = std::filesystem::path(KC_SOURCE_DIR) / "src", .public_files = {}, .navigation = {}, .operator_info = {}});
    http::Router router;
    register_visibility_pages(router, site);
    const auto get = [&](const std::string& path) {
        auto request = http::RequestBuilder(http::Method::get, path).build();
        const auto response = router.handle(request);
        CHECK(response.status == 200);
        return std::string(response.text());
    };
    const auto contains = [](const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; };
    CHECK(contains(get("/datenschutz/wer-sieht-was"), "Reflexionskarte"));
    CHECK(contains(get("/datenschutz/wer-sieht-was?als=hr_decision_maker"), "Nicht sichtbar"));
    CHECK_FALSE(contains(get("/datenschutz/wer-sieht-was?als=nobody"), "Nicht sichtbar"));
    CHECK(contains(get("/datenschutz/wer-sieht-was?als=venue_host"), "Diese Rolle sieht keine Daten anderer Personen."));
    const auto csv = get("/datenschutz/wer-sieht-was.csv");
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 22 * 10 * 5);
    CHECK(contains(get("/api/v1/visibility"), "reflection_card"));
}
