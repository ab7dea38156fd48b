// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_news.hpp"

#include "base/berlin_time.hpp"
#include "planning/difference.hpp"
#include "storage/audit.hpp"

#include <boost/json.hpp>

namespace kc::planning {

namespace {

constexpr int people_per_job = 200;
constexpr std::chrono::hours hour_of_day{6};  // before work begins, German time
constexpr int days_of_week = 7;

Instant beginning_of(Date day) { return from_berlin(std::chrono::local_days{day}); }

PersonId continued_after(const jobs::Job& job) {
    const auto payload = boost::json::parse(job.payload);
    const auto* after = payload.as_object().if_contains("after");
    return PersonId{after != nullptr ? after->as_int64() : 0};
}

bool is_new(const Curriculum& proposal, Instant told_until, Date today) {
    if (!proposal.is_news(today)) return false;
    return proposal.created_at > told_until || (proposal.postponed_until && beginning_of(*proposal.postponed_until) > told_until);
}

}  // namespace

MailsDue PlanNews::due() const {
    const auto today = clock_.today();
    return {beginning_of(today), beginning_of(add_days(today, 1 - days_of_week))};
}

void PlanNews::schedule(Transaction& transaction) const {
    const auto today = clock_.today();
    auto next = beginning_of(today) + hour_of_day;
    if (next <= clock_.now()) next = beginning_of(add_days(today, 1)) + hour_of_day;
    queue_.enqueue(transaction, std::string(news_job), "{}", next, "day");
}

void PlanNews::run(const jobs::Job& job) {
    const auto after = continued_after(job);
    // The next day is queued first: a day that goes wrong must not be the last.
    if (after.value == 0) database_.in_transaction([&](Transaction& transaction) { schedule(transaction); });
    const auto people = database_.read([&](Session& session) { return list_people_with_news(session, due(), after, people_per_job); });
    for (const auto person : people) write_to(person);
    if (people.size() < static_cast<std::size_t>(people_per_job)) return;
    const auto last = people.back().value;
    database_.in_transaction([&](Transaction& transaction) {
        queue_.enqueue(transaction, std::string(news_job), fmt::format("{{\"after\":{}}}", last), Instant{}, fmt::format("after:{}", last));
    });
}

bool PlanNews::write_to(PersonId person) {
    return database_.in_transaction([&](Transaction& transaction) {
        if (lock_people(transaction, std::span(&person, 1)).empty()) return false;
        const auto reader = find_mail_reader(transaction, person);
        const auto state = find_state(transaction, person);
        if (!reader || !state || !consents_.is_given(transaction, person, consent::plan_mails)) return false;
        const auto told_until = find_told_until(transaction, person);
        const auto last_due = state->settings.mails == MailRhythm::weekly ? due().weekly : due().daily;
        if (state->settings.mails == MailRhythm::never || told_until >= last_due) return false;
        const bool proposal = state->proposed && is_new(*state->proposed, told_until, clock_.today());
        const bool accepted =
            state->accepted && state->accepted->accepted_automatically && state->accepted->decided_at && *state->accepted->decided_at > told_until;
        if (!proposal && !accepted) return false;
        outbox_.queue(transaction,
                      {person, reader->email, messages_.text(reader->language, "planning.mail.subject"), body(*reader, *state, proposal, accepted)});
        update_told_until(transaction, person, clock_.now());
        storage::record_audit(transaction, {.at = clock_.now(), .action = "plan_news.sent", .subject_type = "person", .subject_id = person.value});
        return true;
    });
}

std::string PlanNews::body(const MailReader& reader, const PersonState& state, bool proposal, bool accepted) const {
    const auto text = [&](std::string_view key, const web::MessageFields& fields = {}) {
        return messages_.text(reader.language, fmt::format("planning.mail.{}", key), fields);
    };
    const auto cause = [&](const Curriculum& curriculum) {
        const auto key = web::Messages::enumerator_key("kc::planning::Cause", boost::describe::enum_to_string(curriculum.cause, ""));
        return text("cause", {{"cause", messages_.text(reader.language, key)}});
    };
    std::string body = text("greeting", {{"name", reader.first_name + " " + reader.last_name}}) + "\n";
    if (accepted) body += "\n" + text("accepted") + "\n" + cause(*state.accepted) + "\n" + public_url_ + "/lehrplan/verlauf\n";
    if (proposal) {
        body += "\n" + text(state.accepted ? "proposal" : "first_proposal") + "\n" + cause(*state.proposed) + "\n";
        if (state.accepted) {
            const auto difference = difference_between(state.accepted->plan, state.proposed->plan);
            const auto line = [&](std::string_view key, std::size_t count) {
                if (count > 0) body += "- " + text(key, {{"count", static_cast<std::int64_t>(count)}}) + "\n";
            };
            line("added", difference.added.size());
            line("removed", difference.removed.size());
            line("moved", difference.moved.size());
            if (difference.closed_percent > 0) body += "- " + text("better") + "\n";
        }
        body += public_url_ + "/lehrplan/vorschlag\n" + text("stays") + "\n";
    }
    body += "\n" + text("settings", {{"link", public_url_ + "/lehrplan/einstellungen"}}) + "\n";
    body += text("unsubscribe", {{"link", public_url_ + "/lehrplan/mails/abbestellen/" + tokens_.token_of(reader.id)}}) + "\n";
    return body;
}

std::map<std::string, jobs::JobHandler> job_handlers(PlanNews& news) {
    return {{std::string(news_job), [&news](const jobs::Job& job) { news.run(job); }}};
}

}  // namespace kc::planning
