// SPDX-License-Identifier: EUPL-1.2
// ReflectionService: what somebody does with her own card. Every function takes the viewer and reaches her rows alone (PR-02). There is
// no audit entry on purpose: nobody may learn that a card exists (PR-05).
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "consent/service.hpp"
#include "reflection/card_seal.hpp"
#include "storage/database.hpp"

#include <optional>
#include <vector>

namespace kc::reflection {

enum class ReflectionError {
    not_permitted,   // no learner, or the account is no longer active
    invalid_answer,  // a position or a note that the form never offers
    unreadable,      // the stored card cannot be opened; it can only be erased
    no_card,
    no_consent,  // nothing is noted before the person agreed to it (PR-09)
};
BOOST_DESCRIBE_ENUM(ReflectionError, not_permitted, invalid_answer, unreadable, no_card, no_consent)

struct FormerCard {
    Date saved_on{};
    Card card;
};

struct OwnCard {
    bool consented = false;        // whether anything may be added
    std::optional<Date> saved_on;  // absent: there is no card
    bool readable = true;
    Card card;
    bool keeps_history = false;
    std::vector<FormerCard> former;  // newest first
};

class ReflectionService {
public:
    ReflectionService(storage::Database& database, const Clock& clock, CardSeal seal, const consent::ConsentService& consents)
        : database_(database), clock_(clock), seal_(std::move(seal)), consents_(consents) {}

    Result<OwnCard, ReflectionError> find_own(const Viewer& viewer) const;
    Result<void, ReflectionError> answer(const Viewer& viewer, Area area, const std::vector<Answer>& answers);
    Result<void, ReflectionError> keep_history(const Viewer& viewer, bool keeps);  // no longer: what there was is deleted at once
    Result<void, ReflectionError> erase(const Viewer& viewer);

private:
    storage::Database& database_;
    const Clock& clock_;
    CardSeal seal_;
    const consent::ConsentService& consents_;
};

}  // namespace kc::reflection
