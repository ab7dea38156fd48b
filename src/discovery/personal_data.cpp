// SPDX-License-Identifier: EUPL-1.2
#include "discovery/personal_data.hpp"

#include "discovery/saved_search_store.hpp"
#include "discovery/watch_list_report.hpp"
#include "web/api_response.hpp"

#include <algorithm>

namespace kc::discovery {

namespace {

struct ExportedWatch {
    std::string offer;
    Instant added_at{};
};
BOOST_DESCRIBE_STRUCT(ExportedWatch, (), (offer, added_at))

struct ExportedSearch {
    std::string name, query;
    Digest digest{};
    Instant created_at{};
    std::optional<Instant> last_looked_at;
};
BOOST_DESCRIBE_STRUCT(ExportedSearch, (), (name, query, digest, created_at, last_looked_at))

struct Exported {
    std::vector<ExportedWatch> watch_list;
    Digest watch_digest{};
    std::vector<ExportedSearch> saved_searches;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (watch_list, watch_digest, saved_searches))

}  // namespace

std::string DiscoveryPersonalData::export_data(storage::Session& session, PersonId person) {
    Exported out;
    const auto watched = list_watched(session, person);
    std::vector<LearningUnitId> ids;
    for (const auto& row : watched) ids.push_back(row.unit_id);
    const auto names = list_unit_names(session, ids);
    for (const auto& row : watched) {
        const auto name = std::find_if(names.begin(), names.end(), [&](const UnitName& unit) { return unit.id == row.unit_id; });
        out.watch_list.push_back({name != names.end() ? name->title : std::to_string(row.unit_id.value), row.added_at});
    }
    out.watch_digest = digest_choice(session, person).watch_digest;
    for (auto& search : list_saved_searches(session, person)) {
        out.saved_searches.push_back({std::move(search.name), std::move(search.query), search.digest, search.created_at, search.last_sent_at});
    }
    return web::to_json(out);
}

void DiscoveryPersonalData::erase(storage::Transaction& transaction, PersonId person) {
    transaction.execute("DELETE FROM watched_units WHERE person_id = ?", person);
    transaction.execute("DELETE FROM saved_searches WHERE person_id = ?", person);
    transaction.execute("DELETE FROM digest_choices WHERE person_id = ?", person);
}

}  // namespace kc::discovery
