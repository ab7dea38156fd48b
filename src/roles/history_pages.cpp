// SPDX-License-Identifier: EUPL-1.2
// …/verlauf: what was changed about the demands of a work, each change with "Rückgängig machen" (TA-07).
#include "roles/page_parts.hpp"

namespace kc::roles {

using competence::DemandRecord;

namespace {

struct SideView {
    int level = 0, weight = 0;
    std::string reason;
    std::optional<Date> until;
};
BOOST_DESCRIBE_STRUCT(SideView, (), (level, weight, reason, until))

struct ChangeView {
    std::int64_t id = 0;
    Instant at{};
    bool by_office = false;
    std::string competence, authority;
    competence::DemandLayer layer{};
    std::optional<SideView> before, after;
    bool added = false, removed = false, changed = false;
    ToldCount people;
    std::optional<Instant> undone_at;
};
BOOST_DESCRIBE_STRUCT(ChangeView, (), (id, at, by_office, competence, authority, layer, before, after, added, removed, changed, people, undone_at))

struct HistoryView {
    std::string role, slug;
    std::vector<ChangeView> changes;
    int most = changes_shown;
};
BOOST_DESCRIBE_STRUCT(HistoryView, (), (role, slug, changes, most))

std::optional<SideView> side(const std::optional<DemandRecord>& record) {
    if (!record) return std::nullopt;
    return SideView{record->level, record->weight, record->reason, record->deadline_on};
}

class HistoryPages {
public:
    explicit HistoryPages(const PageParts& parts) : parts_(parts), site_(parts.site), history_(site_.bind<HistoryView>("roles/history")) {}

    http::Response show(const http::Request& request) const {
        return for_editors(request, site_, [&](const Viewer& viewer, const RoleService::Rights&) {
            const auto named = find_named(request, parts_.roles);
            if (!named) return refusal_page(request, site_, RoleError::role_not_found);
            const auto changes = parts_.roles.changes(viewer, named->id());
            if (!changes) return refusal_page(request, site_, changes.error());
            const auto names = names_of_authorities(parts_.roles);
            HistoryView view{.role = name_of(*named, site_, request), .slug = named->slug, .changes = {}};
            for (const auto& change : *changes) view.changes.push_back(change_view(*named, change, names));
            return site_.render(request,
                                {.title = "roles.history.title",
                                 .active = roles_path,
                                 .breadcrumbs = {roles_crumb(site_, request), named_crumb(*named, site_, request)}},
                                history_, view);
        });
    }

    http::Response undo(const http::Request& request) {
        return for_editors(request, site_, [&](const Viewer& viewer, const RoleService::Rights&) {
            const auto named = find_named(request, parts_.roles);
            if (!named) return refusal_page(request, site_, RoleError::role_not_found);
            const auto id = web::parse_integer(request.path_value("change").value_or("")).value_or(0);
            const auto undone = parts_.roles.undo(viewer, id);
            const auto back = address_of(named->slug, "verlauf");
            if (undone) return web::redirect(back, {.message_key = "roles.notice.undone"});
            if (undone.error() == RoleError::changed_since) return web::redirect(back, {"roles.notice.changed_since", web::NoticeKind::warning});
            return refusal_page(request, site_, undone.error());
        });
    }

private:
    static ChangeView change_view(const Named& named, const DemandChange& change, const std::map<OrganisationId, std::string>& names) {
        const auto index = named.framework->index_of(change.competence_id);
        const auto& row = change.after ? *change.after : *change.before;
        ChangeView view{.id = change.id,
                        .at = change.changed_at,
                        .by_office = change.changed_as == Role::office,
                        .competence = index ? named.framework->competence(*index).name : std::string("–"),
                        .authority = {},
                        .layer = row.layer,
                        .before = side(change.before),
                        .after = side(change.after),
                        .added = !change.before,
                        .removed = !change.after,
                        .changed = change.before && change.after,
                        .people = told(change.people),
                        .undone_at = change.undone_at};
        if (change.organisation_id) {
            const auto name = names.find(*change.organisation_id);
            if (name != names.end()) view.authority = name->second;
        }
        return view;
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<HistoryView> history_;
};

}  // namespace

void register_history_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<HistoryPages>(parts);
    using http::Request;
    router.get("/taetigkeiten/{slug}/verlauf", [pages](Request& request) { return pages->show(request); });
    router.post("/taetigkeiten/{slug}/verlauf/{change:id}/ruecknahme", [pages](Request& request) { return pages->undo(request); });
}

}  // namespace kc::roles
