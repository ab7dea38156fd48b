// SPDX-License-Identifier: EUPL-1.2
#include "planning/stored_question.hpp"

#include "planning/planning_instance.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace kc::planning {
namespace {

// [form,[limits],[places],[first and last days of absences],[competence,level,…],[competence,level,weight,…]]
constexpr int form = 1;
constexpr std::size_t usual_size = 512, usual_levels = 48;

constexpr int number_max = std::numeric_limits<int>::max(), weight_max = 1000;
constexpr std::int64_t id_max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t day_max = 3'000'000;  // about the year 10,000

// Written as text, not through a tree, as everything that a population has once each.
class NumberText {
public:
    NumberText() { text_.reserve(usual_size); }
    void open() { separate(), text_ += '['; }
    void close() { text_ += ']'; }
    void add(std::int64_t number) {
        separate();
        std::array<char, 20> digits;
        text_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
    }
    std::string take() { return std::move(text_); }

private:
    void separate() {
        if (!text_.empty() && text_.back() != '[') text_ += ',';
    }
    std::string text_;
};

// Reads what NumberText writes and nothing else, without a tree: thousands are read for one new offer. Whatever does not fit, or is a number
// outside its bounds, is remembered; from then on nothing is read any more.
class NumberScan {
public:
    explicit NumberScan(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}
    bool take(char sign) {
        const bool there = sound_ && at_ != end_ && *at_ == sign;
        at_ += there;
        return there;
    }
    void expect(char sign) { sound_ = take(sign); }
    std::int64_t number(std::int64_t least, std::int64_t most) {
        std::int64_t number = least;
        if (!sound_) return number;
        const auto [end, problem] = std::from_chars(at_, end_, number);
        at_ = end;
        sound_ = problem == std::errc{} && number >= least && number <= most;
        return sound_ ? number : least;
    }
    std::int64_t next_number(std::int64_t least, std::int64_t most) {
        expect(',');
        return number(least, most);
    }
    int small_number(int least, int most) { return static_cast<int>(next_number(least, most)); }
    template <class IdType> IdType id() { return IdType{number(1, id_max)}; }
    Date day() { return day_of(static_cast<int>(number(-day_max, day_max))); }
    // The next list: `each` reads one entry.
    template <class Each> void list(Each&& each) {
        expect(',');
        expect('[');
        if (take(']')) return;
        do each();
        while (take(','));
        expect(']');
    }
    bool read_to_the_end() const { return sound_ && at_ == end_; }

private:
    const char* at_;
    const char* end_;
    bool sound_ = true;
};

}  // namespace

std::string question_text(const competence::LearnerProfile& profile) {
    const auto& preferences = profile.preferences;
    NumberText text;
    text.open();
    text.add(form);
    text.open();
    text.add(preferences.hours.value);
    text.add(preferences.weekly_hours ? preferences.weekly_hours->value : -1);
    text.add(preferences.budget.value);
    text.add(preferences.presence_days);
    text.add(day_number(preferences.until));
    text.add(preferences.working_days);
    text.add(preferences.online ? 1 : 0);
    text.add(preferences.on_site ? 1 : 0);
    text.close();
    text.open();
    for (const auto place : preferences.places) text.add(place.value);
    text.close();
    text.open();
    for (const auto& absence : preferences.absences) {
        text.add(day_number(absence.first_day));
        text.add(day_number(absence.last_day));
    }
    text.close();
    text.open();
    for (const auto& current : profile.current) {
        text.add(current.competence.value);
        text.add(current.level);
    }
    text.close();
    text.open();
    for (const auto& target : profile.targets) {
        text.add(target.competence.value);
        text.add(target.level);
        text.add(target.weight);
    }
    text.close();
    text.close();
    return text.take();
}

std::optional<competence::LearnerProfile> read_question(std::string_view text, PersonId person, OrganisationId organisation) {
    competence::LearnerProfile profile{.person = person,
                                       .organisation = organisation,
                                       .jobs = {},
                                       .current = {},
                                       .targets = {},
                                       .preferences = {},
                                       .preferences_stated = true,
                                       .enough_for_curriculum = true};
    auto& preferences = profile.preferences;
    NumberScan scan(text);
    scan.expect('[');
    scan.number(form, form);
    scan.expect(',');
    scan.expect('[');
    preferences.hours = HalfHours{scan.number(0, number_max)};
    if (const auto weekly = scan.next_number(-1, number_max); weekly >= 0) preferences.weekly_hours = HalfHours{weekly};
    preferences.budget = Money{scan.next_number(0, number_max)};
    preferences.presence_days = scan.small_number(0, number_max);
    scan.expect(',');
    preferences.until = scan.day();
    preferences.working_days = scan.small_number(0, competence::all_weekdays);
    preferences.online = scan.small_number(0, 1) == 1;
    preferences.on_site = scan.small_number(0, 1) == 1;
    scan.expect(']');
    scan.list([&] { preferences.places.push_back(scan.id<PlaceId>()); });
    scan.list([&] {
        const Date first_day = scan.day();
        scan.expect(',');
        preferences.absences.push_back({first_day, scan.day()});
    });
    profile.current.reserve(usual_levels);
    scan.list([&] {
        const auto competence = scan.id<CompetenceId>();
        profile.current.push_back({competence, scan.small_number(1, competence::level_max)});
    });
    profile.targets.reserve(usual_levels);
    scan.list([&] {
        const auto competence = scan.id<CompetenceId>();
        const int level = scan.small_number(1, competence::level_max);
        profile.targets.push_back({competence, level, scan.small_number(1, weight_max)});
    });
    scan.expect(']');
    if (!scan.read_to_the_end()) return std::nullopt;
    return profile;
}

void insert_questions(storage::Transaction& transaction, std::span<const PersonQuestion> questions) {
    if (!questions.empty()) transaction.bulk_insert("plan_questions", {"person_id", "question"}, questions);
}

void put_questions(storage::Transaction& transaction, std::span<const PersonQuestion> questions) {
    transaction.post_many(
        "INSERT INTO plan_questions (person_id, question) VALUES (?, ?) ON CONFLICT (person_id) DO UPDATE SET question = excluded.question",
        questions);
}

void remove_question(storage::Transaction& transaction, PersonId person) {
    transaction.post("DELETE FROM plan_questions WHERE person_id = ?", person);
}

std::vector<PersonQuestion> list_questions(storage::Session& session, std::span<const PersonId> people) {
    if (people.empty()) return {};
    return session.query<PersonQuestion>("SELECT person_id AS person, question FROM plan_questions WHERE person_id IN ($LIST) ORDER BY person_id",
                                         storage::json_ids(people));
}

}  // namespace kc::planning
