// SPDX-License-Identifier: EUPL-1.2
// ConfirmationService: a person asks somebody entitled in her organisation to confirm one level of one competence; the asked one sees this
// and nothing else of the profile (KP-14 …).
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "competence/competence.hpp"
#include "mail/mail.hpp"
#include "placement/confirmation_store.hpp"
#include "placement/contacts_report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kc::placement {

inline constexpr int confirmation_days = 30;          // KP-16
inline constexpr std::size_t open_requests_max = 10;  // nobody is flooded
inline constexpr int confirmers_shown = 20;

enum class ConfirmationError {
    not_permitted,
    not_found,  // no such request of this person, or not open for the one who asks
    asked_not_entitled,
    unknown_competence,
    level_out_of_range,
    document_not_found,
    already_asked,
    too_many,
    reason_missing,  // whoever declines says why
};
BOOST_DESCRIBE_ENUM(ConfirmationError, not_permitted, not_found, asked_not_entitled, unknown_competence, level_out_of_range, document_not_found,
                    already_asked, too_many, reason_missing)

struct NewConfirmation {
    PersonId asked;
    CompetenceId competence;
    int level = 0;
    std::optional<DocumentId> document;
    std::string message;
};

// What the asked person sees. Nothing here comes from elsewhere in the profile.
struct AskedConfirmation {
    Confirmation confirmation;
    std::optional<Document> document;
};

// Mail texts; they name no competence and no level, because mail is not a safe place.
class ConfirmationMails {
public:
    struct Text {
        std::string subject, body;
    };
    virtual ~ConfirmationMails() = default;
    virtual Text asked(Language language, const std::string& name) const = 0;
    virtual Text decided(Language language, ConfirmationState state) const = 0;
};

class ConfirmationService {
public:
    ConfirmationService(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks,
                        competence::ProfileObserver& observer, mail::Outbox& outbox, const ConfirmationMails& mails)
        : database_(database), clock_(clock), frameworks_(frameworks), observer_(observer), outbox_(outbox), mails_(mails) {}

    // The learner's side.
    Result<std::vector<Confirmation>, ConfirmationError> requests(const Viewer& viewer) const;
    Result<std::vector<Contact>, ConfirmationError> confirmers(const Viewer& viewer, std::string_view part) const;  // at most confirmers_shown
    Result<ConfirmationId, ConfirmationError> request(const Viewer& viewer, const NewConfirmation& confirmation);
    Result<void, ConfirmationError> withdraw(const Viewer& viewer, ConfirmationId id);

    // The asked person's side.
    Result<std::vector<Confirmation>, ConfirmationError> asked(const Viewer& viewer) const;
    Result<AskedConfirmation, ConfirmationError> find_asked(const Viewer& viewer, ConfirmationId id) const;
    Result<std::string, ConfirmationError> document(const Viewer& viewer, ConfirmationId id) const;  // the file, while the request is open
    Result<void, ConfirmationError> confirm(const Viewer& viewer, ConfirmationId id, int level);
    Result<void, ConfirmationError> decline(const Viewer& viewer, ConfirmationId id, const std::string& reason);

    std::shared_ptr<const competence::CompetenceFramework> framework() const { return frameworks_.current(); }

private:
    Result<void, ConfirmationError> decide(const Viewer& viewer, ConfirmationId id, ConfirmationState state, std::optional<int> level,
                                           const std::string& reason);

    storage::Database& database_;
    const Clock& clock_;
    const competence::FrameworkSource& frameworks_;
    competence::ProfileObserver& observer_;
    mail::Outbox& outbox_;
    const ConfirmationMails& mails_;
};

}  // namespace kc::placement
