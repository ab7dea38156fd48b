// SPDX-License-Identifier: EUPL-1.2
// /taetigkeiten: the public list, one kind of work with its demands, the general demands, tables for spreadsheets.
#include "base/csv.hpp"
#include "base/text.hpp"
#include "roles/page_parts.hpp"

namespace kc::roles {

using competence::FrameworkState;

namespace {

constexpr std::size_t search_letters_max = 200;

struct RoleRow {
    std::string slug, name, description, titles;
    int competences = 0;
    bool draft = false, outdated = false;
};
BOOST_DESCRIBE_STRUCT(RoleRow, (), (slug, name, description, titles, competences, draft, outdated))

struct ListView {
    std::string search;
    std::vector<RoleRow> rows;
    int count = 0, total = 0;
    bool filtered = false, edits = false, texts = false;
};
BOOST_DESCRIBE_STRUCT(ListView, (), (search, rows, count, total, filtered, edits, texts))

struct NamedLink {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(NamedLink, (), (slug, name))

struct AlignmentView {
    competence::ForeignFramework framework{};
    competence::AlignmentRelation relation{};
    std::string concept_id, label, address;
    bool fits = true;
};
BOOST_DESCRIBE_STRUCT(AlignmentView, (), (framework, relation, concept_id, label, address, fits))

struct ProfileView {
    std::string slug, name, description;
    std::vector<std::string> titles;
    bool general = false, draft = false, outdated = false, edits = false, texts = false, has_raised = false;
    std::vector<AlignmentView> alignments;
    std::string esco;
    std::vector<CompetenceBlock> demands;
    std::vector<NamedLink> successors;
    Date today{};
};
BOOST_DESCRIBE_STRUCT(ProfileView, (),
                      (slug, name, description, titles, general, draft, outdated, edits, texts, has_raised, alignments, esco, demands, successors,
                       today))

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
    std::string all;
    for (const auto& text : texts) all += (all.empty() ? std::string() : std::string(between)) + text;
    return all;
}

AlignmentView alignment_view(const competence::Alignment& alignment) {
    AlignmentView view{alignment.framework,
                       alignment.relation,
                       alignment.concept_id,
                       alignment.label,
                       {},
                       alignment.relation != competence::AlignmentRelation::none};
    if (view.fits && alignment.framework == competence::ForeignFramework::esco) {
        view.address = "http://data.europa.eu/esco/occupation/" + alignment.concept_id;
    }
    return view;
}

class ProfilePages {
public:
    explicit ProfilePages(const PageParts& parts)
        : parts_(parts), site_(parts.site), list_(site_.bind<ListView>("roles/list")), profile_(site_.bind<ProfileView>("roles/profile")) {}

    http::Response list(const http::Request& request) const {
        const auto framework = parts_.roles.framework();
        const auto rights = rights_of(request);
        const auto language = web::language_of(request);
        ListView view;
        view.search = std::string(trim(request.query("suche").value_or("")));
        if (code_points(view.search) > search_letters_max) view.search.clear();
        view.filtered = !view.search.empty();
        view.edits = rights.any();
        view.texts = rights.everything;
        const auto wanted = folded(view.search);
        for (const auto& role : framework->role_profiles()) {
            if (!role.published() && !rights.everything) continue;
            ++view.total;
            if (!matches(role, wanted)) continue;
            const auto records = visible_records(*framework, &role, request.viewer());
            const auto blocks = merged_demands({.framework = *framework, .language = language, .today = parts_.roles.today()}, records);
            view.rows.push_back({role.slug, role.name_in(language), role.description, joined(role.titles, ", "), static_cast<int>(blocks.size()),
                                 role.state == FrameworkState::draft, role.state == FrameworkState::outdated});
        }
        view.count = static_cast<int>(view.rows.size());
        return site_.render(request, {.title = "roles.list.title", .active = roles_path}, list_, view);
    }

    http::Response show(const http::Request& request) const {
        const auto named = find_named(request, parts_.roles);
        if (!named) return site_.error_page(request, 404, message_key_of(RoleError::role_not_found));
        const auto rights = rights_of(request);
        ProfileView view;
        view.slug = named->slug;
        view.name = name_of(*named, site_, request);
        view.general = named->role == nullptr;
        view.edits = view.general ? rights.everything : rights.any();
        view.texts = rights.everything && !view.general;
        view.today = parts_.roles.today();
        view.demands = demands(request, *named, rights);
        for (const auto& block : view.demands) view.has_raised = view.has_raised || block.raised;
        if (named->role != nullptr) add_role(view, *named, web::language_of(request));
        return site_.render(request, {.title_text = view.name, .active = roles_path, .breadcrumbs = {roles_crumb(site_, request)}}, profile_, view);
    }

    http::Response csv(const http::Request& request) const {
        const auto named = find_named(request, parts_.roles);
        if (!named) return site_.error_page(request, 404, message_key_of(RoleError::role_not_found));
        std::string table = "\xEF\xBB\xBF";
        for (const auto* column :
             {"competence", "area", "target", "layer", "authority", "level", "weight", "reason", "stated_on", "deadline", "law"}) {
            if (table.size() > 3) table += ';';
            table += csv_cell(site_.text(request, fmt::format("roles.csv.{}", column)));
        }
        table += "\r\n";
        for (const auto& block : demands(request, *named, rights_of(request))) {
            for (const auto& line : block.lines) {
                const auto layer = fmt::format("competence.demand_layer.{}", boost::describe::enum_to_string(line.layer, ""));
                table += fmt::format("{};{};{};{};{};{};{};{};{};{};{}\r\n", csv_cell(block.name), csv_cell(block.area), block.level,
                                     csv_cell(site_.text(request, layer)), csv_cell(line.authority), line.level, line.weight, csv_cell(line.reason),
                                     to_iso(line.stated_on), line.deadline ? to_iso(line.deadline->until) : std::string(),
                                     csv_cell(line.deadline ? line.deadline->law : std::string()));
            }
        }
        auto response = http::bytes(std::move(table), "text/csv; charset=utf-8");
        response.header("Content-Disposition", http::attachment_disposition(named->slug + ".csv"));
        response.header("Cache-Control", "no-store");
        return response;
    }

private:
    static RoleService::Rights rights_of(const http::Request& request) {
        return request.viewer() != nullptr ? RoleService::rights_of(*request.viewer()) : RoleService::Rights{};
    }

    // Whoever edits sees the tables, everybody else the snapshot: an own change is there at once.
    std::vector<CompetenceBlock> demands(const http::Request& request, const Named& named, const RoleService::Rights& rights) const {
        MergeContext context{
            .framework = *named.framework, .language = web::language_of(request), .today = parts_.roles.today(), .rights = rights, .authorities = {}};
        std::vector<competence::DemandRecord> records;
        const auto add = [&](std::vector<competence::DemandRecord> more) {
            records.insert(records.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
        };
        if (rights.any()) {
            add(parts_.roles.lines(*request.viewer(), std::nullopt));
            if (named.role != nullptr) add(parts_.roles.lines(*request.viewer(), named.role->id));
            context.authorities = names_of_authorities(parts_.roles);
        } else {
            add(visible_records(*named.framework, nullptr, request.viewer()));
            if (named.role != nullptr) add(visible_records(*named.framework, named.role, request.viewer()));
        }
        return merged_demands(context, records);
    }

    void add_role(ProfileView& view, const Named& named, Language language) const {
        const auto& role = *named.role;
        view.description = role.description;
        view.titles = role.titles;
        view.draft = role.state == FrameworkState::draft;
        view.outdated = role.state == FrameworkState::outdated;
        for (const auto& alignment : role.alignments) {
            view.alignments.push_back(alignment_view(alignment));
            if (alignment.framework == competence::ForeignFramework::esco) view.esco = esco_notice;
        }
        for (const auto index : role.successors) {
            const auto& next = named.framework->role_profiles()[index];
            if (next.published()) view.successors.push_back({next.slug, next.name_in(language)});
        }
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<ListView> list_;
    web::Template<ProfileView> profile_;
};

}  // namespace

void register_profile_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<ProfilePages>(parts);
    using http::Method;
    using http::Request;
    const http::RouteOptions open{.is_public = true};
    router.add(Method::get, "/taetigkeiten", open, [pages](Request& request) { return pages->list(request); });
    router.add(Method::get, "/taetigkeiten/{slug}", open, [pages](Request& request) { return pages->show(request); });
    router.add(Method::get, "/taetigkeiten/{slug}/export.csv", open, [pages](Request& request) { return pages->csv(request); });
}

}  // namespace kc::roles
