// SPDX-License-Identifier: EUPL-1.2
#include "interview/dialogue.hpp"

#include "competence/framework.hpp"
#include "interview/guide_graph.hpp"

#include <algorithm>

namespace kc::interview {

namespace {

constexpr int break_factor = 3;  // IV-25: more than three times the usual was a break

const Given* find_given(std::span<const Given> given, std::string_view key) {
    const auto found = std::find_if(given.begin(), given.end(), [&](const Given& one) { return one.question == key; });
    return found == given.end() ? nullptr : &*found;
}

std::size_t index_after(const std::vector<Question>& questions, std::size_t at, const Given* given) {
    const auto& question = questions[at];
    std::string next = question.next;
    if (given != nullptr && given->outcome == Outcome::answered) {
        for (const auto& option : question.options) {
            if (option.key == given->option && !option.next.empty()) next = option.next;
        }
    }
    return index_of_branch(questions, at, next).value_or(at + 1);
}

bool asked_for_level(std::span<const Given> given, std::string_view slug) {
    return std::any_of(given.begin(), given.end(), [&](const Given& one) { return competence_of_key(one.question) == slug; });
}

int asked_in_block(std::span<const Given> given, std::string_view block) {
    return static_cast<int>(std::count_if(given.begin(), given.end(), [&](const Given& one) {
        return one.question.size() > block.size() && one.question.starts_with(block) && one.question[block.size()] == '.';
    }));
}

std::optional<std::size_t> competence_of(const Way& way, const competence::CompetenceFramework& framework, const Question& question) {
    const auto index = question.competence == subject_competence ? (way.subject ? framework.index_of(*way.subject) : std::nullopt)
                                                                 : framework.competence_by_slug(question.competence);
    return index && framework.competence(*index).published() ? index : std::nullopt;
}

// The pace of this person: her measured times against the usual ones, with a minute of the usual as ballast.
double pace_of(const Way& way, std::span<const Given> given) {
    double measured = 60, usual = 60;
    for (const auto& one : given) {
        const auto block = one.question.substr(0, one.question.find('.'));
        const auto* question = way.find(block);
        if (question == nullptr || one.seconds <= 0 || one.outcome != Outcome::answered) continue;
        measured += one.seconds;
        usual += typical_seconds(*question);
    }
    return std::clamp(measured / usual, 0.5, 2.0);
}

class Walk {
public:
    Walk(const Way& way, const Situation& situation) : way_(way), situation_(situation), given_(situation.given.begin(), situation.given.end()) {
        for (const auto& one : given_) elapsed_ += one.seconds;
        pace_ = pace_of(way, given_);
    }

    Next next() {
        const auto& questions = *way_.questions;
        bool out_of_time = false;
        for (std::size_t at = 0; at < questions.size();) {
            const auto& question = questions[at];
            const auto* given = find_given(given_, question.key);
            if (question.kind == QuestionKind::levels) {
                if (auto ask = next_level(question, at, out_of_time)) return {std::move(ask), {}};
            } else if (given == nullptr && is_needed(question)) {
                return {Asked{question.key, &question,
                              question.kind == QuestionKind::level_choice ? competence_of(way_, framework(), question) : std::nullopt},
                        {}};
            }
            at = index_after(questions, at, given);
        }
        return {std::nullopt, out_of_time ? EndReason::time : saved() > 0 ? EndReason::certain : EndReason::nothing_left};
    }

    double cost(const Asked& ask) const { return typical_seconds(*ask.question) * pace_; }

    // As if it had been asked and left open.
    void pretend(const Asked& ask) {
        const double seconds = cost(ask);
        elapsed_ += seconds;
        given_.push_back({ask.key, Outcome::dont_know, {}, 0});
    }

    // Levels asked for that were not asked in this session and are not worth a question.
    int saved() const {
        int count = 0;
        for (const auto& standing : situation_.standings) {
            if (!standing.target.asked_for() || asked_for_level(given_, framework().competence(standing.competence).slug)) continue;
            const double worth = worth_asking(standing);
            if (worth <= 0 || worth < way_.guide->threshold) ++count;
        }
        return count;
    }

private:
    const competence::CompetenceFramework& framework() const { return situation_.framework; }

    bool is_needed(const Question& question) const {
        if (question.kind != QuestionKind::level_choice) return true;
        const auto index = competence_of(way_, framework(), question);
        if (!index) return false;
        if (question.competence == subject_competence) return true;  // asked on purpose, however sure it was before
        return uncertainty_percent(situation_.standings[*index].current) > 0 && !asked_for_level(given_, question.competence);
    }

    std::optional<Asked> next_level(const Question& block, std::size_t at, bool& out_of_time) const {
        if (block.limit > 0 && asked_in_block(given_, block.key) >= block.limit) return std::nullopt;
        const AskRule rule{.threshold = static_cast<double>(way_.guide->threshold),
                           .soft_areas = way_.guide->soft_areas,
                           .areas = block.areas,
                           .asked_before = [&](std::size_t index) { return asked_for_level(given_, framework().competence(index).slug); }};
        const auto candidates = worth_asking(framework(), situation_.standings, rule);
        const auto* first = ask_first(candidates);
        if (first == nullptr) return std::nullopt;
        if (elapsed_ + (typical_seconds(block) + seconds_behind(at)) * pace_ > way_.guide->whole_minutes * 60.0) {
            out_of_time = true;
            return std::nullopt;
        }
        return Asked{block.key + "." + framework().competence(first->competence).slug, &block, first->competence};
    }

    // What the fixed questions behind a block still need: they are never crowded out by levels.
    double seconds_behind(std::size_t at) const {
        const auto& questions = *way_.questions;
        double seconds = 0;
        for (std::size_t next = index_after(questions, at, nullptr); next < questions.size();) {
            const auto& question = questions[next];
            const auto* given = find_given(given_, question.key);
            if (question.kind != QuestionKind::levels && given == nullptr) seconds += typical_seconds(question);
            next = index_after(questions, next, given);
        }
        return seconds;
    }

    const Way& way_;
    const Situation& situation_;
    std::vector<Given> given_;
    double elapsed_ = 0, pace_ = 1;
};

}  // namespace

const Question* Way::find(std::string_view key) const {
    const auto found = std::find_if(questions->begin(), questions->end(), [&](const Question& question) { return question.key == key; });
    return found == questions->end() ? nullptr : &*found;
}

std::string_view competence_of_key(std::string_view key) {
    const auto point = key.find('.');
    return point == std::string_view::npos ? std::string_view() : key.substr(point + 1);
}

std::optional<Asked> find_question(const Way& way, const competence::CompetenceFramework& framework, std::string_view key) {
    const auto slug = competence_of_key(key);
    const auto* question = way.find(key.substr(0, key.find('.')));
    if (question == nullptr || (question->kind == QuestionKind::levels) == slug.empty()) return std::nullopt;
    Asked asked{std::string(key), question, std::nullopt};
    if (question->kind == QuestionKind::levels) asked.competence = framework.competence_by_slug(slug);
    if (question->kind == QuestionKind::level_choice) asked.competence = competence_of(way, framework, *question);
    const bool needs_competence = question->kind == QuestionKind::levels || question->kind == QuestionKind::level_choice;
    if (needs_competence && (!asked.competence || !framework.competence(*asked.competence).published())) return std::nullopt;
    return asked;
}

Next next_question(const Way& way, const Situation& situation) { return Walk(way, situation).next(); }

bool on_the_way(const Way& way, const Situation& situation, std::string_view key) {
    const auto* question = way.find(key.substr(0, key.find('.')));
    if (question == nullptr) return false;
    const auto& questions = *way.questions;
    for (std::size_t at = 0; at < questions.size();) {
        if (&questions[at] == question) return true;
        at = index_after(questions, at, find_given(situation.given, questions[at].key));
    }
    return false;
}

std::vector<const Question*> fixed_questions(const Way& way, std::span<const Given> given) {
    std::vector<const Question*> all;
    const auto& questions = *way.questions;
    for (std::size_t at = 0; at < questions.size();) {
        if (questions[at].kind != QuestionKind::levels) all.push_back(&questions[at]);
        at = index_after(questions, at, find_given(given, questions[at].key));
    }
    return all;
}

Forecast forecast(const Way& way, const Situation& situation) {
    Walk walk(way, situation);
    Forecast forecast{.asked = static_cast<int>(situation.given.size()), .left = 0, .seconds = 0, .saved = walk.saved()};
    double seconds = 0;
    for (auto next = walk.next(); next.ask; next = walk.next()) {
        ++forecast.left;
        seconds += walk.cost(*next.ask);
        walk.pretend(*next.ask);
    }
    forecast.seconds = static_cast<int>(seconds + 0.5);
    return forecast;
}

int typical_seconds(const Question& question) {
    if (question.seconds) return *question.seconds;
    switch (question.kind) {  // IV-25
        case QuestionKind::job_choice: return 30;
        case QuestionKind::free_text: return 75;
        case QuestionKind::level_choice:
        case QuestionKind::levels: return 20;
        case QuestionKind::single_choice: return 12;
        case QuestionKind::multiple_choice: return 20;
        case QuestionKind::yes_no: return 8;
        case QuestionKind::number: return 12;
    }
    return 20;
}

int counted_seconds(const Question& question, std::int64_t measured) {
    return static_cast<int>(std::clamp<std::int64_t>(measured, 1, static_cast<std::int64_t>(break_factor) * typical_seconds(question)));
}

}  // namespace kc::interview
