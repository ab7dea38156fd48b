// SPDX-License-Identifier: EUPL-1.2
// What this room knows about a person, for data access, and how it forgets it. Whoever adds a column about people extends this.
#pragma once

#include "base/clock.hpp"
#include "competence/framework.hpp"
#include "privacy/privacy.hpp"

namespace kc::placement {

class PlacementPersonalData final : public privacy::PersonalDataSource {
public:
    PlacementPersonalData(const competence::FrameworkSource& frameworks, const Clock& clock) : frameworks_(frameworks), clock_(clock) {}

    std::string_view name() const override { return "placement"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;

private:
    const competence::FrameworkSource& frameworks_;  // for the names that the numbers stand for
    const Clock& clock_;
};

}  // namespace kc::placement
