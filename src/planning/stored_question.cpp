// SPDX-License-Identifier: EUPL-1.2
#include "planning/stored_question.hpp"

#include "planning/planning_instance.hpp"

#include <array>
#include <charconv>
#include <limits>

#include <boost/json.hpp>

namespace kc::planning {
namespace {

namespace json = boost::json;

// [form, [limits], [places], [first and last days of absences], [competence, level, …], [competence, level, weight, …]]
constexpr std::int64_t form = 1;
constexpr std::size_t parts = 6, limits = 8;

constexpr int number_max = std::numeric_limits<int>::max(), weight_max = 1000;
constexpr std::int64_t id_max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t day_max = 3'000'000;  // about the year 10,000

// Written as text, not through a tree, as everything that a population has once each.
class NumberText {
public:
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

// The numbers of one list in turn; whoever asks for too many, or for one outside its bounds, learns it at the end.
class Numbers {
public:
    explicit Numbers(const json::value& list) : list_(list.if_array()), sound_(list_ != nullptr) {}
    bool more() const { return sound_ && at_ < list_->size(); }
    std::int64_t next(std::int64_t least, std::int64_t most) {
        const auto* number = more() ? (*list_)[at_++].if_int64() : nullptr;
        sound_ = number != nullptr && *number >= least && *number <= most;
        return sound_ ? *number : least;
    }
    template <class IdType> IdType next_id() { return IdType{next(1, id_max)}; }
    int next_number(int least, int most) { return static_cast<int>(next(least, most)); }
    Date next_day() { return day_of(static_cast<int>(next(-day_max, day_max))); }
    bool read_to_the_end() const { return sound_ && at_ == list_->size(); }
    std::size_t size() const { return list_ != nullptr ? list_->size() : 0; }

private:
    const json::array* list_;
    std::size_t at_ = 0;
    bool sound_;
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
    std::array<unsigned char, 16 * 1024> memory;
    json::monotonic_resource resource(memory.data(), memory.size());
    boost::system::error_code problem;
    const auto value = json::parse(text, problem, &resource);
    if (problem || !value.is_array()) return std::nullopt;
    const auto& list = value.get_array();
    if (list.size() != parts || !list[0].is_int64() || list[0].get_int64() != form) return std::nullopt;

    competence::LearnerProfile profile{.person = person,
                                       .organisation = organisation,
                                       .jobs = {},
                                       .current = {},
                                       .targets = {},
                                       .preferences = {},
                                       .preferences_stated = true,
                                       .enough_for_curriculum = true};
    auto& preferences = profile.preferences;
    Numbers limit(list[1]), places(list[2]), absences(list[3]), current(list[4]), targets(list[5]);
    if (limit.size() != limits) return std::nullopt;
    preferences.hours = HalfHours{limit.next(0, number_max)};
    if (const auto weekly = limit.next(-1, number_max); weekly >= 0) preferences.weekly_hours = HalfHours{weekly};
    preferences.budget = Money{limit.next(0, number_max)};
    preferences.presence_days = limit.next_number(0, number_max);
    preferences.until = limit.next_day();
    preferences.working_days = limit.next_number(0, competence::all_weekdays);
    preferences.online = limit.next_number(0, 1) == 1;
    preferences.on_site = limit.next_number(0, 1) == 1;
    preferences.places.reserve(places.size());
    while (places.more()) preferences.places.push_back(places.next_id<PlaceId>());
    while (absences.more()) {
        const Date first_day = absences.next_day();
        preferences.absences.push_back({first_day, absences.next_day()});
    }
    profile.current.reserve(current.size() / 2);
    while (current.more()) {
        const auto competence = current.next_id<CompetenceId>();
        profile.current.push_back({competence, current.next_number(1, competence::level_max)});
    }
    profile.targets.reserve(targets.size() / 3);
    while (targets.more()) {
        const auto competence = targets.next_id<CompetenceId>();
        const int level = targets.next_number(1, competence::level_max);
        profile.targets.push_back({competence, level, targets.next_number(1, weight_max)});
    }
    for (const auto* part : {&limit, &places, &absences, &current, &targets})
        if (!part->read_to_the_end()) return std::nullopt;
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
