// SPDX-License-Identifier: EUPL-1.2
#include "development/tests/development_town.hpp"

#include "web/page.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::development;
using namespace kc::development::test;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

const web::Messages& messages() {
    static const auto messages = web::Messages::load(std::string(KC_SOURCE_DIR) + "/src");
    return messages;
}

struct NewsTown : DevelopmentTown {
    explicit NewsTown(std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database())
        : DevelopmentTown(std::move(database)),
          consents(town.database(), town.clock, consent::ConsentTexts::load(std::string(KC_SOURCE_DIR) + "/config/consents")),
          news(town.database(), town.clock, goals, consents, outbox, queue, messages(), "https://campus.example") {
        for (const auto* viewer : {&town.clerk, &town.supervisor, &town.hr_decision_maker}) {
            require(consents.give(*viewer, {consent::development_mails, 1, Language::de, "/datenschutz/einwilligungen"}).has_value());
        }
    }

    void run() { news.run({.id = JobId{1}, .kind = std::string(news_job), .payload = "{}"}); }
    std::int64_t mails(const Viewer& viewer) {
        return town.database().read([&](storage::Session& session) {
            return session.get<std::int64_t>("SELECT COUNT(*) FROM mail_outbox WHERE person_id = ?", viewer.person);
        });
    }
    std::string last_body(const Viewer& viewer) {
        return town.database().read([&](storage::Session& session) {
            return session.get<std::string>("SELECT body FROM mail_outbox WHERE person_id = ? ORDER BY id DESC LIMIT 1", viewer.person);
        });
    }
    consent::ConsentService consents;
    DevelopmentNews news;
};

std::vector<std::unique_ptr<NewsTown>> news_towns() {
    std::vector<std::unique_ptr<NewsTown>> towns;
    towns.push_back(std::make_unique<NewsTown>());
    if (auto postgres = kc::test::postgres_database()) towns.push_back(std::make_unique<NewsTown>(std::move(postgres)));
    return towns;
}

}  // namespace

TEST_CASE("whoever has something new gets one mail a day that names pages and no contents (MG-18)") {
    for (auto& town : news_towns()) {
        const auto& people = town->town;
        const auto talk = town->talk();
        const auto id = *town->goals.propose(people.clerk, talk, town->free_goal());
        (void)id;
        town->run();
        CHECK(town->mails(people.clerk) == 0);  // she did it herself
        REQUIRE(town->mails(people.supervisor) == 1);
        const auto body = town->last_body(people.supervisor);
        CHECK(contains(body, "https://campus.example/ziele/team"));
        CHECK(contains(body, "https://campus.example/mitarbeitergespraech"));
        CHECK_FALSE(contains(body, "Vertretung"));
        CHECK_FALSE(contains(body, people.clerk.display_name));
        town->run();
        CHECK(town->mails(people.supervisor) == 1);
        CHECK(town->value("SELECT COUNT(*) FROM jobs WHERE kind = 'development.news' AND state = 'queued'") == 1);
        town->town.clock.advance(std::chrono::hours{24});
        REQUIRE(town->goals.accept(people.supervisor, id, 1));
        town->run();
        CHECK(town->mails(people.clerk) == 1);
        CHECK(contains(town->last_body(people.clerk), "https://campus.example/ziele\n"));
    }
}

TEST_CASE("whoever has not agreed to these mails, or no longer does, gets none (EW-23)") {
    for (auto& town : news_towns()) {
        const auto& people = town->town;
        REQUIRE(town->consents.withdraw(people.supervisor, consent::development_mails, "/datenschutz/einwilligungen"));
        const auto id = *town->goals.propose(people.clerk, town->talk(), town->free_goal());
        town->run();
        CHECK(town->mails(people.supervisor) == 0);
        REQUIRE(town->consents.give(people.supervisor, {consent::development_mails, 1, Language::de, "/datenschutz/einwilligungen"}));
        town->run();
        REQUIRE(town->mails(people.supervisor) == 1);
        CHECK(contains(town->last_body(people.supervisor), "https://campus.example/datenschutz/einwilligungen"));
        town->town.clock.advance(std::chrono::hours{24});
        REQUIRE(town->goals.accept(people.supervisor, id, 1));
        const auto news = town->town.database().read([&](storage::Session& session) { return list_news(session, Instant{}, PersonId{0}, 10); });
        REQUIRE(town->consents.withdraw(people.clerk, consent::development_mails, "/datenschutz/einwilligungen"));
        for (const auto& one : news) {
            if (one.reader_id == people.clerk.person) CHECK_FALSE(town->news.write_to(one));  // withdrawn after the list was read
        }
        CHECK(town->mails(people.clerk) == 0);
    }
}

TEST_CASE("a near deadline reminds both sides twice (MG-18)") {
    for (auto& town : news_towns()) {
        const auto& people = town->town;
        auto content = town->free_goal();
        content.deadline_on = town->in_days(40);
        (void)town->agreed(content);
        town->run();
        const auto clerk = town->mails(people.clerk), supervisor = town->mails(people.supervisor);
        CHECK(town->news.note_deadlines() == 0);
        town->town.clock.advance(std::chrono::days{12});
        town->run();
        CHECK(town->mails(people.clerk) == clerk + 1);
        CHECK(town->mails(people.supervisor) == supervisor + 1);
        CHECK(town->news.note_deadlines() == 0);
        town->town.clock.advance(std::chrono::days{22});
        CHECK(town->news.note_deadlines() == 1);
        town->town.clock.advance(std::chrono::days{30});
        CHECK(town->news.note_deadlines() == 0);
    }
}

TEST_CASE("a closed talk tells the counterpart that it is closed, and nothing more") {
    NewsTown town;
    const auto talk = town.talk();
    const std::vector<Note> notes{{Side::employee, Topic::achieved, "Geteilt", true}};
    REQUIRE(town.talks.prepare(town.town.clerk, talk, notes, {}));
    REQUIRE(town.talks.close(town.town.clerk, talk));
    const auto news = town.town.database().read([&](storage::Session& session) { return list_news(session, Instant{}, PersonId{0}, 10); });
    REQUIRE(news.size() == 1);
    CHECK(news.front().reader_id == town.town.supervisor.person);
    CHECK(news.front().talks == 1);
}

TEST_CASE("erasing an employee removes her talks and goals; erasing a counterpart leaves her goals with a former counterpart (MG-19)") {
    for (auto& town : news_towns()) {
        const auto& people = town->town;
        DevelopmentPersonalData data(town->frameworks);
        const auto id = town->agreed(town->level_goal());
        const auto talk = town->goals.find(people.clerk, id)->full.goal.talk_id.value();
        const std::vector<Note> hers{{Side::employee, Topic::achieved, "Mein Text", true}};
        const std::vector<Note> theirs{{Side::counterpart, Topic::support, "Notiz der Leitung", false}};
        REQUIRE(town->talks.prepare(people.clerk, talk, hers, {}));
        REQUIRE(town->talks.prepare(people.supervisor, talk, theirs, {}));
        REQUIRE(town->careers.put_on_shortlist(people.clerk, town->frameworks.current()->role_profiles().front().id));
        const auto exported = [&](const Viewer& viewer) {
            return town->town.database().read([&](storage::Session& session) { return data.export_data(session, viewer.person); });
        };
        CHECK(contains(exported(people.clerk), "Mein Text"));
        CHECK(contains(exported(people.clerk), "Neue Aufgabe im Team"));
        CHECK_FALSE(contains(exported(people.clerk), "Notiz der Leitung"));
        CHECK(contains(exported(people.supervisor), "Notiz der Leitung"));
        CHECK_FALSE(contains(exported(people.supervisor), "Mein Text"));

        town->town.database().in_transaction([&](storage::Transaction& tx) { data.erase(tx, people.supervisor.person); });
        auto own = *town->goals.find(people.clerk, id);
        CHECK(own.partner.empty());
        CHECK(own.full.goal.state == GoalState::agreed);
        CHECK(town->goals.counter(people.clerk, id, 1, town->free_goal()).error() == GoalError::counterpart_missing);
        CHECK(town->goals.propose_end(people.clerk, id, 1).error() == GoalError::counterpart_missing);
        CHECK_FALSE(town->talks.find(people.clerk, talk)->talk.open());
        // The next talk gives it a new counterpart.
        REQUIRE(town->talks.start_as_counterpart(people.hr_decision_maker, people.clerk.person, town->in_days(5)));
        CHECK(town->goals.find(people.hr_decision_maker, id));
        REQUIRE(town->goals.propose_end(people.hr_decision_maker, id, 1));

        town->town.database().in_transaction([&](storage::Transaction& tx) { data.erase(tx, people.clerk.person); });
        for (const auto* table :
             {"goals", "goal_versions", "development_talks", "talk_notes", "talk_items", "development_events", "career_shortlist"}) {
            CAPTURE(table);
            CHECK(town->value(std::string("SELECT COUNT(*) FROM ") + table) == 0);
        }
    }
}

TEST_CASE("what another room has to tell stands in the same mail, for who agreed, once, and pages do not lose anybody") {
    NewsTown town;
    std::vector<FurtherNews::Reader> further;
    DevelopmentNews news(
        town.town.database(), town.town.clock, town.goals, town.consents, town.outbox, town.queue, messages(), "https://campus.example",
        {.list =
             [&](storage::Session& session, Instant, PersonId after, int) {
                 std::vector<FurtherNews::Reader> found;
                 for (const auto& one : further) {
                     const auto told = session.find<Instant>("SELECT told_until FROM development_mails WHERE person_id = ?", one.reader_id);
                     if (one.reader_id > after && (!told || *told < one.latest)) found.push_back(one);
                 }
                 return found;
             },
         .line_key = "development.mail.goals",
         .path = "/weitere-seite"});
    const auto run = [&] { news.run({.id = JobId{1}, .kind = std::string(news_job), .payload = "{}"}); };
    run();
    const auto before = town.mails(town.town.clerk), before_newcomer = town.mails(town.town.newcomer);
    further = {{town.town.clerk.person, town.town.clock.now()}, {town.town.newcomer.person, town.town.clock.now()}};
    std::sort(further.begin(), further.end(), [](const auto& a, const auto& b) { return a.reader_id < b.reader_id; });
    run();
    CHECK(town.mails(town.town.clerk) == before + 1);
    CHECK(contains(town.last_body(town.town.clerk), "https://campus.example/weitere-seite"));
    CHECK(town.mails(town.town.newcomer) == before_newcomer);  // has not agreed
    run();
    CHECK(town.mails(town.town.clerk) == before + 1);
}
