// SPDX-License-Identifier: EUPL-1.2
// The outbox: a mail is queued in the transaction that causes it, so it goes out exactly when its cause has happened.
// MailSender (sender.hpp) delivers it later, from any node.
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::mail {

using storage::Session;
using storage::Transaction;

struct Mail {
    std::optional<PersonId> person;  // whose mail this is, for export and erasure
    std::string recipient;           // a checked address without display name
    std::string subject;
    std::string body;  // plain UTF-8 text
};

enum class MailState { queued, sent, failed };
BOOST_DESCRIBE_ENUM(MailState, queued, sent, failed)

// What the operator sees: no address, no text.
struct MailStatus {
    MailId id;
    MailState state{};
    int attempts = 0;
    Instant next_attempt_at{};
    std::string last_error;
    Instant created_at{};
    std::optional<Instant> sent_at;
};
BOOST_DESCRIBE_STRUCT(MailStatus, (), (id, state, attempts, next_attempt_at, last_error, created_at, sent_at))

struct MailCounts {
    std::int64_t queued = 0, sent = 0, failed = 0;
};

// A mail as its addressee may export it. The text is kept until it is sent only.
struct PersonalMail {
    std::string recipient;
    std::string subject;
    MailState state{};
    Instant created_at{};
    std::optional<Instant> sent_at;
};
BOOST_DESCRIBE_STRUCT(PersonalMail, (), (recipient, subject, state, created_at, sent_at))

class Outbox {
public:
    explicit Outbox(const Clock& clock) : clock_(clock) {}

    MailId queue(Transaction& transaction, const Mail& mail);

    // For the operator's page.
    std::vector<MailStatus> list(Session& session, MailState state, int offset, int limit);
    MailCounts count(Session& session);
    bool retry(Transaction& transaction, MailId id);  // false unless it had failed
    std::int64_t remove_finished(Transaction& transaction, Instant before);

    // For export and erasure of one person.
    std::vector<PersonalMail> list_of(Session& session, PersonId person);
    std::int64_t remove_of(Transaction& transaction, PersonId person);

private:
    const Clock& clock_;
};

}  // namespace kc::mail
