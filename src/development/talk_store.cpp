// SPDX-License-Identifier: EUPL-1.2
#include "development/talk_store.hpp"

#include <algorithm>

namespace kc::development {

namespace {

constexpr std::string_view talk_columns =
    "t.id, t.person_id, t.counterpart_id, t.organisation_id, t.planned_on, t.state, t.started_by, t.held_on, t.closed_on";

// As employee always; as counterpart only while the viewer acts for the employer and the employee works there (MG-03).
constexpr std::string_view as_counterpart =
    "t.counterpart_id = ? AND t.organisation_id IN ($LIST) AND p.organisation_id = t.organisation_id AND p.state = 'active'";

struct NoteRow {
    Topic topic{};
    std::string text;
    bool shared = false;
    bool operator==(const NoteRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(NoteRow, (), (topic, text, shared))

}  // namespace

std::vector<Talk> list_talks(Session& session, const PartySight& sight) {
    static const auto sql = fmt::format(
        "SELECT {} FROM development_talks t JOIN people p ON p.id = t.person_id WHERE t.person_id = ? OR ({}) ORDER BY t.planned_on DESC, t.id DESC "
        "LIMIT 100",
        talk_columns, as_counterpart);
    return session.query<Talk>(sql, sight.viewer, sight.viewer, storage::json_ids(sight.acts_for));
}

std::optional<Talk> find_talk(Session& session, TalkId id, const PartySight& sight) {
    static const auto sql =
        fmt::format("SELECT {} FROM development_talks t JOIN people p ON p.id = t.person_id WHERE t.id = ? AND (t.person_id = ? OR ({}))",
                    talk_columns, as_counterpart);
    return session.find<Talk>(sql, id, sight.viewer, sight.viewer, storage::json_ids(sight.acts_for));
}

std::vector<Note> list_notes(Session& session, TalkId talk, const PartySight& sight) {
    static const auto sql = fmt::format(
        "SELECT n.side, n.topic, n.text, n.shared FROM talk_notes n JOIN development_talks t ON t.id = n.talk_id JOIN people p ON p.id = t.person_id "
        "WHERE n.talk_id = ? AND ((t.person_id = ? AND (n.side = 'employee' OR n.shared)) "
        "OR (t.state <> 'closed' AND {} AND (n.side = 'counterpart' OR n.shared))) ORDER BY n.side DESC, n.topic",
        as_counterpart);
    return session.query<Note>(sql, talk, sight.viewer, sight.viewer, storage::json_ids(sight.acts_for));
}

std::vector<SheetItem> list_items(Session& session, TalkId talk, const PartySight& sight) {
    static const auto sql = fmt::format(
        "SELECT i.side, i.kind, i.subject_id, i.title, i.from_level, i.to_level FROM talk_items i JOIN development_talks t ON t.id = i.talk_id "
        "JOIN people p ON p.id = t.person_id WHERE i.talk_id = ? AND (t.person_id = ? OR (t.state <> 'closed' AND {})) "
        "ORDER BY i.side DESC, i.position",
        as_counterpart);
    return session.query<SheetItem>(sql, talk, sight.viewer, sight.viewer, storage::json_ids(sight.acts_for));
}

std::optional<TalkId> insert_talk(Transaction& transaction, const NewTalk& talk, Instant now) {
    return transaction.find<TalkId>(
        "INSERT INTO development_talks (person_id, counterpart_id, organisation_id, planned_on, state, started_by, created_at) "
        "VALUES (?, ?, ?, ?, 'prepared', ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        talk.person, talk.counterpart, talk.organisation, talk.planned_on, talk.started_by, now);
}

void update_talk_state(Transaction& transaction, TalkId id, TalkState state, Date today) {
    transaction.execute("UPDATE development_talks SET state = ? WHERE id = ?", state, id);
    if (state == TalkState::held) transaction.execute("UPDATE development_talks SET held_on = ? WHERE id = ?", today, id);
    if (state == TalkState::closed) transaction.execute("UPDATE development_talks SET closed_on = ? WHERE id = ?", today, id);
}

bool replace_notes(Transaction& transaction, TalkId talk, Side side, std::span<const Note> notes) {
    auto before = transaction.query<NoteRow>("SELECT topic, text, shared FROM talk_notes WHERE talk_id = ? AND side = ?", talk, side);
    std::vector<NoteRow> after;
    for (const auto& note : notes) {
        if (!note.text.empty()) after.push_back({note.topic, note.text, note.shared});
    }
    const auto by_topic = [](const NoteRow& a, const NoteRow& b) { return a.topic < b.topic; };
    std::sort(before.begin(), before.end(), by_topic);
    std::sort(after.begin(), after.end(), by_topic);
    if (before == after) return false;
    transaction.execute("DELETE FROM talk_notes WHERE talk_id = ? AND side = ?", talk, side);
    std::vector<std::tuple<TalkId, Side, Topic, std::string, bool>> rows;
    for (const auto& note : after) rows.emplace_back(talk, side, note.topic, note.text, note.shared);
    transaction.execute_many("INSERT INTO talk_notes (talk_id, side, topic, text, shared) VALUES (?, ?, ?, ?, ?)", rows);
    return true;
}

bool replace_items(Transaction& transaction, TalkId talk, Side side, std::span<const SheetItem> items) {
    const auto before = transaction.query<SheetItem>(
        "SELECT side, kind, subject_id, title, from_level, to_level FROM talk_items WHERE talk_id = ? AND side = ? ORDER BY position", talk, side);
    if (std::equal(before.begin(), before.end(), items.begin(), items.end())) return false;
    transaction.execute("DELETE FROM talk_items WHERE talk_id = ? AND side = ?", talk, side);
    std::vector<std::tuple<TalkId, Side, ItemKind, std::int64_t, std::string, std::optional<int>, std::optional<int>, int>> rows;
    for (const auto& item : items) {
        rows.emplace_back(talk, side, item.kind, item.subject_id, item.title, item.from_level, item.to_level, static_cast<int>(rows.size()));
    }
    transaction.execute_many(
        "INSERT INTO talk_items (talk_id, side, kind, subject_id, title, from_level, to_level, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows);
    return true;
}

void remove_unshared_notes(Transaction& transaction, TalkId talk, Side side) {
    transaction.execute("DELETE FROM talk_notes WHERE talk_id = ? AND side = ? AND shared = FALSE", talk, side);
}

void insert_talk_event(Transaction& transaction, TalkId talk, Happening happening, std::optional<Side> side, Instant now) {
    transaction.execute("INSERT INTO development_events (talk_id, happening, side, at) VALUES (?, ?, ?, ?)", talk, happening, side, now);
}

bool lock_employee(Transaction& transaction, PersonId person) {
    return transaction.find_for_update<PersonId>("SELECT id FROM people WHERE id = ? AND state = 'active'", person).has_value();
}

}  // namespace kc::development
