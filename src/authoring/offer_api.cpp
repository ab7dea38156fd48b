// SPDX-License-Identifier: EUPL-1.2
// /api/v1/provider/offers: the way of a description for programs, over the same service as the pages.
#include "authoring/own_offer.hpp"

#include "base/text.hpp"
#include "catalogue/content_json.hpp"
#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

#include <boost/json.hpp>

namespace kc::authoring {

namespace {

constexpr std::int64_t page_size_default = 50, page_size_max = 200;

struct OfferRowJson {
    LearningUnitId id;
    std::string slug, title, provider;
    OfferKind kind{};
    PortalState state{};
    int version = 0;
    bool changing = false;
    std::optional<int> score;
    std::optional<Date> next_day;
    Instant changed_at{};
};
BOOST_DESCRIBE_STRUCT(OfferRowJson, (), (id, slug, title, provider, kind, state, version, changing, score, next_day, changed_at))

struct OffersJson {
    std::int64_t total = 0, page = 1, page_size = page_size_default;
    std::vector<OfferRowJson> offers;
};
BOOST_DESCRIBE_STRUCT(OffersJson, (), (total, page, page_size, offers))

struct OfferJson {
    LearningUnitId id;
    PortalState state{};
    int version = 0;
    int revision = 0;  // of the draft; 0: nothing is in the making
    std::string remark;
    UnitContent content;  // the draft, else what is published
    std::optional<UnitContent> published;
};
BOOST_DESCRIBE_STRUCT(OfferJson, (), (id, state, version, revision, remark, content, published))

struct CreateBody {
    ProviderId provider;
    OfferKind kind{};
    std::string title;
};
BOOST_DESCRIBE_STRUCT(CreateBody, (), (provider, kind, title))

struct CreatedJson {
    LearningUnitId id;
};
BOOST_DESCRIBE_STRUCT(CreatedJson, (), (id))

struct DraftBody {
    int revision = 0;
    UnitContent content;
};
BOOST_DESCRIBE_STRUCT(DraftBody, (), (revision, content))

struct RevisionJson {
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(RevisionJson, (), (revision))

struct VersionJson {
    int version = 0;
};
BOOST_DESCRIBE_STRUCT(VersionJson, (), (version))

struct ItemJson {
    std::string rule, field;
    Strength strength{};
    bool met = false;
    int points = 0;
    std::string todo;
};
BOOST_DESCRIBE_STRUCT(ItemJson, (), (rule, field, strength, met, points, todo))

struct HintJson {
    std::string rule, field, passage, text;
};
BOOST_DESCRIBE_STRUCT(HintJson, (), (rule, field, passage, text))

struct ReadinessJson {
    int score = 0, completeness = 0, readability = 0;
    bool ready = false;
    TextMeasures general, specialist;
    std::vector<ItemJson> items;
    std::vector<HintJson> hints;
};
BOOST_DESCRIBE_STRUCT(ReadinessJson, (), (score, completeness, readability, ready, general, specialist, items, hints))

struct VersionsJson {
    std::vector<catalogue::UnitVersion> versions;
};
BOOST_DESCRIBE_STRUCT(VersionsJson, (), (versions))

class OfferApi {
public:
    explicit OfferApi(const PageParts& parts) : parts_(parts), site_(parts.site) {}

    http::Response list(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            OfferQuery query;
            std::vector<FieldProblem> problems;
            const auto number = [&](std::string_view name, std::int64_t otherwise, std::int64_t most) {
                const auto text = request.query(name);
                if (!text) return otherwise;
                const auto value = web::parse_integer(*text);
                if (value && *value >= 1 && *value <= most) return *value;
                problems.push_back({std::string(name), "authoring.problem.number", {{"least", "1"}, {"most", std::to_string(most)}}});
                return otherwise;
            };
            OffersJson json;
            json.page = number("page", 1, 1'000'000);
            json.page_size = number("page_size", page_size_default, page_size_max);
            if (const auto text = request.query("state")) {
                PortalState state{};
                if (boost::describe::enum_from_string(std::string(*text).c_str(), state))
                    query.state = state;
                else
                    problems.push_back({"state", "authoring.problem.state", {}});
            }
            if (!problems.empty()) return web::api_problems(request, site_.messages(), problems);
            query.search = std::string(request.query("q").value_or("")).substr(0, 200);
            if (!is_valid(query.search)) query.search.clear();
            query.limit = static_cast<int>(json.page_size);
            query.offset = (json.page - 1) * json.page_size;
            const auto found = parts_.authoring.list(viewer, query);
            json.total = found.total;
            for (const auto& row : found.rows) {
                const auto score = parts_.authoring.score(row);
                json.offers.push_back({row.id, row.slug, row.title, row.provider_name, score && score->kind ? *score->kind : row.kind, row.state(),
                                       row.version, row.changing(), score ? std::optional(score->score) : std::nullopt, row.next_day,
                                       row.changed_at});
            }
            return web::api_json(json);
        });
    }

    http::Response create(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            web::JsonReader body(request.body());
            NewOffer offer;
            const auto provider = body.id<ProviderId>("provider", true);
            const auto kind = body.enumerator<OfferKind>("kind", true);
            offer.title = body.text("title", {.required = true});
            if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
            offer.provider = *provider;
            offer.kind = *kind;
            const auto id = parts_.authoring.create(viewer, offer);
            return id ? web::api_json(CreatedJson{*id}, 201) : refused(request, id.error());
        });
    }

    http::Response get(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto offer = parts_.authoring.find(viewer, id_of(request));
            if (!offer) return refused(request, offer.error());
            return web::api_json(OfferJson{offer->unit.id, offer->state(), offer->unit.version, offer->revision(),
                                           offer->draft ? offer->draft->remark : std::string(), offer->content(), offer->published});
        });
    }

    http::Response put(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            boost::system::error_code error;
            const auto json = boost::json::parse(request.body(), error);
            const auto* object = error ? nullptr : json.if_object();
            const auto* revision = object != nullptr ? object->if_contains("revision") : nullptr;
            const auto* content = object != nullptr ? object->if_contains("content") : nullptr;
            if (revision == nullptr || content == nullptr || !revision->is_int64() || object->size() != 2)
                return web::api_problems(request, site_.messages(), {{"", "authoring.problem.draft_body", {}}});
            auto read = catalogue::unit_content_from_json(boost::json::serialize(*content));
            if (!read) return content_problem(request, read.error(), "content");
            const auto saved = parts_.authoring.save(
                viewer, id_of(request),
                {.content = std::move(*read), .revision = static_cast<int>(std::clamp<std::int64_t>(revision->as_int64(), -1, 1'000'000'000))});
            return saved ? web::api_json(RevisionJson{saved->revision}) : refused(request, saved.error());
        });
    }

    http::Response readiness(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto offer = parts_.authoring.find(viewer, id_of(request));
            if (!offer) return refused(request, offer.error());
            return web::api_json(readiness_json(request, parts_.authoring.assess(*offer, offer->content())));
        });
    }

    // Nothing is stored: the readiness of what is sent.
    http::Response check(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto offer = parts_.authoring.find(viewer, id_of(request));
            if (!offer) return refused(request, offer.error());
            auto content = catalogue::unit_content_from_json(request.body());
            if (!content) return content_problem(request, content.error(), "");
            const auto normalised = parts_.authoring.normalised(std::move(*content));
            return web::api_json(readiness_json(request, parts_.authoring.assess(*offer, normalised)));
        });
    }

    http::Response submit(const http::Request& request) {
        return step(request, [&](const Viewer& viewer, LearningUnitId id) { return parts_.authoring.submit(viewer, id); });
    }
    http::Response withdraw(const http::Request& request) {
        return step(request, [&](const Viewer& viewer, LearningUnitId id) { return parts_.authoring.withdraw(viewer, id); });
    }
    http::Response discard(const http::Request& request) {
        return step(request, [&](const Viewer& viewer, LearningUnitId id) { return parts_.authoring.discard(viewer, id); });
    }

    http::Response release(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            web::JsonReader body(request.body());
            const auto revision = body.integer("revision", {.required = true, .min = 1, .max = 1'000'000'000});
            if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
            const auto version = parts_.authoring.release(viewer, id_of(request), static_cast<int>(*revision));
            return version ? web::api_json(VersionJson{*version}) : refused(request, version.error());
        });
    }

    http::Response versions(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto versions = parts_.authoring.versions(viewer, id_of(request));
            return versions ? web::api_json(VersionsJson{*versions}) : refused(request, versions.error());
        });
    }

private:
    static LearningUnitId id_of(const http::Request& request) { return request.get_id<LearningUnitId>("id"); }
    static bool is_valid(std::string_view text) { return is_valid_utf8(text); }

    template <class Call> http::Response with_viewer(const http::Request& request, Call&& call) const {
        if (request.viewer() == nullptr) return web::api_error(request, 401, "not_signed_in", site_.text(request, "authoring.refusal.not_signed_in"));
        // Before the body is read: whoever may not write here learns nothing about it.
        if (!request.viewer()->may(Permission::edit_offers)) return refused(request, {.error = AuthoringError::not_permitted});
        return call(*request.viewer());
    }

    template <class Step> http::Response step(const http::Request& request, Step&& step) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto done = step(viewer, id_of(request));
            return done ? http::no_content() : refused(request, done.error());
        });
    }

    http::Response refused(const http::Request& request, const AuthoringRefusal& refusal) const {
        const auto language = web::language_of(request);
        std::vector<web::ApiFieldProblem> fields;
        for (const auto& problem : refusal.problems) fields.push_back({problem.field, site_.messages().text(language, problem)});
        if (refusal.readiness) {
            for (const auto& item : readiness_json(request, *refusal.readiness).items) {
                if (!item.met && item.strength == Strength::must) fields.push_back({item.field, item.todo});
            }
        }
        return web::api_error(request, status_of(refusal.error), boost::describe::enum_to_string(refusal.error, ""),
                              site_.text(request, message_key_of(refusal.error)), fields);
    }

    http::Response content_problem(const http::Request& request, const catalogue::ContentJsonProblem& problem, const std::string& inside) const {
        const auto field = inside.empty() ? problem.field : problem.field.empty() ? inside : inside + "." + problem.field;
        return web::api_error(request, 422, "invalid", site_.text(request, "authoring.refusal.invalid"), {{field, problem.message}});
    }

    ReadinessJson readiness_json(const http::Request& request, const Readiness& readiness) const {
        const auto language = web::language_of(request);
        ReadinessJson json{
            readiness.score, readiness.completeness, readiness.readability, readiness.ready(), readiness.general, readiness.specialist, {}, {}};
        for (const auto& item : readiness.items) {
            const auto todo = item.met ? std::string() : site_.messages().text(language, FieldProblem{item.field, item.todo_key(), item.arguments});
            json.items.push_back({item.rule, item.field, item.strength, item.met, item.points, todo});
        }
        for (const auto& hint : readiness.hints) {
            json.hints.push_back(
                {hint.rule, hint.field, hint.passage, site_.messages().text(language, FieldProblem{hint.field, hint.message_key, hint.arguments})});
        }
        return json;
    }

    PageParts parts_;
    const web::Site& site_;
};

}  // namespace

void register_offer_api(http::Router& router, const PageParts& parts) {
    using http::Method;
    const auto api = std::make_shared<OfferApi>(parts);
    const auto add = [&](Method method, std::string_view rest, std::string name, std::string summary, std::string request_schema,
                         std::string response_schema, auto function) {
        router.add(method, "/api/v1/provider/offers" + std::string(rest),
                   {.name = std::move(name),
                    .summary = std::move(summary),
                    .request_schema = std::move(request_schema),
                    .response_schema = std::move(response_schema)},
                   [api, function](http::Request& request) { return ((*api).*function)(request); });
    };
    add(Method::get, "", "listOwnOffers", "Die Angebote der eigenen Anbieter", "", web::json_schema<OffersJson>(), &OfferApi::list);
    add(Method::post, "", "createOffer", "Ein neues Angebot als Entwurf", web::json_schema<CreateBody>(), web::json_schema<CreatedJson>(),
        &OfferApi::create);
    add(Method::get, "/{id:id}", "getOwnOffer", "Ein eigenes Angebot mit Entwurf", "", web::json_schema<OfferJson>(), &OfferApi::get);
    add(Method::put, "/{id:id}", "putOfferDraft", "Den Entwurf eines Angebots speichern", web::json_schema<DraftBody>(),
        web::json_schema<RevisionJson>(), &OfferApi::put);
    add(Method::del, "/{id:id}", "discardOfferDraft", "Den Entwurf eines Angebots verwerfen", "", "", &OfferApi::discard);
    add(Method::get, "/{id:id}/readiness", "getOfferReadiness", "Wie vollständig und verständlich die Beschreibung ist", "",
        web::json_schema<ReadinessJson>(), &OfferApi::readiness);
    add(Method::post, "/{id:id}/readiness", "checkOfferReadiness", "Eine Beschreibung prüfen, ohne sie zu speichern", web::json_schema<UnitContent>(),
        web::json_schema<ReadinessJson>(), &OfferApi::check);
    add(Method::post, "/{id:id}/submission", "submitOffer", "Den Entwurf einreichen", "", "", &OfferApi::submit);
    add(Method::del, "/{id:id}/submission", "withdrawOffer", "Eine Einreichung zurücknehmen", "", "", &OfferApi::withdraw);
    add(Method::post, "/{id:id}/release", "releaseOffer", "Einen Entwurf veröffentlichen", web::json_schema<RevisionJson>(),
        web::json_schema<VersionJson>(), &OfferApi::release);
    add(Method::get, "/{id:id}/versions", "listOfferVersions", "Die Fassungen eines Angebots", "", web::json_schema<VersionsJson>(),
        &OfferApi::versions);
}

}  // namespace kc::authoring
