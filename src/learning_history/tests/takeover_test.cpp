// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/personal_data.hpp"
#include "learning_history/tests/history_town.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kc;
using namespace kc::learning_history;
using namespace kc::learning_history::test;

namespace {

const std::string code = "ABCDE-FGHJK-MNPQR-STVWX";

std::int64_t traces(const HistoryTown& town) {
    return town.count(
        "SELECT (SELECT count(*) FROM history_imports) + (SELECT count(*) FROM history_entries) + (SELECT count(*) FROM evidence) + "
        "(SELECT count(*) FROM completed_units) + (SELECT count(*) FROM consents)");
}

}  // namespace

TEST_CASE("a history of another authority is shown first and then taken over: levels, completed units, the rest as history (LH-20 to LH-23)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        const auto file = from.export_of(from.clerk, code);
        to.trust(from);
        const auto& viewer = to.colleague;
        const auto preview = to.history->preview(viewer, file, code);
        REQUIRE(preview);
        CHECK(preview->checked.issuer.name == "Stadt Altdorf");
        CHECK_FALSE(preview->taken_over_already);
        CHECK(std::count(preview->fates.begin(), preview->fates.end(), Fate::unit_recorded) == 1);
        CHECK(std::count(preview->fates.begin(), preview->fates.end(), Fate::stays_history) == 1);
        CHECK(std::count(preview->fates.begin(), preview->fates.end(), Fate::level_taken_over) == 3);
        CHECK(traces(to) == 0);

        const auto taken = to.take_over(viewer, file, code);
        REQUIRE(taken);
        CHECK(taken->changed);
        const auto teamwork = to.current(viewer, "teamwork");
        REQUIRE(teamwork);
        CHECK(teamwork->level == 3);
        CHECK(teamwork->evidence->source == EvidenceSource::confirmation);
        CHECK(teamwork->evidence->confidence_percent == 75);  // LH-22
        CHECK(teamwork->evidence->assessed_on == day(2026, 1, 15));
        CHECK(teamwork->evidence->origin.starts_with("history:"));
        CHECK(to.count("SELECT count(*) FROM completed_units") == 1);
        CHECK(to.history->consent_given(viewer));
        CHECK(to.history->find_own(viewer)->imports.front().issuer_name == "Stadt Altdorf");
        CHECK(to.count("SELECT count(*) FROM audit_log WHERE action = 'history.taken_over'") == 1);
        CHECK(std::count(to.observer.told.begin(), to.observer.told.end(), viewer.person) >= 1);
        CHECK(from.count("SELECT count(*) FROM audit_log WHERE action LIKE 'history.taken%'") == 0);  // the former employer learns nothing
    });
}

TEST_CASE("the same file twice changes nothing (LH-24)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        const auto file = from.export_of(from.clerk, code);
        to.trust(from);
        const auto first = to.take_over(to.colleague, file, code);
        REQUIRE(first);
        const auto before = traces(to);
        const auto second = to.take_over(to.colleague, file, code);
        REQUIRE(second);
        CHECK_FALSE(second->changed);
        CHECK(second->id == first->id);
        CHECK(traces(to) == before);
        CHECK(to.history->preview(to.colleague, file, code)->taken_over_already);
    });
}

TEST_CASE("nobody takes over the history of somebody else (LH-21)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        const auto file = from.export_of(from.clerk, code);
        to.trust(from);
        for (const std::string wrong : {"", "ABCDE-FGHJK-MNPQR-STVWY", "kein Code"}) {
            CHECK(to.take_over(to.colleague, file, wrong).error() == HistoryError::wrong_code);
            CHECK(to.history->preview(to.colleague, file, wrong).error() == HistoryError::wrong_code);
        }
        CHECK(traces(to) == 0);
        REQUIRE(to.take_over(to.colleague, file, code));
        CHECK(to.take_over(to.clerk, file, code).error() == HistoryError::other_person);
        CHECK(to.history->preview(to.clerk, file, code).error() == HistoryError::other_person);
        CHECK(to.take_over(to.office(), file, code).error() == HistoryError::not_permitted);
        CHECK(to.history->preview(to.office(), file, code).error() == HistoryError::not_permitted);
        // In the installation where it was made: not into the same account, not into another while hers is in use, but after she left it.
        CHECK(from.take_over(from.clerk, file, code).error() == HistoryError::own_file);
        CHECK(from.take_over(from.stranger, file, code).error() == HistoryError::other_person);
        from.erase_account(from.clerk);
        CHECK(from.take_over(from.stranger, file, code));
    });
}

TEST_CASE("unknown and withdrawn issuers are refused, what was taken over before stays (LH-15, LH-16)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        const auto file = from.export_of(from.clerk, code);
        CHECK(to.take_over(to.colleague, file, code).error() == HistoryError::unknown_issuer);
        CHECK(to.history->check(file)->issuer.trust == Trust::unknown);
        const auto issuer = to.trust(from);
        REQUIRE(to.take_over(to.colleague, file, code));
        REQUIRE(to.issuers.withdraw(to.office(), issuer));
        CHECK(to.history->check(file)->issuer.trust == Trust::withdrawn);
        CHECK(to.history->preview(to.colleague, file, code).error() == HistoryError::withdrawn_issuer);
        CHECK(to.take_over(to.clerk, file, code).error() == HistoryError::withdrawn_issuer);
        CHECK(to.current(to.colleague, "teamwork"));
    });
}

TEST_CASE("altered, too large, garbage and files from tomorrow leave no trace (LH-15)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        auto file = from.export_of(from.clerk, code);
        to.trust(from);
        auto altered = file;
        altered[altered.find('.') + 40] ^= 1;
        CHECK(to.take_over(to.colleague, altered, code).error() == HistoryError::altered);
        CHECK(to.take_over(to.colleague, std::string(document_bytes_max + 1, 'x'), code).error() == HistoryError::too_large);
        CHECK(to.take_over(to.colleague, "Hallo", code).error() == HistoryError::not_a_token);
        CHECK(to.take_over(to.colleague, "", code).error() == HistoryError::empty_file);
        from.clock.advance(std::chrono::hours{48});
        const auto tomorrow = from.export_of(from.clerk, "11111-11111-11111-11111");
        CHECK(to.take_over(to.colleague, tomorrow, "11111-11111-11111-11111").error() == HistoryError::in_future);
        CHECK(traces(to) == 0);
    });
}

TEST_CASE("without consent nothing is taken over (LH-20)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        const auto file = from.export_of(from.clerk, code);
        to.trust(from);
        CHECK(to.history->take_over(to.colleague, {file, code, {0, 1}}).error() == HistoryError::consent_missing);
        CHECK(to.history->take_over(to.colleague, {file, code, {0, 1}, to.agreement(2)}).error() == HistoryError::consent_outdated);
        CHECK(to.history->take_over(to.colleague, {file, code, {}, to.agreement()}).error() == HistoryError::nothing_chosen);
        CHECK(to.history->take_over(to.colleague, {file, code, {0, 99}, to.agreement()}).error() == HistoryError::unknown_entry);
        CHECK(traces(to) == 0);
    });
}

TEST_CASE("only the ticked lines are stored (LH-20)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        const auto file = from.export_of(from.clerk, code);
        to.trust(from);
        REQUIRE(to.history->take_over(to.colleague, {file, code, {0, 0}, to.agreement()}));
        CHECK(to.count("SELECT count(*) FROM history_entries") == 1);
        CHECK(to.count("SELECT count(*) FROM evidence") == 0);
    });
}

TEST_CASE("undoing removes everything that came with the file, and nothing else (LH-25)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        const auto file = from.export_of(from.clerk, code);
        to.trust(from);
        to.level(to.colleague, "digital-basics", 1, EvidenceSource::self_assessment);
        const auto taken = to.take_over(to.colleague, file, code);
        REQUIRE(taken);
        CHECK(to.history->undo(to.clerk, taken->id).error() == HistoryError::not_found);
        CHECK(to.history->undo(to.office(), taken->id).error() == HistoryError::not_permitted);
        CHECK(to.history->find_import(to.clerk, taken->id).error() == HistoryError::not_found);
        CHECK(to.history->find_import(to.office(), taken->id).error() == HistoryError::not_permitted);
        REQUIRE(to.history->undo(to.colleague, taken->id));
        CHECK_FALSE(to.current(to.colleague, "teamwork"));
        CHECK(to.current(to.colleague, "digital-basics"));
        CHECK(to.count("SELECT (SELECT count(*) FROM history_entries) + (SELECT count(*) FROM completed_units)") == 0);
        CHECK(to.history->undo(to.colleague, taken->id).error() == HistoryError::not_found);
        REQUIRE(to.take_over(to.colleague, file, code));  // she may change her mind again
        CHECK(to.current(to.colleague, "teamwork"));
    });
}

TEST_CASE("withdrawing the consent removes every history taken over (LH-26)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        to.trust(from);
        REQUIRE(to.take_over(to.colleague, from.export_of(from.clerk, code), code));
        REQUIRE(to.take_over(to.colleague, from.export_of(from.clerk, "11111-11111-11111-11111"), "11111-11111-11111-11111"));
        CHECK(to.consents.find_own(to.colleague, consent::learning_history_import)->effects.size() == 1);  // said before it is done
        REQUIRE(to.consents.withdraw(to.colleague, consent::learning_history_import, "/datenschutz/einwilligungen"));
        CHECK_FALSE(to.current(to.colleague, "teamwork"));
        CHECK(to.count(
                  "SELECT (SELECT count(*) FROM history_imports) + (SELECT count(*) FROM history_entries) + (SELECT count(*) FROM completed_units) "
                  "+ (SELECT count(*) FROM evidence)") == 0);
    });
}

TEST_CASE("a unit that two histories name stays completed until the last of them goes; what she reported herself stays (LH-25)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        to.trust(from);
        const auto first = to.take_over(to.colleague, from.export_of(from.clerk, code), code);
        to.clock.advance(std::chrono::minutes{5});
        const auto second = to.take_over(to.colleague, from.export_of(from.clerk, "11111-11111-11111-11111"), "11111-11111-11111-11111");
        REQUIRE((first && second));
        REQUIRE(to.history->undo(to.colleague, first->id));
        CHECK(to.count("SELECT count(*) FROM completed_units") == 1);
        REQUIRE(to.history->undo(to.colleague, second->id));
        CHECK(to.count("SELECT count(*) FROM completed_units") == 0);
        to.complete(to.colleague, to.e_file_unit, day(2026, 2, 2));
        const auto third = to.take_over(to.colleague, from.export_of(from.clerk, code), code);
        REQUIRE(third);
        REQUIRE(to.history->undo(to.colleague, third->id));
        CHECK(to.count("SELECT count(*) FROM completed_units") == 1);
    });
}

TEST_CASE("what was taken over can be taken along again, with who attested it first and less weight each time (LH-09)") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        to.trust(from);
        REQUIRE(to.take_over(to.colleague, from.export_of(from.clerk, code), code));
        const auto onward = read_document(to.export_of(to.colleague, "11111-11111-11111-11111"));
        REQUIRE(onward);
        CHECK(onward->entries.size() == 5);
        for (const auto& entry : onward->entries) CHECK(entry.taken_over_from == "Stadt Altdorf");
        const auto confirmed =
            std::find_if(onward->entries.begin(), onward->entries.end(), [](const Entry& entry) { return entry.kind == EntryKind::confirmed_level; });
        REQUIRE(confirmed != onward->entries.end());
        CHECK(confirmed->confidence_percent == 75);
        CHECK(taken_over_confidence(confirmed->source, confirmed->confidence_percent) == 55);
    });
}

TEST_CASE("access shows what was taken over, erasure leaves nothing of it") {
    in_two_towns([](HistoryTown& from, HistoryTown& to) {
        from.fill(from.clerk);
        to.trust(from);
        REQUIRE(to.take_over(to.colleague, from.export_of(from.clerk, code), code));
        (void)to.export_of(to.colleague, "11111-11111-11111-11111");
        HistoryPersonalData data;
        const auto exported = to.database.read([&](storage::Session& session) { return data.export_data(session, to.colleague.person); });
        for (const std::string part : {"Stadt Altdorf", "E-Akte anlegen", "Hausregeln", "files_made"})
            CHECK(exported.find(part) != std::string::npos);
        to.database.in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, to.colleague.person); });
        CHECK(
            to.count(
                "SELECT (SELECT count(*) FROM history_imports) + (SELECT count(*) FROM history_entries) + (SELECT count(*) FROM history_exports)") ==
            0);
    });
}
