// SPDX-License-Identifier: EUPL-1.2
// The subcommands of kommunalcampus. Each returns an exit code: 0 done, 1 refused or failed, 2 wrong usage.
#pragma once

#include "app/configuration.hpp"
#include "app/home.hpp"
#include "storage/database.hpp"

#include <cstdint>
#include <string>

namespace kc::app {

int serve(const Configuration& configuration, const Home& home);

struct SampleCommand {
    std::string database;
    std::int64_t people = 2000;
    std::int64_t offers = 0;
    std::uint64_t seed = 1;
};
int fill_sample(const SampleCommand& command, const Home& home);

int migrate_database(const std::string& database, const Home& home);

struct BackupCommand {
    std::string database;
    std::string file;
    bool replace = false;  // restore only: into a database that holds data
};
int back_up_database(const BackupCommand& command, const Home& home);
int restore_database(const BackupCommand& command, const Home& home);

int dump_schema(const std::string& database, const Home& home);
int check_schema(const std::string& database, const Home& home);

struct OperatorCommand {
    std::string database;
    std::string email;
    std::string organisation = "KommunalCampus eG";      // made when the installation is empty
    std::string base_address = "http://127.0.0.1:8080";  // begins the link that is printed
};
int create_operator(const OperatorCommand& command, const Home& home);

struct CatalogueSearchCommand {
    std::string database, query;
    int limit = 10;
    bool json = false;
};
int search_catalogue(const CatalogueSearchCommand& command, const Home& home);

struct CatalogueImportCommand {
    std::string database, file, format, provider;
    bool dry_run = false, row_by_row = false, publish = false, retire_vanished = false;
};
int import_catalogue(const CatalogueImportCommand& command, const Home& home);

struct CatalogueExportCommand {
    std::string database, file, format = "moochub";
    std::string base_address = "http://127.0.0.1:8080";
};
int export_catalogue(const CatalogueExportCommand& command, const Home& home);

struct InterviewCheckCommand {
    std::string database;  // empty: the competences of the sample region
    std::string guide, answers;
};
int check_guide(const InterviewCheckCommand& command, const Home& home);

struct InterviewExtractCommand {
    std::string database;
};
int extract_statements(const InterviewExtractCommand& command, const Home& home);  // from standard input to standard output

struct HistoryVerifyCommand {
    std::string file, key, database;  // key and database may be empty: then only the signature is checked
};
int verify_history(const HistoryVerifyCommand& command, const Home& home);

struct HistoryRotateCommand {
    std::string database, seal_key_file;
};
int rotate_history_key(const HistoryRotateCommand& command, const Home& home);

// A database that is there and fits the program.
std::unique_ptr<storage::Database> open_existing(const std::string& url, const Home& home);

}  // namespace kc::app
