// SPDX-License-Identifier: EUPL-1.2
// Script in every stored text, by whatever way it came into the database: every page shows it as text.
#include "app/tests/house.hpp"

#include <deque>

namespace kc::test {
namespace {

using http::Method;

constexpr std::string_view mark = "\"'><script>kc(1)</script>";

// What people and editors write; short columns get the mark alone.
constexpr std::pair<const char*, const char*> texts[] = {{"people", "first_name"},
                                                         {"people", "last_name"},
                                                         {"organisation_versions", "name"},
                                                         {"department_versions", "name"},
                                                         {"places", "name"},
                                                         {"sessions", "device"},
                                                         {"mail_outbox", "subject"},
                                                         {"mail_outbox", "recipient"},
                                                         {"mail_outbox", "last_error"},
                                                         {"jobs", "last_error"},
                                                         {"jobs", "kind"},
                                                         {"feedback", "message"},
                                                         {"feedback", "page"},
                                                         {"feedback", "reply_to"},
                                                         {"competence_areas", "name"},
                                                         {"competence_areas", "name_en"},
                                                         {"competences", "name"},
                                                         {"competences", "description"},
                                                         {"competences", "keywords"},
                                                         {"competence_levels", "descriptor"},
                                                         {"role_profiles", "name"},
                                                         {"role_profiles", "name_en"},
                                                         {"role_profiles", "description"},
                                                         {"role_demands", "reason"},
                                                         {"providers", "name"},
                                                         {"providers", "description"},
                                                         {"venues", "name"},
                                                         {"venues", "street"},
                                                         {"venues", "equipment"},
                                                         {"venues", "description"},
                                                         {"modules", "name"},
                                                         {"modules", "name_en"},
                                                         {"modules", "description"},
                                                         {"learning_units", "title"},
                                                         {"learning_units", "objective"},
                                                         {"learning_units", "description_specialist"},
                                                         {"learning_units", "description_general"},
                                                         {"learning_units", "audience"},
                                                         {"courses", "name"}};

TEST_CASE("script in stored texts is shown as text on every page") {
    House house;
    house.plan_for_clerk();
    CHECK(house.post(house.visitor, "/passwort-vergessen", {{"email", "jonas.wirth@weinheim.example"}}).status < 400);
    house.database().in_transaction([](storage::Transaction& tx) {
        tx.execute("INSERT INTO feedback (subject, page, message, created_at) VALUES ('idea', '/', 'x', 1)");
        tx.execute("UPDATE mail_outbox SET state = 'failed'");
        tx.execute("INSERT INTO jobs (kind, payload, state, run_at, created_at) VALUES ('x', '{}', 'failed', 1, 1)");
        for (const auto& [table, column] : texts) {
            // Ordering and uniqueness stay as they were: the old text remains in front where there is one.
            tx.execute(fmt::format("UPDATE {0} SET {1} = substr(coalesce({1}, ''), 1, 40) || ?", table, column), mark);
        }
    });
    house.rooms.frameworks.reload();
    house.rooms.catalogues.reload();
    house.rooms.identity.sessions.forget_all();

    int marked = 0;
    for (const auto& guest : house.guests) {
        std::set<std::string> seen;
        std::map<std::string, int> visits;
        std::deque<std::string> open = {"/"};
        for (const auto& route : house.router.routes()) {
            if (route.method == Method::get && route.pattern.find('{') == std::string::npos) open.push_back(route.pattern);
        }
        while (!open.empty()) {
            const auto target = open.front();
            open.pop_front();
            const auto path = http::decode_path(std::string_view(target).substr(0, target.find('?')));
            const auto* route = path ? house.router.match(Method::get, *path) : nullptr;
            if (route == nullptr || !seen.insert(target).second || visits[route->pattern]++ >= 3) continue;
            const auto answer = house.get(guest, target);
            CHECK_MESSAGE(answer.status < 500, guest.name << " " << target << " answers " << answer.status);
            if (!answer.is_html()) continue;
            CHECK_MESSAGE(!answer.shows("<script>kc(1)"), guest.name << " " << target << " lets a stored script run");
            const auto tags = tags_of(answer.body);
            const bool part = route->pattern == "/angebote/vorschlaege";  // goes into a page that is there
            const auto problems = part ? std::vector<std::string>{} : problems_of_page(answer.body, tags);
            CHECK_MESSAGE(problems.empty(), guest.name << " " << target << ": " << (problems.empty() ? "" : problems.front()));
            marked += answer.shows("&lt;script&gt;kc(1)&lt;/script&gt;");
            for (const auto& link : links_of(tags)) open.push_back(link);
        }
    }
    CHECK(marked > 50);
}

}  // namespace
}  // namespace kc::test
