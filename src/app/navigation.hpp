// SPDX-License-Identifier: EUPL-1.2
// The main navigation: who sees which entry. The message "<key>.group" names the menu it goes into for people of several roles.
#pragma once

#include "web/page.hpp"

#include <vector>

namespace kc::app {

inline std::vector<web::NavigationEntry> navigation() {
    using enum Role;
    return {
        {.path = "/uebersicht", .message_key = "app.nav.dashboard"},
        {.path = "/profil", .message_key = "app.nav.profile", .roles = {learner}},
        {.path = "/kompetenzen", .message_key = "app.nav.competences", .roles = {learner}},
        {.path = "/lehrplan", .message_key = "app.nav.curriculum", .roles = {learner}},
        {.path = "/angebote", .message_key = "app.nav.offers", .public_entry = true},
        {.path = "/ziele", .message_key = "app.nav.goals", .roles = {learner}},
        {.path = "/merkliste", .message_key = "app.nav.watch_list", .roles = {learner}},
        {.path = "/anbieter-bereich", .message_key = "app.nav.provider", .roles = {provider_editor, instructor}},
        {.path = "/anbieter-bereich", .message_key = "app.nav.providers", .roles = {office}},
        {.path = "/freigaben", .message_key = "app.nav.releases", .roles = {office}},
        {.path = "/anbieter-bereich/lernorte", .message_key = "app.nav.venues", .roles = {venue_host}},
        {.path = "/bestaetigungen", .message_key = "app.nav.confirmations", .roles = {supervisor, hr_decision_maker, instructor}},
        {.path = "/ziele/team", .message_key = "app.nav.team_goals", .roles = {supervisor, hr_decision_maker, office}},
        {.path = "/teamplanung", .message_key = "app.nav.team_plans", .roles = {hr_decision_maker}},
        {.path = "/taetigkeiten", .message_key = "app.nav.roles", .roles = {hr_decision_maker, office}, .public_entry = true},
        {.path = "/themenlandkarte", .message_key = "app.nav.map", .roles = {provider_editor, board_member, office}, .public_entry = true},
        {.path = "/bedarf", .message_key = "app.nav.demand", .roles = {board_member}},
        {.path = "/verwaltung/personen", .message_key = "app.nav.people", .roles = {supervisor, hr_decision_maker, office}},
        {.path = "/verwaltung/organisation", .message_key = "app.nav.organisation", .roles = {hr_decision_maker}},
        {.path = "/verwaltung/organisationen", .message_key = "app.nav.organisations", .roles = {office}},
        {.path = "/vertrauensstellen", .message_key = "learning_history.issuers.title", .roles = {office}},
        {.path = "/rueckmeldungen", .message_key = "app.nav.feedback", .roles = {office, system_operator}},
        {.path = "/betrieb", .message_key = "app.nav.operations", .roles = {system_operator}},
    };
}

}  // namespace kc::app
