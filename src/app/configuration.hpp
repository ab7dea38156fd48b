// SPDX-License-Identifier: EUPL-1.2
// Configuration of the server: what the command line and the KC_ variables say, and the site file for imprint and privacy.
#pragma once

#include "web/page.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kc::app {

struct MailConfiguration {
    std::string directory;  // .eml files are written here when no SMTP server is given
    std::string smtp_url;   // smtp://host:587 or smtps://host:465
    std::string smtp_user;
    std::string smtp_password;
    std::string sender_address = "kommunalcampus@localhost";
    std::string sender_name = "KommunalCampus";
};

struct Configuration {
    std::string database;
    std::vector<std::string> listen{"127.0.0.1:8080"};
    int io_threads = 1;
    int threads = 4;  // workers for pages
    int job_threads = 1;
    std::string base_address;  // how people reach the server, for links in mails; derived from listen when empty
    std::string tls_certificate;
    std::string tls_key;
    std::vector<std::string> trusted_proxies;
    std::vector<std::string> import_hosts;  // from which feeds of offers may be fetched; none: no feeds
    std::string access_log;                 // a file; "-" is standard output; empty: none
    std::string site_file;                  // imprint, privacy, contact; config/site.yaml when empty
    bool compress = true;
    int password_cost = 0;  // 0: the normal cost of Argon2id; 1: the least, for tests only
    int grace_seconds = 30;
    bool server_timing = false;  // tells statements per page in a header, for measuring
    MailConfiguration mail;
};

// Reads the site file. Throws with file, line and remedy when a value is missing or unknown.
web::OperatorInfo read_site_file(const std::filesystem::path& file);

}  // namespace kc::app
