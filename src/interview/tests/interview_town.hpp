// SPDX-License-Identifier: EUPL-1.2
// The small town of competence with a small guide and a listener that understands a handful of words; 2 March 2026.
#pragma once

#include "competence/tests/competence_town.hpp"
#include "interview/model_consent.hpp"
#include "interview/service.hpp"

namespace kc::interview::test {

inline constexpr std::string_view small_guide = R"(guide: "2026-1"
title: {de: "Gespräch über Ihre Arbeit", en: "A talk about your work"}
minutes: {first: 5, whole: 12}
threshold: 5
soft_areas: [social]
questions:
  - {key: job, kind: job_choice, job: present, since: "2026-1", text: {de: "Was tun Sie?", en: "What do you do?"}, help: {de: "Darum.", en: "Because."}}
  - key: soft
    kind: levels
    areas: [social]
    limit: 2
    since: "2026-1"
    text: {de: "Was haben Sie zuletzt bei „{competence}“ gemacht?", en: "What did you last do in “{competence}”?"}
    help: {de: "Darum.", en: "Because."}
    prompts:
      conversation: {de: "Wann haben Sie zuletzt jemanden beraten?", en: "When did you last advise somebody?"}
  - {key: week, kind: free_text, since: "2026-1", text: {de: "Was haben Sie zuletzt gemacht?", en: "What did you do last?"}, help: {de: "Darum.", en: "Because."}}
  - key: form
    kind: single_choice
    since: "2026-1"
    text: {de: "Wie lernen Sie am liebsten?", en: "How do you prefer to learn?"}
    help: {de: "Darum.", en: "Because."}
    options:
      - {key: online, text: {de: "Nur online", en: "Online only"}, preferences: {online: true, on_site: false, weekly_hours: 2}}
      - {key: both, text: {de: "Beides", en: "Both"}, preferences: {online: true, on_site: true}}
  - key: change
    kind: yes_no
    since: "2026-1"
    text: {de: "Möchten Sie wechseln?", en: "Would you like to change?"}
    help: {de: "Darum.", en: "Because."}
    options:
      - {key: "yes", text: {de: "Ja", en: "Yes"}, next: goal}
      - {key: "no", text: {de: "Nein", en: "No"}}
    next: wishes
  - {key: goal, kind: job_choice, job: future, since: "2026-1", text: {de: "Wohin?", en: "Where to?"}, help: {de: "Darum.", en: "Because."}}
  - {key: wishes, kind: free_text, wishes: true, since: "2026-1", text: {de: "Was möchten Sie lernen?", en: "What would you like to learn?"}, help: {de: "Darum.", en: "Because."}}
  - {key: further, kind: levels, since: "2026-1", text: {de: "Und bei „{competence}“?", en: "And in “{competence}”?"}, help: {de: "Darum.", en: "Because."}}
checkins:
  - cause: unit_completed
    questions:
      - key: applied
        kind: single_choice
        since: "2026-1"
        text: {de: "Haben Sie „{subject}“ angewendet?", en: "Have you used “{subject}”?"}
        help: {de: "Darum.", en: "Because."}
        options:
          - {key: "often", text: {de: "Ja", en: "Yes"}}
          - {key: "not-yet", text: {de: "Noch nicht", en: "Not yet"}}
      - {key: unit-level, kind: level_choice, competence: $subject, since: "2026-1", text: {de: "Was passt heute bei „{competence}“?", en: "What fits today in “{competence}”?"}, help: {de: "Darum.", en: "Because."}}
  - cause: job_changed
    questions:
      - {key: new-tasks, kind: free_text, since: "2026-1", text: {de: "Was ist neu bei „{subject}“?", en: "What is new in “{subject}”?"}, help: {de: "Darum.", en: "Because."}}
)";

inline Guide guide_of(std::string_view text) {
    auto reading = read_guide_text(std::string(text), "guide-test.yaml");
    for (const auto& problem : reading.problems) throw std::runtime_error(describe("guide-test.yaml", problem));
    return std::move(reading.guide);
}

struct InterviewTown : competence::test::Town {
    explicit InterviewTown(storage::Database& database)
        : Town(database),
          guides([] {
              std::vector<Guide> all;
              all.push_back(guide_of(small_guide));
              return all;
          }()),
          consents(database, clock, consent::ConsentTexts::load(std::string(KC_SOURCE_DIR) + "/config/consents")),
          interviews({database, clock, *frameworks, observer, guides, [this](std::string_view statement) { return understand(statement, false); },
                      ModelUse{[this](std::string_view statement) { return understand(statement, true); }, &consents}}) {
        connect_consent(consents);
    }

    // The language model of this town reads along for nobody who did not agree.
    void agree_to_model(const Viewer& viewer) {
        require(consents.give(viewer, {consent::language_model, 1, Language::de, "/datenschutz/einwilligungen"}).has_value());
    }

    // "Briefe": office-text, level 3; "Team nicht": teamwork, level 0; "KI lernen": an interest; "Beratung": a level is not said.
    Understanding understand(std::string_view statement, bool with_model) const {
        if (with_model && while_asked) while_asked();
        Understanding result;
        const auto add = [&](std::string_view word, std::string_view slug, std::optional<int> level, extraction::Polarity polarity) {
            const auto at = statement.find(word);
            if (at == std::string_view::npos) return;
            result.proposals.push_back({.competence = competence(slug),
                                        .level = level,
                                        .polarity = polarity,
                                        .confidence_percent = 80,
                                        .mentions = {{at, at + word.size()}},
                                        .reason_key = "interview.why",
                                        .origin = ProposalOrigin::rules});
        };
        add("Briefe", "office-text", 3, extraction::Polarity::has);
        add("Team nicht", "teamwork", std::nullopt, extraction::Polarity::lacks);
        add("KI lernen", "ai-basics", std::nullopt, extraction::Polarity::wants);
        add("Beratung", "conversation", std::nullopt, extraction::Polarity::has);
        if (with_model) {
            result.exchange =
                extraction::Exchange{"Frage an das Modell", model_fails ? "" : "Antwort des Modells", model_fails ? "Keine Verbindung." : ""};
            if (!model_fails) {
                result.proposals.push_back({.competence = competence("video-meetings"),
                                            .level = 2,
                                            .polarity = extraction::Polarity::has,
                                            .confidence_percent = 50,
                                            .mentions = {},
                                            .reason_key = {},
                                            .origin = ProposalOrigin::model});
            }
        }
        return result;
    }

    Result<void, InterviewRefusal> say(std::string_view question, std::vector<std::string> values) { return say(clerk, question, std::move(values)); }
    Result<void, InterviewRefusal> say(const Viewer& viewer, std::string_view question, std::vector<std::string> values) {
        const AnswerInput input{std::string(question), Outcome::answered, std::move(values)};
        return interviews.answer(viewer, std::span(&input, 1), Language::de);
    }
    Result<void, InterviewRefusal> leave(std::string_view question, Outcome outcome) {
        const AnswerInput input{std::string(question), outcome, {}};
        return interviews.answer(clerk, std::span(&input, 1), Language::de);
    }
    State state() const { return *interviews.find_state(clerk); }
    std::string asked() const {
        const auto now = state();
        return now.next.ask ? now.next.ask->key : std::string();
    }
    StoredProposal proposal_of(const State& state, std::string_view slug) const {
        for (const auto& proposal : state.proposals) {
            if (proposal.competence_id == competence(slug)) return proposal;
        }
        throw std::runtime_error("no such proposal");
    }
    competence::CurrentLevel level(std::string_view slug) const { return standing(*service->find_own(clerk), slug).current; }
    bool interested(std::string_view slug) const { return standing(*service->find_own(clerk), slug).interest; }

    GuideLibrary guides;
    bool model_fails = false;
    std::function<void()> while_asked;  // happens while the model is thinking
    consent::ConsentService consents;
    InterviewService interviews;
};

}  // namespace kc::interview::test
