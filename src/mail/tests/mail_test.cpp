// SPDX-License-Identifier: EUPL-1.2
#include "mail/message.hpp"
#include "mail/sender.hpp"
#include "tests/support/test_database.hpp"

#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace kc;
using namespace kc::mail;

namespace {

FixedClock morning() { return FixedClock{from_berlin(std::chrono::local_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9})}; }

MailId queue(storage::Database& database, Outbox& outbox, const std::string& recipient = "ada@example.org") {
    return database.in_transaction([&](storage::Transaction& tx) {
        return outbox.queue(tx, {std::nullopt, recipient, "Grüße aus Weinheim", "Guten Tag,\n.\nÄpfel = Birnen\n"});
    });
}

std::string only_file_in(const std::filesystem::path& directory) {
    std::string content;
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        std::ifstream in(entry.path(), std::ios::binary);
        std::ostringstream out;
        out << in.rdbuf();
        content = std::move(out).str();
        ++files;
        CHECK(entry.path().extension() == ".eml");
    }
    CHECK(files == 1);
    return content;
}

class FailingTransport final : public MailTransport {
public:
    explicit FailingTransport(Delivery answer) : answer_(std::move(answer)) {}
    Delivery deliver(const Message&) override {
        ++attempts;
        return answer_;
    }
    static inline int attempts = 0;

private:
    Delivery answer_;
};

// One SMTP conversation after another, as plain as the protocol allows; answers RCPT as told.
class SmtpListener {
public:
    explicit SmtpListener(std::string recipient_answer) : recipient_answer_(std::move(recipient_answer)) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        socklen_t length = sizeof address;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
        port = ntohs(address.sin_port);
        REQUIRE(::listen(socket_, 4) == 0);
        thread_ = std::thread([this] { serve(); });
    }
    ~SmtpListener() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    int port = 0;
    std::string envelope() {
        const std::lock_guard lock(mutex_);
        return envelope_;
    }
    std::string data() {
        const std::lock_guard lock(mutex_);
        return data_;
    }

private:
    void serve() {
        for (;;) {
            const int client = ::accept(socket_, nullptr, nullptr);
            if (client < 0) return;
            talk(client);
            ::close(client);
        }
    }
    void talk(int client) {
        std::string buffer;
        const auto say = [&](const std::string& line) { return ::send(client, (line + "\r\n").data(), line.size() + 2, MSG_NOSIGNAL) > 0; };
        say("220 test");
        bool in_data = false;
        char chunk[4096];
        for (;;) {
            const auto end = buffer.find("\r\n");
            if (end == std::string::npos) {
                const auto bytes = ::recv(client, chunk, sizeof chunk, 0);
                if (bytes <= 0) return;
                buffer.append(chunk, static_cast<std::size_t>(bytes));
                continue;
            }
            const std::string line = buffer.substr(0, end);
            buffer.erase(0, end + 2);
            const std::lock_guard lock(mutex_);
            if (in_data) {
                if (line == ".") {
                    in_data = false;
                    say("250 accepted");
                } else {
                    data_ += line + "\n";
                }
            } else if (line.starts_with("DATA")) {
                in_data = true;
                say("354 go on");
            } else if (line.starts_with("MAIL FROM") || line.starts_with("RCPT TO")) {
                envelope_ += line + "\n";
                say(line.starts_with("RCPT") ? recipient_answer_ : "250 ok");
            } else if (line.starts_with("QUIT")) {
                say("221 bye");
                return;
            } else {
                say("250 ok");
            }
        }
    }

    const std::string recipient_answer_;
    int socket_ = -1;
    std::thread thread_;
    std::mutex mutex_;
    std::string envelope_, data_;
};

}  // namespace

TEST_CASE("a mail is written with encoded subject, quoted-printable text and an unambiguous end") {
    const Message message{.from_address = "noreply@campus.example",
                          .from_name = "KommunalCampus",
                          .recipient = "ada@example.org",
                          .subject = "Grüße",
                          .body = "Äpfel = Birnen\n.\nEnde \n",
                          .message_id = "kc-1-2@campus.example",
                          .date = Instant{}};
    const std::string text = format_message(message);
    CHECK(text.find("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n") == 0);
    CHECK(text.find("From: \"KommunalCampus\" <noreply@campus.example>\r\n") != std::string::npos);
    CHECK(text.find("Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n") != std::string::npos);
    CHECK(text.find("Message-ID: <kc-1-2@campus.example>\r\n") != std::string::npos);
    CHECK(text.find("\r\n\r\n=C3=84pfel =3D Birnen\r\n=2E\r\nEnde=20\r\n") != std::string::npos);
}

TEST_CASE("no text can begin a header of its own") {
    const std::string subject = encode_header_text("Hallo\r\nBcc: alle@example.org");
    CHECK(subject.find('\r') == std::string::npos);
    CHECK_THROWS(format_message({.from_address = "a@b.example", .recipient = "x@example.org>\r\nBcc: <y@example.org", .message_id = "1@b"}));
}

TEST_CASE("a long subject is cut into words of at most 75 characters, never within a character") {
    std::string subject;
    for (int i = 0; i < 60; ++i) subject += "ü";
    const std::string encoded = encode_header_text(subject);
    std::istringstream lines(encoded);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 77);
    CHECK(encoded.find("\r\n =?UTF-8?B?") != std::string::npos);
}

TEST_CASE("lines of the body stay below 77 characters") {
    const std::string text = encode_quoted_printable(std::string(500, 'x') + "\nkurz\n");
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 77);
}

TEST_CASE("a queued mail is delivered to a file once and its text forgotten") {
    for (auto& database : test::databases()) {
        const test::TemporaryDirectory directory;
        auto clock = morning();
        Outbox outbox(clock);
        queue(*database, outbox);
        MailSender sender(*database, clock, {.from_address = "noreply@campus.example", .directory = directory.path() / "mails"});
        CHECK(sender.deliver_due() == 1);
        CHECK(sender.deliver_due() == 0);
        const std::string file = only_file_in(directory.path() / "mails");
        CHECK(file.find("To: <ada@example.org>") != std::string::npos);
        database->read([&](storage::Session& s) {
            CHECK(outbox.count(s).sent == 1);
            CHECK(s.get<std::string>("SELECT body FROM mail_outbox").empty());
        });
    }
}

TEST_CASE("a mail whose cause is rolled back is never sent") {
    for (auto& database : test::databases()) {
        auto clock = morning();
        Outbox outbox(clock);
        CHECK_THROWS(database->in_transaction([&](storage::Transaction& tx) {
            outbox.queue(tx, {std::nullopt, "ada@example.org", "s", "b"});
            throw std::runtime_error("the cause fails");
        }));
        database->read([&](storage::Session& s) { CHECK(outbox.count(s).queued == 0); });
    }
}

TEST_CASE("a mail that cannot be delivered waits longer each time and is given up in the end") {
    for (auto& database : test::databases()) {
        auto clock = morning();
        Outbox outbox(clock);
        const MailId id = queue(*database, outbox);
        FailingTransport::attempts = 0;
        MailSender sender(*database, clock, {.attempts_max = 3, .first_pause = std::chrono::seconds{60}},
                          std::make_unique<FailingTransport>(Delivery{.error = "the server is away"}));
        sender.deliver_due();
        sender.deliver_due();
        CHECK(FailingTransport::attempts == 1);
        clock.advance(std::chrono::seconds{61});
        sender.deliver_due();
        clock.advance(std::chrono::seconds{61});
        sender.deliver_due();
        CHECK(FailingTransport::attempts == 2);
        clock.advance(std::chrono::seconds{60});
        sender.deliver_due();
        clock.advance(std::chrono::hours{48});
        sender.deliver_due();
        CHECK(FailingTransport::attempts == 3);
        const auto failed = database->read([&](storage::Session& s) { return outbox.list(s, MailState::failed, 0, 10); });
        REQUIRE(failed.size() == 1);
        CHECK(failed.front().last_error == "the server is away");
        CHECK(database->in_transaction([&](storage::Transaction& tx) { return outbox.retry(tx, id); }));
        CHECK_FALSE(database->in_transaction([&](storage::Transaction& tx) { return outbox.retry(tx, id); }));
    }
}

TEST_CASE("an SMTP server receives the mail, and a refused recipient is not tried again") {
    auto database = test::sqlite_database();
    auto clock = morning();
    Outbox outbox(clock);
    {
        SmtpListener listener("250 ok");
        queue(**database, outbox);
        MailSender sender(**database, clock,
                          {.smtp_url = fmt::format("smtp://127.0.0.1:{}", listener.port),
                           .tls_required = false,
                           .from_address = "noreply@campus.example",
                           .timeout = std::chrono::seconds{10}});
        CHECK(sender.deliver_due() == 1);
        CHECK(listener.envelope().find("MAIL FROM:<noreply@campus.example>") != std::string::npos);
        CHECK(listener.envelope().find("RCPT TO:<ada@example.org>") != std::string::npos);
        CHECK(listener.data().find("Subject: =?UTF-8?B?") != std::string::npos);
    }
    SmtpListener listener("550 nobody of that name: ada@example.org");
    queue(**database, outbox);
    MailSender sender(**database, clock,
                      {.smtp_url = fmt::format("smtp://127.0.0.1:{}", listener.port),
                       .tls_required = false,
                       .from_address = "noreply@campus.example",
                       .timeout = std::chrono::seconds{10}});
    CHECK(sender.deliver_due() == 0);
    const auto failed = (*database)->read([&](storage::Session& s) { return outbox.list(s, MailState::failed, 0, 10); });
    REQUIRE(failed.size() == 1);
    CHECK(failed.front().last_error.find("550") != std::string::npos);
    CHECK(failed.front().last_error.find("ada") == std::string::npos);
}

TEST_CASE("a server without encryption gets no mail when encryption is required") {
    auto database = test::sqlite_database();
    auto clock = morning();
    Outbox outbox(clock);
    SmtpListener listener("250 ok");
    queue(**database, outbox);
    MailSender sender(**database, clock, {.smtp_url = fmt::format("smtp://127.0.0.1:{}", listener.port), .timeout = std::chrono::seconds{10}});
    CHECK(sender.deliver_due() == 0);
    CHECK(listener.data().empty());
}

TEST_CASE("the sender's thread delivers what is queued while it runs, and stops at once") {
    auto database = test::sqlite_database();
    const test::TemporaryDirectory directory;
    auto clock = morning();
    Outbox outbox(clock);
    MailSender sender(**database, clock, {.directory = directory.path(), .poll = std::chrono::milliseconds{20}});
    sender.start();
    queue(**database, outbox);
    sender.wake();
    for (int i = 0; i < 200; ++i) {
        if ((*database)->read([&](storage::Session& s) { return outbox.count(s).sent; }) == 1) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    sender.stop();
    CHECK((*database)->read([&](storage::Session& s) { return outbox.count(s).sent; }) == 1);
}
