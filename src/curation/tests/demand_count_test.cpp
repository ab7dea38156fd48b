// SPDX-License-Identifier: EUPL-1.2
#include "curation/demand_count.hpp"
#include "curation/tests/curation_town.hpp"

using namespace kc;
using namespace kc::curation;
using namespace kc::curation::test;

TEST_CASE("demand is counted by region and step, once a night, and only of people who said what they can") {
    in_each_town([](CurationTown& town) {
        auto& profiles = *town.town.service;
        REQUIRE(profiles.set_jobs(town.town.clerk, {town.town.role("citizen-service"), std::nullopt}));
        REQUIRE(profiles.set_preferences(town.town.clerk, town.town.preferences()));
        DemandCount demand(town.town.database, town.town.clock, *town.town.frameworks, town.queue);
        CHECK(demand.count() == 0);
        town.give(town.town.clerk, "conversation", 1, competence::EvidenceSource::test);
        REQUIRE(demand.count() > 0);
        const auto figures = demand.find(town.competence("conversation").id);
        REQUIRE(figures.groups.size() == 1);
        CHECK(figures.groups[0].region == "BW");
        CHECK(figures.groups[0].from_level == 1);
        CHECK(figures.groups[0].to_level == 3);
        CHECK(figures.groups[0].people == 1);
        CHECK(figures.counted_on == competence::test::today);
        CHECK_FALSE(safe_to_show(figures).people.has_value());
        demand.run();
        town.town.database.in_transaction([&](storage::Transaction& transaction) { demand.schedule(transaction); });
        CHECK(town.value("SELECT count(*) FROM jobs WHERE kind = 'curation.demand'") == 1);
    });
}
