// SPDX-License-Identifier: EUPL-1.2
// JSON interface: demands of a work, what a change would mean, statutory deadlines, demands out of a job description.
#include "extraction/extraction.hpp"
#include "roles/deadlines.hpp"
#include "roles/document_text.hpp"
#include "roles/page_parts.hpp"
#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

namespace kc::roles {

using competence::DemandLayer;
using competence::DemandRecord;

namespace {

struct DeadlineJson {
    Date until{};
    int weight = 0;
    std::string law;
};
BOOST_DESCRIBE_STRUCT(DeadlineJson, (), (until, weight, law))

struct DemandJson {
    std::optional<std::int64_t> id;  // only of lines the viewer may edit
    std::string competence;
    DemandLayer layer{};
    std::optional<OrganisationId> organisation;
    int level = 0, weight = 0, weight_today = 0;
    std::string reason;
    Date stated_on{};
    std::optional<DeadlineJson> deadline;
    std::optional<std::string> revision;
};
BOOST_DESCRIBE_STRUCT(DemandJson, (), (id, competence, layer, organisation, level, weight, weight_today, reason, stated_on, deadline, revision))

struct DemandsJson {
    std::string role_profile;
    std::vector<DemandJson> demands;
};
BOOST_DESCRIBE_STRUCT(DemandsJson, (), (role_profile, demands))

struct DemandBody {
    std::string competence;
    DemandLayer layer{};
    std::optional<OrganisationId> organisation;
    int level = 0, weight = 0;
    std::string reason;
    std::optional<Date> deadline_until;  // all three or none
    std::optional<int> deadline_weight;
    std::optional<std::string> deadline_law;
};
BOOST_DESCRIBE_STRUCT(DemandBody, (), (competence, layer, organisation, level, weight, reason, deadline_until, deadline_weight, deadline_law))

struct DemandChangeBody {
    int level = 0, weight = 0;
    std::string reason;
    std::optional<Date> deadline_until;
    std::optional<int> deadline_weight;
    std::optional<std::string> deadline_law;
    std::optional<std::string> revision;  // of the line as it was read; a line that somebody else changed since is left alone
};
BOOST_DESCRIBE_STRUCT(DemandChangeBody, (), (level, weight, reason, deadline_until, deadline_weight, deadline_law, revision))

struct AddedJson {
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(AddedJson, (), (id))

// A number of people; nothing where it is between one and four.
struct ImpactJson {
    std::optional<std::int64_t> people, new_gaps, closed_gaps;
    bool gaps_told = false;
    std::optional<std::int64_t> looked_at;
};
BOOST_DESCRIBE_STRUCT(ImpactJson, (), (people, new_gaps, closed_gaps, gaps_told, looked_at))

struct DeadlineLineJson {
    std::optional<std::string> role_profile;  // absent: every workplace
    std::string competence;
    int level = 0;
};
BOOST_DESCRIBE_STRUCT(DeadlineLineJson, (), (role_profile, competence, level))

struct StatutoryDeadlineJson {
    Date until{};
    std::string law;
    int weight = 0;
    bool past = false;
    std::vector<DeadlineLineJson> demands;
};
BOOST_DESCRIBE_STRUCT(StatutoryDeadlineJson, (), (until, law, weight, past, demands))

struct DeadlinesJson {
    std::vector<StatutoryDeadlineJson> deadlines;
};
BOOST_DESCRIBE_STRUCT(DeadlinesJson, (), (deadlines))

struct DescriptionBody {
    std::string role_profile;
    std::optional<OrganisationId> organisation;
    std::optional<std::string> name;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(DescriptionBody, (), (role_profile, organisation, name, text))

struct DescriptionLineJson {
    std::int64_t id = 0;
    std::string competence;
    int level = 0, weight = 0;
    std::vector<std::string> sentences;
    LineDecision decision{};
};
BOOST_DESCRIBE_STRUCT(DescriptionLineJson, (), (id, competence, level, weight, sentences, decision))

struct DescriptionJson {
    std::int64_t id = 0;
    std::string name, role_profile;
    std::vector<DescriptionLineJson> lines;
};
BOOST_DESCRIBE_STRUCT(DescriptionJson, (), (id, name, role_profile, lines))

std::optional<std::int64_t> number_of(const ToldCount& count) { return count.few || count.most ? std::nullopt : std::optional(count.number); }

class Api {
public:
    explicit Api(const PageParts& parts) : parts_(parts), site_(parts.site) {}

    http::Response list(const http::Request& request) const {
        const auto named = find_named(request, parts_.roles);
        if (!named) return refusal(request, RoleError::role_not_found);
        const auto* viewer = request.viewer();
        const auto rights = viewer != nullptr ? RoleService::rights_of(*viewer) : RoleService::Rights{};
        const auto records = rights.any() ? parts_.roles.lines(*viewer, named->id()) : visible_records(*named->framework, named->role, viewer);
        DemandsJson json{named->slug, {}};
        for (const auto& record : records) {
            if (const auto index = named->framework->index_of(record.competence_id)) {
                json.demands.push_back(demand_json(named->framework->competence(*index).slug, record, rights, parts_.roles.today()));
            }
        }
        return web::api_json(json);
    }

    http::Response add(const http::Request& request) {
        const auto named = find_named(request, parts_.roles);
        if (!named) return refusal(request, RoleError::role_not_found);
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader json(request.body());
        DemandEdit edit{.role = named->id(), .organisation = {}, .competence = {}, .reason = {}, .deadline = {}};
        const auto slug = json.text("competence", {.required = true});
        const auto index = named->framework->competence_by_slug(slug);
        if (!slug.empty() && !index) json.refuse("competence", "roles.problem.unknown_competence");
        if (index) edit.competence = named->framework->competence(*index).id;
        edit.layer = json.enumerator<DemandLayer>("layer", true).value_or(DemandLayer::authority);
        edit.organisation = json.id<OrganisationId>("organisation");
        read_content(json, edit);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto added = parts_.roles.add(*request.viewer(), edit);
        if (!added) return refusal(request, added.error());
        return web::api_json(AddedJson{*added}, 201);
    }

    http::Response change(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader json(request.body());
        DemandEdit edit{.role = {}, .organisation = {}, .competence = {}, .reason = {}, .deadline = {}};
        read_content(json, edit);
        if (const auto revision = json.text("revision"); !revision.empty()) edit.seen = revision;
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto changed = parts_.roles.change(*request.viewer(), line_number(request), edit);
        if (!changed) return refusal(request, changed.error());
        return http::no_content();
    }

    http::Response remove(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto removed = parts_.roles.remove(*request.viewer(), line_number(request));
        if (!removed) return refusal(request, removed.error());
        return http::no_content();
    }

    http::Response impact(const http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto framework = parts_.roles.framework();
        web::FormReader query(web::FormReader::Values(query_values(request)));
        DemandEdit edit{.role = {}, .organisation = {}, .competence = {}, .reason = "–", .deadline = {}};
        if (const auto slug = query.text("role_profile"); !slug.empty() && slug != general_slug) {
            const auto* role = framework->role_profile_by_slug(slug);
            if (role == nullptr)
                query.refuse("role_profile", "roles.refusal.role_not_found");
            else
                edit.role = role->id;
        }
        const auto slug = query.text("competence", {.required = true});
        const auto index = framework->competence_by_slug(slug);
        if (!slug.empty() && !index) query.refuse("competence", "roles.problem.unknown_competence");
        if (index) edit.competence = framework->competence(*index).id;
        edit.layer = query.enumerator<DemandLayer>("layer", {.required = true}).value_or(DemandLayer::authority);
        edit.organisation = query.id<OrganisationId>("organisation");
        edit.level = static_cast<int>(query.integer("level", {.required = true, .min = 1, .max = competence::level_max}).value_or(1));
        const auto replaces = query.integer("replaces", {.min = 1, .max = std::numeric_limits<std::int64_t>::max()});
        if (!query.ok()) return web::api_problems(request, site_.messages(), query.problems());
        const auto impact = parts_.roles.impact_of(*request.viewer(), edit, replaces);
        if (!impact) return refusal(request, impact.error());
        const auto shown = told(*impact);
        ImpactJson json{
            .people = number_of(shown.people), .new_gaps = {}, .closed_gaps = {}, .gaps_told = shown.gaps_told, .looked_at = shown.looked_at};
        if (shown.gaps_told) {
            json.new_gaps = number_of(shown.new_gaps);
            json.closed_gaps = number_of(shown.closed_gaps);
        }
        return web::api_json(json);
    }

    http::Response deadlines(const http::Request& request) const {
        const auto framework = parts_.roles.framework();
        DeadlinesJson json;
        for (const auto& deadline : deadlines_of(*framework, request.viewer())) {
            StatutoryDeadlineJson one{deadline.until, deadline.law, deadline.weight, deadline.until < parts_.roles.today(), {}};
            for (const auto& line : deadline.lines) {
                one.demands.push_back(
                    {line.role != nullptr ? std::optional(line.role->slug) : std::nullopt, framework->competence(line.competence).slug, line.level});
            }
            json.deadlines.push_back(std::move(one));
        }
        return web::api_json(json);
    }

    http::Response describe(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto& viewer = *request.viewer();
        const auto rights = RoleService::rights_of(viewer);
        if (!rights.any()) return refusal(request, RoleError::not_permitted);
        const auto framework = parts_.roles.framework();
        web::JsonReader json(request.body());
        NewDescription wanted;
        const auto slug = json.text("role_profile", {.required = true});
        const auto* role = framework->role_profile_by_slug(slug);
        if (!slug.empty() && role == nullptr) json.refuse("role_profile", "roles.refusal.role_not_found");
        const bool one = !rights.everything && rights.organisations.size() == 1;
        const auto organisation = json.id<OrganisationId>("organisation", !one);
        wanted.name = json.text("name");
        wanted.text = plain_text(json.text("text", {.required = true, .max = extraction::description_bytes_max}));
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        wanted.role = role->id;
        wanted.organisation = organisation ? *organisation : rights.organisations.front();
        const auto id = parts_.descriptions.submit(viewer, wanted);
        if (!id) return description_refusal(request, id.error());
        const auto open = parts_.descriptions.find(viewer, *id);
        if (!open) return description_refusal(request, open.error());
        DescriptionJson answer{*id, open->description.name, role->slug, {}};
        for (const auto& line : open->lines) {
            DescriptionLineJson row{line.id, {}, line.level, line.weight, {}, line.decision};
            if (const auto index = framework->index_of(line.competence_id)) row.competence = framework->competence(*index).slug;
            for (const auto& [begin, end] : line.sentences) row.sentences.push_back(open->description.content.substr(begin, end - begin));
            answer.lines.push_back(std::move(row));
        }
        return web::api_json(answer, 201);
    }

private:
    static std::int64_t line_number(const http::Request& request) { return web::parse_integer(request.path_value("line").value_or("")).value_or(0); }

    static web::FormReader::Values query_values(const http::Request& request) {
        web::FormReader::Values values;
        for (const auto& field : request.query_fields()) values.emplace_back(field.name, field.value);
        return values;
    }

    static DemandJson demand_json(const std::string& competence, const DemandRecord& record, const RoleService::Rights& rights, Date today) {
        DemandJson json{.id = {},
                        .competence = competence,
                        .layer = record.layer,
                        .organisation = record.organisation_id,
                        .level = record.level,
                        .weight = record.weight,
                        .weight_today = weight_on(record, today),
                        .reason = record.reason,
                        .stated_on = record.stated_on,
                        .deadline = {},
                        .revision = {}};
        if (record.deadline_on) json.deadline = DeadlineJson{*record.deadline_on, record.deadline_weight.value_or(0), record.deadline_law};
        if (record.id > 0 && rights.may_edit(record.layer, record.organisation_id)) {
            json.id = record.id;
            json.revision = revision_of(record);
        }
        return json;
    }

    static void read_content(web::JsonReader& json, DemandEdit& edit) {
        edit.level = static_cast<int>(json.integer("level", {.required = true, .min = 1, .max = competence::level_max}).value_or(1));
        edit.weight = static_cast<int>(json.integer("weight", {.required = true, .min = 1, .max = 10}).value_or(1));
        edit.reason = json.text("reason", {.required = true, .max = reason_max});
        if (!json.has("deadline_until") && !json.has("deadline_weight") && !json.has("deadline_law")) return;
        const auto until = json.date("deadline_until", true);
        const auto weight = json.integer("deadline_weight", {.required = true, .min = 1, .max = 10});
        auto law = json.text("deadline_law", {.required = true});
        if (until && weight) edit.deadline = competence::Deadline{*until, static_cast<int>(*weight), std::move(law)};
    }

    http::Response not_signed_in(const http::Request& request) const {
        return web::api_error(request, 401, "not_signed_in", site_.text(request, "roles.refusal.not_signed_in"));
    }

    http::Response refusal(const http::Request& request, RoleError error) const {
        return web::api_error(request, status_of(error), boost::describe::enum_to_string(error, "invalid"),
                              site_.text(request, message_key_of(error)));
    }

    http::Response refusal(const http::Request& request, const RoleRefusal& refused) const {
        if (refused.error == RoleError::invalid) return web::api_problems(request, site_.messages(), refused.problems);
        return refusal(request, refused.error);
    }

    http::Response description_refusal(const http::Request& request, DescriptionError error) const {
        return web::api_error(request, status_of(error), boost::describe::enum_to_string(error, "not_found"),
                              site_.text(request, message_key_of(error)));
    }

    PageParts parts_;
    const web::Site& site_;
};

}  // namespace

void register_api(http::Router& router, const PageParts& parts) {
    const auto api = std::make_shared<Api>(parts);
    using http::Method;
    using http::Request;
    using web::json_schema;
    const auto add = [&](Method method, std::string_view pattern, http::RouteOptions options, auto function) {
        if (!options.body_bytes_max) options.body_bytes_max = 64 * 1024;
        router.add(method, pattern, std::move(options), [api, function](Request& request) { return ((*api).*function)(request); });
    };
    add(Method::get, "/api/v1/role-profiles/{slug}/demands",
        {.is_public = true,
         .name = "listRoleProfileDemands",
         .summary = "Anforderungen einer Tätigkeit (allgemein: die aller Arbeitsplätze)",
         .response_schema = json_schema<DemandsJson>()},
        &Api::list);
    add(Method::post, "/api/v1/role-profiles/{slug}/demands",
        {.name = "addRoleProfileDemand",
         .summary = "Eine Anforderung hinzufügen",
         .request_schema = json_schema<DemandBody>(),
         .response_schema = json_schema<AddedJson>()},
        &Api::add);
    add(Method::put, "/api/v1/demands/{line:id}",
        {.name = "changeDemand", .summary = "Eine Anforderung ändern", .request_schema = json_schema<DemandChangeBody>()}, &Api::change);
    add(Method::del, "/api/v1/demands/{line:id}", {.name = "removeDemand", .summary = "Eine Anforderung entfernen"}, &Api::remove);
    add(Method::get, "/api/v1/demands/impact",
        {.name = "getDemandImpact", .summary = "Wen eine Anforderung betreffen würde, als Zahlen", .response_schema = json_schema<ImpactJson>()},
        &Api::impact);
    add(Method::get, "/api/v1/demand-deadlines",
        {.is_public = true, .name = "listDemandDeadlines", .summary = "Gesetzliche Fristen", .response_schema = json_schema<DeadlinesJson>()},
        &Api::deadlines);
    add(Method::post, "/api/v1/job-descriptions",
        {.body_bytes_max = 256 * 1024,
         .name = "readJobDescription",
         .summary = "Anforderungen aus einer Stellenbeschreibung vorschlagen",
         .request_schema = json_schema<DescriptionBody>(),
         .response_schema = json_schema<DescriptionJson>()},
        &Api::describe);
}

}  // namespace kc::roles
