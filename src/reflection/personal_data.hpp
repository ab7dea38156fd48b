// SPDX-License-Identifier: EUPL-1.2
// The card in the person's own data (readable, after her password), its erasure, and both when she withdraws her consent (PR-09).
#pragma once

#include "consent/service.hpp"
#include "privacy/privacy.hpp"
#include "reflection/card_seal.hpp"

namespace kc::reflection {

class ReflectionPersonalData final : public privacy::PersonalDataSource {
public:
    explicit ReflectionPersonalData(CardSeal seal) : seal_(std::move(seal)) {}

    std::string_view name() const override { return "reflection"; }
    std::string export_data(storage::Session& session, PersonId person) override;
    void erase(storage::Transaction& transaction, PersonId person) override;
    // In numbers, what erase() would delete; nothing without a card.
    std::vector<consent::Effect> preview(storage::Session& session, PersonId person) const;

private:
    CardSeal seal_;
};

// A withdrawal deletes the card with all earlier versions.
void connect_consent(consent::ConsentService& consents, const CardSeal& seal);

}  // namespace kc::reflection
