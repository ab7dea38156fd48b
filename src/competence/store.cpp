// SPDX-License-Identifier: EUPL-1.2
#include "competence/store.hpp"

#include <algorithm>
#include <unordered_map>

namespace kc::competence {

namespace {

struct PersonRow {
    PersonId id;
    OrganisationId organisation_id;
    std::optional<DepartmentId> department_id;
    std::optional<RoleProfileId> present_id, future_id;
    std::optional<HalfHours> half_hours, weekly_half_hours;
    std::optional<Money> price_cents;
    std::optional<int> presence_days;
    std::optional<Date> until_day;
    std::optional<int> working_days;
    std::optional<bool> online_allowed, on_site_allowed;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (),
                      (id, organisation_id, department_id, present_id, future_id, half_hours, weekly_half_hours, price_cents, presence_days,
                       until_day, working_days, online_allowed, on_site_allowed))

struct EvidenceRow : Evidence {
    PersonId person_id;
};
BOOST_DESCRIBE_STRUCT(EvidenceRow, (Evidence), (person_id))

struct CountingRow {
    EvidenceId id;
    CompetenceId competence_id;
    int level = 0;
    EvidenceSource source{};
    int confidence_percent = 0;
    Date assessed_on{};
    PersonId person_id;
};
BOOST_DESCRIBE_STRUCT(CountingRow, (), (id, competence_id, level, source, confidence_percent, assessed_on, person_id))

const Evidence& evidence_of(const EvidenceRow& row) { return row; }
Evidence evidence_of(const CountingRow& row) {
    return {row.id, row.competence_id, row.level, row.source, row.confidence_percent, row.assessed_on, std::nullopt, {}};
}

struct MarkRow {
    PersonId person_id;
    CompetenceId competence_id;
    bool interest = false;
};
BOOST_DESCRIBE_STRUCT(MarkRow, (), (person_id, competence_id, interest))

struct LimitRow {
    PersonId person_id;
    std::optional<PlaceId> place_id;
    std::optional<Date> first_day, last_day;
};
BOOST_DESCRIBE_STRUCT(LimitRow, (), (person_id, place_id, first_day, last_day))

struct AgreedRow : AgreedDemand {
    PersonId person_id;
};
BOOST_DESCRIBE_STRUCT(AgreedRow, (AgreedDemand), (person_id))

constexpr std::string_view agreed_sql =
    "SELECT origin, organisation_id, competence_id, level, weight, until_day, reason, agreed_on, person_id FROM agreed_demands WHERE person_id ";
constexpr std::string_view person_sql =
    "SELECT p.id, p.organisation_id, p.department_id, a.role_profile_id AS present_id, b.role_profile_id AS future_id, l.half_hours, "
    "l.weekly_half_hours, l.price_cents, l.presence_days, l.until_day, l.working_days, l.online_allowed, l.on_site_allowed "
    "FROM people p LEFT JOIN person_jobs a ON a.person_id = p.id AND a.kind = 'present' "
    "LEFT JOIN person_jobs b ON b.person_id = p.id AND b.kind = 'future' LEFT JOIN learning_preferences l ON l.person_id = p.id "
    "WHERE p.state <> 'erased' AND p.id ";
constexpr std::string_view evidence_sql =
    "SELECT id, competence_id, level, source, confidence_percent, assessed_on, withdrawn_at, origin, person_id FROM evidence WHERE person_id ";
// Of many people only what counts: with a million rows each column is felt.
constexpr std::string_view counting_sql =
    "SELECT id, competence_id, level, source, confidence_percent, assessed_on, person_id FROM evidence WHERE withdrawn_at IS NULL AND person_id ";

// `which` is "= ?" or "IN ($LIST)"; the texts are made once, because statements are kept by their text.
struct FactsSql {
    FactsSql(std::string_view which, std::string_view of_evidence)
        : people(fmt::format("{}{} ORDER BY p.id", person_sql, which)),
          evidence(fmt::format("{}{}", of_evidence, which)),
          marks(fmt::format("SELECT person_id, competence_id, TRUE AS interest FROM person_interests WHERE person_id {0} "
                            "UNION ALL SELECT person_id, competence_id, FALSE FROM assessment_skips WHERE person_id {0}",
                            which)),
          limits(fmt::format("SELECT person_id, place_id, NULL AS first_day, NULL AS last_day FROM person_places WHERE person_id {0} "
                             "UNION ALL SELECT person_id, NULL, first_day, last_day FROM absences WHERE person_id {0}",
                             which)),
          agreed(fmt::format("{}{} ORDER BY person_id, origin", agreed_sql, which)) {}
    std::string people, evidence, marks, limits, agreed;
};

PersonFacts facts_of(const PersonRow& row) {
    PersonFacts facts{.person = row.id,
                      .organisation = row.organisation_id,
                      .department = row.department_id,
                      .jobs = {row.present_id, row.future_id},
                      .evidence = {},
                      .interests = {},
                      .skipped = {},
                      .preferences = {}};
    if (row.half_hours) {
        facts.preferences = LearningPreferences{.hours = *row.half_hours,
                                                .weekly_hours = row.weekly_half_hours,
                                                .budget = *row.price_cents,
                                                .presence_days = *row.presence_days,
                                                .until = *row.until_day,
                                                .working_days = *row.working_days,
                                                .online = *row.online_allowed,
                                                .on_site = *row.on_site_allowed,
                                                .places = {},
                                                .absences = {}};
    }
    return facts;
}

// Places and absences belong to stated preferences: replace_preferences writes them together.
void add_limit(PersonFacts& facts, const LimitRow& row) {
    if (!facts.preferences) return;
    if (row.place_id)
        facts.preferences->places.push_back(*row.place_id);
    else
        facts.preferences->absences.push_back({*row.first_day, *row.last_day});
}

void put_in_order(PersonFacts& facts) {
    std::sort(facts.interests.begin(), facts.interests.end());
    if (facts.preferences) normalise(*facts.preferences);
}

// All that is asked about one person or many, to be waited for once. Whole results instead of streams: a stream on PostgreSQL is
// declared and planned anew each time.
template <class Row> struct FactsAnswers {
    template <class Key>
    FactsAnswers(storage::Session& session, const FactsSql& sql, const Key& key)
        : people(session.ask<PersonRow>(sql.people, key)),
          evidence(session.ask<Row>(sql.evidence, key)),
          marks(session.ask<MarkRow>(sql.marks, key, key)),
          limits(session.ask<LimitRow>(sql.limits, key, key)),
          agreed(session.ask<AgreedRow>(sql.agreed, key)) {}

    std::vector<PersonFacts> facts() {
        std::vector<PersonFacts> all;
        for (const auto& row : people.rows()) all.push_back(facts_of(row));
        std::unordered_map<PersonId, std::size_t> index;
        for (std::size_t i = 0; i < all.size(); ++i) index.emplace(all[i].person, i);
        const auto for_each_of = [&](const auto& rows, auto&& use) {
            auto found = index.end();  // mostly the next row is the same person's
            for (const auto& row : rows) {
                if (found == index.end() || found->first != row.person_id) found = index.find(row.person_id);
                if (found != index.end()) use(all[found->second], row);
            }
        };
        for_each_of(evidence.rows(), [](PersonFacts& facts, const Row& row) { facts.evidence.push_back(evidence_of(row)); });
        for_each_of(marks.rows(),
                    [](PersonFacts& facts, const MarkRow& row) { (row.interest ? facts.interests : facts.skipped).push_back(row.competence_id); });
        for_each_of(limits.rows(), add_limit);
        for_each_of(agreed.rows(), [](PersonFacts& facts, const AgreedRow& row) { facts.agreed.push_back(row); });
        for (auto& facts : all) put_in_order(facts);
        return all;
    }

    storage::Answer<PersonRow> people;
    storage::Answer<Row> evidence;
    storage::Answer<MarkRow> marks;
    storage::Answer<LimitRow> limits;
    storage::Answer<AgreedRow> agreed;
};

const FactsSql& sql_of_one() {
    static const FactsSql sql("= ?", evidence_sql);
    return sql;
}

}  // namespace

struct AskedFacts::Answers : FactsAnswers<EvidenceRow> {
    using FactsAnswers::FactsAnswers;
};

AskedFacts::AskedFacts(storage::Session& session, PersonId person) : answers_(std::make_unique<Answers>(session, sql_of_one(), person)) {}
AskedFacts::~AskedFacts() = default;

std::optional<PersonFacts> AskedFacts::facts() {
    auto found = answers_->facts();
    if (found.empty()) return std::nullopt;
    auto& evidence = found.front().evidence;
    std::sort(evidence.begin(), evidence.end(),
              [](const Evidence& a, const Evidence& b) { return a.assessed_on != b.assessed_on ? a.assessed_on < b.assessed_on : a.id < b.id; });
    return std::move(found.front());
}

std::optional<PersonFacts> find_person_facts(storage::Session& session, PersonId person) { return AskedFacts(session, person).facts(); }

std::vector<PersonFacts> list_person_facts(storage::Session& session, std::span<const PersonId> people) {
    constexpr std::size_t people_at_once = 1000;  // so much is held in memory twice
    static const FactsSql sql("IN ($LIST)", counting_sql);
    std::vector<PersonFacts> all;
    for (std::size_t from = 0; from < people.size(); from += people_at_once) {
        const auto ids = storage::json_ids(people.subspan(from, std::min(people_at_once, people.size() - from)));
        auto part = FactsAnswers<CountingRow>(session, sql, ids).facts();
        if (from == 0)
            all = std::move(part);
        else
            std::move(part.begin(), part.end(), std::back_inserter(all));
    }
    if (people.size() > people_at_once)
        std::sort(all.begin(), all.end(), [](const PersonFacts& a, const PersonFacts& b) { return a.person < b.person; });
    return all;
}

constexpr std::string_view active_person_sql = "SELECT id FROM people WHERE id = ? AND state = 'active'";

bool lock_person(storage::Transaction& transaction, PersonId person) {
    return transaction.find_for_update<PersonId>(active_person_sql, person).has_value();
}

std::optional<PersonFacts> lock_person_facts(storage::Transaction& transaction, PersonId person) {
    auto locked = transaction.ask_for_update<PersonId>(active_person_sql, person);
    auto facts = find_person_facts(transaction, person);
    if (locked.rows().empty()) return std::nullopt;
    return facts;
}

void replace_jobs(storage::Transaction& transaction, PersonId person, const Jobs& jobs, Instant now) {
    transaction.post("DELETE FROM person_jobs WHERE person_id = ?", person);
    constexpr std::string_view insert = "INSERT INTO person_jobs (person_id, kind, role_profile_id, updated_at) VALUES (?, ?, ?, ?)";
    if (jobs.present) transaction.post(insert, person, "present", *jobs.present, now);
    if (jobs.future) transaction.post(insert, person, "future", *jobs.future, now);
}

void replace_interests(storage::Transaction& transaction, PersonId person, std::span<const CompetenceId> interests) {
    transaction.post("DELETE FROM person_interests WHERE person_id = ?", person);
    std::vector<std::tuple<PersonId, CompetenceId>> rows;
    for (const auto interest : interests) rows.emplace_back(person, interest);
    transaction.post_many("INSERT INTO person_interests (person_id, competence_id) VALUES (?, ?)", rows);
}

void replace_preferences(storage::Transaction& transaction, PersonId person, const LearningPreferences& preferences, Instant now) {
    transaction.post(
        "INSERT INTO learning_preferences (person_id, half_hours, weekly_half_hours, price_cents, presence_days, until_day, "
        "working_days, online_allowed, on_site_allowed, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (person_id) DO UPDATE SET half_hours = excluded.half_hours, "
        "weekly_half_hours = excluded.weekly_half_hours, price_cents = excluded.price_cents, "
        "presence_days = excluded.presence_days, until_day = excluded.until_day, working_days = excluded.working_days, "
        "online_allowed = excluded.online_allowed, on_site_allowed = excluded.on_site_allowed, "
        "updated_at = excluded.updated_at",
        person, preferences.hours, preferences.weekly_hours, preferences.budget, preferences.presence_days, preferences.until,
        preferences.working_days, preferences.online, preferences.on_site, now);
    transaction.post("DELETE FROM person_places WHERE person_id = ?", person);
    std::vector<std::tuple<PersonId, PlaceId>> places;
    for (const auto place : preferences.places) places.emplace_back(person, place);
    transaction.post_many("INSERT INTO person_places (person_id, place_id) VALUES (?, ?)", places);
    transaction.post("DELETE FROM absences WHERE person_id = ?", person);
    std::vector<std::tuple<PersonId, Date, Date>> absences;
    for (const auto& absence : preferences.absences) absences.emplace_back(person, absence.first_day, absence.last_day);
    transaction.post_many("INSERT INTO absences (person_id, first_day, last_day) VALUES (?, ?, ?)", absences);
}

EvidenceId insert_evidence(storage::Transaction& transaction, PersonId person, const NewEvidence& evidence, Instant now) {
    return transaction.get<EvidenceId>(
        "INSERT INTO evidence (person_id, competence_id, level, source, confidence_percent, assessed_on, created_at, origin) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        person, evidence.competence, evidence.level, evidence.source, evidence.confidence_percent.value_or(base_confidence(evidence.source)),
        evidence.assessed_on, now, evidence.origin);
}

std::int64_t remove_evidence(storage::Transaction& transaction, PersonId person, std::span<const EvidenceId> ids) {
    // What moved on to a successor when its competence went out of date (carry_evidence) came from the same words and goes with them.
    std::vector<EvidenceId> all(ids.begin(), ids.end()), last = all;
    while (!last.empty()) {
        last = transaction.query<EvidenceId>(
            "SELECT n.id FROM evidence e JOIN competences c ON c.id = e.competence_id JOIN evidence n ON n.person_id = e.person_id "
            "AND n.origin = 'succession:' || c.slug AND n.source = e.source AND n.assessed_on = e.assessed_on "
            "WHERE e.person_id = ? AND e.id IN ($LIST) AND n.id NOT IN ($LIST)",
            person, storage::json_ids(last), storage::json_ids(all));
        all.insert(all.end(), last.begin(), last.end());
    }
    return static_cast<std::int64_t>(
        transaction.execute("DELETE FROM evidence WHERE person_id = ? AND id IN ($LIST)", person, storage::json_ids(all)));
}

std::int64_t withdraw_evidence(storage::Transaction& transaction, PersonId person, EvidenceSource source, Instant created_at, Instant now) {
    return static_cast<std::int64_t>(
        transaction.execute("UPDATE evidence SET withdrawn_at = ? WHERE person_id = ? AND source = ? AND created_at = ? AND withdrawn_at IS NULL",
                            now, person, source, created_at));
}

void insert_skip(storage::Transaction& transaction, PersonId person, CompetenceId competence) {
    transaction.execute("INSERT INTO assessment_skips (person_id, competence_id) VALUES (?, ?) ON CONFLICT DO NOTHING", person, competence);
}

void remove_skip(storage::Transaction& transaction, PersonId person, CompetenceId competence) {
    transaction.execute("DELETE FROM assessment_skips WHERE person_id = ? AND competence_id = ?", person, competence);
}

std::optional<Evidence> find_evidence(storage::Session& session, PersonId person, EvidenceId id) {
    return session.find<Evidence>(
        "SELECT id, competence_id, level, source, confidence_percent, assessed_on, withdrawn_at, origin FROM evidence "
        "WHERE id = ? AND person_id = ?",
        id, person);
}

void update_withdrawn(storage::Transaction& transaction, PersonId person, EvidenceId id, std::optional<Instant> withdrawn_at) {
    transaction.execute("UPDATE evidence SET withdrawn_at = ? WHERE id = ? AND person_id = ?", withdrawn_at, id, person);
}

std::vector<AgreedDemand> list_agreed_demands(storage::Session& session, PersonId person) {
    return session.query<AgreedDemand>(
        "SELECT origin, organisation_id, competence_id, level, weight, until_day, reason, agreed_on FROM agreed_demands "
        "WHERE person_id = ? ORDER BY origin",
        person);
}

void store_agreed_demands(storage::Transaction& transaction, PersonId person, std::span<const AgreedDemand> demands) {
    transaction.execute("DELETE FROM agreed_demands WHERE person_id = ?", person);
    std::vector<AgreedRow> rows;
    for (const auto& demand : demands) rows.push_back({demand, person});
    transaction.execute_many(
        "INSERT INTO agreed_demands (origin, organisation_id, competence_id, level, weight, until_day, reason, agreed_on, person_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
}

void remove_person(storage::Transaction& transaction, PersonId person) {
    for (const std::string_view statement : {"DELETE FROM agreed_demands WHERE person_id = ?", "DELETE FROM absences WHERE person_id = ?",
                                             "DELETE FROM person_places WHERE person_id = ?", "DELETE FROM learning_preferences WHERE person_id = ?",
                                             "DELETE FROM person_interests WHERE person_id = ?", "DELETE FROM assessment_skips WHERE person_id = ?",
                                             "DELETE FROM evidence WHERE person_id = ?", "DELETE FROM person_jobs WHERE person_id = ?"}) {
        transaction.execute(statement, person);
    }
}

}  // namespace kc::competence
