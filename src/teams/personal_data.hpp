// SPDX-License-Identifier: EUPL-1.2
// Expected exit and answers to calls, for export and erasure.
#pragma once

#include "base/clock.hpp"
#include "privacy/privacy.hpp"

namespace kc::teams {

class TeamsPersonalData final : public privacy::PersonalDataSource {
public:
    explicit TeamsPersonalData(const Clock& clock) : clock_(clock) {}
    std::string_view name() const override { return "teams"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;

private:
    const Clock& clock_;
};

}  // namespace kc::teams
