// SPDX-License-Identifier: EUPL-1.2
// The quick answer to whether a date can be used has to be the plain one of rule 1, whatever the period and the blocked days.
#include <doctest/doctest.h>

#include "planning/optimizer/usable_dates.hpp"
#include "planning/tests/optimizer_draw.hpp"

namespace kc::planning::optimizer::test {

TEST_CASE("a date is usable exactly where the plain rule says so") {
    UsableDates dates;
    int usable_count = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        Draw draw(seed * 7919);
        Catalogue catalogue;
        catalogue.places = {"p0", "p1", "p2"};
        Learner learner;
        learner.first_day = draw.below(100);
        learner.last_day = learner.first_day + (draw.one_in(8) ? -1 : draw.below(300));
        for (int place = 0; place < 3; ++place)
            if (!draw.one_in(3)) learner.reachable_places.push_back(place);
        for (int i = draw.below(8); i > 0; --i) {
            const int first = draw.below(400);
            learner.blocked.push_back({first, first + draw.below(draw.one_in(3) ? 200 : 4)});
        }
        dates.start(catalogue, learner);
        for (int i = 0; i < 200; ++i) {
            const int first = draw.below(450);
            const CompactDate date{first, first + draw.below(draw.one_in(3) ? 150 : 5), draw.below(4) - 1, 0};
            Unit unit;
            unit.place = date.place;
            const UnitDate plain{"d", {date.first_day, date.last_day}, -1};
            const bool expected = is_usable(unit, plain, learner);
            usable_count += expected;
            REQUIRE(dates.is_usable(date) == expected);
            unit.place = -1;
            REQUIRE(dates.fits_period(date.first_day, date.last_day) == is_usable(unit, plain, learner));
        }
    }
    CHECK(usable_count > 1000);
}

}  // namespace kc::planning::optimizer::test
