// SPDX-License-Identifier: EUPL-1.2
// A small town for the tests of this room: eight competences, three role profiles, two municipalities, four people; 2 March 2026.
#pragma once

#include "competence/framework_content.hpp"
#include "competence/service.hpp"
#include "tests/support/test_database.hpp"

#include <chrono>

namespace kc::competence::test {

inline constexpr Date today{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{2}};

inline Date day(int year, unsigned month, unsigned day) { return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}; }

inline std::vector<std::string> five_levels(const std::string& what) {
    std::vector<std::string> levels;
    for (int level = 1; level <= level_max; ++level) levels.push_back(fmt::format("Ich kann {} auf Stufe {}.", what, level));
    return levels;
}

inline FrameworkContent small_framework(std::optional<OrganisationId> strict_organisation = std::nullopt) {
    FrameworkContent content;
    content.stated_on = day(2026, 1, 15);
    content.areas = {{"social", "Soziale Kompetenzen", "Social competences"}, {"digital", "Digitales Arbeiten", "Digital work"}};
    const auto competence = [&](std::string slug, std::string area, std::string name, int half_life) {
        content.competences.push_back({slug,
                                       std::move(area),
                                       name,
                                       "Worum es bei " + name + " geht.",
                                       "",
                                       half_life,
                                       "Das habe ich noch nie gemacht.",
                                       five_levels(name),
                                       {},
                                       {}});
    };
    competence("conversation", "social", "Gesprächsführung", 60);
    competence("teamwork", "social", "Zusammenarbeit im Team", 60);
    competence("digital-basics", "digital", "Arbeiten am PC", 24);
    competence("e-file", "digital", "E-Akte", 24);
    competence("office-text", "digital", "Texte am PC", 24);
    competence("ai-basics", "digital", "KI verstehen", 12);
    competence("video-meetings", "digital", "Videokonferenzen", 24);
    competence("escape", "digital", "Mit <script> & \"Zeichen\"", 24);
    content.general_demands = {{"teamwork", 2, 6, "Digitale Vorgänge laufen durch mehrere Ämter.", {}},
                               {"digital-basics", 2, 6, "Mitteilungen kommen fast nur noch digital.", {}}};
    content.role_profiles = {{"citizen-service",
                              "Bürgerservice",
                              "Citizen services",
                              "Beratung am Schalter.",
                              {{"conversation", 3, 8, "Viele kurze Gespräche.", {}}, {"digital-basics", 3, 4, "Fachverfahren am PC.", {}}},
                              {{"e-file", 2, 5, "Das Haus führt die E-Akte ein.", {}}},
                              {"team-lead"}},
                             {"registry-office",
                              "Standesamt",
                              "Civil registry office",
                              "Beurkundungen.",
                              {{"conversation", 4, 7, "Gespräche mit Trauernden.", {}}, {"office-text", 3, 6, "Urkunden müssen stimmen.", {}}},
                              {},
                              {}},
                             {"team-lead",
                              "Teamleitung",
                              "Team lead",
                              "Ein Team führen.",
                              {{"teamwork", 4, 9, "Absprachen im Team.", {}}, {"conversation", 2, 3, "Gespräche im Team.", {}}},
                              {},
                              {}}};
    if (strict_organisation) {
        content.role_profiles[0].authority.push_back({"e-file", 4, 9, "Nur in dieser Kommune.", strict_organisation});
    }
    return content;
}

class Town {
public:
    explicit Town(storage::Database& database) : database(database), clock(Instant{std::chrono::sys_days{today}} + std::chrono::hours{9}) {
        database.in_transaction([&](storage::Transaction& transaction) { fill(transaction); });
        frameworks = std::make_unique<FrameworkSource>(database);
        service = std::make_unique<ProfileService>(database, clock, *frameworks, observer);
    }

    // Counts what planning would be told.
    struct Observer final : ProfileObserver {
        void profile_changed(storage::Transaction&, PersonId person) override { told.push_back(person); }
        std::vector<PersonId> told;
    };

    Viewer learner(PersonId person, OrganisationId organisation) const {
        return {.person = person,
                .organisation = organisation,
                .display_name = "Erika Muster",
                .language = Language::de,
                .roles = {{Role::learner, organisation}}};
    }

    CompetenceId competence(std::string_view slug) const {
        const auto framework = frameworks->current();
        return framework->competence(*framework->competence_by_slug(slug)).id;
    }
    RoleProfileId role(std::string_view slug) const { return frameworks->current()->role_profile_by_slug(slug)->id; }

    const Standing& standing(const OwnProfile& own, std::string_view slug) const { return own.standings[*own.framework->competence_by_slug(slug)]; }

    std::int64_t count(std::string_view sql) const {
        return database.read([&](storage::Session& session) { return session.get<std::int64_t>(sql); });
    }

    LearningPreferences preferences() const {
        return {.hours = HalfHours{80},
                .weekly_hours = HalfHours{8},
                .budget = Money{500'00},
                .presence_days = 4,
                .until = day(2027, 3, 2),
                .working_days = monday_to_friday,
                .online = true,
                .on_site = true,
                .places = {heidelberg},
                .absences = {{day(2026, 7, 1), day(2026, 7, 14)}}};
    }

    storage::Database& database;
    FixedClock clock;
    Observer observer;
    std::unique_ptr<FrameworkSource> frameworks;
    std::unique_ptr<ProfileService> service;

    PlaceId heidelberg, speyer, berlin;
    OrganisationId town, other_town;
    DepartmentId citizen_office, other_department, closed_department;
    Viewer clerk, colleague, stranger, editor;

private:
    void fill(storage::Transaction& transaction) {
        const auto place = [&](std::string_view slug, std::string_view name, double latitude, double longitude) {
            return transaction.get<PlaceId>("INSERT INTO places (slug, name, latitude, longitude) VALUES (?, ?, ?, ?) RETURNING id", slug, name,
                                            latitude, longitude);
        };
        heidelberg = place("heidelberg", "Heidelberg", 49.41, 8.69);
        speyer = place("speyer", "Speyer", 49.32, 8.43);
        berlin = place("berlin", "Berlin", 52.52, 13.40);
        town = organisation(transaction, "town", heidelberg);
        other_town = organisation(transaction, "other-town", berlin);
        write_framework(transaction, small_framework(other_town));
        citizen_office = department(transaction, town, "Bürgeramt", std::nullopt);
        closed_department = department(transaction, town, "Altes Amt", day(2026, 1, 1));
        other_department = department(transaction, other_town, "Hauptamt", std::nullopt);
        clerk = learner(person(transaction, town, "clerk"), town);
        colleague = learner(person(transaction, town, "colleague"), town);
        stranger = learner(person(transaction, other_town, "stranger"), other_town);
        editor = learner(person(transaction, other_town, "editor"), other_town);
        editor.roles = {{Role::provider_editor, other_town}};
    }

    static OrganisationId organisation(storage::Transaction& transaction, std::string_view slug, PlaceId place) {
        return transaction.get<OrganisationId>(
            "INSERT INTO organisations (slug, kind, land, place_id, created_at) "
            "VALUES (?, 'municipality', 'BW', ?, 0) RETURNING id",
            slug, place);
    }
    static DepartmentId department(storage::Transaction& transaction, OrganisationId organisation, std::string_view name, std::optional<Date> until) {
        const auto id =
            transaction.get<DepartmentId>("INSERT INTO departments (organisation_id, created_at) VALUES (?, 0) RETURNING id", organisation);
        transaction.execute("INSERT INTO department_versions (department_id, valid_from, valid_until, name) VALUES (?, '2020-01-01', ?, ?)", id,
                            until, name);
        return id;
    }
    static PersonId person(storage::Transaction& transaction, OrganisationId organisation, std::string_view name) {
        return transaction.get<PersonId>(
            "INSERT INTO people (organisation_id, email, first_name, last_name, state, created_at) "
            "VALUES (?, ?, ?, 'Muster', 'active', 0) RETURNING id",
            organisation, fmt::format("{}@example.org", name), name);
    }
};

}  // namespace kc::competence::test
