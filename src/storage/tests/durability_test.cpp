// SPDX-License-Identifier: EUPL-1.2
// What happens to SQLite files when processes die, disks fill up and files are not what they should be.
#include "storage/maintenance.hpp"
#include "tests/support/test_database.hpp"

#include <algorithm>
#include <fstream>
#include <thread>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

namespace kc::storage {
namespace {

using namespace std::chrono_literals;

std::string failure(const std::function<void()>& call) {
    try {
        call();
    } catch (const StorageError& error) {
        return error.what();
    }
    return {};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

constexpr std::string_view insert_job = "INSERT INTO jobs (kind, payload, state, run_at, created_at) VALUES ('k', ?, 'queued', 0, 0)";

std::int64_t count_jobs(Database& database) {
    return database.read([](Session& session) { return session.get<std::int64_t>("SELECT count(*) FROM jobs"); });
}

}  // namespace

TEST_CASE("every acknowledged write is there after kill -9, and the file is whole") {
    for (int round = 0; round < 5; ++round) {
        auto owner = kc::test::sqlite_database();
        const std::string url = owner->url();
        owner->close();
        int acknowledged[2];
        REQUIRE(pipe(acknowledged) == 0);
        const pid_t child = fork();
        if (child == 0) {
            const auto database = open_database(url);
            for (std::int64_t i = 1;; ++i) {
                database->in_transaction([&](Transaction& tx) { tx.execute(insert_job, std::to_string(i)); });
                if (write(acknowledged[1], &i, sizeof i) != sizeof i) _exit(1);
            }
        }
        close(acknowledged[1]);
        std::int64_t last = 0;
        for (std::int64_t number = 0; last < 50 + 37 * round && read(acknowledged[0], &number, sizeof number) == sizeof number;) last = number;
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        for (std::int64_t number = 0; read(acknowledged[0], &number, sizeof number) == sizeof number;) last = number;
        close(acknowledged[0]);
        owner->reopen({});
        CHECK(last >= 50);
        CHECK(count_jobs(**owner) >= last);
        CHECK(count_jobs(**owner) <= last + 1);  // one may have been stored without having been acknowledged
        CHECK((*owner)->read([](Session& session) { return session.get<std::string>("PRAGMA integrity_check"); }) == "ok");
    }
}

TEST_CASE("a full disk refuses the write, loses nothing and is fine again when there is space") {
    auto owner = kc::test::sqlite_database();
    for (int i = 0; i < 10; ++i) (*owner)->in_transaction([](Transaction& tx) { tx.execute(insert_job, "small"); });
    // A limit on the size of files stands for the full disk; without the handler it would end the process.
    const auto previous = std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = 256 << 10;
    setrlimit(RLIMIT_FSIZE, &small);
    const std::string message = failure([&] {
        (*owner)->in_transaction([](Transaction& tx) {
            for (int i = 0; i < 100; ++i) tx.execute(insert_job, std::string(20000, 'x'));
        });
    });
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, previous);
    CHECK(has(message, "Datenträger"));
    CHECK(count_jobs(**owner) == 10);
    (*owner)->in_transaction([](Transaction& tx) { tx.execute(insert_job, std::string(20000, 'x')); });
    CHECK(count_jobs(**owner) == 11);
}

TEST_CASE("a file that is locked by another program is waited for and then refused") {
    auto owner = kc::test::sqlite_database();
    DatabaseOptions impatient;
    impatient.busy_timeout = 50ms;
    const auto other = open_database(owner->url(), impatient);
    (*owner)->in_transaction([&](Transaction&) {
        try {
            other->in_transaction([](Transaction&) {});
            FAIL_CHECK("no error");
        } catch (const StorageError& error) {
            CHECK(error.kind() == StorageErrorKind::busy);
            CHECK(has(error.what(), "noch einmal"));
        }
        CHECK(count_jobs(*other) == 0);  // reading goes on
    });
    other->in_transaction([](Transaction& tx) { tx.execute(insert_job, "x"); });
    CHECK(count_jobs(**owner) == 1);
}

TEST_CASE("a file that is no database, or a damaged one, is told apart from an empty one") {
    kc::test::TemporaryDirectory directory;
    const auto text = directory.path() / "text.db";
    std::ofstream(text) << std::string(5000, 'x');
    CHECK(has(failure([&] { open_database("sqlite:" + text.string()); }), "keine SQLite-Datenbank"));
    DatabaseOptions existing;
    existing.create = false;
    CHECK(has(failure([&] { open_database("sqlite:" + (directory.path() / "none.db").string(), existing); }), "lässt sich nicht öffnen"));

    auto owner = kc::test::sqlite_database();
    for (int i = 0; i < 300; ++i) (*owner)->in_transaction([](Transaction& tx) { tx.execute(insert_job, std::string(500, 'x')); });
    const std::string url = owner->url();
    owner->close();
    {
        std::fstream file(url.substr(7), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096);
        file << std::string(200000, '\xff');
    }
    CHECK(has(failure([&] {
                  const auto damaged = open_database(url);
                  damaged->read([](Session& session) { return session.query<std::string>("SELECT payload FROM jobs ORDER BY payload"); });
              }),
              "beschädigt"));
}

TEST_CASE("a file without write permission is refused with what to do") {
    auto owner = kc::test::sqlite_database();
    const std::string url = owner->url();
    owner->close();
    const std::filesystem::path file = url.substr(7);
    // Permissions do not bind the superuser; a child without privileges tries instead.
    std::filesystem::permissions(file, std::filesystem::perms::others_read | std::filesystem::perms::group_read | std::filesystem::perms::owner_read);
    std::filesystem::permissions(file.parent_path(),
                                 std::filesystem::perms::owner_all | std::filesystem::perms::others_read | std::filesystem::perms::others_exec);
    const pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && setuid(65534) != 0) _exit(2);
        const auto message = failure([&] {
            const auto database = open_database(url);
            database->in_transaction([](Transaction& tx) { tx.execute(insert_job, "x"); });
        });
        _exit(has(message, "Schreibrechte") || has(message, "schreiben darf") ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("only the program's own user may read the files") {
    auto owner = kc::test::empty_sqlite_database();
    (*owner)->in_transaction([](Transaction& tx) { tx.run_script("CREATE TABLE t (id BIGINT)"); });
    const std::filesystem::path file = owner->url().substr(7);
    constexpr auto own = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    CHECK(std::filesystem::status(file).permissions() == own);
    CHECK(std::filesystem::status(file.string() + "-wal").permissions() == own);
}

TEST_CASE("the statistics can be refreshed while others read and write") {
    for (auto& database : kc::test::databases()) {
        database->in_transaction([](Transaction& tx) {
            for (int i = 0; i < 100; ++i) tx.execute(insert_job, "x");
        });
        database->read([&](Session& session) {
            refresh_statistics(*database);
            CHECK(session.get<int>("SELECT count(*) FROM jobs WHERE state = 'queued'") == 100);
        });
        database->in_transaction([](Transaction& tx) { tx.execute(insert_job, "x"); });
        CHECK(count_jobs(*database) == 101);
    }
}

TEST_CASE("writers get their turn in the order of asking") {
    auto owner = kc::test::sqlite_database();
    std::atomic<bool> stop{false};
    std::vector<std::int64_t> commits(8);
    std::vector<std::chrono::microseconds> longest(8);
    std::vector<std::thread> writers;
    for (std::size_t number = 0; number < commits.size(); ++number) {
        writers.emplace_back([&, number] {
            while (!stop) {
                const auto begin = std::chrono::steady_clock::now();
                (*owner)->in_transaction([](Transaction& tx) { tx.execute(insert_job, "x"); });
                longest[number] =
                    std::max(longest[number], std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin));
                ++commits[number];
            }
        });
    }
    std::this_thread::sleep_for(1s);
    stop = true;
    for (auto& writer : writers) writer.join();
    const auto [least, most] = std::ranges::minmax(commits);
    MESSAGE("commits per writer: " << least << " to " << most << ", longest wait " << std::ranges::max(longest).count() << " microseconds");
    CHECK(least > 0);
    CHECK(least * 2 >= most);
}

}  // namespace kc::storage
