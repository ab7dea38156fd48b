// SPDX-License-Identifier: EUPL-1.2
#include "discovery/watch_list_report.hpp"

namespace kc::discovery {

std::vector<UnitName> list_unit_names(storage::Session& session, std::span<const LearningUnitId> units) {
    if (units.empty()) return {};
    return session.query<UnitName>("SELECT id, slug, title FROM learning_units WHERE id IN ($LIST) ORDER BY id", storage::json_ids(units));
}

}  // namespace kc::discovery
