// SPDX-License-Identifier: EUPL-1.2
#include "planning/planning_instance.hpp"

#include <algorithm>
#include <charconv>

namespace kc::planning {

using catalogue::Format;

int day_number(Date day) { return static_cast<int>(std::chrono::sys_days{day}.time_since_epoch().count()); }
Date day_of(int number) { return Date{std::chrono::sys_days{std::chrono::days{number}}}; }

const PlanChoice* PersonChoices::find(LearningUnitId unit) const {
    const auto found = std::find_if(choices.begin(), choices.end(), [&](const PlanChoice& choice) { return choice.unit_id == unit; });
    return found == choices.end() ? nullptr : &*found;
}

bool PersonChoices::is_completed(LearningUnitId unit) const {
    return std::any_of(completed.begin(), completed.end(), [&](const CompletedUnit& done) { return done.unit_id == unit; });
}

PlanningCatalogue::PlanningCatalogue(std::shared_ptr<const catalogue::CatalogueSnapshot> snapshot,
                                     std::shared_ptr<const competence::CompetenceFramework> framework, Date today)
    : snapshot_(std::move(snapshot)), framework_(std::move(framework)), today_(today) {
    const auto add = [&](CompetenceId id) {
        if (competence_index_.emplace(id, static_cast<int>(competences_.size())).second) competences_.push_back(id);
    };
    for (const auto& competence : framework_->competences()) add(competence.id);
    is_predecessor_.assign(snapshot_->units().size(), 0);
    int number = 0;
    for (const auto& unit : snapshot_->units()) {
        for (const auto& taught : unit.teaches) add(taught.competence);  // newer than the framework we hold: keep them apart
        for (const auto& need : unit.needs) add(need.competence);
        if (unit.after) is_predecessor_[snapshot_->position(*unit.after)] = 1;
        if (unit.only_for) internal_units_.push_back(number);
        ++number;
    }
    const auto& places = snapshot_->places();
    for (std::size_t i = 0; i < places.size(); ++i) place_index_.emplace(places[i].id, static_cast<int>(i));
}

std::optional<int> PlanningCatalogue::unit_index(LearningUnitId id) const {
    const auto index = snapshot_->index_of(id);
    return index ? std::optional(static_cast<int>(snapshot_->position(*index))) : std::nullopt;
}

const catalogue::LearningUnit* PlanningCatalogue::find_unit(LearningUnitId id) const { return snapshot_->find_unit(id); }

const catalogue::LearningUnit* PlanningCatalogue::find_unit(LearningUnitId id, OrganisationId organisation) const {
    const auto* unit = snapshot_->find_unit(id);
    return unit != nullptr && unit->visible_to(organisation) ? unit : nullptr;
}

const catalogue::TutorialDate* PlanningCatalogue::find_date(const catalogue::LearningUnit& unit, TutorialDateId id) {
    const auto found = std::find_if(unit.dates.begin(), unit.dates.end(), [&](const auto& date) { return date.id == id; });
    return found == unit.dates.end() ? nullptr : &*found;
}

std::optional<int> PlanningCatalogue::competence_index(CompetenceId id) const {
    const auto found = competence_index_.find(id);
    return found == competence_index_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<int> PlanningCatalogue::place_index(PlaceId id) const {
    const auto found = place_index_.find(id);
    return found == place_index_.end() ? std::nullopt : std::optional(found->second);
}

PlaceId PlanningCatalogue::place_at(int index) const { return snapshot_->places()[static_cast<std::size_t>(index)].id; }

bool PlanningCatalogue::offers(LearningUnitId id) const {
    const auto* unit = find_unit(id);
    if (unit == nullptr) return false;
    if (unit->mode == Format::self_paced) return true;
    return std::any_of(unit->dates.begin(), unit->dates.end(), [&](const auto& date) { return date.bookable(today_) && date.first_day > today_; });
}

optimizer::Catalogue PlanningCatalogue::make(Variant variant) const {
    optimizer::Catalogue made;
    made.levels = competence::level_max;
    made.competences.resize(competences_.size());  // names stay empty: answers are read by index
    made.places.resize(snapshot_->places().size());
    for (const auto& unit : snapshot_->units()) {
        optimizer::Unit& to = made.units.emplace_back();
        to.id = std::to_string(unit.id.value);
        to.scheduled = unit.mode != Format::self_paced;
        to.half_hours = static_cast<int>(unit.total().value);
        to.price_cents = static_cast<int>(unit.price(variant.member).value);
        to.after = unit.after ? static_cast<int>(snapshot_->position(*unit.after)) : -1;
        for (const auto& taught : unit.teaches) to.teaches.push_back({*competence_index(taught.competence), taught.level});
        for (const auto& need : unit.needs) to.needs.push_back({*competence_index(need.competence), need.level});
        bool on_site = false;
        for (const auto& date : unit.dates) {
            if (!to.scheduled || !date.bookable(today_) || date.first_day <= today_) continue;  // LP-03
            const bool attended_online = date.mode == Format::online || (date.mode == Format::hybrid && variant.online);
            if (date.mode == Format::online && !variant.online) continue;  // LP-06
            const int place = attended_online || !date.venue ? -1 : static_cast<int>(snapshot_->venues()[*date.venue].place);
            on_site = on_site || !attended_online;
            to.dates.push_back({std::to_string(date.id.value), {day_number(date.first_day), day_number(date.last_day)}, place});
        }
        to.presence_days = on_site || !variant.online ? unit.presence_days : 0;
    }
    for (const auto& course : snapshot_->courses()) {
        optimizer::Course& to = made.courses.emplace_back();
        to.closed = course.closed;
        for (const auto unit : course.units) to.units.push_back(static_cast<int>(snapshot_->position(unit)));
    }
    return made;
}

std::shared_ptr<const optimizer::PreparedCatalogue> PlanningCatalogue::prepared(Variant variant, std::span<const CompletedUnit> completed) const {
    const std::size_t slot = (variant.member ? 2u : 0u) + (variant.online ? 1u : 0u);
    std::call_once(made_[slot], [&] { prepared_[slot] = std::make_shared<const optimizer::PreparedCatalogue>(make(variant)); });
    std::vector<int> done;
    for (const auto& unit : completed) {
        const auto index = unit_index(unit.unit_id);
        if (index && is_predecessor_[static_cast<std::size_t>(*index)]) done.push_back(*index);
    }
    if (done.empty()) return prepared_[slot];
    optimizer::Catalogue own = prepared_[slot]->catalogue();
    for (auto& unit : own.units) {
        if (unit.after >= 0 && std::find(done.begin(), done.end(), unit.after) != done.end()) unit.after = -1;
    }
    return std::make_shared<const optimizer::PreparedCatalogue>(std::move(own));
}

TutorialDateId PlanningCatalogue::date_id(const optimizer::Catalogue& catalogue, int unit, int date) {
    const auto& name = catalogue.units[static_cast<std::size_t>(unit)].dates[static_cast<std::size_t>(date)].id;
    TutorialDateId id;
    std::from_chars(name.data(), name.data() + name.size(), id.value);
    return id;
}

int PlanningCatalogue::date_index(const optimizer::Catalogue& catalogue, int unit, TutorialDateId date) const {
    const auto& dates = catalogue.units[static_cast<std::size_t>(unit)].dates;
    for (std::size_t i = 0; i < dates.size(); ++i) {
        if (date_id(catalogue, unit, static_cast<int>(i)) == date) return static_cast<int>(i);
    }
    return -1;
}

std::shared_ptr<const PlanningCatalogue> PlanningCatalogueSource::current(Date today) const {
    auto snapshot = catalogues_.current();
    auto framework = frameworks_.current();
    const std::lock_guard lock(mutex_);
    if (!current_ || current_->shared_snapshot() != snapshot || current_->shared_framework() != framework || current_->today() != today) {
        current_ = std::make_shared<const PlanningCatalogue>(std::move(snapshot), std::move(framework), today);
    }
    return current_;
}

namespace {

// Days on which no tutorial can be: weekdays without work (LP-07) and absences (LP-08), joined where they meet.
std::vector<optimizer::DayRange> blocked_days(const competence::LearningPreferences& preferences, int first_day, int last_day) {
    std::vector<optimizer::DayRange> blocked;
    if (preferences.working_days != competence::all_weekdays) {
        int weekday = static_cast<int>(weekday_of(day_of(first_day)));
        for (int day = first_day; day <= last_day; ++day, weekday = (weekday + 1) % 7) {
            if (preferences.works_on(static_cast<Weekday>(weekday))) continue;
            if (!blocked.empty() && blocked.back().last_day + 1 == day)
                blocked.back().last_day = day;
            else
                blocked.push_back({day, day});
        }
    }
    for (const auto& absence : preferences.absences) {
        const int from = std::max(first_day, day_number(absence.first_day)), to = std::min(last_day, day_number(absence.last_day));
        if (from <= to) blocked.push_back({from, to});
    }
    return blocked;
}

}  // namespace

Instance make_instance(const PlanningCatalogue& catalogue, const Question& question) {
    const auto& preferences = question.profile.preferences;
    Instance instance;
    instance.catalogue = catalogue.prepared({question.member, preferences.online}, question.choices.completed);
    const auto& offers = instance.catalogue->catalogue();
    auto& learner = instance.learner;
    for (const auto& current : question.profile.current) {
        if (const auto index = catalogue.competence_index(current.competence)) learner.current.push_back({*index, current.level});
    }
    for (const auto& target : question.profile.targets) {
        const auto index = catalogue.competence_index(target.competence);
        if (!index) continue;
        learner.target.push_back({*index, target.level});
        learner.weight.push_back({*index, target.weight});
    }
    learner.first_day = day_number(catalogue.today()) + 1;  // LP-03: planning begins tomorrow
    learner.last_day = std::max(learner.first_day, day_number(preferences.until));
    learner.budget = {preferences.hours.value, preferences.budget.value, preferences.presence_days};
    if (preferences.weekly_hours) {
        learner.weekly_half_hours = static_cast<int>(preferences.weekly_hours->value);
        // LP-05: also what has no date must fit in before the end.
        const std::int64_t weeks = (learner.last_day - learner.first_day) / 7 + 1;
        learner.budget.half_hours = std::min(learner.budget.half_hours, weeks * preferences.weekly_hours->value);
    }
    if (preferences.on_site) {
        for (const auto place : preferences.places) {
            if (const auto index = catalogue.place_index(place)) learner.reachable_places.push_back(*index);
        }
    }
    learner.blocked = blocked_days(preferences, learner.first_day, learner.last_day);
    for (const auto& done : question.choices.completed) {
        if (const auto unit = catalogue.unit_index(done.unit_id)) learner.excluded.push_back(*unit);  // LP-09
    }
    for (const int internal : catalogue.internal_units()) {
        if (!catalogue.unit(internal).visible_to(question.profile.organisation)) learner.excluded.push_back(internal);
    }
    for (const auto& choice : question.choices.choices) {
        const auto unit = catalogue.unit_index(choice.unit_id);
        if (!unit || question.choices.is_completed(choice.unit_id) || !catalogue.unit(*unit).visible_to(question.profile.organisation)) continue;
        if (choice.choice == Choice::excluded) {
            learner.excluded.push_back(*unit);
            continue;
        }
        const int date = choice.tutorial_date_id ? catalogue.date_index(offers, *unit, *choice.tutorial_date_id) : -1;
        const auto& data = offers.units[static_cast<std::size_t>(*unit)];
        // LP-11: a wish for a date that is gone or does not fit any more remains a wish for the unit.
        if (date >= 0 && optimizer::is_usable(data, data.dates[static_cast<std::size_t>(date)], learner))
            learner.fixed.push_back({*unit, date});
        else
            learner.mandatory.push_back(*unit);
    }
    if (question.accepted != nullptr) {
        learner.has_former = true;
        for (const auto& item : question.accepted->items) {
            const auto unit = catalogue.unit_index(item.unit);
            if (unit && !question.choices.is_completed(item.unit)) {
                learner.former.push_back({*unit, item.date ? catalogue.date_index(offers, *unit, *item.date) : -1});
            }
        }
    }
    return instance;
}

}  // namespace kc::planning
