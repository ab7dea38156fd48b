// SPDX-License-Identifier: EUPL-1.2
// The transcript and the later questions of InterviewService: read, delete line by line, delete all, begin, leave alone.
#include "competence/store.hpp"
#include "interview/recording.hpp"
#include "interview/service.hpp"
#include "interview/store.hpp"
#include "storage/audit.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::interview {

using storage::Session;
using storage::Transaction;

namespace {

void audit(Transaction& transaction, const Viewer& viewer, std::string_view action, std::string_view subject, std::int64_t id, Instant now) {
    storage::record_audit(transaction, {.at = now,
                                        .actor = viewer.person,
                                        .action = fmt::format("interview.{}", action),
                                        .subject_type = std::string(subject),
                                        .subject_id = id,
                                        .details = "{}"});
}

Refusal<InterviewRefusal> no(InterviewError error) { return refuse(InterviewRefusal{error, {}}); }

}  // namespace

void InterviewService::take_back_open(Recorder& recorder, const Entry& entry) const {
    if (entry.outcome != Outcome::dont_know) return;
    if (const auto competence = level_asked_by(newest_guide(), *parts_.frameworks.current(), entry.question_key))
        recorder.take_back_open(*competence);
}

std::optional<Transcript> InterviewService::transcript(const Viewer& viewer, int page) const {
    if (!viewer.may(Permission::keep_own_profile)) return std::nullopt;
    return parts_.database.read([&](Session& session) {
        Transcript transcript;
        transcript.session_count = count_sessions(session, viewer.person);
        transcript.sessions = list_sessions(session, viewer.person, transcript_page_size, (page - 1) * transcript_page_size);
        std::vector<InterviewSessionId> ids;
        for (const auto& one : transcript.sessions) ids.push_back(one.id);
        transcript.entries = list_entries(session, viewer.person, ids);
        transcript.proposals = list_proposals(session, viewer.person, ids);
        return transcript;
    });
}

Result<Entry, InterviewRefusal> InterviewService::find_line(const Viewer& viewer, EntryId entry) const {
    if (!viewer.may(Permission::keep_own_profile)) return no(InterviewError::not_permitted);
    auto found = parts_.database.read([&](Session& session) { return find_entry(session, viewer.person, entry); });
    if (!found) return no(InterviewError::entry_not_found);
    return std::move(*found);
}

Result<void, InterviewRefusal> InterviewService::remove_line(const Viewer& viewer, EntryId id) {
    if (!viewer.may(Permission::keep_own_profile)) return no(InterviewError::not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Result<void, InterviewRefusal> {
        if (!competence::lock_person(transaction, viewer.person)) return no(InterviewError::not_permitted);
        const auto entry = find_entry(transaction, viewer.person, id);
        if (!entry) return no(InterviewError::entry_not_found);
        const auto now = parts_.clock.now();
        Recorder recorder(transaction, parts_.observer, *parts_.frameworks.current(), viewer.person, now, parts_.clock.today());
        recorder.take_back(list_proposals_of(transaction, viewer.person, id));
        take_back_open(recorder, *entry);
        remove_entry(transaction, viewer.person, id);
        audit(transaction, viewer, "line_removed", "interview_entry", id.value, now);
        return {};
    });
}

Result<void, InterviewRefusal> InterviewService::remove_all(const Viewer& viewer) {
    if (!viewer.may(Permission::keep_own_profile)) return no(InterviewError::not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Result<void, InterviewRefusal> {
        if (!competence::lock_person(transaction, viewer.person)) return no(InterviewError::not_permitted);
        const auto now = parts_.clock.now();
        std::vector<InterviewSessionId> ids;
        for (const auto& one : list_sessions(transaction, viewer.person, 1'000'000, 0)) ids.push_back(one.id);
        if (ids.empty()) return {};
        Recorder recorder(transaction, parts_.observer, *parts_.frameworks.current(), viewer.person, now, parts_.clock.today());
        recorder.take_back(list_proposals(transaction, viewer.person, ids));
        for (const auto& entry : list_entries(transaction, viewer.person, ids)) take_back_open(recorder, entry);
        remove_dialogues(transaction, viewer.person);
        audit(transaction, viewer, "transcript_removed", "person", viewer.person.value, now);
        return {};
    });
}

std::optional<StoredCheckin> InterviewService::find_due_checkin(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return std::nullopt;
    return parts_.database.read([&](Session& session) { return interview::find_due_checkin(session, viewer.person, parts_.clock.today()); });
}

Result<void, InterviewRefusal> InterviewService::start_checkin(const Viewer& viewer, CheckinId id) {
    if (!viewer.may(Permission::keep_own_profile)) return no(InterviewError::not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Result<void, InterviewRefusal> {
        if (!competence::lock_person(transaction, viewer.person)) return no(InterviewError::not_permitted);
        const auto checkin = find_checkin(transaction, viewer.person, id);
        const bool asked = checkin && checkin->state == CheckinState::due && newest_guide().questions_of(checkin->cause) != nullptr;
        if (!asked) return no(InterviewError::checkin_not_found);
        const auto now = parts_.clock.now();
        const auto session = insert_session(transaction, viewer.person, SessionKind::checkin, newest_guide().version, id, now);
        if (!session) {
            const auto open = find_open_session(transaction, viewer.person);
            if (open && open->checkin_id == id) return {};  // sent twice
            return no(InterviewError::session_open);
        }
        audit(transaction, viewer, "checkin_started", "interview_session", session->value, now);
        return {};
    });
}

Result<void, InterviewRefusal> InterviewService::dismiss_checkin(const Viewer& viewer, CheckinId id) {
    if (!viewer.may(Permission::keep_own_profile)) return no(InterviewError::not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Result<void, InterviewRefusal> {
        if (!competence::lock_person(transaction, viewer.person)) return no(InterviewError::not_permitted);
        const auto checkin = find_checkin(transaction, viewer.person, id);
        if (!checkin) return no(InterviewError::checkin_not_found);
        if (checkin->state != CheckinState::due) return {};
        update_checkin(transaction, viewer.person, id, CheckinState::dismissed, parts_.clock.now());
        audit(transaction, viewer, "checkin_dismissed", "checkin", id.value, parts_.clock.now());
        return {};
    });
}

}  // namespace kc::interview
