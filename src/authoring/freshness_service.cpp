// SPDX-License-Identifier: EUPL-1.2
#include "authoring/freshness_service.hpp"

#include "authoring/draft_store.hpp"
#include "storage/audit.hpp"
#include "storage/database.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace kc::authoring {

using storage::Session;
using storage::Transaction;

namespace {

struct PublishedRow {
    LearningUnitId id;
    Instant published_at{};
};
BOOST_DESCRIBE_STRUCT(PublishedRow, (), (id, published_at))

struct ReminderRow {
    LearningUnitId unit_id;
    FreshnessReason reason{};
    Date sent_on{};
};
BOOST_DESCRIBE_STRUCT(ReminderRow, (), (unit_id, reason, sent_on))

std::unordered_map<LearningUnitId, Date> publication_days(Session& session) {
    std::unordered_map<LearningUnitId, Date> days;
    for (const auto& row :
         session.query<PublishedRow>("SELECT id, COALESCE(published_at, updated_at) AS published_at FROM learning_units WHERE state = ? ORDER BY id",
                                     catalogue::UnitState::published)) {
        days.emplace(row.id, berlin_date(row.published_at));
    }
    return days;
}

using Reminders = std::map<std::pair<LearningUnitId, FreshnessReason>, Date>;

Reminders reminders(Session& session) {
    Reminders sent;
    for (const auto& row : session.query<ReminderRow>("SELECT unit_id, reason, sent_on FROM freshness_reminders ORDER BY unit_id, reason")) {
        sent.emplace(std::pair{row.unit_id, row.reason}, row.sent_on);
    }
    return sent;
}

// Leaves only what may be said today.
void keep_due(FreshnessGroup& group, const Reminders& sent, Date today) {
    for (auto& line : group.lines) {
        std::erase_if(line.findings, [&](const FreshnessFinding& finding) {
            const auto last = sent.find({line.unit, finding.reason});
            return !may_remind(last == sent.end() ? std::nullopt : std::optional(last->second), today);
        });
    }
    std::erase_if(group.lines, [](const FreshnessLine& line) { return line.findings.empty(); });
}

}  // namespace

std::vector<FreshnessGroup> FreshnessService::list(const Viewer& viewer) const {
    return parts_.database.read([&](Session& session) { return groups(session, list_own_providers(session, viewer, Permission::edit_offers)); });
}

std::vector<FreshnessGroup> FreshnessService::groups(Session& session, std::vector<OwnProvider> providers) const {
    const auto snapshot = parts_.catalogue.current();
    const auto days = publication_days(session);
    const auto today = parts_.clock.today();
    std::vector<FreshnessGroup> result;
    for (auto& provider : providers) {
        FreshnessGroup group{std::move(provider), {}};
        const auto* known = snapshot->find_provider(group.provider.slug);
        if (known == nullptr) continue;
        for (const auto index : known->units) {
            const auto& unit = snapshot->unit(index);
            const auto published = days.find(unit.id);
            if (published == days.end()) continue;  // withdrawn since the snapshot was made
            const auto answers = parts_.source_answers && unit.source ? parts_.source_answers(unit.id) : std::nullopt;
            auto findings = check_freshness(unit, published->second, answers, today);
            if (!findings.empty()) group.lines.push_back({unit.id, unit.slug, unit.title, std::move(findings)});
        }
        if (!group.lines.empty()) result.push_back(std::move(group));
    }
    return result;
}

int FreshnessService::remind() {
    const auto today = parts_.clock.today();
    return parts_.database.in_transaction([&](Transaction& transaction) {
        int mails = 0;
        const auto sent = reminders(transaction);
        const auto providers = transaction.query<OwnProvider>("SELECT id, organisation_id, slug, name FROM providers ORDER BY id");
        for (auto& group : groups(transaction, providers)) {
            keep_due(group, sent, today);
            const auto editors = list_editors(transaction, group.provider.organisation_id, today);
            // Nobody to tell: it stays due until somebody is there.
            if (group.lines.empty() || editors.empty()) continue;
            for (const auto& editor : editors) {
                const auto [subject, body] = parts_.mails.summary(editor.language, group);
                parts_.outbox.queue(transaction, {.person = editor.id, .recipient = editor.email, .subject = subject, .body = body});
                ++mails;
            }
            for (const auto& line : group.lines) {
                for (const auto& finding : line.findings) {
                    transaction.execute(
                        "INSERT INTO freshness_reminders (unit_id, reason, sent_on) VALUES (?, ?, ?) "
                        "ON CONFLICT (unit_id, reason) DO UPDATE SET sent_on = excluded.sent_on",
                        line.unit, finding.reason, today);
                }
            }
            storage::record_audit(transaction, {.at = parts_.clock.now(),
                                                .actor = std::nullopt,
                                                .action = "provider.reminded",
                                                .subject_type = "provider",
                                                .subject_id = group.provider.id.value,
                                                .details = fmt::format(R"({{"offers":{}}})", group.lines.size())});
        }
        return mails;
    });
}

void FreshnessService::schedule(Transaction& transaction) {
    const auto now = parts_.clock.now();
    auto next = from_berlin(std::chrono::local_days{parts_.clock.today()} + std::chrono::hours{6});
    if (next <= now) next = from_berlin(std::chrono::local_days{add_days(parts_.clock.today(), 1)} + std::chrono::hours{6});
    const std::string kind(freshness_job);
    parts_.queue.enqueue(transaction, kind, "{}", next, kind);
}

jobs::JobHandler FreshnessService::handler() {
    return [this](const jobs::Job&) {
        remind();
        parts_.database.in_transaction([this](Transaction& transaction) { schedule(transaction); });
    };
}

}  // namespace kc::authoring
