// SPDX-License-Identifier: EUPL-1.2
#include "placement/file_type.hpp"
#include "placement/personal_data.hpp"
#include "placement/tests/placement_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::placement;
using namespace kc::placement::test;

namespace {

NewDocument certificate(const PlacementTown& town, std::string title = "Zertifikat Teamarbeit") {
    return {std::move(title), "VHS", day(2026, 1, 10), "C:\\Zeugnisse\\Team <1>.docx", small_pdf, {{town.competence("teamwork"), 3}}};
}

}  // namespace

TEST_CASE("the type of a document is told by its first bytes (KP-12)") {
    CHECK(media_type_of(small_pdf) == "application/pdf");
    CHECK(media_type_of("\xFF\xD8\xFF\xE0 JFIF") == "image/jpeg");
    CHECK(media_type_of(std::string_view("\x89PNG\r\n\x1A\n....", 12)) == "image/png");
    for (const std::string_view other : {"", "<html>%PDF-", "PK\x03\x04", "GIF89a", "%PD", "\x89PNG", "MZ"}) CHECK_FALSE(media_type_of(other));
}

TEST_CASE("a stored file name has no path, nothing odd and the ending of its type (KP-12)") {
    CHECK(safe_file_name("../../etc/passwd", "application/pdf") == "passwd.pdf");
    CHECK(safe_file_name("C:\\Zeugnisse\\Team <1>.docx", "application/pdf") == "Team -1.pdf");
    CHECK(safe_file_name("prüfung.pdf.exe", "image/png") == "prüfung-pdf.png");
    CHECK(safe_file_name("\r\n\"", "image/jpeg") == "nachweis.jpg");
    CHECK(safe_file_name("", "image/jpeg") == "nachweis.jpg");
    const auto name = safe_file_name(std::string(79, 'a') + "ü" + std::string(50, 'b'), "image/png");
    CHECK(name == std::string(79, 'a') + ".png");  // cut between characters, not inside one
}

TEST_CASE("a document counts as the person's own statement and goes with its lines of the profile (KP-12, KP-13)") {
    in_each_town([](PlacementTown& town) {
        const auto id = town.documents->store(town.clerk, certificate(town));
        REQUIRE(id);
        const auto current = town.current(town.clerk, "teamwork");
        REQUIRE(current);
        CHECK(current->level == 3);
        CHECK(current->confidence_percent == 60);
        CHECK(current->evidence->origin == fmt::format("document:{}", id->value));
        CHECK(*town.documents->store(town.clerk, certificate(town)) == *id);  // sent twice
        CHECK(town.documents->list(town.clerk)->size() == 1);
        const auto file = town.documents->file(town.clerk, *id);
        REQUIRE(file);
        CHECK(file->content == small_pdf);
        CHECK(file->document.file_name == "Team -1.pdf");
        CHECK(town.observer.told.size() == 1);
        REQUIRE(town.documents->remove(town.clerk, *id));
        CHECK_FALSE(town.current(town.clerk, "teamwork"));
        CHECK(town.count("SELECT count(*) FROM evidence_document_files") == 0);
        CHECK(town.documents->remove(town.clerk, *id).error() == DocumentError::not_found);
        CHECK(town.count("SELECT count(*) FROM audit_log WHERE subject_type = 'evidence_document'") == 2);
        CHECK(town.count("SELECT count(*) FROM audit_log WHERE details LIKE '%Team%'") == 0);
    });
}

TEST_CASE("what is wrong with a document is refused and leaves no trace (KP-12)") {
    in_each_town([](PlacementTown& town) {
        const auto error = [&](auto&& change) {
            auto document = certificate(town);
            change(document);
            return town.documents->store(town.clerk, document).error();
        };
        CHECK(error([](auto& d) { d.content = ""; }) == DocumentError::empty_file);
        CHECK(error([](auto& d) { d.content.resize(document_bytes_max + 1); }) == DocumentError::too_large);
        CHECK(error([](auto& d) { d.content = "MZ program"; }) == DocumentError::wrong_type);
        CHECK(error([](auto& d) { d.title = ""; }) == DocumentError::title_missing);
        CHECK(error([](auto& d) { d.issued_on = day(2026, 3, 3); }) == DocumentError::issued_in_future);
        CHECK(error([](auto& d) { d.levels.clear(); }) == DocumentError::no_competence);
        CHECK(error([](auto& d) { d.levels.front().competence_id = CompetenceId{9999}; }) == DocumentError::unknown_competence);
        CHECK(error([](auto& d) { d.levels.front().level = 6; }) == DocumentError::level_out_of_range);
        CHECK(error([](auto& d) { d.levels.push_back(d.levels.front()); }) == DocumentError::same_competence);
        CHECK(town.documents->store(town.boss, certificate(town)).error() == DocumentError::not_permitted);
        CHECK(town.documents->list(town.boss).error() == DocumentError::not_permitted);
        CHECK(town.count("SELECT count(*) FROM evidence_documents") == 0);
        CHECK(town.count("SELECT count(*) FROM evidence") == 0);
    });
}

TEST_CASE("twenty documents are enough, and nobody else opens one (KP-12, KP-13)") {
    in_each_town([](PlacementTown& town) {
        for (std::size_t i = 0; i < documents_max; ++i)
            REQUIRE(town.documents->store(town.clerk, certificate(town, fmt::format("Zertifikat {}", i))));
        CHECK(town.documents->store(town.clerk, certificate(town, "Noch eins")).error() == DocumentError::too_many);
        REQUIRE(town.documents->store(town.colleague, certificate(town)));
        const auto id = town.documents->list(town.clerk)->front().id;
        CHECK(town.documents->file(town.colleague, id).error() == DocumentError::not_found);
        CHECK(town.documents->find(town.colleague, id).error() == DocumentError::not_found);
        CHECK(town.documents->remove(town.colleague, id).error() == DocumentError::not_found);
        CHECK(town.documents->file(town.boss, id).error() == DocumentError::not_permitted);
        CHECK(town.documents->find(town.boss, id).error() == DocumentError::not_permitted);
        CHECK(town.documents->remove(town.boss, id).error() == DocumentError::not_permitted);
    });
}

TEST_CASE("access shows tests, documents and requests of the person; erasure leaves nothing of them") {
    in_each_town([](PlacementTown& town) {
        town.answer_as(town.clerk, "teamwork", 2);
        const auto document = *town.documents->store(town.clerk, certificate(town));
        REQUIRE(town.confirmations->request(town.clerk, {town.boss.person, town.competence("teamwork"), 3, document, "Bitte"}));
        REQUIRE(town.confirmations->request(town.colleague, {town.boss.person, town.competence("teamwork"), 2, std::nullopt, ""}));
        PlacementPersonalData data(*town.frameworks, town.clock);
        const auto exported = town.database.read([&](storage::Session& session) { return data.export_data(session, town.clerk.person); });
        for (const auto part : {"Zertifikat Teamarbeit", "Frage teamwork-", "boss Leitung", "Zusammenarbeit im Team", "Bitte"}) {
            CAPTURE(part);
            CHECK(exported.find(part) != std::string::npos);
        }
        const auto of_boss = town.database.read([&](storage::Session& session) { return data.export_data(session, town.boss.person); });
        CHECK(of_boss.find("Muster") == std::string::npos);  // nothing about those who asked
        CHECK(of_boss.find("\"open\"") != std::string::npos);
        town.database.in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, town.clerk.person); });
        CHECK(town.count("SELECT (SELECT count(*) FROM placement_tests) + (SELECT count(*) FROM placement_answers) + "
                         "(SELECT count(*) FROM evidence_documents) + (SELECT count(*) FROM evidence_document_files)") == 0);
        CHECK(town.count("SELECT count(*) FROM confirmations") == 1);
        town.database.in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, town.boss.person); });
        CHECK(town.confirmations->requests(town.colleague)->front().state == ConfirmationState::withdrawn);
    });
}
