// SPDX-License-Identifier: EUPL-1.2
// The town of descriptions with everything around them, wired as the program wires it: dates, venues, courses, bulk changes, freshness.
#pragma once

#include "authoring/tests/authoring_town.hpp"
#include "authoring/work_pages.hpp"
#include "http/request_builder.hpp"
#include "storage/session.hpp"

namespace kc::authoring::test {

struct WorkTown : AuthoringTown {
    explicit WorkTown(std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database())
        : AuthoringTown(std::move(database)),
          dates(town.database(), town.clock),
          venues(town.database(), town.clock),
          courses(town.database(), town.clock, catalogues),
          bulk(town.database(), town.clock, authoring),
          queue(town.clock),
          freshness_mails(site().messages(), "https://campus.example"),
          freshness({town.database(), town.clock, catalogues, outbox, queue, freshness_mails}) {
        // A room of the editor's provider in which nothing takes place yet.
        write(
            "INSERT INTO venues (slug, organisation_id, name, place_id, street, seats, step_free, equipment, description) "
            "SELECT 'freier-raum', organisation_id, 'Freier Raum', place_id, street, 24, step_free, equipment, description FROM venues "
            "WHERE slug = 'hd-lernwerkstatt'");
    }

    template <class... P> void write(std::string_view sql, const P&... parameters) const {
        town.database().in_transaction([&](storage::Transaction& transaction) { transaction.execute(sql, parameters...); });
    }
    std::int64_t audits(std::string_view action) const { return value("SELECT count(*) FROM audit_log WHERE action = ?", action); }

    // A published unit of the editor's own provider that has dates, and one of somebody else.
    LearningUnitId own_unit() const {
        return value<LearningUnitId>(
            "SELECT u.id FROM learning_units u JOIN providers p ON p.id = u.provider_id WHERE p.organisation_id = ? AND u.mode = 'on_site' "
            "AND u.version > 0 AND EXISTS (SELECT 1 FROM tutorial_dates d WHERE d.unit_id = u.id) ORDER BY u.id LIMIT 1",
            editor_organisation());
    }
    LearningUnitId foreign_unit() const {
        return value<LearningUnitId>(
            "SELECT u.id FROM learning_units u JOIN providers p ON p.id = u.provider_id WHERE p.organisation_id <> ? AND u.mode = 'on_site' "
            "AND u.state = 'published' ORDER BY u.id LIMIT 1",
            editor_organisation());
    }
    OrganisationId editor_organisation() const {
        for (const auto& role : town.provider_editor.roles) {
            if (role.role == Role::provider_editor) return role.organisation;
        }
        throw Impossible("the editor edits for nobody");
    }
    VenueId venue(std::string_view slug) const { return value<VenueId>("SELECT id FROM venues WHERE slug = ?", slug); }

    DateService dates;
    VenueService venues;
    CourseService courses;
    BulkService bulk;
    jobs::JobQueue queue;
    CatalogueFreshnessMails freshness_mails;
    FreshnessService freshness;
};

// One on each engine there is.
inline std::vector<std::unique_ptr<WorkTown>> work_towns() {
    std::vector<std::unique_ptr<WorkTown>> towns;
    towns.push_back(std::make_unique<WorkTown>());
    if (auto postgres = kc::test::postgres_database()) towns.push_back(std::make_unique<WorkTown>(std::move(postgres)));
    return towns;
}

// Pages and JSON of one town, asked as a browser asks.
class WorkPages {
public:
    explicit WorkPages(WorkTown& town) {
        router.on_error([](const http::Request& request, int status) { return site().error_page(request, status); });
        register_work_routes(router, {.site = site(),
                                      .authoring = town.authoring,
                                      .dates = town.dates,
                                      .venues = town.venues,
                                      .courses = town.courses,
                                      .bulk = town.bulk,
                                      .freshness = town.freshness,
                                      .people_planning = [this](LearningUnitId) { return people_planning; }});
    }

    http::Response get(std::string_view target, const Viewer& viewer) { return send(http::RequestBuilder(http::Method::get, target), viewer); }
    http::Response post(std::string_view target, const Viewer& viewer, const std::vector<std::pair<std::string, std::string>>& fields = {}) {
        http::RequestBuilder builder(http::Method::post, target);
        for (const auto& [name, value] : fields) builder.form(name, value);
        return send(std::move(builder), viewer);
    }
    http::Response json(http::Method method, std::string_view target, const Viewer& viewer, std::string_view body = {}) {
        http::RequestBuilder builder(method, target);
        if (!body.empty()) builder.body(body);
        return send(std::move(builder), viewer);
    }
    http::Response send(http::RequestBuilder builder, const Viewer& viewer) {
        builder.viewer(viewer);
        auto request = builder.build();
        return router.handle(request);
    }

    std::int64_t people_planning = 0;
    http::Router router;
};

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace kc::authoring::test
