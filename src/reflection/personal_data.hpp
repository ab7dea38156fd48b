// SPDX-License-Identifier: EUPL-1.2
// The card in the person's own data (readable, after her password) and its erasure.
#pragma once

#include "privacy/privacy.hpp"
#include "reflection/card_seal.hpp"

namespace kc::reflection {

class ReflectionPersonalData final : public privacy::PersonalDataSource {
public:
    explicit ReflectionPersonalData(CardSeal seal) : seal_(std::move(seal)) {}

    std::string_view name() const override { return "reflection"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;

private:
    CardSeal seal_;
};

}  // namespace kc::reflection
