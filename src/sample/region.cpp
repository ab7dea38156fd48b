// SPDX-License-Identifier: EUPL-1.2
#include "sample/region.hpp"

#include "placement/item_content.hpp"
#include "sample/catalogue.hpp"
#include "sample/files.hpp"
#include "sample/more_offers.hpp"
#include "sample/people.hpp"
#include "storage/changes.hpp"
#include "storage/database.hpp"

namespace kc::sample {

namespace {

using storage::Transaction;

struct SlugRow {
    std::string slug;
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(SlugRow, (), (slug, id))

struct PlaceRow {
    PlaceId id;
    double latitude = 0, longitude = 0;
};
BOOST_DESCRIBE_STRUCT(PlaceRow, (), (id, latitude, longitude))

std::unordered_map<std::string, std::int64_t> ids_by_slug(storage::Session& session, std::string_view sql) {
    std::unordered_map<std::string, std::int64_t> ids;
    for (auto& row : session.query<SlugRow>(sql)) ids.emplace(std::move(row.slug), row.id);
    return ids;
}

// Organisations get their numbers in the order of the files, employers first.
using OrganisationIds = std::unordered_map<std::string, OrganisationId>;

OrganisationIds number_organisations(const RegionFiles& region) {
    OrganisationIds ids;
    for (const auto* list : {&region.employers, &region.partners}) {
        for (const auto& plan : *list) ids.emplace(plan.slug, OrganisationId{static_cast<std::int64_t>(ids.size()) + 1});
    }
    return ids;
}

void write_organisations(Transaction& transaction, const RegionFiles& region, const OrganisationIds& ids, Instant now) {
    using namespace std::chrono;
    const auto places = ids_by_slug(transaction, "SELECT slug, id FROM places");
    std::vector<std::tuple<OrganisationId, std::string, identity::OrganisationKind, std::optional<identity::Land>, std::optional<std::int64_t>,
                           double, double, int, bool, Instant>>
        organisations;
    std::vector<std::tuple<OrganisationId, Date, std::string, std::optional<OrganisationId>>> versions;
    for (const auto* list : {&region.employers, &region.partners}) {
        for (const auto& plan : *list) {
            const auto place = plan.place ? std::optional(places.at(*plan.place)) : std::nullopt;
            organisations.emplace_back(ids.at(plan.slug), plan.slug, plan.kind, plan.land, place, plan.latitude, plan.longitude, plan.staff,
                                       plan.member, now);
            versions.emplace_back(ids.at(plan.slug), year{2010} / January / 1, plan.name,
                                  plan.county ? std::optional(ids.at(*plan.county)) : std::nullopt);
        }
    }
    transaction.bulk_insert("organisations",
                            {"id", "slug", "kind", "land", "place_id", "latitude", "longitude", "staff_count", "is_member", "created_at"},
                            organisations);
    transaction.bulk_insert("organisation_versions", {"organisation_id", "valid_from", "name", "parent_id"}, versions);
}

void add_targets(std::vector<catalogue::CompetenceLevel>& targets, const std::vector<competence::DemandContent>& demands,
                 const std::unordered_map<std::string, std::int64_t>& competences) {
    for (const auto& demand : demands) {
        const CompetenceId id{competences.at(demand.competence)};
        const auto known = std::find_if(targets.begin(), targets.end(), [&](const auto& target) { return target.competence == id; });
        if (known == targets.end())
            targets.push_back({id, demand.level});
        else
            known->level = std::max(known->level, demand.level);
    }
}

RegionFacts look_up(storage::Session& session, const SampleCatalogue& catalogue, const RegionFiles& region, const SampleOptions& options) {
    RegionFacts facts;
    facts.today = options.today;
    facts.now = Instant{std::chrono::sys_days{options.today} + std::chrono::hours{6}};
    facts.seed = options.seed;
    const auto competences = ids_by_slug(session, "SELECT slug, id FROM competences ORDER BY id");
    const auto profiles = ids_by_slug(session, "SELECT slug, id FROM role_profiles");
    for (const auto& competence : catalogue.framework.competences) facts.competences.push_back(CompetenceId{competences.at(competence.slug)});
    for (const auto& profile : catalogue.framework.role_profiles) {
        facts.role_by_slug.emplace(profile.slug, facts.roles.size());
        RoleFacts role{RoleProfileId{profiles.at(profile.slug)}, {}, {}};
        for (const auto* layer : {&catalogue.framework.general_demands, &profile.market, &profile.authority}) {
            add_targets(role.targets, *layer, competences);
        }
        facts.roles.push_back(std::move(role));
    }
    for (std::size_t i = 0; i < facts.roles.size(); ++i) {
        for (const auto& successor : catalogue.framework.role_profiles[i].successors) {
            facts.roles[i].successors.push_back(facts.role_by_slug.at(successor));
        }
    }
    for (const auto& row : session.query<PlaceRow>("SELECT id, latitude, longitude FROM places ORDER BY id")) {
        facts.places.push_back({row.id, row.latitude, row.longitude});
    }
    facts.first_names = &region.first_names;
    facts.last_names = &region.last_names;
    for (const auto& name : region.first_names) facts.first_mail.push_back(mail_part(name));
    for (const auto& name : region.last_names) facts.last_mail.push_back(mail_part(name));
    return facts;
}

// Rows were written with numbers of our own; PostgreSQL has to be told to count on from there.
void move_sequences(Transaction& transaction) {
    if (transaction.engine() != storage::Engine::postgres) return;
    for (const std::string table : {"organisations", "departments", "people"}) {
        transaction.get<std::int64_t>("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), (SELECT max(id) FROM " + table + "))");
    }
}

std::int64_t total_staff(const RegionFiles& region) {
    std::int64_t total = 0;
    for (const auto& plan : region.employers) total += plan.staff;
    return total;
}

// With a choice of employers the rest keep their rows, because providers and venues belong to them, but nobody works there.
bool keep_only(RegionFiles& region, const std::vector<std::string>& employers) {
    if (employers.empty()) return true;
    for (auto& plan : region.employers) {
        if (std::find(employers.begin(), employers.end(), plan.slug) == employers.end()) plan.staff = 0;
    }
    return std::all_of(employers.begin(), employers.end(), [&](const std::string& slug) {
        return std::any_of(region.employers.begin(), region.employers.end(), [&](const auto& plan) { return plan.slug == slug; });
    });
}

std::int64_t sign_ins_at(const RegionFiles& region, const std::string& organisation) {
    return std::count_if(region.sign_ins.begin(), region.sign_ins.end(), [&](const auto& plan) { return plan.organisation == organisation; });
}

}  // namespace

std::string_view explain(SampleRefusal refusal) {
    switch (refusal) {
        case SampleRefusal::database_not_empty:
            return "Diese Datenbank enthält schon Organisationen; die Beispielregion braucht eine leere. Nennen Sie mit --database eine "
                   "andere, zum Beispiel sqlite:beispiel.db, oder entfernen Sie die bisherige, wenn Sie sie nicht mehr brauchen.";
        case SampleRefusal::unknown_employer:
            return "Einen der genannten Arbeitgeber gibt es nicht. Möglich sind die Namen unter organisations in sample/organisations.yaml.";
    }
    return {};
}

Result<SampleResult, SampleRefusal> create_sample_region(storage::Database& database, const SampleOptions& options, const SampleProgress& progress) {
    auto catalogue = read_sample_catalogue(options.data_directory, options.today, options.seed);
    add_more_offers(catalogue.offers, options.offers, options.seed);
    auto region = read_region_files(options.data_directory, catalogue);
    const auto items = placement::load_placement_items(options.data_directory / "placement_items.yaml");
    if (!keep_only(region, options.employers)) return refuse(SampleRefusal::unknown_employer);
    const auto organisations = number_organisations(region);
    const std::string password_hash = identity::PasswordHasher(options.password_cost).hash(region.password);

    const auto facts = database.in_transaction([&](Transaction& transaction) -> Result<RegionFacts, SampleRefusal> {
        if (transaction.get<std::int64_t>("SELECT count(*) FROM organisations") > 0) return refuse(SampleRefusal::database_not_empty);
        catalogue::write_places(transaction, catalogue.places);
        const Instant now{std::chrono::sys_days{options.today} + std::chrono::hours{6}};
        write_organisations(transaction, region, organisations, now);
        competence::write_framework(transaction, catalogue.framework);
        placement::write_placement_items(transaction, items, now);
        catalogue::write_catalogue(transaction, catalogue.offers, now);
        auto found = look_up(transaction, catalogue, region, options);
        found.password_hash = password_hash;
        found.cooperative = organisations.at(region.cooperative);
        return found;
    });
    if (!facts) return refuse(facts.error());

    RegionBatch batch;
    PeopleGenerator* running = nullptr;
    const auto write_batch = [&] {
        database.in_transaction([&](Transaction& transaction) { batch.write(transaction); });
        batch.clear();
        if (progress) progress(running->counts().people, options.people);
    };
    PeopleGenerator generator(*facts, batch, write_batch);
    running = &generator;
    const std::int64_t staff = total_staff(region);
    std::int64_t before = 0;
    for (const auto& plan : region.employers) {
        if (plan.staff == 0) continue;
        const std::int64_t from = before * options.people / staff;
        before += plan.staff;
        const auto count = std::max(before * options.people / staff - from, sign_ins_at(region, plan.slug));
        generator.employees(plan, organisations.at(plan.slug), region.departments.at(plan.size), count, region.sign_ins);
    }
    for (const auto& plan : region.partners) generator.partner_staff(plan, organisations.at(plan.slug), region.sign_ins);
    write_batch();
    database.in_transaction([&](Transaction& transaction) {
        move_sequences(transaction);
        storage::record_change(transaction, storage::ChangeTopic::organisation, 0);
    });

    SampleResult result{static_cast<std::int64_t>(organisations.size()),
                        generator.counts().departments,
                        generator.counts().people,
                        generator.counts().evidence,
                        static_cast<std::int64_t>(catalogue.offers.units.size()),
                        0,
                        {}};
    for (const auto& unit : catalogue.offers.units) result.dates += static_cast<std::int64_t>(unit.dates.size());
    auto signed_in_people = generator.signed_in();  // printed in the order of the file
    std::sort(signed_in_people.begin(), signed_in_people.end(), [](const auto& a, const auto& b) { return a.plan < b.plan; });
    for (const auto& signed_in : signed_in_people) {
        result.sign_ins.push_back({signed_in.plan->role, signed_in.plan->label, signed_in.email, region.password, signed_in.person});
    }
    return result;
}

}  // namespace kc::sample
