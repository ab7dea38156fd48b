// SPDX-License-Identifier: EUPL-1.2
// /verwaltung/organisation (departments), /verwaltung/dienststellen/{id}, /verwaltung/organisationen (office only)
#include "identity/pages.hpp"

#include "identity/refusal_texts.hpp"
#include "web/table.hpp"

namespace kc::identity {

namespace {

struct DepartmentLine {
    DepartmentId id;
    std::string name;
    std::string parent;
    std::int64_t level = 1;  // depth in the tree, for aria-level and indentation
};
BOOST_DESCRIBE_STRUCT(DepartmentLine, (), (id, name, parent, level))

struct PlannedLine {
    std::string name;
    Date from{};
    bool closing = false;
};
BOOST_DESCRIBE_STRUCT(PlannedLine, (), (name, from, closing))

struct TreeView {
    OrganisationId id;
    std::string organisation;
    std::optional<web::ChoiceField> choose;  // only where there are several organisations
    std::vector<DepartmentLine> departments;
    std::vector<PlannedLine> planned;
    web::TextField name, from;
    web::ChoiceField parent;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(TreeView, (), (id, organisation, choose, departments, planned, name, from, parent, errors))

struct VersionLine {
    std::string name;
    std::string parent;
    Date from{};
    std::optional<Date> until;  // last day
    bool present = false;
};
BOOST_DESCRIBE_STRUCT(VersionLine, (), (name, parent, from, until, present))

struct DepartmentView {
    DepartmentId id;
    std::string name;
    bool open = false;
    std::vector<VersionLine> history;
    web::TextField new_name, name_from, move_from, close_from;
    web::ChoiceField parent;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(DepartmentView, (), (id, name, open, history, new_name, name_from, move_from, close_from, parent, errors))

struct OrganisationLine {
    OrganisationId id;
    std::string name;
    OrganisationKind kind{};
    std::string parent;
    std::int64_t staff_count = 0;
    bool is_member = false;
};
BOOST_DESCRIBE_STRUCT(OrganisationLine, (), (id, name, kind, parent, staff_count, is_member))

web::TableRules organisation_rules() {
    return {.columns = {{"name", "identity.name"},
                        {"art", "identity.organisation_kind_label"},
                        {"kreis", "identity.county"},
                        {"beschaeftigte", "identity.staff_count", true, true},
                        {"mitglied", "identity.is_member", false}},
            .sort_by = "name"};
}

// The list comes sorted by name; equal ones keep that order.
void sort_organisations(std::vector<OrganisationLine>& organisations, const web::TableQuery& query) {
    const auto by = [&](auto key) {
        std::stable_sort(organisations.begin(), organisations.end(),
                         [&](const auto& a, const auto& b) { return query.descending ? key(b) < key(a) : key(a) < key(b); });
    };
    if (query.sort_by == "art")
        by([](const auto& one) { return one.kind; });
    else if (query.sort_by == "kreis")
        by([](const auto& one) { return one.parent; });
    else if (query.sort_by == "beschaeftigte")
        by([](const auto& one) { return one.staff_count; });
    else if (query.descending)
        std::reverse(organisations.begin(), organisations.end());
}

struct OrganisationsView {
    std::string search;
    std::vector<OrganisationLine> organisations;
    web::TableView table;
    std::optional<web::EmptyState> empty;
    web::TextField name, from, staff_count;
    web::ChoiceField kind, land, county;
    web::CheckboxField member;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(OrganisationsView, (), (search, organisations, table, empty, name, from, staff_count, kind, land, county, member, errors))

struct OrganisationView {
    OrganisationId id;
    std::string name;
    OrganisationKind kind{};
    std::vector<VersionLine> history;
    web::TextField new_name, from;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(OrganisationView, (), (id, name, kind, history, new_name, from, errors))

// Depth first, siblings by name as they come; what hangs below something closed stands at the top.
std::vector<DepartmentLine> tree_of(const std::vector<store::DepartmentName>& departments) {
    std::map<std::optional<DepartmentId>, std::vector<const store::DepartmentName*>> children;
    std::map<DepartmentId, std::string> names;
    for (const auto& department : departments) names.emplace(department.id, department.name);
    for (const auto& department : departments) {
        const bool has_parent = department.parent_id && names.contains(*department.parent_id);
        children[has_parent ? department.parent_id : std::nullopt].push_back(&department);
    }
    std::vector<DepartmentLine> lines;
    const std::function<void(std::optional<DepartmentId>, std::int64_t)> visit = [&](std::optional<DepartmentId> parent, std::int64_t level) {
        for (const auto* department : children[parent]) {
            lines.push_back({department->id, department->name, parent ? names.at(*parent) : "", std::min<std::int64_t>(level, 6)});
            visit(department->id, level + 1);
        }
    };
    visit(std::nullopt, 1);
    return lines;
}

class OrganisationPages {
public:
    OrganisationPages(const web::Site& site, Identity& identity, const Clock& clock)
        : site_(site),
          identity_(identity),
          clock_(clock),
          tree_(site.bind<TreeView>("identity/departments")),
          department_(site.bind<DepartmentView>("identity/department")),
          organisations_(site.bind<OrganisationsView>("identity/organisations")),
          organisation_(site.bind<OrganisationView>("identity/organisation")) {}

    http::Response show_tree(const http::Request& request) const {
        const Viewer& viewer = *request.viewer();
        if (!viewer.may(Permission::manage_organisation)) return site_.error_page(request, 403);
        const auto organisations = identity_.organisations.list_manageable(viewer);
        if (organisations.empty()) return site_.error_page(request, 404);
        OrganisationId id = organisations.front().id;
        for (const auto& row : organisations) {
            if (row.id == viewer.organisation) id = row.id;
        }
        if (const auto chosen = web::parse_integer(request.query("organisation").value_or(""))) id = OrganisationId{*chosen};
        return show_tree(request, id, nullptr, 200);
    }

    http::Response add_department(http::Request& request) {
        const auto id = request.get_id<OrganisationId>("organisation");
        web::FormReader form(request);
        const auto name = form.text("name", {.required = true, .max = 200});
        const auto parent = form.id<DepartmentId>("oberstelle");
        const auto from = form.date("ab", {.required = true});
        if (form.ok()) {
            const auto added = identity_.organisations.add_department(*request.viewer(), id, name, parent, *from);
            if (added)
                return web::redirect(fmt::format("/verwaltung/organisation?organisation={}", id.value),
                                     {.message_key = "identity.notice.department_added"});
            if (status_of(added.error()) != 422) return site_.error_page(request, 404);
            form.refuse({problem_of(added.error())});
        }
        return show_tree(request, id, &form, 422);
    }

    http::Response show_department(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const auto id = request.get_id<DepartmentId>("department");
        const auto found = identity_.organisations.find_department(*request.viewer(), id);
        if (!found) return site_.error_page(request, 404);
        const auto fields = site_.fields(request, refused);
        const Date today = clock_.today();
        DepartmentView view{.id = id};
        std::map<DepartmentId, std::string> names;
        for (const auto& version : found->all.versions) names[version.department_id] = version.name;
        for (const auto& department : found->all.today) names[department.id] = department.name;
        std::optional<DepartmentId> parent;
        for (const auto& version : found->all.versions) {
            if (version.department_id != id) continue;
            VersionLine line{version.name, version.parent_id ? names[*version.parent_id] : "", version.valid_from, std::nullopt,
                             version.covers(today)};
            if (version.valid_until) line.until = add_days(*version.valid_until, -1);
            if (!version.valid_until || *version.valid_until > today) view.open = true;
            if (view.name.empty() || version.valid_from <= today) {
                view.name = version.name;
                parent = version.parent_id;
            }
            view.history.push_back(std::move(line));
        }
        view.new_name = fields.text("name", {.label = "identity.department_name", .required = true, .autocomplete = "off"}, view.name);
        view.name_from = fields.date("ab_name", {.label = "identity.valid_from", .required = true}, today);
        view.move_from = fields.date("ab_oberstelle", {.label = "identity.valid_from", .required = true}, today);
        view.close_from = fields.date("ab_ende", {.label = "identity.closed_from", .required = true}, today);
        view.parent = parent_field(request, fields, found->all.today, id, parent);
        const auto& organisation = found->organisation;
        view.errors = fields.errors();
        return site_.render(request,
                            {.title_text = view.name,
                             .active = "/verwaltung/organisation",
                             .breadcrumbs = {{fmt::format("/verwaltung/organisation?organisation={}", organisation.id.value), organisation.name}},
                             .status = refused ? 422 : 200},
                            department_, view);
    }

    http::Response rename_department(http::Request& request) {
        web::FormReader form(request);
        const auto name = form.text("name", {.required = true, .max = 200});
        const auto from = form.date("ab_name", {.required = true});
        if (!form.ok()) return show_department(request, &form);
        return finish(request, form,
                      identity_.organisations.rename_department(*request.viewer(), request.get_id<DepartmentId>("department"), name, *from),
                      "ab_name");
    }

    http::Response move_department(http::Request& request) {
        web::FormReader form(request);
        const auto parent = form.id<DepartmentId>("oberstelle");
        const auto from = form.date("ab_oberstelle", {.required = true});
        if (!form.ok()) return show_department(request, &form);
        return finish(request, form,
                      identity_.organisations.move_department(*request.viewer(), request.get_id<DepartmentId>("department"), parent, *from),
                      "ab_oberstelle");
    }

    http::Response close_department(http::Request& request) {
        web::FormReader form(request);
        const auto from = form.date("ab_ende", {.required = true});
        if (!form.ok()) return show_department(request, &form);
        return finish(request, form, identity_.organisations.close_department(*request.viewer(), request.get_id<DepartmentId>("department"), *from),
                      "ab_ende");
    }

    http::Response list_organisations(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const Viewer& viewer = *request.viewer();
        if (!viewer.may(Permission::manage_all_organisations)) return site_.error_page(request, 403);
        const auto fields = site_.fields(request, refused);
        OrganisationsView view{.search = std::string(request.query("suche").value_or(""))};
        const auto all = identity_.organisations.list(viewer, "");
        std::vector<web::Option> counties{{"", site_.text(request, "identity.no_county"), ""}};
        for (const auto& row : all) {
            if (row.kind == OrganisationKind::county) counties.push_back({std::to_string(row.id.value), row.name, ""});
        }
        for (auto& row : view.search.empty() ? all : identity_.organisations.list(viewer, view.search)) {
            view.organisations.push_back({row.id, row.name, row.kind, row.parent.value_or(""), row.staff_count, row.is_member});
        }
        auto query = web::read_table_query(request, organisation_rules());
        const auto total = std::ssize(view.organisations);
        query.limit_to(total);
        sort_organisations(view.organisations, query);
        const auto last = std::min<std::ptrdiff_t>(total, query.offset() + query.page_size);
        view.organisations.erase(view.organisations.begin() + last, view.organisations.end());
        view.organisations.erase(view.organisations.begin(), view.organisations.begin() + query.offset());
        view.table = web::table_view(request, site_.messages(), web::language_of(request), organisation_rules(), query, total);
        if (total == 0) {
            view.empty = web::EmptyState{site_.text(request, "identity.organisations.none"), site_.text(request, "identity.organisations.none_text"),
                                         "/verwaltung/organisationen", site_.text(request, "identity.organisations.all")};
        }
        view.name = fields.text("name", {.label = "identity.organisation_name", .required = true, .autocomplete = "off"});
        view.from = fields.date("ab", {.label = "identity.valid_from", .required = true}, clock_.today());
        view.staff_count = fields.integer("beschaeftigte", {.label = "identity.staff_count"});
        view.kind = fields.choice("art", {.label = "identity.organisation_kind_label", .required = true}, fields.options_of<OrganisationKind>(),
                                  "municipality");
        view.land = fields.choice("land", {.label = "identity.land_label", .empty_option = true}, fields.options_of<Land>());
        view.county = fields.choice("kreis", {.label = "identity.county"}, counties);
        view.member = fields.checkbox("mitglied", {.label = "identity.is_member"});
        view.errors = fields.errors();
        return site_.render(
            request, {.title = "identity.organisations.title", .active = "/verwaltung/organisationen", .status = refused ? 422 : 200, .wide = true},
            organisations_, view);
    }

    http::Response add_organisation(http::Request& request) {
        if (!request.viewer()->may(Permission::manage_all_organisations)) return site_.error_page(request, 403);
        web::FormReader form(request);
        store::NewOrganisation organisation;
        organisation.name = form.text("name", {.required = true, .max = 200});
        organisation.kind = form.enumerator<OrganisationKind>("art", {.required = true}).value_or(OrganisationKind::municipality);
        organisation.land = form.enumerator<Land>("land");
        organisation.parent = form.id<OrganisationId>("kreis");
        organisation.staff_count = form.integer("beschaeftigte", {.max = 1'000'000}).value_or(0);
        organisation.is_member = form.checkbox("mitglied");
        organisation.valid_from = form.date("ab", {.required = true}).value_or(clock_.today());
        if (form.ok()) {
            const auto id = identity_.organisations.add(*request.viewer(), organisation);
            if (id)
                return web::redirect(fmt::format("/verwaltung/organisationen/{}", id->value), {.message_key = "identity.notice.organisation_added"});
            form.refuse({problem_of(id.error())});
        }
        return list_organisations(request, &form);
    }

    http::Response show_organisation(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const Viewer& viewer = *request.viewer();
        if (!viewer.may(Permission::manage_all_organisations)) return site_.error_page(request, 403);
        const auto id = request.get_id<OrganisationId>("organisation");
        const auto history = identity_.organisations.history(viewer, id);
        if (history.empty()) return site_.error_page(request, 404);
        const auto row = identity_.organisations.find(viewer, id);
        const auto fields = site_.fields(request, refused);
        OrganisationView view{.id = id, .name = row ? row->name : history.back().name, .kind = row ? row->kind : OrganisationKind::municipality};
        const Date today = clock_.today();
        for (const auto& version : history) {
            VersionLine line{version.name, "", version.valid_from, std::nullopt,
                             version.valid_from <= today && (!version.valid_until || today < *version.valid_until)};
            if (version.valid_until) line.until = add_days(*version.valid_until, -1);
            view.history.push_back(std::move(line));
        }
        view.new_name = fields.text("name", {.label = "identity.organisation_name", .required = true, .autocomplete = "off"}, view.name);
        view.from = fields.date("ab", {.label = "identity.valid_from", .required = true}, today);
        view.errors = fields.errors();
        return site_.render(request,
                            {.title_text = view.name,
                             .active = "/verwaltung/organisationen",
                             .breadcrumbs = {{"/verwaltung/organisationen", site_.text(request, "identity.organisations.title")}},
                             .status = refused ? 422 : 200},
                            organisation_, view);
    }

    http::Response rename_organisation(http::Request& request) {
        const auto id = request.get_id<OrganisationId>("organisation");
        web::FormReader form(request);
        const auto name = form.text("name", {.required = true, .max = 200});
        const auto from = form.date("ab", {.required = true});
        if (form.ok()) {
            const auto done = identity_.organisations.rename(*request.viewer(), id, name, *from);
            if (done) return web::redirect(fmt::format("/verwaltung/organisationen/{}", id.value), {.message_key = "identity.notice.saved"});
            if (status_of(done.error()) != 422) return site_.error_page(request, status_of(done.error()));
            form.refuse({problem_of(done.error())});
        }
        return show_organisation(request, &form);
    }

private:
    http::Response show_tree(const http::Request& request, OrganisationId id, const web::FormReader* refused, int status) const {
        const Viewer& viewer = *request.viewer();
        const auto found = identity_.organisations.departments(viewer, id);
        const auto organisation = identity_.organisations.find(viewer, id);
        if (!found || !organisation) return site_.error_page(request, 404);
        const auto fields = site_.fields(request, refused);
        const Date today = clock_.today();
        TreeView view{.id = id, .organisation = organisation->name, .departments = tree_of(found->today)};
        const auto all = identity_.organisations.list_manageable(viewer);
        if (all.size() > 1) {
            std::vector<web::Option> options;
            for (const auto& row : all) options.push_back({std::to_string(row.id.value), row.name, ""});
            // Not one of the form's fields: it changes the page, so what was typed below is not kept in it.
            view.choose = site_.fields(request).choice("organisation", {.label = "identity.organisation"}, options, std::to_string(id.value));
        }
        for (const auto& version : found->versions) {
            if (version.valid_from > today) view.planned.push_back({version.name, version.valid_from, false});
            if (version.valid_until && *version.valid_until > today) {
                const bool goes_on = std::any_of(found->versions.begin(), found->versions.end(), [&](const DepartmentVersion& v) {
                    return v.department_id == version.department_id && v.valid_from == *version.valid_until;
                });
                if (!goes_on) view.planned.push_back({version.name, *version.valid_until, true});
            }
        }
        std::sort(view.planned.begin(), view.planned.end(), [](const PlannedLine& a, const PlannedLine& b) { return a.from < b.from; });
        view.name = fields.text("name", {.label = "identity.department_name", .required = true, .autocomplete = "off"});
        view.from = fields.date("ab", {.label = "identity.valid_from", .required = true}, today);
        view.parent = parent_field(request, fields, found->today, DepartmentId{0}, std::nullopt);
        view.errors = fields.errors();
        return site_.render(request, {.title = "identity.departments.title", .active = "/verwaltung/organisation", .status = status}, tree_, view);
    }

    web::ChoiceField parent_field(const http::Request& request, const web::Fields& fields, const std::vector<store::DepartmentName>& departments,
                                  DepartmentId without, std::optional<DepartmentId> chosen) const {
        std::vector<web::Option> options{{"", site_.text(request, "identity.no_parent"), ""}};
        for (const auto& line : tree_of(departments)) {
            if (line.id == without) continue;
            std::string label;
            for (std::int64_t i = 1; i < line.level; ++i) label += "– ";
            options.push_back({std::to_string(line.id.value), label + line.name, ""});
        }
        return fields.choice("oberstelle", {.label = "identity.parent_department"}, options, chosen ? std::to_string(chosen->value) : "");
    }

    http::Response finish(http::Request& request, web::FormReader& form, const Result<void, OrganisationError>& done,
                          std::string_view date_field) const {
        if (done) {
            return web::redirect(fmt::format("/verwaltung/dienststellen/{}", request.get_id<DepartmentId>("department").value),
                                 {.message_key = "identity.notice.saved"});
        }
        if (status_of(done.error()) != 422) return site_.error_page(request, 404);
        auto problem = problem_of(done.error());
        if (problem.field == "ab") problem.field = std::string(date_field);
        form.refuse({problem});
        return show_department(request, &form);
    }

    const web::Site& site_;
    Identity& identity_;
    const Clock& clock_;
    web::Template<TreeView> tree_;
    web::Template<DepartmentView> department_;
    web::Template<OrganisationsView> organisations_;
    web::Template<OrganisationView> organisation_;
};

}  // namespace

void register_organisation_pages(http::Router& router, const web::Site& site, Identity& identity, const Clock& clock) {
    using http::Method;
    using http::Request;
    const auto pages = std::make_shared<OrganisationPages>(site, identity, clock);
    router.add(Method::get, "/verwaltung/organisation", {.name = "show_departments"}, [pages](Request& r) { return pages->show_tree(r); });
    router.add(Method::post, "/verwaltung/organisation/{organisation:id}/dienststellen", {.name = "add_department"},
               [pages](Request& r) { return pages->add_department(r); });
    router.add(Method::get, "/verwaltung/dienststellen/{department:id}", {.name = "show_department"},
               [pages](Request& r) { return pages->show_department(r); });
    router.add(Method::post, "/verwaltung/dienststellen/{department:id}/name", {.name = "rename_department"},
               [pages](Request& r) { return pages->rename_department(r); });
    router.add(Method::post, "/verwaltung/dienststellen/{department:id}/oberstelle", {.name = "move_department"},
               [pages](Request& r) { return pages->move_department(r); });
    router.add(Method::post, "/verwaltung/dienststellen/{department:id}/ende", {.name = "close_department"},
               [pages](Request& r) { return pages->close_department(r); });
    router.add(Method::get, "/verwaltung/organisationen", {.name = "list_organisations"},
               [pages](Request& r) { return pages->list_organisations(r); });
    router.add(Method::post, "/verwaltung/organisationen", {.name = "add_organisation"}, [pages](Request& r) { return pages->add_organisation(r); });
    router.add(Method::get, "/verwaltung/organisationen/{organisation:id}", {.name = "show_organisation"},
               [pages](Request& r) { return pages->show_organisation(r); });
    router.add(Method::post, "/verwaltung/organisationen/{organisation:id}/name", {.name = "rename_organisation"},
               [pages](Request& r) { return pages->rename_organisation(r); });
}

}  // namespace kc::identity
