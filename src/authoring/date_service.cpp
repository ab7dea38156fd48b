// SPDX-License-Identifier: EUPL-1.2
#include "authoring/date_service.hpp"

#include "storage/audit.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::authoring {

using catalogue::DateState;
using catalogue::Format;
using catalogue::StoredDate;
using catalogue::UnitState;
using storage::Session;
using storage::Transaction;

namespace {

// The venues of one request, each asked for once.
class VenueLookup {
public:
    explicit VenueLookup(Session& session) : session_(session) {}

    const DateVenue* find(std::optional<VenueId> id) {
        if (!id) return nullptr;
        if (!asked_ || asked_ != id) {
            asked_ = id;
            venue_ = find_date_venue(session_, *id);
        }
        return venue_ ? &*venue_ : nullptr;
    }

private:
    Session& session_;
    std::optional<VenueId> asked_;
    std::optional<DateVenue> venue_;
};

DateWarnings all_warnings(Session& session, const UnitFacts& unit, const StoredDate& date, std::optional<TutorialDateId> except, Date today) {
    auto warnings = warnings_of(date, unit.participants_max, today);
    if (date.venue_id) warnings.clashes = list_clashes(session, *date.venue_id, date.first_day, date.last_day, except);
    return warnings;
}

// The rule of the series and of each date in it. The days of the pattern stand in for those of the series, so they name no field of their own.
std::optional<DateRefusal> check_pattern(VenueLookup& venues, const SeriesInput& series, LearningUnitId unit, Date today) {
    auto problems = check_series(series, today);
    auto pattern = series.pattern;
    pattern.first_day = pattern.last_day = today;
    pattern.booking_deadline = today;
    const auto date = stored_date(pattern, unit, today);
    for (auto& problem : check_date(date, venues.find(date.venue_id), false, today)) problems.push_back(std::move(problem));
    if (problems.empty()) return std::nullopt;
    return DateRefusal{DateError::invalid, std::move(problems), {}};
}

}  // namespace

const DateVenue* UnitDates::venue(std::optional<VenueId> id) const {
    const auto found = std::find_if(venues.begin(), venues.end(), [&](const DateVenue& venue) { return id && venue.id == *id; });
    return found == venues.end() ? nullptr : &*found;
}

bool removable(const UnitFacts& unit) { return unit.version == 0; }

Result<UnitDates, DateError> DateService::list(const Viewer& viewer, LearningUnitId unit) const {
    return database_.read([&](Session& session) -> Result<UnitDates, DateError> {
        auto facts = find_own(session, viewer, unit);
        if (!facts) return refuse(facts.error());
        auto dates = catalogue::list_stored_dates(session, facts->original_id.value_or(unit));
        return UnitDates{std::move(*facts), std::move(dates), list_date_venues(session)};
    });
}

std::vector<FieldProblem> DateService::problems(const UnitFacts& unit, const DateInput& input, std::optional<TutorialDateId> id) const {
    return database_.read([&](Session& session) {
        VenueLookup venues(session);
        const auto date = stored_date(input, unit.id, clock_.today());
        const auto before = id ? catalogue::find_stored_date(session, *id) : std::nullopt;
        return check_date(date, venues.find(date.venue_id), before && before->venue_id == date.venue_id, clock_.today());
    });
}

DateWarnings DateService::warnings(const UnitFacts& unit, const DateInput& input, std::optional<TutorialDateId> date) const {
    return database_.read(
        [&](Session& session) { return all_warnings(session, unit, stored_date(input, unit.id, clock_.today()), date, clock_.today()); });
}

Result<std::vector<PlannedDay>, DateRefusal> DateService::preview(const Viewer& viewer, LearningUnitId unit, const SeriesInput& series) const {
    const auto today = clock_.today();
    return database_.read([&](Session& session) -> Result<std::vector<PlannedDay>, DateRefusal> {
        const auto facts = find_for_new(session, viewer, unit);
        if (!facts) return refuse(DateRefusal{facts.error(), {}, {}});
        VenueLookup venues(session);
        if (auto refusal = check_pattern(venues, series, unit, today)) return refuse(std::move(*refusal));
        std::vector<PlannedDay> days;
        for (const auto& day : series_days(series.rule)) {
            const auto date = stored_date(date_of_series(series, day, today), unit, today);
            PlannedDay planned{day, {}, date.booking_deadline};
            if (!day.obstacle) planned.warnings = all_warnings(session, *facts, date, std::nullopt, today);
            days.push_back(std::move(planned));
        }
        return days;
    });
}

Result<TutorialDateId, DateRefusal> DateService::add(const Viewer& viewer, LearningUnitId unit, const DateInput& input) {
    const auto today = clock_.today();
    return database_.in_transaction([&](Transaction& transaction) -> Result<TutorialDateId, DateRefusal> {
        const auto facts = find_for_new(transaction, viewer, unit);
        if (!facts) return refuse(DateRefusal{facts.error(), {}, {}});
        lock_unit(transaction, unit);
        VenueLookup venues(transaction);
        const auto date = stored_date(input, unit, today);
        auto problems = check_date(date, venues.find(date.venue_id), false, today);
        if (!problems.empty()) return refuse(DateRefusal{DateError::invalid, std::move(problems), {}});
        const auto id = catalogue::add_date(transaction, date);
        audit(transaction, viewer, "date.added", id, unit);
        return id;
    });
}

Result<std::vector<TutorialDateId>, DateRefusal> DateService::add_series(const Viewer& viewer, LearningUnitId unit, const SeriesInput& series,
                                                                         const std::optional<std::vector<Date>>& only) {
    using Answer = Result<std::vector<TutorialDateId>, DateRefusal>;
    const auto today = clock_.today();
    return database_.in_transaction([&](Transaction& transaction) -> Answer {
        const auto facts = find_for_new(transaction, viewer, unit);
        if (!facts) return refuse(DateRefusal{facts.error(), {}, {}});
        lock_unit(transaction, unit);
        VenueLookup venues(transaction);
        if (auto refusal = check_pattern(venues, series, unit, today)) return refuse(std::move(*refusal));
        std::vector<TutorialDateId> ids;
        for (const auto& day : series_days(series.rule)) {
            if (day.obstacle) continue;
            if (only && std::find(only->begin(), only->end(), day.first_day) == only->end()) continue;
            const auto date = stored_date(date_of_series(series, day, today), unit, today);
            auto problems = check_date(date, venues.find(date.venue_id), false, today);
            if (!problems.empty()) return refuse(DateRefusal{DateError::invalid, std::move(problems), day.first_day});
            ids.push_back(catalogue::add_date(transaction, date));
            audit(transaction, viewer, "date.added", ids.back(), unit);
        }
        if (ids.empty()) return refuse(DateRefusal{DateError::no_days, {}, {}});
        return ids;
    });
}

Result<void, DateRefusal> DateService::change(const Viewer& viewer, LearningUnitId unit, TutorialDateId id, const DateInput& input) {
    const auto today = clock_.today();
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, DateRefusal> {
        const auto facts = find_own(transaction, viewer, unit);
        if (!facts) return refuse(DateRefusal{facts.error(), {}, {}});
        lock_unit(transaction, unit);
        const auto before = catalogue::find_stored_date(transaction, id);
        if (!before || before->unit_id != unit) return refuse(DateRefusal{DateError::date_not_found, {}, {}});
        if (before->first_day < today) return refuse(DateRefusal{DateError::date_over, {}, {}});
        VenueLookup venues(transaction);
        auto date = stored_date(input, unit, today);
        date.id = id;
        date.state = before->state;
        date.source_id = before->source_id;
        auto problems = check_date(date, venues.find(date.venue_id), date.venue_id == before->venue_id, today);
        if (!problems.empty()) return refuse(DateRefusal{DateError::invalid, std::move(problems), {}});
        catalogue::change_date(transaction, date);
        audit(transaction, viewer, "date.changed", id, unit);
        return {};
    });
}

Result<void, DateError> DateService::cancel(const Viewer& viewer, LearningUnitId unit, TutorialDateId date) {
    return set_state(viewer, unit, date, DateState::cancelled);
}

Result<void, DateError> DateService::reinstate(const Viewer& viewer, LearningUnitId unit, TutorialDateId date) {
    return set_state(viewer, unit, date, DateState::planned);
}

Result<void, DateError> DateService::set_state(const Viewer& viewer, LearningUnitId unit, TutorialDateId id, DateState state) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, DateError> {
        const auto facts = find_own(transaction, viewer, unit);
        if (!facts) return refuse(facts.error());
        lock_unit(transaction, unit);
        auto date = catalogue::find_stored_date(transaction, id);
        if (!date || date->unit_id != unit) return refuse(DateError::date_not_found);
        if (date->first_day < clock_.today()) return refuse(DateError::date_over);
        if (date->state == state) return {};  // sent twice
        date->state = state;
        catalogue::change_date(transaction, *date);
        audit(transaction, viewer, state == DateState::cancelled ? "date.cancelled" : "date.reinstated", id, unit);
        return {};
    });
}

Result<void, DateError> DateService::remove(const Viewer& viewer, LearningUnitId unit, TutorialDateId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, DateError> {
        const auto facts = find_own(transaction, viewer, unit);
        if (!facts) return refuse(facts.error());
        lock_unit(transaction, unit);
        const auto date = catalogue::find_stored_date(transaction, id);
        if (!date || date->unit_id != unit) return refuse(DateError::date_not_found);
        if (!removable(*facts)) return refuse(DateError::date_is_public);
        catalogue::remove_date(transaction, id);
        audit(transaction, viewer, "date.removed", id, unit);
        return {};
    });
}

Result<UnitFacts, DateError> DateService::find_own(Session& session, const Viewer& viewer, LearningUnitId unit) const {
    if (!viewer.may(Permission::edit_offers)) return refuse(DateError::not_permitted);
    auto facts = find_unit_facts(session, unit);
    if (!facts || !viewer.may(Permission::edit_offers, facts->organisation_id)) return refuse(DateError::unit_not_found);
    return std::move(*facts);
}

Result<UnitFacts, DateError> DateService::find_for_new(Session& session, const Viewer& viewer, LearningUnitId unit) const {
    auto facts = find_own(session, viewer, unit);
    if (!facts) return facts;
    if (facts->original_id) return refuse(DateError::code_share_label);
    if (facts->state == UnitState::retired) return refuse(DateError::unit_retired);
    // The form of a draft is not decided before it is published.
    if (facts->public_now() && facts->mode == Format::self_paced) return refuse(DateError::self_paced);
    return facts;
}

void DateService::audit(Transaction& transaction, const Viewer& viewer, std::string_view action, TutorialDateId date, LearningUnitId unit) const {
    storage::record_audit(transaction, {.at = clock_.now(),
                                        .actor = viewer.person,
                                        .action = std::string(action),
                                        .subject_type = "tutorial_date",
                                        .subject_id = date.value,
                                        .details = fmt::format(R"({{"unit":{}}})", unit.value)});
}

}  // namespace kc::authoring
