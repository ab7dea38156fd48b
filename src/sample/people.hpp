// SPDX-License-Identifier: EUPL-1.2
// Invented employees of one organisation: who they are, what they do, can and want, and how they can learn.
// Everything follows from the seed, the organisation's name and today's date.
#pragma once

#include "base/random.hpp"
#include "competence/model.hpp"
#include "sample/files.hpp"

#include <functional>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace kc::storage {
class Transaction;
}

namespace kc::sample {

struct RoleFacts {
    RoleProfileId id;
    std::vector<catalogue::CompetenceLevel> targets;  // highest of the three layers
    std::vector<std::size_t> successors;
};

struct PlaceFacts {
    PlaceId id;
    double latitude = 0, longitude = 0;
};

// What people refer to, looked up once.
struct RegionFacts {
    Date today{};
    Instant now{};
    std::uint64_t seed = 0;
    OrganisationId cooperative;
    std::vector<RoleFacts> roles;
    std::unordered_map<std::string, std::size_t> role_by_slug;
    std::vector<CompetenceId> competences;
    std::vector<PlaceFacts> places;
    const std::vector<std::string>* first_names = nullptr;
    const std::vector<std::string>* last_names = nullptr;
    std::vector<std::string> first_mail, last_mail;  // the same, as they stand in a mail address
    std::string password_hash;
};

// Rows on their way into the database: few enough to hold, many enough to be quick.
struct RegionBatch {
    using Text = std::optional<std::string>;
    std::vector<std::tuple<DepartmentId, OrganisationId, Instant>> departments;
    std::vector<std::tuple<DepartmentId, Date, std::optional<Date>, std::string, std::optional<DepartmentId>>> department_versions;
    std::vector<std::tuple<PersonId, OrganisationId, std::optional<DepartmentId>, std::string, std::string, std::string, Language,
                           identity::PersonState, Text, std::optional<Instant>, Instant>>
        people;
    std::vector<std::tuple<PersonId, Role, OrganisationId, Date>> roles;
    std::vector<std::tuple<PersonId, std::string_view, RoleProfileId, Instant>> jobs;
    std::vector<std::tuple<PersonId, CompetenceId, int, competence::EvidenceSource, int, Date, Instant>> evidence;
    std::vector<std::tuple<PersonId, CompetenceId>> interests;
    std::vector<std::tuple<PersonId, int, std::optional<int>, int, int, Date, int, bool, bool, Instant>> preferences;
    std::vector<std::tuple<PersonId, PlaceId>> places;
    std::vector<std::tuple<PersonId, Date, Date>> absences;
    std::vector<std::tuple<PersonId, int, std::string_view, Instant>> exits;

    void write(storage::Transaction& transaction) const;
    void clear();
};

struct SampleCounts {
    std::int64_t organisations = 0, departments = 0, people = 0, evidence = 0, units = 0, dates = 0;
};

struct SignedIn {
    const SignInPlan* plan = nullptr;
    PersonId person;
    std::string email;
};

class PeopleGenerator {
public:
    // `full` is called whenever the batch holds enough to be written; it empties it.
    PeopleGenerator(const RegionFacts& facts, RegionBatch& batch, std::function<void()> full)
        : facts_(facts), batch_(batch), full_(std::move(full)) {}

    void employees(const OrganisationPlan& organisation, OrganisationId id, const std::vector<DepartmentPlan>& tree, std::int64_t count,
                   const std::vector<SignInPlan>& sign_ins);
    void partner_staff(const OrganisationPlan& organisation, OrganisationId id, const std::vector<SignInPlan>& sign_ins);

    const SampleCounts& counts() const { return counts_; }
    const std::vector<SignedIn>& signed_in() const { return signed_in_; }

private:
    struct Team;
    struct Employer;
    struct Newcomer;

    DepartmentId add_department(const DepartmentPlan& plan, OrganisationId organisation, std::optional<DepartmentId> parent);
    std::vector<Team> add_departments(const std::vector<DepartmentPlan>& tree, OrganisationId organisation);
    PersonId add_person(Employer& employer, const Newcomer& newcomer);
    std::string new_address(Employer& employer, const std::string& first, const std::string& last);
    void add_random_person(Employer& employer, const Team& team, std::size_t job, bool leads, bool heads);
    void add_sign_in(Employer& employer, const SignInPlan& plan, std::optional<DepartmentId> department);
    void add_profile(Employer& employer, PersonId person, std::size_t role, Date joined, bool complete);
    std::vector<catalogue::CompetenceLevel> asked_of(const RoleFacts& present, const RoleFacts* future,
                                                     const std::vector<CompetenceId>& interests) const;
    void add_evidence(Employer& employer, PersonId person, const std::vector<catalogue::CompetenceLevel>& asked, Date joined, bool complete);
    void add_preferences(Employer& employer, PersonId person, Instant at, bool complete);

    const RegionFacts& facts_;
    RegionBatch& batch_;
    std::function<void()> full_;
    SampleCounts counts_;
    std::vector<SignedIn> signed_in_;
    std::int64_t next_department_ = 1, next_person_ = 1;
};

std::string mail_part(std::string_view name);  // "Özdemir" → "oezdemir"

}  // namespace kc::sample
