// SPDX-License-Identifier: EUPL-1.2
// Session::ask: questions that are sent together and waited for once.
#include "base/ids.hpp"
#include "tests/support/test_database.hpp"

#include <atomic>
#include <numeric>
#include <thread>

#include <doctest/doctest.h>

namespace kc::storage {

struct Account {
    std::int64_t id = 0;
    int amount = 0;
    bool operator==(const Account&) const = default;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, amount))

namespace {

constexpr std::string_view all_accounts = "SELECT id, amount FROM accounts ORDER BY id";
constexpr std::string_view amount_of = "SELECT amount FROM accounts WHERE id = ?";

// Account 1 holds 101, account 2 holds 102, …
void create_accounts(Database& database, int count) {
    database.in_transaction([&](Transaction& tx) {
        tx.run_script("CREATE TABLE accounts (id BIGINT PRIMARY KEY, amount BIGINT NOT NULL)");
        std::vector<std::tuple<int, int>> rows;
        for (int id = 1; id <= count; ++id) rows.emplace_back(id, 100 + id);
        tx.bulk_insert("accounts", {"id", "amount"}, rows);
    });
}

int amount(Database& database, int id) {
    return database.read([&](Session& session) { return session.get<int>(amount_of, id); });
}

// On SQLite a question fails where it is asked, on PostgreSQL where somebody waits: the same for whoever does both.
void ask_what_fails(Session& session) { session.ask<int>("SELECT no_such_column FROM accounts").rows(); }

}  // namespace

TEST_CASE("questions asked together get each its own rows, in whatever order they are read") {
    for (auto& database : kc::test::databases()) {
        create_accounts(*database, 5);
        for (int round = 0; round < 2; ++round) {  // the second time everything is prepared
            database->read([&](Session& session) {
                const auto before = statements_on_this_thread;
                const std::vector<int> one{4}, several{5, 2};
                auto first = session.ask<int>(amount_of, 1);
                auto third = session.ask<int>(amount_of, 3);
                auto all = session.ask<Account>(all_accounts);
                auto nobody = session.ask<int>(amount_of, 99);
                auto listed = session.ask<int>("SELECT amount FROM accounts WHERE id IN ($LIST) ORDER BY id", json_ids(one));
                auto both = session.ask<int>("SELECT amount FROM accounts WHERE id IN ($LIST) ORDER BY id", json_ids(several));
                CHECK(statements_on_this_thread - before == 6);
                CHECK(both.rows() == std::vector{102, 105});
                CHECK(first.rows() == std::vector{101});
                CHECK(all.rows() == std::vector<Account>{{1, 101}, {2, 102}, {3, 103}, {4, 104}, {5, 105}});
                CHECK(nobody.rows().empty());
                auto second = session.ask<int>(amount_of, 2);
                CHECK(session.get<int>(amount_of, 5) == 105);
                CHECK(listed.rows() == std::vector{104});
                CHECK(third.rows() == std::vector{103});
                CHECK(second.rows() == std::vector{102});
                CHECK(second.rows().empty());  // given already
            });
        }
    }
}

TEST_CASE("an answer tells the state in which it was asked, with what was posted before and without what came after") {
    for (auto& database : kc::test::databases()) {
        create_accounts(*database, 1);
        database->in_transaction([](Transaction& tx) {
            tx.post("UPDATE accounts SET amount = 7");
            auto posted = tx.ask<int>(amount_of, 1);
            tx.post("UPDATE accounts SET amount = 8");
            auto later = tx.ask<int>(amount_of, 1);
            CHECK(tx.execute("UPDATE accounts SET amount = 9") == 1);
            CHECK(later.rows() == std::vector{8});
            CHECK(posted.rows() == std::vector{7});
        });
        CHECK(amount(*database, 1) == 9);
    }
}

TEST_CASE("between question and answer everything else a session can do goes its way") {
    for (auto& database : kc::test::databases()) {
        create_accounts(*database, 3);
        database->in_transaction([](Transaction& tx) {
            auto first = tx.ask<int>(amount_of, 1);
            CHECK(tx.execute_many("UPDATE accounts SET amount = amount + ? WHERE id = ?",
                                  std::vector<std::tuple<int, int>>{{1, 1}, {1, 2}, {1, 9}}) == 2);
            auto second = tx.ask<int>(amount_of, 2);
            CHECK(tx.bulk_insert("accounts", {"id", "amount"}, std::vector<std::tuple<int, int>>{{4, 104}, {5, 105}}) == 2);
            auto third = tx.ask<int>(amount_of, 3);
            tx.run_script("UPDATE accounts SET amount = amount + 1 WHERE id = 3");
            auto all = tx.ask<Account>(all_accounts);
            int seen = 0;
            tx.for_each<Account>(all_accounts, [&](const Account& account) {
                auto inside = tx.ask<int>(amount_of, account.id);
                if (account.id % 2 == 0) CHECK(inside.rows() == std::vector{account.amount});
                ++seen;
            });
            CHECK(seen == 5);
            std::vector<std::tuple<int, int>> many;
            for (int id = 6; id <= 1000; ++id) many.emplace_back(id, 1);
            tx.post_many("INSERT INTO accounts VALUES (?, ?)", many);
            CHECK(all.rows() == std::vector<Account>{{1, 102}, {2, 103}, {3, 104}, {4, 104}, {5, 105}});
            CHECK(third.rows() == std::vector{103});
            CHECK(second.rows() == std::vector{103});
            CHECK(first.rows() == std::vector{101});
        });
        database->in_transaction([](Transaction& tx) { tx.ask<int>("UPDATE accounts SET amount = 6 WHERE id = 6 RETURNING amount"); });
        CHECK(amount(*database, 6) == 6);  // the commit waits for what nobody has read
        CHECK(amount(*database, 3) == 104);
    }
}

TEST_CASE("answers nobody reads disturb neither the others nor whoever uses the connection next") {
    for (auto& database : kc::test::databases({.read_connections = 1, .write_connections = 1})) {
        create_accounts(*database, 3);
        database->read([](Session& session) {
            session.ask<Account>(all_accounts);
            auto second = session.ask<int>(amount_of, 2);
            {
                auto unread = session.ask<Account>(all_accounts);
            }
            auto third = session.ask<int>(amount_of, 3);
            CHECK(second.rows() == std::vector{102});
            CHECK(third.rows() == std::vector{103});
            auto left_open = session.ask<Account>(all_accounts);
            session.ask<Account>(all_accounts);
        });
        CHECK(amount(*database, 1) == 101);
        const auto give_up = [&](Transaction& tx) {
            auto changed = tx.ask<int>("UPDATE accounts SET amount = 0 RETURNING amount");
            auto all = tx.ask<Account>(all_accounts);
            throw std::runtime_error("given up");
        };
        CHECK_THROWS_AS(database->in_transaction(give_up), std::runtime_error);
        database->in_transaction([](Transaction& tx) {
            auto all = tx.ask<Account>(all_accounts);
            CHECK(tx.get<int>(amount_of, 2) == 102);
            tx.ask<Account>(all_accounts);
            CHECK(tx.execute_many("UPDATE accounts SET amount = amount + ? WHERE id = ?", std::vector<std::tuple<int, int>>{{1, 1}, {1, 9}}) == 1);
        });
        CHECK(amount(*database, 1) == 102);
    }
}

TEST_CASE("a question that fails is told to whoever waits first, and nothing of its transaction is kept") {
    for (auto& database : kc::test::databases({.read_connections = 1, .write_connections = 1})) {
        create_accounts(*database, 2);
        const auto other_text = "SELECT amount + 1 AS amount FROM accounts WHERE id = ?";
        CHECK_THROWS_AS(database->in_transaction([&](Transaction& tx) {
            tx.execute("UPDATE accounts SET amount = 0");
            ask_what_fails(tx);
        }),
                        StorageError);
        // Somebody else waits first: the answer before the failure is there, the one behind it never comes.
        CHECK_THROWS_AS(database->in_transaction([&](Transaction& tx) {
            tx.post("UPDATE accounts SET amount = 0");
            auto before = tx.ask<int>(amount_of, 1);
            std::optional<Answer<int>> fails, behind;
            CHECK_THROWS_AS(
                [&] {
                    fails.emplace(tx.ask<int>("SELECT no_such_column FROM accounts"));
                    behind.emplace(tx.ask<int>(other_text, 1));
                    tx.get<int>(amount_of, 2);
                }(),
                StorageError);
            CHECK(before.rows() == std::vector{0});
            if (fails) CHECK_THROWS_AS(fails->rows(), StorageError);
            if (behind) CHECK_THROWS_AS(behind->rows(), StorageError);
            CHECK_THROWS_AS(tx.ask<int>(amount_of, 1), StorageError);
        }),
                        StorageError);
        // Nobody waits at all: then the commit does.
        CHECK_THROWS_AS(database->in_transaction([&](Transaction& tx) {
            tx.post("UPDATE accounts SET amount = 0");
            auto fails = tx.ask<int>("INSERT INTO accounts VALUES (1, 1) RETURNING id");
        }),
                        StorageError);
        CHECK(amount(*database, 1) == 101);
        // What was prepared behind a failure is prepared anew.
        database->in_transaction([&](Transaction& tx) {
            auto now = tx.ask<int>(other_text, 1);
            CHECK(tx.ask<int>(other_text, 2).rows() == std::vector{103});
            CHECK(now.rows() == std::vector{102});
        });
    }
}

TEST_CASE("a question that fails spoils only its own read") {
    for (auto& database : kc::test::databases({.read_connections = 1})) {
        create_accounts(*database, 1);
        CHECK_THROWS_AS(database->read([](Session& session) { ask_what_fails(session); }), StorageError);
        CHECK(amount(*database, 1) == 101);
        database->read([](Session& session) {
            try {
                const auto unread = session.ask<int>("SELECT no_such_column FROM accounts");
            } catch (const StorageError&) {
                CHECK(session.engine() == Engine::sqlite);
            }
        });
        CHECK(amount(*database, 1) == 101);
        // Rows that do not fit the program are no failure of the database.
        database->read([](Session& session) {
            CHECK_THROWS_AS(session.ask<Account>("SELECT amount, id FROM accounts").rows(), StorageError);
            CHECK_THROWS_AS(session.ask<int>("SELECT amount FROM accounts WHERE id = ?", 1, 2), StorageError);
            CHECK(session.ask<int>(amount_of, 1).rows() == std::vector{101});
        });
    }
}

TEST_CASE("very many questions and very long answers fill no buffer") {
    for (auto& database : kc::test::databases()) {
        constexpr int count = 5000;
        create_accounts(*database, count);
        database->read([&](Session& session) {
            std::vector<Answer<int>> answers;
            std::vector<Answer<Account>> long_ones;
            for (int id = 1; id <= 1000; ++id) {
                answers.push_back(session.ask<int>(amount_of, id));
                if (id % 20 == 0) long_ones.push_back(session.ask<Account>(all_accounts));
            }
            for (int id = 1000; id >= 1; --id) CHECK(answers[static_cast<std::size_t>(id) - 1].rows() == std::vector{100 + id});
            for (auto& answer : long_ones) CHECK(answer.rows().size() == count);
        });
        std::vector<int> ids(count);
        std::iota(ids.begin(), ids.end(), 1);
        database->read([&](Session& session) {
            std::vector<Answer<int>> answers;
            for (int i = 0; i < 100; ++i) answers.push_back(session.ask<int>("SELECT amount FROM accounts WHERE id IN ($LIST)", json_ids(ids)));
            for (auto& answer : answers) CHECK(answer.rows().size() == count);
        });
    }
}

TEST_CASE("an answer that outlives its read is not waited for") {
    for (auto& database : kc::test::databases()) {
        create_accounts(*database, 1);
        std::vector<Answer<int>> kept;
        database->read([&](Session& session) { kept.push_back(session.ask<int>(amount_of, 1)); });
        database->in_transaction([&](Transaction& tx) { kept.push_back(tx.ask<int>(amount_of, 1)); });
        CHECK(amount(*database, 1) == 101);
        if (database->engine() == Engine::postgres)
            CHECK_THROWS_AS(kept[0].rows(), StorageError);
        else
            CHECK(kept[0].rows() == std::vector{101});
        CHECK(kept[1].rows() == std::vector{101});  // the commit has waited for it
    }
}

TEST_CASE("what is asked behind a lock on PostgreSQL tells what was committed until the lock was got") {
    auto owner = kc::test::postgres_database();
    if (!owner) {
        kc::test::say_skipped();
        return;
    }
    auto& database = **owner;
    create_accounts(database, 2);
    std::atomic<bool> asked = false;
    std::thread other;
    database.in_transaction([&](Transaction& tx) {
        tx.execute("UPDATE accounts SET amount = 5");
        other = std::thread([&] {
            database.in_transaction([&](Transaction& waiting) {
                auto locked = waiting.ask_for_update<Account>("SELECT id, amount FROM accounts WHERE id = 1");
                auto second = waiting.ask<int>(amount_of, 2);
                asked = true;
                CHECK(second.rows() == std::vector{5});
                CHECK(locked.rows() == std::vector<Account>{{1, 5}});
            });
        });
        while (!asked) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    });
    other.join();
}

TEST_CASE("a connection that is lost between question and answer fails once and is made anew") {
    for (const bool writes : {false, true}) {
        auto owner = kc::test::postgres_database({.read_connections = 1, .write_connections = 1});
        if (!owner) {
            kc::test::say_skipped();
            return;
        }
        auto& database = **owner;
        create_accounts(database, 1);
        std::optional<Answer<int>> kept;
        const auto lose = [&](Session& session) {
            auto first = session.ask<int>(amount_of, 1);
            CHECK(session.get<int>(amount_of, 1) == 101);
            auto second = session.ask<int>(amount_of, 1);
            kept.emplace(session.ask<int>(amount_of, 1));
            database.connect()->run_script(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            CHECK(first.rows() == std::vector{101});
            second.rows();
        };
        try {
            if (writes)
                database.in_transaction([&](Transaction& tx) { lose(tx); });
            else
                database.read(lose);
            FAIL_CHECK("no error");
        } catch (const StorageError& error) {
            CHECK(error.kind() == StorageErrorKind::connection);
        }
        if (!writes) CHECK(amount(database, 1) == 101);
        if (writes) database.in_transaction([](Transaction& tx) { CHECK(tx.get<int>(amount_of, 1) == 101); });
        CHECK_THROWS_AS(kept->rows(), StorageError);
    }
}

}  // namespace kc::storage
