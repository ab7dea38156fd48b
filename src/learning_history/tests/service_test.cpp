// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/tests/history_town.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kc;
using namespace kc::learning_history;
using namespace kc::learning_history::test;

namespace {

const std::string code = "ABCDE-FGHJK-MNPQR-STVWX";

const Choice* find(const OwnHistory& own, std::string_view key) {
    const auto found = std::find_if(own.choices.begin(), own.choices.end(), [&](const Choice& choice) { return choice.key == key; });
    return found == own.choices.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("the history holds completed units and levels, each with its source; test results wait for a tick (LH-01, LH-02)") {
    in_each_town([](HistoryTown& town) {
        town.fill(town.clerk);
        const auto own = town.history->find_own(town.clerk);
        REQUIRE(own);
        const auto* unit = find(*own, fmt::format("einheit-{}", town.e_file_unit.value));
        REQUIRE(unit);
        CHECK(unit->chosen);
        CHECK(unit->entry.title == "E-Akte anlegen");
        CHECK(unit->entry.provider == "Akademie <Nord>");
        CHECK(unit->entry.half_hours == 16);
        CHECK(unit->entry.on_day == day(2025, 11, 20));
        REQUIRE(unit->entry.reached.size() == 1);
        CHECK(unit->entry.reached.front() == ReachedLevel{"e-file", "E-Akte", 2});
        const auto* confirmed = find(*own, "bestaetigt-teamwork");
        REQUIRE(confirmed);
        CHECK(confirmed->chosen);
        CHECK(confirmed->entry.level == 3);
        CHECK(confirmed->entry.confidence_percent == 95);
        const auto* tested = find(*own, "test-conversation");
        REQUIRE(tested);
        CHECK_FALSE(tested->chosen);
        const auto* stated = find(*own, "stufe-conversation");
        REQUIRE(stated);
        CHECK(stated->entry.level == 2);               // what was said is not replaced by the test
        CHECK_FALSE(find(*own, "stufe-office-text"));  // level 0 is no achievement
        CHECK(own->choices.size() == 6);
    });
}

TEST_CASE("what is not ticked stays out, and only the learner herself exports (LH-02, LH-03)") {
    in_each_town([](HistoryTown& town) {
        town.fill(town.clerk);
        const auto file = town.history->export_file(town.clerk, code, {"bestaetigt-teamwork"});
        REQUIRE(file);
        const auto read = read_document(file->token);
        REQUIRE(read);
        CHECK(read->entries.size() == 1);
        CHECK(read->claim == claim_of(code));
        CHECK(town.history->find_own(town.office()).error() == HistoryError::not_permitted);
        CHECK(town.history->export_file(town.editor, code, {"bestaetigt-teamwork"}).error() == HistoryError::not_permitted);
        CHECK(town.history->export_file(town.clerk, code, {}).error() == HistoryError::nothing_chosen);
        CHECK(town.history->export_file(town.clerk, code, {"stufe-office-text"}).error() == HistoryError::unknown_entry);
        CHECK(town.history->export_file(town.clerk, code, {"bestaetigt-teamwork", "bestaetigt-teamwork"}).has_value());
        CHECK(town.history->export_file(town.colleague, code, {"bestaetigt-teamwork"}).error() == HistoryError::unknown_entry);
        CHECK(town.history->export_file(town.clerk, "kurz", {"bestaetigt-teamwork"}).error() == HistoryError::wrong_code);
    });
}

TEST_CASE("each file is noted without its content; the same form sent twice gives the same file (LH-07)") {
    in_each_town([](HistoryTown& town) {
        town.fill(town.clerk);
        const auto first = town.export_of(town.clerk, code);
        town.clock.advance(std::chrono::hours{1});
        CHECK(town.export_of(town.clerk, code) == first);
        const auto own = town.history->find_own(town.clerk);
        REQUIRE(own->exports.size() == 1);
        CHECK(own->exports.front().digest == sha256_hex(first));
        CHECK(own->exports.front().units == 2);
        CHECK(own->exports.front().confirmed_levels == 1);
        CHECK(own->exports.front().tested_levels == 0);
        CHECK(own->exports.front().stated_levels == 2);
        CHECK(town.history->export_file(town.clerk, code, {"bestaetigt-teamwork"}).error() == HistoryError::code_used);
        town.level(town.colleague, "teamwork", 2, EvidenceSource::confirmation);
        CHECK(town.history->export_file(town.colleague, code, {"bestaetigt-teamwork"}).error() == HistoryError::code_used);
        CHECK(town.count("SELECT count(*) FROM audit_log WHERE action = 'history.exported'") == 1);
        CHECK(town.history->forget_export(town.colleague, own->exports.front().id).error() == HistoryError::not_found);
        REQUIRE(town.history->forget_export(town.clerk, own->exports.front().id));
        CHECK(town.history->find_own(town.clerk)->exports.empty());
        CHECK(town.history->check(first)->issuer.trust == Trust::own);  // the file goes on being valid
    });
}

TEST_CASE("the installation has one key; after a rotation old files verify and new ones bear another (LH-10, LH-12)") {
    in_each_town([](HistoryTown& town) {
        town.fill(town.clerk);
        const auto before = town.export_of(town.clerk, code);
        (void)town.export_of(town.clerk, "11111-11111-11111-11111");
        CHECK(town.count("SELECT count(*) FROM history_keys") == 1);
        const auto rotated = town.database.in_transaction(
            [&](storage::Transaction& transaction) { return IssuerKeys(town.clock, KeySeal("database", "file")).rotate(transaction, std::nullopt); });
        const auto after = town.export_of(town.clerk, "22222-22222-22222-22222");
        CHECK(town.history->check(before)->issuer.trust == Trust::own);
        CHECK(town.history->check(after)->document.key.thumbprint() == rotated);
        CHECK(town.history->check(before)->document.key.thumbprint() != rotated);
        CHECK(town.count("SELECT count(*) FROM history_keys WHERE active = 1") == 1);
        CHECK(town.history->own_keys().size() == 2);
    });
}

TEST_CASE("without the operator's file nothing is signed; a file named later takes the key out of the database (LH-11)") {
    in_each_town([](HistoryTown& town) {
        town.fill(town.clerk);
        const auto file = town.export_of(town.clerk, code);
        town.start(KeySeal("database", ""));
        CHECK(town.history->key_lies_beside_data());
        CHECK(town.history->export_file(town.clerk, "11111-11111-11111-11111", town.keys(town.clerk)).error() == HistoryError::key_sealed);
        CHECK(town.history->check(file)->issuer.trust == Trust::own);  // checking needs no secret
        town.database.in_transaction([&](storage::Transaction& transaction) { transaction.execute("DELETE FROM history_keys"); });
        (void)town.export_of(town.clerk, "22222-22222-22222-22222");
        CHECK(town.count("SELECT count(*) FROM history_keys WHERE sealed_with = 'database'") == 1);
        town.start(KeySeal("database", "file"));
        (void)town.export_of(town.clerk, "33333-33333-33333-33333");
        CHECK(town.count("SELECT count(*) FROM history_keys WHERE sealed_with = 'file'") == 1);
        CHECK(town.count("SELECT count(*) FROM history_keys") == 1);
    });
}

TEST_CASE("the office alone says whose histories count, and takes it back (LH-14)") {
    in_each_town([](HistoryTown& town) {
        const auto key = SigningKey::of_seed(std::string(32, 'p')).public_key();
        CHECK(town.issuers.list(town.clerk).error() == IssuerError::not_permitted);
        CHECK(town.issuers.add(town.clerk, "Stadt", key.x()).error() == IssuerError::not_permitted);
        CHECK(town.issuers.withdraw(town.clerk, TrustedIssuerId{1}).error() == IssuerError::not_permitted);
        CHECK(town.issuers.find(town.clerk, TrustedIssuerId{1}).error() == IssuerError::not_permitted);
        const auto office = town.office();
        CHECK(town.issuers.add(office, " ", key.x()).error() == IssuerError::name_missing);
        CHECK(town.issuers.add(office, "Stadt", "kein Schlüssel").error() == IssuerError::unreadable_key);
        const auto id = town.issuers.add(office, "Stadt", key.x());
        REQUIRE(id);
        CHECK(*town.issuers.add(office, "Stadt", key.jwk()) == *id);  // sent twice
        CHECK(town.issuers.add(office, "Andere Stadt", key.x()).error() == IssuerError::already_trusted);
        REQUIRE(town.issuers.withdraw(office, *id));
        REQUIRE(town.issuers.withdraw(office, *id));
        CHECK(town.issuers.find(office, *id)->withdrawn_at.has_value());
        CHECK(*town.issuers.add(office, "Stadt Neu", key.x()) == *id);  // counts again
        CHECK(town.issuers.list(office)->front().name == "Stadt Neu");
        CHECK(town.issuers.withdraw(office, TrustedIssuerId{999}).error() == IssuerError::not_found);
        CHECK(town.issuers.find(office, TrustedIssuerId{999}).error() == IssuerError::not_found);
        CHECK(town.count("SELECT count(*) FROM audit_log WHERE subject_type = 'trusted_issuer'") == 3);
        town.fill(town.clerk);
        (void)town.export_of(town.clerk, code);
        CHECK(town.issuers.add(office, "Wir", PublicKey::of_stored(town.history->own_keys().front().public_key).x()).error() == IssuerError::own_key);
    });
}

TEST_CASE("data access names files and takeovers, erasure removes them, and the file verifies all the same (LH-08)") {
    in_each_town([](HistoryTown& town) {
        town.fill(town.clerk);
        const auto file = town.export_of(town.clerk, code);
        town.database.in_transaction([&](storage::Transaction& transaction) { remove_person(transaction, town.clerk.person); });
        town.erase_account(town.clerk);
        CHECK(town.count("SELECT count(*) FROM history_exports") == 0);
        CHECK(town.history->check(file)->issuer.trust == Trust::own);
        CHECK(town.history->export_file(town.clerk, "11111-11111-11111-11111", {"bestaetigt-teamwork"}).error() != HistoryError::not_found);
    });
}

TEST_CASE("who changes the authority within the installation keeps her history (LH-08)") {
    in_each_town([](HistoryTown& town) {
        town.fill(town.clerk);
        const auto before = town.history->find_own(town.clerk);
        (void)town.export_of(town.clerk, code);
        town.database.in_transaction([&](storage::Transaction& transaction) {
            transaction.execute("UPDATE people SET organisation_id = ? WHERE id = ?", town.other_town, town.clerk.person);
        });
        auto moved = town.clerk;
        moved.organisation = town.other_town;
        moved.roles = {{Role::learner, town.other_town}};
        const auto after = town.history->find_own(moved);
        REQUIRE(after);
        REQUIRE(after->choices.size() == before->choices.size());
        for (std::size_t i = 0; i < after->choices.size(); ++i) CHECK(after->choices[i].entry == before->choices[i].entry);
        CHECK(after->exports.size() == 1);
    });
}
