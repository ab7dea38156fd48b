// SPDX-License-Identifier: EUPL-1.2
// AuthoringService: the way of a description from the first draft to what everybody sees. Editors write, submit and withdraw; the office
// releases or sends back. Each step is one transaction with an audit entry that names no person's words.
#pragma once

#include "authoring/date_store.hpp"
#include "authoring/draft_store.hpp"
#include "authoring/readiness.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "catalogue/catalogue.hpp"
#include "competence/framework.hpp"
#include "mail/mail.hpp"

namespace kc::authoring {

enum class AuthoringError {
    not_permitted,
    offer_not_found,  // or not one's own
    provider_not_found,
    version_not_found,
    no_draft,         // nothing is in the making
    draft_exists,     // something is in the making already
    draft_submitted,  // waits for the office: withdraw it first
    draft_not_submitted,
    outdated,         // somebody else has saved in between; `current` has her text
    not_ready,        // `readiness` says what is missing
    nothing_changed,  // the draft says what is published already
    offer_retired,
    offer_not_published,
    offer_not_retired,
    offer_not_internal,
    remark_missing,
    invalid,  // see `problems`
};
BOOST_DESCRIBE_ENUM(AuthoringError, not_permitted, offer_not_found, provider_not_found, version_not_found, no_draft, draft_exists, draft_submitted,
                    draft_not_submitted, outdated, not_ready, nothing_changed, offer_retired, offer_not_published, offer_not_retired,
                    offer_not_internal, remark_missing, invalid)

struct AuthoringRefusal {
    AuthoringError error{};
    std::vector<FieldProblem> problems = {};
    std::optional<Draft> current = {};
    std::optional<Readiness> readiness = {};
};

// One offer with everything the portal knows of it.
struct Offer {
    catalogue::StoredUnit unit;
    OwnProvider provider;
    std::optional<Draft> draft;
    std::optional<UnitContent> published;  // the newest version, also of a retired offer

    const UnitContent& content() const { return draft ? draft->content : *published; }
    int revision() const { return draft ? draft->revision : 0; }
    PortalState state() const { return portal_state(unit.state, draft ? std::optional(draft->state) : std::nullopt); }
    bool editable() const { return unit.state != catalogue::UnitState::retired && !(draft && draft->state == DraftState::submitted); }
};

struct NewOffer {
    ProviderId provider;
    OfferKind kind{};
    std::string title;
};

struct Saving {
    UnitContent content;             // the whole description, or with `section` at least its fields
    std::optional<Section> section;  // only this section is taken over
    int revision = 0;                // of the draft that was read; 0: there was none
    // What the section said when it was read. When nobody has changed it since, it is saved even though others have changed other sections.
    std::string fingerprint;
};

struct Submission {
    Offer offer;
    Readiness readiness;
};

// What the mails say; in the language of whoever gets it.
class ReleaseMails {
public:
    struct Text {
        std::string subject, body;
    };
    virtual ~ReleaseMails() = default;
    virtual Text released(Language language, const std::string& title, LearningUnitId offer) const = 0;
    virtual Text sent_back(Language language, const std::string& title, const std::string& remark, LearningUnitId offer) const = 0;
};

struct AuthoringParts {
    storage::Database& database;
    const Clock& clock;
    const catalogue::CatalogueSource& catalogue;
    const competence::FrameworkSource& framework;
    mail::Outbox& outbox;
    const ReleaseMails& mails;
    std::shared_ptr<const WordList> words;
};

class AuthoringService {
public:
    template <class T> using Answer = Result<T, AuthoringRefusal>;

    explicit AuthoringService(AuthoringParts parts) : parts_(std::move(parts)) {}

    // Of the viewer's providers; the office sees all.
    std::vector<OwnProvider> providers(const Viewer& viewer) const;
    OfferRows list(const Viewer& viewer, const OfferQuery& query) const;
    Answer<Offer> find(const Viewer& viewer, LearningUnitId id) const;

    Answer<LearningUnitId> create(const Viewer& viewer, const NewOffer& offer);
    Answer<LearningUnitId> copy(const Viewer& viewer, LearningUnitId id);
    Answer<Draft> save(const Viewer& viewer, LearningUnitId id, const Saving& saving);
    Answer<void> discard(const Viewer& viewer, LearningUnitId id);  // the draft; an offer that was never published disappears with it

    Answer<void> submit(const Viewer& viewer, LearningUnitId id);
    Answer<void> withdraw(const Viewer& viewer, LearningUnitId id);
    // The office: `revision` is the one it has read. Submitted ones, and its own edits without submission.
    Answer<int> release(const Viewer& viewer, LearningUnitId id, int revision);
    Answer<void> send_back(const Viewer& viewer, LearningUnitId id, const std::string& remark);
    Answer<std::vector<Submission>> submissions(const Viewer& viewer) const;

    Answer<std::vector<catalogue::UnitVersion>> versions(const Viewer& viewer, LearningUnitId id) const;
    Answer<UnitContent> version(const Viewer& viewer, LearningUnitId id, int version) const;
    Answer<Draft> take_version(const Viewer& viewer, LearningUnitId id, int version);  // an old text as a new draft

    Answer<void> retire(const Viewer& viewer, LearningUnitId id);
    Answer<void> restore(const Viewer& viewer, LearningUnitId id);
    // An internal offer for everybody: as a draft handed to the office at once; the office itself releases it (F12). The new state.
    Answer<PortalState> share_with_all(const Viewer& viewer, LearningUnitId id);

    Readiness assess(const Offer& offer, const UnitContent& content) const;
    // For a row of the list: of the draft in the making, else of what is published. Retired offers have none.
    struct Score {
        int score = 0;
        std::optional<OfferKind> kind;  // of the draft
    };
    std::optional<Score> score(const OfferRow& row) const;
    std::vector<FieldProblem> problems(const Offer& offer, const UnitContent& content) const;
    // As it would be stored.
    UnitContent normalised(UnitContent content) const;

    std::shared_ptr<const catalogue::CatalogueSnapshot> catalogue() const { return parts_.catalogue.current(); }
    std::shared_ptr<const competence::CompetenceFramework> framework() const { return parts_.framework.current(); }
    const WordList& words() const { return *parts_.words; }
    Date today() const { return parts_.clock.today(); }

private:
    Answer<Offer> find(storage::Session& session, const Viewer& viewer, LearningUnitId id) const;
    Answer<Offer> begin(storage::Transaction& transaction, const Viewer& viewer, LearningUnitId id) const;
    Readiness assess(LearningUnitId id, const UnitContent& content) const;
    Draft put_draft(storage::Transaction& transaction, const Offer& offer, UnitContent content);
    std::optional<AuthoringRefusal> unreleasable(const Offer& offer) const;
    int publish(storage::Transaction& transaction, const Viewer& viewer, const Offer& offer);
    void audit(storage::Transaction& transaction, const Viewer& viewer, std::string_view action, LearningUnitId id, std::string details = "{}") const;
    void mail_editors(storage::Transaction& transaction, const Offer& offer, const std::function<ReleaseMails::Text(Language)>& text) const;

    AuthoringParts parts_;
};

}  // namespace kc::authoring
