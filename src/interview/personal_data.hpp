// SPDX-License-Identifier: EUPL-1.2
// What this room knows about a person, for data access, and how it forgets it; also while a dialogue is open.
#pragma once

#include "competence/framework.hpp"
#include "privacy/privacy.hpp"

namespace kc::interview {

class InterviewPersonalData final : public privacy::PersonalDataSource {
public:
    explicit InterviewPersonalData(const competence::FrameworkSource& frameworks) : frameworks_(frameworks) {}

    std::string_view name() const override { return "interview"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;

private:
    const competence::FrameworkSource& frameworks_;  // for the names that the numbers stand for
};

}  // namespace kc::interview
