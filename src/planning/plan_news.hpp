// SPDX-License-Identifier: EUPL-1.2
// The mails about plan changes: nobody gets them who did not ask and agree; at most one a day or one a week, and none when nothing is new.
// They name the reason and how much changes, and none of the contents (LP-48).
#pragma once

#include "base/person_token.hpp"
#include "consent/service.hpp"
#include "jobs/jobs.hpp"
#include "mail/mail.hpp"
#include "planning/settings_store.hpp"
#include "planning/store.hpp"
#include "web/messages.hpp"

#include <map>

namespace kc::planning {

inline constexpr std::string_view news_job = "planning.news";  // {"after":17}: goes on behind this person; {}: begins a day

class PlanNews {
public:
    PlanNews(storage::Database& database, const Clock& clock, const consent::ConsentService& consents, mail::Outbox& outbox, jobs::JobQueue& queue,
             const web::Messages& messages, std::string public_url, std::string_view secret)
        : database_(database),
          clock_(clock),
          consents_(consents),
          outbox_(outbox),
          queue_(queue),
          messages_(messages),
          public_url_(std::move(public_url)),
          tokens_("planning.unsubscribe", secret) {}

    // At the start of the server; harmless when the next round is queued already.
    void schedule(storage::Transaction& transaction) const;
    // What the job does. Safe to run twice: who was told is not told again.
    void run(const jobs::Job& job);
    bool write_to(PersonId person);  // true when a mail was queued

    // The link that ends the mails without signing in.
    std::optional<PersonId> reader_of(std::string_view token) const { return tokens_.person_of(token); }
    std::string token_of(PersonId person) const { return tokens_.token_of(person); }

private:
    MailsDue due() const;
    std::string body(const MailReader& reader, const PersonState& state, bool proposal, bool accepted) const;

    storage::Database& database_;
    const Clock& clock_;
    const consent::ConsentService& consents_;
    mail::Outbox& outbox_;
    jobs::JobQueue& queue_;
    const web::Messages& messages_;
    const std::string public_url_;
    const PersonTokens tokens_;
};

std::map<std::string, jobs::JobHandler> job_handlers(PlanNews& news);

}  // namespace kc::planning
