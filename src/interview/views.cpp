// SPDX-License-Identifier: EUPL-1.2
#include "interview/views.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::interview {

namespace {

// The sentence of a level, or "Stufe 3" where none was written.
std::string sentence_of(const web::Site& site, const http::Request& request, const competence::Competence& competence, int level) {
    const auto& descriptor = descriptor_of(competence, level);
    if (!descriptor.empty()) return descriptor;
    return level == 0 ? site.text(request, "interview.level_zero") : site.text(request, "interview.level_number", {{"level", level}});
}

}  // namespace

std::string field_of(ProposalId id) { return fmt::format("proposal-{}", id.value); }

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return lines;
}

std::vector<SegmentView> segments_of(std::string_view statement, std::string_view mentions) {
    std::vector<SegmentView> segments;
    std::size_t at = 0;
    for (const auto& mention : mentions_of_text(mentions, statement.size())) {
        if (mention.begin > at) segments.push_back({std::string(statement.substr(at, mention.begin - at)), false});
        segments.push_back({std::string(statement.substr(mention.begin, mention.end - mention.begin)), true});
        at = mention.end;
    }
    if (at < statement.size()) segments.push_back({std::string(statement.substr(at)), false});
    return segments;
}

LineView line_view(const web::Site& site, const http::Request& request, const competence::CompetenceFramework& framework, const Entry& entry,
                   const std::vector<StoredProposal>& proposals) {
    LineView view{.id = entry.id,
                  .question = entry.question,
                  .answer = entry.answer,
                  .outcome = entry.outcome,
                  .answered_at = entry.answered_at,
                  .results = {},
                  .by_model = !entry.prompt.empty() || !entry.problem.empty(),
                  .prompt = entry.prompt,
                  .reply = entry.reply,
                  .problem = entry.problem};
    for (const auto& proposal : proposals) {
        if (proposal.entry_id != entry.id) continue;
        const auto index = framework.index_of(proposal.competence_id);
        if (!index) continue;
        const auto& competence = framework.competence(*index);
        const auto level = proposal.accepted() ? proposal.decided_level : proposal.level;
        view.results.push_back({.competence = competence.name,
                                .slug = competence.slug,
                                .level = proposal.wants() ? std::nullopt : level,
                                .descriptor = proposal.wants() || !level ? std::string() : sentence_of(site, request, competence, *level),
                                .interest = proposal.wants(),
                                .decision = proposal.decision});
    }
    // A level that was left without a sentence still reads as an answer.
    if (view.answer.empty() && view.outcome == Outcome::answered && !view.results.empty()) view.answer = view.results.front().descriptor;
    return view;
}

ProgressView Views::progress() const {
    const auto& left = state_.left;
    return {.asked = left.asked,
            .left = left.left,
            .minutes = left.minutes(),
            .saved = left.saved,
            .whole_minutes = state_.guide->whole_minutes,
            .any_saved = left.saved > 0 && left.asked > 0,
            // Before the job is known, nobody knows how many questions there will be.
            .first = left.asked == 0 && state_.session.kind == SessionKind::interview,
            .useful = state_.useful()};
}

LineView Views::line(const Entry& entry) const {
    auto view = line_view(site_, request_, state_.framework(), entry, state_.proposals);
    std::erase_if(view.results, [](const ResultView& result) { return result.decision == Decision::open; });  // they stand below as questions
    return view;
}

std::string Views::level_text(const competence::Competence& competence, int level) const { return sentence_of(site_, request_, competence, level); }

ProposalView Views::proposal(const StoredProposal& proposal, bool preselect, const web::FormReader* refused) const {
    const auto& framework = state_.framework();
    const auto& competence = framework.competence(*framework.index_of(proposal.competence_id));
    ProposalView view;
    view.name = field_of(proposal.id);
    view.id = web::Fields::id_of(view.name);
    view.competence = competence.name;
    view.slug = competence.slug;
    view.area = framework.area_of(competence).name_in(language_);
    view.wants = proposal.wants();
    view.lacks = proposal.polarity == extraction::Polarity::lacks;
    view.has_level = proposal.level.has_value() && !view.wants;
    view.by_model = proposal.origin == ProposalOrigin::model;
    view.level = proposal.level.value_or(0);
    if (view.has_level) view.descriptor = level_text(competence, view.level);
    if (site_.messages().has(proposal.reason_key)) view.reason = text(proposal.reason_key);
    const auto entry = std::find_if(state_.entries.begin(), state_.entries.end(), [&](const Entry& one) { return one.id == proposal.entry_id; });
    if (entry != state_.entries.end()) view.segments = segments_of(entry->answer, proposal.mentions);
    const auto chosen = refused ? refused->raw(view.name) : preselect && (view.has_level || view.wants) ? std::string("yes") : std::string();
    view.accept_chosen = chosen == "yes";
    view.reject_chosen = chosen == "no";
    if (!view.wants) {
        for (int level = 0; level <= competence::level_max; ++level) {
            if (view.has_level && level == view.level) continue;
            const auto value = std::to_string(level);
            view.other_levels.push_back({fmt::format("{}-{}", view.id, level), value, level_text(competence, level), level, chosen == value});
            view.others_open = view.others_open || chosen == value;
        }
        view.others_open = view.others_open || !view.has_level;
    }
    if (const auto* problem = refused ? refused->problem(view.name) : nullptr) view.problem = site_.messages().text(language_, *problem);
    return view;
}

QuestionView Views::question(const Asked& asked, const web::Fields& fields, std::string_view name, std::string_view label) const {
    const auto& question = *asked.question;
    const auto& framework = state_.framework();
    QuestionView view;
    view.key = asked.key;
    view.text = question_text(asked, framework, language_, subject());
    view.help = question.help.in(language_);
    const auto* entry = state_.entry_of(asked.key);
    const auto before = entry != nullptr && entry->outcome == Outcome::answered ? lines_of(entry->chosen) : std::vector<std::string>();
    const auto first = before.empty() ? std::string() : before.front();
    const web::FieldText about{.label_text = label, .required = true};
    const auto options = [&] {
        std::vector<web::Option> all;
        for (const auto& option : question.options) all.push_back({option.key, option.text.in(language_), {}});
        return all;
    };
    switch (question.kind) {
        case QuestionKind::free_text: {
            auto field = about;
            field.max = statement_code_points_max;
            field.rows = 4;
            view.statement = fields.text(name, field, entry ? entry->answer : "");
            break;
        }
        case QuestionKind::number:
            view.number = fields.integer(name, about, first.empty() ? std::nullopt : std::optional<std::int64_t>(std::stoll(first)));
            break;
        case QuestionKind::job_choice: {
            std::vector<web::Option> all;
            const auto& jobs = state_.own.facts.jobs;
            for (const auto* role : role_choices(framework, jobs, question.job, language_)) all.push_back({role->slug, role->name_in(language_), {}});
            const auto& job = question.job == JobSlot::present ? jobs.present : jobs.future;
            const auto* role = job ? framework.role_profile(*job) : nullptr;
            auto field = about;
            field.empty_option = true;
            view.select = fields.choice(name, field, all, !first.empty() ? first : role ? role->slug : std::string());
            break;
        }
        case QuestionKind::single_choice:
        case QuestionKind::yes_no: view.radios = fields.choice(name, about, options(), first); break;
        case QuestionKind::multiple_choice: view.boxes = fields.choices(name, about, options(), before); break;
        case QuestionKind::level_choice:
        case QuestionKind::levels: {
            const auto& competence = framework.competence(*asked.competence);
            std::vector<web::Option> all;
            for (int level = 0; level <= competence::level_max; ++level) {
                all.push_back({std::to_string(level), level_text(competence, level), text("interview.level_number", {{"level", level}})});
            }
            view.levels = fields.choice(name, about, all, first);
            const auto& current = state_.own.standings[*asked.competence].current;
            if (current.assessed()) view.stated = text("interview.stated", {{"level", current.level}, {"date", current.evidence->assessed_on}});
            break;
        }
    }
    return view;
}

}  // namespace kc::interview
