// SPDX-License-Identifier: EUPL-1.2
#include "identity/tests/hall.hpp"

#include <boost/json.hpp>

using namespace kc;
using namespace kc::identity;

namespace {

struct Fixture {
    std::unique_ptr<test::TestDatabase> database = test::sqlite_database();
    Hall hall{**database};
    Pages pages{hall};

    http::Response send(http::Method method, const std::string& target, const std::string& body, const std::string& token = {},
                        bool with_csrf = true) {
        http::RequestBuilder builder(method, target);
        if (!body.empty()) builder.body(body);
        if (!token.empty()) builder.cookie(session_cookie, token);
        if (!token.empty() && with_csrf) builder.header("X-CSRF-Token", pages.csrf(token));
        auto request = builder.build();
        return pages.router.handle(request);
    }
    static boost::json::object json(const http::Response& response) { return boost::json::parse(response.text()).as_object(); }
    static std::string code(const http::Response& response) { return std::string(json(response).at("error").at("code").as_string()); }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "programs sign in with JSON, see who they are and sign out") {
    CHECK(code(send(http::Method::get, "/api/v1/me", "")) == "sign_in_required");
    CHECK(send(http::Method::post, "/api/v1/sign-in", "{").status == 400);
    CHECK(send(http::Method::post, "/api/v1/sign-in", "[1]").status == 400);
    CHECK(send(http::Method::post, "/api/v1/sign-in", R"({"email":"ada@weinheim.example"})").status == 422);
    CHECK(code(send(http::Method::post, "/api/v1/sign-in", R"({"email":"ada@weinheim.example","password":"falsch"})")) == "wrong_credentials");
    const auto signed_in = send(http::Method::post, "/api/v1/sign-in", R"({"email":"ada@weinheim.example","password":"Regen fällt leise"})");
    CHECK(signed_in.status == 200);
    const std::string token = Pages::cookie(signed_in, session_cookie);
    const auto me = json(send(http::Method::get, "/api/v1/me", "", token));
    CHECK(me.at("name").as_string() == "Ada Clerk");
    CHECK(me.at("csrf_token").as_string() == pages.csrf(token));
    CHECK(code(send(http::Method::post, "/api/v1/sign-out", "", token, false)) == "csrf");
    CHECK(send(http::Method::post, "/api/v1/sign-out", "", token).status == 204);
    CHECK(send(http::Method::get, "/api/v1/me", "", token).status == 401);
}

TEST_CASE_FIXTURE(Fixture, "own sessions over JSON") {
    const std::string mine = hall.signed_in(hall.clerk), other = hall.signed_in(hall.clerk), foreign = hall.signed_in(hall.outsider);
    CHECK(json(send(http::Method::get, "/api/v1/me/sessions", "", mine)).at("sessions").as_array().size() == 2);
    const auto id = [&](const std::string& token) { return hall.identity.sessions.load(token)->id.value; };
    CHECK(send(http::Method::del, fmt::format("/api/v1/me/sessions/{}", id(foreign)), "", mine).status == 404);
    CHECK(send(http::Method::del, fmt::format("/api/v1/me/sessions/{}", id(other)), "", mine).status == 204);
    CHECK(send(http::Method::del, "/api/v1/me/sessions", "", mine).status == 204);
}

TEST_CASE_FIXTURE(Fixture, "people of an organisation: narrowed, addresses for HR only, invitations with every refusal") {
    const std::string hr = hall.signed_in(hall.hr), supervisor = hall.signed_in(hall.supervisor), clerk = hall.signed_in(hall.clerk);
    const std::string people = fmt::format("/api/v1/organisations/{}/people", hall.town.value);
    const std::string foreign = fmt::format("/api/v1/organisations/{}/people", hall.other_town.value);
    const auto seen = json(send(http::Method::get, people + "?search=ada", "", hr));
    REQUIRE(seen.at("people").as_array().size() == 1);
    CHECK(seen.at("people").as_array()[0].at("email").as_string() == "ada@weinheim.example");
    CHECK(json(send(http::Method::get, people + "?search=Clerk", "", supervisor)).at("people").as_array()[0].at("email").is_null());
    CHECK(send(http::Method::get, people, "", clerk).status == 404);
    CHECK(send(http::Method::get, foreign, "", hr).status == 404);
    CHECK(send(http::Method::post, foreign, R"({"first_name":"A","last_name":"B","email":"a@b.example"})", hr).status == 404);
    CHECK(send(http::Method::post, people, R"({"first_name":"A","last_name":"B","email":"a@b.example"})", supervisor).status == 404);
    const auto missing = send(http::Method::post, people, R"({"first_name":7})", hr);
    CHECK(missing.status == 422);
    CHECK(json(missing).at("error").at("fields").as_array().size() == 2);
    CHECK(code(send(http::Method::post, people, R"({"first_name":"A","last_name":"B","email":"ada@weinheim.example"})", hr)) == "email_taken");
    CHECK(code(send(http::Method::post, people, R"({"first_name":"A","last_name":"B","email":"b@weinheim.example","roles":["office"]})", hr)) ==
          "role_not_grantable");
    CHECK(send(http::Method::post, people, R"({"first_name":"A","last_name":"B","email":"b@weinheim.example","roles":["learner"]})", hr).status ==
          201);
    CHECK(send(http::Method::get, fmt::format("/api/v1/organisations/{}/departments", hall.town.value), "", supervisor).status == 200);
    CHECK(send(http::Method::get, fmt::format("/api/v1/organisations/{}/departments", hall.other_town.value), "", supervisor).status == 404);
    auto form = http::RequestBuilder(http::Method::post, people)
                    .cookie(session_cookie, hr)
                    .header("X-CSRF-Token", pages.csrf(hr))
                    .form("first_name", "A")
                    .build();
    CHECK(pages.router.handle(form).status == 415);
}
