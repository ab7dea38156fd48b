// SPDX-License-Identifier: EUPL-1.2
// Two authorities with installations of their own, each the small town of competence with two units of a provider.
#pragma once

#include "base/require.hpp"
#include "competence/tests/competence_town.hpp"
#include "learning_history/service.hpp"

namespace kc::learning_history::test {

using competence::EvidenceSource;
using competence::test::day;
using competence::test::today;

inline consent::ConsentTexts consent_texts() {
    const consent::Text text{"Lernhistorie übernehmen", "Was Sie auswählen, wird gespeichert.", "Alles Übernommene wird gelöscht."};
    return consent::ConsentTexts({{.key = std::string(consent::learning_history_import),
                                   .position = 1,
                                   .roles = {Role::learner},
                                   .versions = {{1, day(2026, 1, 1), false, text, text}}}});
}

struct HistoryTown : competence::test::Town {
    // `address` tells two installations apart.
    explicit HistoryTown(storage::Database& database, std::string address = "https://altdorf.example", KeySeal seal = KeySeal("database", "file"))
        : Town(database), address(std::move(address)), consents(database, clock, consent_texts()), issuers(database, clock) {
        database.in_transaction([&](storage::Transaction& transaction) { add_units(transaction); });
        start(std::move(seal));
        connect_consent(consents, *history);
    }

    // As a new start of the server with another seal does.
    void start(KeySeal seal) {
        history = std::make_unique<HistoryService>(HistoryParts{
            database, clock, *frameworks, observer, consents, IssuerKeys(clock, std::move(seal)), {did_of(address), "Altdorf", address}});
    }

    void level(const Viewer& viewer, std::string_view slug, int level, EvidenceSource source, Date on = day(2026, 1, 10), std::string origin = {}) {
        const competence::FoundLevel found{
            .competence = competence(slug), .level = level, .source = source, .assessed_on = on, .origin = std::move(origin)};
        database.in_transaction([&](storage::Transaction& transaction) {
            competence::record_found_levels(transaction, observer, viewer.person, std::span(&found, 1), viewer.person, clock.now());
        });
    }
    void complete(const Viewer& viewer, LearningUnitId unit, Date on) {
        database.in_transaction([&](storage::Transaction& transaction) {
            transaction.execute("INSERT INTO completed_units (person_id, unit_id, completed_on, created_at) VALUES (?, ?, ?, 0)", viewer.person, unit,
                                on);
        });
    }
    // What somebody with a few years behind her has.
    void fill(const Viewer& viewer) {
        complete(viewer, e_file_unit, day(2025, 11, 20));
        complete(viewer, only_here, day(2025, 12, 1));
        level(viewer, "e-file", 2, EvidenceSource::completed_unit, day(2025, 11, 20), fmt::format("unit:{}", e_file_unit.value));
        level(viewer, "teamwork", 3, EvidenceSource::confirmation, day(2026, 1, 15));
        level(viewer, "conversation", 4, EvidenceSource::test, day(2026, 2, 1));
        level(viewer, "conversation", 2, EvidenceSource::interview, day(2025, 6, 1));
        level(viewer, "office-text", 0, EvidenceSource::self_assessment);
    }

    std::vector<std::string> keys(const Viewer& viewer, bool all = false) const {
        std::vector<std::string> keys;
        const auto own = history->find_own(viewer);
        require(own.has_value());
        for (const auto& choice : own->choices) {
            if (choice.chosen || all) keys.push_back(choice.key);
        }
        return keys;
    }
    std::string export_of(const Viewer& viewer, const std::string& code) {
        const auto file = history->export_file(viewer, code, keys(viewer));
        require(file.has_value());
        return file->token;
    }

    std::optional<competence::CurrentLevel> current(const Viewer& viewer, std::string_view slug) const {
        own_ = service->find_own(viewer);
        const auto& standing = own_->standings[*own_->framework->competence_by_slug(slug)];
        return standing.current.assessed() ? std::optional(standing.current) : std::nullopt;
    }

    consent::Agreement agreement(int version = 1) const {
        return {consent::learning_history_import, version, Language::de, "/lernhistorie/uebernahme"};
    }
    // Everything in the file.
    Result<TakenOver, HistoryError> take_over(const Viewer& viewer, const std::string& file, const std::string& code) {
        std::vector<std::size_t> chosen;
        if (const auto document = read_document(file)) {
            for (std::size_t i = 0; i < document->entries.size(); ++i) chosen.push_back(i);
        }
        return history->take_over(viewer, {file, code, chosen, agreement()});
    }

    Viewer office() const {
        auto viewer = editor;
        viewer.roles = {{Role::office, other_town}};
        return viewer;
    }
    // As the people of the partner hand their key over.
    TrustedIssuerId trust(HistoryTown& other, std::string name = "Stadt Altdorf") {
        if (other.history->own_keys().empty()) (void)other.export_of(other.clerk, new_claim_code());  // the first file makes the key
        const auto key = other.history->own_keys().front();
        const auto id = issuers.add(office(), name, PublicKey::of_stored(key.public_key).jwk());
        require(id.has_value());
        return *id;
    }

    void erase_account(const Viewer& viewer) {
        database.in_transaction(
            [&](storage::Transaction& transaction) { transaction.execute("UPDATE people SET state = 'erased' WHERE id = ?", viewer.person); });
    }

    std::string address;
    consent::ConsentService consents;
    TrustedIssuers issuers;
    std::unique_ptr<HistoryService> history;
    LearningUnitId e_file_unit, only_here;

private:
    void add_units(storage::Transaction& transaction) {
        const auto provider = transaction.get<ProviderId>(
            "INSERT INTO providers (slug, organisation_id, kind, name, description, place_id) VALUES ('akademie', ?, 'academy', 'Akademie <Nord>', "
            "'', ?) "
            "RETURNING id",
            other_town, berlin);
        // The e-file unit came to both from the same feed; the other one is the provider's own at each place.
        e_file_unit = unit(transaction, provider, "e-akte-anlegen", "E-Akte anlegen", "moochub", "b2f1");
        only_here = unit(transaction, provider, address == "https://altdorf.example" ? "nur-altdorf" : "nur-neustadt", "Hausregeln", {}, {});
    }
    static LearningUnitId unit(storage::Transaction& transaction, ProviderId provider, std::string_view slug, std::string_view title,
                               std::optional<std::string> system, std::optional<std::string> id) {
        return transaction.get<LearningUnitId>(
            "INSERT INTO learning_units (slug, provider_id, kind, state, title, objective, description_specialist, description_general, audience, "
            "mode, "
            "self_study_half_hours, tutorial_half_hours, follow_up_half_hours, presence_days, price_member_cents, price_other_cents, origin, funded, "
            "language, updated_at, source_system, source_id) VALUES (?, ?, 'learning_unit', 'published', ?, 'Akten führen', '', '', '', 'on_site', "
            "4, 8, 4, "
            "1, 0, 0, 'own', ?, 'de', 0, ?, ?) RETURNING id",
            slug, provider, title, false, system, id);
    }

    mutable std::optional<competence::OwnProfile> own_;  // the answer of current() points into it
};

template <class Run> void in_each_town(Run run) {
    for (auto& database : kc::test::databases()) {
        HistoryTown town(*database);
        run(town);
    }
}

// Altdorf, where people come from, and Neustadt, where they go.
template <class Run> void in_two_towns(Run run) {
    for (auto& database : kc::test::databases()) {
        HistoryTown from(*database);
        const auto second = kc::test::copy_of_schema(database->engine());
        HistoryTown to(**second, "https://neustadt.example", KeySeal("another database", ""));
        run(from, to);
    }
}

}  // namespace kc::learning_history::test
