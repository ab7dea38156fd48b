// SPDX-License-Identifier: EUPL-1.2
// The small town of competence with questions about two competences, two people who may confirm, and the services of this room.
#pragma once

#include "base/require.hpp"
#include "competence/tests/competence_town.hpp"
#include "placement/confirmation_mails.hpp"
#include "placement/confirmation_service.hpp"
#include "placement/document_service.hpp"
#include "placement/item_content.hpp"
#include "placement/item_service.hpp"
#include "placement/test_service.hpp"

namespace kc::placement::test {

using competence::test::day;
using competence::test::today;

// The right answer is always the first one, "Richtig".
inline ItemContent item(std::string slug, std::string competence, int level, ItemKind kind = ItemKind::single_choice) {
    ItemContent content{std::move(slug), std::move(competence), level, kind, "", "Darum.", "", {}};
    content.question = "Frage " + content.slug + "?";
    switch (kind) {
        case ItemKind::single_choice: content.options = {{"Richtig", true}, {"Falsch A", false}, {"Falsch B", false}, {"Falsch C", false}}; break;
        case ItemKind::multiple_choice: content.options = {{"Richtig", true}, {"Auch richtig", true}, {"Falsch A", false}}; break;
        case ItemKind::ordering: content.options = {{"Erstens", true}, {"Zweitens", true}, {"Drittens", true}}; break;
        case ItemKind::true_false: content.options = {{"Stimmt", true}, {"Stimmt nicht", false}}; break;
    }
    return content;
}

inline std::vector<ItemContent> small_items() {
    std::vector<ItemContent> items;
    for (const std::string competence : {"teamwork", "conversation"}) {
        for (int level = 1; level <= 4; ++level) {
            items.push_back(item(competence + "-" + std::to_string(level), competence, level));
            items.push_back(item(competence + "-" + std::to_string(level) + "b", competence, level,
                                 level == 2   ? ItemKind::multiple_choice
                                 : level == 3 ? ItemKind::ordering
                                              : ItemKind::single_choice));
        }
    }
    items.push_back(item("e-file-1", "e-file", 1));
    items.push_back(item("e-file-2", "e-file", 2));  // too few for a test
    return items;
}

class SilentMails final : public ConfirmationMails {
public:
    Text asked(Language, const std::string& name) const override { return {"asked", name}; }
    Text decided(Language, ConfirmationState state) const override { return {boost::describe::enum_to_string(state, ""), ""}; }
};

struct PlacementTown : competence::test::Town {
    explicit PlacementTown(storage::Database& database) : Town(database), outbox(clock) {
        database.in_transaction([&](storage::Transaction& transaction) {
            write_placement_items(transaction, small_items(), clock.now());
            boss = confirmer(transaction, town, "boss", Role::supervisor);
            stranger_boss = confirmer(transaction, other_town, "other-boss", Role::hr_decision_maker);
        });
        tests = std::make_unique<PlacementService>(database, clock, *frameworks, observer);
        items = std::make_unique<ItemService>(database, clock, *frameworks);
        documents = std::make_unique<DocumentService>(database, clock, *frameworks, observer);
        confirmations = std::make_unique<ConfirmationService>(database, clock, *frameworks, observer, outbox, mails);
    }

    void pass_days(int days) { clock.advance(std::chrono::hours{24 * days}); }

    std::optional<competence::CurrentLevel> current(const Viewer& viewer, std::string_view slug) const {
        own_ = service->find_own(viewer);
        const auto& standing = own_->standings[*own_->framework->competence_by_slug(slug)];
        return standing.current.assessed() ? std::optional(standing.current) : std::nullopt;
    }

    // Answers until the end: right on questions up to `level`, "Weiß ich nicht" above it.
    TestState answer_as(const Viewer& viewer, std::string_view slug, int level) {
        const auto id = tests->begin(viewer, competence(slug));
        require(id.has_value());
        auto state = *tests->show(viewer, *id);
        while (state.question) {
            const auto& asked = state.question->item;
            state = *tests->answer(viewer, *id, asked.id, asked.level <= level ? right_choice(asked) : Choice{});
        }
        return state;
    }

    Viewer confirmer(storage::Transaction& transaction, OrganisationId organisation, std::string_view name, Role role) {
        const auto id = transaction.get<PersonId>(
            "INSERT INTO people (organisation_id, email, first_name, last_name, state, created_at) VALUES (?, ?, ?, 'Leitung', 'active', 0) "
            "RETURNING id",
            organisation, fmt::format("{}@example.org", name), name);
        transaction.execute("INSERT INTO role_assignments (person_id, role, organisation_id, valid_from) VALUES (?, ?, ?, '2020-01-01')", id, role,
                            organisation);
        auto viewer = learner(id, organisation);
        viewer.roles = {{role, organisation}};
        return viewer;
    }

    mail::Outbox outbox;
    SilentMails mails;
    Viewer boss, stranger_boss;
    std::unique_ptr<PlacementService> tests;
    std::unique_ptr<ItemService> items;
    std::unique_ptr<DocumentService> documents;
    std::unique_ptr<ConfirmationService> confirmations;

private:
    mutable std::optional<competence::OwnProfile> own_;  // the answer of current() points into it
};

template <class Run> void in_each_town(Run run) {
    for (auto& database : kc::test::databases()) {
        PlacementTown town(*database);
        run(town);
    }
}

inline const std::string small_pdf = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

}  // namespace kc::placement::test
