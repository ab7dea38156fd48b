// SPDX-License-Identifier: EUPL-1.2
#include "discovery/personal_data.hpp"
#include "discovery/tests/saved_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::discovery;
using namespace kc::discovery::test;

TEST_CASE("data access names watch list and saved searches of this person alone, and erasure leaves none of them") {
    for (auto& town : saved_towns()) {
        const auto id = town->dated_units(1).front();
        for (const auto* viewer : {&town->town.clerk, &town->town.newcomer}) {
            REQUIRE(town->watch_list.add(*viewer, id).has_value());
            REQUIRE(town->watch_list.set_digest(*viewer, Digest::weekly).has_value());
            REQUIRE(town->saved.save(*viewer, viewer->display_name, "q=akte", Digest::daily).has_value());
        }
        DiscoveryPersonalData data;
        const auto person = town->town.clerk.person;
        const auto read = [&] { return town->town.database().read([&](storage::Session& session) { return data.export_data(session, person); }); };
        const auto exported = read();
        CHECK(contains(exported, town->catalogues.current()->find_unit(id)->title));
        CHECK(contains(exported, "\"query\":\"q=akte\""));
        CHECK(contains(exported, "\"watch_digest\":\"weekly\""));
        CHECK_FALSE(contains(exported, town->town.newcomer.display_name));
        town->town.database().in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, person); });
        CHECK(read() == R"({"watch_list":[],"watch_digest":"never","saved_searches":[]})");
        CHECK(town->value("SELECT COUNT(*) FROM saved_searches") == 1);
        CHECK(town->value("SELECT COUNT(*) FROM watched_units") == 1);
        CHECK(town->value("SELECT COUNT(*) FROM digest_choices") == 1);
    }
}
