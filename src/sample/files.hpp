// SPDX-License-Identifier: EUPL-1.2
// The region and its people as the content files describe them: organisations, trees of departments, names, sample sign-ins.
#pragma once

#include "base/viewer.hpp"
#include "identity/model.hpp"
#include "sample/catalogue.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kc::sample {

struct OrganisationPlan {
    std::string slug, name;
    identity::OrganisationKind kind{};
    std::optional<identity::Land> land;
    std::optional<std::string> county;  // slug of the county a town belongs to
    std::optional<std::string> place;   // slug of the place where it has its seat, when that is one with a venue
    double latitude = 0, longitude = 0;
    int staff = 0;
    std::string size;  // names the tree of departments; empty: none
    bool member = false;
};

struct DepartmentPlan {
    std::string name;
    std::optional<std::string> former;
    std::optional<Date> renamed_on;
    int share = 0;
    std::vector<std::pair<std::string, std::int64_t>> jobs;  // role profile → weight
    std::vector<DepartmentPlan> teams;
};

struct SignInPlan {
    Role role{};
    std::string label, first_name, last_name, organisation;
    std::optional<std::string> department, job;
    bool full_profile = false;
};

struct RegionFiles {
    std::vector<OrganisationPlan> employers;  // towns and counties
    std::vector<OrganisationPlan> partners;   // providers, venue hosts, the cooperative
    std::string cooperative;
    std::map<std::string, std::vector<DepartmentPlan>> departments;  // by size
    std::vector<std::string> first_names, last_names;
    std::string password;
    std::vector<SignInPlan> sign_ins;
};

RegionFiles read_region_files(const std::filesystem::path& data_directory, const SampleCatalogue& catalogue);

}  // namespace kc::sample
