// SPDX-License-Identifier: EUPL-1.2
#include "authoring/provider_service.hpp"
#include "catalogue/catalogue.hpp"
#include "tests/support/town.hpp"

#include <doctest/doctest.h>

namespace kc::authoring {
namespace {

catalogue::ProviderContent content(std::string place = "heidelberg") {
    catalogue::ProviderContent provider;
    provider.name = "Weinheim, eigene Fortbildung";
    provider.kind = catalogue::ProviderKind::municipality;
    provider.description = "Die Stadt Weinheim schult ihre Beschäftigten selbst.";
    provider.place = std::move(place);
    return provider;
}

struct Portal {
    test::Town town;
    ProviderService service{town.database(), town.clock};

    explicit Portal(std::unique_ptr<test::TestDatabase> database = test::sqlite_database()) : town(std::move(database)) {}
    std::int64_t audited(std::string_view action) const {
        return town.database().read(
            [&](storage::Session& session) { return session.get<std::int64_t>("SELECT count(*) FROM audit_log WHERE action = ?", action); });
    }
};

}  // namespace

TEST_CASE("the office makes a municipality a provider, and the public page knows it") {
    for (auto make : {+[] { return test::sqlite_database(); }, +[] { return test::postgres_database(); }}) {
        auto database = make();
        if (!database) continue;
        Portal portal(std::move(database));
        const auto weinheim = portal.town.organisation("weinheim");
        const auto entered = portal.service.enter(portal.town.office, weinheim, content());
        REQUIRE(entered.has_value());
        CHECK(portal.audited("provider.entered") == 1);
        const auto snapshot = portal.town.database().read([](storage::Session& session) { return catalogue::load_catalogue(session); });
        REQUIRE(snapshot->find_provider("weinheim") != nullptr);
        CHECK(snapshot->find_provider("weinheim")->id == *entered);
        const auto again = portal.service.enter(portal.town.office, weinheim, content());
        REQUIRE_FALSE(again.has_value());
        CHECK(again.error().error == ProviderError::already_provider);
        const auto nowhere = portal.service.enter(portal.town.office, OrganisationId{999'999}, content());
        REQUIRE_FALSE(nowhere.has_value());
        CHECK(nowhere.error().error == ProviderError::organisation_not_found);
    }
}

TEST_CASE("editors see and change their own provider only") {
    Portal portal;
    const auto own = portal.service.list(portal.town.provider_editor);
    REQUIRE(own.has_value());
    REQUIRE(own->size() == 1);
    const auto all = portal.service.list(portal.town.office);
    REQUIRE(all.has_value());
    CHECK(all->size() > 10);
    const auto other = std::find_if(all->begin(), all->end(), [&](const auto& profile) { return profile.id != own->front().id; });
    CHECK_FALSE(portal.service.find(portal.town.provider_editor, other->id).has_value());
    CHECK(portal.service.change(portal.town.provider_editor, other->id, content()).error().error == ProviderError::provider_not_found);
    CHECK(portal.service.change(portal.town.provider_editor, own->front().id, content()).has_value());
    CHECK(portal.service.find(portal.town.provider_editor, own->front().id)->name == "Weinheim, eigene Fortbildung");
    CHECK(portal.audited("provider.changed") == 1);
}

TEST_CASE("others neither see nor enter providers") {
    Portal portal;
    CHECK(portal.service.list(portal.town.clerk).error() == ProviderError::not_permitted);
    CHECK(portal.service.list_candidates(portal.town.provider_editor).error() == ProviderError::not_permitted);
    const auto entered = portal.service.enter(portal.town.provider_editor, portal.town.organisation("weinheim"), content());
    CHECK(entered.error().error == ProviderError::not_permitted);
}

TEST_CASE("a provider without a name, a place that exists or a description is refused field by field") {
    Portal portal;
    catalogue::ProviderContent empty;
    const auto refused = portal.service.enter(portal.town.office, portal.town.organisation("weinheim"), empty);
    REQUIRE_FALSE(refused.has_value());
    std::vector<std::string> fields;
    for (const auto& problem : refused.error().problems) fields.push_back(problem.field);
    CHECK(fields == std::vector<std::string>{"name", "description", "place"});
    auto long_name = content();
    long_name.name.assign(200, 'x');
    CHECK(portal.service.enter(portal.town.office, portal.town.organisation("weinheim"), long_name).error().problems.front().field == "name");
}

}  // namespace kc::authoring
