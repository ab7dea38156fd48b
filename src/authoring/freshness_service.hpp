// SPDX-License-Identifier: EUPL-1.2
// FreshnessService: which published offers need a look, for the portal's list and for the mail that each provider gets once a day at most.
#pragma once

#include "authoring/date_store.hpp"
#include "authoring/freshness_rules.hpp"
#include "base/clock.hpp"
#include "base/language.hpp"
#include "catalogue/catalogue.hpp"
#include "jobs/jobs.hpp"
#include "mail/mail.hpp"

#include <functional>

namespace kc::authoring {

struct FreshnessLine {
    LearningUnitId unit;
    std::string slug, title;
    std::vector<FreshnessFinding> findings;
};

struct FreshnessGroup {
    OwnProvider provider;
    std::vector<FreshnessLine> lines;  // by title
};

// What the mail says; in the language of whoever gets it.
class FreshnessMails {
public:
    struct Text {
        std::string subject, body;
    };
    virtual ~FreshnessMails() = default;
    virtual Text summary(Language language, const FreshnessGroup& group) const = 0;
};

inline constexpr std::string_view freshness_job = "authoring.freshness";

struct FreshnessParts {
    storage::Database& database;
    const Clock& clock;
    const catalogue::CatalogueSource& catalogue;
    mail::Outbox& outbox;
    jobs::JobQueue& queue;
    const FreshnessMails& mails;
    std::function<std::optional<bool>(LearningUnitId)> source_answers = {};  // what the imports know; app connects it
};

class FreshnessService {
public:
    explicit FreshnessService(FreshnessParts parts) : parts_(std::move(parts)) {}

    // Of the viewer's providers; the office sees all. Providers without a finding are left out.
    std::vector<FreshnessGroup> list(const Viewer& viewer) const;

    // Once a day: one mail to each editor of a provider about what has not been said for thirty days. Returns the number of mails.
    int remind();
    // Queues the next round, at six in the morning, unless one is queued.
    void schedule(storage::Transaction& transaction);
    jobs::JobHandler handler();  // for freshness_job: remind() and the next round

private:
    std::vector<FreshnessGroup> groups(storage::Session& session, std::vector<OwnProvider> providers) const;

    FreshnessParts parts_;
};

}  // namespace kc::authoring
