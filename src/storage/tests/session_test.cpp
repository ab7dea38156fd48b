// SPDX-License-Identifier: EUPL-1.2
#include "base/ids.hpp"
#include "tests/support/test_database.hpp"

#include <doctest/doctest.h>

namespace kc::storage {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Everything {
    PersonId id;
    bool flag = false;
    std::int32_t small = 0;
    double share = 0;
    std::string text;
    Bytes data;
    Money price;
    Date day;
    Instant at;
    Colour colour{};
    std::optional<std::string> note;
    std::optional<Money> rebate;
    bool operator==(const Everything&) const = default;
};
BOOST_DESCRIBE_STRUCT(Everything, (), (id, flag, small, share, text, data, price, day, at, colour, note, rebate))

namespace {

constexpr std::string_view columns = "id, flag, small, share, text, data, price, day, at, colour, note, rebate";

void create_table(Database& database) {
    const std::string bytes = database.engine() == Engine::sqlite ? "BLOB" : "BYTEA";
    database.in_transaction([&](Transaction& tx) {
        tx.run_script(
            "CREATE TABLE things (id BIGINT PRIMARY KEY, flag BOOLEAN NOT NULL, small BIGINT NOT NULL, share DOUBLE PRECISION NOT NULL,"
            "text TEXT NOT NULL, data " +
            bytes +
            " NOT NULL, price BIGINT NOT NULL, day TEXT NOT NULL, at BIGINT NOT NULL,"
            "colour TEXT NOT NULL, note TEXT, rebate BIGINT CONSTRAINT things_rebate CHECK (rebate > 0));"
            "CREATE UNIQUE INDEX things_text ON things (text)");
    });
}

Everything example(std::int64_t id) {
    return {.id = PersonId{id},
            .flag = true,
            .small = -7,
            .share = 0.1,
            .text = "Größe 🙂 'quoted' \"" + std::to_string(id),
            .data = {std::byte{0}, std::byte{1}, std::byte{0}, std::byte{255}},
            .price = Money{123456},
            .day = *parse_date("2026-03-02"),
            .at = Instant{std::chrono::seconds{1772000000}},
            .colour = Colour::green,
            .note = std::nullopt,
            .rebate = Money{5}};
}

void insert(Transaction& tx, const Everything& row) {
    tx.execute("INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row.id, row.flag, row.small, row.share, row.text, row.data,
               row.price, row.day, row.at, row.colour, row.note, row.rebate);
}

StorageErrorKind kind_of(const std::function<void()>& call, std::string_view constraint = {}) {
    try {
        call();
    } catch (const StorageError& error) {
        if (!constraint.empty()) CHECK(error.constraint() == constraint);
        return error.kind();
    }
    FAIL("no StorageError was thrown");
    return StorageErrorKind::other;
}

}  // namespace

TEST_CASE("every mapped type comes back as it was stored, on both engines") {
    for (auto& database : kc::test::databases()) {
        create_table(*database);
        const auto row = example(1);
        database->in_transaction([&](Transaction& tx) { insert(tx, row); });
        const auto found = database->read([](Session& session) { return session.get<Everything>("SELECT * FROM things WHERE id = ?", 1); });
        CHECK(found == row);
        auto other = example(2);
        other.data.clear();
        other.text.clear();
        other.rebate.reset();
        other.note = "";
        other.share = 1e300;
        other.small = std::numeric_limits<std::int32_t>::min();
        database->in_transaction([&](Transaction& tx) { insert(tx, other); });
        CHECK(database->read([](Session& session) { return session.get<Everything>("SELECT * FROM things WHERE text = ?", ""); }) == other);
    }
}

TEST_CASE("query, find, get, for_each and execute say what was found and changed") {
    for (auto& database : kc::test::databases()) {
        create_table(*database);
        database->in_transaction([&](Transaction& tx) {
            for (int id = 1; id <= 3; ++id) insert(tx, example(id));
            CHECK(tx.execute("UPDATE things SET small = ? WHERE id > ?", 9, 1) == 2);
            CHECK(tx.execute("UPDATE things SET small = ? WHERE id > ?", 9, 100) == 0);
            CHECK(tx.query<std::int64_t>("SELECT id FROM things WHERE small = ? ORDER BY id", 9) == std::vector<std::int64_t>{2, 3});
            CHECK(tx.find<std::string>("SELECT note FROM things WHERE id = ?", 99) == std::nullopt);
            CHECK(tx.find<std::optional<std::string>>("SELECT note FROM things WHERE id = 1") ==
                  std::optional<std::optional<std::string>>{std::optional<std::string>{}});
            CHECK_THROWS_AS(tx.find<PersonId>("SELECT id FROM things"), StorageError);
        });
        database->read([](Session& session) {
            CHECK_THROWS_AS(session.get<PersonId>("SELECT id FROM things WHERE id = 99"), StorageError);
            std::int64_t sum = 0;
            session.for_each<PersonId>(
                "SELECT id FROM things WHERE id < ? ORDER BY id",
                [&](PersonId id) { sum += id.value + session.get<std::int64_t>("SELECT count(*) FROM things WHERE id < ?", id); }, 10);
            CHECK(sum == 1 + 0 + 2 + 1 + 3 + 2);
        });
    }
}

TEST_CASE("a statement may run inside itself") {
    for (auto& database : kc::test::databases()) {
        create_table(*database);
        database->in_transaction([&](Transaction& tx) {
            for (int id = 1; id <= 4; ++id) insert(tx, example(id));
            int seen = 0;
            const std::string sql = "SELECT id FROM things WHERE id >= ? ORDER BY id";
            tx.for_each<std::int64_t>(
                sql, [&](std::int64_t id) { tx.for_each<std::int64_t>(sql, [&](std::int64_t inner) { seen += static_cast<int>(inner >= id); }, id); },
                1);
            CHECK(seen == 4 + 3 + 2 + 1);
        });
    }
}

TEST_CASE("large results are streamed completely") {
    for (auto& database : kc::test::databases()) {
        create_table(*database);
        std::vector<Everything> rows;
        for (int id = 1; id <= 2500; ++id) rows.push_back(example(id));
        database->in_transaction([&](Transaction& tx) {
            CHECK(tx.bulk_insert("things", {"id", "flag", "small", "share", "text", "data", "price", "day", "at", "colour", "note", "rebate"},
                                 rows) == 2500);
        });
        std::vector<Everything> found;
        database->read([&](Session& session) {
            session.for_each<Everything>("SELECT * FROM things ORDER BY id", [&](const Everything& row) { found.push_back(row); });
            CHECK(session.get<int>("SELECT count(*) FROM things") == 2500);
        });
        CHECK(found == rows);
    }
}

TEST_CASE("bulk writing takes tuples, quotes everything and counts rows") {
    for (auto& database : kc::test::databases()) {
        database->in_transaction([](Transaction& tx) { tx.run_script("CREATE TABLE words (id BIGINT, word TEXT, flag BOOLEAN)"); });
        const std::vector<std::tuple<std::int64_t, std::optional<std::string>, bool>> rows{
            {1, "tab\there", true}, {2, "line\nbreak\r", false}, {3, "back\\slash \\N", true}, {4, std::nullopt, false}, {5, "", true}};
        database->in_transaction([&](Transaction& tx) {
            CHECK(tx.bulk_insert("words", {"id", "word", "flag"}, rows) == 5);
            CHECK(tx.execute_many("INSERT INTO words (id, word, flag) VALUES (?, ?, ?)", rows) == 5);
            CHECK(tx.execute_many("UPDATE words SET flag = ? WHERE id = ?", std::vector<std::tuple<bool, int>>{{true, 2}, {true, 4}, {true, 9}}) ==
                  4);
            for (const auto& [id, word, flag] : rows) {
                CHECK(tx.query<std::optional<std::string>>("SELECT word FROM words WHERE id = ?", id) == std::vector{word, word});
            }
            const std::vector<std::tuple<int>> none;
            CHECK(tx.execute_many("DELETE FROM words WHERE id = ?", none) == 0);
            CHECK(tx.bulk_insert("words", {"id"}, none) == 0);
        });
    }
}

TEST_CASE("a failing bulk row undoes everything") {
    for (auto& database : kc::test::databases()) {
        create_table(*database);
        for (const bool copy : {true, false}) {
            std::vector<std::tuple<int, std::string>> rows{{1, "a"}, {2, "b"}, {1, "c"}};
            CHECK(kind_of(
                      [&] {
                          database->in_transaction([&](Transaction& tx) {
                              tx.run_script("CREATE TABLE keys (id BIGINT PRIMARY KEY, word TEXT)");
                              if (copy)
                                  tx.bulk_insert("keys", {"id", "word"}, rows);
                              else
                                  tx.execute_many("INSERT INTO keys (id, word) VALUES (?, ?)", rows);
                          });
                      },
                      "keys_pkey") == StorageErrorKind::unique);
            CHECK_THROWS_AS(database->read([](Session& session) { return session.query<int>("SELECT id FROM keys"); }), StorageError);
        }
        CHECK(database->read([](Session& session) { return session.get<int>("SELECT count(*) FROM things"); }) == 0);
    }
}

TEST_CASE("lists are one parameter of any length") {
    for (auto& database : kc::test::databases()) {
        create_table(*database);
        database->in_transaction([&](Transaction& tx) {
            for (int id = 1; id <= 5; ++id) insert(tx, example(id));
            const std::vector<PersonId> ids{{2}, {4}, {77}};
            CHECK(tx.query<std::int64_t>("SELECT id FROM things WHERE id IN ($LIST) AND small = ? ORDER BY id", json_ids(ids), -7) ==
                  std::vector<std::int64_t>{2, 4});
            const std::string listed = "SELECT id FROM things WHERE id IN " + std::string(tx.id_list()) + " AND id NOT IN ($LIST) ORDER BY id";
            const auto found = [&](const std::vector<int>& in, const std::vector<int>& out) {
                return tx.query<std::int64_t>(listed, json_ids(in), json_ids(out));
            };
            for (int again = 0; again < 2; ++again) {  // the same text with lists of no, one and several members
                CHECK(found({}, {}).empty());
                CHECK(found({4}, {}) == std::vector<std::int64_t>{4});
                CHECK(found({4}, {4}).empty());
                CHECK(found({1, 4}, {4}) == std::vector<std::int64_t>{1});
                CHECK(found({1, 4, 5}, {1, 5}) == std::vector<std::int64_t>{4});
            }
            tx.for_each<std::int64_t>("SELECT id FROM things WHERE id IN ($LIST)", [](std::int64_t id) { CHECK(id == 3); }, json_ids(std::vector{3}));
            const std::vector<std::string> texts{example(3).text, "\\ \" \n", "nothing"};
            CHECK(tx.query<std::int64_t>("SELECT id FROM things WHERE text IN ($TEXTS)", json_texts(texts)) == std::vector<std::int64_t>{3});
            std::vector<int> many(20000);
            for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<int>(i) + 3;
            CHECK(tx.get<int>("SELECT count(*) FROM things WHERE id IN ($LIST)", json_ids(many)) == 3);
        });
    }
}

TEST_CASE("question marks and list words in quotes and comments are left alone") {
    for (auto& database : kc::test::databases()) {
        database->read([](Session& session) {
            CHECK(session.get<std::string>("SELECT '? it''s $LIST' || ? /* ? $TEXTS */ -- ?\n", "!") == "? it's $LIST!");
            CHECK(session.get<std::string>("SELECT 'x' AS \"odd?name\"") == "x");
        });
    }
}

TEST_CASE("insert with on conflict and returning work on both engines") {
    for (auto& database : kc::test::databases()) {
        database->in_transaction([](Transaction& tx) {
            tx.run_script(tx.engine() == Engine::sqlite
                              ? "CREATE TABLE counters (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n BIGINT)"
                              : "CREATE TABLE counters (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name TEXT UNIQUE, n BIGINT)");
            const std::string sql =
                "INSERT INTO counters (name, n) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = counters.n + excluded.n RETURNING n";
            CHECK(tx.get<std::int64_t>(sql, "a", 2) == 2);
            CHECK(tx.get<std::int64_t>(sql, "a", 5) == 7);
            CHECK(tx.find<PersonId>("INSERT INTO counters (name, n) VALUES (?, 1) ON CONFLICT DO NOTHING RETURNING id", "a") == std::nullopt);
            CHECK(tx.get<PersonId>("INSERT INTO counters (name, n) VALUES (?, 1) RETURNING id", "b").value > 0);
        });
    }
}

TEST_CASE("violated constraints are told apart, with one name for both engines and without values") {
    for (auto& database : kc::test::databases()) {
        create_table(*database);
        database->in_transaction([&](Transaction& tx) {
            insert(tx, example(1));
            tx.run_script(
                "CREATE TABLE parents (id BIGINT PRIMARY KEY, mail TEXT UNIQUE);"
                "CREATE TABLE children (id BIGINT PRIMARY KEY, parent BIGINT NOT NULL REFERENCES parents (id))");
            tx.execute("INSERT INTO parents VALUES (1, 'secret@example.org')");
        });
        const auto failing = [&](const char* sql) {
            return [&database, sql] { database->in_transaction([&](Transaction& tx) { tx.execute(sql); }); };
        };
        CHECK(kind_of(failing("INSERT INTO parents VALUES (1, 'x')"), "parents_pkey") == StorageErrorKind::unique);
        CHECK(kind_of(failing("INSERT INTO parents VALUES (2, 'secret@example.org')"), "parents_mail_key") == StorageErrorKind::unique);
        CHECK(kind_of(
                  [&] {
                      auto row = example(1);
                      row.id = PersonId{2};
                      database->in_transaction([&](Transaction& tx) { insert(tx, row); });
                  },
                  "things_text") == StorageErrorKind::unique);
        CHECK(kind_of(
                  [&] {
                      auto row = example(3);
                      row.rebate = Money{-1};
                      database->in_transaction([&](Transaction& tx) { insert(tx, row); });
                  },
                  "things_rebate") == StorageErrorKind::check);
        CHECK(kind_of(failing("INSERT INTO children VALUES (1, 99)")) == StorageErrorKind::foreign_key);
        CHECK(kind_of(failing("INSERT INTO children VALUES (1, NULL)"), "children.parent") == StorageErrorKind::not_null);
        CHECK(kind_of(failing("DELETE FROM nowhere")) == StorageErrorKind::other);
        try {
            failing("INSERT INTO parents VALUES (2, 'secret@example.org')")();
        } catch (const StorageError& error) {
            CHECK(std::string(error.what()).find("secret") == std::string::npos);
        }
    }
}

TEST_CASE("values that do not fit the program's types are refused") {
    for (auto& database : kc::test::databases()) {
        create_table(*database);
        database->in_transaction([&](Transaction& tx) {
            auto row = example(5'000'000'000);
            insert(tx, row);
        });
        database->read([](Session& session) {
            CHECK_THROWS_AS(session.get<std::int32_t>("SELECT id FROM things"), StorageError);
            CHECK_THROWS_AS(session.get<std::uint8_t>("SELECT small FROM things"), StorageError);
            CHECK_THROWS_AS(session.get<std::int64_t>("SELECT text FROM things"), StorageError);
            CHECK_THROWS_AS(session.get<std::string>("SELECT id FROM things"), StorageError);
            CHECK_THROWS_AS(session.get<std::string>("SELECT note FROM things"), StorageError);
            CHECK_THROWS_AS(session.get<Date>("SELECT text FROM things"), StorageError);
            CHECK_THROWS_AS(session.get<Colour>("SELECT text FROM things"), StorageError);
            CHECK_THROWS_AS(session.get<Bytes>("SELECT text FROM things"), StorageError);
            CHECK(session.get<double>("SELECT id FROM things") == 5e9);
        });
    }
}

TEST_CASE("column names, column counts and parameter counts are compared with the program") {
    for (auto& database : kc::test::databases()) {
        create_table(*database);
        database->read([](Session& session) {
            CHECK_THROWS_AS(session.query<Everything>("SELECT id, flag FROM things"), StorageError);
            CHECK_THROWS_AS(session.query<Everything>("SELECT flag, id, small, share, text, data, price, day, at, colour, note, rebate FROM things"),
                            StorageError);
            CHECK_THROWS_AS(session.query<PersonId>("SELECT id, flag FROM things"), StorageError);
            CHECK_NOTHROW(session.query<Everything>(std::string("SELECT ") + std::string(columns) + " FROM things"));
        });
        database->read([](Session& session) {
            CHECK_THROWS_AS(session.query<PersonId>("SELECT id FROM things WHERE id = ?"), StorageError);
            CHECK_THROWS_AS(session.query<PersonId>("SELECT id FROM things WHERE id = ?", 1, 2), StorageError);
            CHECK_NOTHROW(session.query<PersonId>("SELECT id FROM things WHERE id = ?", 1));
        });
    }
}

TEST_CASE("text with NUL is refused and bytes with NUL are kept") {
    for (auto& database : kc::test::databases()) {
        create_table(*database);
        auto row = example(1);
        row.text = std::string("a\0b", 3);
        CHECK_THROWS_AS(database->in_transaction([&](Transaction& tx) { insert(tx, row); }), StorageError);
        CHECK(database->read([](Session& session) { return session.get<int>("SELECT count(*) FROM things"); }) == 0);
    }
}

}  // namespace kc::storage
