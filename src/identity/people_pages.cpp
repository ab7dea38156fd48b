// SPDX-License-Identifier: EUPL-1.2
// /verwaltung/personen: list, invite, details, roles, block, export
#include "identity/pages.hpp"

#include "base/csv.hpp"
#include "base/text.hpp"
#include "identity/csv.hpp"
#include "identity/refusal_texts.hpp"
#include "web/table.hpp"

namespace kc::identity {

namespace {

struct PersonLine {
    PersonId id;
    std::string name;
    std::string organisation;
    std::string department;
    std::string email;
    std::vector<Role> roles;
    bool blocked = false;
    bool invited = false;     // has not signed in yet
    bool manageable = false;  // link, address and roles are for those who manage people here
};
BOOST_DESCRIBE_STRUCT(PersonLine, (), (id, name, organisation, department, email, roles, blocked, invited, manageable))

struct PeopleView {
    std::string search;
    std::vector<PersonLine> people;
    web::TableView table;
    std::optional<web::EmptyState> empty;
    bool manages = false;
};
BOOST_DESCRIBE_STRUCT(PeopleView, (), (search, people, table, empty, manages))

// Whoever does not see addresses cannot sort by them either: the order would tell them.
web::TableRules list_rules(bool manages) {
    web::TableRules rules{.columns = {{"name", "identity.name"}, {"organisation", "identity.organisation"}, {"dienststelle", "identity.department"}},
                          .sort_by = "name",
                          .page_sizes = {50, 100, 200}};
    if (manages) {
        rules.columns.push_back({"email", "identity.email"});
        rules.columns.push_back({"rollen", "identity.roles", false});
    }
    return rules;
}

store::PeopleQuery::Order order_of(std::string_view column) {
    using Order = store::PeopleQuery::Order;
    if (column == "organisation") return Order::organisation;
    if (column == "dienststelle") return Order::department;
    if (column == "email") return Order::email;
    return Order::last_name;
}

struct NewPersonView {
    web::ChoiceField organisation;
    web::TextField first_name, last_name, email, source_key;
    web::ChoiceField language, roles;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(NewPersonView, (), (organisation, first_name, last_name, email, source_key, language, roles, errors))

struct RoleLine {
    RoleAssignmentId id;
    PersonId person_id;
    Role role{};
    std::string organisation;
    Date valid_from{};
    std::optional<Date> valid_until;
    bool past = false;
    bool endable = false;
};
BOOST_DESCRIBE_STRUCT(RoleLine, (), (id, person_id, role, organisation, valid_from, valid_until, past, endable))

struct PersonView {
    PersonId id;
    std::string name;
    std::string organisation;
    bool blocked = false, invited = false, oneself = false, may_change = false;
    std::optional<Instant> invitation_until;
    web::TextField first_name, last_name, email, source_key;
    web::ChoiceField department;
    std::vector<RoleLine> roles;
    web::ChoiceField role;
    std::optional<web::ChoiceField> role_organisation;  // only where there is a choice
    web::TextField from, until;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(PersonView, (),
                      (id, name, organisation, blocked, invited, oneself, may_change, invitation_until, first_name, last_name, email, source_key,
                       department, roles, role, role_organisation, from, until, errors))

std::vector<Role> parse_roles(std::string_view list) {
    std::vector<Role> roles;
    while (!list.empty()) {
        const auto comma = list.find(',');
        Role role{};
        if (boost::describe::enum_from_string(std::string(list.substr(0, comma)).c_str(), role)) roles.push_back(role);
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
    }
    std::sort(roles.begin(), roles.end());
    return roles;
}

std::string role_name(Role role) { return boost::describe::enum_to_string(role, ""); }

class PeoplePages {
public:
    PeoplePages(const web::Site& site, Identity& identity, const Clock& clock)
        : site_(site),
          identity_(identity),
          clock_(clock),
          list_(site.bind<PeopleView>("identity/people")),
          new_person_(site.bind<NewPersonView>("identity/person_new")),
          person_(site.bind<PersonView>("identity/person")) {}

    http::Response list(const http::Request& request) const {
        const Viewer& viewer = *request.viewer();
        if (!viewer.may(Permission::see_people)) return site_.error_page(request, 403);
        const bool manages = viewer.may(Permission::manage_people);
        const auto rules = list_rules(manages);
        auto sorting = web::read_table_query(request, rules);
        auto query = read_query(request, sorting);
        auto page = identity_.people.list(viewer, query);
        sorting.limit_to(page.total);
        if (query.page != sorting.page) {
            query.page = static_cast<int>(sorting.page);
            page = identity_.people.list(viewer, query);
        }
        PeopleView view{.search = query.search, .manages = manages};
        for (auto& row : page.people) {
            PersonLine line{.id = row.id,
                            .name = row.last_name + ", " + row.first_name,
                            .organisation = std::move(row.organisation),
                            .department = row.department.value_or(""),
                            .blocked = row.state == PersonState::blocked};
            if (viewer.may(Permission::manage_people, row.organisation_id)) {
                line.manageable = true;
                line.email = std::move(row.email);
                line.roles = parse_roles(row.roles);
                line.invited = !row.has_password;
            }
            view.people.push_back(std::move(line));
        }
        view.table = web::table_view(request, site_.messages(), web::language_of(request), rules, sorting, page.total);
        if (view.people.empty()) {
            view.empty = web::EmptyState{site_.text(request, "identity.people.none"), site_.text(request, "identity.people.none_text"),
                                         query.search.empty() ? "" : "/verwaltung/personen", site_.text(request, "identity.people.all")};
        }
        return site_.render(request, {.title = "identity.people.title", .active = "/verwaltung/personen", .wide = true}, list_, view);
    }

    http::Response show_new(const http::Request& request, const web::FormReader* refused = nullptr, int status = 200) const {
        const Viewer& viewer = *request.viewer();
        if (!viewer.may(Permission::manage_people)) return site_.error_page(request, 403);
        const auto fields = site_.fields(request, refused);
        const auto organisations = organisation_options(viewer);
        NewPersonView view{
            .organisation =
                fields.choice("organisation", {.label = "identity.organisation", .required = true, .empty_option = organisations.size() > 1},
                              organisations, organisations.size() == 1 ? std::string_view(organisations.front().value) : std::string_view()),
            .first_name = fields.text("vorname", {.label = "identity.first_name", .required = true, .autocomplete = "off", .max = 100}),
            .last_name = fields.text("nachname", {.label = "identity.last_name", .required = true, .autocomplete = "off", .max = 100}),
            .email =
                fields.email("email", {.label = "identity.email", .hint = "identity.people.email_hint", .required = true, .autocomplete = "off"}),
            .source_key = fields.text("personalnummer", {.label = "identity.personnel_number", .autocomplete = "off", .max = 50}),
            .language = fields.choice("sprache", {.label = "identity.language", .required = true, .horizontal = true},
                                      {{"de", "Deutsch", ""}, {"en", "English", ""}}, "de"),
            .roles = fields.choices("rollen", {.label = "identity.roles"}, role_options(request, all_grantable(viewer)), {"learner"})};
        view.errors = fields.errors();
        return site_.render(
            request, {.title = "identity.person_new.title", .active = "/verwaltung/personen", .breadcrumbs = crumbs(request), .status = status},
            new_person_, view);
    }

    http::Response invite(http::Request& request) {
        const Viewer& viewer = *request.viewer();
        if (!viewer.may(Permission::manage_people)) return site_.error_page(request, 403);
        web::FormReader form(request);
        PersonInput input;
        input.organisation = form.id<OrganisationId>("organisation", {.required = true}).value_or(OrganisationId{});
        read_person(form, input);
        input.language = parse_language(form.choice("sprache", {"de", "en"}, {.required = true})).value_or(Language::de);
        std::vector<std::string> names;
        for (const Role role : all_grantable(viewer)) names.push_back(role_name(role));
        std::vector<Role> roles;
        for (const auto& name : form.choices("rollen", names)) roles.push_back(parse_roles(name).front());
        if (!form.ok()) return show_new(request, &form, 422);
        const auto id = identity_.people.invite(viewer, input, roles);
        if (!id) {
            if (id.error() == PeopleError::not_permitted || id.error() == PeopleError::not_found) return site_.error_page(request, 404);
            auto problem = problem_of(id.error());
            if (problem.field == "rolle") problem.field = "rollen";
            form.refuse({problem});
            return show_new(request, &form, status_of(id.error()) == 409 ? 409 : 422);
        }
        return web::redirect(fmt::format("/verwaltung/personen/{}", id->value), {.message_key = "identity.notice.invited"});
    }

    http::Response show(const http::Request& request, const web::FormReader* refused = nullptr, int status = 200) const {
        const Viewer& viewer = *request.viewer();
        const auto id = request.get_id<PersonId>("person");
        const auto found = identity_.people.find(viewer, id);
        if (!found) return site_.error_page(request, 404);
        const auto fields = site_.fields(request, refused);
        const auto& person = found->person;
        PersonView view{.id = id,
                        .name = display_name(person.first_name, person.last_name),
                        .organisation = found->organisation,
                        .blocked = person.state == PersonState::blocked,
                        .invited = !person.has_password,
                        .oneself = id == viewer.person,
                        .may_change = found->may_change};
        for (const auto& invitation : found->invitations) {
            if (!invitation.accepted_at && !invitation.withdrawn_at && invitation.expires_at > clock_.now())
                view.invitation_until = invitation.expires_at;
        }
        view.first_name =
            fields.text("vorname", {.label = "identity.first_name", .required = true, .autocomplete = "off", .max = 100}, person.first_name);
        view.last_name =
            fields.text("nachname", {.label = "identity.last_name", .required = true, .autocomplete = "off", .max = 100}, person.last_name);
        view.email = fields.email("email", {.label = "identity.email", .required = true, .autocomplete = "off"}, person.email);
        view.source_key =
            fields.text("personalnummer", {.label = "identity.personnel_number", .autocomplete = "off", .max = 50}, person.source_key.value_or(""));
        std::vector<web::Option> departments{{"", site_.text(request, "identity.no_department"), ""}};
        for (const auto& d : found->departments) departments.push_back({std::to_string(d.id.value), d.name, ""});
        view.department = fields.choice("dienststelle", {.label = "identity.department"}, departments,
                                        person.department_id ? std::to_string(person.department_id->value) : "");
        const Date today = clock_.today();
        for (const auto& role : found->roles) {
            const bool past = role.valid_until && *role.valid_until < today;
            view.roles.push_back({role.id, id, role.role, role.organisation, role.valid_from, role.valid_until, past,
                                  !past && found->may_change && may_grant(viewer, role.role, role.organisation_id)});
        }
        view.role =
            fields.choice("rolle", {.label = "identity.role", .required = true, .empty_option = true}, role_options(request, found->grantable));
        const auto organisations = organisation_options(viewer);
        if (organisations.size() > 1) {
            view.role_organisation = fields.choice("organisation", {.label = "identity.organisation", .required = true}, organisations,
                                                   std::to_string(person.organisation_id.value));
        }
        view.from = fields.date("ab", {.label = "identity.valid_from", .required = true}, today);
        view.until = fields.date("bis", {.label = "identity.valid_until", .hint = "identity.valid_until_hint"});
        view.errors = fields.errors();
        return site_.render(request, {.title_text = view.name, .active = "/verwaltung/personen", .breadcrumbs = crumbs(request), .status = status},
                            person_, view);
    }

    http::Response change(http::Request& request) {
        web::FormReader form(request);
        PersonInput input;
        read_person(form, input);
        input.department = form.id<DepartmentId>("dienststelle");
        if (!form.ok()) return show(request, &form, 422);
        return finish(request, form, identity_.people.change(*request.viewer(), request.get_id<PersonId>("person"), input), "identity.notice.saved");
    }

    http::Response block(http::Request& request) {
        web::FormReader form(request);
        return finish(request, form, identity_.people.block(*request.viewer(), request.get_id<PersonId>("person")), "identity.notice.blocked");
    }

    http::Response unblock(http::Request& request) {
        web::FormReader form(request);
        return finish(request, form, identity_.people.unblock(*request.viewer(), request.get_id<PersonId>("person")), "identity.notice.unblocked");
    }

    http::Response invite_again(http::Request& request) {
        web::FormReader form(request);
        return finish(request, form, identity_.people.invite_again(*request.viewer(), request.get_id<PersonId>("person")), "identity.notice.invited");
    }

    http::Response grant_role(http::Request& request) {
        const Viewer& viewer = *request.viewer();
        const auto id = request.get_id<PersonId>("person");
        const auto found = identity_.people.find(viewer, id);
        if (!found) return site_.error_page(request, 404);
        web::FormReader form(request);
        RoleInput input;
        const auto role = form.enumerator<Role>("rolle", {.required = true});
        input.organisation = form.id<OrganisationId>("organisation").value_or(found->person.organisation_id);
        input.from = form.date("ab", {.required = true});
        input.until = form.date("bis");
        if (!form.ok()) return show(request, &form, 422);
        input.role = *role;
        return finish(request, form, identity_.people.grant_role(viewer, id, input), "identity.notice.role_granted");
    }

    http::Response end_role(http::Request& request) {
        web::FormReader form(request);
        return finish(request, form,
                      identity_.people.end_role(*request.viewer(), request.get_id<PersonId>("person"), request.get_id<RoleAssignmentId>("role")),
                      "identity.notice.role_ended");
    }

    http::Response export_csv(const http::Request& request) const {
        const Viewer& viewer = *request.viewer();
        if (!viewer.may(Permission::manage_people)) return site_.error_page(request, 403);
        // The same columns as the import, so that the file can come back.
        std::string out = "\xef\xbb\xbfPersonalnummer;Vorname;Nachname;E-Mail;Dienststelle;Rollen;Organisation;Zustand\r\n";
        identity_.people.for_each(viewer, read_query(request, web::read_table_query(request, list_rules(true))), [&](const store::PersonRow& row) {
            std::string roles;
            for (const Role role : parse_roles(row.roles)) {
                if (!roles.empty()) roles += ", ";
                roles += site_.messages().text(Language::de, "base.role." + role_name(role));
            }
            for (const std::string& cell :
                 {row.source_key.value_or(""), row.first_name, row.last_name, row.email, row.department.value_or(""), roles, row.organisation}) {
                out += csv_cell(cell) + ";";
            }
            out += row.state == PersonState::blocked ? "gesperrt" : row.has_password ? "aktiv" : "eingeladen";
            out += "\r\n";
        });
        auto response = http::bytes(std::move(out), "text/csv; charset=utf-8");
        response.header("Content-Disposition", http::attachment_disposition("personen.csv"));
        return response;
    }

private:
    static store::PeopleQuery read_query(const http::Request& request, const web::TableQuery& sorting) {
        store::PeopleQuery query{.order = order_of(sorting.sort_by),
                                 .descending = sorting.descending,
                                 .page = static_cast<int>(sorting.page),
                                 .page_size = sorting.page_size};
        query.search = std::string(request.query("suche").value_or("")).substr(0, 200);
        if (!is_valid_utf8(query.search) || query.search.find('\0') != std::string::npos) query.search.clear();  // cut within a character
        return query;
    }

    static void read_person(web::FormReader& form, PersonInput& input) {
        input.first_name = form.text("vorname", {.required = true, .max = 100});
        input.last_name = form.text("nachname", {.required = true, .max = 100});
        input.email = form.email("email", {.required = true});
        if (auto key = form.text("personalnummer", {.max = 50}); !key.empty()) input.source_key = std::move(key);
    }

    http::Response finish(http::Request& request, web::FormReader& form, const Result<void, PeopleError>& done, const char* notice) const {
        if (done) return web::redirect(fmt::format("/verwaltung/personen/{}", request.get_id<PersonId>("person").value), {.message_key = notice});
        const int status = status_of(done.error());
        if (status == 404) return site_.error_page(request, 404);
        form.refuse({problem_of(done.error())});
        return show(request, &form, status);
    }

    std::vector<web::Option> organisation_options(const Viewer& viewer) const {
        std::vector<web::Option> options;
        for (const auto& row : identity_.organisations.list_manageable(viewer)) options.push_back({std::to_string(row.id.value), row.name, ""});
        return options;
    }

    std::vector<Role> all_grantable(const Viewer& viewer) const {
        std::set<Role> roles;
        for (const auto organisation : viewer.organisations_where(Permission::manage_people)) {
            for (const Role role : grantable_roles(viewer, organisation)) roles.insert(role);
        }
        return {roles.begin(), roles.end()};
    }

    std::vector<web::Option> role_options(const http::Request& request, const std::vector<Role>& roles) const {
        std::vector<web::Option> options;
        for (const Role role : roles) options.push_back({role_name(role), site_.text(request, "base.role." + role_name(role)), ""});
        return options;
    }

    std::vector<web::Crumb> crumbs(const http::Request& request) const {
        return {{"/verwaltung/personen", site_.text(request, "identity.people.title")}};
    }

    const web::Site& site_;
    Identity& identity_;
    const Clock& clock_;
    web::Template<PeopleView> list_;
    web::Template<NewPersonView> new_person_;
    web::Template<PersonView> person_;
};

}  // namespace

void register_people_pages(http::Router& router, const web::Site& site, Identity& identity, const Clock& clock) {
    using http::Method;
    using http::Request;
    const auto pages = std::make_shared<PeoplePages>(site, identity, clock);
    router.add(Method::get, "/verwaltung/personen", {.name = "list_people"}, [pages](Request& r) { return pages->list(r); });
    router.add(Method::get, "/verwaltung/personen/export.csv", {.name = "export_people"}, [pages](Request& r) { return pages->export_csv(r); });
    router.add(Method::get, "/verwaltung/personen/neu", {.name = "show_new_person"}, [pages](Request& r) { return pages->show_new(r); });
    router.add(Method::post, "/verwaltung/personen/neu", {.name = "invite_person"}, [pages](Request& r) { return pages->invite(r); });
    router.add(Method::get, "/verwaltung/personen/{person:id}", {.name = "show_person"}, [pages](Request& r) { return pages->show(r); });
    router.add(Method::post, "/verwaltung/personen/{person:id}", {.name = "change_person"}, [pages](Request& r) { return pages->change(r); });
    router.add(Method::post, "/verwaltung/personen/{person:id}/sperre", {.name = "block_person"}, [pages](Request& r) { return pages->block(r); });
    router.add(Method::post, "/verwaltung/personen/{person:id}/freigabe", {.name = "unblock_person"},
               [pages](Request& r) { return pages->unblock(r); });
    router.add(Method::post, "/verwaltung/personen/{person:id}/einladung", {.name = "invite_person_again"},
               [pages](Request& r) { return pages->invite_again(r); });
    router.add(Method::post, "/verwaltung/personen/{person:id}/rollen", {.name = "grant_role"}, [pages](Request& r) { return pages->grant_role(r); });
    router.add(Method::post, "/verwaltung/personen/{person:id}/rollen/{role:id}/ende", {.name = "end_role"},
               [pages](Request& r) { return pages->end_role(r); });
}

}  // namespace kc::identity
