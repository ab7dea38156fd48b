// SPDX-License-Identifier: EUPL-1.2
#include "sample/files.hpp"

#include "sample/yaml.hpp"

namespace kc::sample {

namespace {

using identity::OrganisationKind;

std::optional<std::string> seat(const SampleCatalogue& catalogue, const std::string& slug) {
    for (const auto& place : catalogue.places) {
        if (place.slug == slug) return slug;
    }
    return std::nullopt;
}

OrganisationPlan read_organisation(const YamlEntry& entry, OrganisationKind kind) {
    OrganisationPlan plan;
    plan.slug = entry.text("id");
    plan.name = entry.text("name");
    plan.kind = kind;
    if (entry.has("land")) plan.land = entry.choice<identity::Land>("land");
    plan.latitude = entry.decimal("latitude", -90, 90);
    plan.longitude = entry.decimal("longitude", -180, 180);
    plan.staff = static_cast<int>(entry.integer("staff", 1, 1'000'000));
    return plan;
}

DepartmentPlan read_department(const YamlEntry& entry, const KnownIds& profiles) {
    DepartmentPlan plan;
    plan.name = entry.text("name");
    if (entry.has("former")) {
        plan.former = entry.text("former");
        plan.renamed_on = entry.date("renamed_on");
    }
    for (const auto& team : entry.entries_or_none("teams")) plan.teams.push_back(read_department(team, profiles));
    if (!plan.teams.empty()) return plan;
    plan.share = static_cast<int>(entry.integer("share", 1, 100));
    plan.jobs = entry.weights("jobs");
    for (const auto& [profile, weight] : plan.jobs) profiles.check(entry, "jobs", profile);
    return plan;
}

void read_organisations(const YamlEntry& file, const SampleCatalogue& catalogue, const KnownIds& profiles, RegionFiles& region) {
    KnownIds ids("Die Organisation");
    const auto cooperative = file.entry("cooperative");
    region.partners.push_back(read_organisation(cooperative, OrganisationKind::cooperative));
    region.partners.back().member = true;
    region.cooperative = region.partners.back().slug;
    ids.add(cooperative, region.cooperative);
    for (const auto& entry : file.entries("venue_hosts")) {
        region.partners.push_back(read_organisation(entry, OrganisationKind::venue_host));
        ids.add(entry, region.partners.back().slug);
    }
    for (const auto* size : {"small", "medium", "large", "county"}) {
        for (const auto& entry : file.entry("departments").entries(size)) {
            region.departments[size].push_back(read_department(entry, profiles));
        }
    }
    const auto entries = file.entries("organisations");
    for (const auto& entry : entries) {
        auto plan = read_organisation(entry, entry.choice<OrganisationKind>("kind"));
        ids.add(entry, plan.slug);
        plan.member = entry.boolean("member");
        plan.size = entry.text("size");
        if (!region.departments.contains(plan.size))
            entry.fail("size", "nennt keinen Baum von Ämtern", "Möglich sind: small, medium, large, county.");
        if (entry.has("county")) plan.county = entry.text("county");
        plan.place = seat(catalogue, plan.slug);
        region.employers.push_back(std::move(plan));
    }
    for (const auto& entry : entries) {
        if (entry.has("county")) ids.check(entry, "county", entry.text("county"));
    }
}

// Each provider is an organisation of its own, at the place where it is at home.
void add_providers(const SampleCatalogue& catalogue, RegionFiles& region) {
    for (const auto& provider : catalogue.offers.providers) {
        OrganisationPlan plan;
        plan.slug = provider.slug;
        plan.name = provider.name;
        plan.kind = OrganisationKind::provider;
        plan.place = provider.place;
        for (const auto& place : catalogue.places) {
            if (place.slug != provider.place) continue;
            plan.latitude = place.latitude;
            plan.longitude = place.longitude;
        }
        region.partners.push_back(std::move(plan));
    }
}

void check_hosts(const RegionFiles& region, const YamlEntry& providers) {
    KnownIds hosts("Die Organisation");
    for (const auto* list : {&region.employers, &region.partners}) {
        for (const auto& organisation : *list) hosts.add(providers, organisation.slug);
    }
    for (const auto& venue : providers.entries("venues")) hosts.check(venue, "host", venue.text("host"));
}

// Where people work: departments without teams, and the teams of the others.
bool has_team(const std::vector<DepartmentPlan>& tree, const std::string& name) {
    return std::any_of(tree.begin(), tree.end(),
                       [&](const DepartmentPlan& plan) { return plan.teams.empty() ? plan.name == name : has_team(plan.teams, name); });
}

void read_people(const YamlEntry& file, const KnownIds& profiles, RegionFiles& region) {
    region.first_names = file.texts("first_names");
    region.last_names = file.texts("last_names");
    if (region.first_names.empty()) file.fail("first_names", "ist leer", "Nennen Sie mindestens einen Vornamen.");
    if (region.last_names.empty()) file.fail("last_names", "ist leer", "Nennen Sie mindestens einen Nachnamen.");
    region.password = file.text("password");
    for (const auto& entry : file.entries("sign_ins")) {
        SignInPlan plan{entry.choice<Role>("role"),
                        entry.text("label"),
                        entry.text("first_name"),
                        entry.text("last_name"),
                        entry.text("organisation"),
                        std::nullopt,
                        std::nullopt,
                        entry.text_or("profile", "nothing") == "everything"};
        const auto is_it = [&](const OrganisationPlan& organisation) { return organisation.slug == plan.organisation; };
        const auto employer = std::find_if(region.employers.begin(), region.employers.end(), is_it);
        if (employer == region.employers.end() && std::none_of(region.partners.begin(), region.partners.end(), is_it)) {
            entry.fail("organisation", "„" + plan.organisation + "“ gibt es nicht", "Nennen Sie die id einer Organisation.");
        }
        if (employer != region.employers.end()) {
            plan.department = entry.text("department");
            if (!has_team(region.departments.at(employer->size), *plan.department)) {
                entry.fail("department", "„" + *plan.department + "“ gibt es in dieser Organisation nicht",
                           "Nennen Sie ein Amt ohne Untergliederung aus ihrem Baum in organisations.yaml.");
            }
            plan.job = entry.text("job");
            profiles.check(entry, "job", *plan.job);
        }
        region.sign_ins.push_back(std::move(plan));
    }
}

}  // namespace

RegionFiles read_region_files(const std::filesystem::path& data_directory, const SampleCatalogue& catalogue) {
    RegionFiles region;
    KnownIds profiles("Das Tätigkeitsprofil");
    for (const auto& file : load_numbered_files(data_directory, "role_profiles")) {
        for (const auto& entry : file.entries("profiles")) profiles.add(entry, entry.text("id"));
    }
    read_organisations(YamlEntry::load(data_directory / "organisations.yaml"), catalogue, profiles, region);
    add_providers(catalogue, region);
    check_hosts(region, YamlEntry::load(data_directory / "providers.yaml"));
    read_people(YamlEntry::load(data_directory / "people.yaml"), profiles, region);
    return region;
}

}  // namespace kc::sample
