// SPDX-License-Identifier: EUPL-1.2
// The sample town with the search over it, wired as the program wires it.
#pragma once

#include "discovery/search_pages.hpp"
#include "discovery/search_query.hpp"
#include "discovery/tests/follow_up_town.hpp"

namespace kc::discovery::test {

inline std::shared_ptr<const search::Analyzer> language_of_project() {
    static const auto language = [] {
        const auto folder = std::filesystem::path(KC_SOURCE_DIR) / "sample" / "search";
        const auto there = [&](const char* name) { return std::filesystem::exists(folder / name) ? folder / name : std::filesystem::path(); };
        return search::Analyzer::load({.synonyms = there("synonyms.yaml"), .word_parts = there("word_parts.txt"), .dictionary = {}});
    }();
    return language;
}

struct SearchTown : FollowUpTown {
    explicit SearchTown(std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database())
        : FollowUpTown(std::move(database)), offers(catalogues, frameworks, town.clock, language_of_project()) {
        const SearchSources sources{.site = site(),
                                    .offers = offers,
                                    .database = town.database(),
                                    .clock = town.clock,
                                    .watch_list = watch_list,
                                    .nothing_found = [this](const OfferState&, const SearchQuery& query) { not_found.push_back(address_of(query)); }};
        router.on_error([](const http::Request& request, int status) { return site().error_page(request, status); });
        register_search_pages(router, sources);
        register_search_api(router, sources);
    }

    http::Response get(std::string_view target, const Viewer* viewer = nullptr, Language language = Language::de, bool typing = false) {
        http::RequestBuilder builder(http::Method::get, target);
        builder.language(language);
        if (typing) builder.header("HX-Request", "true").header("HX-Target", "div#ergebnis");
        if (viewer != nullptr) builder.viewer(*viewer);
        auto request = builder.build();
        return router.handle(request);
    }
    SearchQuery parsed(std::string_view address) { return search_query_of(address, *offers.current()); }

    OfferSearch offers;
    http::Router router;
    std::vector<std::string> not_found;
};

// One on each engine there is.
inline std::vector<std::unique_ptr<SearchTown>> search_towns() {
    std::vector<std::unique_ptr<SearchTown>> towns;
    towns.push_back(std::make_unique<SearchTown>());
    if (auto postgres = kc::test::postgres_database()) towns.push_back(std::make_unique<SearchTown>(std::move(postgres)));
    return towns;
}

}  // namespace kc::discovery::test
