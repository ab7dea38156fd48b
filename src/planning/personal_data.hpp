// SPDX-License-Identifier: EUPL-1.2
// Everything this room keeps about a person, for data access and erasure.
#pragma once

#include "privacy/privacy.hpp"

namespace kc::planning {

class PlanningPersonalData final : public privacy::PersonalDataSource {
public:
    std::string_view name() const override { return "planning"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;
};

}  // namespace kc::planning
