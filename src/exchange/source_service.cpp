// SPDX-License-Identifier: EUPL-1.2
#include "exchange/source_service.hpp"

#include "storage/audit.hpp"

#include <boost/json.hpp>

namespace kc::exchange {

using storage::Session;
using storage::Transaction;

namespace {

void take(ImportSource& source, const SourceContent& content) {
    if (source.address != content.address) source.etag = source.last_modified = "";  // they belonged to the other address
    source.provider_id = content.provider;
    source.name = content.name;
    source.address = content.address;
    source.format = content.format;
    source.every_hours = content.every_hours;
    source.enabled = content.enabled;
    source.outcome = content.outcome;
    source.retire_vanished = content.retire_vanished;
}

}  // namespace

std::vector<ImportSource> SourceService::list(const Viewer& viewer) const {
    std::vector<ProviderId> own;
    for (const auto& provider : parts_.imports.providers(viewer)) own.push_back(provider.id);
    return parts_.database.read([&](Session& session) { return store::list_sources(session, own); });
}

SourceService::Answer<ImportSource> SourceService::find(const Viewer& viewer, ImportSourceId id) const {
    if (!viewer.may(Permission::edit_offers)) return refuse(SourceRefusal{SourceError::not_permitted, {}});
    for (auto& source : list(viewer)) {
        if (source.id == id) return std::move(source);
    }
    return refuse(SourceRefusal{SourceError::not_found, {}});
}

std::optional<SourceRefusal> SourceService::check(const Viewer& viewer, const SourceContent& content) const {
    if (!viewer.may(Permission::edit_offers)) return SourceRefusal{SourceError::not_permitted, {}};
    const auto own = parts_.imports.providers(viewer);
    if (std::none_of(own.begin(), own.end(), [&](const ImportProvider& provider) { return provider.id == content.provider; })) {
        return SourceRefusal{SourceError::provider_not_found, {}};
    }
    if (content.outcome == ImportOutcome::publish && !viewer.may(Permission::release_offers))
        return SourceRefusal{SourceError::publish_not_permitted, {}};
    if (auto reason = refuse_address(content.address, parts_.rules)) return SourceRefusal{SourceError::address_refused, std::move(*reason)};
    return std::nullopt;
}

void SourceService::schedule(Transaction& transaction, const ImportSource& source) {
    if (!source.enabled) return;
    parts_.queue.enqueue(transaction, std::string(pull_job), fmt::format(R"({{"source":{}}})", source.id.value), source.next_run_at,
                         fmt::format("source-{}", source.id.value));
}

SourceService::Answer<ImportSourceId> SourceService::add(const Viewer& viewer, const SourceContent& content) {
    if (auto refusal = check(viewer, content)) return refuse(std::move(*refusal));
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<ImportSourceId> {
        if (store::source_exists(transaction, content.provider, content.address, ImportSourceId{})) {
            return refuse(SourceRefusal{SourceError::already_there, {}});
        }
        ImportSource source;
        take(source, content);
        source.next_run_at = parts_.clock.now();
        source.id = store::insert_source(transaction, source);
        schedule(transaction, source);
        storage::record_audit(transaction, {parts_.clock.now(), viewer.person, "import_source.created", "import_source", source.id.value, "{}"});
        return source.id;
    });
}

SourceService::Answer<void> SourceService::change(const Viewer& viewer, ImportSourceId id, const SourceContent& content) {
    auto source = find(viewer, id);
    if (!source) return refuse(source.error());
    if (auto refusal = check(viewer, content)) return refuse(std::move(*refusal));
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        auto current = store::find_source(transaction, id);
        if (!current) return refuse(SourceRefusal{SourceError::not_found, {}});
        if (store::source_exists(transaction, content.provider, content.address, id)) return refuse(SourceRefusal{SourceError::already_there, {}});
        const auto provider = current->provider_id;
        take(*current, content);
        current->provider_id = provider;  // a source stays with its provider
        current->next_run_at = parts_.clock.now();
        store::update_source(transaction, *current);
        schedule(transaction, *current);
        storage::record_audit(transaction, {parts_.clock.now(), viewer.person, "import_source.changed", "import_source", id.value, "{}"});
        return {};
    });
}

SourceService::Answer<void> SourceService::remove(const Viewer& viewer, ImportSourceId id) {
    auto source = find(viewer, id);
    if (!source) return refuse(source.error());
    parts_.database.in_transaction([&](Transaction& transaction) {
        store::remove_source(transaction, id);
        storage::record_audit(transaction, {parts_.clock.now(), viewer.person, "import_source.removed", "import_source", id.value, "{}"});
    });
    return {};
}

SourceService::Answer<void> SourceService::pull_now(const Viewer& viewer, ImportSourceId id) {
    auto source = find(viewer, id);
    if (!source) return refuse(source.error());
    parts_.database.in_transaction([&](Transaction& transaction) {
        parts_.queue.enqueue(transaction, std::string(pull_job), fmt::format(R"({{"source":{},"once":true}})", id.value), parts_.clock.now(),
                             fmt::format("source-{}", id.value));
        storage::record_audit(transaction, {parts_.clock.now(), viewer.person, "import_source.pulled", "import_source", id.value, "{}"});
    });
    return {};
}

void SourceService::schedule_all() {
    parts_.database.in_transaction([&](Transaction& transaction) {
        for (const auto id : transaction.query<ImportSourceId>("SELECT id FROM import_sources WHERE enabled ORDER BY id")) {
            if (const auto source = store::find_source(transaction, id)) schedule(transaction, *source);
        }
    });
}

void SourceService::run_job(const jobs::Job& job) {
    const auto payload = boost::json::parse(job.payload).as_object();
    const ImportSourceId id{payload.at("source").as_int64()};
    const auto source = parts_.database.read([&](Session& session) { return store::find_source(session, id); });
    if (!source) return;  // removed meanwhile
    if (!source->enabled && !payload.contains("once")) return;
    pull(*source);
}

void SourceService::pull(ImportSource source) {
    const auto provider = parts_.imports.find_provider(source.provider_id);
    const auto answer =
        fetch_feed({source.address, source.etag, source.last_modified, source.format}, parts_.imports.vocabulary(*provider), parts_.rules);
    bool clean = answer.not_modified;
    if (!answer.not_modified) {
        const auto report = parts_.imports.run(
            {.provider = *provider, .choice = {source.outcome, true, source.retire_vanished}, .file_name = source.name, .source = source.id},
            answer.read);
        clean = report.problems.empty();
    }
    parts_.database.in_transaction([&](Transaction& transaction) {
        auto current = store::find_source(transaction, source.id);
        if (!current) return;
        current->last_run_at = parts_.clock.now();
        current->next_run_at = parts_.clock.now() + std::chrono::hours{current->every_hours};
        if (clean && !answer.not_modified && current->address == source.address) {
            current->etag = answer.etag;
            current->last_modified = answer.last_modified;
        }
        store::update_source(transaction, *current);
        schedule(transaction, *current);
    });
}

}  // namespace kc::exchange
