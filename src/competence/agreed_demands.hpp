// SPDX-License-Identifier: EUPL-1.2
// What a person agreed on with her employer, as a demand of her own (KO-30). The room that keeps the agreements states them here in the
// transaction in which they come into force, change or end; gap view, plan and dialogue then see them without knowing that room.
#pragma once

#include "competence/competence.hpp"

#include <span>

namespace kc::competence {

// All agreements of this person are replaced by these. Tells the observer when something changed, and answers whether it did.
bool replace_agreed_demands(storage::Transaction& transaction, ProfileObserver& observer, PersonId person, std::span<const AgreedDemand> demands);

}  // namespace kc::competence
