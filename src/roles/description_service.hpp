// SPDX-License-Identifier: EUPL-1.2
// DescriptionService: from a job description to demands of the own authority (F19). The text is read once; each demand found in it is a
// line that somebody takes over or rejects. Nothing is taken over unconfirmed (TA-21); after 30 days the description is removed (TA-24).
#pragma once

#include "roles/description_store.hpp"
#include "roles/service.hpp"

#include <mutex>

namespace kc::roles {

enum class DescriptionError {
    not_permitted,
    role_not_found,
    no_text,
    too_long,
    too_many,
    not_found,  // or somebody else's
    already_decided,
    line_refused,  // as a demand: see `refusal`
};
BOOST_DESCRIBE_ENUM(DescriptionError, not_permitted, role_not_found, no_text, too_long, too_many, not_found, already_decided, line_refused)

struct DescriptionRefusal {
    DescriptionError error{};
    std::optional<RoleRefusal> refusal{};  // with line_refused
};

struct NewDescription {
    OrganisationId organisation;
    RoleProfileId role;
    std::string name, text;  // no name: the name of the work
};

struct OpenDescription {
    Description description;
    std::vector<DescriptionLine> lines;
};

class DescriptionService {
public:
    DescriptionService(storage::Database& database, const Clock& clock, RoleService& roles, jobs::JobQueue& queue,
                       std::shared_ptr<const search::Analyzer> analyzer)
        : database_(database), clock_(clock), roles_(roles), queue_(queue), analyzer_(std::move(analyzer)) {}

    // For authorities whose lines the viewer may edit; its number.
    Result<std::int64_t, DescriptionError> submit(const Viewer& viewer, const NewDescription& description);
    Result<std::vector<DescriptionSummary>, DescriptionError> list(const Viewer& viewer) const;  // own ones, newest first, at most descriptions_max
    Result<OpenDescription, DescriptionError> find(const Viewer& viewer, std::int64_t id) const;

    // Becomes a demand of the authority at this level and weight; one that stands there already is changed.
    Result<void, DescriptionRefusal> accept(const Viewer& viewer, std::int64_t description, std::int64_t line, int level, int weight);
    Result<void, DescriptionRefusal> reject(const Viewer& viewer, std::int64_t description, std::int64_t line);
    Result<void, DescriptionError> remove(const Viewer& viewer, std::int64_t id);

    void schedule_removal(storage::Transaction& transaction) const;  // at the start of the server
    void remove_old();                                               // the job; plans its next run

    std::shared_ptr<const competence::CompetenceFramework> framework() const { return roles_.framework(); }

private:
    std::shared_ptr<const extraction::Extractor> extractor() const;

    storage::Database& database_;
    const Clock& clock_;
    RoleService& roles_;
    jobs::JobQueue& queue_;
    std::shared_ptr<const search::Analyzer> analyzer_;
    mutable std::mutex mutex_;  // guards the pointer only
    mutable std::shared_ptr<const extraction::Extractor> extractor_;
};

inline constexpr int descriptions_max = 50;  // open at a time, per person
inline constexpr int description_days = 30;
inline constexpr std::string_view remove_descriptions_job = "roles.remove_descriptions";

// "Aus der Stellenbeschreibung: „…“", cut to what a reason may hold.
std::string reason_from(std::string_view content, const std::vector<extraction::Mention>& sentences);

}  // namespace kc::roles
