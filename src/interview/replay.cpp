// SPDX-License-Identifier: EUPL-1.2
#include "interview/replay.hpp"

#include "competence/framework.hpp"
#include "interview/answers.hpp"
#include "interview/recording.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kc::interview {

namespace {

constexpr int turns_max = 500;  // more than any guide asks

// One person in memory: what the database would hold.
class Player {
public:
    Player(const Guide& guide, const competence::CompetenceFramework& framework, Recording recording, const Understand& understand, Date today)
        : guide_(guide),
          framework_(framework),
          recording_(std::move(recording)),
          understand_(understand),
          today_(today),
          way_{&guide, &guide.questions, {}} {}

    Replay play() {
        evidence_.reserve(turns_max * proposals_max);  // standings point into it
        for (int turn = 0; turn < turns_max; ++turn) {
            standings_ = competence::standings(framework_, facts(), today_);
            const auto next = next_question(way_, {framework_, standings_, given_});
            if (!next.ask) {
                result_.reason = next.reason;
                break;
            }
            ask(*next.ask);
        }
        conclude();
        return std::move(result_);
    }

private:
    competence::Facts facts() const { return {OrganisationId{0}, jobs_, evidence_, interests_, {}}; }

    void ask(const Asked& asked) {
        ReplayedTurn turn{asked.key, question_text(asked, framework_, Language::de), "(nicht beantwortet)", {}};
        const auto recorded =
            std::find_if(recording_.answers.begin(), recording_.answers.end(), [&](const RecordedAnswer& one) { return one.question == asked.key; });
        Given given{asked.key, Outcome::dont_know, {}, typical_seconds(*asked.question)};
        if (recorded != recording_.answers.end()) {
            recorded->asked = true;
            given.outcome = recorded->outcome;
            if (recorded->outcome == Outcome::answered) answer(asked, *recorded, given, turn);
        }
        result_.seconds += given.seconds;
        given_.push_back(std::move(given));
        result_.turns.push_back(std::move(turn));
    }

    void answer(const Asked& asked, const RecordedAnswer& recorded, Given& given, ReplayedTurn& turn) {
        const auto read = read_answer(asked, recorded.values, framework_, Language::de);
        if (!read) {
            report(recorded.line, "answer", fmt::format("„{}“ passt nicht zur Frage „{}“.", fmt::join(recorded.values, ", "), asked.key));
            given.outcome = Outcome::skipped;
            return;
        }
        given.option = read->chosen;
        turn.answer = read->text.empty() ? read->chosen : read->text;
        const auto origin = origin_of(guide_.version, asked.key);
        if (read->present) jobs_.present = read->present;
        if (read->future && read->future != jobs_.present) jobs_.future = read->future;
        preferences_ = preferences_ || read->preferences.any();
        for (const auto& level : read->levels) add(level.competence, level.level, origin);
        for (const auto interest : read->interests) interests_.push_back(interest);
        if (read->free_text) decide(asked, recorded, read->text, origin, turn);
    }

    void decide(const Asked& asked, const RecordedAnswer& recorded, const std::string& statement, const std::string& origin, ReplayedTurn& turn) {
        std::set<std::string> proposed;
        for (const auto& one : understand_(statement).proposals) {
            const auto index = framework_.index_of(one.competence);
            if (!index) continue;
            const auto& competence = framework_.competence(*index);
            proposed.insert(competence.slug);
            const bool wants = one.polarity == extraction::Polarity::wants || (asked.question->wishes && one.polarity == extraction::Polarity::has);
            auto level = one.polarity == extraction::Polarity::lacks ? std::optional(0) : one.level;
            const auto decision =
                std::find_if(recorded.decisions.begin(), recorded.decisions.end(), [&](const auto& d) { return d.first == competence.slug; });
            const auto word = decision == recorded.decisions.end() ? std::string("yes") : decision->second;
            const auto what = wants ? std::string("Interesse") : level ? fmt::format("Stufe {}", *level) : std::string("Stufe offen");
            if (word == "no") {
                turn.proposals.push_back(fmt::format("{}: {} (abgelehnt)", competence.name, what));
                continue;
            }
            if (word.size() == 1 && word[0] >= '0' && word[0] <= '5') {
                level = word[0] - '0';
            } else if (word != "yes") {
                report(recorded.line, "decide", fmt::format("„{}“ ist keine Entscheidung. Möglich sind yes, no oder eine Stufe von 0 bis 5.", word));
                continue;
            }
            if (wants) {
                interests_.push_back(one.competence);
                turn.proposals.push_back(fmt::format("{}: {} (bestätigt)", competence.name, what));
            } else if (level) {
                add(one.competence, *level, origin);
                turn.proposals.push_back(
                    fmt::format("{}: {} ({})", competence.name, what,
                                level == one.level || !one.level ? fmt::format("bestätigt: {}", *level) : fmt::format("berichtigt: {}", *level)));
            } else {
                turn.proposals.push_back(fmt::format("{}: {} (nicht entschieden: Nennen Sie unter decide eine Stufe.)", competence.name, what));
            }
        }
        for (const auto& [slug, word] : recorded.decisions) {
            if (!proposed.contains(slug)) report(recorded.line, "decide", fmt::format("„{}“ wurde hier nicht vorgeschlagen.", slug));
        }
    }

    void add(CompetenceId competence, int level, const std::string& origin) {
        evidence_.push_back({.id = EvidenceId{static_cast<std::int64_t>(evidence_.size()) + 1},
                             .competence_id = competence,
                             .level = level,
                             .source = competence::EvidenceSource::interview,
                             .confidence_percent = competence::base_confidence(competence::EvidenceSource::interview),
                             .assessed_on = today_,
                             .withdrawn_at = {},
                             .origin = origin});
    }

    void conclude() {
        standings_ = competence::standings(framework_, facts(), today_);
        for (const auto& standing : standings_) {
            const auto& competence = framework_.competence(standing.competence);
            if (standing.current.assessed()) {
                result_.levels.push_back(
                    {competence.slug, competence.name, standing.current.evidence->origin, standing.current.level, standing.target.value.level});
            }
            if (standing.interest) result_.interests.push_back(competence.name);
        }
        const auto name = [&](const std::optional<RoleProfileId>& id) { return id ? framework_.role_profile(*id)->name : std::string(); };
        result_.present = name(jobs_.present);
        result_.future = name(jobs_.future);
        result_.saved = forecast(way_, {framework_, standings_, given_}).saved;
        result_.useful = competence::completeness(standings_, jobs_, preferences_).enough_for_curriculum();
        for (const auto& answer : recording_.answers) {
            if (!answer.asked)
                report(answer.line, "question",
                       fmt::format("„{}“ wurde nicht gefragt. Prüfen Sie das Kürzel oder entfernen Sie die Antwort.", answer.question));
        }
        compare();
    }

    void compare() {
        std::vector<std::string> path;
        for (const auto& turn : result_.turns) path.push_back(turn.key);
        if (!recording_.path.empty() && recording_.path != path) {
            report(recording_.path_line, "path", fmt::format("weicht ab. Gefragt wurde: {}.", fmt::join(path, ", ")));
        }
        for (const auto& expected : recording_.levels) {
            const auto found = std::find_if(result_.levels.begin(), result_.levels.end(),
                                            [&](const ReplayedLevel& level) { return level.slug == expected.competence; });
            if (found == result_.levels.end())
                report(expected.line, "levels", fmt::format("„{}“ hat keine Stufe bekommen, erwartet war {}.", expected.competence, expected.level));
            else if (found->level != expected.level)
                report(expected.line, "levels",
                       fmt::format("„{}“ hat Stufe {}, erwartet war {}.", expected.competence, found->level, expected.level));
        }
    }

    void report(int line, std::string field, std::string text) { result_.problems.push_back({line, std::move(field), std::move(text)}); }

    const Guide& guide_;
    const competence::CompetenceFramework& framework_;
    Recording recording_;
    const Understand& understand_;
    Date today_;
    Way way_;
    competence::Jobs jobs_;
    std::vector<competence::Evidence> evidence_;
    std::vector<CompetenceId> interests_;
    bool preferences_ = false;
    std::vector<competence::Standing> standings_;
    std::vector<Given> given_;
    Replay result_;
};

}  // namespace

Replay replay(const Guide& guide, const competence::CompetenceFramework& framework, Recording recording, const Understand& understand, Date today) {
    return Player(guide, framework, std::move(recording), understand, today).play();
}

}  // namespace kc::interview
