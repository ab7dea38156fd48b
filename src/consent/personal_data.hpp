// SPDX-License-Identifier: EUPL-1.2
// Consents with their proof in the person's own data, and their erasure with the account (EW-13).
#pragma once

#include "privacy/privacy.hpp"

namespace kc::consent {

class ConsentPersonalData final : public privacy::PersonalDataSource {
public:
    std::string_view name() const override { return "consent"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;
};

}  // namespace kc::consent
