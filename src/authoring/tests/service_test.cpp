// SPDX-License-Identifier: EUPL-1.2
#include "authoring/tests/authoring_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::authoring;
using namespace kc::authoring::test;

TEST_CASE("a new offer is a draft that its provider and the office see, and nobody else") {
    for (auto& town : authoring_towns()) {
        const auto id = town->drafted();
        const auto offer = town->authoring.find(town->editor(), id);
        REQUIRE(offer.has_value());
        CHECK(offer->state() == PortalState::draft);
        CHECK(offer->revision() == 1);
        CHECK(offer->content().title == "Neues Angebot");
        CHECK(offer->unit.slug == "neues-angebot");
        CHECK(town->authoring.find(town->office(), id).has_value());
        CHECK(town->authoring.find(town->town.clerk, id).error().error == AuthoringError::not_permitted);
        CHECK(town->authoring.find(town->town.instructor, id).error().error == AuthoringError::not_permitted);
        CHECK(town->authoring.find(town->editor(), town->foreign_unit()).error().error == AuthoringError::offer_not_found);
        CHECK(town->authoring.find(town->editor(), LearningUnitId{999'999}).error().error == AuthoringError::offer_not_found);
        town->reload();
        CHECK(town->catalogues.current()->find_unit(id) == nullptr);
        CHECK(town->value("SELECT COUNT(*) FROM audit_log WHERE action = 'offer.created' AND subject_id = ?", id) == 1);
    }
}

TEST_CASE("an offer cannot be started for another provider, without a title or without the role") {
    AuthoringTown town;
    const auto foreign = town.value<ProviderId>("SELECT id FROM providers WHERE slug = 'dialograum'");
    const auto error = [&](const Viewer& viewer, ProviderId provider, std::string title) {
        return town.authoring.create(viewer, {provider, OfferKind::learning_unit, std::move(title)}).error();
    };
    CHECK(error(town.editor(), foreign, "Titel").error == AuthoringError::provider_not_found);
    CHECK(error(town.town.clerk, town.own_provider(), "Titel").error == AuthoringError::not_permitted);
    CHECK(error(town.editor(), town.own_provider(), " ").problems.front().field == "title");
    CHECK(error(town.editor(), town.own_provider(), std::string(300, 'x')).error == AuthoringError::invalid);
    CHECK(error(town.editor(), town.own_provider(), "a\nb").error == AuthoringError::invalid);
}

TEST_CASE("an incomplete draft is always saved, and the slug of an unpublished offer follows its title") {
    for (auto& town : authoring_towns()) {
        const auto id = town->drafted();
        auto content = town->offer(id).content();
        content.title = "Datenschutz für alle";
        const auto saved = town->save(town->editor(), id, content, 1);
        REQUIRE(saved.has_value());
        CHECK(saved->revision == 2);
        CHECK(town->offer(id).unit.slug == "datenschutz-fuer-alle");
        content.title.clear();  // the title may be empty in between
        REQUIRE(town->save(town->editor(), id, content, 2).has_value());
        CHECK(town->offer(id).unit.title == "Datenschutz für alle");
        const auto again = town->save(town->editor(), id, content, 3);  // nothing new: no new revision
        CHECK(again->revision == 3);
    }
}

TEST_CASE("two editors: another section is saved, the same section is refused with the colleague's text") {
    for (auto& town : authoring_towns()) {
        const auto id = town->drafted();
        const auto read = town->offer(id);
        auto first = read.content(), second = read.content(), third = read.content();
        first.title = "Von der einen";
        second.audience = "Von der anderen";
        third.practice = "Ein Beispiel";
        const auto saving = [&](const UnitContent& content, Section section) {
            return Saving{content, section, read.revision(), section_fingerprint(read.content(), section)};
        };
        REQUIRE(town->authoring.save(town->editor(), id, saving(first, Section::title)).has_value());
        const auto conflict = town->authoring.save(town->office(), id, saving(second, Section::title));
        REQUIRE_FALSE(conflict.has_value());
        CHECK(conflict.error().error == AuthoringError::outdated);
        CHECK(conflict.error().current->content.title == "Von der einen");
        REQUIRE(town->authoring.save(town->office(), id, saving(third, Section::descriptions)).has_value());
        CHECK(town->offer(id).content().title == "Von der einen");
        CHECK(town->offer(id).content().practice == "Ein Beispiel");
        CHECK(town->save(town->editor(), id, second, 1).error().error == AuthoringError::outdated);  // whole descriptions are never merged
    }
}

TEST_CASE("impossible values are refused with their field, and nothing is stored") {
    AuthoringTown town;
    const auto id = town.drafted();
    const auto refused = [&](auto change) {
        auto content = town.offer(id).content();
        change(content);
        const auto saved = town.save(town.editor(), id, content, 1);
        REQUIRE_FALSE(saved.has_value());
        CHECK(saved.error().error == AuthoringError::invalid);
        CHECK(town.offer(id).revision() == 1);
        return saved.error().problems.empty() ? std::string() : saved.error().problems.front().field;
    };
    CHECK(refused([](UnitContent& c) { c.title = std::string(201, 'x'); }) == "title");
    CHECK(refused([](UnitContent& c) { c.objective = "a\x01"; }) == "objective");
    CHECK(refused([](UnitContent& c) {
              c.keywords.assign(30, "");
              for (int i = 0; i < 30; ++i) c.keywords[static_cast<std::size_t>(i)] = std::to_string(i);
          }) == "keywords");
    CHECK(refused([](UnitContent& c) { c.language = "fr"; }) == "language");
    CHECK(refused([](UnitContent& c) { c.teaches = {{"gibt-es-nicht", 1}}; }) == "teaches[0]");
    CHECK(refused([](UnitContent& c) { c.teaches = {{"conversation", 6}}; }) == "teaches[0]");
    CHECK(refused([](UnitContent& c) { c.needs = {{"conversation", 0}}; }) == "needs[0]");
    CHECK(refused([](UnitContent& c) { c.modules = {"gibt-es-nicht"}; }) == "modules");
    CHECK(refused([](UnitContent& c) { c.tutorial = HalfHours{-1}; }) == "tutorial");
    CHECK(refused([](UnitContent& c) { c.presence_days = 61; }) == "presence_days");
    CHECK(refused([](UnitContent& c) {
              c.participants_min = 10;
              c.participants_max = 5;
          }) == "participants_max");
    CHECK(refused([](UnitContent& c) { c.price_other = Money{-1}; }) == "price_other");
    CHECK(refused([](UnitContent& c) { c.dqr = 9; }) == "dqr");
    CHECK(refused([](UnitContent& c) { c.ects_tenths = 601; }) == "ects_tenths");
    CHECK(refused([](UnitContent& c) { c.seals = {{"", "TÜV", std::nullopt}}; }) == "seals[0]");
    CHECK(refused([](UnitContent& c) { c.after = "gibt-es-nicht"; }) == "after");
    CHECK(refused([](UnitContent& c) { c.after = c.slug; }) == "after");
    CHECK(refused([](UnitContent& c) { c.code_share_of = "gibt-es-nicht"; }) == "code_share_of");
    CHECK(refused([](UnitContent& c) { c.code_share_of = c.slug; }) == "code_share_of");
    CHECK(refused([](UnitContent& c) { c.only_for = "mannheim"; }) == "only_for");
}

TEST_CASE("descriptions are stored without script, and modules that are mandatory are modules") {
    AuthoringTown town;
    const auto id = town.drafted();
    auto content = town.offer(id).content();
    content.description_general = "<p>Gut<script>alert(1)</script></p>";
    content.mandatory_in = {"social"};
    content.teaches = {{"conversation", 2}, {"conversation", 1}, {"conversation", 2}};
    content.keywords = {" a ", "a", "", "b"};
    const auto saved = town.save(town.editor(), id, content, 1);
    REQUIRE(saved.has_value());
    CHECK(saved->content.description_general == "<p>Gut</p>");
    CHECK(saved->content.modules == std::vector<std::string>{"social"});
    CHECK(saved->content.teaches.size() == 2);
    CHECK(saved->content.keywords == std::vector<std::string>{"a", "b"});
}

TEST_CASE("an offer under the own name takes phases, format and participants from the partner's") {
    AuthoringTown town;
    const auto id = town.drafted();
    auto content = AuthoringTown::good(town.offer(id).content());
    content.code_share_of = "gespraech-grundlagen";
    const auto saved = town.save(town.editor(), id, content, 1);
    REQUIRE(saved.has_value());
    const auto before = town.catalogues.current();  // held: the offer lives as long as its snapshot
    const auto* original = before->find_unit("gespraech-grundlagen");
    CHECK(saved->content.origin == catalogue::Origin::code_share);
    CHECK(saved->content.mode == original->mode);
    CHECK(saved->content.tutorial == original->tutorial);
    CHECK(saved->content.presence_days == original->presence_days);
    REQUIRE(town.authoring.release(town.office(), id, 2).has_value());
    town.reload();
    const auto* label = town.catalogues.current()->find_unit(id);
    REQUIRE(label != nullptr);
    CHECK(label->code_share_of == original->id);
    // Nobody can take a label of a label.
    const auto third = town.drafted();
    auto copy = AuthoringTown::good(town.offer(third).content());
    copy.code_share_of = label->slug;
    CHECK(town.save(town.editor(), third, copy, 1).error().problems.front().message_key == "authoring.problem.label_of_label");
}

TEST_CASE("only what is ready is submitted, and the reasons are told") {
    AuthoringTown town;
    const auto id = town.drafted();
    const auto refused = town.authoring.submit(town.editor(), id);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().error == AuthoringError::not_ready);
    CHECK(refused.error().readiness->musts_missing() > 0);
    REQUIRE(town.save(town.editor(), id, AuthoringTown::good(town.offer(id).content()), 1).has_value());
    REQUIRE(town.authoring.submit(town.editor(), id).has_value());
    REQUIRE(town.authoring.submit(town.editor(), id).has_value());  // sent twice
    CHECK(town.offer(id).state() == PortalState::submitted);
    CHECK(town.save(town.editor(), id, town.offer(id).content(), 2).error().error == AuthoringError::draft_submitted);
    CHECK(town.authoring.discard(town.editor(), id).error().error == AuthoringError::draft_submitted);
    REQUIRE(town.authoring.withdraw(town.editor(), id).has_value());
    CHECK(town.authoring.withdraw(town.editor(), id).error().error == AuthoringError::draft_not_submitted);
    CHECK(town.offer(id).state() == PortalState::draft);
    CHECK(town.authoring.submit(town.editor(), town.own_unit()).error().error == AuthoringError::no_draft);
    CHECK(town.authoring.withdraw(town.editor(), town.own_unit()).error().error == AuthoringError::no_draft);
}

TEST_CASE("the office releases what it has read: version, mail and audit entry, seen in the next snapshot") {
    for (auto& town : authoring_towns()) {
        const auto id = town->submitted();
        CHECK(town->authoring.release(town->editor(), id, 2).error().error == AuthoringError::not_permitted);
        CHECK(town->authoring.release(town->office(), id, 1).error().error == AuthoringError::outdated);
        CHECK(town->authoring.submissions(town->editor()).error().error == AuthoringError::not_permitted);
        REQUIRE(town->authoring.submissions(town->office())->size() == 1);
        const auto version = town->authoring.release(town->office(), id, 2);
        REQUIRE(version.has_value());
        CHECK(*version == 1);
        CHECK(town->authoring.release(town->office(), id, 2).error().error == AuthoringError::no_draft);
        town->reload();
        const auto* unit = town->catalogues.current()->find_unit(id);
        REQUIRE(unit != nullptr);
        CHECK(unit->title == "Bescheide verständlich schreiben");
        CHECK(town->value("SELECT COUNT(*) FROM mail_outbox WHERE subject = 'Ihr Angebot ist veröffentlicht'") >= 1);
        CHECK(town->value("SELECT COUNT(*) FROM audit_log WHERE action = 'offer.released' AND subject_id = ?", id) == 1);
        CHECK(town->authoring.submissions(town->office())->empty());
    }
}

TEST_CASE("sent back with a remark, the draft is open again; without a remark nothing happens") {
    AuthoringTown town;
    const auto id = town.submitted();
    CHECK(town.authoring.send_back(town.office(), id, "  ").error().error == AuthoringError::remark_missing);
    CHECK(town.authoring.send_back(town.editor(), id, "Bitte kürzer").error().error == AuthoringError::not_permitted);
    REQUIRE(town.authoring.send_back(town.office(), id, "Bitte kürzer").has_value());
    CHECK(town.offer(id).draft->remark == "Bitte kürzer");
    CHECK(town.offer(id).state() == PortalState::draft);
    CHECK(town.authoring.send_back(town.office(), id, "noch einmal").error().error == AuthoringError::draft_not_submitted);
    CHECK(town.value<std::string>("SELECT body FROM mail_outbox WHERE subject LIKE 'Zu Ihrem Angebot%' LIMIT 1").find("Bitte kürzer") !=
          std::string::npos);
    CHECK(town.value("SELECT COUNT(*) FROM audit_log WHERE details LIKE '%kürzer%'") == 0);
    REQUIRE(town.authoring.submit(town.editor(), id).has_value());
    CHECK(town.offer(id).draft->remark.empty());
}

TEST_CASE("a published version never changes: edits are a draft beside it until they are released as the next version") {
    for (auto& town : authoring_towns()) {
        const auto id = town->own_unit();
        const auto before = town->offer(id);
        auto content = before.content();
        content.title = "Ein neuer Titel";
        REQUIRE(town->save(town->editor(), id, content, 0).has_value());
        town->reload();
        CHECK(town->catalogues.current()->find_unit(id)->title == before.content().title);
        CHECK(town->offer(id).state() == PortalState::published);
        const auto version = town->authoring.release(town->office(), id, 1);  // the office publishes without submission
        REQUIRE(version.has_value());
        CHECK(*version == before.unit.version + 1);
        const auto old = town->authoring.version(town->editor(), id, before.unit.version);
        REQUIRE(old.has_value());
        CHECK(old->title == before.content().title);
        CHECK(town->authoring.versions(town->editor(), id)->front().version == *version);
        CHECK(town->authoring.version(town->editor(), id, 99).error().error == AuthoringError::version_not_found);
        CHECK(town->authoring.take_version(town->editor(), id, 99).error().error == AuthoringError::version_not_found);
        REQUIRE(town->authoring.take_version(town->editor(), id, before.unit.version).has_value());
        CHECK(town->offer(id).draft->content.title == before.content().title);
        CHECK(town->authoring.take_version(town->editor(), id, before.unit.version).error().error == AuthoringError::draft_exists);
        REQUIRE(town->authoring.discard(town->editor(), id).has_value());
        CHECK(town->offer(id).content().title == "Ein neuer Titel");
        CHECK(town->authoring.discard(town->editor(), id).error().error == AuthoringError::no_draft);
    }
}

TEST_CASE("a draft that says what is published already is not submitted") {
    AuthoringTown town;
    const auto id = town.own_unit();
    auto content = town.offer(id).content();
    content.practice = "Ein Beispiel";
    REQUIRE(town.save(town.editor(), id, content, 0).has_value());
    REQUIRE(town.save(town.editor(), id, *town.offer(id).published, 1).has_value());
    CHECK(town.authoring.submit(town.editor(), id).error().error == AuthoringError::nothing_changed);
}

TEST_CASE("discarding an offer that was never published removes it with its traces") {
    for (auto& town : authoring_towns()) {
        const auto id = town->drafted();
        REQUIRE(town->authoring.discard(town->editor(), id).has_value());
        CHECK(town->authoring.find(town->editor(), id).error().error == AuthoringError::offer_not_found);
        CHECK(town->value("SELECT COUNT(*) FROM unit_drafts WHERE unit_id = ?", id) == 0);
    }
}

TEST_CASE("retired offers are not edited until they are restored") {
    AuthoringTown town;
    const auto id = town.own_unit();
    CHECK(town.authoring.restore(town.editor(), id).error().error == AuthoringError::offer_not_retired);
    CHECK(town.authoring.retire(town.town.clerk, id).error().error == AuthoringError::not_permitted);
    REQUIRE(town.authoring.retire(town.editor(), id).has_value());
    CHECK(town.authoring.retire(town.editor(), id).error().error == AuthoringError::offer_not_published);
    CHECK(town.offer(id).state() == PortalState::retired);
    CHECK(town.save(town.editor(), id, town.offer(id).content(), 0).error().error == AuthoringError::offer_retired);
    CHECK(town.authoring.take_version(town.editor(), id, 1).error().error == AuthoringError::offer_retired);
    town.reload();
    CHECK(town.catalogues.current()->find_unit(id) == nullptr);
    REQUIRE(town.authoring.restore(town.editor(), id).has_value());
    town.reload();
    CHECK(town.catalogues.current()->find_unit(id) != nullptr);
}

TEST_CASE("a copy is a new draft of the same provider") {
    AuthoringTown town;
    const auto copied = town.authoring.copy(town.editor(), town.own_unit());
    REQUIRE(copied.has_value());
    const auto copy = town.offer(*copied);
    CHECK(copy.state() == PortalState::draft);
    CHECK(copy.content().title.ends_with("(Kopie)"));
    CHECK(copy.content().objective == town.offer(town.own_unit()).content().objective);
    CHECK(town.authoring.copy(town.editor(), town.foreign_unit()).error().error == AuthoringError::offer_not_found);
}

TEST_CASE("an internal offer is opened to everybody with one step, by way of the office") {
    AuthoringTown town;
    const auto id = town.submitted();
    REQUIRE(town.authoring.withdraw(town.editor(), id).has_value());
    auto content = town.offer(id).content();
    content.only_for = town.offer(id).provider.slug;
    REQUIRE(town.save(town.editor(), id, content, 2).has_value());
    REQUIRE(town.authoring.release(town.office(), id, 3).has_value());
    town.reload();
    CHECK(town.catalogues.current()->find_unit(id)->only_for == town.offer(id).provider.organisation_id);
    CHECK(*town.authoring.share_with_all(town.editor(), id) == PortalState::submitted);
    CHECK(town.authoring.share_with_all(town.editor(), id).error().error == AuthoringError::draft_submitted);
    REQUIRE(town.authoring.release(town.office(), id, 1).has_value());
    CHECK_FALSE(town.offer(id).content().only_for.has_value());
    CHECK(town.authoring.share_with_all(town.office(), id).error().error == AuthoringError::offer_not_internal);
    CHECK(town.authoring.share_with_all(town.editor(), town.drafted()).error().error == AuthoringError::offer_not_published);
}

TEST_CASE("the list filters by state and title, pages, and shows editors their own provider only") {
    for (auto& town : authoring_towns()) {
        const auto id = town->submitted();
        const auto mine = town->authoring.list(town->editor(), {});
        CHECK(mine.total == town->value("SELECT COUNT(*) FROM learning_units WHERE provider_id = ?", town->own_provider()));
        CHECK(mine.rows.size() == static_cast<std::size_t>(std::min<std::int64_t>(mine.total, 25)));
        const auto all = town->authoring.list(town->office(), {.limit = 10});
        CHECK(all.total > mine.total);
        CHECK(all.rows.size() == 10);
        const auto submitted = town->authoring.list(town->editor(), {.state = PortalState::submitted});
        REQUIRE(submitted.total == 1);
        CHECK(submitted.rows.front().id == id);
        CHECK(submitted.rows.front().state() == PortalState::submitted);
        CHECK(town->authoring.score(submitted.rows.front())->score >= readiness_score_min);
        CHECK(town->authoring.list(town->editor(), {.search = "BESCHEIDE verst"}).total == 1);
        CHECK(town->authoring.list(town->editor(), {.search = "%"}).total == 0);
        for (const auto order : {OfferQuery::Order::title, OfferQuery::Order::changed, OfferQuery::Order::next_date}) {
            CHECK(town->authoring.list(town->editor(), {.order = order, .descending = true}).total == mine.total);
        }
        CHECK(town->authoring.list(town->editor(), {.state = PortalState::draft}).total == 0);
        CHECK(town->authoring.list(town->editor(), {.state = PortalState::retired}).total == 0);
        CHECK(town->authoring.list(town->town.clerk, {}).total == 0);
    }
}
