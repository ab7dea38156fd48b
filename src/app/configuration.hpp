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
    int searches_per_minute = 600;  // from one address; many people may share one
    std::string seal_key_file;      // keeps the secret of the key that signs learning histories outside the database; empty: it lies in it
    bool server_timing = false;     // tells statements per page in a header, for measuring
    MailConfiguration mail;
    // A language model of the operator as a second source of proposals in the interview; off without an address.
    std::string language_model_address;  // of the chat completions: "http://10.0.0.5:8000/v1/chat/completions"
    std::string language_model;          // its name there
    std::string language_model_key;
    bool language_model_public = false;  // may lie outside the operator's own network
};

// Reads the site file. Throws with file, line and remedy when a value is missing or unknown.
web::OperatorInfo read_site_file(const std::filesystem::path& file);

}  // namespace kc::app
