// SPDX-License-Identifier: EUPL-1.2
#include "mail/sender.hpp"

#include <spdlog/spdlog.h>

namespace kc::mail {

namespace {

struct DueMail {
    MailId id;
    std::string recipient;
    std::string subject;
    std::string body;
    int attempts = 0;
    Instant created_at{};
};
BOOST_DESCRIBE_STRUCT(DueMail, (), (id, recipient, subject, body, attempts, created_at))

constexpr int mails_per_round = 20;

}  // namespace

struct MailSender::State {
    storage::Database& database;
    const Clock& clock;
    MailOptions options;
    std::unique_ptr<MailTransport> transport;
    std::mutex mutex;
    std::condition_variable woken;
    bool stopping = false;
    bool pending = false;
    std::thread thread;

    std::vector<DueMail> claim() {
        const Instant now = clock.now();
        // Reading first keeps an idle sender from taking the writer's place every few seconds.
        const auto due = database.read([&](Session& session) {
            return session.query<MailId>("SELECT id FROM mail_outbox WHERE state = 'queued' AND next_attempt_at <= ? LIMIT 1", now);
        });
        if (due.empty()) return {};
        return database.in_transaction([&](Transaction& tx) {
            auto mails = tx.query_for_update<DueMail>(
                "SELECT id, recipient, subject, body, attempts, created_at FROM mail_outbox "
                "WHERE state = 'queued' AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT 20",
                now);
            std::vector<MailId> ids;
            for (const auto& mail : mails) ids.push_back(mail.id);
            tx.execute("UPDATE mail_outbox SET attempts = attempts + 1, next_attempt_at = ? WHERE id IN ($LIST)", now + options.lease,
                       storage::json_ids(ids));
            return mails;
        });
    }

    void finish(const DueMail& mail, const Delivery& delivery) {
        const Instant now = clock.now();
        const int attempts = mail.attempts + 1;
        database.in_transaction([&](Transaction& tx) {
            if (delivery.delivered) {
                // The text may hold a link that opens an account; nobody needs it any more.
                tx.execute("UPDATE mail_outbox SET state = 'sent', sent_at = ?, body = '', last_error = '' WHERE id = ?", now, mail.id);
            } else if (delivery.permanent || attempts >= options.attempts_max) {
                tx.execute("UPDATE mail_outbox SET state = 'failed', last_error = ? WHERE id = ?", delivery.error, mail.id);
            } else {
                auto pause = options.first_pause;
                for (int i = 1; i < attempts && pause < options.longest_pause; ++i) pause *= 2;
                tx.execute("UPDATE mail_outbox SET next_attempt_at = ?, last_error = ? WHERE id = ?", now + std::min(pause, options.longest_pause),
                           delivery.error, mail.id);
            }
        });
        if (!delivery.delivered) spdlog::warn("mail {} was not delivered (attempt {}): {}", mail.id.value, attempts, delivery.error);
    }

    Message message_of(const DueMail& mail) const {
        const auto at = options.from_address.find('@');
        const std::string domain = at == std::string::npos ? "localhost" : options.from_address.substr(at + 1);
        return {.from_address = options.from_address,
                .from_name = options.from_name,
                .recipient = mail.recipient,
                .subject = mail.subject,
                .body = mail.body,
                .message_id = fmt::format("kc-{}-{}@{}", mail.id.value, mail.created_at.time_since_epoch().count(), domain),
                .date = clock.now()};
    }

    bool stop_asked() {
        const std::lock_guard lock(mutex);
        return stopping;
    }

    int deliver_due() {
        int delivered = 0;
        for (;;) {
            const auto mails = claim();
            for (const auto& mail : mails) {
                if (stop_asked()) return delivered;  // the lease runs out and another round takes them
                const Delivery delivery = transport->deliver(message_of(mail));
                finish(mail, delivery);
                delivered += delivery.delivered ? 1 : 0;
            }
            if (mails.size() < mails_per_round) return delivered;
        }
    }

    void run() {
        for (;;) {
            try {
                deliver_due();
            } catch (const std::exception& error) {
                spdlog::error("the mail sender could not reach its outbox and will try again: {}", error.what());
            }
            std::unique_lock lock(mutex);
            woken.wait_for(lock, options.poll, [&] { return stopping || pending; });
            pending = false;
            if (stopping) return;
        }
    }
};

MailSender::MailSender(storage::Database& database, const Clock& clock, MailOptions options)
    : MailSender(database, clock, options, make_transport(options)) {}

MailSender::MailSender(storage::Database& database, const Clock& clock, MailOptions options, std::unique_ptr<MailTransport> transport)
    : state_(new State{database, clock, std::move(options), std::move(transport), {}, {}, false, false, {}}) {}

MailSender::~MailSender() { stop(); }

void MailSender::start() {
    require(!state_->thread.joinable());
    state_->thread = std::thread([this] { state_->run(); });
}

void MailSender::stop() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->woken.notify_all();
    if (state_->thread.joinable()) state_->thread.join();
}

void MailSender::wake() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->pending = true;
    }
    state_->woken.notify_one();
}

int MailSender::deliver_due() { return state_->deliver_due(); }

}  // namespace kc::mail
