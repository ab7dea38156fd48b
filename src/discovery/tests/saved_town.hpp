// SPDX-License-Identifier: EUPL-1.2
// The sample town with search, saved searches, digests and the pages over them, wired as the program wires them.
#pragma once

#include "discovery/follow_up_pages.hpp"
#include "discovery/tests/search_town.hpp"

namespace kc::discovery::test {

inline const std::string delivered_synonyms = "groups:\n  - [Fahrrad, Drahtesel]\n";

struct SavedTown : FollowUpTown {
    explicit SavedTown(std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database())
        : FollowUpTown(std::move(database)),
          offers(catalogues, frameworks, town.clock, language_of_project()),
          outbox(town.clock),
          queue(town.clock),
          saved(town.database(), town.clock, offers),
          digests(town.database(), town.clock, offers, outbox, queue, DigestTexts(site().messages(), "https://campus.example"),
                  UnsubscribeTokens("test")),
          synonym_lists(town.database(), town.clock, delivered_synonyms) {}

    FollowUpSources sources() {
        return {.site = site(),
                .database = town.database(),
                .clock = town.clock,
                .catalogue = catalogues,
                .framework = frameworks,
                .watch_list = watch_list,
                .offers = offers,
                .saved_searches = saved,
                .digests = digests,
                .synonym_lists = synonym_lists};
    }
    void next_day(int days = 1) { town.clock.advance(std::chrono::hours(24 * days)); }
    std::vector<std::string> mails() const {
        return town.database().read(
            [&](storage::Session& session) { return session.query<std::string>("SELECT body FROM mail_outbox ORDER BY id"); });
    }

    OfferSearch offers;
    mail::Outbox outbox;
    jobs::JobQueue queue;
    SavedSearches saved;
    Digests digests;
    SynonymLists synonym_lists;
};

inline std::vector<std::unique_ptr<SavedTown>> saved_towns() {
    std::vector<std::unique_ptr<SavedTown>> towns;
    towns.push_back(std::make_unique<SavedTown>());
    if (auto postgres = kc::test::postgres_database()) towns.push_back(std::make_unique<SavedTown>(std::move(postgres)));
    return towns;
}

// Requests reach the handlers directly; CSRF is the application's filter.
using FormFields = std::vector<std::pair<std::string, std::string>>;

struct FollowUpPages : SavedTown {
    FollowUpPages() {
        router.on_error([](const http::Request& request, int status) { return site().error_page(request, status); });
        register_follow_up_pages(router, sources());
    }

    http::Response send(http::RequestBuilder& builder, const Viewer* viewer) {
        if (viewer != nullptr) builder.viewer(*viewer);
        auto request = builder.build();
        return router.handle(request);
    }
    http::Response get(std::string_view target, const Viewer* viewer = nullptr, std::string_view cookie = {}, Language language = Language::de) {
        http::RequestBuilder builder(http::Method::get, target);
        builder.language(language);
        if (!cookie.empty()) builder.cookie("kc_vergleich", cookie);
        return send(builder, viewer);
    }
    http::Response post(std::string_view target, const FormFields& fields, const Viewer* viewer = nullptr, std::string_view cookie = {}) {
        http::RequestBuilder builder(http::Method::post, target);
        for (const auto& [name, value] : fields) builder.form(name, value);
        if (!cookie.empty()) builder.cookie("kc_vergleich", cookie);
        return send(builder, viewer);
    }
    http::Response api(http::Method method, std::string_view target, const Viewer* viewer = nullptr, std::string_view body = {}) {
        http::RequestBuilder builder(method, target);
        if (!body.empty()) builder.body(body);
        return send(builder, viewer);
    }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }
    static std::string cookie(const http::Response& response, std::string_view name) {
        for (const auto& cookie : response.cookies) {
            if (cookie.name == name) return cookie.value;
        }
        return "absent";
    }

    http::Router router;
};

}  // namespace kc::discovery::test
