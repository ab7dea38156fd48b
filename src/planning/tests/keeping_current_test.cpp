// SPDX-License-Identifier: EUPL-1.2
// Putting off, accepting by rule, settings, mails, wishes and the private calendar address.
#include "planning/acceptance.hpp"
#include "planning/personal_data.hpp"
#include "planning/tests/planning_town.hpp"

#include "planning/planning.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::planning;
using namespace kc::planning::test;

namespace {

const web::Messages& messages() {
    static const auto all = web::Messages::load(std::string(KC_SOURCE_DIR) + "/src");
    return all;
}

CurriculumItem item(std::int64_t unit, std::int64_t date, std::string_view day) {
    CurriculumItem made;
    made.unit = LearningUnitId{unit};
    made.date = TutorialDateId{date};
    made.starts_on = made.ends_on = *parse_date(day);
    return made;
}

Plan plan_of(std::vector<CurriculumItem> items, std::int64_t closure) {
    Plan plan;
    plan.closure = closure;
    plan.closure_wanted = 100;
    plan.items = std::move(items);
    return plan;
}

// The clerk has a plan in force and a proposal that waits, made by the change of her limits.
void let_a_proposal_wait(PlanningTown& town, const Viewer& clerk) {
    const auto unit = town.accepted(clerk).accepted->plan.items.front().unit;
    REQUIRE(town.curricula.exclude(clerk, unit).value() == Outcome::proposed);
}

}  // namespace

TEST_CASE("LP-46: only what the rule names is accepted without asking, and never what is locked, begun or near") {
    const Date today = *parse_date("2026-03-02");
    const PersonChoices none;
    PlanSettings rule;
    rule.notice_days = 14;
    const auto before = plan_of({item(1, 11, "2026-05-04"), item(2, 21, "2026-06-01")}, 50);
    const auto moved = plan_of({item(1, 12, "2026-05-11"), item(2, 21, "2026-06-01")}, 50);
    const auto dropped = plan_of({item(2, 21, "2026-06-01"), item(3, 31, "2026-07-01")}, 60);
    const auto worse = plan_of({item(2, 21, "2026-06-01")}, 40);
    CHECK_FALSE(accepts_without_asking(rule, before, moved, none, today));  // off
    rule.acceptance = Acceptance::other_dates;
    CHECK(accepts_without_asking(rule, before, moved, none, today));
    CHECK_FALSE(accepts_without_asking(rule, before, dropped, none, today));
    CHECK_FALSE(accepts_without_asking(rule, before, moved, none, *parse_date("2026-04-21")));  // 13 days before: too near
    CHECK(accepts_without_asking(rule, before, moved, none, *parse_date("2026-04-20")));
    const auto too_soon = plan_of({item(1, 10, "2026-03-10"), item(2, 21, "2026-06-01")}, 50);
    CHECK_FALSE(accepts_without_asking(rule, before, too_soon, none, today));
    PersonChoices locked;
    locked.choices.push_back({LearningUnitId{1}, Choice::locked, TutorialDateId{11}});
    CHECK_FALSE(accepts_without_asking(rule, before, moved, locked, today));
    rule.acceptance = Acceptance::nothing_dropped;
    CHECK(accepts_without_asking(rule, before, dropped, none, today));
    CHECK_FALSE(accepts_without_asking(rule, before, dropped, locked, today));
    CHECK_FALSE(accepts_without_asking(rule, before, worse, none, today));
    auto infeasible = dropped;
    infeasible.status = PlanStatus::infeasible;
    CHECK_FALSE(accepts_without_asking(rule, before, infeasible, none, today));
    auto unproven = dropped;
    unproven.status = PlanStatus::feasible;
    CHECK_FALSE(accepts_without_asking(rule, before, unproven, none, today));
}

TEST_CASE("LP-44: a proposal that is put off is no news until its day, and can still be accepted") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        let_a_proposal_wait(town, clerk);
        const auto id = town.state(clerk).proposed->id;
        const auto waiting = [&] {
            return town.town.database()
                .read(
                    [&](storage::Session& session) { return dashboard_summary(session, *town.catalogues.current(), clerk, town.town.clock.today()); })
                .proposal_waiting;
        };
        CHECK(waiting());
        CHECK(town.curricula.postpone(clerk, id, 0).error() == CurriculumError::invalid_postponement);
        CHECK(town.curricula.postpone(clerk, id, 5).error() == CurriculumError::invalid_postponement);
        CHECK(town.curricula.postpone(town.town.outsider, id, 2).error() == CurriculumError::no_proposal);
        REQUIRE(town.curricula.postpone(clerk, id, 2));
        REQUIRE(town.curricula.postpone(clerk, id, 2));  // sent twice
        CHECK(town.value("SELECT COUNT(*) FROM audit_log WHERE action = 'curriculum.postponed'") == 1);
        CHECK_FALSE(waiting());
        CHECK_FALSE(town.state(clerk).proposed->is_news(add_days(town.town.clock.today(), 13)));
        CHECK(town.state(clerk).proposed->is_news(add_days(town.town.clock.today(), 14)));
        CHECK(town.curricula.accept(clerk, id));
    }
}

TEST_CASE("LP-46: a waiting proposal that is proven only later is then accepted by the rule, and not while it is unproven") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        (void)town.accepted(clerk);
        auto preferences = town.profile(clerk).preferences;
        preferences.hours = HalfHours{preferences.hours.value * 3};
        preferences.weekly_hours.reset();
        preferences.budget = Money{preferences.budget.value * 3};
        REQUIRE(town.profiles.set_preferences(clerk, preferences));
        town.run_jobs();
        const auto waiting = town.state(clerk);
        REQUIRE(waiting.proposed);
        PlanSettings rule;
        rule.acceptance = Acceptance::nothing_dropped;
        rule.notice_days = 1;
        REQUIRE(town.settings.save(clerk, rule, std::nullopt, "test"));
        (void)town.curricula.replan(std::span(&clerk.person, 1), Cause::profile_changed);
        CHECK(town.state(clerk).proposed);  // nothing new: it waits for the person
        town.town.database().in_transaction(
            [&](storage::Transaction& transaction) { transaction.execute("UPDATE curricula SET status = 'feasible' WHERE state = 'proposed'"); });
        (void)town.curricula.replan(std::span(&clerk.person, 1), Cause::profile_changed);
        const auto after = town.state(clerk);
        const bool allowed = accepts_without_asking(rule, waiting.accepted->plan, waiting.proposed->plan, waiting.choices, town.town.clock.today());
        CHECK(allowed);
        CHECK(after.accepted->accepted_automatically == allowed);
        CHECK(after.proposed.has_value() != allowed);
        CHECK(after.last_version == waiting.last_version);
    }
}

TEST_CASE("LP-47: a plan accepted by rule says so, is in the log without an actor, can be undone, and is only proposed from then on") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        (void)town.accepted(clerk);
        PlanSettings rule;
        rule.acceptance = Acceptance::nothing_dropped;
        rule.notice_days = 1;
        REQUIRE(town.settings.save(clerk, rule, std::nullopt, "test"));
        // More hours: the best plan has more units and closes no less.
        auto preferences = town.profile(clerk).preferences;
        preferences.hours = HalfHours{preferences.hours.value * 3};
        preferences.weekly_hours.reset();
        preferences.budget = Money{preferences.budget.value * 3};
        REQUIRE(town.profiles.set_preferences(clerk, preferences));
        town.run_jobs();
        auto state = town.state(clerk);
        REQUIRE(state.accepted);
        REQUIRE(state.accepted->accepted_automatically);
        CHECK_FALSE(state.proposed);
        CHECK(town.value("SELECT COUNT(*) FROM audit_log WHERE action = 'curriculum.accepted_automatically' AND actor IS NULL") == 1);
        const auto automatic = state.accepted->plan;
        REQUIRE(town.curricula.undo(clerk));
        state = town.state(clerk);
        CHECK_FALSE(state.accepted->accepted_automatically);
        CHECK_FALSE(same_plan(state.accepted->plan, automatic));
        (void)town.curricula.replan(std::span(&clerk.person, 1), Cause::profile_changed);
        state = town.state(clerk);
        CHECK_FALSE(state.accepted->accepted_automatically);
        REQUIRE(state.proposed);
        CHECK(same_plan(state.proposed->plan, automatic));
    }
}

TEST_CASE("LP-48: mails need consent and news, come once, and stop with the consent or with the link") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        mail::Outbox outbox(town.town.clock);
        PlanNews news(town.town.database(), town.town.clock, town.consents, outbox, town.queue, messages(), "https://campus.example", "test");
        const auto mails = [&] { return town.value("SELECT COUNT(*) FROM mail_outbox"); };
        const auto day = [&] {
            town.town.clock.advance(std::chrono::hours{24});
            jobs::Job job;
            job.payload = "{}";
            news.run(job);
        };
        let_a_proposal_wait(town, clerk);
        day();
        CHECK(mails() == 0);  // nobody asked for any
        PlanSettings daily;
        daily.mails = MailRhythm::daily;
        CHECK(town.settings.save(clerk, daily, std::nullopt, "test").error() == PlanSettingsError::consent_missing);
        CHECK(town.settings.save(clerk, daily, PlanSettingsService::Agreed{99, Language::de}, "test").error() == PlanSettingsError::consent_outdated);
        daily.notice_days = 0;
        CHECK(town.settings.save(clerk, daily, PlanSettingsService::Agreed{1, Language::de}, "test").error() == PlanSettingsError::notice_days);
        daily.notice_days = 14;
        REQUIRE(town.settings.save(clerk, daily, PlanSettingsService::Agreed{1, Language::de}, "test"));
        day();
        CHECK(mails() == 0);  // what was there before is no news
        town.town.clock.advance(std::chrono::hours{1});
        const auto items = town.state(clerk).accepted->plan.items;
        REQUIRE(town.curricula.exclude(clerk, items.back().unit));
        day();
        day();
        CHECK(mails() == 1);  // once
        const auto body = town.value<std::string>("SELECT body FROM mail_outbox ORDER BY id DESC LIMIT 1");
        CHECK(body.find("Anlass: Sie haben selbst etwas geändert.") != std::string::npos);
        CHECK(body.find("https://campus.example/lehrplan/vorschlag") != std::string::npos);
        for (const auto& planned : items) {
            const auto* unit = town.curricula.catalogue()->find_unit(planned.unit);
            REQUIRE(unit != nullptr);
            CHECK(body.find(unit->title) == std::string::npos);
        }
        CHECK_FALSE(news.reader_of("1.abc"));
        const auto reader = news.reader_of(news.token_of(clerk.person));
        REQUIRE(reader == clerk.person);
        town.settings.stop_mails_by_link(*reader);
        CHECK(town.settings.find_own(clerk)->settings.mails == MailRhythm::never);
        CHECK_FALSE(town.settings.find_own(clerk)->mails_agreed);
        town.settings.stop_mails_by_link(*reader);  // opened twice
        REQUIRE(town.settings.save(clerk, daily, PlanSettingsService::Agreed{1, Language::de}, "test"));
        REQUIRE(town.consents.withdraw(clerk, consent::plan_mails, "test"));
        CHECK(town.settings.find_own(clerk)->settings.mails == MailRhythm::never);
        (void)town.curricula.clear_choice(clerk, items.back().unit);
        day();
        CHECK(mails() == 1);
    }
}

TEST_CASE("LP-50: the private calendar address is known to nobody but who made it, and ends when revoked, renewed or erased") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        (void)town.accepted(clerk);
        CHECK_FALSE(town.feeds.created_at(clerk));
        const auto first = town.feeds.renew(clerk);
        REQUIRE(first);
        CHECK(town.feeds.find(*first)->reader.id == clerk.person);
        CHECK_FALSE(town.feeds.find("x"));
        CHECK_FALSE(town.feeds.find(std::string(43, 'a')));
        const auto second = town.feeds.renew(clerk);
        REQUIRE(second);
        CHECK_FALSE(town.feeds.find(*first));
        CHECK(town.feeds.find(*second));
        REQUIRE(town.feeds.revoke(clerk));
        REQUIRE(town.feeds.revoke(clerk));  // sent twice
        CHECK_FALSE(town.feeds.find(*second));
        CHECK(town.value("SELECT COUNT(*) FROM audit_log WHERE action = 'calendar_feed.revoked'") == 1);
        const auto third = town.feeds.renew(clerk);
        REQUIRE(third);
        const auto exported =
            town.town.database().read([&](storage::Session& session) { return PlanningPersonalData().export_data(session, clerk.person); });
        CHECK(exported.find("calendar_address_since") != std::string::npos);
        CHECK(exported.find(*third) == std::string::npos);
        town.town.database().in_transaction([&](storage::Transaction& transaction) { PlanningPersonalData().erase(transaction, clerk.person); });
        CHECK_FALSE(town.feeds.find(*third));
        CHECK(town.value("SELECT (SELECT COUNT(*) FROM calendar_feeds) + (SELECT COUNT(*) FROM plan_settings)") == 0);
        CHECK(town.feeds.renew(town.town.system_operator).error() == CurriculumError::not_permitted);
    }
}

TEST_CASE("LP-40: what a wish costs is the best plan with it against the best without it") {
    PlanningTown town;
    const auto& clerk = town.town.clerk;
    const auto unit = town.accepted(clerk).accepted->plan.items.front().unit;
    CHECK(town.curricula.costs_of_choices(clerk)->single.empty());
    REQUIRE(town.curricula.exclude(clerk, unit));
    const auto costs = town.curricula.costs_of_choices(clerk);
    REQUIRE(costs);
    REQUIRE(costs->single.size() == 1);
    CHECK(costs->single.front().difference.closure <= 0);  // a wish never closes more than the free optimum
    CHECK(costs->all.difference.closure == costs->single.front().difference.closure);
    CHECK(town.curricula.costs_of_choices(town.town.newcomer).error() == CurriculumError::profile_incomplete);
    CHECK(town.curricula.costs_of_choices(town.town.system_operator).error() == CurriculumError::not_permitted);
}

TEST_CASE("LP-41: dates tell what else of the plan lies on the same days, and what they cost") {
    PlanningTown town;
    const auto& clerk = town.town.clerk;
    const auto items = town.accepted(clerk).accepted->plan.items;
    const auto dated = std::find_if(items.begin(), items.end(), [](const auto& row) { return row.date.has_value(); });
    REQUIRE(dated != items.end());
    const auto rows = town.curricula.list_dates(clerk, dated->unit, true);
    REQUIRE(rows);
    for (const auto& row : *rows) {
        if (row.date != *dated->date) continue;
        CHECK(row.fit == DateFit::usable);
        CHECK(row.overlaps.empty());  // a plan never clashes with itself
        REQUIRE(row.cost);
        CHECK(row.cost->closure == 0);  // the best plan has this date
    }
}

TEST_CASE("LP-42: the reach in kilometres decides which places count, and nothing is stored") {
    PlanningTown town;
    const auto& clerk = town.town.clerk;
    (void)town.accepted(clerk);
    WhatIf near;
    near.kilometres = 0;
    const auto here = town.curricula.what_if(clerk, near);
    REQUIRE(here);
    CHECK(here->asked.places.size() == 1);  // the seat itself
    WhatIf far;
    far.kilometres = 200;
    const auto everywhere = town.curricula.what_if(clerk, far);
    REQUIRE(everywhere);
    CHECK(everywhere->asked.places.size() > here->asked.places.size());
    CHECK(everywhere->after.closure >= here->after.closure);
    CHECK(town.versions(clerk) == 1);
}
