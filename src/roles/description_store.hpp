// SPDX-License-Identifier: EUPL-1.2
// SQL of job descriptions on their way to demands. Every question carries the person who handed the description in.
#pragma once

#include "base/ids.hpp"
#include "extraction/extraction.hpp"
#include "storage/database.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::roles {

enum class LineDecision { open, accepted, rejected };
BOOST_DESCRIBE_ENUM(LineDecision, open, accepted, rejected)

struct Description {
    std::int64_t id = 0;
    OrganisationId organisation_id;
    RoleProfileId role_profile_id;
    PersonId submitted_by;
    std::string name, content;
    Instant created_at{};
};
BOOST_DESCRIBE_STRUCT(Description, (), (id, organisation_id, role_profile_id, submitted_by, name, content, created_at))

struct DescriptionSummary {
    std::int64_t id = 0;
    OrganisationId organisation_id;
    RoleProfileId role_profile_id;
    std::string name;
    Instant created_at{};
    std::int64_t lines = 0, open = 0;
};
BOOST_DESCRIBE_STRUCT(DescriptionSummary, (), (id, organisation_id, role_profile_id, name, created_at, lines, open))

struct DescriptionLine {
    std::int64_t id = 0;
    std::int64_t job_description_id = 0;
    CompetenceId competence_id;
    int level = 0, weight = 0;
    std::vector<extraction::Mention> sentences;  // of the content
    LineDecision decision{};
};

std::int64_t insert_description(storage::Transaction& transaction, const Description& description, std::span<const DescriptionLine> lines);
std::optional<Description> find_description(storage::Session& session, PersonId submitter, std::int64_t id);
std::vector<DescriptionSummary> list_descriptions(storage::Session& session, PersonId submitter, int limit);  // newest first
std::int64_t count_descriptions(storage::Session& session, PersonId submitter);
std::vector<DescriptionLine> list_lines(storage::Session& session, std::int64_t description);  // most important first
std::optional<DescriptionLine> lock_line(storage::Transaction& transaction, std::int64_t description, std::int64_t line);
void update_line(storage::Transaction& transaction, const DescriptionLine& line);  // level, weight, decision
void remove_description(storage::Transaction& transaction, std::int64_t id);
void remove_descriptions_of(storage::Transaction& transaction, PersonId submitter);
std::int64_t remove_descriptions_before(storage::Transaction& transaction, Instant before);  // how many

}  // namespace kc::roles
