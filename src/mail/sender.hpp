// SPDX-License-Identifier: EUPL-1.2
// MailSender: takes due mails from the outbox and hands them to an SMTP server, or writes .eml files where none is configured.
// Several nodes may run one each: a mail is claimed for some minutes before it is delivered.
#pragma once

#include "mail/mail.hpp"
#include "mail/message.hpp"

#include <filesystem>
#include <memory>

namespace kc::mail {

struct MailOptions {
    std::string smtp_url;  // "smtp://mail.example.de:587", "smtps://mail.example.de:465"; empty: files
    std::string smtp_user;
    std::string smtp_password;
    bool tls_required = true;  // smtp:// then insists on STARTTLS; off only for a relay on the same machine
    std::string from_address = "noreply@localhost";
    std::string from_name = "KommunalCampus";
    std::filesystem::path directory;  // where .eml files go when there is no SMTP server
    std::chrono::seconds timeout{30};

    int attempts_max = 8;
    std::chrono::seconds first_pause{60};          // doubled after each failure …
    std::chrono::seconds longest_pause{6 * 3600};  // … up to this
    std::chrono::seconds lease{300};               // a mail of a crashed node is taken up again after this long
    std::chrono::milliseconds poll{2000};
};

struct Delivery {
    bool delivered = false;
    bool permanent = false;  // the server said that trying again is useless
    std::string error;       // for the operator, without addresses
};

class MailTransport {
public:
    virtual ~MailTransport() = default;
    virtual Delivery deliver(const Message& message) = 0;
};

std::unique_ptr<MailTransport> make_transport(const MailOptions& options);

class MailSender {
public:
    MailSender(storage::Database& database, const Clock& clock, MailOptions options);
    MailSender(storage::Database& database, const Clock& clock, MailOptions options, std::unique_ptr<MailTransport> transport);
    ~MailSender();  // stops
    MailSender(const MailSender&) = delete;

    void start();
    void stop();
    void wake();  // something may be due: for Database::on_commit or after queueing

    // Delivers what is due on the calling thread; returns how many went out. For tests and the command line.
    int deliver_due();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kc::mail
