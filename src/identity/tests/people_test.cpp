// SPDX-License-Identifier: EUPL-1.2
#include "identity/tests/hall.hpp"

using namespace kc;
using namespace kc::identity;

namespace {

PersonInput person(Hall& hall, const std::string& email) {
    return {.organisation = hall.town, .email = email, .first_name = "Nora", .last_name = "Neu"};
}

RoleInput role(Role role, OrganisationId in) { return {.role = role, .organisation = in}; }

}  // namespace

TEST_CASE("ID-30: HR invites into its own organisation, the office everywhere, nobody else") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& people = hall.identity.people;
        REQUIRE(people.invite(hall.hr, person(hall, "a@weinheim.example"), {Role::learner}));
        REQUIRE(people.invite(hall.office, person(hall, "b@weinheim.example"), {Role::provider_editor}));
        for (const Viewer& viewer : {hall.foreign_hr, hall.supervisor, hall.clerk, hall.operator_}) {
            CHECK(people.invite(viewer, person(hall, "c@weinheim.example"), {}).error() == PeopleError::not_permitted);
        }
        CHECK(people.invite(hall.hr, person(hall, "A@Weinheim.example"), {}).error() == PeopleError::email_taken);
        CHECK(people.invite(hall.hr, person(hall, "no address"), {}).error() == PeopleError::email_invalid);
        auto nameless = person(hall, "d@weinheim.example");
        nameless.last_name = "  ";
        CHECK(people.invite(hall.hr, nameless, {}).error() == PeopleError::name_invalid);
        auto elsewhere = person(hall, "d@weinheim.example");
        elsewhere.department =
            hall.identity.organisations.add_department(hall.foreign_hr, hall.other_town, "Bauamt", std::nullopt, hall.clock.today()).value();
        CHECK(people.invite(hall.hr, elsewhere, {}).error() == PeopleError::department_not_found);
        auto nowhere = person(hall, "d@weinheim.example");
        nowhere.organisation = OrganisationId{99999};
        CHECK(people.invite(hall.office, nowhere, {}).error() == PeopleError::not_found);
        auto numbered = person(hall, "e@weinheim.example");
        numbered.source_key = "17";
        REQUIRE(people.invite(hall.hr, numbered, {}));
        numbered.email = "f@weinheim.example";
        CHECK(people.invite(hall.hr, numbered, {}).error() == PeopleError::source_key_taken);
        CHECK(hall.count("SELECT count(*) FROM people WHERE first_name = 'Nora'") == 3);
        CHECK(hall.audits("person.invited") == 3);
    }
}

TEST_CASE("ID-31: nobody gives a role beyond what they are trusted with") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& people = hall.identity.people;
        for (const Role allowed : {Role::supervisor, Role::hr_decision_maker, Role::venue_host, Role::instructor}) {
            CHECK(people.grant_role(hall.hr, hall.clerk.person, role(allowed, hall.town)));
        }
        for (const Role above : {Role::office, Role::system_operator, Role::board_member, Role::provider_editor}) {
            CHECK(people.grant_role(hall.hr, hall.clerk.person, role(above, hall.town)).error() == PeopleError::role_not_grantable);
        }
        CHECK(people.grant_role(hall.hr, hall.clerk.person, role(Role::learner, hall.other_town)).error() == PeopleError::role_not_grantable);
        CHECK(people.grant_role(hall.hr, hall.outsider.person, role(Role::learner, hall.town)).error() == PeopleError::not_found);
        CHECK(people.grant_role(hall.office, hall.clerk.person, role(Role::board_member, hall.cooperative)));
        CHECK(people.grant_role(hall.office, hall.clerk.person, role(Role::system_operator, hall.cooperative)).error() ==
              PeopleError::role_not_grantable);
        Viewer both = hall.office;
        both.roles.push_back({Role::system_operator, hall.cooperative});
        CHECK(people.grant_role(both, hall.clerk.person, role(Role::system_operator, hall.cooperative)));
    }
}

TEST_CASE("a role holds from its first to its last day") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& people = hall.identity.people;
        const Date today = hall.clock.today();
        RoleInput later{Role::supervisor, hall.town, add_days(today, 1), add_days(today, 2)};
        REQUIRE(people.grant_role(hall.hr, hall.clerk.person, later));
        CHECK(people.grant_role(hall.hr, hall.clerk.person, later).error() == PeopleError::role_already_given);
        later.until = today;
        CHECK(people.grant_role(hall.hr, hall.clerk.person, later).error() == PeopleError::dates_reversed);
        const auto holds = [&] {
            hall.identity.sessions.forget_all();
            return hall.identity.sessions.load(hall.signed_in(hall.clerk))->viewer.has_role(Role::supervisor);
        };
        CHECK_FALSE(holds());
        hall.clock.advance(std::chrono::hours{24});
        CHECK(holds());
        hall.clock.advance(std::chrono::hours{24});
        CHECK(holds());
        hall.clock.advance(std::chrono::hours{24});
        CHECK_FALSE(holds());
    }
}

TEST_CASE("an ended role takes effect in sessions that are open") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        const std::string token = hall.signed_in(hall.clerk);
        CHECK(hall.identity.sessions.load(token)->viewer.has_role(Role::learner));
        const auto roles = hall.identity.people.find(hall.hr, hall.clerk.person)->roles;
        CHECK(hall.identity.people.end_role(hall.hr, hall.clerk.person, RoleAssignmentId{99999}).error() == PeopleError::not_found);
        CHECK(hall.identity.people.end_role(hall.foreign_hr, hall.clerk.person, roles.front().id).error() == PeopleError::not_found);
        REQUIRE(hall.identity.people.end_role(hall.hr, hall.clerk.person, roles.front().id));
        CHECK_FALSE(hall.identity.sessions.load(token)->viewer.has_role(Role::learner));
        CHECK(hall.identity.people.end_role(hall.hr, hall.clerk.person, roles.front().id).error() == PeopleError::already_so);
    }
}

TEST_CASE("ID-32: accounts of the office are changed by the office only, also when they belong to an organisation with HR") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        const Viewer local_hr = hall.account("hr@genossenschaft.example", "Heike", "Ross", hall.cooperative, {Role::hr_decision_maker});
        auto& people = hall.identity.people;
        CHECK(people.block(local_hr, hall.office.person).error() == PeopleError::not_permitted);
        CHECK(people.change(local_hr, hall.office.person, {.email = "mine@example.org", .first_name = "A", .last_name = "B"}).error() ==
              PeopleError::not_permitted);
        CHECK(people.invite_again(local_hr, hall.operator_.person).error() == PeopleError::not_permitted);
        // HR cannot take over an account that has rights elsewhere by changing its address.
        REQUIRE(people.grant_role(hall.office, hall.clerk.person, role(Role::hr_decision_maker, hall.other_town)));
        PersonInput taken{.organisation = hall.town, .email = "mine@example.org", .first_name = "Ada", .last_name = "Clerk"};
        CHECK(people.change(hall.hr, hall.clerk.person, taken).error() == PeopleError::not_permitted);
        taken.email = "ada@weinheim.example";
        taken.last_name = "Neumann";
        CHECK(people.change(hall.hr, hall.clerk.person, taken));
        CHECK(people.grant_role(hall.office, hall.operator_.person, role(Role::learner, hall.cooperative)).error() == PeopleError::not_permitted);
    }
}

TEST_CASE("ID-34: the last account of its kind stays, and nobody blocks themselves") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& people = hall.identity.people;
        const Viewer second = hall.account("zwei@genossenschaft.example", "Zora", "Amt", hall.cooperative, {Role::office});
        CHECK(people.block(hall.office, hall.office.person).error() == PeopleError::oneself);
        REQUIRE(people.block(hall.office, second.person));
        CHECK(people.block(hall.office, second.person).error() == PeopleError::already_so);
        CHECK(people.unblock(hall.office, hall.office.person).error() == PeopleError::already_so);
        const auto own = people.find(hall.office, hall.office.person)->roles.front().id;
        CHECK(people.end_role(hall.office, hall.office.person, own).error() == PeopleError::last_of_its_kind);
        CHECK(people.block(second, hall.office.person).error() == PeopleError::last_of_its_kind);
        REQUIRE(people.unblock(hall.office, second.person));
        CHECK(people.end_role(hall.office, hall.office.person, own));
    }
}

TEST_CASE("ID-36: a changed address makes old links useless and is told to the old mailbox") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& people = hall.identity.people;
        hall.identity.sign_in.request_password_reset("ada@weinheim.example");
        const std::string link = hall.mailed_token("ada@weinheim.example", "/passwort-neu/");
        PersonInput input{.organisation = hall.town, .email = "ada.neu@weinheim.example", .first_name = "Ada", .last_name = "Clerk"};
        REQUIRE(people.change(hall.hr, hall.clerk.person, input));
        CHECK(hall.identity.sign_in.reset_password(link, "Wolken ziehen weiter").error() == PasswordError::link_invalid);
        CHECK(hall.count("SELECT count(*) FROM mail_outbox WHERE recipient = 'ada@weinheim.example'") == 2);
        CHECK(hall.identity.sign_in.sign_in("ada.neu@weinheim.example", good_password, ""));
        input.email = "hr@weinheim.example";
        CHECK(people.change(hall.hr, hall.clerk.person, input).error() == PeopleError::email_taken);
        CHECK(people.change(hall.foreign_hr, hall.clerk.person, input).error() == PeopleError::not_found);
    }
}

TEST_CASE("ID-35: only the newest invitation works, for 14 days, and not after it was accepted") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& people = hall.identity.people;
        auto& sign_in = hall.identity.sign_in;
        const auto id = people.invite(hall.hr, person(hall, "neu@weinheim.example"), {Role::learner});
        const std::string first = hall.mailed_token("neu@weinheim.example", "/einladung/");
        REQUIRE(people.invite_again(hall.hr, *id));
        const std::string second = hall.mailed_token("neu@weinheim.example", "/einladung/");
        CHECK(sign_in.accept_invitation(first, "Wolken ziehen weiter", "").error() == PasswordError::link_invalid);
        CHECK(sign_in.accept_invitation(second, "neu@weinheim.example", "").error() == PasswordError::personal);
        hall.clock.advance(invitation_valid);
        CHECK(sign_in.accept_invitation(second, "Wolken ziehen weiter", "").error() == PasswordError::link_invalid);
        REQUIRE(people.invite_again(hall.hr, *id));
        sign_in.request_password_reset("neu@weinheim.example");  // no way around the invitation
        REQUIRE(sign_in.accept_invitation(hall.mailed_token("neu@weinheim.example", "/einladung/"), "Wolken ziehen weiter", ""));
        CHECK(people.invite_again(hall.hr, *id).error() == PeopleError::already_signed_in);
        CHECK(people.invite_again(hall.foreign_hr, *id).error() == PeopleError::not_found);
    }
}

TEST_CASE("the first operator of an empty installation is invited by the command line") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        CHECK(hall.identity.people.create_first_operator("nonsense", hall.cooperative).error() == PeopleError::email_invalid);
        CHECK(hall.identity.people.create_first_operator("ada@weinheim.example", hall.cooperative).error() == PeopleError::email_taken);
        CHECK(hall.identity.people.create_first_operator("neu@genossenschaft.example", OrganisationId{99999}).error() == PeopleError::not_found);
        const auto token = hall.identity.people.create_first_operator("neu@genossenschaft.example", hall.cooperative);
        REQUIRE(token);
        const auto session = hall.identity.sign_in.accept_invitation(*token, "Wolken ziehen weiter", "");
        REQUIRE(session);
        const auto viewer = hall.identity.sessions.load(session->session_token)->viewer;
        CHECK(viewer.has_role(Role::system_operator));
        CHECK(viewer.has_role(Role::office));
    }
}

TEST_CASE("ID-61: erasing a person leaves nothing that leads back to them") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        const std::string token = hall.signed_in(hall.clerk);
        hall.identity.sign_in.request_password_reset("ada@weinheim.example");
        CHECK(hall.identity.sessions.load(token));
        std::vector<std::unique_ptr<privacy::PersonalDataSource>> sources;
        sources.push_back(std::make_unique<IdentityPersonalData>(hall.clock, hall.outbox, hall.identity.sessions));
        privacy::PrivacyService privacy(
            hall.database, hall.clock, [&](PersonId id, std::string_view password) { return hall.identity.sign_in.password_matches(id, password); },
            std::move(sources));
        const std::string document = privacy.export_all(hall.clerk.person);
        CHECK(document.find("ada@weinheim.example") != std::string::npos);
        CHECK(document.find("Weinheim") != std::string::npos);
        CHECK(document.find("password_hash") == std::string::npos);
        CHECK(privacy.erase(hall.clerk.person, "falsch").error().error == privacy::ErasureError::wrong_password);
        CHECK(hall.identity.sessions.load(token));
        REQUIRE(privacy.erase(hall.clerk.person, good_password));
        CHECK_FALSE(hall.identity.sessions.load(token));
        CHECK_FALSE(hall.identity.sign_in.sign_in("ada@weinheim.example", good_password, ""));
        CHECK(hall.count("SELECT count(*) FROM mail_outbox") == 0);
        CHECK(hall.count("SELECT count(*) FROM people WHERE state = 'erased' AND email IS NULL AND first_name = '' AND password_hash IS NULL") == 1);
        CHECK(hall.audits("person.erased") == 1);
        CHECK_FALSE(hall.identity.people.find(hall.hr, hall.clerk.person));
        hall.database.read([&](Session& s) { CHECK_FALSE(find_person_summary(s, hall.clerk.person)); });
        CHECK(hall.account("ada@weinheim.example", "Ada", "Zurück", hall.town, {}).person != hall.clerk.person);
    }
}

TEST_CASE("ID-62: the last office account is not erased, and the answer says what to do") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        std::vector<std::unique_ptr<privacy::PersonalDataSource>> sources;
        sources.push_back(std::make_unique<IdentityPersonalData>(hall.clock, hall.outbox, hall.identity.sessions));
        privacy::PrivacyService privacy(hall.database, hall.clock, [](PersonId, std::string_view) { return true; }, std::move(sources));
        for (const Viewer& viewer : {hall.office, hall.operator_}) {
            const auto refused = privacy.erase(viewer.person, "");
            REQUIRE_FALSE(refused);
            CHECK(refused.error().error == privacy::ErasureError::objection);
            CHECK(test_site().messages().has(refused.error().message_key));
        }
        CHECK(hall.count("SELECT count(*) FROM people WHERE state = 'erased'") == 0);
    }
}

TEST_CASE("other rooms find active people and today's names, and set the own department only to an open one") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        const Date today = hall.clock.today();
        const auto department = hall.identity.organisations.add_department(hall.hr, hall.town, "Hauptamt", std::nullopt, today).value();
        const auto foreign = hall.identity.organisations.add_department(hall.foreign_hr, hall.other_town, "Bauamt", std::nullopt, today).value();
        hall.database.in_transaction([&](Transaction& tx) {
            CHECK(set_own_department(tx, hall.clerk, department, today));
            CHECK_FALSE(set_own_department(tx, hall.clerk, foreign, today));
        });
        hall.database.read([&](Session& s) {
            CHECK(find_person_summary(s, hall.clerk.person)->department_id == department);
            CHECK(find_department_name(s, department, today) == "Hauptamt");
            CHECK_FALSE(find_department_name(s, department, add_days(today, -1)));
            CHECK(find_organisation_name(s, hall.town, today) == "Weinheim");
            CHECK(list_people_of(s, hall.town).size() == 3);
            CHECK(list_open_departments(s, hall.town, today).size() == 1);
        });
    }
}
