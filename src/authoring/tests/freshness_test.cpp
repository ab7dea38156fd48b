// SPDX-License-Identifier: EUPL-1.2
#include "authoring/freshness_pages.hpp"
#include "authoring/tests/work_town.hpp"

#include <doctest/doctest.h>

namespace kc::authoring {
namespace {

using catalogue::Format;
using catalogue::LearningUnit;
using catalogue::TutorialDate;
using test::contains;
using test::work_towns;
using test::WorkPages;
using test::WorkTown;

Date on(std::string_view iso) { return parse_date(iso).value(); }
const Date today = on("2026-03-02");

LearningUnit unit_with(std::vector<TutorialDate> dates) {
    LearningUnit unit;
    unit.mode = Format::on_site;
    unit.dates = std::move(dates);
    return unit;
}

TutorialDate date_with(std::string_view day, std::string_view deadline) {
    TutorialDate date;
    date.first_day = date.last_day = on(day);
    date.booking_deadline = on(deadline);
    return date;
}

std::vector<FreshnessReason> reasons(const LearningUnit& unit, std::string_view published = "2026-01-01", std::optional<bool> answers = {}) {
    std::vector<FreshnessReason> list;
    for (const auto& finding : check_freshness(unit, on(published), answers, today)) list.push_back(finding.reason);
    return list;
}

using Reasons = std::vector<FreshnessReason>;

}  // namespace

TEST_CASE("RE-75: an offer without a date that can be booked needs a look") {
    CHECK(reasons(unit_with({})) == Reasons{FreshnessReason::no_upcoming_date});
    CHECK(reasons(unit_with({date_with("2026-03-01", "2026-02-01")})) == Reasons{FreshnessReason::no_upcoming_date});
    CHECK(reasons(unit_with({date_with("2026-03-05", "2026-03-01")})) == Reasons{FreshnessReason::deadlines_over});
    CHECK(reasons(unit_with({date_with("2026-03-05", "2026-03-02")})).empty());
    auto cancelled = unit_with({date_with("2026-03-05", "2026-03-02")});
    cancelled.dates[0].state = catalogue::DateState::cancelled;
    CHECK(reasons(cancelled) == Reasons{FreshnessReason::no_upcoming_date});
    auto alone = unit_with({});
    alone.mode = Format::self_paced;
    CHECK(reasons(alone).empty());
    auto label = unit_with({});
    label.code_share_of = LearningUnitId{3};
    CHECK(reasons(label).empty());
}

TEST_CASE("RE-75: a text older than a year, seals about to expire and a broken source need a look") {
    auto unit = unit_with({date_with("2026-06-05", "2026-05-02")});
    CHECK(reasons(unit, "2025-03-02").empty());
    CHECK(reasons(unit, "2025-03-01") == Reasons{FreshnessReason::text_old});
    unit.seals = {{"A", "I", on("2026-03-01")}, {"B", "I", on("2026-05-01")}, {"C", "I", on("2026-05-02")}, {"D", "I", {}}};
    CHECK(reasons(unit) == Reasons{FreshnessReason::seal_expired, FreshnessReason::seal_expiring});
    unit.seals.clear();
    unit.source = catalogue::OfferSource{"moochub", "1", "https://www.kurse.example/1"};
    CHECK(reasons(unit).empty());
    CHECK(reasons(unit, "2026-01-01", false) == Reasons{FreshnessReason::source_broken});
    for (const auto* broken : {"www.kurse.example", "ftp://kurse.example/1", "https://", "https://kurse"}) {
        unit.source->url = broken;
        CHECK(reasons(unit) == Reasons{FreshnessReason::source_broken});
    }
    unit.source->url = "";
    CHECK(reasons(unit).empty());
}

TEST_CASE("RE-77: the same reason is told again after thirty days only") {
    CHECK(may_remind(std::nullopt, today));
    CHECK_FALSE(may_remind(on("2026-02-01"), today));
    CHECK(may_remind(on("2026-01-31"), today));
}

TEST_CASE("RE-76, RE-77: each editor gets one mail a month about a reason, and the job comes again tomorrow") {
    for (auto& town : work_towns()) {
        const auto unit = town->own_unit();
        town->write("UPDATE tutorial_dates SET state = 'cancelled' WHERE unit_id = ?", unit);
        town->catalogues.reload();
        WorkPages pages(*town);
        const auto mails = [&] { return town->value("SELECT count(*) FROM mail_outbox WHERE person_id = ?", town->town.provider_editor.person); };
        CHECK(town->freshness.remind() > 0);
        CHECK(mails() == 1);
        const auto body = town->value<std::string>("SELECT body FROM mail_outbox WHERE person_id = ?", town->town.provider_editor.person);
        CHECK(contains(body, "Es ist kein kommender Termin geplant."));
        CHECK(contains(body, "https://campus.example/anbieter-bereich/bitte-pruefen"));
        CHECK(town->freshness.remind() == 0);
        town->town.clock.advance(std::chrono::days{29});
        CHECK(town->value("SELECT count(*) FROM freshness_reminders WHERE unit_id = ? AND reason = 'no_upcoming_date'", unit) == 1);
        town->town.clock.advance(std::chrono::days{1});
        CHECK(town->freshness.remind() > 0);
        CHECK(mails() == 2);
        town->town.database().in_transaction([&](storage::Transaction& transaction) {
            town->freshness.schedule(transaction);
            town->freshness.schedule(transaction);
        });
        CHECK(town->value("SELECT count(*) FROM jobs WHERE kind = 'authoring.freshness'") == 1);
        town->freshness.handler()(jobs::Job{});
        CHECK(town->audits("provider.reminded") > 0);
    }
}

TEST_CASE("RE-76: the list shows what needs a look to its provider only, with the way to mend it") {
    WorkTown town;
    town.write("UPDATE tutorial_dates SET state = 'cancelled' WHERE unit_id = ?", town.own_unit());
    town.write("UPDATE tutorial_dates SET state = 'cancelled' WHERE unit_id = ?", town.foreign_unit());
    town.catalogues.reload();
    WorkPages pages(town);
    const auto page = pages.get("/anbieter-bereich/bitte-pruefen", town.town.provider_editor);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), fmt::format("/anbieter-bereich/angebote/{}/termine", town.own_unit().value)));
    CHECK_FALSE(contains(page.text(), fmt::format("/anbieter-bereich/angebote/{}/termine", town.foreign_unit().value)));
    CHECK(contains(pages.get("/anbieter-bereich/bitte-pruefen", town.town.office).text(),
                   fmt::format("/anbieter-bereich/angebote/{}/termine", town.foreign_unit().value)));
    CHECK(pages.get("/anbieter-bereich/bitte-pruefen", town.town.clerk).status == 403);
}

}  // namespace kc::authoring
