// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/views.hpp"

namespace kc::catalogue {

namespace {

const std::string& module_name(const Module& module, Language language) { return language == Language::de ? module.name : module.name_en; }

std::string descriptor_of(const competence::Competence& competence, int level) {
    return level >= 1 && level <= competence::level_max ? competence.descriptors[static_cast<std::size_t>(level - 1)] : std::string();
}

// Consecutive levels of one competence are one outcome: from the lowest to the highest.
std::vector<OutcomeView> outcomes_of(const Sight& sight, const LearningUnit& unit) {
    std::vector<OutcomeView> outcomes;
    const CompetenceLevel* before = nullptr;
    for (const auto& taught : unit.teaches) {
        const auto index = sight.framework.index_of(taught.competence);
        if (!index) continue;
        const auto& competence = sight.framework.competence(*index);
        if (before != nullptr && before->competence == taught.competence && before->level + 1 == taught.level) {
            outcomes.back().to = taught.level;
            outcomes.back().descriptor = descriptor_of(competence, taught.level);
        } else {
            outcomes.push_back({competence.slug, competence.name, taught.level - 1, taught.level, descriptor_of(competence, taught.level)});
        }
        before = &taught;
    }
    return outcomes;
}

std::vector<NeedView> needs_of(const Sight& sight, const LearningUnit& unit) {
    std::vector<NeedView> needs;
    for (const auto& need : unit.needs) {
        if (const auto index = sight.framework.index_of(need.competence)) {
            const auto& competence = sight.framework.competence(*index);
            needs.push_back({competence.slug, competence.name, need.level, descriptor_of(competence, need.level)});
        }
    }
    return needs;
}

}  // namespace

std::string clock_time(int minute_of_day) { return fmt::format("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60); }

DateView date_view(const Sight& sight, const TutorialDate& date) {
    DateView view{date.id,      date.mode, date.first_day, std::nullopt,          clock_time(date.start_minute), clock_time(date.end_minute),
                  std::nullopt, {},        date.seats,     date.booking_deadline, date.bookable(sight.today),    std::nullopt};
    if (date.mode == Format::hybrid && date.online_seats > 0) view.online_seats = date.online_seats;
    if (date.last_day != date.first_day) view.last_day = date.last_day;
    if (const auto* venue = sight.snapshot.venue_of(date)) {
        view.venue = LinkView{venue->slug, venue->name};
        view.place = sight.snapshot.place_of(*venue).name;
    }
    return view;
}

UnitCard unit_card(const Sight& sight, const LearningUnit& unit) {
    const auto& provider = sight.snapshot.provider_of(unit);
    const auto* next = unit.next_date(sight.today);
    const Money price = unit.price(sight.member);
    return {unit.id,
            unit.slug,
            unit.title,
            unit.objective,
            unit.kind,
            unit.mode,
            {provider.slug, provider.name},
            unit.total(),
            price,
            price.value == 0,
            next != nullptr ? std::optional(next->first_day) : std::nullopt,
            unit.mode == Format::self_paced};
}

std::vector<UnitCard> unit_cards(const Sight& sight, std::span<const std::size_t> units) {
    std::vector<UnitCard> cards;
    for (const auto index : units) {
        if (sight.sees(sight.snapshot.unit(index))) cards.push_back(unit_card(sight, sight.snapshot.unit(index)));
    }
    return cards;
}

namespace {

void add_details(const Sight& sight, const LearningUnit& unit, UnitView& view) {
    view.version = unit.version;
    view.practice = unit.practice;
    view.keywords = unit.keywords;
    view.participants_min = unit.participants_min;
    view.participants_max = unit.participants_max;
    view.funding = unit.funding;
    view.difficulty = unit.difficulty;
    view.dqr = unit.dqr;
    if (unit.ects_tenths > 0) {
        view.ects = std::to_string(unit.ects_tenths / 10);
        const char* point = sight.language == Language::de ? "," : ".";
        if (unit.ects_tenths % 10 != 0) view.ects += point + std::to_string(unit.ects_tenths % 10);
    }
    view.credentials = unit.credentials;
    view.accessibility = unit.accessibility;
    view.accessibility_note = unit.accessibility_note;
    for (const auto& seal : unit.seals) {
        if (seal.valid(sight.today)) view.seals.push_back({seal.name, seal.issuer, seal.valid_until});
    }
    if (const auto* original = unit.code_share_of ? sight.snapshot.find_unit(*unit.code_share_of) : nullptr;
        original != nullptr && sight.sees(*original)) {
        view.original = unit_card(sight, *original);
    }
    if (unit.source) view.source_url = unit.source->url;
    view.internal = unit.only_for.has_value();
}

std::int64_t count_seen(const Sight& sight, const std::vector<std::size_t>& units) {
    return std::count_if(units.begin(), units.end(), [&](std::size_t index) { return sight.sees(sight.snapshot.unit(index)); });
}

}  // namespace

UnitView unit_view(const Sight& sight, const LearningUnit& unit) {
    UnitView view;
    static_cast<UnitCard&>(view) = unit_card(sight, unit);
    view.description_specialist = unit.description_specialist;
    view.description_general = unit.description_general;
    view.audience = unit.audience;
    view.language = unit.language;
    view.outcomes = outcomes_of(sight, unit);
    view.needs = needs_of(sight, unit);
    view.self_study_half_hours = unit.self_study;
    view.tutorial_half_hours = unit.tutorial;
    view.follow_up_half_hours = unit.follow_up;
    view.presence_days = unit.presence_days;
    for (const auto& date : unit.dates) {
        if (date.upcoming(sight.today)) view.dates.push_back(date_view(sight, date));
    }
    view.price_member_cents = unit.price_member;
    view.price_other_cents = unit.price_other;
    view.origin = unit.origin;
    view.funded = unit.funded;
    view.builds_on = unit_cards(sight, sight.snapshot.builds_on(unit));
    view.leads_to = unit_cards(sight, sight.snapshot.leads_to(unit));
    for (const auto& [module, mandatory] : unit.modules) {
        const auto& of = sight.snapshot.modules()[module];
        view.modules.push_back({of.slug, module_name(of, sight.language), mandatory});
    }
    for (const auto course : unit.courses) view.courses.push_back(course_view(sight, sight.snapshot.courses()[course]));
    add_details(sight, unit, view);
    return view;
}

CourseView course_view(const Sight& sight, const Course& course) {
    const auto& module = sight.snapshot.modules()[course.module];
    CourseView view{course.slug, course.name, course.closed, {module.slug, module_name(module, sight.language)}, unit_cards(sight, course.units), {}};
    for (const auto& unit : view.units) view.half_hours += unit.half_hours;
    return view;
}

ProviderView provider_view(const Sight& sight, const Provider& provider) {
    return {provider.slug,        provider.name,
            provider.description, sight.snapshot.places()[provider.place].name,
            provider.kind,        count_seen(sight, provider.units)};
}

ModuleView module_view(const Sight& sight, const Module& module) {
    return {module.slug, module_name(module, sight.language), module.description, count_seen(sight, module.mandatory_units),
            count_seen(sight, module.elective_units)};
}

VenueView venue_view(const Sight& sight, const Venue& venue) {
    return {venue.slug,
            venue.name,
            venue.street,
            sight.snapshot.place_of(venue).name,
            venue.seats,
            venue.step_free,
            venue.equipment,
            venue.description,
            static_cast<std::int64_t>(upcoming_at(sight, venue).size()),
            venue.accessibility,
            venue.accessibility_note,
            venue.didactics,
            venue.price_day,
            venue.price_day.value > 0};
}

std::vector<VenueDate> upcoming_at(const Sight& sight, const Venue& venue) {
    std::vector<VenueDate> found;
    for (const auto& [unit, date] : venue.dates) {
        const auto& of = sight.snapshot.unit(unit);
        if (sight.sees(of) && of.dates[date].upcoming(sight.today)) found.push_back({&of, &of.dates[date]});
    }
    return found;
}

}  // namespace kc::catalogue
