// SPDX-License-Identifier: EUPL-1.2
// PostgreSQL's own programs pg_dump and pg_restore. The password goes through the environment: other users of the machine can
// see command lines.
#include "storage/backup_engines.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace kc::storage {
namespace {

struct Address {
    std::string without_password;
    std::string password;
};

std::string percent_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            plain += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

Address split(const std::string& url) {
    const auto user = url.find("://") + 3;
    const auto at = url.find('@', user);
    const auto colon = url.find(':', user);
    if (at == std::string::npos || colon == std::string::npos || colon > at) return {url, {}};
    return {url.substr(0, colon) + url.substr(at), percent_decoded(std::string_view(url).substr(colon + 1, at - colon - 1))};
}

std::string first_line(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

// Runs a program from PATH and waits for it. Its messages go into a file beside the backup, so that no pipe can fill up.
void run_program(const std::vector<std::string>& arguments, const std::string& password, const std::filesystem::path& messages) {
    const UnfinishedFile log(messages.string() + ".log");
    std::vector<std::string> environment;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        if (std::strncmp(*variable, "PGPASSWORD=", 11) != 0) environment.emplace_back(*variable);
    }
    if (!password.empty()) environment.push_back("PGPASSWORD=" + password);
    const auto pointers = [](const std::vector<std::string>& texts) {
        std::vector<char*> list;
        for (const auto& text : texts) list.push_back(const_cast<char*>(text.c_str()));
        list.push_back(nullptr);
        return list;
    };
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.path().c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t process = 0;
    const int problem =
        posix_spawnp(&process, arguments.front().c_str(), &actions, nullptr, pointers(arguments).data(), pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    if (problem == ENOENT) {
        throw BackupError(fmt::format(
            "Das Programm '{}' fehlt. Installieren Sie die Client-Programme von PostgreSQL (unter Debian: apt-get install postgresql-client).",
            arguments.front()));
    }
    if (problem != 0) throw std::system_error(problem, std::generic_category(), arguments.front());
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw BackupError(fmt::format("Das Programm '{}' ist gescheitert: {}", arguments.front(), first_line(log.path())));
    }
}

// What was there before stays aside until the restored schema has been checked.
constexpr std::string_view aside = "public_before_restore";

bool has_tables(Connection& connection) {
    return Session(connection).get<std::int64_t>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") > 0;
}

}  // namespace

void back_up_postgres(const std::string& url, const std::filesystem::path& to, const BackupProgress& progress) {
    const Address address = split(url);
    if (progress) progress(0, 1);
    run_program({"pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public", "--file=" + to.string(),
                 "--dbname=" + address.without_password},
                address.password, to);
    if (progress) progress(1, 1);
}

void restore_postgres(const std::string& url, const std::filesystem::path& file, const std::vector<Migration>& migrations, RestoreMode mode,
                      const BackupProgress& progress) {
    const Address address = split(url);
    const auto database = open_database(url, {.read_connections = 1, .write_connections = 1});
    run_program({"pg_restore", "--list", file.string()}, {}, file);
    const auto connection = database->connect();
    if (has_tables(*connection) && mode == RestoreMode::only_into_empty) {
        throw BackupError(
            fmt::format("Die Datenbank '{}' ist nicht leer. Es wurde nichts geändert. Soll sie ersetzt werden, geben Sie das ausdrücklich an.",
                        database->printable_url()));
    }
    const auto reader = database->read([](Session& session) { return session.get<std::int64_t>("SELECT pg_backend_pid()"); });
    if (Session(*connection)
            .get<std::int64_t>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                               "AND application_name = 'kommunalcampus' AND pid <> pg_backend_pid() AND pid <> ?",
                               reader) > 0) {
        throw BackupError(fmt::format("Die Datenbank '{}' ist in Gebrauch. Halten Sie die Server an und spielen Sie die Sicherung dann ein.",
                                      database->printable_url()));
    }
    if (progress) progress(0, 1);
    connection->run_script(fmt::format("DROP SCHEMA IF EXISTS {0} CASCADE; ALTER SCHEMA public RENAME TO {0}; CREATE SCHEMA public", aside));
    try {
        run_program({"pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--schema=public",
                     "--dbname=" + address.without_password, file.string()},
                    address.password, file);
        check_restored(*database, migrations);
    } catch (...) {
        connection->run_script(fmt::format("DROP SCHEMA public CASCADE; ALTER SCHEMA {} RENAME TO public", aside));
        throw;
    }
    connection->run_script(fmt::format("DROP SCHEMA {} CASCADE; ANALYZE", aside));
    if (progress) progress(1, 1);
}

}  // namespace kc::storage
