// SPDX-License-Identifier: EUPL-1.2
// What the pages of the interview show: finished values, made once from a State.
#pragma once

#include "interview/service.hpp"
#include "web/page.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::interview {

// A piece of what somebody said; marked: a proposal rests on it.
struct SegmentView {
    std::string text;
    bool marked = false;
};
BOOST_DESCRIBE_STRUCT(SegmentView, (), (text, marked))

struct ResultView {
    std::string competence, slug;
    std::optional<int> level;
    std::string descriptor;
    bool interest = false;
    Decision decision{};
};
BOOST_DESCRIBE_STRUCT(ResultView, (), (competence, slug, level, descriptor, interest, decision))

// A line of the transcript, as the dialogue and the transcript show it.
struct LineView {
    EntryId id;
    std::string question, answer;  // answer: empty when skipped or left open
    Outcome outcome{};
    Instant answered_at{};
    std::vector<ResultView> results;
    bool by_model = false;
    std::string prompt, reply, problem;
};
BOOST_DESCRIBE_STRUCT(LineView, (), (id, question, answer, outcome, answered_at, results, by_model, prompt, reply, problem))

struct LevelOption {
    std::string id, value, text;
    int level = 0;
    bool chosen = false;
};
BOOST_DESCRIBE_STRUCT(LevelOption, (), (id, value, text, level, chosen))

// One proposal to be confirmed, corrected or rejected.
struct ProposalView {
    std::string id, name;  // of the field
    std::string competence, slug, area;
    bool wants = false, has_level = false, lacks = false, by_model = false;
    int level = 0;
    std::string descriptor, reason;
    std::vector<SegmentView> segments;
    std::vector<LevelOption> other_levels;
    bool accept_chosen = false, reject_chosen = false, others_open = false;
    std::string problem;
};
BOOST_DESCRIBE_STRUCT(ProposalView, (),
                      (id, name, competence, slug, area, wants, has_level, lacks, by_model, level, descriptor, reason, segments, other_levels,
                       accept_chosen, reject_chosen, others_open, problem))

// A question with the field that fits its kind; exactly one of the fields is there.
struct QuestionView {
    std::string key, text, help;
    std::optional<web::TextField> statement, number;
    std::optional<web::ChoiceField> select, radios, levels, boxes;
    std::string stated;  // what the profile says so far; empty: nothing
};
BOOST_DESCRIBE_STRUCT(QuestionView, (), (key, text, help, statement, number, select, radios, levels, boxes, stated))

struct ProgressView {
    int asked = 0, left = 0, minutes = 0, saved = 0, whole_minutes = 0;
    bool any_saved = false, first = false, useful = false;
};
BOOST_DESCRIBE_STRUCT(ProgressView, (), (asked, left, minutes, saved, whole_minutes, any_saved, first, useful))

// Cuts the statement where a mention begins or ends.
std::vector<SegmentView> segments_of(std::string_view statement, std::string_view mentions);

class Views {
public:
    Views(const web::Site& site, const http::Request& request, const State& state)
        : site_(site), request_(request), state_(state), language_(web::language_of(request)) {}

    ProgressView progress() const;
    LineView line(const Entry& entry) const;
    // With `preselect` the proposed level stands chosen: the button below says "take over".
    ProposalView proposal(const StoredProposal& proposal, bool preselect, const web::FormReader* refused) const;
    // The value stands as it was answered before, or as the profile has it. `name` is the form field.
    QuestionView question(const Asked& asked, const web::Fields& fields, std::string_view name, std::string_view label) const;

private:
    std::string text(std::string_view key, const web::MessageFields& fields = {}) const { return site_.text(request_, key, fields); }
    std::string level_text(const competence::Competence& competence, int level) const;  // the sentence, or "Stufe 3"
    std::string subject() const { return state_.checkin ? state_.checkin->subject : std::string(); }

    const web::Site& site_;
    const http::Request& request_;
    const State& state_;
    Language language_;
};

// The same for lines of dialogues that are over.
LineView line_view(const web::Site& site, const http::Request& request, const competence::CompetenceFramework& framework, const Entry& entry,
                   const std::vector<StoredProposal>& proposals);

std::string field_of(ProposalId id);  // "proposal-17"
std::vector<std::string> lines_of(std::string_view text);

}  // namespace kc::interview
