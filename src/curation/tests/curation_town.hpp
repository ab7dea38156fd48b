// SPDX-License-Identifier: EUPL-1.2
// The small town of the competence tests with an office, an advisory board and everything that editing needs.
#pragma once

#include "competence/tests/competence_town.hpp"
#include "curation/pages.hpp"
#include "http/request_builder.hpp"

#include <doctest/doctest.h>

namespace kc::curation::test {

inline const web::Site& site() {
    static const web::Site site([] {
        web::SiteOptions options;
        options.rooms = std::string(KC_SOURCE_DIR) + "/src";
        options.secret = "test";
        options.navigation = {{"/themenlandkarte", "curation.map.title", {}, true}};
        return options;
    }());
    return site;
}

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

struct CurationTown {
    explicit CurationTown(storage::Database& database)
        : town(database),
          queue(town.clock),
          parts{database, town.clock, *town.frameworks, queue, town.observer},
          curation(parts),
          proposals(parts, curation),
          office(viewer("office", Role::office)),
          board(viewer("board", Role::board_member)),
          provider(viewer("provider", Role::provider_editor)) {}

    Viewer viewer(std::string_view name, Role role) {
        const auto person = town.database.in_transaction([&](storage::Transaction& transaction) {
            return transaction.get<PersonId>(
                "INSERT INTO people (organisation_id, email, first_name, last_name, state, created_at) VALUES (?, ?, ?, 'Muster', 'active', 0) "
                "RETURNING id",
                town.town, fmt::format("{}@example.org", name), name);
        });
        return {.person = person, .organisation = town.town, .display_name = "Kim Muster", .language = Language::de, .roles = {{role, town.town}}};
    }

    template <class Row = std::int64_t, class... P> Row value(std::string_view sql, const P&... parameters) const {
        return town.database.read([&](storage::Session& session) { return session.get<Row>(sql, parameters...); });
    }
    template <class... P> void write(std::string_view sql, const P&... parameters) {
        town.database.in_transaction([&](storage::Transaction& transaction) { transaction.execute(sql, parameters...); });
        town.frameworks->reload();
    }

    // What may be published at once.
    static CompetenceContent good(std::string name = "Bürgerbeteiligung planen") {
        CompetenceContent content;
        content.area = "social";
        content.name = std::move(name);
        content.description = "Menschen früh an Vorhaben der Kommune beteiligen.";
        content.keywords = "Beteiligung, Bürgerdialog";
        content.half_life_months = 48;
        content.level_0 = "Damit habe ich noch nicht gearbeitet.";
        content.descriptors = {"Ich nehme an einer Beteiligung teil.", "Ich bereite einen Abend mit vor.", "Ich plane einen Bürgerdialog.",
                               "Ich leite schwierige Runden.", "Ich lege fest, wie wir beteiligen."};
        content.phrases = {"Leute mitreden lassen", "Bürger einbinden"};
        content.alignments = {{ForeignFramework::digcomp, "2.3", "Gesellschaftliche Teilhabe", AlignmentRelation::close},
                              {ForeignFramework::esco, "54924a2c-daca-40d3-9716-4b38ceb04f38", "Bürger beteiligen", AlignmentRelation::exact},
                              {ForeignFramework::kmk, "", "", AlignmentRelation::none},
                              {ForeignFramework::kldb, "", "", AlignmentRelation::none}};
        return content;
    }
    // A competence of the small framework, completed so that it may be published.
    CompetenceContent completed(std::string_view slug) {
        auto content = (*curation.find(office, slug)).content;
        const auto sample = good();
        content.level_0 = sample.level_0;
        content.keywords = sample.keywords;
        content.phrases = sample.phrases;
        content.alignments = sample.alignments;
        return content;
    }
    std::string published(std::string name = "Bürgerbeteiligung planen") {
        const auto slug = *curation.create(office, good(std::move(name)));
        REQUIRE(curation.publish(office, slug, {1, 1}, "").has_value());
        return slug;
    }
    Base base(std::string_view slug) const { return (*curation.find(office, slug)).base; }
    const competence::Competence& competence(std::string_view slug) {
        framework = curation.framework();
        return framework->competence(*framework->competence_by_slug(slug));
    }
    void give(const Viewer& person, std::string_view slug, int level,
              competence::EvidenceSource source = competence::EvidenceSource::self_assessment) {
        town.database.in_transaction([&](storage::Transaction& transaction) {
            competence::insert_evidence(transaction, person.person, {competence(slug).id, level, source, competence::test::day(2025, 12, 1)},
                                        town.clock.now());
        });
    }

    competence::test::Town town;
    jobs::JobQueue queue;
    CurationParts parts;
    CurationService curation;
    ProposalService proposals;
    Viewer office, board, provider;
    std::shared_ptr<const CompetenceFramework> framework;
};

template <class Test> void in_each_town(Test&& test) {
    for (auto& database : kc::test::databases()) {
        CurationTown town(*database);
        test(town);
    }
}

}  // namespace kc::curation::test
