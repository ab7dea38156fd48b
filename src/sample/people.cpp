// SPDX-License-Identifier: EUPL-1.2
#include "sample/people.hpp"

#include <cmath>

namespace kc::sample {

namespace {

constexpr std::size_t batch_people = 4000;
constexpr int team_size = 14;             // one of so many leads the others
constexpr std::int64_t led_team_min = 8;  // smaller ones are led by the head of the department: about 8 % supervisors in all
constexpr std::int64_t headed_department_min = 12;
constexpr int exits_percent = 30;     // are known to leave within the next fifteen years
constexpr int newcomers_percent = 5;  // without any profile yet
constexpr double reachable_kilometres = 45;

Instant at_hour(Date day, int hour) { return Instant{std::chrono::sys_days{day} + std::chrono::hours{hour}}; }

template <class T> const T& pick(SeededRandom& random, const std::vector<T>& from) { return from[random.below(from.size())]; }
template <class T, std::size_t N> T pick(SeededRandom& random, const T (&from)[N]) { return from[random.below(N)]; }

double squared_distance(double latitude_a, double longitude_a, double latitude_b, double longitude_b) {
    const double north = (latitude_a - latitude_b) * 111.2;
    const double east = (longitude_a - longitude_b) * 111.2 * std::cos(latitude_a * 3.14159265358979 / 180);
    return north * north + east * east;
}

}  // namespace

struct PeopleGenerator::Team {
    DepartmentId id;
    std::string name;
    const DepartmentPlan* plan = nullptr;
    std::vector<std::size_t> roles;     // as plan->jobs, as indices
    std::int64_t weight = 0;            // sum over plan->jobs
    std::int64_t department_share = 0;  // of the whole department, at its first team
    std::optional<DepartmentId> above;
};

struct PeopleGenerator::Employer {
    OrganisationId id;
    std::string slug;
    SeededRandom random;
    std::vector<PlaceId> near;  // nearest first
    std::unordered_map<std::string, int> addresses;
    std::int64_t hr_left = 0;
    bool board_left = false;
};

struct PeopleGenerator::Newcomer {
    std::string first_name, last_name, first_mail, last_mail;
    std::optional<DepartmentId> department;
    Date joined{};
    bool may_sign_in = false;
};

DepartmentId PeopleGenerator::add_department(const DepartmentPlan& plan, OrganisationId organisation, std::optional<DepartmentId> parent) {
    using namespace std::chrono;
    const Date founded = year{2015} / January / 1;
    const DepartmentId id{next_department_++};
    batch_.departments.emplace_back(id, organisation, at_hour(founded, 0));
    if (plan.former) batch_.department_versions.emplace_back(id, founded, *plan.renamed_on, *plan.former, parent);
    batch_.department_versions.emplace_back(id, plan.renamed_on.value_or(founded), std::nullopt, plan.name, parent);
    ++counts_.departments;
    return id;
}

std::vector<PeopleGenerator::Team> PeopleGenerator::add_departments(const std::vector<DepartmentPlan>& tree, OrganisationId organisation) {
    std::vector<Team> teams;
    const auto add_team = [&](const DepartmentPlan& plan, std::optional<DepartmentId> above) {
        Team team{add_department(plan, organisation, above), plan.name, &plan, {}, 0, 0, above};
        for (const auto& [role, weight] : plan.jobs) {
            team.roles.push_back(facts_.role_by_slug.at(role));
            team.weight += weight;
        }
        teams.push_back(std::move(team));
    };
    for (const auto& department : tree) {
        if (department.teams.empty()) {
            add_team(department, std::nullopt);
            continue;
        }
        const auto above = add_department(department, organisation, std::nullopt);
        const auto first = teams.size();
        for (const auto& team : department.teams) add_team(team, above);
        for (const auto& team : department.teams) teams[first].department_share += team.share;
    }
    return teams;
}

void PeopleGenerator::employees(const OrganisationPlan& organisation, OrganisationId id, const std::vector<DepartmentPlan>& tree, std::int64_t count,
                                const std::vector<SignInPlan>& sign_ins) {
    Employer employer{id,
                      organisation.slug,
                      SeededRandom(mixed_seed(facts_.seed, organisation.slug)),
                      {},
                      {},
                      std::max<std::int64_t>(1, count / 100),
                      !organisation.county};
    std::vector<std::pair<double, PlaceId>> distances;
    for (const auto& place : facts_.places) {
        distances.emplace_back(squared_distance(organisation.latitude, organisation.longitude, place.latitude, place.longitude), place.id);
    }
    std::sort(distances.begin(), distances.end());
    for (const auto& [distance, place] : distances) {
        if (employer.near.empty() || distance <= reachable_kilometres * reachable_kilometres) employer.near.push_back(place);
    }

    const auto teams = add_departments(tree, id);
    for (const auto& plan : sign_ins) {
        if (plan.organisation != organisation.slug) continue;
        const auto team = std::find_if(teams.begin(), teams.end(), [&](const Team& t) { return t.name == plan.department; });
        require(team != teams.end());
        add_sign_in(employer, plan, team->id);
        --count;
    }

    const std::size_t team_lead = facts_.role_by_slug.at("team-lead"), head = facts_.role_by_slug.at("department-head");
    std::int64_t shares = 0, before = 0;
    for (const auto& team : teams) shares += team.plan->share;
    for (const auto& team : teams) {
        const std::int64_t from = before * count / shares;
        before += team.plan->share;
        const std::int64_t members = before * count / shares - from;
        const bool headed = team.department_share * count / shares >= headed_department_min;
        for (std::int64_t i = 0; i < members; ++i) {
            if (i == 0 && headed) {
                add_random_person(employer, team, head, true, true);
            } else if (members >= led_team_min && i % team_size == (headed ? 1 : 0)) {
                add_random_person(employer, team, team_lead, true, false);
            } else {
                auto roll = static_cast<std::int64_t>(employer.random.below(static_cast<std::uint64_t>(team.weight)));
                std::size_t job = 0;
                while (roll >= team.plan->jobs[job].second) roll -= team.plan->jobs[job++].second;
                add_random_person(employer, team, team.roles[job], false, false);
            }
            if (batch_.people.size() >= batch_people) full_();
        }
    }
    ++counts_.organisations;
}

void PeopleGenerator::partner_staff(const OrganisationPlan& organisation, OrganisationId id, const std::vector<SignInPlan>& sign_ins) {
    Employer employer{id, organisation.slug, SeededRandom(mixed_seed(facts_.seed, organisation.slug)), {}, {}, 0, false};
    for (const auto& plan : sign_ins) {
        if (plan.organisation == organisation.slug) add_sign_in(employer, plan, std::nullopt);
    }
    std::vector<Role> staff;
    if (organisation.kind == identity::OrganisationKind::provider) staff = {Role::provider_editor, Role::instructor, Role::instructor};
    if (organisation.kind == identity::OrganisationKind::venue_host) staff = {Role::venue_host};
    if (organisation.kind == identity::OrganisationKind::cooperative) staff = {Role::office, Role::office, Role::system_operator};
    for (const Role role : staff) {
        const auto first = employer.random.below(facts_.first_names->size()), last = employer.random.below(facts_.last_names->size());
        const Date joined = add_days(facts_.today, -static_cast<int>(employer.random.between(100, 900)));
        const auto person = add_person(employer, {(*facts_.first_names)[first], (*facts_.last_names)[last], facts_.first_mail[first],
                                                  facts_.last_mail[last], std::nullopt, joined, false});
        batch_.roles.emplace_back(person, role, id, joined);
    }
    ++counts_.organisations;
}

std::string PeopleGenerator::new_address(Employer& employer, const std::string& first, const std::string& last) {
    std::string local = first + "." + last;
    const int number = ++employer.addresses[local];
    if (number > 1) local += "." + std::to_string(number);
    return local + "@" + employer.slug + ".example";
}

PersonId PeopleGenerator::add_person(Employer& employer, const Newcomer& newcomer) {
    const PersonId id{next_person_++};
    const auto language = !newcomer.may_sign_in && employer.random.chance(2) ? Language::en : Language::de;
    const auto state = !newcomer.may_sign_in && employer.random.below(200) == 0 ? identity::PersonState::blocked : identity::PersonState::active;
    batch_.people.emplace_back(id, employer.id, newcomer.department, new_address(employer, newcomer.first_mail, newcomer.last_mail),
                               newcomer.first_name, newcomer.last_name, language, state,
                               newcomer.may_sign_in ? RegionBatch::Text(facts_.password_hash) : std::nullopt,
                               newcomer.may_sign_in ? std::optional(facts_.now) : std::nullopt, at_hour(newcomer.joined, 7));
    ++counts_.people;
    return id;
}

void PeopleGenerator::add_random_person(Employer& employer, const Team& team, std::size_t job, bool leads, bool heads) {
    auto& random = employer.random;
    const auto first = random.below(facts_.first_names->size()), last = random.below(facts_.last_names->size());
    const Date joined = add_days(facts_.today, -static_cast<int>(random.between(20, 900)));
    const auto person = add_person(employer, {(*facts_.first_names)[first], (*facts_.last_names)[last], facts_.first_mail[first],
                                              facts_.last_mail[last], heads && team.above ? team.above : team.id, joined, false});
    batch_.roles.emplace_back(person, Role::learner, employer.id, joined);
    // From a seed of its own, so that everything else about people stays as it was.
    SeededRandom ages(mixed_seed(facts_.seed, fmt::format("exit-{}", person.value)));
    if (ages.chance(exits_percent)) {
        const int year = static_cast<int>(facts_.today.year()) + static_cast<int>(ages.between(0, 14));
        batch_.exits.emplace_back(person, year, "imported", at_hour(joined, 8));
    }
    if (leads) batch_.roles.emplace_back(person, Role::supervisor, employer.id, joined);
    const bool decides = heads || job == facts_.role_by_slug.at("hr-clerk") || job == facts_.role_by_slug.at("mayor-office");
    if (decides && employer.hr_left > 0) {
        batch_.roles.emplace_back(person, Role::hr_decision_maker, employer.id, joined);
        --employer.hr_left;
    }
    if (heads && employer.board_left) {
        batch_.roles.emplace_back(person, Role::board_member, facts_.cooperative, joined);
        employer.board_left = false;
    }
    if (!random.chance(newcomers_percent)) add_profile(employer, person, job, joined, false);
}

void PeopleGenerator::add_sign_in(Employer& employer, const SignInPlan& plan, std::optional<DepartmentId> department) {
    const Date joined = add_days(facts_.today, -400);
    const auto person =
        add_person(employer, {plan.first_name, plan.last_name, mail_part(plan.first_name), mail_part(plan.last_name), department, joined, true});
    if (department && plan.role != Role::learner) batch_.roles.emplace_back(person, Role::learner, employer.id, joined);
    batch_.roles.emplace_back(person, plan.role, employer.id, joined);
    if (plan.full_profile) add_profile(employer, person, facts_.role_by_slug.at(*plan.job), joined, true);
    signed_in_.push_back({&plan, person, std::get<3>(batch_.people.back())});
}

void PeopleGenerator::add_profile(Employer& employer, PersonId person, std::size_t role, Date joined, bool complete) {
    auto& random = employer.random;
    const auto& facts = facts_.roles[role];
    const Instant at = at_hour(add_days(joined, 1), 9);
    batch_.jobs.emplace_back(person, "present", facts.id, at);
    const RoleFacts* future = nullptr;
    if (!facts.successors.empty() && random.chance(complete ? 100 : 20)) {
        future = &facts_.roles[pick(random, facts.successors)];
        batch_.jobs.emplace_back(person, "future", future->id, at);
    }
    const auto wishes = complete ? 2 : random.below(4);
    const auto start = random.below(facts_.competences.size());
    std::vector<CompetenceId> interests;
    for (std::uint64_t i = 0; i < wishes; ++i)
        interests.push_back(facts_.competences[(start + i * 17) % facts_.competences.size()]);  // 17 is prime: no repetition
    for (const auto interest : interests) batch_.interests.emplace_back(person, interest);
    add_evidence(employer, person, asked_of(facts, future, complete ? interests : std::vector<CompetenceId>()), joined, complete);
    add_preferences(employer, person, at, complete);
}

// What a person was asked about: everything her jobs need, and on top of it what she would like to learn (there with target 0).
std::vector<catalogue::CompetenceLevel> PeopleGenerator::asked_of(const RoleFacts& present, const RoleFacts* future,
                                                                  const std::vector<CompetenceId>& interests) const {
    auto asked = present.targets;
    const auto raise = [&](CompetenceId competence, int level) {
        const auto known = std::find_if(asked.begin(), asked.end(), [&](const auto& one) { return one.competence == competence; });
        if (known == asked.end())
            asked.push_back({competence, level});
        else
            known->level = std::max(known->level, level);
    };
    if (future) {
        for (const auto& [competence, level] : future->targets) raise(competence, level);
    }
    for (const auto interest : interests) raise(interest, 0);
    return asked;
}

void PeopleGenerator::add_evidence(Employer& employer, PersonId person, const std::vector<catalogue::CompetenceLevel>& asked, Date joined,
                                   bool complete) {
    using competence::EvidenceSource;
    auto& random = employer.random;
    const Date yesterday = add_days(facts_.today, -1);
    const Date self_assessed = std::min(yesterday, add_days(joined, static_cast<int>(random.between(2, 60))));
    const int skill = static_cast<int>(random.between(-1, 1));
    const auto add = [&](CompetenceId competence, int level, EvidenceSource source, Date day) {
        batch_.evidence.emplace_back(person, competence, level, source, competence::base_confidence(source), day, at_hour(day, 10));
        ++counts_.evidence;
    };
    std::size_t number = 0;
    for (const auto& [competence, target] : asked) {
        ++number;
        if (!complete && random.chance(6)) continue;
        // Most people do most of their work well: at the target or one below. Who has told everything shows a quarter below it.
        const auto roll = random.below(100);
        int difference = roll < 16 ? 1 : roll < 66 ? 0 : roll < 93 ? -1 : -2;
        if (complete)
            difference = number % 4 == 0 ? (number % 12 == 0 ? -2 : -1) : roll < 16 ? 1 : 0;
        else if (random.chance(20))
            difference += skill;
        const int level = std::clamp(target + difference, 0, 5);
        add(competence, level, EvidenceSource::self_assessment, self_assessed);
        if (!random.chance(15)) continue;
        const auto kind = random.below(20);
        const auto source = kind < 8    ? EvidenceSource::interview
                            : kind < 13 ? EvidenceSource::confirmation
                            : kind < 17 ? EvidenceSource::completed_unit
                                        : EvidenceSource::test;
        const Date later = std::min(yesterday, add_days(self_assessed, static_cast<int>(random.between(10, 300))));
        const bool learned = source == EvidenceSource::completed_unit || random.chance(30);
        add(competence, std::min(5, level + (learned && level < target ? 1 : 0)), source, later);
    }
}

void PeopleGenerator::add_preferences(Employer& employer, PersonId person, Instant at, bool complete) {
    auto& random = employer.random;
    static constexpr int half_hours[]{40, 60, 80, 80, 80, 100, 120};
    static constexpr int weekly[]{4, 6, 8, 8, 10};
    static constexpr int price_cents[]{0, 30'000, 50'000, 50'000, 80'000, 100'000, 150'000};
    static constexpr int presence_days[]{0, 2, 3, 4, 4, 5, 6};
    static constexpr int part_time[]{0b0001111, 0b0001110, 0b0000111, 0b0011100, 0b0001011, 0b0010101};
    if (complete) {
        batch_.preferences.emplace_back(person, 80, 8, 80'000, 4, add_days(facts_.today, 365), 0b0011111, true, true, at);
    } else {
        const auto weekly_limit = random.chance(40) ? std::nullopt : std::optional(pick(random, weekly));
        const Date until = add_days(facts_.today, random.chance(80) ? 365 : 182);
        const int days = random.chance(68) ? 0b0011111 : pick(random, part_time);
        const auto where = random.below(100);  // most accept both; a few only one of them
        batch_.preferences.emplace_back(person, pick(random, half_hours), weekly_limit, pick(random, price_cents), pick(random, presence_days), until,
                                        days, where >= 6, where < 6 || where >= 12, at);
    }
    const auto reach = std::min<std::size_t>(employer.near.size(), complete ? 8 : static_cast<std::size_t>(random.between(2, 7)));
    for (std::size_t i = 0; i < reach; ++i) batch_.places.emplace_back(person, employer.near[i]);

    Date free_from = add_days(facts_.today, 7);
    const auto absences = complete ? 2 : random.below(4);
    for (std::uint64_t i = 0; i < absences; ++i) {
        const Date first = add_days(free_from, static_cast<int>(random.below(110)));
        const Date last = add_days(first, static_cast<int>(random.between(4, 20)));
        batch_.absences.emplace_back(person, first, last);
        free_from = add_days(last, 14);
    }
}

std::string mail_part(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> letters[]{
        {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}, {"ß", "ss"}, {"ç", "c"},
        {"Ç", "c"},  {"ć", "c"},  {"ı", "i"},  {"ş", "s"},  {"ğ", "g"},  {"é", "e"},  {"è", "e"},  {"á", "a"}};
    std::string part;
    while (!name.empty()) {
        const auto letter = std::find_if(std::begin(letters), std::end(letters), [&](const auto& l) { return name.starts_with(l.first); });
        if (letter != std::end(letters)) {
            part += letter->second;
            name.remove_prefix(letter->first.size());
            continue;
        }
        const char c = name.front();
        if (c >= 'A' && c <= 'Z')
            part += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            part += c;
        else if (c == ' ' || c == '-')
            part += '-';
        name.remove_prefix(1);
    }
    return part;
}

}  // namespace kc::sample
