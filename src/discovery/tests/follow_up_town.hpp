// SPDX-License-Identifier: EUPL-1.2
// The sample town with everything that follows a search, wired as the program wires it.
#pragma once

#include "discovery/watch_list_service.hpp"
#include "http/request_builder.hpp"
#include "tests/support/town.hpp"
#include "web/page.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kc::discovery::test {

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

inline std::size_t occurrences(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

inline const web::Site& site() {
    static const web::Site site([] {
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        options.navigation = {{"/angebote", "catalogue.navigation", {}, true}};
        return options;
    }());
    return site;
}

struct FollowUpTown {
    explicit FollowUpTown(std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database())
        : town(std::move(database)), frameworks(town.database()), catalogues(town.database()), watch_list(town.database(), town.clock, catalogues) {}

    const catalogue::LearningUnit& unit(std::size_t index) const { return catalogues.current()->unit(index); }
    // The first published units with a bookable date.
    std::vector<LearningUnitId> dated_units(std::size_t count) const {
        std::vector<LearningUnitId> found;
        for (const auto& unit : catalogues.current()->units()) {
            if (found.size() < count && !unit.only_for && unit.next_date(town.clock.today()) != nullptr) found.push_back(unit.id);
        }
        return found;
    }
    void change(std::string_view sql) {
        town.database().in_transaction([&](storage::Transaction& transaction) { transaction.execute(sql); });
        catalogues.reload();
    }
    template <class Row = std::int64_t> Row value(std::string_view sql) const {
        return town.database().read([&](storage::Session& session) { return session.get<Row>(sql); });
    }

    kc::test::Town town;
    competence::FrameworkSource frameworks;
    catalogue::CatalogueSource catalogues;
    WatchList watch_list;
};

// One on each engine there is.
inline std::vector<std::unique_ptr<FollowUpTown>> follow_up_towns() {
    std::vector<std::unique_ptr<FollowUpTown>> towns;
    towns.push_back(std::make_unique<FollowUpTown>());
    if (auto postgres = kc::test::postgres_database()) towns.push_back(std::make_unique<FollowUpTown>(std::move(postgres)));
    return towns;
}

}  // namespace kc::discovery::test
