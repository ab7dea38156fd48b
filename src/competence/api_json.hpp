// SPDX-License-Identifier: EUPL-1.2
// The bodies and answers of this room's /api/v1 routes. The OpenAPI document is made of them, so a member added here is described there.
// Included by api.cpp only.
#pragma once

#include "competence/own_page.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::competence {

struct RoleName {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(RoleName, (), (slug, name))

struct JobsJson {
    std::optional<DepartmentId> department;
    std::optional<RoleName> present, future;
};
BOOST_DESCRIBE_STRUCT(JobsJson, (), (department, present, future))

struct AddedJson {
    int added = 0;
};
BOOST_DESCRIBE_STRUCT(AddedJson, (), (added))

struct EvidenceJson {
    EvidenceId id;
    std::string competence;
    EvidenceSource source{};
    int level = 0;
    Date assessed_on{};
    int confidence_percent = 0;  // today
    int confidence_then = 0;     // on that day
    bool counts = false, withdrawn = false;
    std::string origin;
};
BOOST_DESCRIBE_STRUCT(EvidenceJson, (), (id, competence, source, level, assessed_on, confidence_percent, confidence_then, counts, withdrawn, origin))

struct EvidenceListJson {
    std::vector<EvidenceJson> evidence;
};
BOOST_DESCRIBE_STRUCT(EvidenceListJson, (), (evidence))

struct InterestsJson {
    std::vector<std::string> competences;
};
BOOST_DESCRIBE_STRUCT(InterestsJson, (), (competences))

struct PreferencesJson {
    bool stated = false;  // false: the defaults that would apply
    HalfHours half_hours;
    std::optional<HalfHours> weekly_half_hours;
    Money budget_cents;
    int presence_days = 0;
    Date until{};
    std::vector<std::string> working_days;
    bool online = false, on_site = false;
    std::vector<PlaceId> places;
    std::vector<Absence> absences;
};
BOOST_DESCRIBE_STRUCT(PreferencesJson, (),
                      (stated, half_hours, weekly_half_hours, budget_cents, presence_days, until, working_days, online, on_site, places, absences))

struct CompetenceJson {
    CompetenceId id;
    std::string slug, area, name, description;
    FrameworkState state{};
    int version = 1;
    int half_life_months = 0;
    std::string level_0;
    std::vector<std::string> levels;  // descriptors of level 1 … 5
    std::vector<Alignment> alignments;
};
BOOST_DESCRIBE_STRUCT(CompetenceJson, (), (id, slug, area, name, description, state, version, half_life_months, level_0, levels, alignments))

struct AreaJson {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(AreaJson, (), (slug, name))

struct CatalogueJson {
    std::vector<AreaJson> areas;
    std::vector<CompetenceJson> competences;
    std::string notice = "This service uses the ESCO classification of the European Commission.";  // asked of everybody who shows ESCO
};
BOOST_DESCRIBE_STRUCT(CatalogueJson, (), (areas, competences, notice))

struct RoleProfileJson {
    std::string slug, name, description;
    std::vector<std::string> successors;
};
BOOST_DESCRIBE_STRUCT(RoleProfileJson, (), (slug, name, description, successors))

struct RoleProfilesJson {
    std::vector<RoleProfileJson> role_profiles;
};
BOOST_DESCRIBE_STRUCT(RoleProfilesJson, (), (role_profiles))

struct DemandJson {
    std::string competence;
    DemandLayer layer{};
    int level = 0, weight = 0;
    std::string reason;
    Date stated_on{};
};
BOOST_DESCRIBE_STRUCT(DemandJson, (), (competence, layer, level, weight, reason, stated_on))

struct RoleProfileDetailJson : RoleProfileJson {
    std::vector<DemandJson> demands;
};
BOOST_DESCRIBE_STRUCT(RoleProfileDetailJson, (RoleProfileJson), (demands))

// The bodies as JsonReader reads them in api.cpp; what may be absent is optional.

struct JobsBody {
    std::optional<DepartmentId> department;
    std::optional<std::string> present, future;  // slugs of role profiles
};
BOOST_DESCRIBE_STRUCT(JobsBody, (), (department, present, future))

struct AnswerBody {
    std::string competence;
    std::optional<int> level;  // absent: "Weiß ich nicht"
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (), (competence, level))

struct AnswersBody {
    std::vector<AnswerBody> answers;
};
BOOST_DESCRIBE_STRUCT(AnswersBody, (), (answers))

struct PreferencesBody {
    HalfHours half_hours;
    std::optional<HalfHours> weekly_half_hours;
    Money budget_cents;
    int presence_days = 0;
    Date until{};
    std::vector<std::string> working_days;  // monday … sunday
    bool online = false, on_site = false;
    std::optional<std::vector<PlaceId>> places;
    std::optional<std::vector<Absence>> absences;
};
BOOST_DESCRIBE_STRUCT(PreferencesBody, (),
                      (half_hours, weekly_half_hours, budget_cents, presence_days, until, working_days, online, on_site, places, absences))

}  // namespace kc::competence
