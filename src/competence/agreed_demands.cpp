// SPDX-License-Identifier: EUPL-1.2
#include "competence/agreed_demands.hpp"

#include "competence/store.hpp"
#include "storage/changes.hpp"

#include <algorithm>

namespace kc::competence {

bool replace_agreed_demands(storage::Transaction& transaction, ProfileObserver& observer, PersonId person, std::span<const AgreedDemand> demands) {
    std::vector<AgreedDemand> sorted(demands.begin(), demands.end());
    std::sort(sorted.begin(), sorted.end(), [](const AgreedDemand& a, const AgreedDemand& b) { return a.origin < b.origin; });
    if (list_agreed_demands(transaction, person) == sorted) return false;
    store_agreed_demands(transaction, person, sorted);
    storage::record_change(transaction, storage::ChangeTopic::profile, person.value);
    observer.profile_changed(transaction, person);
    return true;
}

}  // namespace kc::competence
