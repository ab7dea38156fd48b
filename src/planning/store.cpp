// SPDX-License-Identifier: EUPL-1.2
#include "planning/store.hpp"

#include <algorithm>
#include <unordered_map>

namespace kc::planning {
namespace {

struct PersonRow {
    PersonId id;
    bool is_member = false;
    std::int64_t last_version = 0;
    std::optional<MailRhythm> mails;  // absent: never said anything
    std::optional<Acceptance> acceptance;
    std::optional<int> notice_days;
    std::optional<std::string> steps, question;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (), (id, is_member, last_version, mails, acceptance, notice_days, steps, question))

struct CurriculumRow {
    CurriculumId id;
    PersonId person_id;
    int version = 0;
    CurriculumState state{};
    Cause cause{};
    PlanStatus status{};
    std::int64_t closure = 0, closure_bound = 0, closure_wanted = 0;
    HalfHours half_hours;
    Money price_cents;
    int presence_days = 0;
    std::string outlook;
    Date planned_on{}, until_day{};
    Instant created_at{};
    std::optional<Instant> decided_at;
    std::optional<Date> postponed_until;
    bool accepted_automatically = false;
};
BOOST_DESCRIBE_STRUCT(CurriculumRow, (),
                      (id, person_id, version, state, cause, status, closure, closure_bound, closure_wanted, half_hours, price_cents, presence_days,
                       outlook, planned_on, until_day, created_at, decided_at, postponed_until, accepted_automatically))

struct ItemRow {
    CurriculumId curriculum_id;
    LearningUnitId unit_id;
    std::optional<TutorialDateId> tutorial_date_id;
    Date starts_on{}, ends_on{};
    HalfHours half_hours;
    Money price_cents;
    bool locked = false;
    std::string explanation;
};
BOOST_DESCRIBE_STRUCT(ItemRow, (), (curriculum_id, unit_id, tutorial_date_id, starts_on, ends_on, half_hours, price_cents, locked, explanation))

struct DecisionRow {
    PersonId person_id;
    LearningUnitId unit_id;
    std::optional<Choice> choice;  // absent: completed
    std::optional<TutorialDateId> tutorial_date_id;
    std::optional<Date> completed_on;
};
BOOST_DESCRIBE_STRUCT(DecisionRow, (), (person_id, unit_id, choice, tutorial_date_id, completed_on))

Curriculum curriculum_of(CurriculumRow row) {
    Curriculum curriculum{row.id,         row.person_id,  row.version, row.state,           row.cause,
                          row.created_at, row.decided_at, {},          row.postponed_until, row.accepted_automatically};
    auto& plan = curriculum.plan;
    plan.status = row.status;
    plan.closure = row.closure;
    plan.closure_bound = row.closure_bound;
    plan.closure_wanted = row.closure_wanted;
    plan.hours = row.half_hours;
    plan.price = row.price_cents;
    plan.presence_days = row.presence_days;
    plan.planned_on = row.planned_on;
    plan.until = row.until_day;
    read_outlook(row.outlook, plan);
    return curriculum;
}

#define KC_CURRICULUM_COLUMNS                                                                                                               \
    "c.id, c.person_id, c.version, c.state, c.cause, c.status, c.closure, c.closure_bound, c.closure_wanted, c.half_hours, c.price_cents, " \
    "c.presence_days, c.outlook, c.planned_on, c.until_day, c.created_at, c.decided_at, c.postponed_until, c.accepted_automatically"

#define KC_ITEM_COLUMNS "i.curriculum_id, i.unit_id, i.tutorial_date_id, i.starts_on, i.ends_on, i.half_hours, i.price_cents, i.locked, i.explanation"

CurriculumItem item_of(const ItemRow& row, bool with_explanation = true) {
    CurriculumItem item;
    item.unit = row.unit_id;
    item.date = row.tutorial_date_id;
    item.starts_on = row.starts_on;
    item.ends_on = row.ends_on;
    item.hours = row.half_hours;
    item.price = row.price_cents;
    item.locked = row.locked;
    if (with_explanation) read_explanation(row.explanation, item);
    return item;
}

std::vector<ItemRow> list_items(Session& session, std::span<const CurriculumRow> curricula) {
    if (curricula.empty()) return {};
    std::vector<CurriculumId> ids;
    for (const auto& row : curricula) ids.push_back(row.id);
    return session.query<ItemRow>("SELECT " KC_ITEM_COLUMNS
                                  " FROM curriculum_items i WHERE i.curriculum_id IN ($LIST) ORDER BY i.curriculum_id, i.position",
                                  storage::json_ids(ids));
}

std::optional<Curriculum> with_parts(Session& session, std::optional<CurriculumRow> row) {
    if (!row) return std::nullopt;
    const auto items = list_items(session, std::span(&*row, 1));
    auto curriculum = curriculum_of(std::move(*row));
    for (const auto& item : items) curriculum.plan.items.push_back(item_of(item));
    return curriculum;
}

storage::Answer<DecisionRow> ask_decisions(Session& session, const storage::IdList& people) {
    return session.ask<DecisionRow>(
        "SELECT person_id, unit_id, choice, tutorial_date_id, CAST(NULL AS TEXT) AS completed_on FROM plan_choices WHERE person_id IN ($LIST) "
        "UNION ALL SELECT person_id, unit_id, CAST(NULL AS TEXT), CAST(NULL AS BIGINT), completed_on FROM completed_units WHERE person_id IN "
        "($LIST) "
        "ORDER BY person_id, unit_id",
        people, people);
}

std::unordered_map<PersonId, PersonChoices> choices_of(const std::vector<DecisionRow>& rows) {
    std::unordered_map<PersonId, PersonChoices> all;
    for (const auto& row : rows) {
        auto& choices = all[row.person_id];
        if (row.choice)
            choices.choices.push_back({row.unit_id, *row.choice, row.tutorial_date_id});
        else
            choices.completed.push_back({row.unit_id, *row.completed_on});
    }
    return all;
}

}  // namespace

std::int64_t count_people_planning(Session& session, LearningUnitId unit) {
    return session.get<std::int64_t>(
        "SELECT count(DISTINCT c.person_id) FROM curriculum_items i JOIN curricula c ON c.id = i.curriculum_id "
        "WHERE i.unit_id = ? AND c.state IN ('accepted', 'proposed')",
        unit);
}

// Those that a state holds: in force, open, or declined and the newest.
#define KC_CURRICULA_IN_STATES                                                                      \
    "c.person_id IN ($LIST) AND (c.state IN ('accepted', 'proposed') OR (c.state = 'declined' AND " \
    "c.version = (SELECT MAX(n.version) FROM curricula n WHERE n.person_id = c.person_id)))"

std::vector<PersonState> list_states(Session& session, std::span<const PersonId> people) {
    const auto list = storage::json_ids(people);
    // A question is stored together with a reach, so nothing is looked up for those who have neither yet.
    auto person_rows = session.ask<PersonRow>(
        "SELECT p.id, o.is_member, COALESCE((SELECT MAX(c.version) FROM curricula c WHERE c.person_id = p.id), 0) AS last_version, "
        "s.mails, s.acceptance, s.notice_days, r.steps, q.question FROM people p JOIN organisations o ON o.id = p.organisation_id "
        "LEFT JOIN plan_settings s ON s.person_id = p.id LEFT JOIN plan_reach r ON r.person_id = p.id "
        "LEFT JOIN plan_questions q ON q.person_id = r.person_id WHERE p.id IN ($LIST) AND p.state = 'active' ORDER BY p.id",
        list);
    auto curriculum_rows =
        session.ask<CurriculumRow>("SELECT " KC_CURRICULUM_COLUMNS " FROM curricula c WHERE " KC_CURRICULA_IN_STATES " ORDER BY c.id", list);
    // By her number instead of those of the curricula, which would have to be waited for. Of many people that costs more than it saves.
    std::optional<storage::Answer<ItemRow>> items_of_one;
    if (people.size() == 1) {
        items_of_one.emplace(session.ask<ItemRow>("SELECT " KC_ITEM_COLUMNS
                                                  " FROM curricula c JOIN curriculum_items i ON i.curriculum_id = c.id WHERE " KC_CURRICULA_IN_STATES
                                                  " ORDER BY i.curriculum_id, i.position",
                                                  list));
    }
    auto decision_rows = ask_decisions(session, list);

    std::vector<PersonState> states;
    std::unordered_map<PersonId, std::size_t> index;
    for (auto& row : person_rows.rows()) {
        index.emplace(row.id, states.size());
        PersonState state;
        state.person = row.id;
        state.member = row.is_member;
        state.last_version = static_cast<int>(row.last_version);
        state.reach = std::move(row.steps);
        state.question = std::move(row.question);
        if (row.mails) state.settings = {*row.mails, *row.acceptance, *row.notice_days};
        states.push_back(std::move(state));
    }
    auto curricula = curriculum_rows.rows();
    std::erase_if(curricula, [&](const CurriculumRow& row) { return !index.contains(row.person_id); });
    const auto items = items_of_one ? items_of_one->rows() : list_items(session, curricula);
    auto item = items.begin();  // both are ordered by curriculum
    for (auto& row : curricula) {
        auto& state = states[index.at(row.person_id)];
        auto curriculum = curriculum_of(std::move(row));
        const bool explained = people.size() == 1 || state.settings.acceptance != Acceptance::off;
        while (item != items.end() && item->curriculum_id < curriculum.id) ++item;
        for (; item != items.end() && item->curriculum_id == curriculum.id; ++item) curriculum.plan.items.push_back(item_of(*item, explained));
        auto& place = curriculum.state == CurriculumState::accepted   ? state.accepted
                      : curriculum.state == CurriculumState::proposed ? state.proposed
                                                                      : state.last_declined;
        place = std::move(curriculum);
    }
    for (auto& [person, choices] : choices_of(decision_rows.rows()))
        if (const auto found = index.find(person); found != index.end()) states[found->second].choices = std::move(choices);
    return states;
}

std::unordered_map<PersonId, PersonChoices> list_choices(Session& session, std::span<const PersonId> people) {
    return choices_of(ask_decisions(session, storage::json_ids(people)).rows());
}

std::optional<PersonState> find_state(Session& session, PersonId person) {
    auto states = list_states(session, std::span(&person, 1));
    if (states.empty()) return std::nullopt;
    return std::move(states.front());
}

std::vector<PersonId> lock_people(Transaction& transaction, std::span<const PersonId> people) { return ask_to_lock(transaction, people).rows(); }

storage::Answer<PersonId> ask_to_lock(Transaction& transaction, std::span<const PersonId> people) {
    return transaction.ask_for_update<PersonId>("SELECT id FROM people WHERE id IN ($LIST) AND state = 'active' ORDER BY id",
                                                storage::json_ids(people));
}

CurriculumId insert_curriculum(Transaction& transaction, const Curriculum& curriculum) {
    const auto& plan = curriculum.plan;
    const auto id = transaction.get<CurriculumId>(
        "INSERT INTO curricula (person_id, version, state, cause, status, closure, closure_bound, closure_wanted, half_hours, price_cents, "
        "presence_days, outlook, planned_on, until_day, created_at, decided_at, postponed_until, accepted_automatically) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        curriculum.person, curriculum.version, curriculum.state, curriculum.cause, plan.status, plan.closure, plan.closure_bound, plan.closure_wanted,
        plan.hours, plan.price, plan.presence_days, outlook_json(plan), plan.planned_on, plan.until, curriculum.created_at, curriculum.decided_at,
        curriculum.postponed_until, curriculum.accepted_automatically);
    std::vector<std::tuple<CurriculumId, int, LearningUnitId, std::optional<TutorialDateId>, Date, Date, HalfHours, Money, bool, std::string>> items;
    for (const auto& item : plan.items) {
        items.emplace_back(id, static_cast<int>(items.size()), item.unit, item.date, item.starts_on, item.ends_on, item.hours, item.price,
                           item.locked, explanation_json(item));
    }
    transaction.post_many(
        "INSERT INTO curriculum_items (curriculum_id, position, unit_id, tutorial_date_id, starts_on, ends_on, half_hours, price_cents, "
        "locked, explanation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        items);
    return id;
}

void update_state(Transaction& transaction, CurriculumId id, CurriculumState state, std::optional<Instant> decided_at) {
    transaction.post("UPDATE curricula SET state = ?, decided_at = ? WHERE id = ?", state, decided_at, id);
}

void update_postponed(Transaction& transaction, CurriculumId id, std::optional<Date> until) {
    transaction.execute("UPDATE curricula SET postponed_until = ? WHERE id = ?", until, id);
}

void update_accepted_automatically(Transaction& transaction, CurriculumId id, Instant now) {
    transaction.post("UPDATE curricula SET state = 'accepted', decided_at = ?, accepted_automatically = TRUE WHERE id = ?", now, id);
}

void update_outlook(Transaction& transaction, CurriculumId id, const Plan& plan) {
    std::vector<std::tuple<HalfHours, Money, CurriculumId, LearningUnitId, HalfHours, Money>> items;
    for (const auto& item : plan.items) items.emplace_back(item.hours, item.price, id, item.unit, item.hours, item.price);
    transaction.post_many(
        "UPDATE curriculum_items SET half_hours = ?, price_cents = ? WHERE curriculum_id = ? AND unit_id = ? AND (half_hours <> ? OR price_cents <> "
        "?)",
        items);
    // The sums are those of the stored units: units completed meanwhile still belong to this version.
    transaction.post(
        "UPDATE curricula SET status = ?, closure = ?, closure_bound = ?, closure_wanted = ?, outlook = ?, planned_on = ?, until_day = ?, "
        "half_hours = (SELECT coalesce(sum(i.half_hours), 0) FROM curriculum_items i WHERE i.curriculum_id = curricula.id), "
        "price_cents = (SELECT coalesce(sum(i.price_cents), 0) FROM curriculum_items i WHERE i.curriculum_id = curricula.id) WHERE id = ?",
        plan.status, plan.closure, plan.closure_bound, plan.closure_wanted, outlook_json(plan), plan.planned_on, plan.until, id);
}

// Accepted once and replaced later has the day of its acceptance; a proposal that was overtaken has none.
std::optional<Curriculum> find_former_accepted(Session& session, PersonId person) {
    return with_parts(session,
                      session.find<CurriculumRow>("SELECT " KC_CURRICULUM_COLUMNS " FROM curricula c WHERE c.person_id = ? AND c.state = 'replaced' "
                                                  "AND c.decided_at IS NOT NULL ORDER BY c.version DESC LIMIT 1",
                                                  person));
}

std::optional<Curriculum> find_former_automatic(Session& session, PersonId person) {
    return with_parts(session, session.find<CurriculumRow>("SELECT " KC_CURRICULUM_COLUMNS " FROM curricula c WHERE c.person_id = ? AND "
                                                           "c.state <> 'accepted' AND c.accepted_automatically ORDER BY c.version DESC LIMIT 1",
                                                           person));
}

std::optional<Curriculum> find_curriculum(Session& session, PersonId person, CurriculumId id) {
    return with_parts(
        session, session.find<CurriculumRow>("SELECT " KC_CURRICULUM_COLUMNS " FROM curricula c WHERE c.person_id = ? AND c.id = ?", person, id));
}

std::vector<CurriculumHead> list_heads(Session& session, PersonId person, int limit) {
    return session.query<CurriculumHead>(
        "SELECT c.id, c.version, c.state, c.cause, c.status, c.closure, c.closure_wanted, c.half_hours, c.price_cents, c.created_at, c.decided_at, "
        "c.postponed_until, c.accepted_automatically, (SELECT COUNT(*) FROM curriculum_items i WHERE i.curriculum_id = c.id) AS items FROM curricula "
        "c WHERE c.person_id = ? ORDER BY c.version "
        "DESC LIMIT ?",
        person, limit);
}

bool put_choice(Transaction& transaction, PersonId person, const PlanChoice& choice, Instant now) {
    const auto before = transaction.find<PlanChoice>("SELECT unit_id, choice, tutorial_date_id FROM plan_choices WHERE person_id = ? AND unit_id = ?",
                                                     person, choice.unit_id);
    if (before && *before == choice) return false;
    transaction.execute(
        "INSERT INTO plan_choices (person_id, unit_id, choice, tutorial_date_id, created_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (person_id, unit_id) DO UPDATE SET choice = excluded.choice, tutorial_date_id = excluded.tutorial_date_id, "
        "created_at = excluded.created_at",
        person, choice.unit_id, choice.choice, choice.tutorial_date_id, now);
    return true;
}

bool remove_choice(Transaction& transaction, PersonId person, LearningUnitId unit) {
    return transaction.execute("DELETE FROM plan_choices WHERE person_id = ? AND unit_id = ?", person, unit) > 0;
}

std::optional<Instant> find_completed_at(Session& session, PersonId person, LearningUnitId unit) {
    return session.find<Instant>("SELECT created_at FROM completed_units WHERE person_id = ? AND unit_id = ?", person, unit);
}

bool remove_completed(Transaction& transaction, PersonId person, LearningUnitId unit) {
    return transaction.execute("DELETE FROM completed_units WHERE person_id = ? AND unit_id = ?", person, unit) > 0;
}

bool insert_completed(Transaction& transaction, PersonId person, const CompletedUnit& completed, Instant now) {
    return transaction.execute(
               "INSERT INTO completed_units (person_id, unit_id, completed_on, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (person_id, unit_id) DO "
               "NOTHING",
               person, completed.unit_id, completed.completed_on, now) > 0;
}

void remove_person(Transaction& transaction, PersonId person) {
    transaction.execute("DELETE FROM curriculum_items WHERE curriculum_id IN (SELECT id FROM curricula WHERE person_id = ?)", person);
    transaction.execute("DELETE FROM curricula WHERE person_id = ?", person);
    transaction.execute("DELETE FROM plan_reach WHERE person_id = ?", person);
    transaction.execute("DELETE FROM plan_questions WHERE person_id = ?", person);
    transaction.execute("DELETE FROM plan_choices WHERE person_id = ?", person);
    transaction.execute("DELETE FROM completed_units WHERE person_id = ?", person);
    transaction.execute("DELETE FROM plan_settings WHERE person_id = ?", person);
    transaction.execute("DELETE FROM calendar_feeds WHERE person_id = ?", person);
}

}  // namespace kc::planning
