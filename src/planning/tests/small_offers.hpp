// SPDX-License-Identifier: EUPL-1.2
// A handful of offers without a database, for tests of the mapping into the optimiser.
#pragma once

#include "planning/planner.hpp"

#include <string>

namespace kc::planning::test {

inline Date day(std::string_view iso) { return *parse_date(iso); }

struct UnitOptions {
    int level = 1;
    int competence = 1;
    std::int64_t half_hours = 8;
    std::int64_t member_cents = 100'00, other_cents = 150'00;
    int presence_days = 0;
    catalogue::Format mode = catalogue::Format::self_paced;
    int needs_level = 0;
    std::optional<std::size_t> after;
};

struct DateOptions {
    std::string first, last = {};
    catalogue::Format mode = catalogue::Format::on_site;
    std::optional<std::size_t> venue = 0;
    std::string deadline = {};
    catalogue::DateState state = catalogue::DateState::planned;
};

// Places 1 Weinheim, 2 Mannheim, 3 Speyer, each with a venue of the same index; competences 1 and 2; today is Monday, 2 March 2026.
class SmallOffers {
public:
    SmallOffers() {
        for (int i = 1; i <= 3; ++i) {
            parts.places.push_back({PlaceId{i}, "ort-" + std::to_string(i), "Ort " + std::to_string(i), 49.5, 8.5});
            catalogue::Venue venue;
            venue.id = VenueId{i};
            venue.slug = "haus-" + std::to_string(i);
            venue.name = "Haus " + std::to_string(i);
            venue.place = static_cast<std::size_t>(i - 1);
            parts.venues.push_back(venue);
        }
        catalogue::Provider provider;
        provider.id = ProviderId{1};
        provider.slug = "vhs";
        provider.name = "VHS";
        parts.providers.push_back(provider);
        parts.members.insert(OrganisationId{1});
    }

    std::size_t add(const UnitOptions& options, const std::vector<DateOptions>& dates = {}) {
        catalogue::LearningUnit unit;
        const auto number = parts.units.size() + 1;
        unit.id = LearningUnitId{static_cast<std::int64_t>(number)};
        unit.slug = "einheit-" + std::to_string(number);
        unit.title = "Einheit " + std::to_string(number);
        unit.mode = options.mode;
        unit.tutorial = HalfHours{options.half_hours};
        unit.presence_days = options.presence_days;
        unit.price_member = Money{options.member_cents};
        unit.price_other = Money{options.other_cents};
        unit.teaches.push_back({CompetenceId{options.competence}, options.level});
        if (options.needs_level > 0) unit.needs.push_back({CompetenceId{options.competence}, options.needs_level});
        if (options.after) unit.after_id = LearningUnitId{static_cast<std::int64_t>(*options.after) + 1};
        for (const auto& date : dates) {
            const auto first = day(date.first);
            const auto last = date.last.empty() ? first : day(date.last);
            const auto deadline = date.deadline.empty() ? add_days(first, -1) : day(date.deadline);
            unit.dates.push_back({TutorialDateId{static_cast<std::int64_t>(number * 100 + unit.dates.size())}, date.mode, first, last, 9 * 60,
                                  16 * 60, date.mode == catalogue::Format::online ? std::nullopt : date.venue, 12, deadline, date.state});
        }
        parts.units.push_back(std::move(unit));
        return number - 1;
    }

    PlanningCatalogue make(std::string_view today = "2026-03-02") const {
        competence::CompetenceFramework::Parts framework;
        framework.areas.push_back({CompetenceAreaId{1}, "feld", "Feld", "Area", 1});
        for (int i = 1; i <= 2; ++i) {
            competence::Competence competence;
            competence.id = CompetenceId{i};
            competence.slug = "k" + std::to_string(i);
            competence.name = "Kompetenz " + std::to_string(i);
            framework.competences.push_back(competence);
        }
        return PlanningCatalogue(std::make_shared<const catalogue::CatalogueSnapshot>(parts),
                                 std::make_shared<const competence::CompetenceFramework>(std::move(framework)), day(today));
    }

    catalogue::CatalogueSnapshot::Parts parts;
};

// Wants level 2 of competence 1, 40 half hours, 500 €, 4 days on site, until the end of June, Monday to Friday, in Weinheim.
inline competence::LearnerProfile learner(int target = 2) {
    competence::LearnerProfile profile;
    profile.person = PersonId{1};
    profile.organisation = OrganisationId{1};
    profile.targets.push_back({CompetenceId{1}, target, 3});
    profile.preferences.hours = HalfHours{40};
    profile.preferences.budget = Money{500'00};
    profile.preferences.presence_days = 4;
    profile.preferences.until = day("2026-06-30");
    profile.preferences.places = {PlaceId{1}};
    profile.preferences_stated = profile.enough_for_curriculum = true;
    return profile;
}

inline Plan plan_for(const SmallOffers& offers, const competence::LearnerProfile& profile, const PersonChoices& choices = {}, bool member = true,
                     const Plan* accepted = nullptr, Detail detail = Detail::explained) {
    return make_plan(offers.make(), {profile, choices, member, accepted}, detail);
}

inline std::vector<std::int64_t> units_of(const Plan& plan) {
    std::vector<std::int64_t> units;
    for (const auto& item : plan.items) units.push_back(item.unit.value);
    return units;
}

}  // namespace kc::planning::test
