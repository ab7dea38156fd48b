// SPDX-License-Identifier: EUPL-1.2
#include "discovery/digest.hpp"

#include "base/berlin_time.hpp"
#include "discovery/watch_list_report.hpp"
#include "storage/audit.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace kc::discovery {

namespace {

constexpr int people_per_job = 200;
constexpr std::chrono::hours hour_of_day{6};  // before work begins, German time
constexpr int days_of_week = 7;

Instant beginning_of(Date day) { return from_berlin(std::chrono::local_days{day}); }

bool is_due(Digest digest, const std::optional<Instant>& last, const DueBefore& due) {
    switch (digest) {
        case Digest::never: return false;
        case Digest::daily: return !last || *last < due.daily;
        case Digest::weekly: return !last || *last < due.weekly;
    }
    return false;
}

PersonId continued_after(const jobs::Job& job) {
    const auto payload = boost::json::parse(job.payload);
    const auto* after = payload.as_object().if_contains("after");
    return PersonId{after != nullptr ? after->as_int64() : 0};
}

}  // namespace

DueBefore Digests::due_before() const {
    const auto today = clock_.today();
    return {beginning_of(today), beginning_of(add_days(today, 1 - days_of_week))};
}

void Digests::schedule(storage::Transaction& transaction) const {
    const auto today = clock_.today();
    auto next = beginning_of(today) + hour_of_day;
    if (next <= clock_.now()) next = beginning_of(add_days(today, 1)) + hour_of_day;
    queue_.enqueue(transaction, std::string(digest_job), "{}", next, "day");
}

void Digests::run(const jobs::Job& job) {
    const auto after = continued_after(job);
    // The next day is queued first: a day that goes wrong must not be the last.
    if (after.value == 0) database_.in_transaction([&](storage::Transaction& transaction) { schedule(transaction); });
    const auto people = database_.read([&](storage::Session& session) { return list_due_people(session, due_before(), after, people_per_job); });
    for (const auto person : people) write_to(person);
    if (people.size() < static_cast<std::size_t>(people_per_job)) return;
    database_.in_transaction([&](storage::Transaction& transaction) {
        queue_.enqueue(transaction, std::string(digest_job), fmt::format("{{\"after\":{}}}", people.back().value), Instant{},
                       fmt::format("after:{}", people.back().value));
    });
}

bool Digests::write_to(PersonId person) {
    const auto state = offers_.current();
    return database_.in_transaction([&](storage::Transaction& transaction) {
        if (!lock_active_person(transaction, person)) return false;
        const auto reader = find_digest_reader(transaction, person);
        if (!reader) return false;
        const auto today = clock_.today();
        const Viewer viewer{.person = person, .organisation = reader->organisation_id};
        const auto learner = competence::find_learner_profile(transaction, *state->framework, person, today);
        const auto searcher = searcher_of(*state, &viewer, learner ? &*learner : nullptr, today);
        const auto content = collect(transaction, *state, *reader, searcher, due_before());
        if (content.empty()) return false;
        auto text = texts_.mail(*reader, content, *state->catalogue, searcher.member, today, tokens_.token_of(person));
        outbox_.queue(transaction, {person, reader->email, std::move(text.subject), std::move(text.body)});
        storage::record_audit(transaction, {.at = clock_.now(), .action = "digest.sent", .subject_type = "person", .subject_id = person.value});
        return true;
    });
}

// What is due is looked at and remembered, whether or not there is news: the next period begins today.
DigestContent Digests::collect(storage::Transaction& transaction, const OfferState& state, const DigestReader& reader, const Searcher& searcher,
                               const DueBefore& due) {
    const auto today = clock_.today();
    DigestContent content;
    for (auto& search : list_saved_searches(transaction, reader.id)) {
        if (!is_due(search.digest, search.last_sent_at, due)) continue;
        const auto hits = run_search(state, search.query, searcher);
        if (search.last_result && hits.total <= watched_hits_max) {  // a search that became too wide is told on its page (FI-75)
            auto news = news_of(state, parse_remembered_hits(*search.last_result), hits, searcher.member, today);
            if (!news.empty()) content.searches.push_back({search.name, "/angebote?" + search.query, std::move(news)});
        }
        search.last_result = to_text(remembered(state, hits, searcher.member, today));
        search.last_sent_at = clock_.now();
        update_saved_search(transaction, reader.id, search);
    }
    const auto choice = digest_choice(transaction, reader.id);
    if (!is_due(choice.watch_digest, choice.watch_sent_at, due)) return content;
    std::vector<LearningUnitId> gone;
    std::vector<std::size_t> nameless;
    for (const auto& row : list_watched(transaction, reader.id)) {
        const auto* unit = state.catalogue->find_unit(row.unit_id);
        if (unit != nullptr && !unit->visible_to(reader.organisation_id)) unit = nullptr;
        WatchNews news{.now = offer_condition(unit, searcher.member, today)};
        news.before = parse_offer_condition(row.mailed_state).value_or(news.now);
        news.changes = changes_between(news.before, news.now);
        const auto text = to_text(news.now);
        if (text != row.mailed_state) update_mailed(transaction, reader.id, row.unit_id, text);
        if (news.changes.empty()) continue;
        if (unit != nullptr) {
            news.title = unit->title;
            news.path = "/angebote/" + unit->slug;
        } else {
            gone.push_back(row.unit_id);
            nameless.push_back(content.watched.size());
        }
        content.watched.push_back(std::move(news));
    }
    const auto names = list_unit_names(transaction, gone);
    for (std::size_t i = 0; i < gone.size(); ++i) {
        const auto found = std::find_if(names.begin(), names.end(), [&](const UnitName& name) { return name.id == gone[i]; });
        if (found != names.end()) content.watched[nameless[i]].title = found->title;
    }
    update_watch_sent(transaction, reader.id, clock_.now());
    return content;
}

std::optional<PersonId> Digests::reader_of(std::string_view token) const { return tokens_.person_of(token); }

bool Digests::unsubscribe(std::string_view token) {
    const auto person = tokens_.person_of(token);
    if (!person) return false;
    database_.in_transaction([&](storage::Transaction& transaction) {
        if (!lock_active_person(transaction, *person)) return;  // an erased account gets no mails anyway; the link does not tell which exist
        stop_digests(transaction, *person);
        // Without an actor: whoever holds the link may have done it.
        storage::record_audit(transaction,
                              {.at = clock_.now(), .action = "digest.unsubscribed", .subject_type = "person", .subject_id = person->value});
    });
    return true;
}

}  // namespace kc::discovery
