// SPDX-License-Identifier: EUPL-1.2
#include "development/news.hpp"

#include "base/berlin_time.hpp"
#include "development/people_report.hpp"
#include "storage/audit.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace kc::development {

namespace {

constexpr int people_per_job = 200;
constexpr std::chrono::hours hour_of_day{6};    // before work begins, German time
constexpr std::chrono::days news_kept_for{14};  // older ones are no news, even after a long standstill

struct ToTell {
    NewsFor news;
    bool further = false;
};

PersonId continued_after(const jobs::Job& job) {
    const auto payload = boost::json::parse(job.payload);
    const auto* after = payload.as_object().if_contains("after");
    return PersonId{after != nullptr ? after->as_int64() : 0};
}

}  // namespace

void DevelopmentNews::schedule(storage::Transaction& transaction) const {
    const auto beginning = [](Date day) { return from_berlin(std::chrono::local_days{day}); };
    const auto today = clock_.today();
    auto next = beginning(today) + hour_of_day;
    if (next <= clock_.now()) next = beginning(add_days(today, 1)) + hour_of_day;
    queue_.enqueue(transaction, std::string(news_job), "{}", next, "day");
}

void DevelopmentNews::run(const jobs::Job& job) {
    const auto after = continued_after(job);
    if (after.value == 0) {
        // The next day is queued first: a day that goes wrong must not be the last.
        database_.in_transaction([&](storage::Transaction& transaction) { schedule(transaction); });
        goals_.end_goals_of_leavers();
        note_deadlines();
    }
    std::vector<PersonId> agreeing;
    std::map<PersonId, ToTell> news;
    bool more = false;
    database_.read([&](Session& session) {
        const auto since = clock_.now() - news_kept_for;
        const auto found = list_news(session, since, after, people_per_job);
        const auto further = further_.list ? further_.list(session, since, after, people_per_job) : std::vector<FurtherNews::Reader>{};
        for (const auto& one : found) news[one.reader_id].news = one;
        for (const auto& one : further) {
            auto& told = news[one.reader_id];
            told.news.reader_id = one.reader_id;
            told.news.latest = std::max(told.news.latest, one.latest);
            told.further = true;
        }
        // Both lists go on behind the same person, so neither may run ahead of the other.
        more = std::max({news.size(), found.size(), further.size()}) >= static_cast<std::size_t>(people_per_job);
        while (news.size() > static_cast<std::size_t>(people_per_job)) news.erase(std::prev(news.end()));
        std::vector<PersonId> readers;
        for (const auto& [reader, told] : news) readers.push_back(reader);
        agreeing = consents_.given_among(session, readers, consent::development_mails);
    });
    for (const auto& [reader, told] : news) {
        if (std::binary_search(agreeing.begin(), agreeing.end(), reader)) write_to(told.news, told.further);
    }
    if (!more) return;
    const auto last = news.rbegin()->first.value;
    database_.in_transaction([&](storage::Transaction& transaction) {
        queue_.enqueue(transaction, std::string(news_job), fmt::format("{{\"after\":{}}}", last), Instant{}, fmt::format("after:{}", last));
    });
}

int DevelopmentNews::note_deadlines() {
    const auto today = clock_.today();
    return database_.in_transaction([&](storage::Transaction& transaction) {
        int noted = 0;
        for (const auto& goal : list_goals_due(transaction, today, add_days(today, 31))) {
            const int due = reminder_due(goal.deadline_on, today);
            if (due <= goal.reminders_sent) continue;
            update_reminders(transaction, goal.id, due);
            insert_goal_event(transaction, goal.id, std::nullopt, Happening::deadline_near, std::nullopt, clock_.now());
            ++noted;
        }
        return noted;
    });
}

bool DevelopmentNews::write_to(const NewsFor& news, bool further) {
    return database_.in_transaction([&](storage::Transaction& transaction) {
        if (!lock_employee(transaction, news.reader_id)) return false;
        if (!consents_.is_given(transaction, news.reader_id, consent::development_mails)) return false;
        const auto reader = find_mail_reader(transaction, news.reader_id);
        if (!reader || !put_told_until(transaction, news.reader_id, news.latest)) return false;
        const auto text = [&](std::string_view key, const web::MessageFields& fields = {}) {
            return messages_.text(reader->language, fmt::format("development.mail.{}", key), fields);
        };
        std::string body = text("greeting", {{"name", reader->first_name + " " + reader->last_name}}) + "\n\n" + text("intro") + "\n";
        const auto line = [&](std::string_view key, std::string_view path) {
            body += "\n- " + text(key) + "\n  " + public_url_ + std::string(path) + "\n";
        };
        if (news.talks > 0) line("talks", "/mitarbeitergespraech");
        if (news.as_employee > 0) line("goals", "/ziele");
        if (news.as_counterpart > 0) line("team", "/ziele/team");
        if (further) body += "\n- " + messages_.text(reader->language, further_.line_key) + "\n  " + public_url_ + further_.path + "\n";
        body += "\n" + text("closing") + "\n" + text("unsubscribe") + "\n  " + public_url_ + "/datenschutz/einwilligungen\n";
        outbox_.queue(transaction, {news.reader_id, reader->email, text("subject"), std::move(body)});
        storage::record_audit(transaction,
                              {.at = clock_.now(), .action = "development.news_sent", .subject_type = "person", .subject_id = news.reader_id.value});
        return true;
    });
}

std::map<std::string, jobs::JobHandler> job_handlers(DevelopmentNews& news) {
    return {{std::string(news_job), [&news](const jobs::Job& job) { news.run(job); }}};
}

}  // namespace kc::development
