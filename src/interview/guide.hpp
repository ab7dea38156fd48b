// SPDX-License-Identifier: EUPL-1.2
// Guide: the questions of the interview as data (R113, F25), read from a versioned file. Everything refers to competences and role
// profiles by their slugs, so that one guide serves every framework; rules with numbers in docs/rules/interview.md (IV-01 …).
#pragma once

#include "base/language.hpp"
#include "base/money.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

namespace kc::competence {
class CompetenceFramework;
}

namespace kc::interview {

enum class QuestionKind {
    job_choice,    // one of the role profiles
    free_text,     // everyday German, understood as proposals
    level_choice,  // the descriptors of one competence
    levels,        // a place where the adaptive part asks for levels, one competence after the other
    single_choice,
    multiple_choice,
    yes_no,
    number,
};
BOOST_DESCRIBE_ENUM(QuestionKind, job_choice, free_text, level_choice, levels, single_choice, multiple_choice, yes_no, number)

enum class JobSlot { present, future };
BOOST_DESCRIBE_ENUM(JobSlot, present, future)

enum class CheckinCause { unit_completed, job_changed };
BOOST_DESCRIBE_ENUM(CheckinCause, unit_completed, job_changed)

enum class NumberTarget { hours, weekly_hours, budget, presence_days };
BOOST_DESCRIBE_ENUM(NumberTarget, hours, weekly_hours, budget, presence_days)

inline constexpr std::string_view end_of_guide = "end";             // as a branch: nothing more comes
inline constexpr std::string_view subject_competence = "$subject";  // in a check-in: the competence it is about

struct Wording {
    std::string de, en;
    const std::string& in(Language language) const { return language == Language::de ? de : en; }
    bool empty() const { return de.empty() && en.empty(); }
};

struct LevelMapping {
    std::string competence;
    int level = 0;
};

// What an answer says about how a person can learn; absent: nothing.
struct PreferenceMapping {
    std::optional<HalfHours> hours, weekly_hours;
    std::optional<Money> budget;
    std::optional<int> presence_days;
    std::optional<bool> online, on_site;
    bool weekly_unlimited = false;
    bool any() const { return hours || weekly_hours || budget || presence_days || online || on_site || weekly_unlimited; }
};

struct Effect {
    std::vector<LevelMapping> levels;
    std::vector<std::string> interests;
    std::string role;  // the present job
    PreferenceMapping preferences;
};

struct GuideOption {
    std::string key;  // of a yes/no question: "yes", "no"
    Wording text;
    Effect effect;
    std::string next;  // empty: as the question says
    int line = 0;
};

struct Question {
    std::string key;
    QuestionKind kind{};
    Wording text;  // {competence}: its name; {subject}: what a check-in is about
    Wording help;  // why it is asked
    std::string since;
    int importance = 5;          // 1 … 10, for those who read and edit the guide
    std::string next;            // empty: the one that follows in the file
    std::optional<int> seconds;  // how long it takes; absent: by kind
    int line = 0;

    std::string competence;                                // level_choice
    JobSlot job{};                                         // job_choice
    bool wishes = false;                                   // free_text: what is understood are interests
    std::vector<GuideOption> options;                      // choices and yes_no
    std::optional<NumberTarget> target;                    // number
    int minimum = 0, maximum = 0;                          // number
    std::vector<std::string> areas;                        // levels: of these areas only; empty: of all
    int limit = 0;                                         // levels: at most so many; 0: until nothing more is to be gained
    std::vector<std::pair<std::string, Wording>> prompts;  // levels: own words for single competences

    const Wording& text_for(std::string_view competence_slug) const;
};

struct Checkin {
    CheckinCause cause{};
    std::vector<Question> questions;
    int line = 0;
};

struct Guide {
    std::string version;  // "2026-1"
    std::filesystem::path file;
    Wording title;
    int first_minutes = 5;                // by then there is enough for a curriculum (KO-13)
    int whole_minutes = 12;               // by then the dialogue has ended
    int threshold = 5;                    // IV-21: below this worth nothing is asked
    std::vector<std::string> soft_areas;  // R78: asked first among near equals
    std::vector<Question> questions;
    std::vector<Checkin> checkins;

    const std::vector<Question>* questions_of(CheckinCause cause) const;
};

// "2026-1" < "2026-2" < "2026-10" < "2027-1"
bool older_version(std::string_view a, std::string_view b);

struct GuideProblem {
    int line = 0;
    std::string field;
    std::string text;  // what is wrong and how to mend it, German: those who edit guides are subject experts
};

// "guide-2026-1.yaml, Zeile 12, Feld „next“: …"
std::string describe(const std::filesystem::path& file, const GuideProblem& problem);

struct GuideReading {
    Guide guide;
    std::vector<GuideProblem> problems;  // by line; none: the guide may be used
};

// Reads and checks everything that needs no framework: fields, keys, translations, branches, loops, unreachable questions.
GuideReading read_guide(const std::filesystem::path& file);
GuideReading read_guide_text(const std::string& text, const std::filesystem::path& name);

// What does not fit the competences and role profiles there are.
std::vector<GuideProblem> check_against(const Guide& guide, const competence::CompetenceFramework& framework);

// The same for people: one sentence each with file, line, field and remedy.
std::vector<std::string> contradictions(const Guide& guide, const competence::CompetenceFramework& framework);

// All guides of a directory (guide-*.yaml). New sessions begin with the newest; a session keeps its own.
class GuideLibrary {
public:
    static GuideLibrary load(const std::filesystem::path& directory);  // throws GuideError with every problem
    explicit GuideLibrary(std::vector<Guide> guides);

    const Guide& newest() const { return *guides_.back(); }
    const Guide* find(std::string_view version) const;

private:
    std::vector<std::unique_ptr<const Guide>> guides_;  // oldest first
};

class GuideError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace kc::interview
