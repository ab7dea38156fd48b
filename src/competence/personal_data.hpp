// SPDX-License-Identifier: EUPL-1.2
// What this room knows about a person, for data access, and how it forgets it. Whoever adds a column about people extends this.
#pragma once

#include "competence/framework.hpp"
#include "privacy/privacy.hpp"

namespace kc::competence {

class CompetencePersonalData final : public privacy::PersonalDataSource {
public:
    explicit CompetencePersonalData(const FrameworkSource& frameworks) : frameworks_(frameworks) {}

    std::string_view name() const override { return "competence"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;

private:
    const FrameworkSource& frameworks_;  // for the names that the numbers stand for
};

}  // namespace kc::competence
