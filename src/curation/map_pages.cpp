// SPDX-License-Identifier: EUPL-1.2
// /themenlandkarte for everybody: all competences by area, one competence with levels, alignments, roles, history and demand.
#include "curation/export.hpp"
#include "curation/map_view.hpp"
#include "curation/words.hpp"

namespace kc::curation {

namespace {

struct MapRow {
    std::string slug, name, description;
    FrameworkState state{};
    bool not_published = false;
    std::int64_t asked = 0;  // by how many role profiles
};
BOOST_DESCRIBE_STRUCT(MapRow, (), (slug, name, description, state, not_published, asked))

struct MapArea {
    std::string slug, name;
    std::int64_t count = 0;
    std::vector<MapRow> rows;
};
BOOST_DESCRIBE_STRUCT(MapArea, (), (slug, name, count, rows))

struct MapView {
    std::string search;
    web::ChoiceField area, state, framework;
    std::int64_t count = 0, total = 0;
    std::vector<MapArea> areas;
    bool edits = false, imports = false, filtered = false;
    std::int64_t open_proposals = 0, open_drafts = 0;
    std::string esco;
};
BOOST_DESCRIBE_STRUCT(MapView, (), (search, area, state, framework, count, total, areas, edits, imports, filtered, open_proposals, open_drafts, esco))

constexpr std::string_view no_alignment = "keine";

struct MapFilter {
    std::vector<std::string> words;
    std::string area, framework;
    std::optional<FrameworkState> state;
};

bool has_alignment(const competence::Competence& competence, std::string_view framework) {
    const auto counts = [&](const Alignment& alignment) {
        if (alignment.relation == AlignmentRelation::none) return false;
        return framework == no_alignment || boost::describe::enum_to_string(alignment.framework, "") == framework;
    };
    const bool found = std::any_of(competence.alignments.begin(), competence.alignments.end(), counts);
    return framework == no_alignment ? !found : found;
}

class MapPages {
public:
    explicit MapPages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          map_(site_.bind<MapView>("curation/map")),
          competence_(site_.bind<CompetencePageView>("curation/competence")) {}

    http::Response list(const http::Request& request) const {
        const auto framework = parts_.curation.framework();
        const auto language = web::language_of(request);
        const bool edits = may(request, Permission::edit_framework);
        MapFilter filter;
        const auto search = std::string(request.query("suche").value_or("")).substr(0, 200);
        filter.words = query_words(search);
        MapView view;
        view.search = is_valid_utf8(search) ? search : std::string();
        view.edits = edits;
        view.imports = may(request, Permission::import_framework);
        view.esco = esco_notice;
        add_choices(request, *framework, language, edits, filter, view);
        const auto roles = roles_asking(*framework);
        for (const auto& area : framework->areas()) view.areas.push_back({area.slug, area.name_in(language), 0, {}});
        for (std::size_t i = 0; i < framework->competences().size(); ++i) {
            const auto& competence = framework->competence(i);
            if (competence.state == FrameworkState::draft && !edits) continue;
            if (competence.state == FrameworkState::published) ++view.total;
            if (filter.state && competence.state != *filter.state) continue;
            if (!filter.area.empty() && framework->area_of(competence).slug != filter.area) continue;
            if (!filter.framework.empty() && !has_alignment(competence, filter.framework)) continue;
            if (!filter.words.empty() && !text_fits(searched_text(competence), filter.words)) continue;
            auto& area = view.areas[competence.area];
            area.rows.push_back({competence.slug, competence.name, competence.description, competence.state, !competence.published(), roles[i]});
            ++area.count;
            ++view.count;
        }
        std::erase_if(view.areas, [](const MapArea& area) { return area.rows.empty(); });
        view.filtered = !filter.words.empty() || !filter.area.empty() || !filter.framework.empty() || filter.state != FrameworkState::published;
        if (edits) {
            view.open_proposals = parts_.proposals.count(*request.viewer(), {}).value_or(0);
            const auto drafts = parts_.curation.drafts(*request.viewer());
            view.open_drafts = drafts ? static_cast<std::int64_t>((*drafts).size()) : 0;
        }
        return site_.render(request, {.title = "curation.map.title", .active = map_path}, map_, view);
    }

    http::Response show(const http::Request& request) const {
        const auto framework = parts_.curation.framework();
        const auto index = framework->competence_by_slug(request.path_value("slug").value_or(""));
        if (!index) return site_.error_page(request, 404);
        const auto& competence = framework->competence(*index);
        const bool edits = may(request, Permission::edit_framework);
        if (competence.state == FrameworkState::draft && !edits) return site_.error_page(request, 404);
        auto view = competence_page(request, site_, *framework, normalised(competence::content_of(*framework, competence)));
        view.state = competence.state;
        view.version = competence.version;
        view.edits = edits;
        view.editable = edits && competence.state != FrameworkState::outdated;
        view.can_outdate = edits && competence.published();
        view.outdated = competence.state == FrameworkState::outdated;
        view.can_republish = edits && view.outdated;
        view.draft = competence.state == FrameworkState::draft;
        add_roles(*framework, *index, web::language_of(request), view);
        for (const auto& succession : framework->successions()) {
            if (succession.outdated == *index) {
                view.successors.push_back({framework->competence(succession.successor).slug, framework->competence(succession.successor).name});
            }
            if (succession.successor == *index) {
                view.predecessors.push_back({framework->competence(succession.outdated).slug, framework->competence(succession.outdated).name});
            }
        }
        add_versions(request, *framework, competence, view);
        add_demand(request, competence, view);
        return site_.render(request, {.title_text = competence.name, .active = map_path, .breadcrumbs = {map_crumb(site_, request)}}, competence_,
                            view);
    }

    http::Response csv(const http::Request& request) const {
        const auto framework = parts_.curation.framework();
        auto response = http::bytes(catalogue_csv(site_.messages(), web::language_of(request), *framework), "text/csv; charset=utf-8");
        response.header("Content-Disposition", http::attachment_disposition(site_.text(request, "curation.export.file") + ".csv"));
        return response;
    }

    http::Response json(const http::Request& request) const {
        const auto framework = parts_.curation.framework();
        auto response = http::json(catalogue_json(*framework, parts_.curation.now()));
        response.header("Content-Disposition", http::attachment_disposition(site_.text(request, "curation.export.file") + ".json"));
        return response;
    }

private:
    static bool may(const http::Request& request, Permission permission) { return request.viewer() != nullptr && request.viewer()->may(permission); }

    static std::string searched_text(const competence::Competence& competence) {
        std::string text = competence.name + ' ' + competence.keywords + ' ' + competence.description;
        for (const auto& phrase : competence.phrases) text += ' ' + phrase;
        return folded(text);
    }

    void add_choices(const http::Request& request, const CompetenceFramework& framework, Language language, bool edits, MapFilter& filter,
                     MapView& view) const {
        const auto fields = site_.fields(request);
        const auto chosen = [&](std::string_view name, const std::vector<web::Option>& options) -> std::string {
            const auto value = request.query(name).value_or("");
            for (const auto& option : options) {
                if (option.value == value) return option.value;
            }
            return options.front().value;
        };
        std::vector<web::Option> areas{{"", site_.text(request, "curation.map.all_areas"), {}}};
        for (const auto& area : framework.areas()) areas.push_back({area.slug, area.name_in(language), {}});
        filter.area = chosen("bereich", areas);
        view.area = fields.choice("bereich", {.label = "curation.map.area"}, areas, filter.area);

        auto states = fields.options_of<FrameworkState>();
        if (!edits) std::erase_if(states, [](const web::Option& option) { return option.value == "draft"; });
        std::rotate(states.begin(), std::find_if(states.begin(), states.end(), [](const auto& o) { return o.value == "published"; }), states.end());
        states.push_back({"alle", site_.text(request, "curation.map.all_states"), {}});
        const auto state = chosen("stand", states);
        FrameworkState found{};
        if (boost::describe::enum_from_string(state.c_str(), found)) filter.state = found;
        view.state = fields.choice("stand", {.label = "curation.map.state"}, states, state);

        std::vector<web::Option> frameworks{{"", site_.text(request, "curation.map.all_frameworks"), {}}};
        for (auto& option : fields.options_of<ForeignFramework>()) frameworks.push_back(std::move(option));
        frameworks.push_back({std::string(no_alignment), site_.text(request, "curation.map.no_alignment"), {}});
        filter.framework = chosen("rahmenwerk", frameworks);
        view.framework = fields.choice("rahmenwerk", {.label = "curation.map.framework"}, frameworks, filter.framework);
        for (auto* field : {&view.area, &view.state, &view.framework}) field->optional_mark = false;
    }

    void add_versions(const http::Request& request, const CompetenceFramework& framework, const competence::Competence& competence,
                      CompetencePageView& view) const {
        const auto versions = parts_.curation.versions(competence);
        if (versions.empty()) return;
        std::vector<web::Option> options;
        for (const auto& version : versions) {
            view.versions.push_back({version.version, version.published_at, version.remark, version.version == competence.version,
                                     version.published_as == "office", version.published_as == "board_member"});
            options.push_back({std::to_string(version.version), site_.text(request, "curation.version", {{"version", version.version}}), {}});
        }
        if (versions.size() < 2) return;
        const auto chosen = [&](std::string_view name, std::size_t otherwise) {
            const auto number = web::parse_integer(request.query(name).value_or(""));
            for (std::size_t i = 0; i < versions.size(); ++i) {
                if (number == versions[i].version) return i;
            }
            return otherwise;
        };
        const auto from = chosen("von", 1), to = chosen("bis", 0);
        const auto fields = site_.fields(request);
        VersionChoiceView choice{fields.choice("von", {.label = "curation.versions.from"}, options, options[from].value),
                                 fields.choice("bis", {.label = "curation.versions.to"}, options, options[to].value),
                                 {}};
        choice.from.optional_mark = choice.to.optional_mark = false;
        choice.differences = difference_views(site_.messages(), web::language_of(request), framework, content_from_json(versions[from].content),
                                              content_from_json(versions[to].content));
        view.version_choice = std::move(choice);
    }

    void add_demand(const http::Request& request, const competence::Competence& competence, CompetencePageView& view) const {
        const bool provider =
            may(request, Permission::edit_offers) || may(request, Permission::see_demand) || may(request, Permission::see_provider_units);
        if (!provider || !parts_.demand || !competence.published()) return;
        const auto figures = parts_.demand(competence.id);
        const auto safe = safe_to_show(figures);
        view.demand = DemandView{safe.people, safe.by_level, safe.by_region, figures.offers, figures.counted_on};
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<MapView> map_;
    web::Template<CompetencePageView> competence_;
};

}  // namespace

void register_map_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<MapPages>(parts);
    const http::RouteOptions open{.is_public = true};
    using http::Method;
    router.add(Method::get, "/themenlandkarte", open, [pages](http::Request& request) { return pages->list(request); });
    router.add(Method::get, "/themenlandkarte/export.csv", open, [pages](http::Request& request) { return pages->csv(request); });
    router.add(Method::get, "/themenlandkarte/export.json", open, [pages](http::Request& request) { return pages->json(request); });
    router.add(Method::get, "/themenlandkarte/{slug}", open, [pages](http::Request& request) { return pages->show(request); });
}

}  // namespace kc::curation
