// SPDX-License-Identifier: EUPL-1.2
#include "interview/answers.hpp"

#include "base/text.hpp"
#include "competence/framework.hpp"

#include <algorithm>
#include <charconv>

namespace kc::interview {

using competence::CompetenceFramework;

namespace {

Refusal<FieldProblem> wrong(std::string_view key, MessageArguments arguments = {}) {
    return refuse(FieldProblem{"answer", "interview.problem." + std::string(key), std::move(arguments)});
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

void add_effect(ReadAnswer& answer, const Effect& effect, const CompetenceFramework& framework) {
    const auto published = [&](const std::string& slug) -> std::optional<CompetenceId> {
        const auto index = framework.competence_by_slug(slug);
        if (!index || !framework.competence(*index).published()) return std::nullopt;
        return framework.competence(*index).id;
    };
    for (const auto& mapping : effect.levels) {
        if (const auto id = published(mapping.competence)) answer.levels.push_back({*id, mapping.level});
    }
    for (const auto& slug : effect.interests) {
        if (const auto id = published(slug)) answer.interests.push_back(*id);
    }
    if (const auto* role = effect.role.empty() ? nullptr : framework.role_profile_by_slug(effect.role); role != nullptr && role->published()) {
        answer.present = role->id;
    }
    const auto take = [](auto& into, const auto& from) {
        if (from) into = from;
    };
    take(answer.preferences.hours, effect.preferences.hours);
    take(answer.preferences.weekly_hours, effect.preferences.weekly_hours);
    take(answer.preferences.budget, effect.preferences.budget);
    take(answer.preferences.presence_days, effect.preferences.presence_days);
    take(answer.preferences.online, effect.preferences.online);
    take(answer.preferences.on_site, effect.preferences.on_site);
    answer.preferences.weekly_unlimited = answer.preferences.weekly_unlimited || effect.preferences.weekly_unlimited;
}

std::optional<int> whole_number(std::string_view text) {
    text = trim(text);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

Result<ReadAnswer, FieldProblem> read_statement(const std::string& value) {
    if (!is_valid_utf8(value) || contains_control_characters(value)) return wrong("no_text");
    ReadAnswer answer;
    answer.text = std::string(trim(value));
    std::erase(answer.text, '\r');  // browsers end lines with both
    if (answer.text.empty()) return wrong("empty");
    if (code_points(answer.text) > statement_code_points_max) return wrong("too_long", {{"max", std::to_string(statement_code_points_max)}});
    answer.free_text = true;
    return answer;
}

Result<ReadAnswer, FieldProblem> read_level(const Asked& asked, const std::string& value, const CompetenceFramework& framework) {
    const auto level = whole_number(value);
    if (!level || *level < 0 || *level > competence::level_max || !asked.competence) return wrong("level");
    const auto& competence = framework.competence(*asked.competence);
    ReadAnswer answer;
    answer.chosen = std::to_string(*level);
    answer.text = descriptor_of(competence, *level);
    answer.levels.push_back({competence.id, *level});
    return answer;
}

Result<ReadAnswer, FieldProblem> read_job(const Question& question, const std::string& value, const CompetenceFramework& framework,
                                          Language language) {
    const auto* role = framework.role_profile_by_slug(value);
    if (role == nullptr || !role->published()) return wrong("role");
    ReadAnswer answer;
    answer.chosen = value;
    answer.text = role->name_in(language);
    (question.job == JobSlot::present ? answer.present : answer.future) = role->id;
    return answer;
}

Result<ReadAnswer, FieldProblem> read_choice(const Question& question, std::span<const std::string> values, const CompetenceFramework& framework,
                                             Language language) {
    ReadAnswer answer;
    if (question.kind != QuestionKind::multiple_choice && values.size() != 1) return wrong("choice");
    for (const auto& value : values) {
        if (std::none_of(question.options.begin(), question.options.end(), [&](const GuideOption& option) { return option.key == value; })) {
            return wrong("choice");
        }
    }
    for (const auto& option : question.options) {  // in the order of the question, each once
        if (std::find(values.begin(), values.end(), option.key) == values.end()) continue;
        answer.chosen += (answer.chosen.empty() ? "" : "\n") + option.key;
        answer.text += (answer.text.empty() ? "" : "; ") + option.text.in(language);
        add_effect(answer, option.effect, framework);
    }
    return answer;
}

Result<ReadAnswer, FieldProblem> read_number(const Question& question, const std::string& value) {
    const auto number = whole_number(value);
    if (!number || *number < question.minimum || *number > question.maximum) {
        return wrong("number", {{"min", std::to_string(question.minimum)}, {"max", std::to_string(question.maximum)}});
    }
    ReadAnswer answer;
    answer.chosen = answer.text = std::to_string(*number);
    if (question.target) {
        switch (*question.target) {
            case NumberTarget::hours: answer.preferences.hours = HalfHours{*number * 2}; break;
            case NumberTarget::weekly_hours: answer.preferences.weekly_hours = HalfHours{*number * 2}; break;
            case NumberTarget::budget: answer.preferences.budget = Money{*number * 100}; break;
            case NumberTarget::presence_days: answer.preferences.presence_days = *number; break;
        }
    }
    return answer;
}

}  // namespace

Result<ReadAnswer, FieldProblem> read_answer(const Asked& asked, std::span<const std::string> values, const CompetenceFramework& framework,
                                             Language language) {
    if (values.empty()) return wrong("empty");
    const auto& question = *asked.question;
    const bool several = question.kind == QuestionKind::multiple_choice;
    if (!several && values.size() != 1) return wrong("choice");
    switch (question.kind) {
        case QuestionKind::free_text: return read_statement(values.front());
        case QuestionKind::level_choice:
        case QuestionKind::levels: return read_level(asked, values.front(), framework);
        case QuestionKind::job_choice: return read_job(question, values.front(), framework, language);
        case QuestionKind::single_choice:
        case QuestionKind::multiple_choice:
        case QuestionKind::yes_no: return read_choice(question, values, framework, language);
        case QuestionKind::number: return read_number(question, values.front());
    }
    return wrong("choice");
}

std::string question_text(const Asked& asked, const CompetenceFramework& framework, Language language, std::string_view subject) {
    const auto slug = asked.competence ? framework.competence(*asked.competence).slug : std::string();
    auto text = asked.question->text_for(slug).in(language);
    if (asked.competence) replace_all(text, "{competence}", framework.competence(*asked.competence).name);
    replace_all(text, "{subject}", subject);
    return text;
}

const std::string& descriptor_of(const competence::Competence& competence, int level) {
    return level == 0 ? competence.level_0 : competence.descriptors[static_cast<std::size_t>(level - 1)];
}

std::vector<const competence::RoleProfile*> role_choices(const CompetenceFramework& framework, const competence::Jobs& jobs, JobSlot slot,
                                                         Language language) {
    std::vector<const competence::RoleProfile*> choices;
    std::vector<const competence::RoleProfile*> first;
    if (const auto* present = slot == JobSlot::future && jobs.present ? framework.role_profile(*jobs.present) : nullptr) {
        for (const auto index : present->successors) first.push_back(&framework.role_profiles()[index]);
    }
    for (const auto& role : framework.role_profiles()) {
        if (!role.published() || (slot == JobSlot::future && role.id == jobs.present)) continue;
        choices.push_back(&role);
    }
    const auto leads = [&](const competence::RoleProfile* role) { return std::find(first.begin(), first.end(), role) != first.end(); };
    std::stable_sort(choices.begin(), choices.end(), [&](const auto* a, const auto* b) {
        if (leads(a) != leads(b)) return leads(a);
        return a->name_in(language) < b->name_in(language);
    });
    return choices;
}

competence::LearningPreferences with_preferences(competence::LearningPreferences base, const PreferenceMapping& mapping) {
    if (mapping.hours) base.hours = *mapping.hours;
    if (mapping.weekly_unlimited) base.weekly_hours.reset();
    if (mapping.weekly_hours) base.weekly_hours = *mapping.weekly_hours;
    if (mapping.budget) base.budget = *mapping.budget;
    if (mapping.presence_days) base.presence_days = *mapping.presence_days;
    if (mapping.online) base.online = *mapping.online;
    if (mapping.on_site) base.on_site = *mapping.on_site;
    if (base.on_site && base.places.empty()) {  // nobody knows which places are near: KO-18 would refuse it
        base.on_site = false;
        base.online = true;
    }
    return base;
}

}  // namespace kc::interview
