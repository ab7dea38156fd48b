// SPDX-License-Identifier: EUPL-1.2
#include "authoring/readiness.hpp"

#include "base/text.hpp"
#include "catalogue/rich_text.hpp"

#include <algorithm>
#include <array>

namespace kc::authoring {

namespace {

using catalogue::Format;
using catalogue::Origin;
using Missing = std::optional<MessageArguments>;

constexpr std::size_t title_letters_min = 8, title_letters_max = 70;
constexpr std::size_t description_letters_min = 60;
constexpr std::size_t keywords_wanted = 3;

const Missing met = std::nullopt;
Missing missing(MessageArguments arguments = {}) { return arguments; }
Missing unless(bool fulfilled) { return fulfilled ? met : missing(); }

Missing text_of(const std::string& stored, std::size_t letters_min) {
    const auto letters = code_points(catalogue::plain_text(stored));
    return letters >= letters_min ? met : missing({{"letters", std::to_string(letters)}, {"wanted", std::to_string(letters_min)}});
}

bool on_site(const UnitContent& content) { return content.mode == Format::on_site || content.mode == Format::hybrid; }
bool shared(const UnitContent& content) { return content.code_share_of.has_value(); }  // phases come from the original

constexpr auto must = Strength::must;
constexpr auto should = Strength::should;

const std::array rules{
    ReadinessRule{"RE-01", "title", 5, must, must, true, [](const UnitContent& c, const ReadinessFacts&) { return unless(!c.title.empty()); }},
    ReadinessRule{"RE-02", "title", 3, should, should, true,
                  [](const UnitContent& c, const ReadinessFacts&) {
                      const auto letters = code_points(c.title);
                      if (c.title.empty() || (letters >= title_letters_min && letters <= title_letters_max)) return met;
                      return missing({{"letters", std::to_string(letters)},
                                      {"min", std::to_string(title_letters_min)},
                                      {"max", std::to_string(title_letters_max)}});
                  }},
    ReadinessRule{"RE-03", "objective", 6, must, must, true,
                  [](const UnitContent& c, const ReadinessFacts&) { return unless(!trim(c.objective).empty()); }},
    // RE-04 (the verb of the objective) needs the list of words: assess() adds it.
    ReadinessRule{"RE-05", "audience", 4, must, must, true,
                  [](const UnitContent& c, const ReadinessFacts&) { return unless(!trim(c.audience).empty()); }},
    ReadinessRule{"RE-06", "description_general", 8, must, must, true,
                  [](const UnitContent& c, const ReadinessFacts&) { return text_of(c.description_general, description_letters_min); }},
    ReadinessRule{"RE-07", "description_specialist", 5, should, should, false,
                  [](const UnitContent& c, const ReadinessFacts&) { return text_of(c.description_specialist, description_letters_min); }},
    ReadinessRule{"RE-08", "description_specialist", 2, should, should, false,
                  [](const UnitContent& c, const ReadinessFacts&) {
                      return unless(c.description_specialist.empty() ||
                                    catalogue::plain_text(c.description_specialist) != catalogue::plain_text(c.description_general));
                  }},
    ReadinessRule{"RE-09", "practice", 4, should, should, true,
                  [](const UnitContent& c, const ReadinessFacts&) { return unless(!trim(c.practice).empty()); }},
    ReadinessRule{"RE-10", "teaches", 8, must, should, true, [](const UnitContent& c, const ReadinessFacts&) { return unless(!c.teaches.empty()); }},
    ReadinessRule{"RE-11", "needs", 2, must, must, false,
                  [](const UnitContent& c, const ReadinessFacts&) {
                      for (const auto& need : c.needs) {
                          const bool taught = std::any_of(c.teaches.begin(), c.teaches.end(), [&](const auto& level) {
                              return level.competence == need.competence && level.level <= need.level;
                          });
                          if (taught) return missing({{"competence", need.competence}, {"level", std::to_string(need.level)}});
                      }
                      return met;
                  }},
    ReadinessRule{"RE-12", "modules", 4, should, should, true,
                  [](const UnitContent& c, const ReadinessFacts&) { return unless(!c.modules.empty()); }},
    ReadinessRule{
        "RE-13", "tutorial", 6, must, must, true,
        [](const UnitContent& c, const ReadinessFacts&) { return unless(shared(c) || (c.self_study + c.tutorial + c.follow_up).value > 0); }},
    ReadinessRule{"RE-14", "tutorial", 3, must, must, true,
                  [](const UnitContent& c, const ReadinessFacts&) {
                      // A live date needs its time, self-study has none.
                      if (shared(c) || (c.self_study + c.tutorial + c.follow_up).value == 0) return met;
                      return unless(c.mode == Format::self_paced ? c.tutorial.value == 0 : c.tutorial.value > 0);
                  }},
    ReadinessRule{
        "RE-15", "presence_days", 2, must, must, true,
        [](const UnitContent& c, const ReadinessFacts&) { return unless(shared(c) || (on_site(c) ? c.presence_days > 0 : c.presence_days == 0)); }},
    ReadinessRule{"RE-16", "follow_up", 4, should, should, false,
                  [](const UnitContent& c, const ReadinessFacts&) {
                      return unless(shared(c) || c.mode == Format::self_paced || (c.self_study.value > 0 && c.follow_up.value > 0));
                  }},
    ReadinessRule{"RE-17", "participants_max", 3, should, should, true,
                  [](const UnitContent& c, const ReadinessFacts&) { return unless(c.mode == Format::self_paced || c.participants_max.has_value()); }},
    ReadinessRule{"RE-18", "price_member", 3, must, must, true,
                  [](const UnitContent& c, const ReadinessFacts&) { return unless(c.price_member <= c.price_other); }},
    ReadinessRule{"RE-19", "funding", 2, must, must, true,
                  [](const UnitContent& c, const ReadinessFacts&) { return unless(!c.funded || !trim(c.funding).empty()); }},
    ReadinessRule{"RE-20", "credentials", 3, should, should, false,
                  [](const UnitContent& c, const ReadinessFacts&) { return unless(!c.credentials.empty()); }},
    ReadinessRule{
        "RE-21", "accessibility", 5, should, should, true,
        [](const UnitContent& c, const ReadinessFacts&) { return unless(!c.accessibility.empty() || !trim(c.accessibility_note).empty()); }},
    ReadinessRule{"RE-22", "seals", 1, should, should, false,
                  [](const UnitContent& c, const ReadinessFacts& facts) {
                      for (const auto& seal : c.seals) {
                          if (seal.valid_until && *seal.valid_until < facts.today) return missing({{"seal", seal.name}});
                      }
                      return met;
                  }},
    ReadinessRule{"RE-23", "keywords", 2, should, should, true,
                  [](const UnitContent& c, const ReadinessFacts&) {
                      return c.keywords.size() >= keywords_wanted ? met : missing({{"count", std::to_string(c.keywords.size())}});
                  }},
    ReadinessRule{"RE-24", "code_share_of", 2, must, must, true,
                  [](const UnitContent& c, const ReadinessFacts&) { return unless((c.origin == Origin::code_share) == shared(c)); }},
    ReadinessRule{"RE-25", "code_share_of", 1, must, must, true,
                  [](const UnitContent& c, const ReadinessFacts& facts) { return unless(!shared(c) || facts.original_published); }},
    ReadinessRule{"RE-26", "after", 1, must, must, false,
                  [](const UnitContent& c, const ReadinessFacts& facts) { return unless(!c.after || facts.predecessor_published); }},
    ReadinessRule{"RE-27", "after", 1, must, must, false,
                  [](const UnitContent& c, const ReadinessFacts& facts) { return unless(!c.after || !facts.predecessor_in_circle); }},
};

constexpr int verb_points = 6;

// RE-04: a verb that nobody can observe is refused for learning units; one that is not listed only costs points.
ReadinessItem verb_item(const UnitContent& content, const WordList& words) {
    const auto verb = objective_verb(catalogue::plain_text(content.objective), words);
    ReadinessItem item{"RE-04", "objective", is_light(content.kind) ? should : must, true, verb_points, {}};
    if (trim(content.objective).empty() || content.language != "de") return item;  // RE-03 asks for it; the list is German
    switch (verb.kind) {
        case ObjectiveVerb::Kind::observable: break;
        case ObjectiveVerb::Kind::vague:
            item.met = false;
            item.arguments = {{"verb", verb.verb}, {"better", verb.better}};
            break;
        case ObjectiveVerb::Kind::unknown:
            item.strength = should;
            item.met = false;
            item.todo = rule_key(item.rule) + ".todo_unknown";
            item.arguments = {{"better", "nennen, erklären, anwenden, prüfen, beurteilen, entwerfen"}};
            break;
    }
    return item;
}

// RE-40: full marks up to nine school years, none from fifteen; each hint takes some away.
double ease_of(const TextMeasures& measures, std::size_t hints) {
    const double by_measure = std::clamp((15.0 - measures.wiener) / 6.0, 0.0, 1.0);
    const double by_hints = std::max(0.4, 1.0 - 0.06 * static_cast<double>(hints));
    return by_measure * 0.6 + by_hints * 0.4;
}

void assess_texts(const UnitContent& content, const WordList& words, Readiness& result) {
    const auto general = catalogue::plain_text(content.description_general);
    const auto specialist = catalogue::plain_text(content.description_specialist);
    const auto hints = [&](std::string_view field, const std::string& text) {
        auto found = text_hints(field, text, words);
        result.hints.insert(result.hints.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    };
    result.general = measure(general);
    result.specialist = measure(specialist);
    if (content.language != "de") {  // the measures and lists are made for German
        result.readability = result.general.words > 0 ? readability_points : 0;
        return;
    }
    hints("title", content.title);
    hints("objective", content.objective);
    hints("audience", content.audience);
    hints("description_general", general);
    const auto for_everybody = result.hints.size();
    hints("description_specialist", specialist);  // for people who know the subject: said, but not counted
    hints("practice", catalogue::plain_text(content.practice));
    if (result.general.words > 0) result.readability = static_cast<int>(readability_points * ease_of(result.general, for_everybody) + 0.5);
}

}  // namespace

std::span<const ReadinessRule> readiness_rules() { return rules; }

Strength strength_of(const ReadinessRule& rule, OfferKind kind, bool imported) {
    if (imported && rule.field == "teaches") return Strength::should;  // RE-43: whoever sends it may not know our framework
    return is_light(kind) ? rule.light : rule.unit;
}

std::string rule_key(std::string_view number) {
    std::string key = "authoring.rule." + lower_ascii(number);
    std::replace(key.begin(), key.end(), '-', '_');
    return key;
}

std::string ReadinessItem::todo_key() const { return todo.empty() ? rule_key(rule) + ".todo" : todo; }

int Readiness::musts_missing() const {
    return static_cast<int>(
        std::count_if(items.begin(), items.end(), [](const ReadinessItem& item) { return !item.met && item.strength == Strength::must; }));
}

Readiness assess(const UnitContent& content, const ReadinessFacts& facts, const WordList& words) {
    Readiness result;
    for (const auto& rule : rules) {
        if (is_light(content.kind) && !rule.for_light) continue;
        auto problem = rule.missing(content, facts);
        result.items.push_back({std::string(rule.number), std::string(rule.field), strength_of(rule, content.kind, content.source.has_value()),
                                !problem.has_value(), rule.points, problem.value_or(MessageArguments{})});
        if (rule.number == "RE-03") result.items.push_back(verb_item(content, words));
    }
    int reached = 0, all = 0;
    for (const auto& item : result.items) {
        all += item.points;
        reached += item.met ? item.points : 0;
    }
    result.completeness = completeness_points * reached / all;
    assess_texts(content, words, result);
    result.score = result.completeness + result.readability;
    return result;
}

}  // namespace kc::authoring
