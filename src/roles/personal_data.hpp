// SPDX-License-Identifier: EUPL-1.2
// What this room knows about a person, for data access, and how it forgets it: the job descriptions somebody handed in. Who changed a
// demand stands in the audit log alone, as a number.
#pragma once

#include "privacy/privacy.hpp"

namespace kc::roles {

class RolesPersonalData final : public privacy::PersonalDataSource {
public:
    std::string_view name() const override { return "roles"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;
};

}  // namespace kc::roles
