// SPDX-License-Identifier: EUPL-1.2
#include "authoring/content_rules.hpp"

#include "base/text.hpp"
#include "catalogue/rich_text.hpp"

#include <algorithm>

namespace kc::authoring {

namespace {

constexpr std::size_t line_letters_max = 200, text_letters_max = 2000, description_letters_max = 12'000;
constexpr std::size_t keywords_max = 20, keyword_letters_max = 60, levels_max = 60, seals_max = 10;
constexpr std::int64_t half_hours_max = 2 * 1000, price_cents_max = 100'000'00;
constexpr int participants_most = 10'000, presence_days_most = 60, dqr_most = 8, ects_tenths_most = 600;

class Checker {
public:
    Checker(const UnitContent& content, const ContentSurroundings& around) : content_(content), around_(around) {}

    std::vector<FieldProblem> problems() {
        texts();
        levels("teaches", content_.teaches);
        levels("needs", content_.needs);
        modules();
        numbers();
        seals();
        connections();
        return std::move(problems_);
    }

private:
    void refuse(std::string field, std::string_view key, MessageArguments arguments = {}) {
        problems_.push_back({std::move(field), "authoring.problem." + std::string(key), std::move(arguments)});
    }

    void text(const char* field, const std::string& text, std::size_t most, bool lines) {
        if (!is_valid_utf8(text) || contains_control_characters(text) || (!lines && text.find('\n') != std::string::npos)) {
            refuse(field, "characters");
        } else if (code_points(text) > most) {
            refuse(field, "too_long", {{"most", std::to_string(most)}});
        }
    }

    void texts() {
        text("title", content_.title, line_letters_max, false);
        text("objective", content_.objective, text_letters_max, true);
        text("audience", content_.audience, text_letters_max, true);
        text("description_general", content_.description_general, description_letters_max, true);
        text("description_specialist", content_.description_specialist, description_letters_max, true);
        text("practice", content_.practice, text_letters_max, true);
        text("funding", content_.funding, text_letters_max, true);
        text("accessibility_note", content_.accessibility_note, text_letters_max, true);
        if (content_.keywords.size() > keywords_max) refuse("keywords", "too_many", {{"most", std::to_string(keywords_max)}});
        for (const auto& keyword : content_.keywords) {
            if (code_points(keyword) > keyword_letters_max || contains_control_characters(keyword) || keyword.find('\n') != std::string::npos) {
                refuse("keywords", "keyword", {{"most", std::to_string(keyword_letters_max)}});
                break;
            }
        }
        if (content_.language != "de" && content_.language != "en") refuse("language", "language");
    }

    void levels(const std::string& field, const std::vector<catalogue::LevelContent>& list) {
        if (list.size() > levels_max) refuse(field, "too_many", {{"most", std::to_string(levels_max)}});
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto name = fmt::format("{}[{}]", field, i);
            if (!around_.framework.competence_by_slug(list[i].competence)) refuse(name, "unknown_competence", {{"competence", list[i].competence}});
            if (list[i].level < 1 || list[i].level > competence::level_max) refuse(name, "level");
        }
    }

    void modules() {
        const auto check = [&](const char* field, const std::vector<std::string>& list) {
            for (const auto& slug : list) {
                if (around_.catalogue.find_module(slug) == nullptr) refuse(field, "unknown_module", {{"module", slug}});
            }
        };
        check("modules", content_.modules);
        check("mandatory_in", content_.mandatory_in);
    }

    void number(const char* field, std::int64_t value, std::int64_t least, std::int64_t most) {
        if (value < least || value > most) refuse(field, "number", {{"least", std::to_string(least)}, {"most", std::to_string(most)}});
    }

    void numbers() {
        for (const auto& [field, hours] :
             {std::pair{"self_study", content_.self_study}, std::pair{"tutorial", content_.tutorial}, std::pair{"follow_up", content_.follow_up}}) {
            if (hours.value < 0 || hours.value > half_hours_max) refuse(field, "hours", {{"most", std::to_string(half_hours_max / 2)}});
        }
        number("presence_days", content_.presence_days, 0, presence_days_most);
        if (content_.participants_min) number("participants_min", *content_.participants_min, 1, participants_most);
        if (content_.participants_max) number("participants_max", *content_.participants_max, 1, participants_most);
        if (content_.participants_min && content_.participants_max && *content_.participants_min > *content_.participants_max)
            refuse("participants_max", "participants");
        for (const auto& [field, price] : {std::pair{"price_member", content_.price_member}, std::pair{"price_other", content_.price_other}}) {
            if (price.value < 0 || price.value > price_cents_max) refuse(field, "price", {{"most", std::to_string(price_cents_max / 100)}});
        }
        if (content_.dqr) number("dqr", *content_.dqr, 1, dqr_most);
        if (content_.ects_tenths < 0 || content_.ects_tenths > ects_tenths_most) refuse("ects_tenths", "ects");
    }

    void seals() {
        if (content_.seals.size() > seals_max) refuse("seals", "too_many", {{"most", std::to_string(seals_max)}});
        for (std::size_t i = 0; i < content_.seals.size(); ++i) {
            const auto& seal = content_.seals[i];
            const auto bad = [](const std::string& text) { return text.find('\n') != std::string::npos || contains_control_characters(text); };
            if (trim(seal.name).empty() || code_points(seal.name) > line_letters_max || code_points(seal.issuer) > line_letters_max ||
                bad(seal.name) || bad(seal.issuer))
                refuse(fmt::format("seals[{}]", i), "seal");
        }
    }

    // Another offer by its short name; internal ones of others are as unknown as ones that do not exist (AN-43).
    const catalogue::LearningUnit* offer(const std::string& slug) const {
        const auto* unit = around_.catalogue.find_unit(slug);
        if (unit == nullptr || !unit->only_for) return unit;
        const auto* provider = around_.catalogue.find_provider(around_.organisation);
        return provider != nullptr && unit->only_for == provider->organisation ? unit : nullptr;
    }

    void connections() {
        const auto kept = [&](auto member) { return around_.before != nullptr && around_.before->*member == content_.*member; };
        if (content_.after && !kept(&UnitContent::after)) {
            if (*content_.after == around_.own_slug)
                refuse("after", "itself");
            else if (offer(*content_.after) == nullptr)
                refuse("after", "unknown_offer", {{"offer", *content_.after}});
        }
        if (content_.code_share_of && !kept(&UnitContent::code_share_of)) {
            const auto* original = offer(*content_.code_share_of);
            if (*content_.code_share_of == around_.own_slug)
                refuse("code_share_of", "itself");
            else if (original == nullptr)
                refuse("code_share_of", "unknown_offer", {{"offer", *content_.code_share_of}});
            else if (original->code_share_of)
                refuse("code_share_of", "label_of_label");
        }
        if (content_.only_for && !kept(&UnitContent::only_for) && *content_.only_for != around_.organisation)
            refuse("only_for", "foreign_organisation");
    }

    const UnitContent& content_;
    const ContentSurroundings& around_;
    std::vector<FieldProblem> problems_;
};

std::string trimmed(const std::string& text) { return std::string(trim(text)); }

template <class T> void sort_unique(std::vector<T>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

// Keeps the order of the author.
void without_repetition(std::vector<std::string>& list) {
    std::vector<std::string> kept;
    for (const auto& text : list) {
        auto entry = trimmed(text);
        if (!entry.empty() && std::find(kept.begin(), kept.end(), entry) == kept.end()) kept.push_back(std::move(entry));
    }
    list = std::move(kept);
}

}  // namespace

std::vector<FieldProblem> impossible_values(const UnitContent& content, const ContentSurroundings& around) {
    return Checker(content, around).problems();
}

UnitContent normalised(UnitContent content, const catalogue::CatalogueSnapshot& catalogue) {
    for (auto* text : {&content.title, &content.objective, &content.audience, &content.funding, &content.accessibility_note}) *text = trimmed(*text);
    for (auto* text : {&content.description_general, &content.description_specialist, &content.practice}) *text = catalogue::sanitised(*text);
    without_repetition(content.keywords);
    without_repetition(content.modules);
    without_repetition(content.mandatory_in);
    for (const auto& module : content.mandatory_in) {
        if (std::find(content.modules.begin(), content.modules.end(), module) == content.modules.end()) content.modules.push_back(module);
    }
    sort_unique(content.teaches);
    sort_unique(content.needs);
    sort_unique(content.credentials);
    sort_unique(content.accessibility);
    content.dates.clear();
    const auto* original = content.code_share_of ? catalogue.find_unit(*content.code_share_of) : nullptr;
    if (original != nullptr) {
        content.origin = catalogue::Origin::code_share;
        content.mode = original->mode;
        content.self_study = original->self_study;
        content.tutorial = original->tutorial;
        content.follow_up = original->follow_up;
        content.presence_days = original->presence_days;
        content.participants_min = original->participants_min;
        content.participants_max = original->participants_max;
    }
    return content;
}

}  // namespace kc::authoring
