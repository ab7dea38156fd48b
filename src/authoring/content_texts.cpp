// SPDX-License-Identifier: EUPL-1.2
#include "authoring/content_texts.hpp"

#include "catalogue/rich_text.hpp"
#include "web/format.hpp"
#include "web/type_name.hpp"

#include <algorithm>

namespace kc::authoring {

namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view separator = ", ") {
    std::string all;
    for (const auto& part : parts) {
        if (!all.empty()) all += separator;
        all += part;
    }
    return all;
}

}  // namespace

std::vector<LevelRange> ranges_of(std::vector<catalogue::LevelContent> levels) {
    std::sort(levels.begin(), levels.end());
    std::vector<LevelRange> ranges;
    for (const auto& [competence, level] : levels) {
        if (!ranges.empty() && ranges.back().competence == competence && ranges.back().to + 1 == level)
            ranges.back().to = level;
        else
            ranges.push_back({competence, level - 1, level});
    }
    return ranges;
}

template <class Enum> std::string ContentTexts::enumerator(Enum value) const {
    return messages_.text(language_, web::Messages::enumerator_key(web::type_name<Enum>(), boost::describe::enum_to_string(value, "")));
}

std::string ContentTexts::competence_name(const std::string& slug) const {
    const auto index = framework_->competence_by_slug(slug);
    return index ? framework_->competence(*index).name : slug;
}

std::string ContentTexts::offer_title(const std::string& slug) const {
    const auto* unit = catalogue_->find_unit(slug);
    return unit != nullptr ? unit->title : slug;
}

std::string ContentTexts::levels(const std::vector<catalogue::LevelContent>& list, bool taught) const {
    std::vector<std::string> lines;
    if (!taught) {
        for (const auto& [competence, level] : list)
            lines.push_back(messages_.text(language_, "authoring.text.need", {{"name", competence_name(competence)}, {"level", level}}));
    } else {
        for (const auto& range : ranges_of(list))
            lines.push_back(messages_.text(language_, "authoring.text.teaches",
                                           {{"name", competence_name(range.competence)}, {"from", range.from}, {"to", range.to}}));
    }
    return joined(lines, "\n");
}

std::string ContentTexts::modules(const std::vector<std::string>& list) const {
    std::vector<std::string> names;
    for (const auto& slug : list) {
        const auto* module = catalogue_->find_module(slug);
        names.push_back(module == nullptr ? slug : language_ == Language::de ? module->name : module->name_en);
    }
    return joined(names);
}

std::string ContentTexts::label(std::string_view field) const { return messages_.text(language_, "authoring.field." + std::string(field)); }

std::string ContentTexts::value(std::string_view field, const UnitContent& content) const {
    const auto yes_no = [&](bool value) { return messages_.text(language_, value ? "authoring.text.yes" : "authoring.text.no"); };
    const auto number = [](const std::optional<int>& value) { return value ? std::to_string(*value) : std::string(); };
    const auto hours = [&](HalfHours value) {
        return value.value == 0 ? std::string() : messages_.text(language_, "authoring.text.hours", {{"hours", value}});
    };
    const auto enumerators = [&](const auto& list) {
        std::vector<std::string> names;
        for (const auto value : list) names.push_back(enumerator(value));
        return joined(names);
    };
    if (field == "kind") return enumerator(content.kind);
    if (field == "title") return content.title;
    if (field == "objective") return content.objective;
    if (field == "audience") return content.audience;
    if (field == "keywords") return joined(content.keywords);
    if (field == "language") return messages_.text(language_, content.language == "en" ? "authoring.text.english" : "authoring.text.german");
    if (field == "description_general") return catalogue::plain_text(content.description_general);
    if (field == "description_specialist") return catalogue::plain_text(content.description_specialist);
    if (field == "practice") return catalogue::plain_text(content.practice);
    if (field == "teaches") return levels(content.teaches, true);
    if (field == "needs") return levels(content.needs, false);
    if (field == "modules") return modules(content.modules);
    if (field == "mandatory_in") return modules(content.mandatory_in);
    if (field == "mode") return enumerator(content.mode);
    if (field == "self_study") return hours(content.self_study);
    if (field == "tutorial") return hours(content.tutorial);
    if (field == "follow_up") return hours(content.follow_up);
    if (field == "presence_days") return content.presence_days == 0 ? std::string() : std::to_string(content.presence_days);
    if (field == "participants_min") return number(content.participants_min);
    if (field == "participants_max") return number(content.participants_max);
    if (field == "price_member") return web::format_money(content.price_member, language_);
    if (field == "price_other") return web::format_money(content.price_other, language_);
    if (field == "funded") return yes_no(content.funded);
    if (field == "funding") return content.funding;
    if (field == "difficulty") return enumerator(content.difficulty);
    if (field == "dqr") return number(content.dqr);
    if (field == "ects_tenths")
        return content.ects_tenths == 0 ? std::string()
                                        : messages_.text(language_, "authoring.text.number", {{"number", content.ects_tenths / 10.0}});
    if (field == "credentials") return enumerators(content.credentials);
    if (field == "accessibility") return enumerators(content.accessibility);
    if (field == "accessibility_note") return content.accessibility_note;
    if (field == "seals") {
        std::vector<std::string> lines;
        for (const auto& seal : content.seals) {
            auto line = seal.issuer.empty() ? seal.name : seal.name + " (" + seal.issuer + ")";
            if (seal.valid_until) line += messages_.text(language_, "authoring.text.seal_until", {{"until", *seal.valid_until}});
            lines.push_back(std::move(line));
        }
        return joined(lines, "\n");
    }
    if (field == "origin") return enumerator(content.origin);
    if (field == "code_share_of") return content.code_share_of ? offer_title(*content.code_share_of) : std::string();
    if (field == "after") return content.after ? offer_title(*content.after) : std::string();
    if (field == "only_for") {
        if (!content.only_for) return messages_.text(language_, "authoring.text.for_all");
        const auto* provider = catalogue_->find_provider(*content.only_for);
        return messages_.text(language_, "authoring.text.only_for", {{"name", provider != nullptr ? provider->name : *content.only_for}});
    }
    return {};
}

std::vector<DifferenceLine> ContentTexts::differences(const UnitContent& before, const UnitContent& after) const {
    std::vector<DifferenceLine> lines;
    const auto add = [&](std::string_view field) {
        DifferenceLine line{std::string(field), label(field), value(field, before), value(field, after), false, false};
        line.has_before = !line.before.empty();
        line.has_after = !line.after.empty();
        lines.push_back(std::move(line));
    };
    if (before.kind != after.kind) add("kind");
    for (const auto field : changed_fields(before, after)) add(field);
    return lines;
}

}  // namespace kc::authoring
