// SPDX-License-Identifier: EUPL-1.2
// What identity knows about a person, for data access, and how it forgets it. Whoever adds a column about people extends this.
#pragma once

#include "identity/sessions.hpp"
#include "mail/mail.hpp"
#include "privacy/privacy.hpp"

namespace kc::identity {

class IdentityPersonalData final : public privacy::PersonalDataSource {
public:
    IdentityPersonalData(const Clock& clock, mail::Outbox& outbox, Sessions& sessions) : clock_(clock), outbox_(outbox), sessions_(sessions) {}

    std::string_view name() const override { return "identity"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;
    std::optional<std::string> objection(storage::Transaction& transaction, PersonId person) override;  // ID-62
    void erased(PersonId person) override { sessions_.forget(person); }

private:
    const Clock& clock_;
    mail::Outbox& outbox_;
    Sessions& sessions_;
};

}  // namespace kc::identity
