// SPDX-License-Identifier: EUPL-1.2
// TalkService: starting, preparing, holding and closing a development talk. Each change is one transaction with audit entry; what a side
// writes or ticks is private until it is shared, and sending the same thing twice changes nothing the second time.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "development/people_report.hpp"
#include "development/talk_store.hpp"

#include <span>
#include <vector>

namespace kc::development {

enum class TalkError {
    not_permitted,
    talk_not_found,
    person_not_found,  // nobody the viewer may talk to in this way
    date_out_of_range,
    already_open,  // one talk between two people at a time
    talk_closed,
    text_too_long,
    item_not_offered,  // ticked, but not among what was offered
};
BOOST_DESCRIBE_ENUM(TalkError, not_permitted, talk_not_found, person_not_found, date_out_of_range, already_open, talk_closed, text_too_long,
                    item_not_offered)

struct OwnTalk {
    Talk talk;
    Side side{};          // the viewer's
    std::string partner;  // empty: that account no longer exists
};

struct FullTalk : OwnTalk {
    std::vector<Note> notes;       // own ones, and what the other side shared
    std::vector<SheetItem> items;  // the shared sheet
};

class TalkService {
public:
    TalkService(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    Result<std::vector<OwnTalk>, TalkError> list_own(const Viewer& viewer) const;
    Result<FullTalk, TalkError> find(const Viewer& viewer, TalkId id) const;
    // With whom the viewer may start one: as employee, and as the employer's side.
    std::vector<NamedPerson> partners_as_employee(const Viewer& viewer) const;
    std::vector<NamedPerson> partners_as_counterpart(const Viewer& viewer) const;

    Result<TalkId, TalkError> start_as_employee(const Viewer& viewer, PersonId counterpart, Date planned_on);
    Result<TalkId, TalkError> start_as_counterpart(const Viewer& viewer, PersonId employee, Date planned_on);
    // Notes of the viewer's side, and which of the offered items stand on the shared sheet.
    Result<void, TalkError> prepare(const Viewer& viewer, TalkId id, std::span<const Note> notes, std::span<const SheetItem> ticked);
    Result<void, TalkError> hold(const Viewer& viewer, TalkId id);
    Result<void, TalkError> close(const Viewer& viewer, TalkId id);

    Date today() const { return clock_.today(); }

private:
    Result<TalkId, TalkError> start(const Viewer& viewer, const NewTalk& talk);
    struct Begun {
        Talk talk;
        Side side{};
    };
    Result<Begun, TalkError> begin(Transaction& transaction, const Viewer& viewer, TalkId id) const;  // locked and open
    void record(Transaction& transaction, const Viewer& viewer, std::string_view action, TalkId id) const;

    storage::Database& database_;
    const Clock& clock_;
};

Side side_of(const Viewer& viewer, const Talk& talk);
// May take part at all: as employee, or as the employer's side.
bool may_develop(const Viewer& viewer);

}  // namespace kc::development
