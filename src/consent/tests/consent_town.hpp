// SPDX-License-Identifier: EUPL-1.2
// For the tests of this room: two clerks of one town, somebody without a role, and texts of three purposes.
#pragma once

#include "consent/personal_data.hpp"
#include "consent/service.hpp"
#include "tests/support/test_database.hpp"

namespace kc::consent::test {

inline constexpr Instant monday = std::chrono::sys_days{std::chrono::year{2026} / std::chrono::March / 2} + std::chrono::hours{8};

inline Date day(int month, int of_month) {
    return std::chrono::year{2026} / std::chrono::month(static_cast<unsigned>(month)) / std::chrono::day(static_cast<unsigned>(of_month));
}

inline TextVersion version(int number, Date since, bool asks_again) {
    const auto mark = std::to_string(number);
    return {number,
            since,
            asks_again,
            {"Karte führen", "Fassung " + mark + ".", "Die Karte wird gelöscht."},
            {"Keep a card", "Version " + mark + ".", "The card is deleted."}};
}

// cards: a new text from 1 April, an editorial one from 1 May. mails: no role. model: switched off.
inline ConsentTexts texts() {
    std::vector<Purpose> purposes;
    purposes.push_back({.key = "mails", .position = 2, .roles = {}, .versions = {version(1, day(1, 1), false)}});
    purposes.push_back({.key = "cards",
                        .position = 1,
                        .roles = {Role::learner},
                        .versions = {version(1, day(1, 1), false), version(2, day(4, 1), true), version(3, day(5, 1), false)}});
    purposes.push_back({.key = "model", .position = 3, .roles = {}, .versions = {version(1, day(1, 1), false)}});
    purposes.push_back({.key = "later", .position = 4, .roles = {}, .versions = {version(1, day(12, 1), false)}});
    ConsentTexts all(std::move(purposes));
    all.withhold("model");
    return all;
}

struct Office {
    explicit Office(storage::Database& used, ConsentTexts used_texts = texts()) : database(used), consents(used, clock, std::move(used_texts)) {
        database.in_transaction([&](storage::Transaction& tx) {
            organisation =
                tx.get<OrganisationId>("INSERT INTO organisations (slug, kind, created_at) VALUES ('weinheim', 'municipality', 0) RETURNING id");
            for (auto* viewer : {&clerk, &colleague, &visitor}) {
                viewer->person = tx.get<PersonId>(
                    "INSERT INTO people (organisation_id, email, first_name, last_name, state, created_at) VALUES (?, ?, 'Ada', 'Bauer', 'active', "
                    "0) "
                    "RETURNING id",
                    organisation, std::to_string(++made) + "@weinheim.example");
                viewer->organisation = organisation;
                viewer->display_name = "Ada Bauer";
                viewer->roles = {{Role::learner, organisation}};
            }
            visitor.roles = {{Role::system_operator, organisation}};
        });
    }
    std::int64_t count(std::string_view sql) {
        return database.read([&](storage::Session& session) { return session.get<std::int64_t>(sql); });
    }
    bool given(const Viewer& viewer, std::string_view purpose) {
        return database.read([&](storage::Session& session) { return consents.is_given(session, viewer.person, purpose); });
    }
    Result<void, ConsentError> give(const Viewer& viewer, std::string_view purpose, int version = 1) {
        return consents.give(viewer, {purpose, version, Language::de, "/karte"});
    }
    Result<void, ConsentError> withdraw(const Viewer& viewer, std::string_view purpose) { return consents.withdraw(viewer, purpose, "/karte"); }
    void go_to(Date date) { clock.advance(std::chrono::sys_days{date} + std::chrono::hours{9} - clock.now()); }

    storage::Database& database;
    OrganisationId organisation;
    Viewer clerk, colleague, visitor;
    FixedClock clock{monday};
    ConsentService consents;
    int made = 0;
};

}  // namespace kc::consent::test
