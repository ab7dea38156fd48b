// SPDX-License-Identifier: EUPL-1.2
// The way through a guide: which question comes next after what was said, how many are left, how long they take, how many were saved.
// Pure: the pages, the JSON interface, the replay of recorded answers and the tests all walk by it.
#pragma once

#include "competence/model.hpp"
#include "interview/adaptive.hpp"
#include "interview/guide.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kc::interview {

enum class Outcome { answered, skipped, dont_know };
BOOST_DESCRIBE_ENUM(Outcome, answered, skipped, dont_know)

// One answer as the way depends on it.
struct Given {
    std::string question;
    Outcome outcome{};
    std::string option;  // the chosen one, for branches
    int seconds = 0;
};

// A question as it is put: the competence filled in where the guide leaves it to the adaptive part.
struct Asked {
    std::string key;  // of the question, or "<block>.<slug>"
    const Question* question = nullptr;
    std::optional<std::size_t> competence;  // index into the framework
};

enum class EndReason {
    nothing_left,  // all was asked
    certain,       // what was left out cannot change what is planned
    time,          // some would be left, but the promised time is over
};
BOOST_DESCRIBE_ENUM(EndReason, nothing_left, certain, time)

struct Way {
    const Guide* guide = nullptr;
    const std::vector<Question>* questions = nullptr;
    std::optional<CompetenceId> subject;  // of a check-in

    const Question* find(std::string_view key) const;
};

struct Situation {
    const competence::CompetenceFramework& framework;
    std::span<const competence::Standing> standings;
    std::span<const Given> given;
};

// The question with this key, if the guide has it: "job", "soft.conversation".
std::optional<Asked> find_question(const Way& way, const competence::CompetenceFramework& framework, std::string_view key);

// The slug behind the point of "soft.conversation"; empty for other keys.
std::string_view competence_of_key(std::string_view key);

struct Next {
    std::optional<Asked> ask;  // nothing: the dialogue is at its end
    EndReason reason{};
};
Next next_question(const Way& way, const Situation& situation);

// Whether the question is on the way that the answers so far lead along.
bool on_the_way(const Way& way, const Situation& situation, std::string_view key);

// All questions of the guide on that way but those of the adaptive part, in order: what the form shows.
std::vector<const Question*> fixed_questions(const Way& way, std::span<const Given> given);

struct Forecast {
    int asked = 0;    // answered, skipped or left open so far
    int left = 0;     // still to come
    int seconds = 0;  // for these
    int saved = 0;    // levels asked for that need no question (IV-24)
    int minutes() const { return (seconds + 59) / 60; }
};
Forecast forecast(const Way& way, const Situation& situation);

int typical_seconds(const Question& question);
// What a measured time counts: a break in the middle is no answering.
int counted_seconds(const Question& question, std::int64_t measured);

}  // namespace kc::interview
