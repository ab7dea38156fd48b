// SPDX-License-Identifier: EUPL-1.2
#include "consent_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::consent;
using namespace kc::consent::test;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("nothing is agreed to until somebody does, and then for one purpose and one person (EW-01, EW-02)") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        CHECK_FALSE(office.given(office.clerk, "cards"));
        CHECK(office.consents.list_own(office.clerk).front().state == ConsentState::not_given);
        REQUIRE(office.give(office.clerk, "cards"));
        CHECK(office.given(office.clerk, "cards"));
        CHECK_FALSE(office.given(office.clerk, "mails"));
        CHECK_FALSE(office.given(office.colleague, "cards"));
        const auto own = office.consents.list_own(office.clerk);
        REQUIRE(own.size() == 2);  // what is switched off or still to come is not asked
        CHECK(own.front().purpose->key == "cards");
        CHECK(own.front().state == ConsentState::given);
        CHECK_FALSE(own.front().can_give);
        const std::vector people{office.clerk.person, office.colleague.person};
        CHECK(office.database.read([&](storage::Session& session) { return office.consents.given_among(session, people, "cards"); }) ==
              std::vector{office.clerk.person});
    }
}

TEST_CASE("the proof keeps who, what, when and where, with the SHA-256 of the wording (EW-03)") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        REQUIRE(office.give(office.clerk, "cards"));
        const auto proof = office.consents.list_own(office.clerk).front().history.front();
        CHECK(proof.person_id == office.clerk.person);
        CHECK(proof.wording == "Karte führen\n\nFassung 1.\n\nDie Karte wird gelöscht.\n");
        CHECK(proof.sha256 == sha256_hex(proof.wording));
        CHECK(proof.language == Language::de);
        CHECK(proof.given_at == monday);
        CHECK(proof.given_through == "/karte");
        CHECK(office.consents.find_proof(office.clerk, proof.id)->sha256 == proof.sha256);
        CHECK(office.consents.find_proof(office.colleague, proof.id).error() == ConsentError::not_found);
        REQUIRE(office.consents.give(office.colleague, {"cards", 1, Language::en, "/api/v1/me/consents"}));
        CHECK(office.consents.list_own(office.colleague).front().history.front().title == "Keep a card");
        CHECK(office.count("SELECT COUNT(*) FROM consent_texts") == 2);
    }
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("agreeing twice is agreeing once") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        REQUIRE(office.give(office.clerk, "cards"));
        REQUIRE(office.give(office.clerk, "cards"));
        CHECK(office.count("SELECT COUNT(*) FROM consents") == 1);
        CHECK(office.count("SELECT COUNT(*) FROM audit_log WHERE action = 'consent.given'") == 1);
    }
}

TEST_CASE("a text that says something new asks again, an editorial one does not (EW-05, EW-06)") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        REQUIRE(office.give(office.clerk, "cards"));
        office.go_to(day(4, 1));
        CHECK_FALSE(office.given(office.clerk, "cards"));
        auto own = office.consents.list_own(office.clerk).front();
        CHECK(own.state == ConsentState::ask_again);
        CHECK(own.text->version == 2);
        CHECK(own.can_give);
        CHECK(own.open);
        CHECK(office.give(office.clerk, "cards", 1).error() == ConsentError::outdated_text);
        REQUIRE(office.give(office.clerk, "cards", 2));
        CHECK(office.given(office.clerk, "cards"));
        office.go_to(day(5, 1));  // version 3 says the same in other words
        CHECK(office.given(office.clerk, "cards"));
        own = office.consents.list_own(office.clerk).front();
        CHECK(own.state == ConsentState::given);
        REQUIRE(own.history.size() == 2);
        CHECK(own.history.back().ended_how == Ending::replaced);
        CHECK(own.history.front().version == 2);
    }
}

TEST_CASE("a withdrawal ends the consent and what depends on it in one step (EW-07)") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        office.database.in_transaction([](storage::Transaction& tx) { tx.run_script("CREATE TABLE cards (person_id BIGINT NOT NULL)"); });
        office.consents.on_withdrawal("cards",
                                      [](storage::Transaction& tx, PersonId person) { tx.execute("DELETE FROM cards WHERE person_id = ?", person); });
        office.consents.on_preview("cards", [](storage::Session& session, PersonId person) -> std::vector<Effect> {
            const auto cards = session.get<std::int64_t>("SELECT COUNT(*) FROM cards WHERE person_id = ?", person);
            return cards == 0 ? std::vector<Effect>{} : std::vector<Effect>{{"consent.title", {{"cards", cards}}}};
        });
        for (const auto& viewer : {office.clerk, office.colleague}) {
            REQUIRE(office.give(viewer, "cards"));
            office.database.in_transaction([&](storage::Transaction& tx) { tx.execute("INSERT INTO cards (person_id) VALUES (?)", viewer.person); });
        }
        const auto own = *office.consents.find_own(office.clerk, "cards");
        REQUIRE(own.effects.size() == 1);
        CHECK(own.effects.front().numbers.front().second == 1);
        REQUIRE(office.withdraw(office.clerk, "cards"));
        CHECK_FALSE(office.given(office.clerk, "cards"));
        CHECK(office.count("SELECT COUNT(*) FROM cards") == 1);
        const auto after = *office.consents.find_own(office.clerk, "cards");
        CHECK(after.state == ConsentState::withdrawn);
        CHECK(after.effects.empty());
        CHECK(after.history.front().ended_how == Ending::withdrawn);
        CHECK(after.history.front().ended_through == "/karte");
        CHECK(office.given(office.colleague, "cards"));
        CHECK(office.withdraw(office.clerk, "cards").error() == ConsentError::not_given);
        CHECK(office.count("SELECT COUNT(*) FROM audit_log WHERE action = 'consent.withdrawn'") == 1);
        REQUIRE(office.give(office.clerk, "cards"));  // whoever changes her mind can agree again
        CHECK(office.given(office.clerk, "cards"));
    }
}

TEST_CASE("when a cascade fails nothing is withdrawn (EW-07)") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        REQUIRE(office.give(office.clerk, "cards"));
        office.consents.on_withdrawal("cards", [](storage::Transaction&, PersonId) { throw std::runtime_error("broken"); });
        CHECK_THROWS(static_cast<void>(office.withdraw(office.clerk, "cards")));
        CHECK(office.given(office.clerk, "cards"));
        CHECK(office.count("SELECT COUNT(*) FROM audit_log WHERE action = 'consent.withdrawn'") == 0);
    }
}

TEST_CASE("refusals: another role, no such purpose, switched off, not yet in force, no longer active") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        CHECK(office.give(office.visitor, "cards").error() == ConsentError::not_permitted);
        CHECK(office.give(office.visitor, "mails"));
        CHECK(office.give(office.clerk, "everything").error() == ConsentError::unknown_purpose);
        CHECK(office.give(office.clerk, "later").error() == ConsentError::unknown_purpose);
        CHECK(office.give(office.clerk, "model").error() == ConsentError::not_offered);
        CHECK(office.give(office.clerk, "cards", 0).error() == ConsentError::outdated_text);
        CHECK(office.withdraw(office.clerk, "everything").error() == ConsentError::unknown_purpose);
        CHECK(office.consents.find_own(office.clerk, "everything").error() == ConsentError::unknown_purpose);
        CHECK(office.consents.find_own(office.visitor, "cards").error() == ConsentError::not_permitted);
        CHECK(office.consents.text_for(office.visitor, "cards") == nullptr);
        CHECK(office.consents.text_for(office.clerk, "cards")->version == 1);
        REQUIRE(office.give(office.clerk, "cards"));
        office.database.in_transaction(
            [&](storage::Transaction& tx) { tx.execute("UPDATE people SET state = 'blocked' WHERE id = ?", office.clerk.person); });
        CHECK(office.give(office.clerk, "mails").error() == ConsentError::not_permitted);
        CHECK(office.withdraw(office.clerk, "cards").error() == ConsentError::not_permitted);
    }
}

TEST_CASE("what is no longer asked stays visible to whoever agreed to it, and can be withdrawn (EW-08)") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        REQUIRE(office.give(office.clerk, "cards"));
        office.clerk.roles.clear();
        const auto own = office.consents.list_own(office.clerk);
        REQUIRE(own.front().purpose->key == "cards");
        CHECK(own.front().open);
        CHECK(office.withdraw(office.clerk, "cards"));
        CHECK_FALSE(office.consents.list_own(office.clerk).front().can_give);
    }
}

TEST_CASE("the audit log names the row of the proof, never the purpose (EW-12)") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        REQUIRE(office.give(office.clerk, "cards"));
        REQUIRE(office.withdraw(office.clerk, "cards"));
        CHECK(office.count("SELECT COUNT(*) FROM audit_log WHERE subject_type = 'consent' AND details = '{}'") == 2);
    }
}

TEST_CASE("consents are part of the own data and gone with the account; ended ones after three years (EW-13, EW-14)") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        for (const auto& viewer : {office.clerk, office.colleague}) {
            REQUIRE(office.give(viewer, "cards"));
            REQUIRE(office.give(viewer, "mails"));
        }
        REQUIRE(office.withdraw(office.clerk, "cards"));
        ConsentPersonalData data;
        const auto text = office.database.read([&](storage::Session& session) { return data.export_data(session, office.clerk.person); });
        CHECK(contains(text, R"("purpose":"mails")"));
        CHECK(contains(text, R"("ended_how":"withdrawn")"));
        CHECK(contains(text, "Fassung 1."));
        office.go_to(std::chrono::year{2029} / std::chrono::December / 31);
        CHECK(office.consents.forget_ended() == 0);
        office.go_to(std::chrono::year{2030} / std::chrono::January / 2);
        CHECK(office.consents.forget_ended() == 1);
        CHECK(office.count("SELECT COUNT(*) FROM consents") == 3);
        office.database.in_transaction([&](storage::Transaction& tx) { data.erase(tx, office.clerk.person); });
        CHECK(office.count("SELECT COUNT(*) FROM consents") == 2);
    }
}

TEST_CASE("a text that people agreed to cannot be edited behind their backs (EW-04)") {
    for (auto& database : kc::test::databases()) {
        Office office(*database);
        REQUIRE(office.give(office.clerk, "cards"));
        office.consents.check_stored_texts();
        const auto with = [&](TextVersion changed) {
            return ConsentTexts({{.key = "cards", .position = 1, .roles = {}, .versions = {std::move(changed)}}});
        };
        auto changed = version(1, day(1, 1), false);
        changed.de.text = "Alles.";
        const ConsentService edited(office.database, office.clock, with(changed));
        CHECK_THROWS_WITH_AS(edited.check_stored_texts(), doctest::Contains("cards"), ConsentTextError);
        CHECK_THROWS_WITH_AS(edited.check_stored_texts(), doctest::Contains("versions[1].de"), ConsentTextError);
        changed = version(1, day(1, 1), false);
        changed.en.text = "Nobody has agreed to the English text yet.";
        ConsentService(office.database, office.clock, with(changed)).check_stored_texts();
        CHECK_THROWS_WITH_AS(ConsentService(office.database, office.clock, with(version(2, day(1, 1), false))).check_stored_texts(),
                             doctest::Contains("fehlt"), ConsentTextError);
        ConsentService(office.database, office.clock, ConsentTexts({})).check_stored_texts();
    }
}
