// SPDX-License-Identifier: EUPL-1.2
#include "mail/mail.hpp"

#include "base/text.hpp"

namespace kc::mail {

MailId Outbox::queue(Transaction& transaction, const Mail& mail) {
    // Addresses are checked where they enter; a line break here would be a hole in that check.
    require(!contains_control_characters(mail.recipient) && mail.recipient.find_first_of("\r\n<>\t") == std::string::npos);
    const Instant now = clock_.now();
    return transaction.get<MailId>(
        "INSERT INTO mail_outbox (person_id, recipient, subject, body, next_attempt_at, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        mail.person, mail.recipient, mail.subject, mail.body, now, now);
}

std::vector<MailStatus> Outbox::list(Session& session, MailState state, int offset, int limit) {
    return session.query<MailStatus>(
        "SELECT id, state, attempts, next_attempt_at, last_error, created_at, sent_at FROM mail_outbox "
        "WHERE state = ? ORDER BY id DESC LIMIT ? OFFSET ?",
        state, limit, offset);
}

namespace {

struct StateCount {
    MailState state{};
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(StateCount, (), (state, count))

}  // namespace

MailCounts Outbox::count(Session& session) {
    MailCounts counts;
    for (const auto& row : session.query<StateCount>("SELECT state, count(*) AS count FROM mail_outbox GROUP BY state")) {
        switch (row.state) {
            case MailState::queued: counts.queued = row.count; break;
            case MailState::sent: counts.sent = row.count; break;
            case MailState::failed: counts.failed = row.count; break;
        }
    }
    return counts;
}

bool Outbox::retry(Transaction& transaction, MailId id) {
    return transaction.execute("UPDATE mail_outbox SET state = 'queued', attempts = 0, next_attempt_at = ? WHERE id = ? AND state = 'failed'",
                               clock_.now(), id) == 1;
}

std::int64_t Outbox::remove_finished(Transaction& transaction, Instant before) {
    return transaction.execute("DELETE FROM mail_outbox WHERE state <> 'queued' AND created_at < ?", before);
}

std::vector<PersonalMail> Outbox::list_of(Session& session, PersonId person) {
    return session.query<PersonalMail>("SELECT recipient, subject, state, created_at, sent_at FROM mail_outbox WHERE person_id = ? ORDER BY id",
                                       person);
}

std::int64_t Outbox::remove_of(Transaction& transaction, PersonId person) {
    return transaction.execute("DELETE FROM mail_outbox WHERE person_id = ?", person);
}

}  // namespace kc::mail
