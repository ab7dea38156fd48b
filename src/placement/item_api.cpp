// SPDX-License-Identifier: EUPL-1.2
// /api/v1/placement-items: the questions of placement tests for programs of the office and the board.
#include "placement/pages.hpp"
#include "placement/refusals.hpp"
#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

#include <fmt/format.h>

namespace kc::placement {

namespace {

struct ItemOptionJson {
    std::string text;
    bool right = false;
};
BOOST_DESCRIBE_STRUCT(ItemOptionJson, (), (text, right))

struct OpenPointJson {
    std::string field, text;
};
BOOST_DESCRIBE_STRUCT(OpenPointJson, (), (field, text))

struct ItemJson {
    PlacementItemId id;
    std::string slug;
    int version = 1, revision = 1;
    ItemState state{};
    std::string competence;
    int level = 1;
    ItemKind kind{};
    std::string question;
    std::vector<ItemOptionJson> options;  // of an ordering: in the right order
    std::string explanation;
    std::vector<OpenPointJson> open_points;  // of a draft: what stands before its publication
};
BOOST_DESCRIBE_STRUCT(ItemJson, (), (id, slug, version, revision, state, competence, level, kind, question, options, explanation, open_points))

struct ItemsJson {
    std::vector<ItemJson> placement_items;
};
BOOST_DESCRIBE_STRUCT(ItemsJson, (), (placement_items))

struct ItemBody {
    std::string competence;
    int level = 1;
    ItemKind kind{};
    std::string question;
    std::vector<ItemOptionJson> options;
    std::string explanation;
};
BOOST_DESCRIBE_STRUCT(ItemBody, (), (competence, level, kind, question, options, explanation))

struct SavedItemBody : ItemBody {
    std::optional<int> revision;  // to save a draft: the one that was read
};
BOOST_DESCRIBE_STRUCT(SavedItemBody, (ItemBody), (revision))

struct PublicationBody {
    int revision = 1;
};
BOOST_DESCRIBE_STRUCT(PublicationBody, (), (revision))

class ItemApi {
public:
    ItemApi(const web::Site& site, ItemService& items) : site_(site), items_(items) {}

    http::Response list(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        ItemFilter filter;
        const auto framework = items_.framework();
        if (const auto slug = request.query("competence")) {
            const auto index = framework->competence_by_slug(*slug);
            if (!index) return refusal(request, {ItemError::item_invalid, {{"competence", "placement.problem.unknown_competence", {}}}});
            filter.competence = framework->competence(*index).id;
        }
        if (const auto name = request.query("state")) {
            ItemState state{};
            if (!boost::describe::enum_from_string(std::string(*name).c_str(), state)) {
                return refusal(request, {ItemError::item_invalid, {{"state", "placement.item_fault.unknown_state", {}}}});
            }
            filter.state = state;
        }
        const auto items = items_.list(*request.viewer(), filter);
        if (!items) return refusal(request, {items.error()});
        ItemsJson json;
        for (const auto& item : *items) json.placement_items.push_back(json_of(request, item));
        return web::api_json(json);
    }

    http::Response find(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        return answer_with(request, request.get_id<PlacementItemId>("id"), 200);
    }

    http::Response create(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        const auto edit = read(body);
        if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
        const auto created = items_.create(*request.viewer(), edit);
        return created ? answer_with(request, *created, 201) : refusal(request, created.error());
    }

    http::Response save(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        const auto edit = read(body);
        const auto revision = body.integer("revision", {.max = 1'000'000'000});
        if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
        const auto saved = items_.save(*request.viewer(), request.get_id<PlacementItemId>("id"), edit, static_cast<int>(revision.value_or(-1)));
        return saved ? answer_with(request, *saved, 200) : refusal(request, saved.error());
    }

    http::Response publish(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        const auto revision = body.integer("revision", {.required = true, .max = 1'000'000'000});
        if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
        const auto id = request.get_id<PlacementItemId>("id");
        const auto published = items_.publish(*request.viewer(), id, static_cast<int>(*revision));
        return published ? answer_with(request, id, 200) : refusal(request, published.error());
    }

    http::Response outdate(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto id = request.get_id<PlacementItemId>("id");
        const auto outdated = items_.outdate(*request.viewer(), id);
        return outdated ? answer_with(request, id, 200) : refusal(request, {outdated.error()});
    }

    http::Response discard(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto discarded = items_.discard(*request.viewer(), request.get_id<PlacementItemId>("id"));
        return discarded ? http::no_content() : refusal(request, {discarded.error()});
    }

private:
    http::Response not_signed_in(const http::Request& request) const {
        return web::api_error(request, 401, "not_signed_in", site_.text(request, "placement.problem.not_signed_in"));
    }

    http::Response refusal(const http::Request& request, const ItemRefusal& refused) const {
        if (refused.error == ItemError::item_invalid) return web::api_problems(request, site_.messages(), refused.problems);
        return web::api_error(request, status_of(refused.error), code_of(refused.error), site_.text(request, message_key_of(refused.error)));
    }

    ItemEdit read(web::JsonReader& body) const {
        const auto framework = items_.framework();
        ItemEdit edit;
        const auto slug = body.text("competence", {.required = true});
        const auto index = framework->competence_by_slug(slug);
        if (!slug.empty() && !index) body.refuse("competence", "placement.problem.unknown_competence");
        if (index) edit.competence = framework->competence(*index).id;
        edit.level = static_cast<int>(body.integer("level", {.required = true, .min = 1, .max = competence::level_max}).value_or(1));
        edit.kind = body.enumerator<ItemKind>("kind", true).value_or(ItemKind::single_choice);
        edit.question = body.text("question", {.required = true, .max = question_max});
        for (auto& option : body.objects("options", options_max)) {
            edit.options.push_back({option.text("text", {.required = true, .max = option_max}), option.boolean("right").value_or(false)});
        }
        edit.explanation = body.text("explanation", {.max = explanation_max});
        return edit;
    }

    ItemJson json_of(const http::Request& request, const Item& item) const {
        const auto framework = items_.framework();
        const auto index = framework->index_of(item.competence_id);
        ItemJson json{.id = item.id,
                      .slug = item.slug,
                      .version = item.version,
                      .revision = item.revision,
                      .state = item.state,
                      .competence = index ? framework->competence(*index).slug : std::string(),
                      .level = item.level,
                      .kind = item.kind,
                      .question = item.question,
                      .options = {},
                      .explanation = item.explanation,
                      .open_points = {}};
        for (const auto& option : item.options) json.options.push_back({option.label, option.is_right});
        if (item.state == ItemState::draft) {
            for (const auto& problem : items_.open_points(item)) {
                json.open_points.push_back({problem.field, site_.messages().text(web::language_of(request), problem)});
            }
        }
        return json;
    }

    http::Response answer_with(const http::Request& request, PlacementItemId id, int status) const {
        const auto item = items_.find(*request.viewer(), id);
        return item ? web::api_json(json_of(request, *item), status) : refusal(request, {item.error()});
    }

    const web::Site& site_;
    ItemService& items_;
};

}  // namespace

void register_item_api(http::Router& router, const web::Site& site, ItemService& items) {
    using http::Method;
    using web::json_schema;
    const auto api = std::make_shared<ItemApi>(site, items);
    const auto add = [&](Method method, std::string_view pattern, http::RouteOptions options, auto function) {
        options.body_bytes_max = 64 * 1024;
        router.add(method, pattern, std::move(options), [api, function](http::Request& request) { return ((*api).*function)(request); });
    };
    const auto item = json_schema<ItemJson>(), body = json_schema<ItemBody>();
    add(Method::get, "/api/v1/placement-items",
        {.name = "listPlacementItems",
         .summary = "Prüfungsaufgaben (?competence=…&state=draft|published|outdated)",
         .response_schema = json_schema<ItemsJson>()},
        &ItemApi::list);
    add(Method::post, "/api/v1/placement-items",
        {.name = "createPlacementItem", .summary = "Eine Prüfungsaufgabe als Entwurf anlegen", .request_schema = body, .response_schema = item},
        &ItemApi::create);
    add(Method::get, "/api/v1/placement-items/{id:id}",
        {.name = "getPlacementItem", .summary = "Eine Prüfungsaufgabe mit Lösung", .response_schema = item}, &ItemApi::find);
    add(Method::put, "/api/v1/placement-items/{id:id}",
        {.name = "savePlacementItem",
         .summary = "Einen Entwurf speichern oder die nächste Fassung als Entwurf anlegen",
         .request_schema = json_schema<SavedItemBody>(),
         .response_schema = item},
        &ItemApi::save);
    add(Method::post, "/api/v1/placement-items/{id:id}/publication",
        {.name = "publishPlacementItem",
         .summary = "Einen Entwurf veröffentlichen",
         .request_schema = json_schema<PublicationBody>(),
         .response_schema = item},
        &ItemApi::publish);
    add(Method::post, "/api/v1/placement-items/{id:id}/outdating",
        {.name = "outdatePlacementItem", .summary = "Eine Prüfungsaufgabe als veraltet kennzeichnen", .response_schema = item}, &ItemApi::outdate);
    add(Method::del, "/api/v1/placement-items/{id:id}", {.name = "discardPlacementItem", .summary = "Einen Entwurf verwerfen"}, &ItemApi::discard);
}

}  // namespace kc::placement
