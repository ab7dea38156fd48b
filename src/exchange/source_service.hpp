// SPDX-License-Identifier: EUPL-1.2
// SourceService: addresses of providers that are fetched on a schedule, by a job each (AU-50 ff).
#pragma once

#include "exchange/feed_client.hpp"
#include "exchange/import_service.hpp"

namespace kc::exchange {

inline constexpr std::string_view pull_job = "exchange.pull";

enum class SourceError { not_permitted, not_found, provider_not_found, address_refused, already_there, publish_not_permitted };
BOOST_DESCRIBE_ENUM(SourceError, not_permitted, not_found, provider_not_found, address_refused, already_there, publish_not_permitted)

struct SourceRefusal {
    SourceError error{};
    std::string reason;  // address_refused: German
};

struct SourceContent {
    ProviderId provider;
    std::string name, address;
    std::optional<SourceFormat> format;
    int every_hours = 24;
    bool enabled = true;
    ImportOutcome outcome{};
    bool retire_vanished = false;
};

struct SourceParts {
    storage::Database& database;
    const Clock& clock;
    ImportService& imports;
    jobs::JobQueue& queue;
    FeedRules rules;
};

class SourceService {
public:
    template <class T> using Answer = Result<T, SourceRefusal>;

    explicit SourceService(SourceParts parts) : parts_(std::move(parts)) {}

    std::vector<ImportSource> list(const Viewer& viewer) const;
    Answer<ImportSource> find(const Viewer& viewer, ImportSourceId id) const;
    Answer<ImportSourceId> add(const Viewer& viewer, const SourceContent& content);
    Answer<void> change(const Viewer& viewer, ImportSourceId id, const SourceContent& content);
    Answer<void> remove(const Viewer& viewer, ImportSourceId id);
    Answer<void> pull_now(const Viewer& viewer, ImportSourceId id);

    void run_job(const jobs::Job& job);  // kind pull_job
    void schedule_all();                 // at the start: every enabled source has its job

    const std::vector<std::string>& allowed_hosts() const { return parts_.rules.allowed_hosts; }

private:
    std::optional<SourceRefusal> check(const Viewer& viewer, const SourceContent& content) const;
    void schedule(storage::Transaction& transaction, const ImportSource& source);
    void pull(ImportSource source);

    SourceParts parts_;
};

}  // namespace kc::exchange
