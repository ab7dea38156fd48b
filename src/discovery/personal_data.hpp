// SPDX-License-Identifier: EUPL-1.2
// Everything this room keeps about a person, for data access and erasure: watch list and saved searches. Searches as such are kept of nobody.
#pragma once

#include "privacy/privacy.hpp"

namespace kc::discovery {

class DiscoveryPersonalData final : public privacy::PersonalDataSource {
public:
    std::string_view name() const override { return "discovery"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;
};

}  // namespace kc::discovery
