// SPDX-License-Identifier: EUPL-1.2
// Everything this room keeps about a person, for data access and erasure, on both sides of a talk.
#pragma once

#include "competence/framework.hpp"
#include "privacy/privacy.hpp"

namespace kc::development {

class DevelopmentPersonalData final : public privacy::PersonalDataSource {
public:
    explicit DevelopmentPersonalData(const competence::FrameworkSource& frameworks) : frameworks_(frameworks) {}

    std::string_view name() const override { return "development"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    // Her own rows go. As somebody's counterpart she becomes nobody: agreed goals stay the employee's ("früheres Gegenüber").
    void erase(storage::Transaction& transaction, PersonId person) override;

private:
    const competence::FrameworkSource& frameworks_;  // for the names of the shortlist
};

}  // namespace kc::development
