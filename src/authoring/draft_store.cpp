// SPDX-License-Identifier: EUPL-1.2
#include "authoring/draft_store.hpp"

#include "base/text.hpp"
#include "catalogue/content_json.hpp"

namespace kc::authoring {

namespace {

using storage::Session;
using storage::Transaction;

struct DraftRow {
    LearningUnitId unit_id;
    std::string content;
    DraftState state{};
    int revision = 1;
    std::string remark;
    Instant changed_at{};
    std::optional<Instant> submitted_at;
};
BOOST_DESCRIBE_STRUCT(DraftRow, (), (unit_id, content, state, revision, remark, changed_at, submitted_at))

constexpr std::string_view draft_columns = "SELECT unit_id, content, state, revision, remark, changed_at, submitted_at FROM unit_drafts ";

Draft draft_of(DraftRow row) {
    auto content = catalogue::unit_content_from_json(row.content);
    require(content.has_value());  // written by insert_draft and update_draft only
    return {row.unit_id, std::move(*content), row.state, row.revision, std::move(row.remark), row.changed_at, row.submitted_at};
}

// The words of a search for LIKE: whatever stands for something there stands for itself.
std::string pattern_of(std::string_view search) {
    std::string pattern = "%";
    for (const char c : lower_ascii(trim(search))) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + '%';
}

std::string_view condition_of(PortalState state) {
    switch (state) {
        case PortalState::draft: return " AND u.state = 'draft' AND COALESCE(d.state, 'draft') = 'draft'";
        case PortalState::submitted: return " AND d.state = 'submitted'";
        case PortalState::published: return " AND u.state = 'published' AND COALESCE(d.state, 'draft') = 'draft'";
        case PortalState::retired: return " AND u.state = 'retired'";
    }
    return "";
}

std::string_view order_of(OfferQuery::Order order) {
    switch (order) {
        case OfferQuery::Order::title: return "LOWER(u.title)";
        case OfferQuery::Order::changed: return "changed_at";
        case OfferQuery::Order::next_date: return "next_day";
    }
    return "u.id";
}

}  // namespace

std::optional<Draft> find_draft(Session& session, LearningUnitId unit) {
    auto row = session.find<DraftRow>(std::string(draft_columns) + "WHERE unit_id = ?", unit);
    if (!row) return std::nullopt;
    return draft_of(std::move(*row));
}

void insert_draft(Transaction& transaction, const Draft& draft) {
    transaction.execute("INSERT INTO unit_drafts (unit_id, content, state, revision, remark, changed_at, submitted_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        draft.unit, catalogue::to_json(draft.content), draft.state, draft.revision, draft.remark, draft.changed_at,
                        draft.submitted_at);
}

void update_draft(Transaction& transaction, const Draft& draft) {
    transaction.execute("UPDATE unit_drafts SET content = ?, state = ?, revision = ?, remark = ?, changed_at = ?, submitted_at = ? WHERE unit_id = ?",
                        catalogue::to_json(draft.content), draft.state, draft.revision, draft.remark, draft.changed_at, draft.submitted_at,
                        draft.unit);
}

void remove_draft(Transaction& transaction, LearningUnitId unit) { transaction.execute("DELETE FROM unit_drafts WHERE unit_id = ?", unit); }

std::vector<Draft> list_submitted(Session& session) {
    std::vector<Draft> drafts;
    for (auto& row : session.query<DraftRow>(std::string(draft_columns) + "WHERE state = 'submitted' ORDER BY submitted_at, unit_id")) {
        drafts.push_back(draft_of(std::move(row)));
    }
    return drafts;
}

PortalState portal_state(catalogue::UnitState unit, std::optional<DraftState> draft) {
    if (unit == catalogue::UnitState::retired) return PortalState::retired;
    if (draft == DraftState::submitted) return PortalState::submitted;
    return unit == catalogue::UnitState::draft ? PortalState::draft : PortalState::published;
}

PortalState OfferRow::state() const { return portal_state(unit_state, draft_state); }

OfferRows list_offers(Session& session, std::span<const ProviderId> providers, const OfferQuery& query, Date today) {
    const auto list = storage::json_ids(providers);
    // The same two parameters in both statements; an empty search finds everything.
    const std::string from =
        "FROM learning_units u JOIN providers p ON p.id = u.provider_id LEFT JOIN unit_drafts d ON d.unit_id = u.id "
        "WHERE u.provider_id IN ($LIST) AND LOWER(u.title) LIKE ? ESCAPE '\\'" +
        std::string(query.state ? condition_of(*query.state) : "") +
        (query.provider ? fmt::format(" AND u.provider_id = {}", query.provider->value) : std::string());
    const auto pattern = pattern_of(query.search);
    OfferRows found;
    found.total = session.get<std::int64_t>("SELECT COUNT(*) " + from, list, pattern);
    const std::string direction = query.descending ? " DESC" : " ASC";
    std::string order(order_of(query.order));
    // Without a date: at the end, whichever way.
    if (query.order == OfferQuery::Order::next_date) order = "CASE WHEN next_day IS NULL THEN 1 ELSE 0 END, next_day";
    // The date stands before FROM in the statement, so its parameter comes first.
    found.rows = session.query<OfferRow>(
        "SELECT * FROM (SELECT u.id, u.slug, u.title, u.provider_id, p.name AS provider_name, u.kind, u.state AS unit_state, u.version, "
        "COALESCE(d.changed_at, u.updated_at) AS changed_at, d.state AS draft_state, "
        "(SELECT MIN(t.first_day) FROM tutorial_dates t WHERE t.unit_id = COALESCE(u.code_share_of_id, u.id) AND t.state = 'planned' "
        "AND t.first_day >= ?) AS next_day, d.content AS draft_content " +
            from + ") AS u ORDER BY " + order + direction + ", u.id LIMIT ? OFFSET ?",
        today, list, pattern, query.limit, query.offset);
    return found;
}

std::vector<Editor> list_editors(Session& session, OrganisationId organisation, Date today) {
    return session.query<Editor>(
        "SELECT p.id, p.email, p.language FROM people p WHERE p.state = 'active' AND p.email IS NOT NULL AND EXISTS (SELECT 1 FROM "
        "role_assignments r WHERE r.person_id = p.id AND r.role = 'provider_editor' AND r.organisation_id = ? AND r.valid_from <= ? AND "
        "(r.valid_until IS NULL OR r.valid_until >= ?)) ORDER BY p.id",
        organisation, today, today);
}

}  // namespace kc::authoring
