// SPDX-License-Identifier: EUPL-1.2
#include "authoring/service.hpp"

#include "authoring/content_rules.hpp"
#include "base/text.hpp"
#include "catalogue/content_json.hpp"
#include "catalogue/preview.hpp"
#include "storage/audit.hpp"

#include <algorithm>

namespace kc::authoring {

namespace {

using enum AuthoringError;
using catalogue::UnitState;
using storage::Session;
using storage::Transaction;

constexpr std::size_t title_letters_max = 200;

Refusal<AuthoringRefusal> refusal(AuthoringError error) { return refuse(AuthoringRefusal{.error = error}); }

std::string revision_details(int revision) { return fmt::format(R"({{"revision":{}}})", revision); }

std::vector<ProviderId> ids_of(const std::vector<OwnProvider>& providers) {
    std::vector<ProviderId> ids;
    for (const auto& provider : providers) ids.push_back(provider.id);
    return ids;
}

// Leaves room for what a copy is called.
std::string shortened(std::string title) {
    while (code_points(title) > title_letters_max - 10) {
        while (!title.empty() && (static_cast<unsigned char>(title.back()) & 0xC0) == 0x80) title.pop_back();
        title.pop_back();
    }
    return title;
}

// The chain of predecessors from `slug` on comes back to the offer itself.
bool leads_back(const catalogue::CatalogueSnapshot& catalogue, const std::string& slug, LearningUnitId id) {
    const auto* unit = catalogue.find_unit(slug);
    for (int steps = 0; unit != nullptr && steps < 1000; ++steps) {
        if (unit->id == id) return true;
        if (!unit->after_id) return false;
        unit = catalogue.find_unit(*unit->after_id);
    }
    return false;
}

}  // namespace

std::vector<OwnProvider> AuthoringService::providers(const Viewer& viewer) const {
    return parts_.database.read([&](Session& session) { return list_own_providers(session, viewer, Permission::edit_offers); });
}

OfferRows AuthoringService::list(const Viewer& viewer, const OfferQuery& query) const {
    return parts_.database.read([&](Session& session) {
        const auto own = ids_of(list_own_providers(session, viewer, Permission::edit_offers));
        return list_offers(session, own, query, today());
    });
}

AuthoringService::Answer<Offer> AuthoringService::find(const Viewer& viewer, LearningUnitId id) const {
    return parts_.database.read([&](Session& session) { return find(session, viewer, id); });
}

// Somebody else's offer is answered like one that does not exist.
AuthoringService::Answer<Offer> AuthoringService::find(Session& session, const Viewer& viewer, LearningUnitId id) const {
    if (!viewer.may(Permission::edit_offers)) return refusal(not_permitted);
    auto unit = catalogue::find_stored_unit(session, id);
    if (!unit) return refusal(offer_not_found);
    const auto own = list_own_providers(session, viewer, Permission::edit_offers);
    const auto provider = std::find_if(own.begin(), own.end(), [&](const OwnProvider& one) { return one.id == unit->provider_id; });
    if (provider == own.end()) return refusal(offer_not_found);
    Offer offer{std::move(*unit), *provider, find_draft(session, id), std::nullopt};
    if (offer.unit.version > 0) offer.published = catalogue::read_unit_content(session, id);
    if (!offer.draft && !offer.published) offer.published = catalogue::read_unit_content(session, id);  // a draft of another room (imports)
    return offer;
}

AuthoringService::Answer<Offer> AuthoringService::begin(Transaction& transaction, const Viewer& viewer, LearningUnitId id) const {
    lock_unit(transaction, id);
    return find(transaction, viewer, id);
}

void AuthoringService::audit(Transaction& transaction, const Viewer& viewer, std::string_view action, LearningUnitId id, std::string details) const {
    storage::record_audit(transaction, {.at = parts_.clock.now(),
                                        .actor = viewer.person,
                                        .action = "offer." + std::string(action),
                                        .subject_type = "learning_unit",
                                        .subject_id = id.value,
                                        .details = std::move(details)});
}

void AuthoringService::mail_editors(Transaction& transaction, const Offer& offer, const std::function<ReleaseMails::Text(Language)>& text) const {
    for (const auto& editor : list_editors(transaction, offer.provider.organisation_id, today())) {
        const auto [subject, body] = text(editor.language);
        parts_.outbox.queue(transaction, {.person = editor.id, .recipient = editor.email, .subject = subject, .body = body});
    }
}

UnitContent AuthoringService::normalised(UnitContent content) const { return authoring::normalised(std::move(content), *catalogue()); }

std::vector<FieldProblem> AuthoringService::problems(const Offer& offer, const UnitContent& content) const {
    const auto offers = catalogue();
    const auto frameworks = framework();
    const UnitContent* before = offer.draft || offer.published ? &offer.content() : nullptr;
    return impossible_values(content, {*offers, *frameworks, offer.unit.slug, offer.provider.slug, before});
}

Readiness AuthoringService::assess(const Offer& offer, const UnitContent& content) const { return assess(offer.unit.id, content); }

std::optional<AuthoringService::Score> AuthoringService::score(const OfferRow& row) const {
    if (row.draft_content) {
        const auto content = catalogue::unit_content_from_json(*row.draft_content);
        if (content) return Score{assess(row.id, *content).score, content->kind};
    }
    const auto offers = catalogue();
    const auto* unit = offers->find_unit(row.id);
    if (unit == nullptr) return std::nullopt;
    return Score{assess(row.id, catalogue::content_of_unit(*offers, *framework(), *unit)).score, std::nullopt};
}

Readiness AuthoringService::assess(LearningUnitId id, const UnitContent& content) const {
    const auto offers = catalogue();
    ReadinessFacts facts{.today = today()};
    if (content.after) {
        facts.predecessor_published = offers->find_unit(*content.after) != nullptr;
        facts.predecessor_in_circle = leads_back(*offers, *content.after, id);
    }
    if (content.code_share_of) facts.original_published = offers->find_unit(*content.code_share_of) != nullptr;
    return authoring::assess(content, facts, *parts_.words);
}

AuthoringService::Answer<LearningUnitId> AuthoringService::create(const Viewer& viewer, const NewOffer& offer) {
    if (!viewer.may(Permission::edit_offers)) return refusal(not_permitted);
    const std::string title(trim(offer.title));
    if (title.empty() || code_points(title) > title_letters_max || contains_control_characters(title) || title.find('\n') != std::string::npos) {
        return refuse(AuthoringRefusal{.error = invalid,
                                       .problems = {{"title", "authoring.problem.new_title", {{"most", std::to_string(title_letters_max)}}}}});
    }
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<LearningUnitId> {
        const auto own = list_own_providers(transaction, viewer, Permission::edit_offers);
        const auto provider = std::find_if(own.begin(), own.end(), [&](const OwnProvider& one) { return one.id == offer.provider; });
        if (provider == own.end()) return refusal(provider_not_found);
        const auto now = parts_.clock.now();
        const auto id = catalogue::create_unit(transaction, offer.provider, title, now);
        Draft draft{.unit = id, .changed_at = now};
        draft.content.slug = catalogue::find_stored_unit(transaction, id)->slug;
        draft.content.provider = provider->slug;
        draft.content.kind = offer.kind;
        draft.content.title = title;
        if (is_light(offer.kind)) draft.content.mode = catalogue::Format::online;
        insert_draft(transaction, draft);
        audit(transaction, viewer, "created", id);
        return id;
    });
}

AuthoringService::Answer<LearningUnitId> AuthoringService::copy(const Viewer& viewer, LearningUnitId original) {
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<LearningUnitId> {
        const auto offer = find(transaction, viewer, original);
        if (!offer) return refuse(offer.error());
        const auto now = parts_.clock.now();
        Draft draft{.content = offer->content(), .changed_at = now};
        draft.content.title = shortened(draft.content.title) + (viewer.language == Language::de ? " (Kopie)" : " (copy)");
        draft.content.source.reset();
        draft.unit = catalogue::create_unit(transaction, offer->provider.id, draft.content.title, now);
        draft.content.slug = catalogue::find_stored_unit(transaction, draft.unit)->slug;
        insert_draft(transaction, draft);
        audit(transaction, viewer, "copied", draft.unit, fmt::format(R"({{"from":{}}})", original.value));
        return draft.unit;
    });
}

// Writes the next revision of the draft, or the first one.
Draft AuthoringService::put_draft(Transaction& transaction, const Offer& offer, UnitContent content) {
    const auto now = parts_.clock.now();
    Draft draft = offer.draft.value_or(Draft{.unit = offer.unit.id, .revision = 0});
    content.provider = offer.provider.slug;
    if (offer.unit.state == UnitState::draft) {
        const auto title = content.title.empty() ? offer.unit.title : content.title;
        catalogue::rename_draft(transaction, offer.unit.id, title, now);
    }
    content.slug = catalogue::find_stored_unit(transaction, offer.unit.id)->slug;
    draft.content = std::move(content);
    draft.revision += 1;
    draft.changed_at = now;
    if (draft.revision == 1)
        insert_draft(transaction, draft);
    else
        update_draft(transaction, draft);
    return draft;
}

AuthoringService::Answer<Draft> AuthoringService::save(const Viewer& viewer, LearningUnitId id, const Saving& saving) {
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<Draft> {
        const auto offer = begin(transaction, viewer, id);
        if (!offer) return refuse(offer.error());
        if (offer->unit.state == UnitState::retired) return refusal(offer_retired);
        const bool office = viewer.may(Permission::release_offers);
        if (offer->draft && offer->draft->state == DraftState::submitted && !office) return refusal(draft_submitted);
        const auto& before = offer->content();
        if (saving.revision != offer->revision()) {  // RE-45
            const bool untouched = saving.section && section_fingerprint(before, *saving.section) == saving.fingerprint;
            if (!untouched) return refuse(AuthoringRefusal{.error = outdated, .current = offer->draft});
        }
        auto content = saving.section ? with_section(before, saving.content, *saving.section) : saving.content;
        content.source = before.source;
        content.kind = saving.section ? before.kind : saving.content.kind;
        content = normalised(std::move(content));
        if (auto wrong = problems(*offer, content); !wrong.empty()) return refuse(AuthoringRefusal{.error = invalid, .problems = std::move(wrong)});
        if (offer->draft && changed_fields(offer->draft->content, content).empty() && offer->draft->content.kind == content.kind)
            return *offer->draft;
        auto draft = put_draft(transaction, *offer, std::move(content));
        audit(transaction, viewer, "draft_saved", id, revision_details(draft.revision));
        return draft;
    });
}

AuthoringService::Answer<void> AuthoringService::discard(const Viewer& viewer, LearningUnitId id) {
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        const auto offer = begin(transaction, viewer, id);
        if (!offer) return refuse(offer.error());
        if (!offer->draft) return refusal(no_draft);
        if (offer->draft->state == DraftState::submitted) return refusal(draft_submitted);
        remove_draft(transaction, id);
        if (offer->unit.version == 0) catalogue::remove_draft_unit(transaction, id);
        audit(transaction, viewer, "draft_discarded", id, revision_details(offer->draft->revision));
        return {};
    });
}

AuthoringService::Answer<void> AuthoringService::submit(const Viewer& viewer, LearningUnitId id) {
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        auto offer = begin(transaction, viewer, id);
        if (!offer) return refuse(offer.error());
        if (!offer->draft) return refusal(no_draft);
        if (offer->draft->state == DraftState::submitted) return {};  // sent twice
        if (auto problem = unreleasable(*offer)) return refuse(std::move(*problem));
        auto& draft = *offer->draft;
        draft.state = DraftState::submitted;
        draft.submitted_at = parts_.clock.now();
        draft.remark.clear();
        update_draft(transaction, draft);
        audit(transaction, viewer, "submitted", id, revision_details(draft.revision));
        return {};
    });
}

AuthoringService::Answer<void> AuthoringService::withdraw(const Viewer& viewer, LearningUnitId id) {
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        auto offer = begin(transaction, viewer, id);
        if (!offer) return refuse(offer.error());
        if (!offer->draft) return refusal(no_draft);
        if (offer->draft->state != DraftState::submitted) return refusal(draft_not_submitted);
        offer->draft->state = DraftState::draft;
        offer->draft->submitted_at.reset();
        update_draft(transaction, *offer->draft);
        audit(transaction, viewer, "withdrawn", id, revision_details(offer->draft->revision));
        return {};
    });
}

AuthoringService::Answer<std::vector<catalogue::UnitVersion>> AuthoringService::versions(const Viewer& viewer, LearningUnitId id) const {
    return parts_.database.read([&](Session& session) -> Answer<std::vector<catalogue::UnitVersion>> {
        const auto offer = find(session, viewer, id);
        if (!offer) return refuse(offer.error());
        return catalogue::list_unit_versions(session, id);
    });
}

AuthoringService::Answer<UnitContent> AuthoringService::version(const Viewer& viewer, LearningUnitId id, int version) const {
    return parts_.database.read([&](Session& session) -> Answer<UnitContent> {
        const auto offer = find(session, viewer, id);
        if (!offer) return refuse(offer.error());
        auto content = catalogue::read_unit_version(session, id, version);
        if (!content) return refusal(version_not_found);
        return std::move(*content);
    });
}

AuthoringService::Answer<Draft> AuthoringService::take_version(const Viewer& viewer, LearningUnitId id, int version) {
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<Draft> {
        const auto offer = begin(transaction, viewer, id);
        if (!offer) return refuse(offer.error());
        if (offer->unit.state == UnitState::retired) return refusal(offer_retired);
        if (offer->draft) return refusal(draft_exists);
        auto content = catalogue::read_unit_version(transaction, id, version);
        if (!content) return refusal(version_not_found);
        content->source = offer->content().source;
        auto draft = put_draft(transaction, *offer, normalised(std::move(*content)));
        audit(transaction, viewer, "version_taken", id, fmt::format(R"({{"version":{}}})", version));
        return draft;
    });
}

AuthoringService::Answer<void> AuthoringService::retire(const Viewer& viewer, LearningUnitId id) {
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        const auto offer = begin(transaction, viewer, id);
        if (!offer) return refuse(offer.error());
        if (offer->unit.state != UnitState::published) return refusal(offer_not_published);
        catalogue::retire_unit(transaction, id, parts_.clock.now());
        audit(transaction, viewer, "retired", id);
        return {};
    });
}

AuthoringService::Answer<void> AuthoringService::restore(const Viewer& viewer, LearningUnitId id) {
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        const auto offer = begin(transaction, viewer, id);
        if (!offer) return refuse(offer.error());
        if (offer->unit.state != UnitState::retired) return refusal(offer_not_retired);
        catalogue::restore_unit(transaction, id, parts_.clock.now());
        audit(transaction, viewer, "restored", id);
        return {};
    });
}

}  // namespace kc::authoring
