// SPDX-License-Identifier: EUPL-1.2
// /api/v1/competences/… (editing, versions) and /api/v1/framework/…: the same services for programs.
#include "base/text.hpp"
#include "curation/pages.hpp"
#include "curation/words.hpp"
#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

#include <fstream>
#include <sstream>

namespace kc::curation {

namespace {

constexpr int proposals_per_page = 100;

struct VersionJson {
    int version = 0;
    std::optional<Instant> published_at;
    std::string published_as, remark;
    std::vector<FieldDifference> changes;  // against the version before
};
BOOST_DESCRIBE_STRUCT(VersionJson, (), (version, published_at, published_as, remark, changes))

struct VersionsJson {
    std::string competence;
    std::vector<VersionJson> versions;
};
BOOST_DESCRIBE_STRUCT(VersionsJson, (), (competence, versions))

struct CompetenceBody {
    std::string area, name, description, level_0;
    std::vector<std::string> levels, keywords, phrases;
    int half_life_months = 0;
    std::vector<Alignment> alignments;
};
BOOST_DESCRIBE_STRUCT(CompetenceBody, (), (area, name, description, level_0, levels, keywords, phrases, half_life_months, alignments))

struct DraftBody : CompetenceBody {
    int version = 0, revision = 0;
};
BOOST_DESCRIBE_STRUCT(DraftBody, (CompetenceBody), (version, revision))

struct DraftJson : CompetenceBody {
    std::string slug;
    FrameworkState state{};
    int version = 0, revision = 0;
    std::vector<std::string> open_points;
};
BOOST_DESCRIBE_STRUCT(DraftJson, (CompetenceBody), (slug, state, version, revision, open_points))

struct PublicationBody {
    int version = 0, revision = 0;
    std::optional<std::string> remark;
};
BOOST_DESCRIBE_STRUCT(PublicationBody, (), (version, revision, remark))

struct SuccessorBody {
    std::string competence;
    std::optional<int> level_shift;
};
BOOST_DESCRIBE_STRUCT(SuccessorBody, (), (competence, level_shift))

struct OutdatingBody {
    std::vector<SuccessorBody> successors;
};
BOOST_DESCRIBE_STRUCT(OutdatingBody, (), (successors))

struct AreaBody {
    std::optional<std::string> area;
};
BOOST_DESCRIBE_STRUCT(AreaBody, (), (area))

struct SlugJson {
    std::string competence;
};
BOOST_DESCRIBE_STRUCT(SlugJson, (), (competence))

struct ProposalsJson {
    std::int64_t total = 0, page = 1;
    std::string notice;
    std::vector<Proposal> proposals;
};
BOOST_DESCRIBE_STRUCT(ProposalsJson, (), (total, page, notice, proposals))

struct ImportJson {
    FrameworkImportId id;
    ForeignFramework framework{};
    std::string file_name;
    Instant imported_at{};
    std::int64_t proposed = 0;
    ComparisonCounts counts;
    std::vector<std::string> problems;
};
BOOST_DESCRIBE_STRUCT(ImportJson, (), (id, framework, file_name, imported_at, proposed, counts, problems))

class Api {
public:
    explicit Api(const PageParts& parts) : parts_(parts), site_(parts.site) {}

    http::Response versions(http::Request& request) const {
        const auto framework = parts_.curation.framework();
        const auto index = framework->competence_by_slug(slug(request));
        if (!index || framework->competence(*index).state == FrameworkState::draft) return refusal(request, {CurationError::not_found});
        const auto versions = parts_.curation.versions(framework->competence(*index));
        VersionsJson json{std::string(slug(request)), {}};
        for (std::size_t i = 0; i < versions.size(); ++i) {
            const auto& version = versions[i];
            json.versions.push_back({version.version, version.published_at, version.published_as, version.remark, {}});
            if (i + 1 < versions.size()) {
                json.versions.back().changes = differences(content_from_json(versions[i + 1].content), content_from_json(version.content));
            }
        }
        return web::api_json(json);
    }

    http::Response draft(http::Request& request) const {
        const auto editing = parts_.curation.find(viewer(request), slug(request));
        if (!editing) return refusal(request, editing.error());
        return web::api_json(draft_json(request, *editing));
    }

    http::Response create(http::Request& request) const {
        web::JsonReader json(request.body());
        const auto content = read_content(json);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto created = parts_.curation.create(viewer(request), content);
        if (!created) return refusal(request, created.error());
        return web::api_json(SlugJson{*created}, 201);
    }

    http::Response save(http::Request& request) const {
        web::JsonReader json(request.body());
        const auto content = read_content(json);
        const auto base = read_base(json);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto saved = parts_.curation.save(viewer(request), slug(request), content, base);
        if (!saved) return refusal(request, saved.error());
        return draft(request);
    }

    http::Response publish(http::Request& request) const {
        web::JsonReader json(request.body());
        const auto base = read_base(json);
        const auto remark = json.text("remark", {.max = 300});
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto published = parts_.curation.publish(viewer(request), slug(request), base, remark);
        if (!published) return refusal(request, published.error());
        return draft(request);
    }

    http::Response discard(http::Request& request) const {
        const auto discarded = parts_.curation.discard(viewer(request), slug(request));
        return discarded ? http::no_content() : refusal(request, discarded.error());
    }

    http::Response outdate(http::Request& request) const {
        web::JsonReader json(request.body());
        std::vector<SuccessorChoice> successors;
        for (auto& one : json.objects("successors", successors_max)) {
            SuccessorChoice choice{one.text("competence", {.required = true}),
                                   static_cast<int>(one.integer("level_shift", {.min = -level_shift_max, .max = level_shift_max}).value_or(0))};
            one.finish();
            successors.push_back(std::move(choice));
        }
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto marked = parts_.curation.mark_outdated(viewer(request), slug(request), successors);
        return marked ? http::no_content() : refusal(request, marked.error());
    }

    http::Response publish_again(http::Request& request) const {
        const auto published = parts_.curation.publish_again(viewer(request), slug(request));
        return published ? http::no_content() : refusal(request, published.error());
    }

    http::Response proposals(http::Request& request) const {
        ProposalFilter filter;
        if (const auto state = request.query("state")) filter.state = chosen<ProposalState>(*state);
        filter.framework = chosen<ForeignFramework>(request.query("framework").value_or(""));
        filter.kind = chosen<ProposalKind>(request.query("kind").value_or(""));
        filter.search = std::string(request.query("search").value_or("")).substr(0, 100);
        if (!is_valid_utf8(filter.search)) filter.search.clear();
        const auto total = parts_.proposals.count(viewer(request), filter);
        if (!total) return refusal(request, total.error());
        const auto pages = std::max<std::int64_t>(1, (*total + proposals_per_page - 1) / proposals_per_page);
        const auto page = std::clamp<std::int64_t>(web::parse_integer(request.query("page").value_or("1")).value_or(1), 1, pages);
        const auto list = parts_.proposals.list(viewer(request), filter, (page - 1) * proposals_per_page, proposals_per_page);
        if (!list) return refusal(request, list.error());
        return web::api_json(ProposalsJson{*total, page, std::string(esco_notice), *list});
    }

    http::Response accept(http::Request& request) const {
        std::optional<std::string> area;
        if (!trim(request.body()).empty()) {
            web::JsonReader json(request.body());
            if (auto text = json.text("area"); !text.empty()) area = std::move(text);
            if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        }
        const auto accepted = parts_.proposals.accept(viewer(request), request.get_id<ProposalId>("id"), area);
        if (!accepted) return refusal(request, accepted.error());
        return web::api_json(SlugJson{*accepted});
    }

    http::Response reject(http::Request& request) const {
        const auto rejected = parts_.proposals.reject(viewer(request), request.get_id<ProposalId>("id"));
        return rejected ? http::no_content() : refusal(request, rejected.error());
    }

    http::Response upload(http::Request& request) const {
        if (!viewer(request).may(Permission::import_framework)) return refusal(request, ProposalRefusal{ProposalError::not_permitted});
        std::string bytes(request.body());
        if (request.body_file().size() > 0) {
            std::ostringstream content;
            content << std::ifstream(request.body_file().path(), std::ios::binary).rdbuf();
            bytes = std::move(content).str();
        }
        auto name = std::string(request.query("file_name").value_or("api")).substr(0, 120);
        if (!is_valid_utf8(name)) name = "api";
        const auto id = parts_.proposals.upload(viewer(request), name, bytes);
        if (!id) return refusal(request, id.error());
        return import_answer(request, *id, 201);
    }

    http::Response find_import(http::Request& request) const { return import_answer(request, request.get_id<FrameworkImportId>("run"), 200); }

private:
    static std::string_view slug(const http::Request& request) { return request.path_value("slug").value_or(""); }
    // Without a session the filter has answered before; a viewer without roles may do nothing.
    static Viewer viewer(const http::Request& request) { return request.viewer() ? *request.viewer() : Viewer{}; }

    template <class Enum> static std::optional<Enum> chosen(std::string_view text) {
        Enum value{};
        return boost::describe::enum_from_string(std::string(text).c_str(), value) ? std::optional(value) : std::nullopt;
    }

    static CompetenceContent read_content(web::JsonReader& json) {
        CompetenceContent content;
        content.area = json.text("area", {.required = true});
        content.name = json.text("name", {.required = true, .max = name_letters_max});
        content.description = json.text("description", {.max = description_letters_max});
        content.level_0 = json.text("level_0", {.max = descriptor_letters_max});
        content.descriptors = json.texts("levels", competence::level_max);
        content.keywords = joined_keywords(json.texts("keywords", keywords_max));
        content.phrases = json.texts("phrases", phrases_max);
        content.half_life_months = static_cast<int>(json.integer("half_life_months", {.required = true, .min = 1, .max = half_life_max}).value_or(1));
        for (auto& one : json.objects("alignments", alignments_max)) {
            Alignment alignment;
            alignment.framework = one.enumerator<ForeignFramework>("framework", true).value_or(ForeignFramework::esco);
            alignment.concept_id = one.text("concept_id");
            alignment.label = one.text("label");
            alignment.relation = one.enumerator<AlignmentRelation>("relation", true).value_or(AlignmentRelation::close);
            one.finish();
            content.alignments.push_back(std::move(alignment));
        }
        return content;
    }

    static Base read_base(web::JsonReader& json) {
        constexpr std::int64_t number_max = 1'000'000'000;
        return {.version = static_cast<int>(json.integer("version", {.required = true, .max = number_max}).value_or(-1)),
                .revision = static_cast<int>(json.integer("revision", {.required = true, .max = number_max}).value_or(-1))};
    }

    DraftJson draft_json(const http::Request& request, const Editing& editing) const {
        DraftJson json;
        const auto& content = editing.content;
        json.slug = editing.live.slug;
        json.state = editing.state;
        json.version = editing.base.version;
        json.revision = editing.base.revision;
        json.area = content.area;
        json.name = content.name;
        json.description = content.description;
        json.level_0 = content.level_0;
        json.levels = content.descriptors;
        json.keywords = split_keywords(content.keywords);
        json.phrases = content.phrases;
        json.half_life_months = content.half_life_months;
        json.alignments = content.alignments;
        for (const auto& problem : open_points(content, *parts_.curation.framework())) {
            json.open_points.push_back(problem.field + ": " + site_.messages().text(web::language_of(request), problem));
        }
        return json;
    }

    http::Response import_answer(const http::Request& request, FrameworkImportId id, int status) const {
        const auto report = parts_.proposals.report(viewer(request), id);
        if (!report) return refusal(request, report.error());
        const auto& run = (*report).run;
        ImportJson json{
            run.id, run.framework, run.file_name, run.imported_at, run.proposed, (*report).counts, line_texts(request, (*report).problems)};
        return web::api_json(json, status);
    }

    std::vector<std::string> line_texts(const http::Request& request, const std::vector<LineProblem>& problems) const {
        std::vector<std::string> texts;
        for (const auto& problem : problems) {
            const auto text = site_.messages().text(web::language_of(request), FieldProblem{"", problem.message_key, problem.arguments});
            texts.push_back(problem.line > 0 ? site_.text(request, "curation.report.line", {{"line", problem.line}}) + ": " + text : text);
        }
        return texts;
    }

    http::Response refusal(const http::Request& request, const CurationRefusal& refused) const {
        if (refused.error == CurationError::invalid) return web::api_problems(request, site_.messages(), refused.problems);
        return web::api_error(request, status_of(refused.error), boost::describe::enum_to_string(refused.error, ""),
                              site_.text(request, message_key_of(refused.error)));
    }

    http::Response refusal(const http::Request& request, const ProposalRefusal& refused) const {
        std::vector<web::ApiFieldProblem> fields;
        for (const auto& text : line_texts(request, refused.lines)) fields.push_back({"file", text});
        for (const auto& problem : refused.problems) fields.push_back({problem.field, site_.messages().text(web::language_of(request), problem)});
        return web::api_error(request, status_of(refused.error), boost::describe::enum_to_string(refused.error, ""),
                              site_.text(request, message_key_of(refused.error)), fields);
    }

    const PageParts parts_;
    const web::Site& site_;
};

}  // namespace

void register_api(http::Router& router, const PageParts& parts) {
    using http::Method;
    using http::Request;
    using http::RouteOptions;
    using web::json_schema;
    const auto api = std::make_shared<Api>(parts);
    const auto add = [&](Method method, std::string_view pattern, RouteOptions options, http::Response (Api::*function)(Request&) const) {
        if (!options.body_bytes_max) options.body_bytes_max = 256 * 1024;
        router.add(method, pattern, std::move(options), [api, function](Request& request) { return ((*api).*function)(request); });
    };
    const auto draft = json_schema<DraftJson>();
    add(Method::get, "/api/v1/competences/{slug}/versions",
        {.is_public = true,
         .name = "listCompetenceVersions",
         .summary = "Fassungen einer Kompetenz mit Unterschieden",
         .response_schema = json_schema<VersionsJson>()},
        &Api::versions);
    add(Method::post, "/api/v1/competences",
        {.name = "createCompetence",
         .summary = "Eine Kompetenz als Entwurf anlegen",
         .request_schema = json_schema<CompetenceBody>(),
         .response_schema = json_schema<SlugJson>()},
        &Api::create);
    add(Method::get, "/api/v1/competences/{slug}/draft",
        {.name = "getCompetenceDraft", .summary = "Der Entwurf einer Kompetenz und was bis zur Veröffentlichung fehlt", .response_schema = draft},
        &Api::draft);
    add(Method::put, "/api/v1/competences/{slug}/draft",
        {.name = "saveCompetenceDraft",
         .summary = "Den Entwurf einer Kompetenz speichern",
         .request_schema = json_schema<DraftBody>(),
         .response_schema = draft},
        &Api::save);
    add(Method::del, "/api/v1/competences/{slug}/draft", {.name = "discardCompetenceDraft", .summary = "Den Entwurf einer Kompetenz verwerfen"},
        &Api::discard);
    add(Method::post, "/api/v1/competences/{slug}/publication",
        {.name = "publishCompetence",
         .summary = "Den Entwurf als neue Fassung veröffentlichen",
         .request_schema = json_schema<PublicationBody>(),
         .response_schema = draft},
        &Api::publish);
    add(Method::post, "/api/v1/competences/{slug}/outdating",
        {.name = "outdateCompetence", .summary = "Eine Kompetenz als veraltet kennzeichnen", .request_schema = json_schema<OutdatingBody>()},
        &Api::outdate);
    add(Method::del, "/api/v1/competences/{slug}/outdating",
        {.name = "publishCompetenceAgain", .summary = "Eine veraltete Kompetenz wieder veröffentlichen"}, &Api::publish_again);
    add(Method::get, "/api/v1/framework/proposals",
        {.name = "listFrameworkProposals", .summary = "Vorschläge aus ESCO, DigComp, KMK und KldB", .response_schema = json_schema<ProposalsJson>()},
        &Api::proposals);
    add(Method::post, "/api/v1/framework/proposals/{id:id}/acceptance",
        {.name = "acceptFrameworkProposal",
         .summary = "Einen Vorschlag in einen Entwurf übernehmen",
         .request_schema = json_schema<AreaBody>(),
         .response_schema = json_schema<SlugJson>()},
        &Api::accept);
    add(Method::post, "/api/v1/framework/proposals/{id:id}/rejection", {.name = "rejectFrameworkProposal", .summary = "Einen Vorschlag ablehnen"},
        &Api::reject);
    add(Method::post, "/api/v1/framework/imports",
        {.body_bytes_max = 64 * 1024 * 1024,
         .upload_to_file = true,
         .name = "importFramework",
         .summary = "Eine Liste von ESCO, DigComp, KMK oder KldB vergleichen (?file_name=…)",
         .request_schema = R"({"type":"string","format":"binary"})",
         .response_schema = json_schema<ImportJson>()},
        &Api::upload);
    add(Method::get, "/api/v1/framework/imports/{run:id}",
        {.name = "getFrameworkImport", .summary = "Der Bericht eines Vergleichs", .response_schema = json_schema<ImportJson>()}, &Api::find_import);
}

}  // namespace kc::curation
