// SPDX-License-Identifier: EUPL-1.2
// /taetigkeiten/fristen: every statutory deadline with the works it concerns (F48, TA-13).
#include "roles/deadlines.hpp"
#include "roles/page_parts.hpp"

namespace kc::roles {

namespace {

struct WorkRow {
    std::string slug, name, competence;
    int level = 0;
    std::optional<ToldCount> people;  // absent: not for this viewer
};
BOOST_DESCRIBE_STRUCT(WorkRow, (), (slug, name, competence, level, people))

struct DeadlineRow {
    DeadlineView deadline;
    std::string authority;
    std::vector<WorkRow> works;
};
BOOST_DESCRIBE_STRUCT(DeadlineRow, (), (deadline, authority, works))

struct DeadlinesView {
    std::vector<DeadlineRow> coming, past;
    bool numbers = false, everywhere = false;
    Date today{};
};
BOOST_DESCRIBE_STRUCT(DeadlinesView, (), (coming, past, numbers, everywhere, today))

class DeadlinePages {
public:
    explicit DeadlinePages(const PageParts& parts) : parts_(parts), site_(parts.site), deadlines_(site_.bind<DeadlinesView>("roles/deadlines")) {}

    http::Response show(const http::Request& request) const {
        const auto framework = parts_.roles.framework();
        const auto today = parts_.roles.today();
        DeadlinesView view;
        view.today = today;
        PeopleByWork people;
        std::map<OrganisationId, std::string> names;
        if (request.viewer() != nullptr) {
            if (const auto rows = parts_.roles.people_at_work(*request.viewer())) {
                view.numbers = true;
                view.everywhere = RoleService::rights_of(*request.viewer()).everything;
                people = PeopleByWork(*rows);
                names = names_of_authorities(parts_.roles);
            }
        }
        for (const auto& deadline : deadlines_of(*framework, request.viewer())) {
            DeadlineRow row{deadline_view(deadline.until, deadline.weight, deadline.law, today), {}, {}};
            if (deadline.organisation) {
                const auto name = names.find(*deadline.organisation);
                row.authority = name != names.end() ? name->second : site_.text(request, "competence.demand_layer.authority");
            }
            for (const auto& line : deadline.lines) {
                WorkRow work{line.role != nullptr ? line.role->slug : std::string(general_slug),
                             line.role != nullptr ? line.role->name_in(web::language_of(request)) : site_.text(request, "roles.deadlines.everybody"),
                             framework->competence(line.competence).name, line.level, std::nullopt};
                if (view.numbers) work.people = told(people.count(line.role, deadline.organisation));
                row.works.push_back(std::move(work));
            }
            (row.deadline.past ? view.past : view.coming).push_back(std::move(row));
        }
        return site_.render(request, {.title = "roles.deadlines.title", .active = roles_path, .breadcrumbs = {roles_crumb(site_, request)}},
                            deadlines_, view);
    }

private:
    PageParts parts_;
    const web::Site& site_;
    web::Template<DeadlinesView> deadlines_;
};

}  // namespace

void register_deadline_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<DeadlinePages>(parts);
    router.add(http::Method::get, "/taetigkeiten/fristen", {.is_public = true}, [pages](http::Request& request) { return pages->show(request); });
}

}  // namespace kc::roles
