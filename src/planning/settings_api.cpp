// SPDX-License-Identifier: EUPL-1.2
// /api/v1/me/…: postponing, settings, the private calendar address, dates of a unit and what wishes cost. The rest is in api.cpp.
#include "planning/change_view.hpp"
#include "planning/own_page.hpp"

#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

namespace kc::planning {
namespace {

struct PostponeBody {
    CurriculumId curriculum;
    int weeks = 1;
};
BOOST_DESCRIBE_STRUCT(PostponeBody, (), (curriculum, weeks))

struct SettingsJson {
    MailRhythm mails{};
    Acceptance acceptance{};
    int notice_days = 0;
    bool mails_agreed = false;
    std::optional<int> consent_version;  // in force; to be sent with `agree_to_version`
};
BOOST_DESCRIBE_STRUCT(SettingsJson, (), (mails, acceptance, notice_days, mails_agreed, consent_version))

struct SettingsBody {
    MailRhythm mails{};
    Acceptance acceptance{};
    int notice_days = 0;
    std::optional<int> agree_to_version;
};
BOOST_DESCRIBE_STRUCT(SettingsBody, (), (mails, acceptance, notice_days, agree_to_version))

struct FeedJson {
    std::optional<Instant> created_at;   // absent: there is no address
    std::optional<std::string> address;  // only in the answer that made it
};
BOOST_DESCRIBE_STRUCT(FeedJson, (), (created_at, address))

struct OverlapJson {
    LearningUnitId unit;
    bool locked = false;
};
BOOST_DESCRIBE_STRUCT(OverlapJson, (), (unit, locked))

struct CostJson {  // against the best plan without the wish
    int closed_percent = 0;
    HalfHours half_hours;
    Money price_cents;
    int presence_days = 0;
    bool possible = true;
};
BOOST_DESCRIBE_STRUCT(CostJson, (), (closed_percent, half_hours, price_cents, presence_days, possible))

struct DateJson {
    TutorialDateId tutorial_date;
    DateFit fit{};
    std::vector<OverlapJson> overlaps;
    std::vector<DateWarningKind> warnings;  // LP-60
    std::optional<CostJson> cost;
};
BOOST_DESCRIBE_STRUCT(DateJson, (), (tutorial_date, fit, overlaps, warnings, cost))

struct DatesJson {
    std::vector<DateJson> dates;
};
BOOST_DESCRIBE_STRUCT(DatesJson, (), (dates))

struct ChoiceCostJson {
    LearningUnitId unit;
    Choice choice{};
    CostJson cost;
};
BOOST_DESCRIBE_STRUCT(ChoiceCostJson, (), (unit, choice, cost))

struct CostsJson {
    CostJson all;
    std::vector<ChoiceCostJson> choices;
};
BOOST_DESCRIBE_STRUCT(CostsJson, (), (all, choices))

CostJson cost_of(const Difference& difference, bool impossible) {
    return {difference.closed_percent, difference.hours, difference.price, difference.presence_days, !impossible};
}

class SettingsApi {
public:
    explicit SettingsApi(const PageParts& parts) : parts_(parts) {}

    http::Response postpone(const http::Request& request) {
        web::JsonReader body(request.body());
        const auto id = body.id<CurriculumId>("curriculum", true);
        const auto weeks = body.integer("weeks", {.required = true, .min = 1, .max = postponed_weeks_max});
        if (!body.finish()) return web::api_problems(request, parts_.site.messages(), body.problems());
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto done = parts_.curricula.postpone(viewer, *id, static_cast<int>(*weeks));
            return done ? http::no_content() : refused(request, done.error());
        });
    }

    http::Response settings(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto own = parts_.settings.find_own(viewer);
            if (!own) return refused(request, CurriculumError::not_permitted);
            SettingsJson json{own->settings.mails, own->settings.acceptance, own->settings.notice_days, own->mails_agreed, {}};
            if (own->consent_text != nullptr) json.consent_version = own->consent_text->version;
            return web::api_json(json);
        });
    }

    http::Response save_settings(const http::Request& request) {
        web::JsonReader body(request.body());
        const auto mails = body.enumerator<MailRhythm>("mails", true);
        const auto acceptance = body.enumerator<Acceptance>("acceptance", true);
        const auto days = body.integer("notice_days", {.required = true, .min = 1, .max = notice_days_max});
        const auto version = body.integer("agree_to_version", {.min = 1, .max = 10'000});
        if (!body.finish()) return web::api_problems(request, parts_.site.messages(), body.problems());
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto agreed =
                version ? std::optional(PlanSettingsService::Agreed{static_cast<int>(*version), web::language_of(request)}) : std::nullopt;
            const auto saved = parts_.settings.save(viewer, {*mails, *acceptance, static_cast<int>(*days)}, agreed, "/api/v1/me/curriculum/settings");
            return saved ? http::no_content() : refused(request, saved.error());
        });
    }

    http::Response feed(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            if (!viewer.may(Permission::plan_own_curriculum)) return refused(request, CurriculumError::not_permitted);
            return web::api_json(FeedJson{parts_.feeds.created_at(viewer), {}});
        });
    }
    http::Response renew_feed(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto token = parts_.feeds.renew(viewer);
            if (!token) return refused(request, token.error());
            auto response = web::api_json(FeedJson{parts_.feeds.created_at(viewer), fmt::format("{}/kalender/{}.ics", parts_.public_url, *token)});
            response.header("Cache-Control", "no-store");
            return response;
        });
    }
    http::Response revoke_feed(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto revoked = parts_.feeds.revoke(viewer);
            return revoked ? http::no_content() : refused(request, revoked.error());
        });
    }

    http::Response dates(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto rows = parts_.curricula.list_dates(viewer, request.get_id<LearningUnitId>("unit"), true);
            if (!rows) return refused(request, rows.error());
            DatesJson json;
            for (const auto& row : *rows) {
                DateJson date{row.date, row.fit, {}, {}, {}};
                for (const auto& warning : row.warnings) date.warnings.push_back(warning.kind);
                for (const auto& overlap : row.overlaps) date.overlaps.push_back({overlap.unit, overlap.locked});
                if (row.cost) date.cost = cost_of(*row.cost, row.impossible);
                json.dates.push_back(std::move(date));
            }
            return web::api_json(json);
        });
    }

    http::Response costs(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto costs = parts_.curricula.costs_of_choices(viewer);
            // Without a plan nothing costs anything: not there, rather than a conflict.
            if (!costs && costs.error() == CurriculumError::profile_incomplete)
                return web::api_error(request, 404, "profile_incomplete", parts_.site.text(request, message_key_of(costs.error())));
            if (!costs) return refused(request, costs.error());
            CostsJson json{cost_of(costs->all.difference, costs->all.impossible), {}};
            for (const auto& cost : costs->single)
                json.choices.push_back({cost.choice.unit_id, cost.choice.choice, cost_of(cost.difference, cost.impossible)});
            return web::api_json(json);
        });
    }

private:
    template <class Error> http::Response refused(const http::Request& request, Error error) const {
        return web::api_error(request, status_of(error), boost::describe::enum_to_string(error, ""),
                              parts_.site.text(request, message_key_of(error)));
    }
    template <class Answer> http::Response with_viewer(const http::Request& request, Answer&& answer) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::api_error(request, 401, "not_signed_in", parts_.site.text(request, "planning.problem.not_signed_in"));
        return answer(*viewer);
    }

    PageParts parts_;
};

}  // namespace

void register_settings_api(http::Router& router, const PageParts& parts) {
    using http::Method;
    using web::json_schema;
    const auto api = std::make_shared<SettingsApi>(parts);
    struct Operation {
        std::string name, summary, answer, body = {};  // answer and body: JSON Schema; no answer: 204
    };
    const auto add = [&](Method method, std::string_view path, Operation operation, auto member, std::string rate = {}) {
        router.add(method, path,
                   {.rate_class = std::move(rate),
                    .name = std::move(operation.name),
                    .summary = std::move(operation.summary),
                    .request_schema = std::move(operation.body),
                    .response_schema = std::move(operation.answer)},
                   [api, member](http::Request& request) { return (api.get()->*member)(request); });
    };
    add(Method::post, "/api/v1/me/curriculum/postpone", {"postponeMyProposal", "Vorschlag zurückstellen", "", json_schema<PostponeBody>()},
        &SettingsApi::postpone);
    add(Method::get, "/api/v1/me/curriculum/settings", {"getMyPlanSettings", "Einstellungen zum Lehrplan", json_schema<SettingsJson>()},
        &SettingsApi::settings);
    add(Method::put, "/api/v1/me/curriculum/settings", {"setMyPlanSettings", "Einstellungen zum Lehrplan ändern", "", json_schema<SettingsBody>()},
        &SettingsApi::save_settings);
    add(Method::get, "/api/v1/me/calendar-feed", {"getMyCalendarFeed", "Ob es eine private Kalender-Adresse gibt", json_schema<FeedJson>()},
        &SettingsApi::feed);
    add(Method::post, "/api/v1/me/calendar-feed", {"renewMyCalendarFeed", "Neue private Kalender-Adresse anlegen", json_schema<FeedJson>()},
        &SettingsApi::renew_feed);
    add(Method::del, "/api/v1/me/calendar-feed", {"revokeMyCalendarFeed", "Private Kalender-Adresse ungültig machen", ""}, &SettingsApi::revoke_feed);
    add(Method::get, "/api/v1/me/plan-choices/{unit:id}/dates",
        {"listMyUnitDates", "Termine einer Lerneinheit: was passt, was sich überschneidet, was sie kosten", json_schema<DatesJson>()},
        &SettingsApi::dates, "planning");
    add(Method::get, "/api/v1/me/plan-choices/costs", {"getMyChoiceCosts", "Was die eigenen Wünsche kosten", json_schema<CostsJson>()},
        &SettingsApi::costs, "planning");
}

}  // namespace kc::planning
