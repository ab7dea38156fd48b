// SPDX-License-Identifier: EUPL-1.2
#include "base/text.hpp"
#include "roles/personal_data.hpp"
#include "roles/tests/role_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::roles;
using namespace kc::roles::test;

namespace {

constexpr std::string_view description_text =
    "Ihre Aufgaben:\n- Sie führen die E-Akte und legen Vorgänge in der E-Akte an.\n- Gesprächsführung mit Bürgerinnen und Bürgern.\n"
    "Ihr Profil:\n- Sichere Kenntnisse der E-Akte\n- Zusammenarbeit im Team\nWir bieten: 30 Tage Urlaub.";

std::int64_t submit(RoleTown& town, const Viewer& viewer, OrganisationId organisation) {
    const auto id = town.descriptions.submit(viewer, {organisation, town.town.role("citizen-service"), "Bürgerbüro", std::string(description_text)});
    REQUIRE(id);
    return *id;
}

}  // namespace

TEST_CASE("a job description becomes lines with the sentences that support them, and no demand yet") {
    in_each_town([](RoleTown& town) {
        const auto demands = town.count("SELECT count(*) FROM role_demands");
        const auto open = *town.descriptions.find(town.hr, submit(town, town.hr, town.town.town));
        REQUIRE_FALSE(open.lines.empty());
        const auto file = std::find_if(open.lines.begin(), open.lines.end(),
                                       [&](const auto& line) { return line.competence_id == town.town.competence("e-file"); });
        REQUIRE(file != open.lines.end());
        CHECK(file->decision == LineDecision::open);
        REQUIRE_FALSE(file->sentences.empty());
        for (const auto& [begin, end] : file->sentences) {
            CHECK(open.description.content.substr(begin, end - begin).find("E-Akte") != std::string::npos);
        }
        CHECK(town.count("SELECT count(*) FROM role_demands") == demands);  // TA-21
        CHECK(town.descriptions.list(town.hr)->front().open == static_cast<std::int64_t>(open.lines.size()));
    });
}

TEST_CASE("an accepted line becomes a demand of the own authority with its sentence, once") {
    in_each_town([](RoleTown& town) {
        const auto id = submit(town, town.hr, town.town.town);
        const auto open = *town.descriptions.find(town.hr, id);
        const auto line = open.lines.front();
        REQUIRE(town.descriptions.accept(town.hr, id, line.id, 4, 8));
        const auto find = [&] {
            for (const auto& record : town.roles.lines(town.hr, town.town.role("citizen-service"))) {
                if (record.organisation_id == town.town.town && record.competence_id == line.competence_id) return record;
            }
            return competence::DemandRecord{};
        };
        CHECK(find().level == 4);
        CHECK(find().weight == 8);
        CHECK(find().reason.starts_with("Aus der Stellenbeschreibung: „"));
        CHECK(town.count("SELECT count(*) FROM demand_changes") == 1);
        CHECK(town.descriptions.accept(town.hr, id, line.id, 5, 9));  // sent twice
        CHECK(find().level == 4);
        CHECK(town.descriptions.reject(town.hr, id, line.id).error().error == DescriptionError::already_decided);
        // A second description changes the line that stands there.
        const auto second = submit(town, town.hr, town.town.town);
        const auto again = *town.descriptions.find(town.hr, second);
        for (const auto& other : again.lines) {
            if (other.competence_id == line.competence_id) REQUIRE(town.descriptions.accept(town.hr, second, other.id, 2, 3));
        }
        CHECK(find().level == 2);
        CHECK(town.count("SELECT count(*) FROM demand_changes") == 2);
    });
}

TEST_CASE("a rejected line leaves no demand and can still be taken over; a bad level is refused") {
    in_each_town([](RoleTown& town) {
        const auto id = submit(town, town.hr, town.town.town);
        const auto line = town.descriptions.find(town.hr, id)->lines.front();
        REQUIRE(town.descriptions.reject(town.hr, id, line.id));
        CHECK(town.descriptions.reject(town.hr, id, line.id));  // sent twice
        CHECK(town.count("SELECT count(*) FROM demand_changes") == 0);
        const auto refused = town.descriptions.accept(town.hr, id, line.id, 9, 8);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().error == DescriptionError::line_refused);
        CHECK(town.descriptions.find(town.hr, id)->lines.front().decision == LineDecision::rejected);
        CHECK(town.descriptions.accept(town.hr, id, line.id, 3, 8));
        CHECK(town.descriptions.accept(town.hr, id, 999'999, 3, 8).error().error == DescriptionError::not_found);
        CHECK(town.descriptions.reject(town.hr, id, 999'999).error().error == DescriptionError::not_found);
    });
}

TEST_CASE("nobody but its submitter sees or decides a job description") {
    in_each_town([](RoleTown& town) {
        const auto id = submit(town, town.hr, town.town.town);
        const auto line = town.descriptions.find(town.hr, id)->lines.front().id;
        for (const auto* viewer : {&town.other_hr, &town.office}) {
            CHECK(town.descriptions.find(*viewer, id).error() == DescriptionError::not_found);
            CHECK(town.descriptions.accept(*viewer, id, line, 3, 8).error().error == DescriptionError::not_found);
            CHECK(town.descriptions.remove(*viewer, id).error() == DescriptionError::not_found);
            CHECK(town.descriptions.list(*viewer)->empty());
        }
        const auto& clerk = town.town.clerk;
        CHECK(town.descriptions.find(clerk, id).error() == DescriptionError::not_permitted);
        CHECK(town.descriptions.list(clerk).error() == DescriptionError::not_permitted);
        CHECK(town.descriptions.accept(clerk, id, line, 3, 8).error().error == DescriptionError::not_permitted);
        CHECK(town.descriptions.reject(clerk, id, line).error().error == DescriptionError::not_permitted);
        CHECK(town.descriptions.remove(clerk, id).error() == DescriptionError::not_permitted);
        CHECK(town.descriptions.submit(town.hr, {town.town.other_town, town.town.role("citizen-service"), "", "Text"}).error() ==
              DescriptionError::not_permitted);
        CHECK(town.descriptions.remove(town.hr, id));
        CHECK(town.count("SELECT count(*) FROM job_description_lines") == 0);
    });
}

TEST_CASE("empty and overlong texts, unknown works and too many descriptions are refused") {
    in_each_town([](RoleTown& town) {
        const auto role = town.town.role("citizen-service");
        const auto with = [&](RoleProfileId work, std::string text) {
            return town.descriptions.submit(town.hr, {town.town.town, work, "", std::move(text)});
        };
        CHECK(with(role, " \n ").error() == DescriptionError::no_text);
        CHECK(with(role, std::string(60'001, 'a')).error() == DescriptionError::too_long);
        CHECK(with(RoleProfileId{999'999}, "Text").error() == DescriptionError::role_not_found);
        for (int i = 0; i < descriptions_max; ++i) REQUIRE(with(role, "Text ohne Anforderung."));
        CHECK(with(role, "Text").error() == DescriptionError::too_many);
    });
}

TEST_CASE("after 30 days a description is removed, and the job plans its next run") {
    in_each_town([](RoleTown& town) {
        submit(town, town.hr, town.town.town);
        town.town.clock.advance(std::chrono::hours(24 * 29));
        submit(town, town.hr, town.town.town);
        town.descriptions.remove_old();
        CHECK(town.count("SELECT count(*) FROM job_descriptions") == 2);
        town.town.clock.advance(std::chrono::hours(24 * 2));
        town.descriptions.remove_old();
        CHECK(town.count("SELECT count(*) FROM job_descriptions") == 1);
        CHECK(town.count("SELECT count(*) FROM job_description_lines WHERE job_description_id NOT IN (SELECT id FROM job_descriptions)") == 0);
        CHECK(town.count("SELECT count(*) FROM jobs WHERE kind = 'roles.remove_descriptions'") == 1);
    });
}

TEST_CASE("data access shows the own descriptions, erasure removes them and keeps what was taken over") {
    in_each_town([](RoleTown& town) {
        const auto id = submit(town, town.hr, town.town.town);
        const auto line = town.descriptions.find(town.hr, id)->lines.front().id;
        REQUIRE(town.descriptions.accept(town.hr, id, line, 4, 8));
        const auto demands = town.count("SELECT count(*) FROM role_demands");
        RolesPersonalData data;
        const auto exported = town.town.database.read([&](storage::Session& session) { return data.export_data(session, town.hr.person); });
        CHECK(exported.find("E-Akte") != std::string::npos);
        const auto others = town.town.database.read([&](storage::Session& session) { return data.export_data(session, town.office.person); });
        CHECK(others == R"({"job_descriptions":[]})");
        town.town.database.in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, town.hr.person); });
        CHECK(town.count("SELECT count(*) FROM job_descriptions") == 0);
        CHECK(town.count("SELECT count(*) FROM role_demands") == demands);
    });
}

TEST_CASE("a reason is cut between letters and stays within what a demand may hold") {
    std::string sentence;
    for (int i = 0; i < 400; ++i) sentence += "ä";
    const auto reason = reason_from(sentence, {{0, sentence.size()}});
    CHECK(code_points(reason) <= reason_max);
    CHECK(is_valid_utf8(reason));
    CHECK(reason.ends_with("…“"));
    CHECK(reason_from("Eins.\nZwei.", {{0, 11}}) == "Aus der Stellenbeschreibung: „Eins. Zwei.“");
}
