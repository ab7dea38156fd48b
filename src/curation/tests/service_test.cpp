// SPDX-License-Identifier: EUPL-1.2
#include "curation/tests/curation_town.hpp"

using namespace kc;
using namespace kc::curation;
using namespace kc::curation::test;

TEST_CASE("a new competence is a draft that only editors see, until it is published as version 1") {
    in_each_town([](CurationTown& town) {
        const auto slug = town.curation.create(town.board, CurationTown::good());
        REQUIRE(slug);
        CHECK(*slug == "buergerbeteiligung-planen");
        CHECK(town.competence(*slug).state == FrameworkState::draft);
        CHECK((*town.curation.drafts(town.office)).size() == 1);
        const auto published = town.curation.publish(town.board, *slug, {1, 1}, "Neu im Katalog");
        REQUIRE(published);
        CHECK(*published == 1);
        CHECK(town.competence(*slug).published());
        CHECK((*town.curation.drafts(town.office)).empty());
        const auto versions = town.curation.versions(town.competence(*slug));
        REQUIRE(versions.size() == 1);
        CHECK(versions[0].remark == "Neu im Katalog");
        CHECK(versions[0].published_as == "board_member");
        CHECK(town.value("SELECT count(*) FROM audit_log WHERE action = 'competence.published'") == 1);
    });
}

TEST_CASE("only office and board edit") {
    in_each_town([](CurationTown& town) {
        const auto& clerk = town.town.clerk;
        CHECK(town.curation.create(clerk, CurationTown::good()).error().error == CurationError::not_permitted);
        CHECK(town.curation.save(town.provider, "teamwork", CurationTown::good(), {1, 0}).error().error == CurationError::not_permitted);
        CHECK(town.curation.publish(clerk, "teamwork", {1, 0}, "").error().error == CurationError::not_permitted);
        CHECK(town.curation.discard(clerk, "teamwork").error().error == CurationError::not_permitted);
        CHECK(town.curation.mark_outdated(clerk, "teamwork", {}).error().error == CurationError::not_permitted);
        CHECK(town.curation.publish_again(clerk, "teamwork").error().error == CurationError::not_permitted);
        CHECK(town.curation.set_areas(clerk, {}).error().error == CurationError::not_permitted);
        CHECK(town.curation.impact(clerk, "teamwork").error().error == CurationError::not_permitted);
        CHECK(town.proposals.accept(clerk, ProposalId{1}).error().error == ProposalError::not_permitted);
        CHECK(town.proposals.upload(town.board, "a.csv", "x").error().error == ProposalError::not_permitted);
    });
}

TEST_CASE("an edit changes nothing for others until it is published as the next version, and the history keeps both") {
    in_each_town([](CurationTown& town) {
        auto content = town.completed("teamwork");
        content.name = "Im Team arbeiten";
        const auto revision = town.curation.save(town.office, "teamwork", content, town.base("teamwork"));
        REQUIRE(revision);
        CHECK(town.competence("teamwork").name == "Zusammenarbeit im Team");
        CHECK((*town.curation.find(town.office, "teamwork")).content.name == "Im Team arbeiten");
        REQUIRE(*town.curation.publish(town.office, "teamwork", {1, *revision}, "Klarer Name") == 2);
        CHECK(town.competence("teamwork").name == "Im Team arbeiten");
        CHECK(town.competence("teamwork").version == 2);
        CHECK(town.competence("teamwork").alignments.size() == 4);
        const auto versions = town.curation.versions(town.competence("teamwork"));
        REQUIRE(versions.size() == 2);
        CHECK_FALSE(versions[1].published_at.has_value());  // it came with the catalogue
        const auto changed = differences(content_from_json(versions[1].content), content_from_json(versions[0].content));
        CHECK(changed.front().field == ContentField::name);
        CHECK(changed.front().before == "Zusammenarbeit im Team");
    });
}

TEST_CASE("who saves over somebody else's change is told and loses nothing") {
    in_each_town([](CurationTown& town) {
        auto mine = town.completed("teamwork"), theirs = mine;
        const auto base = town.base("teamwork");
        theirs.description = "Von der Kollegin.";
        mine.description = "Von mir.";
        REQUIRE(town.curation.save(town.board, "teamwork", theirs, base));
        CHECK(town.curation.save(town.office, "teamwork", mine, base).error().error == CurationError::changed_meanwhile);
        CHECK(town.curation.publish(town.office, "teamwork", base, "").error().error == CurationError::changed_meanwhile);
        // Also when the other change is published already and no working copy is left.
        REQUIRE(town.curation.publish(town.board, "teamwork", town.base("teamwork"), ""));
        CHECK(town.curation.save(town.office, "teamwork", mine, base).error().error == CurationError::changed_meanwhile);
        CHECK(town.curation.save(town.office, "teamwork", mine, town.base("teamwork")).has_value());
    });
}

TEST_CASE("publishing needs every field; nothing changed is nothing to publish; outdated ones are not edited") {
    in_each_town([](CurationTown& town) {
        auto content = (*town.curation.find(town.office, "teamwork")).content;
        content.description = "Anders.";
        REQUIRE(town.curation.save(town.office, "teamwork", content, town.base("teamwork")));
        const auto open = town.curation.publish(town.office, "teamwork", town.base("teamwork"), "");
        REQUIRE(open.error().error == CurationError::invalid);
        CHECK(open.error().problems.size() == 6);  // keywords, phrases, four alignments
        REQUIRE(town.curation.discard(town.office, "teamwork"));
        CHECK(town.curation.publish(town.office, "teamwork", town.base("teamwork"), "").error().error == CurationError::unchanged);
        CHECK(town.curation.find(town.office, "gibt-es-nicht").error().error == CurationError::not_found);
        CHECK(town.curation.discard(town.office, "teamwork").error().error == CurationError::not_found);
        REQUIRE(town.curation.mark_outdated(town.office, "teamwork", {}));
        CHECK(town.curation.save(town.office, "teamwork", content, town.base("teamwork")).error().error == CurationError::is_outdated);
        CHECK(town.curation.publish(town.office, "teamwork", town.base("teamwork"), "").error().error == CurationError::is_outdated);
    });
}

TEST_CASE("discarding a draft that was never published deletes it, a working copy leaves the published text") {
    in_each_town([](CurationTown& town) {
        const auto slug = *town.curation.create(town.office, CurationTown::good());
        REQUIRE(town.curation.discard(town.office, slug));
        CHECK_FALSE(town.curation.framework()->competence_by_slug(slug).has_value());
        auto content = town.completed("teamwork");
        REQUIRE(town.curation.save(town.office, "teamwork", content, town.base("teamwork")));
        REQUIRE(town.curation.discard(town.office, "teamwork"));
        CHECK(town.competence("teamwork").published());
        CHECK(town.competence("teamwork").phrases.empty());
    });
}

TEST_CASE("two competences of one name get different addresses, or are refused while the first one stands") {
    in_each_town([](CurationTown& town) {
        town.published("Neu");  // an address of this room
        CHECK(town.curation.framework()->competence_by_slug("neu-2").has_value());
        const auto again = town.curation.create(town.office, CurationTown::good("Neu"));
        CHECK(again.error().problems.at(0).message_key == "curation.problem.name_taken");
    });
}

TEST_CASE("areas are renamed and put into another order; a list that lacks one is refused") {
    in_each_town([](CurationTown& town) {
        const std::vector<competence::AreaContent> areas{{"digital", "Digital arbeiten", "Digital work"}, {"social", "Soziales", "Social"}};
        REQUIRE(town.curation.set_areas(town.board, areas));
        CHECK(town.curation.framework()->areas().front().name == "Digital arbeiten");
        CHECK(town.curation.framework()->competences().front().slug == "digital-basics");
        CHECK(town.curation.set_areas(town.board, std::span(areas).first(1)).error().error == CurationError::invalid);
    });
}
