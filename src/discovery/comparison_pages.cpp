// SPDX-License-Identifier: EUPL-1.2
// /angebote/vergleich: the address is the state, so a comparison can be shared; the choice on the way there is a cookie.
#include "discovery/comparison_choice.hpp"
#include "discovery/comparison_view.hpp"
#include "discovery/follow_up_pages.hpp"

#include "competence/competence.hpp"
#include "web/api_response.hpp"
#include "web/json_schema.hpp"
#include "web/table.hpp"

#include <algorithm>

namespace kc::discovery {

namespace {

struct ComparedHead {
    std::string slug, title, provider, without;  // without: the address of the comparison without this one
};
BOOST_DESCRIBE_STRUCT(ComparedHead, (), (slug, title, provider, without))

struct ComparisonPageView {
    std::vector<ComparedHead> heads;
    std::int64_t columns = 0;
    std::optional<ComparisonView> table;  // absent: fewer than two offers
    bool only_differences = false, all_equal = false, personal = false, signed_in = false, member = false, can_add = false;
    std::string toggle, csv;
    std::optional<web::EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(ComparisonPageView, (),
                      (heads, columns, table, only_differences, all_equal, personal, signed_in, member, can_add, toggle, csv, empty))

class ComparisonPages {
public:
    explicit ComparisonPages(const FollowUpSources& sources)
        : sources_(sources), site_(sources.site), page_(site_.bind<ComparisonPageView>("discovery/comparison")) {}

    http::Response show(const http::Request& request) const {
        const Snapshots now(sources_);
        if (!request.query("angebot")) {
            // The way from a card leads here without a choice in the address: the cookie has it.
            if (const auto chosen = chosen_by_cookie(request, *now.catalogue); !chosen.empty()) return web::redirect(comparison_address(chosen));
        }
        const auto chosen = chosen_by_address(request, *now.catalogue);
        const auto sight = now.sight(request, sources_.clock.today());
        ComparisonPageView view;
        view.only_differences = request.query("nur") == "unterschiede";
        view.signed_in = request.viewer() != nullptr;
        view.member = sight.member;
        view.can_add = chosen.size() < compared_max;
        view.columns = static_cast<std::int64_t>(chosen.size()) + 1;
        for (const auto* unit : chosen) {
            auto others = chosen;
            std::erase(others, unit);
            view.heads.push_back(
                {unit->slug, unit->title, now.catalogue->provider_of(*unit).name, comparison_address(others, view.only_differences)});
        }
        if (chosen.size() >= compared_min) {
            view.table = table_of(request, now, sight, chosen, view.personal);
            if (view.only_differences) keep_differences(*view.table);
            view.all_equal = view.table->groups.empty();
            view.toggle = comparison_address(chosen, !view.only_differences);
            view.csv = csv_address(chosen);
        } else {
            view.empty =
                web::EmptyState{site_.text(request, chosen.empty() ? "discovery.compare.none" : "discovery.compare.one"),
                                site_.text(request, "discovery.compare.none_text"), "/angebote", site_.text(request, "discovery.compare.find")};
        }
        auto response = site_.render(request,
                                     {.title = "discovery.compare.title",
                                      .active = "/angebote",
                                      .breadcrumbs = {{"/angebote", site_.text(request, "catalogue.units.title")}},
                                      .wide = true},
                                     page_, view);
        if (request.query("angebot")) response.cookie(comparison_cookie_of(chosen));  // going back to the search shows the same choice
        return response;
    }

    http::Response export_csv(const http::Request& request) const {
        const Snapshots now(sources_);
        const auto chosen = chosen_by_address(request, *now.catalogue);
        if (chosen.size() < compared_min) return site_.error_page(request, 404, "discovery.problem.too_few");
        bool personal = false;
        const auto table = table_of(request, now, now.sight(request, sources_.clock.today()), chosen, personal);
        auto response = http::bytes(comparison_csv(table, site_.messages(), web::language_of(request)), "text/csv; charset=utf-8");
        response.header("Content-Disposition", http::attachment_disposition("vergleich.csv"));
        return response;
    }

    http::Response add(const http::Request& request) const {
        return choose(request, [](ChosenUnits& chosen, const catalogue::LearningUnit* unit) -> web::Notice {
            if (std::find(chosen.begin(), chosen.end(), unit) != chosen.end()) return {"discovery.notice.compare_added"};
            if (chosen.size() >= compared_max) return {"discovery.notice.compare_full", web::NoticeKind::warning};
            chosen.push_back(unit);
            return {"discovery.notice.compare_added"};
        });
    }

    http::Response remove(const http::Request& request) const {
        return choose(request, [](ChosenUnits& chosen, const catalogue::LearningUnit* unit) -> web::Notice {
            std::erase(chosen, unit);
            return {"discovery.notice.compare_removed"};
        });
    }

    http::Response api(const http::Request& request) const {
        const Snapshots now(sources_);
        const auto asked = request.query_all("offer");
        if (asked.size() < compared_min || asked.size() > compared_max)
            return web::api_error(request, 422, "wrong_number", site_.text(request, "discovery.problem.wrong_number"));
        const auto organisation = request.viewer() != nullptr ? std::optional(request.viewer()->organisation) : std::nullopt;
        ChosenUnits chosen;
        for (const auto slug : asked) {
            const auto* unit = now.catalogue->find_unit(slug);
            if (unit == nullptr || !unit->visible_to(organisation))
                return web::api_error(request, 404, "not_found", site_.text(request, "catalogue.problem.unit_not_found"));
            if (std::find(chosen.begin(), chosen.end(), unit) != chosen.end())
                return web::api_error(request, 422, "twice", site_.text(request, "discovery.problem.twice"));
            chosen.push_back(unit);
        }
        bool personal = false;
        return web::api_json(table_of(request, now, now.sight(request, sources_.clock.today()), chosen, personal));
    }

private:
    // Held for as long as the page is made.
    struct Snapshots {
        explicit Snapshots(const FollowUpSources& sources) : catalogue(sources.catalogue.current()), framework(sources.framework.current()) {}
        catalogue::Sight sight(const http::Request& request, Date today) const {
            return {*catalogue, *framework, web::language_of(request),
                    request.viewer() != nullptr && catalogue->is_member(request.viewer()->organisation), today};
        }
        std::shared_ptr<const catalogue::CatalogueSnapshot> catalogue;
        std::shared_ptr<const competence::CompetenceFramework> framework;
    };

    ComparisonView table_of(const http::Request& request, const Snapshots& now, const catalogue::Sight& sight, const ChosenUnits& chosen,
                            bool& personal) const {
        Comparer comparer{.member = sight.member};
        std::optional<competence::LearnerProfile> profile;
        if (const auto* viewer = request.viewer()) {
            if (viewer->may(Permission::keep_own_profile)) {
                profile = sources_.database.read([&](storage::Session& session) {
                    return competence::find_learner_profile(session, *now.framework, viewer->person, sight.today);
                });
            }
            if (profile && !profile->targets.empty()) comparer.profile = &*profile;  // without a job nobody has gaps
            if (const auto origin = catalogue::origin_of(*now.framework, viewer->organisation)) {
                comparer.travel = [origin, &now](const catalogue::Venue& venue) -> std::optional<catalogue::Travel> {
                    return catalogue::estimate_travel(*origin, catalogue::coordinates_of(now.catalogue->place_of(venue)));
                };
            }
        }
        personal = comparer.profile != nullptr;
        return comparison_view(sight, compare(*now.catalogue, chosen, comparer, sources_.rates, sight.today), site_.messages());
    }

    static std::string csv_address(const ChosenUnits& chosen) {
        auto address = comparison_address(chosen);
        address.insert(comparison_path.size(), ".csv");
        return address;
    }

    template <class Change> http::Response choose(const http::Request& request, Change&& change) const {
        const Snapshots now(sources_);
        const auto* unit = now.catalogue->find_unit(request.form("angebot").value_or(""));
        const auto organisation = request.viewer() != nullptr ? std::optional(request.viewer()->organisation) : std::nullopt;
        if (unit == nullptr || !unit->visible_to(organisation)) return site_.error_page(request, 404, "catalogue.problem.unit_not_found");
        auto chosen = chosen_by_cookie(request, *now.catalogue);
        const web::Notice notice = change(chosen, unit);
        auto response = web::redirect(request.form("zurueck").value_or("/angebote"), notice);
        response.cookie(comparison_cookie_of(chosen));
        return response;
    }

    FollowUpSources sources_;
    const web::Site& site_;
    web::Template<ComparisonPageView> page_;
};

}  // namespace

void register_comparison_pages(http::Router& router, const FollowUpSources& sources) {
    const auto pages = std::make_shared<ComparisonPages>(sources);
    const auto add = [&](http::Method method, std::string_view pattern, auto function) {
        router.add(method, pattern, {.is_public = true}, [pages, function](http::Request& request) { return ((*pages).*function)(request); });
    };
    add(http::Method::get, "/angebote/vergleich", &ComparisonPages::show);
    add(http::Method::get, "/angebote/vergleich.csv", &ComparisonPages::export_csv);
    add(http::Method::post, "/angebote/vergleich/auswahl", &ComparisonPages::add);
    add(http::Method::post, "/angebote/vergleich/auswahl/ruecknahme", &ComparisonPages::remove);
    router.add(http::Method::get, "/api/v1/offers/comparison",
               {.is_public = true,
                .name = "compareOffers",
                .summary = "Zwei bis vier Angebote im Vergleich (offer mehrmals angeben)",
                .response_schema = web::json_schema<ComparisonView>()},
               [pages](http::Request& request) { return pages->api(request); });
}

}  // namespace kc::discovery
