// SPDX-License-Identifier: EUPL-1.2
// The sample town with everything that descriptions need, wired as the program wires it.
#pragma once

#include "authoring/pages.hpp"
#include "authoring/release_mails.hpp"
#include "tests/support/town.hpp"

#include <memory>
#include <vector>

namespace kc::authoring::test {

inline const web::Site& site() {
    static const web::Site site([] {
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        options.navigation = {{"/anbieter-bereich", "authoring.portal.title", {}}};
        return options;
    }());
    return site;
}

inline std::shared_ptr<const WordList> words() {
    static const auto words = WordList::load(std::filesystem::path(KC_SOURCE_DIR) / "sample" / "readability.yaml");
    return words;
}

struct AuthoringTown {
    explicit AuthoringTown(std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database())
        : town(std::move(database)),
          frameworks(town.database()),
          catalogues(town.database()),
          outbox(town.clock),
          mails(site().messages(), "https://campus.example"),
          authoring({town.database(), town.clock, catalogues, frameworks, outbox, mails, words()}) {}

    template <class Row = std::int64_t, class... P> Row value(std::string_view sql, const P&... parameters) const {
        return town.database().read([&](storage::Session& session) { return session.get<Row>(sql, parameters...); });
    }
    ProviderId own_provider() const { return authoring.providers(town.provider_editor).front().id; }
    LearningUnitId own_unit() const { return town.unit("gespraech-intensiv"); }  // of hv-kurpfalz, where the editor works
    LearningUnitId foreign_unit() const { return town.unit("gespraech-grundlagen"); }
    const Viewer& editor() const { return town.provider_editor; }
    const Viewer& office() const { return town.office; }
    Offer offer(LearningUnitId id) const { return *authoring.find(town.office, id); }

    // A description that may be submitted.
    static UnitContent good(UnitContent content) {
        content.title = "Bescheide verständlich schreiben";
        content.objective = "Sie schreiben einen Bescheid, den alle verstehen.";
        content.audience = "Alle, die Bescheide schreiben";
        content.description_general =
            "Viele Menschen verstehen Bescheide nicht. Sie üben an echten Beispielen, wie es besser geht. Am Ende haben Sie eine Vorlage.";
        content.teaches = {{"conversation", 1}};
        content.modules = {"social"};
        content.mode = catalogue::Format::online;
        content.presence_days = 0;
        content.tutorial = HalfHours{4};
        return content;
    }
    LearningUnitId drafted(OfferKind kind = OfferKind::learning_unit) {
        const auto id = authoring.create(editor(), {own_provider(), kind, "Neues Angebot"});
        require(id.has_value());
        return *id;
    }
    Result<Draft, AuthoringRefusal> save(const Viewer& viewer, LearningUnitId id, UnitContent content, int revision) {
        return authoring.save(viewer, id, {.content = std::move(content), .revision = revision});
    }
    LearningUnitId submitted() {
        const auto id = drafted();
        require(save(editor(), id, good(offer(id).content()), 1).has_value());
        require(authoring.submit(editor(), id).has_value());
        return id;
    }
    void reload() { catalogues.reload(); }

    kc::test::Town town;
    competence::FrameworkSource frameworks;
    catalogue::CatalogueSource catalogues;
    mail::Outbox outbox;
    CatalogueReleaseMails mails;
    AuthoringService authoring;
};

// One on each engine there is.
inline std::vector<std::unique_ptr<AuthoringTown>> authoring_towns() {
    std::vector<std::unique_ptr<AuthoringTown>> towns;
    towns.push_back(std::make_unique<AuthoringTown>());
    if (auto postgres = kc::test::postgres_database()) towns.push_back(std::make_unique<AuthoringTown>(std::move(postgres)));
    return towns;
}

}  // namespace kc::authoring::test
