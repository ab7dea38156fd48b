// SPDX-License-Identifier: EUPL-1.2
// DateService: what the people of a provider do with the dates of their units. Each change is one transaction with an audit entry;
// a series is written whole or not at all.
#pragma once

#include "authoring/date_store.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "storage/database.hpp"

namespace kc::authoring {

enum class DateError {
    not_permitted,     // no right to edit offers anywhere
    unit_not_found,    // or not of the own provider
    date_not_found,    // or not of this unit
    code_share_label,  // its dates are those of the original
    self_paced,        // has no dates
    unit_retired,      // takes no new dates
    date_is_public,    // cannot be removed any more, only cancelled
    date_over,         // has begun already
    no_days,           // everything in the series is left out
    invalid,           // see the problems
};
BOOST_DESCRIBE_ENUM(DateError, not_permitted, unit_not_found, date_not_found, code_share_label, self_paced, unit_retired, date_is_public, date_over,
                    no_days, invalid)

struct DateRefusal {
    DateError error{};
    std::vector<FieldProblem> problems;  // only with `invalid`
    std::optional<Date> day;             // of a series: which one
};

struct UnitDates {
    UnitFacts unit;
    std::vector<catalogue::StoredDate> dates;  // by day, all states; of a label those of its original
    std::vector<DateVenue> venues;             // all there are, by name

    const DateVenue* venue(std::optional<VenueId> id) const;
};

struct PlannedDay {
    SeriesDay day;
    DateWarnings warnings;
    Date booking_deadline{};
};

class DateService {
public:
    DateService(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    Result<UnitDates, DateError> list(const Viewer& viewer, LearningUnitId unit) const;

    // What add() or change() would refuse, without doing it.
    std::vector<FieldProblem> problems(const UnitFacts& unit, const DateInput& input, std::optional<TutorialDateId> date) const;
    // What to tell before saving; `date` when an existing one is changed.
    DateWarnings warnings(const UnitFacts& unit, const DateInput& input, std::optional<TutorialDateId> date) const;
    // All days of a series, also those left out; the same checks as saving.
    Result<std::vector<PlannedDay>, DateRefusal> preview(const Viewer& viewer, LearningUnitId unit, const SeriesInput& series) const;

    Result<TutorialDateId, DateRefusal> add(const Viewer& viewer, LearningUnitId unit, const DateInput& input);
    // `only`: the days chosen in the preview; absent: all that are not left out.
    Result<std::vector<TutorialDateId>, DateRefusal> add_series(const Viewer& viewer, LearningUnitId unit, const SeriesInput& series,
                                                                const std::optional<std::vector<Date>>& only = std::nullopt);
    Result<void, DateRefusal> change(const Viewer& viewer, LearningUnitId unit, TutorialDateId date, const DateInput& input);
    Result<void, DateError> cancel(const Viewer& viewer, LearningUnitId unit, TutorialDateId date);
    Result<void, DateError> reinstate(const Viewer& viewer, LearningUnitId unit, TutorialDateId date);
    Result<void, DateError> remove(const Viewer& viewer, LearningUnitId unit, TutorialDateId date);

    Date today() const { return clock_.today(); }

private:
    Result<UnitFacts, DateError> find_own(storage::Session& session, const Viewer& viewer, LearningUnitId unit) const;
    Result<UnitFacts, DateError> find_for_new(storage::Session& session, const Viewer& viewer, LearningUnitId unit) const;
    Result<void, DateError> set_state(const Viewer& viewer, LearningUnitId unit, TutorialDateId date, catalogue::DateState state);
    void audit(storage::Transaction& transaction, const Viewer& viewer, std::string_view action, TutorialDateId date, LearningUnitId unit) const;

    storage::Database& database_;
    const Clock& clock_;
};

// A date that was never seen by anybody but its provider may go without a trace (RE-56).
bool removable(const UnitFacts& unit);

}  // namespace kc::authoring
