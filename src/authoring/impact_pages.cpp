// SPDX-License-Identifier: EUPL-1.2
#include "authoring/impact_pages.hpp"

#include "authoring/own_offer.hpp"

#include <algorithm>
#include <numeric>

namespace kc::authoring {

namespace {

struct UntaughtLevel {
    std::string slug, name;
    int level = 0;
};
BOOST_DESCRIBE_STRUCT(UntaughtLevel, (), (slug, name, level))

struct ImpactView {
    LearningUnitId id;
    std::string title;
    bool nothing = false, few_people = false, many_people = false;
    std::int64_t people = 0, seats = 0;
    std::vector<ModuleLoss> modules;
    std::vector<CourseLoss> courses;
    std::vector<OfferLoss> successors, labels;
    std::vector<DateLoss> dates;
    std::vector<UntaughtLevel> untaught;
    std::vector<OfferLoss> stranded;
};
BOOST_DESCRIBE_STRUCT(ImpactView, (),
                      (id, title, nothing, few_people, many_people, people, seats, modules, courses, successors, labels, dates, untaught, stranded))

// Fewer are told as "fewer than five": a provider shall not find out who it is (RE-71).
constexpr std::int64_t people_told_from = 5;

class ImpactPages {
public:
    ImpactPages(const web::Site& site, AuthoringService& authoring, PeoplePlanning people_planning)
        : site_(site), authoring_(authoring), people_planning_(std::move(people_planning)), page_(site.bind<ImpactView>("authoring/impact")) {}

    http::Response show(const http::Request& request) const {
        return with_editor(request, site_, [&](const Viewer& viewer) {
            const auto id = request.get_id<LearningUnitId>("id");
            const auto offer = authoring_.find(viewer, id);
            if (!offer) return refusal_page(request, site_, offer.error().error);
            const auto snapshot = authoring_.catalogue();
            const auto* unit = snapshot->find_unit(id);
            if (unit == nullptr) return refusal_page(request, site_, AuthoringError::offer_not_published);
            return site_.render(request,
                                {.title = "authoring.impact.title", .active = portal_path, .breadcrumbs = offer_crumbs(site_, request, *offer)},
                                page_, view_of(*snapshot, *unit));
        });
    }

    http::Response retire(const http::Request& request) {
        return with_editor(request, site_, [&](const Viewer& viewer) {
            const auto id = request.get_id<LearningUnitId>("id");
            const auto retired = authoring_.retire(viewer, id);
            if (!retired) return refusal_page(request, site_, retired.error().error);
            return web::redirect(offer_path(id), {.message_key = "authoring.notice.offer_retired"});
        });
    }

private:
    ImpactView view_of(const catalogue::CatalogueSnapshot& snapshot, const catalogue::LearningUnit& unit) const {
        auto impact = impact_of(snapshot, unit, authoring_.today());
        const auto framework = authoring_.framework();
        ImpactView view;
        view.id = unit.id;
        view.title = unit.title;
        view.people = people_planning_ ? people_planning_(unit.id) : 0;
        view.many_people = view.people >= people_told_from;
        view.few_people = view.people > 0 && !view.many_people;
        view.nothing = impact.none() && view.people == 0;
        view.seats = std::accumulate(impact.dates.begin(), impact.dates.end(), std::int64_t{0},
                                     [](std::int64_t sum, const DateLoss& date) { return sum + date.seats; });
        for (const auto& level : impact.untaught) {
            const auto index = framework->index_of(level.competence);
            if (!index) continue;
            const auto& competence = framework->competence(*index);
            view.untaught.push_back({competence.slug, competence.name, level.level});
        }
        view.modules = std::move(impact.modules);
        view.courses = std::move(impact.courses);
        view.successors = std::move(impact.successors);
        view.labels = std::move(impact.labels);
        view.dates = std::move(impact.dates);
        view.stranded = std::move(impact.stranded);
        return view;
    }

    const web::Site& site_;
    AuthoringService& authoring_;
    PeoplePlanning people_planning_;
    web::Template<ImpactView> page_;
};

}  // namespace

void register_impact_pages(http::Router& router, const web::Site& site, AuthoringService& authoring, PeoplePlanning people_planning) {
    const auto pages = std::make_shared<ImpactPages>(site, authoring, std::move(people_planning));
    const std::string path = "/anbieter-bereich/angebote/{id:id}/rueckzug";
    router.get(path, [pages](http::Request& request) { return pages->show(request); });
    router.post(path, [pages](http::Request& request) { return pages->retire(request); });
}

}  // namespace kc::authoring
