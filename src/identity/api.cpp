// SPDX-License-Identifier: EUPL-1.2
// /api/v1: sign-in, the own account and sessions, people and departments of an organisation.
#include "identity/pages.hpp"

#include "identity/refusal_texts.hpp"
#include "identity/session_filter.hpp"
#include "web/api_response.hpp"
#include "web/json_schema.hpp"

#include <boost/json.hpp>

namespace kc::identity {

namespace {

struct ApiRole {
    Role role{};
    OrganisationId organisation;
};
BOOST_DESCRIBE_STRUCT(ApiRole, (), (role, organisation))

struct ApiMe {
    PersonId id;
    OrganisationId organisation;
    std::string name;
    Language language{};
    std::vector<ApiRole> roles;
    std::string csrf_token;  // for the header X-CSRF-Token of every write
};
BOOST_DESCRIBE_STRUCT(ApiMe, (), (id, organisation, name, language, roles, csrf_token))

struct ApiSession {
    SessionId id;
    std::string device;
    Instant created_at{};
    Instant last_seen_at{};
    Instant expires_at{};
    bool present = false;
};
BOOST_DESCRIBE_STRUCT(ApiSession, (), (id, device, created_at, last_seen_at, expires_at, present))

struct ApiSessions {
    std::vector<ApiSession> sessions;
};
BOOST_DESCRIBE_STRUCT(ApiSessions, (), (sessions))

struct ApiPerson {
    PersonId id;
    std::string first_name;
    std::string last_name;
    std::string department;
    std::optional<std::string> email;  // for those who manage people here
    std::optional<PersonState> state;
};
BOOST_DESCRIBE_STRUCT(ApiPerson, (), (id, first_name, last_name, department, email, state))

struct ApiPeople {
    std::int64_t total = 0;
    int page = 1;
    int page_size = 50;
    std::vector<ApiPerson> people;
};
BOOST_DESCRIBE_STRUCT(ApiPeople, (), (total, page, page_size, people))

struct ApiDepartment {
    DepartmentId id;
    std::string name;
    std::optional<DepartmentId> parent;
};
BOOST_DESCRIBE_STRUCT(ApiDepartment, (), (id, name, parent))

struct ApiDepartments {
    std::vector<ApiDepartment> departments;
};
BOOST_DESCRIBE_STRUCT(ApiDepartments, (), (departments))

struct ApiCreated {
    PersonId id;
};
BOOST_DESCRIBE_STRUCT(ApiCreated, (), (id))

struct ApiSignedIn {
    bool second_factor_required = false;
};
BOOST_DESCRIBE_STRUCT(ApiSignedIn, (), (second_factor_required))

// The bodies as they are read below; what may be absent is optional. The OpenAPI document is made of them.

struct ApiSignInBody {
    std::string email, password;
    std::optional<std::string> code;  // of the second factor
};
BOOST_DESCRIBE_STRUCT(ApiSignInBody, (), (email, password, code))

struct ApiInviteBody {
    std::string first_name, last_name, email;
    std::optional<DepartmentId> department;
    std::optional<std::string> personnel_number;
    std::optional<std::vector<Role>> roles;
};
BOOST_DESCRIBE_STRUCT(ApiInviteBody, (), (first_name, last_name, email, department, personnel_number, roles))

// The members of a JSON object that the body must be, read like form fields.
std::optional<web::FormReader> read_body(const http::Request& request, bool& wrong_type) {
    const auto type = request.header("Content-Type").value_or("");
    wrong_type = !type.starts_with("application/json");
    if (wrong_type) return std::nullopt;
    boost::json::error_code error;
    const auto value = boost::json::parse(boost::json::string_view(request.body()), error);
    if (error || !value.is_object()) return std::nullopt;
    web::FormReader::Values values;
    for (const auto& [key, member] : value.get_object()) {
        const auto add = [&](const boost::json::value& v) {
            if (v.is_string())
                values.emplace_back(std::string(key), std::string(v.get_string()));
            else if (v.is_int64())
                values.emplace_back(std::string(key), std::to_string(v.get_int64()));
            else if (v.is_bool() && v.get_bool())
                values.emplace_back(std::string(key), "1");
        };
        if (member.is_array())
            for (const auto& element : member.get_array()) add(element);
        else
            add(member);
    }
    return web::FormReader(std::move(values));
}

class IdentityApi {
public:
    IdentityApi(const web::Site& site, Identity& identity, http::RateLimiter& limiter) : site_(site), identity_(identity), limiter_(limiter) {}

    http::Response me(const http::Request& request) const {
        const Viewer& viewer = *request.viewer();
        ApiMe me{.id = viewer.person,
                 .organisation = viewer.organisation,
                 .name = viewer.display_name,
                 .language = viewer.language,
                 .csrf_token = request.context.csrf_token};
        for (const auto& role : viewer.roles) me.roles.push_back({role.role, role.organisation});
        return web::api_json(me);
    }

    http::Response sessions(const http::Request& request) const {
        ApiSessions answer;
        for (const auto& row : identity_.sessions.list(*request.viewer())) {
            answer.sessions.push_back({row.id, row.device, row.created_at, row.last_seen_at, row.expires_at, request.context.session_id == row.id});
        }
        return web::api_json(answer);
    }

    http::Response end_session(const http::Request& request) {
        if (!identity_.sessions.end(*request.viewer(), request.get_id<SessionId>("session"))) return not_found(request);
        return http::no_content();
    }

    http::Response end_other_sessions(const http::Request& request) {
        if (request.context.session_id) identity_.sessions.end_others(*request.viewer(), *request.context.session_id);
        return http::no_content();
    }

    http::Response sign_in(http::Request& request) {
        // No token is asked for, because there is no session yet; other sites cannot send this content type without asking first.
        bool wrong_type = false;
        auto body = read_body(request, wrong_type);
        if (!body) return bad_body(request, wrong_type);
        if (const auto site = request.header("Sec-Fetch-Site"); site && *site != "same-origin" && *site != "none") {
            return web::api_error(request, 403, "foreign_site", site_.text(request, "web.problem.form_expired"));
        }
        const auto email = body->text("email", {.required = true, .max = 254});
        const auto password = body->text("password", {.required = true, .max = 1000, .trimmed = false});
        const auto code = body->text("code", {.max = 40});
        if (!body->ok()) return web::api_problems(request, site_.messages(), body->problems());
        const std::string account = parse_email(email).value_or("?");
        if (const auto allowed = limiter_.allow(rate_per_account, account); !allowed) {
            const auto seconds = std::to_string(std::max<std::int64_t>(1, allowed.retry_after.count()));
            auto response =
                web::api_error(request, 429, "too_many_attempts", site_.text(request, "identity.problem.too_many_attempts", {{"seconds", seconds}}));
            response.header("Retry-After", seconds);
            return response;
        }
        auto signed_in = identity_.sign_in.sign_in(email, password, describe_device(request));
        if (!signed_in) {
            const bool blocked = signed_in.error() == SignInError::blocked;
            return web::api_error(request, 401, blocked ? "blocked" : "wrong_credentials",
                                  site_.text(request, blocked ? "identity.problem.blocked" : "identity.problem.wrong_credentials"));
        }
        std::string token = signed_in->session_token;
        if (!signed_in->challenge_token.empty()) {
            if (code.empty())
                return web::api_error(request, 401, "second_factor_required", site_.text(request, "identity.problem.code_required"),
                                      {{"code", site_.text(request, "identity.problem.code_required")}});
            const auto confirmed = identity_.sign_in.confirm(signed_in->challenge_token, code, describe_device(request));
            if (!confirmed)
                return web::api_error(request, 401, "wrong_code", site_.text(request, "identity.problem.wrong_code"),
                                      {{"code", site_.text(request, "identity.problem.wrong_code")}});
            token = confirmed->session_token;
        }
        limiter_.forget(rate_per_account, account);
        auto response = web::api_json(ApiSignedIn{});
        response.cookie(session_cookie_of(token));
        return response;
    }

    http::Response sign_out(const http::Request& request) {
        if (request.context.session_id) identity_.sign_in.sign_out(*request.viewer(), *request.context.session_id);
        auto response = http::no_content();
        response.cookie(http::removed_cookie(session_cookie));
        return response;
    }

    http::Response people(const http::Request& request) const {
        const Viewer& viewer = *request.viewer();
        const auto organisation = request.get_id<OrganisationId>("organisation");
        if (!viewer.may(Permission::see_people, organisation)) return not_found(request);
        store::PeopleQuery query{.search = std::string(request.query("search").value_or("")), .organisation = organisation};
        query.page = static_cast<int>(std::clamp<std::int64_t>(web::parse_integer(request.query("page").value_or("1")).value_or(1), 1, 1'000'000));
        const auto page = identity_.people.list(viewer, query);
        const bool manages = viewer.may(Permission::manage_people, organisation);
        ApiPeople answer{.total = page.total, .page = query.page, .page_size = query.page_size};
        for (const auto& row : page.people) {
            ApiPerson person{.id = row.id, .first_name = row.first_name, .last_name = row.last_name, .department = row.department.value_or("")};
            if (manages) {
                person.email = row.email;
                person.state = row.state;
            }
            answer.people.push_back(std::move(person));
        }
        return web::api_json(answer);
    }

    http::Response invite(http::Request& request) {
        const Viewer& viewer = *request.viewer();
        const auto organisation = request.get_id<OrganisationId>("organisation");
        if (!viewer.may(Permission::manage_people, organisation)) return not_found(request);
        bool wrong_type = false;
        auto body = read_body(request, wrong_type);
        if (!body) return bad_body(request, wrong_type);
        PersonInput input{.organisation = organisation};
        input.first_name = body->text("first_name", {.required = true, .max = 100});
        input.last_name = body->text("last_name", {.required = true, .max = 100});
        input.email = body->email("email", {.required = true});
        input.department = body->id<DepartmentId>("department");
        if (auto key = body->text("personnel_number", {.max = 50}); !key.empty()) input.source_key = std::move(key);
        std::vector<std::string> names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto e) { names.emplace_back(e.name); });
        std::vector<Role> roles;
        for (const auto& name : body->choices("roles", names)) {
            Role role{};
            if (boost::describe::enum_from_string(name.c_str(), role)) roles.push_back(role);
        }
        if (!body->ok()) return web::api_problems(request, site_.messages(), body->problems());
        const auto id = identity_.people.invite(viewer, input, roles);
        if (!id) {
            const auto problem = problem_of(id.error());
            const std::string text = site_.messages().text(web::language_of(request), problem);
            return web::api_error(request, status_of(id.error()), code_of(id.error()), text, {{api_field(problem.field), text}});
        }
        return web::api_json(ApiCreated{*id}, 201);
    }

    http::Response departments(const http::Request& request) const {
        const auto found =
            identity_.organisations.departments(*request.viewer(), request.get_id<OrganisationId>("organisation"), Permission::see_people);
        if (!found) return not_found(request);
        ApiDepartments answer;
        for (const auto& d : found->today) answer.departments.push_back({d.id, d.name, d.parent_id});
        return web::api_json(answer);
    }

private:
    http::Response not_found(const http::Request& request) const {
        return web::api_error(request, 404, "not_found", site_.text(request, "web.error.404.text"));
    }

    http::Response bad_body(const http::Request& request, bool wrong_type) const {
        return web::api_error(request, wrong_type ? 415 : 400, wrong_type ? "json_expected" : "json_invalid",
                              site_.text(request, wrong_type ? "identity.problem.json_expected" : "identity.problem.json_invalid"));
    }

    static std::string api_field(const std::string& field) {
        if (field == "nachname") return "last_name";
        if (field == "personalnummer") return "personnel_number";
        if (field == "dienststelle") return "department";
        if (field == "rolle") return "roles";
        return field;
    }

    const web::Site& site_;
    Identity& identity_;
    http::RateLimiter& limiter_;
};

}  // namespace

void register_api(http::Router& router, const web::Site& site, Identity& identity, http::RateLimiter& limiter) {
    using http::Method;
    using http::Request;
    const auto api = std::make_shared<IdentityApi>(site, identity, limiter);
    using web::json_schema;
    router.add(Method::post, "/api/v1/sign-in",
               {.pool = http::Pool::passwords,
                .rate_class = std::string(rate_per_address),
                .is_public = true,
                .skip_csrf = true,
                .name = "signIn",
                .summary = "Anmelden: setzt das Sitzungs-Cookie",
                .request_schema = json_schema<ApiSignInBody>(),
                .response_schema = json_schema<ApiSignedIn>()},
               [api](Request& r) { return api->sign_in(r); });
    struct Operation {
        std::string name, summary, answer, body = {};  // answer and body: JSON Schema; no answer: 204
    };
    const auto add = [&](Method method, std::string_view pattern, Operation operation, auto member) {
        router.add(method, pattern,
                   {.name = std::move(operation.name),
                    .summary = std::move(operation.summary),
                    .request_schema = std::move(operation.body),
                    .response_schema = std::move(operation.answer)},
                   [api, member](Request& request) { return ((*api).*member)(request); });
    };
    add(Method::post, "/api/v1/sign-out", {"signOut", "Abmelden", ""}, &IdentityApi::sign_out);
    add(Method::get, "/api/v1/me", {"getMe", "Das eigene Konto mit Rollen und CSRF-Token", json_schema<ApiMe>()}, &IdentityApi::me);
    add(Method::get, "/api/v1/me/sessions", {"listMySessions", "Eigene Sitzungen", json_schema<ApiSessions>()}, &IdentityApi::sessions);
    add(Method::del, "/api/v1/me/sessions", {"endMyOtherSessions", "Alle anderen eigenen Sitzungen beenden", ""}, &IdentityApi::end_other_sessions);
    add(Method::del, "/api/v1/me/sessions/{session:id}", {"endMySession", "Eine eigene Sitzung beenden", ""}, &IdentityApi::end_session);
    add(Method::get, "/api/v1/organisations/{organisation:id}/people", {"listPeople", "Personen einer Organisation", json_schema<ApiPeople>()},
        &IdentityApi::people);
    add(Method::post, "/api/v1/organisations/{organisation:id}/people",
        {"invitePerson", "Person einladen", json_schema<ApiCreated>(), json_schema<ApiInviteBody>()}, &IdentityApi::invite);
    add(Method::get, "/api/v1/organisations/{organisation:id}/departments",
        {"listDepartments", "Dienststellen einer Organisation", json_schema<ApiDepartments>()}, &IdentityApi::departments);
}

void register_pages(http::Router& router, const web::Site& site, Identity& identity, const Clock& clock, http::RateLimiter& limiter) {
    register_sign_in_pages(router, site, identity, limiter);
    register_account_pages(router, site, identity, limiter);
    register_people_pages(router, site, identity, clock);
    register_import_pages(router, site, identity);
    register_organisation_pages(router, site, identity, clock);
    register_api(router, site, identity, limiter);
}

}  // namespace kc::identity
