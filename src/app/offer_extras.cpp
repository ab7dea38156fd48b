// SPDX-License-Identifier: EUPL-1.2
#include "app/offer_extras.hpp"

#include "catalogue/travel.hpp"
#include "discovery/audience.hpp"
#include "discovery/comparison.hpp"
#include "discovery/offer_marks.hpp"
#include "exchange/offer_writing.hpp"

#include <algorithm>
#include <map>

namespace kc::app {

namespace {

using catalogue::GapView;
using catalogue::LearningUnit;
using catalogue::OfferExtras;

// One line for each competence in which the offer leads the person nearer to what is asked of her.
std::vector<GapView> closed_gaps(const competence::CompetenceFramework& framework, const competence::LearnerProfile& profile,
                                 const LearningUnit& unit) {
    std::map<CompetenceId, int> reached;
    for (const auto& taught : unit.teaches) {
        auto& level = reached[taught.competence];
        level = std::max(level, taught.level);
    }
    std::vector<GapView> closed;
    for (const auto& target : profile.targets) {
        const auto taught = reached.find(target.competence);
        const auto index = framework.index_of(target.competence);
        if (taught == reached.end() || !index) continue;
        const auto known = std::find_if(profile.current.begin(), profile.current.end(),
                                        [&](const auto& current) { return current.competence == target.competence; });
        const int current = known == profile.current.end() ? 0 : known->level;
        const int then = std::min(taught->second, target.level);
        if (then > current) closed.push_back({framework.competence(*index).name, current, then});
    }
    return closed;
}

class Extras {
public:
    explicit Extras(const OfferExtrasParts& parts) : parts_(parts), actions_(parts.site, parts.rooms.catalogues, parts.rooms.finding.watch_list) {}

    OfferExtras of(const http::Request& request, const LearningUnit& unit) const {
        OfferExtras extras;
        extras.actions = actions_.html(request, unit);
        const auto snapshot = parts_.rooms.catalogues.current();
        const auto framework = parts_.rooms.frameworks.current();
        const Date today = parts_.clock.today();
        if (!unit.only_for) extras.structured_data = exchange::schema_org({*snapshot, *framework, parts_.rooms.public_url, today}, unit);
        const auto* viewer = request.viewer();
        if (viewer == nullptr || !viewer->may(Permission::keep_own_profile)) return extras;
        const auto profile = parts_.database.read(
            [&](storage::Session& session) { return competence::find_learner_profile(session, *framework, viewer->person, today); });
        if (!profile) return extras;
        if (profile->jobs.present) {
            const auto areas = discovery::specialist_areas(*framework, profile->organisation, profile->jobs);
            extras.specialist = discovery::reads_as_specialist(*framework, areas, unit);
        }
        extras.closes = closed_gaps(*framework, *profile, unit);
        add_cost(*snapshot, *framework, *viewer, *profile, unit, today, extras);
        return extras;
    }

private:
    static void add_cost(const catalogue::CatalogueSnapshot& snapshot, const competence::CompetenceFramework& framework, const Viewer& viewer,
                         const competence::LearnerProfile& profile, const LearningUnit& unit, Date today, OfferExtras& extras) {
        discovery::Comparer comparer{.member = snapshot.is_member(viewer.organisation), .profile = &profile, .travel = {}};
        const auto origin = catalogue::origin_of(framework, viewer.organisation);
        if (origin) {
            comparer.travel = [&](const catalogue::Venue& venue) -> std::optional<catalogue::Travel> {
                return catalogue::estimate_travel(*origin, catalogue::coordinates_of(snapshot.place_of(venue)));
            };
        }
        const LearningUnit* units[] = {&unit};
        const auto compared = discovery::compare(snapshot, units, comparer, {}, today);
        const auto& offer = compared.offers.front();
        const auto& cost = offer.cost;
        if (!cost.complete) return;  // the way is not known: no sum is better than a wrong one
        catalogue::TotalCostView view{cost.course, cost.travel, cost.working_time, cost.total, cost.kilometres.value_or(0), cost.travel_minutes,
                                      {},          false};
        if (cost.kilometres && offer.venue != nullptr) {
            view.to_place = snapshot.place_of(*offer.venue).name;
            view.has_travel = true;
        }
        extras.cost = std::move(view);
    }

    OfferExtrasParts parts_;
    discovery::OfferActions actions_;
};

}  // namespace

std::function<OfferExtras(const http::Request&, const LearningUnit&)> offer_extras_for(const OfferExtrasParts& parts) {
    const auto extras = std::make_shared<Extras>(parts);
    return [extras](const http::Request& request, const LearningUnit& unit) { return extras->of(request, unit); };
}

}  // namespace kc::app
