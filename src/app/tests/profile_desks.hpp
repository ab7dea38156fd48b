// SPDX-License-Identifier: EUPL-1.2
// What people have begun around their profile: a dialogue, a short test, a certificate and a request, a talk with a goal; at the office's
// a competence in work and one outdated, an import; at HR's a job description. So that a walk finds these pages.
#pragma once

#include "app/tests/house.hpp"

namespace kc::test {

inline void fill_profile_desks(House& house) {
    const Viewer clerk = *house.guest("clerk").viewer, supervisor = *house.guest("supervisor").viewer;
    const Viewer hr = *house.guest("hr").viewer, office = *house.guest("office").viewer;
    auto& rooms = house.rooms;
    const auto framework = rooms.frameworks.current();
    const auto competence = [&](const char* slug) { return framework->competence(*framework->competence_by_slug(slug)).id; };

    auto& dialogue = rooms.interviewing.service;
    REQUIRE(dialogue.start(clerk).has_value());
    const auto state = dialogue.find_state(clerk);
    REQUIRE(state.has_value());
    REQUIRE(state->next.ask.has_value());
    const std::vector answers{interview::AnswerInput{.question = state->next.ask->key, .outcome = interview::Outcome::dont_know}};
    REQUIRE(dialogue.answer(clerk, answers, Language::de).has_value());

    const auto* text = rooms.consents.text_for(clerk, consent::reflection_card);
    REQUIRE(text != nullptr);
    REQUIRE(
        rooms.consents.give(clerk, {.purpose = consent::reflection_card, .version = text->version, .language = Language::de, .through = "/reflexion"})
            .has_value());

    auto& proving = rooms.proving;
    const auto testable = proving.tests.testable();
    REQUIRE_FALSE(testable.empty());
    REQUIRE(proving.tests.begin(clerk, testable.front()).has_value());
    const auto document = proving.documents.store(clerk, {.title = "Zeugnis",
                                                          .issuer = "Akademie",
                                                          .issued_on = add_days(house.town.clock.today(), -30),
                                                          .file_name = "zeugnis.pdf",
                                                          .content = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
                                                          .levels = {{competence("teamwork"), 3}}});
    REQUIRE(document.has_value());
    REQUIRE(
        proving.confirmations
            .request(clerk, {.asked = supervisor.person, .competence = competence("teamwork"), .level = 3, .document = *document, .message = "Bitte"})
            .has_value());

    auto& development = rooms.development;
    const Date soon = add_days(house.town.clock.today(), 14);
    const auto talk = development.talks.start_as_employee(clerk, supervisor.person, soon);
    REQUIRE(talk.has_value());
    const auto goal = [&](const char* slug) {
        return development.goals.propose(
            clerk, *talk,
            {.competence_id = competence(slug), .level = 3, .title = {}, .why = "Für die Arbeit", .law = {}, .deadline_on = add_days(soon, 200)});
    };
    const auto agreed = goal("conversation");
    REQUIRE(agreed.has_value());
    REQUIRE(development.goals.accept(supervisor, *agreed, 1).has_value());
    REQUIRE(goal("presentation").has_value());

    REQUIRE(rooms.framework.descriptions
                .submit(hr, {.organisation = hr.organisation,
                             .role = framework->role_profile_by_slug("citizen-service")->id,
                             .name = "Stelle",
                             .text = "Ihre Aufgaben: Sie beraten selbstständig Bürgerinnen und Bürger und erlassen Bescheide."})
                .has_value());

    auto& curation = rooms.framework.curation;
    competence::CompetenceContent content{.slug = {}, .area = "method", .name = "Neues Thema", .description = "Worum es geht.", .keywords = "neu"};
    content.descriptors.resize(competence::level_max);
    REQUIRE(curation.create(office, content).has_value());
    const std::vector<curation::SuccessorChoice> successors{{"smart-mobility", 0}};
    REQUIRE(curation.mark_outdated(office, "digital-twin", successors).has_value());
    REQUIRE(
        rooms.framework.proposals
            .upload(office, "DigComp.csv",
                    "Level;Name;ShortCode;Description;Uri;BroaderConcept\n2;NETIQUETTE;2.5;To be aware of norms;;\n2;SOMETHING NEW;5.9;To do so;;\n")
            .has_value());
}

}  // namespace kc::test
