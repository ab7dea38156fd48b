// SPDX-License-Identifier: EUPL-1.2
// What this room knows about a person, for data access, and how it forgets it. Whoever adds a column about people extends this.
#pragma once

#include "privacy/privacy.hpp"

namespace kc::learning_history {

class HistoryPersonalData final : public privacy::PersonalDataSource {
public:
    std::string_view name() const override { return "learning_history"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;
};

}  // namespace kc::learning_history
