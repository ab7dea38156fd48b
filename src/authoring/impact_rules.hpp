// SPDX-License-Identifier: EUPL-1.2
// What happens when an offer is withdrawn (F8; RE-70 …): modules, courses, offers that build on it, labels, dates, and competence levels
// that nobody teaches afterwards. Pure: read from one snapshot.
#pragma once

#include "catalogue/catalogue.hpp"

#include <string>
#include <vector>

namespace kc::authoring {

struct ModuleLoss {
    std::string slug, name;
    bool mandatory = false;
};
BOOST_DESCRIBE_STRUCT(ModuleLoss, (), (slug, name, mandatory))

struct CourseLoss {
    std::string name, module;
    std::int64_t remaining = 0;    // units that the course still has
    bool too_few = false;          // fewer than three: it is no course any more
    bool loses_mandatory = false;  // a mandatory unit of its module is gone
    bool breaks() const { return too_few || loses_mandatory; }
};
BOOST_DESCRIBE_STRUCT(CourseLoss, (), (name, module, remaining, too_few, loses_mandatory))

struct OfferLoss {
    std::string slug, title, provider;
};
BOOST_DESCRIBE_STRUCT(OfferLoss, (), (slug, title, provider))

struct DateLoss {
    Date first_day{};
    int seats = 0;  // on site and at the screen
};
BOOST_DESCRIBE_STRUCT(DateLoss, (), (first_day, seats))

struct Impact {
    std::vector<ModuleLoss> modules;
    std::vector<CourseLoss> courses;
    std::vector<OfferLoss> successors;  // that name it as what comes before
    std::vector<OfferLoss> labels;      // code-share labels without dates of their own
    std::vector<DateLoss> dates;
    std::vector<catalogue::CompetenceLevel> untaught;  // levels that no other offer teaches
    std::vector<OfferLoss> stranded;                   // offers that need such a level

    bool none() const {
        return modules.empty() && courses.empty() && successors.empty() && labels.empty() && dates.empty() && untaught.empty() && stranded.empty();
    }
};

Impact impact_of(const catalogue::CatalogueSnapshot& snapshot, const catalogue::LearningUnit& unit, Date today);

}  // namespace kc::authoring
