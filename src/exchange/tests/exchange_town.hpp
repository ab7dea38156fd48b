// SPDX-License-Identifier: EUPL-1.2
// The town with everything that imports and exports need, for the tests of this room.
#pragma once

#include "exchange/import_service.hpp"
#include "exchange/offer_writing.hpp"
#include "tests/support/town.hpp"

#include <fstream>
#include <sstream>

namespace kc::test {

class NoMails final : public authoring::ReleaseMails {
public:
    Text released(Language, const std::string&, LearningUnitId) const override { return {"", ""}; }
    Text sent_back(Language, const std::string&, const std::string&, LearningUnitId) const override { return {"", ""}; }
};

struct ExchangeTown : Town {
    explicit ExchangeTown(std::unique_ptr<TestDatabase> database = sqlite_database())
        : Town(std::move(database)),
          catalogue(this->database()),
          framework(this->database()),
          outbox(clock),
          queue(clock),
          messages(web::Messages::load(std::filesystem::path(KC_SOURCE_DIR) / "src")),
          authoring({this->database(), clock, catalogue, framework, outbox, mails,
                     authoring::WordList::load(std::filesystem::path(KC_SOURCE_DIR) / "sample/readability.yaml")}),
          imports({this->database(), clock, authoring, queue, messages}) {}

    catalogue::CatalogueSource catalogue;
    competence::FrameworkSource framework;
    mail::Outbox outbox;
    jobs::JobQueue queue;
    web::Messages messages;
    NoMails mails;
    authoring::AuthoringService authoring;
    exchange::ImportService imports;

    exchange::ImportProvider own_provider() const {  // of provider_editor
        return imports.providers(provider_editor).front();
    }

    exchange::WritingContext writing(std::shared_ptr<const catalogue::CatalogueSnapshot>& keep,
                                     std::shared_ptr<const competence::CompetenceFramework>& rules) {
        catalogue.reload();
        keep = catalogue.current();
        rules = framework.current();
        return {*keep, *rules, "https://campus.example", clock.today()};
    }

    std::int64_t count(const std::string& sql) const {
        return database().read([&](storage::Session& session) { return session.get<std::int64_t>(sql); });
    }

    static std::string fixture(const std::string& name) {
        std::ifstream in(std::filesystem::path(KC_SOURCE_DIR) / "src/exchange/tests/fixtures" / name, std::ios::binary);
        std::ostringstream bytes;
        bytes << in.rdbuf();
        return std::move(bytes).str();
    }
};

}  // namespace kc::test
