// SPDX-License-Identifier: EUPL-1.2
// The steps after submission: what the office does, and what lets an offer be submitted at all.
#include "authoring/service.hpp"

#include "base/text.hpp"

namespace kc::authoring {

namespace {

using enum AuthoringError;
using catalogue::UnitState;
using storage::Session;
using storage::Transaction;

constexpr std::size_t remark_letters_max = 2000;

Refusal<AuthoringRefusal> refusal(AuthoringError error) { return refuse(AuthoringRefusal{.error = error}); }

}  // namespace

// What stands in the way of submitting and releasing a draft (RE-42).
std::optional<AuthoringRefusal> AuthoringService::unreleasable(const Offer& offer) const {
    if (offer.unit.state == UnitState::retired) return AuthoringRefusal{.error = offer_retired};
    if (offer.unit.state == UnitState::published && changed_fields(*offer.published, offer.draft->content).empty() &&
        offer.published->kind == offer.draft->content.kind)
        return AuthoringRefusal{.error = nothing_changed};
    if (auto wrong = problems(offer, offer.draft->content); !wrong.empty()) return AuthoringRefusal{.error = invalid, .problems = std::move(wrong)};
    auto readiness = assess(offer, offer.draft->content);
    if (!readiness.ready()) return AuthoringRefusal{.error = not_ready, .readiness = std::move(readiness)};
    return std::nullopt;
}

int AuthoringService::publish(Transaction& transaction, const Viewer& viewer, const Offer& offer) {
    const auto id = offer.unit.id;
    const int version = catalogue::publish_unit(transaction, id, offer.draft->content, parts_.clock.now());
    remove_draft(transaction, id);
    audit(transaction, viewer, "released", id, fmt::format(R"({{"version":{},"revision":{}}})", version, offer.draft->revision));
    mail_editors(transaction, offer, [&](Language language) { return parts_.mails.released(language, offer.draft->content.title, id); });
    return version;
}

AuthoringService::Answer<int> AuthoringService::release(const Viewer& viewer, LearningUnitId id, int revision) {
    if (!viewer.may(Permission::release_offers)) return refusal(not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<int> {
        const auto offer = begin(transaction, viewer, id);
        if (!offer) return refuse(offer.error());
        if (!offer->draft) return refusal(no_draft);
        if (offer->draft->revision != revision) return refuse(AuthoringRefusal{.error = outdated, .current = offer->draft});
        if (auto problem = unreleasable(*offer)) return refuse(std::move(*problem));
        return publish(transaction, viewer, *offer);
    });
}

AuthoringService::Answer<void> AuthoringService::send_back(const Viewer& viewer, LearningUnitId id, const std::string& remark) {
    if (!viewer.may(Permission::release_offers)) return refusal(not_permitted);
    const std::string text(trim(remark));
    if (text.empty() || code_points(text) > remark_letters_max) return refusal(remark_missing);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        auto offer = begin(transaction, viewer, id);
        if (!offer) return refuse(offer.error());
        if (!offer->draft) return refusal(no_draft);
        auto& draft = *offer->draft;
        if (draft.state != DraftState::submitted) return refusal(draft_not_submitted);
        draft.state = DraftState::draft;
        draft.submitted_at.reset();
        draft.remark = text;
        update_draft(transaction, draft);
        audit(transaction, viewer, "sent_back", id, fmt::format(R"({{"revision":{}}})", draft.revision));
        mail_editors(transaction, *offer, [&](Language language) { return parts_.mails.sent_back(language, draft.content.title, text, id); });
        return {};
    });
}

AuthoringService::Answer<std::vector<Submission>> AuthoringService::submissions(const Viewer& viewer) const {
    if (!viewer.may(Permission::release_offers)) return refusal(not_permitted);
    return parts_.database.read([&](Session& session) -> Answer<std::vector<Submission>> {
        std::vector<Submission> list;
        // A handful waits at a time; each needs its published text for the difference.
        for (const auto& draft : list_submitted(session)) {
            auto offer = find(session, viewer, draft.unit);
            if (!offer) continue;
            auto readiness = assess(*offer, offer->content());
            list.push_back({std::move(*offer), std::move(readiness)});
        }
        return list;
    });
}

AuthoringService::Answer<PortalState> AuthoringService::share_with_all(const Viewer& viewer, LearningUnitId id) {
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<PortalState> {
        auto offer = begin(transaction, viewer, id);
        if (!offer) return refuse(offer.error());
        if (offer->unit.state != UnitState::published) return refusal(offer_not_published);
        if (offer->draft) return refusal(offer->draft->state == DraftState::submitted ? draft_submitted : draft_exists);
        if (!offer->published->only_for) return refusal(offer_not_internal);
        auto content = *offer->published;
        content.only_for.reset();
        offer->draft = put_draft(transaction, *offer, std::move(content));
        if (auto problem = unreleasable(*offer)) return refuse(std::move(*problem));  // nothing is kept
        audit(transaction, viewer, "shared_with_all", id);
        if (viewer.may(Permission::release_offers)) {
            publish(transaction, viewer, *offer);
            return PortalState::published;
        }
        offer->draft->state = DraftState::submitted;
        offer->draft->submitted_at = parts_.clock.now();
        update_draft(transaction, *offer->draft);
        return PortalState::submitted;
    });
}

}  // namespace kc::authoring
