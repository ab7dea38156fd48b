// SPDX-License-Identifier: EUPL-1.2
// Once a day: goals of people who left end, near deadlines are noted, and whoever has something new gets one mail that names the pages to
// open and nothing of what stands there (MG-18), if she agreed to these mails (EW-23).
#pragma once

#include "consent/service.hpp"
#include "development/goal_service.hpp"
#include "development/news_report.hpp"
#include "jobs/jobs.hpp"
#include "mail/mail.hpp"
#include "web/messages.hpp"

#include <functional>
#include <map>
#include <string>

namespace kc::development {

// What another room has to tell in the same mail: for whom, and the line with its page. app/ connects it.
struct FurtherNews {
    struct Reader {
        PersonId reader_id;
        Instant latest{};
    };
    // By person, behind `after`; only what is newer than the last mail.
    std::function<std::vector<Reader>(storage::Session& session, Instant since, PersonId after, int limit)> list = {};
    std::string line_key = {}, path = {};
};

inline constexpr std::string_view news_job = "development.news";  // {"after":17}: goes on behind this person; {}: begins a day

class DevelopmentNews {
public:
    DevelopmentNews(storage::Database& database, const Clock& clock, GoalService& goals, const consent::ConsentService& consents,
                    mail::Outbox& outbox, jobs::JobQueue& queue, const web::Messages& messages, std::string public_url, FurtherNews further = {})
        : database_(database),
          clock_(clock),
          goals_(goals),
          consents_(consents),
          outbox_(outbox),
          queue_(queue),
          messages_(messages),
          public_url_(std::move(public_url)),
          further_(std::move(further)) {}

    // At the start of the server; harmless when the next round is queued already.
    void schedule(storage::Transaction& transaction) const;
    // What the job does. Safe to run twice: who was told is not told again.
    void run(const jobs::Job& job);
    int note_deadlines();  // how many reminders
    bool write_to(const NewsFor& news, bool further = false);

private:
    storage::Database& database_;
    const Clock& clock_;
    GoalService& goals_;
    const consent::ConsentService& consents_;
    mail::Outbox& outbox_;
    jobs::JobQueue& queue_;
    const web::Messages& messages_;
    const std::string public_url_;
    const FurtherNews further_;
};

std::map<std::string, jobs::JobHandler> job_handlers(DevelopmentNews& news);

}  // namespace kc::development
