// SPDX-License-Identifier: EUPL-1.2
#include "curation/tests/curation_town.hpp"

using namespace kc;
using namespace kc::curation;
using namespace kc::curation::test;

namespace {

constexpr std::string_view talk = "00000000-0000-4000-8000-000000000001", gone = "00000000-0000-4000-8000-000000000002",
                           renamed = "00000000-0000-4000-8000-000000000003", near = "00000000-0000-4000-8000-000000000004";

std::string line(std::string_view id, std::string_view label) {
    return fmt::format(R"({{"uri":"http://data.europa.eu/esco/skill/{}","label":"{}","def":"Worum es geht."}})", id, label) + "\n";
}

// The e-file is aligned with two concepts, one of which is gone and one renamed.
std::string prepared(CurationTown& town) {
    auto content = town.completed("e-file");
    content.keywords = "Aktenführung";
    content.alignments[1].concept_id = gone;
    content.alignments[1].label = "Alte Akten";
    content.alignments.push_back({ForeignFramework::esco, std::string(renamed), "Akten verwalten", AlignmentRelation::close});
    REQUIRE(town.curation.save(town.office, "e-file", content, town.base("e-file")));
    REQUIRE(town.curation.publish(town.office, "e-file", town.base("e-file"), ""));
    return line(talk, "Gesprächsführung") + line(renamed, "Akten digital verwalten") + line(near, "Aktenführung im Archiv") +
           line("00000000-0000-4000-8000-000000000005", "Weine servieren");
}

std::vector<Proposal> open_of(CurationTown& town, ProposalKind kind) { return *town.proposals.list(town.office, {.kind = kind}, 0, 100); }

}  // namespace

TEST_CASE("a list becomes proposals: alignments, new subjects, changed labels and what is gone; the same list again proposes nothing") {
    in_each_town([](CurationTown& town) {
        const auto list = prepared(town);
        const auto id = town.proposals.upload(town.office, "esco.jsonl", list);
        REQUIRE(id);
        const auto report = *town.proposals.report(town.board, *id);
        CHECK(report.run.proposed == 4);
        CHECK(report.counts.alignments == 1);
        CHECK(report.counts.changed_labels == 1);
        CHECK(report.counts.vanished == 1);
        CHECK(report.counts.new_competences == 1);
        CHECK(report.counts.not_relevant == 1);
        const auto alignments = open_of(town, ProposalKind::alignment);
        REQUIRE(alignments.size() == 1);
        CHECK(alignments[0].relation == AlignmentRelation::exact);
        CHECK(*alignments[0].competence_id == town.competence("conversation").id);
        const auto again = town.proposals.upload(town.office, "esco.jsonl", list);
        REQUIRE(again);
        CHECK((*town.proposals.report(town.office, *again)).run.proposed == 0);
        CHECK((*town.proposals.report(town.office, *again)).counts.proposed_before == 4);
        CHECK(*town.proposals.count(town.office, {}) == 4);
        CHECK((*town.proposals.imports(town.office)).size() == 2);
    });
}

TEST_CASE("accepting changes drafts alone, and nothing is published") {
    in_each_town([](CurationTown& town) {
        REQUIRE(town.proposals.upload(town.office, "esco.jsonl", prepared(town)));
        const auto version = town.competence("e-file").version;
        const auto aligned = town.proposals.accept(town.board, open_of(town, ProposalKind::alignment).at(0).id);
        REQUIRE(aligned);
        CHECK(*aligned == "conversation");
        CHECK(town.competence("conversation").alignments.empty());
        CHECK((*town.curation.find(town.office, "conversation")).content.alignments.at(0).concept_id == talk);
        REQUIRE(town.proposals.accept(town.office, open_of(town, ProposalKind::changed_label).at(0).id));
        REQUIRE(town.proposals.accept(town.office, open_of(town, ProposalKind::vanished_concept).at(0).id));
        CHECK(town.competence("e-file").version == version);
        const auto draft = (*town.curation.find(town.office, "e-file")).content;
        const auto has = [&](std::string_view id) {
            return std::any_of(draft.alignments.begin(), draft.alignments.end(), [&](const Alignment& a) { return a.concept_id == id; });
        };
        CHECK_FALSE(has(gone));
        CHECK(has(renamed));
        const auto created = town.proposals.accept(town.office, open_of(town, ProposalKind::new_competence).at(0).id, "social");
        REQUIRE(created);
        CHECK(town.competence(*created).state == FrameworkState::draft);
        CHECK(town.curation.framework()->area_of(town.competence(*created)).slug == "social");
        CHECK(*town.proposals.count(town.office, {}) == 0);
        CHECK(*town.proposals.count(town.office, {.state = ProposalState::accepted}) == 4);
        CHECK(town.value("SELECT count(*) FROM audit_log WHERE action = 'framework.proposal_accepted'") == 4);
    });
}

TEST_CASE("a rejected proposal does not come back, but can still be accepted; an accepted one is decided") {
    in_each_town([](CurationTown& town) {
        const auto list = prepared(town);
        REQUIRE(town.proposals.upload(town.office, "esco.jsonl", list));
        const auto id = open_of(town, ProposalKind::alignment).at(0).id;
        REQUIRE(town.proposals.reject(town.office, id));
        REQUIRE(town.proposals.upload(town.office, "esco.jsonl", list));
        CHECK(open_of(town, ProposalKind::alignment).empty());
        REQUIRE(town.proposals.accept(town.office, id));
        CHECK(town.proposals.accept(town.office, id).error().error == ProposalError::already_accepted);
        CHECK(town.proposals.reject(town.office, id).error().error == ProposalError::already_accepted);
        CHECK(town.proposals.accept(town.office, ProposalId{99999}).error().error == ProposalError::not_found);
        CHECK(town.proposals.reject(town.office, ProposalId{99999}).error().error == ProposalError::not_found);
        CHECK(town.proposals.report(town.office, FrameworkImportId{99999}).error().error == ProposalError::not_found);
    });
}

TEST_CASE("a page is decided at once, and what does not fit stays open") {
    in_each_town([](CurationTown& town) {
        REQUIRE(town.proposals.upload(town.office, "esco.jsonl", prepared(town)));
        REQUIRE(town.curation.mark_outdated(town.office, "conversation", {}));
        std::vector<ProposalId> ids;
        const auto open = *town.proposals.list(town.office, {}, 0, 100);
        for (const auto& proposal : open) ids.push_back(proposal.id);
        const auto gone_now = town.proposals.accept(town.office, open_of(town, ProposalKind::alignment).at(0).id);
        CHECK(gone_now.error().error == ProposalError::competence_gone);
        const auto decided = town.proposals.accept_all(town.office, ids, std::nullopt);
        CHECK((*decided).done == 3);
        CHECK((*decided).refused == 1);
        CHECK(*town.proposals.count(town.office, {}) == 1);
        CHECK((*town.proposals.reject_all(town.office, ids)).done == 1);
    });
}

TEST_CASE("an extract says nothing about what it leaves out, and an unreadable file leaves no trace") {
    in_each_town([](CurationTown& town) {
        prepared(town);
        const auto id = town.proposals.upload(town.office, "auszug.jsonl", line(talk, "Gesprächsführung"));
        REQUIRE(id);
        CHECK_FALSE((*town.proposals.report(town.office, *id)).counts.complete);
        CHECK(open_of(town, ProposalKind::vanished_concept).empty());
        const auto refused = town.proposals.upload(town.office, "x.csv", "a,b\n");
        CHECK(refused.error().error == ProposalError::unreadable);
        CHECK(refused.error().lines.at(0).message_key == "curation.file.unknown_columns");
        CHECK(town.value("SELECT count(*) FROM framework_imports") == 1);
    });
}

TEST_CASE("a new competence whose name is taken is refused by its draft") {
    in_each_town([](CurationTown& town) {
        auto content = town.completed("conversation");
        REQUIRE(town.proposals.upload(town.office, "digcomp.csv", "Level;Name;ShortCode;Description\n2;TEXTE AM PC;1.1;Text\n"));
        const auto proposals = open_of(town, ProposalKind::new_competence);
        const auto alignments = open_of(town, ProposalKind::alignment);
        REQUIRE(proposals.size() + alignments.size() == 1);
        if (proposals.empty()) return;
        CHECK(town.proposals.accept(town.office, proposals[0].id).error().error == ProposalError::refused_by_draft);
    });
}

TEST_CASE("what meets a keyword well is another counterpart, even where there is one already; what only lies near is a subject of its own (TL-45)") {
    in_each_town([](CurationTown& town) {
        REQUIRE(town.proposals.upload(town.office, "esco.jsonl", prepared(town)));
        const auto subjects = open_of(town, ProposalKind::new_competence);
        CHECK(std::any_of(subjects.begin(), subjects.end(), [](const Proposal& one) { return one.concept_id == near; }));
        REQUIRE(town.proposals.upload(
            town.office, "esco.jsonl",
            line("00000000-0000-4000-8000-000000000006", "Aktenführung") + line("00000000-0000-4000-8000-000000000007", "Weine servieren")));
        const auto alignments = open_of(town, ProposalKind::alignment);
        const auto found = std::find_if(alignments.begin(), alignments.end(), [](const Proposal& one) { return one.label == "Aktenführung"; });
        REQUIRE(found != alignments.end());
        CHECK(found->relation == AlignmentRelation::broader);  // theirs is a part of ours
    });
}

TEST_CASE("a list of the KMK becomes proposals like the others") {
    in_each_town([](CurationTown& town) {
        const auto id = town.proposals.upload(town.office, "kmk.csv", "KMK-Nummer;Bezeichnung\n1.1;Suchen und Filtern\n2.1;Gesprächsführung\n");
        REQUIRE(id);
        const auto alignments = open_of(town, ProposalKind::alignment);
        REQUIRE(alignments.size() == 1);
        CHECK(alignments.front().framework == ForeignFramework::kmk);
        CHECK(open_of(town, ProposalKind::new_competence).size() == 1);
        REQUIRE(town.proposals.accept(town.office, alignments.front().id, {}));
        const auto content = (*town.curation.find(town.office, "conversation")).content;
        CHECK(std::any_of(content.alignments.begin(), content.alignments.end(),
                          [](const Alignment& one) { return one.framework == ForeignFramework::kmk && one.concept_id == "2.1"; }));
    });
}
