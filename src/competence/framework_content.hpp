// SPDX-License-Identifier: EUPL-1.2
// FrameworkContent: catalogue and role profiles as authors write them (sample region, imports), and the one function that stores them.
// The YAML or other source is read elsewhere; here everything refers to everything by its slug.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "competence/framework.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace kc::storage {
class Transaction;
}

namespace kc::competence {

struct AreaContent {
    std::string slug, name, name_en;
};

struct CompetenceContent {
    std::string slug, area, name, description, keywords;
    int half_life_months = 60;
    std::string level_0;
    std::vector<std::string> descriptors;  // level 1 … 5
    std::vector<std::string> phrases;
    std::vector<Alignment> alignments;
};

struct DemandContent {
    std::string competence;
    int level = 1, weight = 1;
    std::string reason;
    std::optional<OrganisationId> organisation;  // authority layer only
    std::optional<Deadline> deadline;
};

struct RoleProfileContent {
    std::string slug, name, name_en, description;
    std::vector<DemandContent> market, authority;
    std::vector<std::string> successors;
    std::vector<std::string> titles;
    std::vector<Alignment> alignments;
};

struct FrameworkContent {
    std::vector<AreaContent> areas;
    std::vector<CompetenceContent> competences;
    std::vector<DemandContent> general_demands;
    std::vector<RoleProfileContent> role_profiles;
    Date stated_on{};
};

class FrameworkContentError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Areas, competences and role profiles are updated by slug, none is removed (people may refer to them); demands and successors are
// replaced. An unknown slug throws FrameworkContentError and the transaction writes nothing.
void write_framework(storage::Transaction& transaction, const FrameworkContent& content);

// The same as a snapshot without a database, numbered from 1, without places: for commands that only read. Throws as above.
CompetenceFramework framework_of(const FrameworkContent& content);

}  // namespace kc::competence
