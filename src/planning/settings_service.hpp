// SPDX-License-Identifier: EUPL-1.2
// PlanSettingsService: how a person wants to be told of plan changes, and what is accepted for her. Without a word from her: no mails, and
// every proposal waits for her. Mails need her consent (EW-…); who withdraws it gets none.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "consent/service.hpp"
#include "planning/store.hpp"

namespace kc::planning {

enum class PlanSettingsError {
    not_permitted,     // no learner, or the account is no longer active
    consent_missing,   // mails are asked for without agreeing to them
    consent_outdated,  // another text is in force than the one that was shown
    notice_days,       // not 1 to 180
};
BOOST_DESCRIBE_ENUM(PlanSettingsError, not_permitted, consent_missing, consent_outdated, notice_days)

struct OwnPlanSettings {
    PlanSettings settings;
    bool mails_agreed = false;
    const consent::TextVersion* consent_text = nullptr;  // to be shown with the question; absent: mails are not offered here
};

class PlanSettingsService {
public:
    PlanSettingsService(storage::Database& database, const Clock& clock, consent::ConsentService& consents)
        : database_(database), clock_(clock), consents_(consents) {}

    std::optional<OwnPlanSettings> find_own(const Viewer& viewer) const;
    // `agreed`: version and language of the consent text that was shown and agreed to, where mails need it.
    struct Agreed {
        int version = 0;
        Language language{};
    };
    Result<void, PlanSettingsError> save(const Viewer& viewer, const PlanSettings& settings, std::optional<Agreed> agreed, std::string_view through);

    // What a withdrawal of the consent does; app/ connects it.
    void stop_mails(storage::Transaction& transaction, PersonId person);
    // From the link in a mail: nobody is signed in, so this withdraws in the person's name.
    void stop_mails_by_link(PersonId person);

private:
    void store(storage::Transaction& transaction, std::optional<PersonId> actor, PersonId person, const PlanSettings& settings);

    storage::Database& database_;
    const Clock& clock_;
    consent::ConsentService& consents_;
};

}  // namespace kc::planning
