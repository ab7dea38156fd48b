// SPDX-License-Identifier: EUPL-1.2
// All SQL of drafts, and what the portal asks about offers in all their states.
#pragma once

#include "authoring/standard.hpp"
#include "base/language.hpp"
#include "catalogue/publication.hpp"
#include "storage/database.hpp"

#include <span>

namespace kc::authoring {

enum class DraftState { draft, submitted };
BOOST_DESCRIBE_ENUM(DraftState, draft, submitted)

struct Draft {
    LearningUnitId unit;
    UnitContent content;
    DraftState state{};
    int revision = 1;    // counts every change; whoever saves names the one she has read
    std::string remark;  // of the office, when it was sent back
    Instant changed_at{};
    std::optional<Instant> submitted_at;
};

std::optional<Draft> find_draft(storage::Session& session, LearningUnitId unit);
void insert_draft(storage::Transaction& transaction, const Draft& draft);
void update_draft(storage::Transaction& transaction, const Draft& draft);
void remove_draft(storage::Transaction& transaction, LearningUnitId unit);
std::vector<Draft> list_submitted(storage::Session& session);  // the longest waiting first

// What people call the state of an offer.
enum class PortalState { draft, submitted, published, retired };
BOOST_DESCRIBE_ENUM(PortalState, draft, submitted, published, retired)

struct OfferQuery {
    std::optional<PortalState> state;
    std::string search;  // in the title, any case of ASCII letters
    std::optional<ProviderId> provider;
    enum class Order { title, changed, next_date } order = Order::title;
    bool descending = false;
    std::int64_t offset = 0;
    int limit = 25;
};

struct OfferRow {
    LearningUnitId id;
    std::string slug, title;
    ProviderId provider_id;
    std::string provider_name;
    OfferKind kind{};
    catalogue::UnitState unit_state{};
    int version = 0;
    Instant changed_at{};
    std::optional<DraftState> draft_state;
    std::optional<Date> next_day;
    std::optional<std::string> draft_content;

    PortalState state() const;
    bool changing() const { return version > 0 && draft_state.has_value(); }  // a new text is in the making beside the published one
};
BOOST_DESCRIBE_STRUCT(OfferRow, (),
                      (id, slug, title, provider_id, provider_name, kind, unit_state, version, changed_at, draft_state, next_day, draft_content))

PortalState portal_state(catalogue::UnitState unit, std::optional<DraftState> draft);

struct OfferRows {
    std::int64_t total = 0;
    std::vector<OfferRow> rows;
};
// Of these providers only.
OfferRows list_offers(storage::Session& session, std::span<const ProviderId> providers, const OfferQuery& query, Date today);

// Whom the mails about an offer go to.
struct Editor {
    PersonId id;
    std::string email;
    Language language{};
};
BOOST_DESCRIBE_STRUCT(Editor, (), (id, email, language))
std::vector<Editor> list_editors(storage::Session& session, OrganisationId organisation, Date today);

}  // namespace kc::authoring
