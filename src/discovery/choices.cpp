// SPDX-License-Identifier: EUPL-1.2
#include "discovery/choices.hpp"

#include "web/type_name.hpp"

namespace kc::discovery {

namespace {

constexpr std::array<std::string_view, 7> weekdays{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

// Calls function with a value-initialised enumerator when the choice is about that enum.
template <class Function> bool with_enum_of(Choice choice, Function&& function) {
    switch (choice) {
        case Choice::format: function(catalogue::Format{}); return true;
        case Choice::kind: function(catalogue::OfferKind{}); return true;
        case Choice::difficulty: function(catalogue::Difficulty{}); return true;
        case Choice::credential: function(catalogue::CredentialKind{}); return true;
        case Choice::accessibility: function(catalogue::AccessibilityFeature{}); return true;
        case Choice::origin: function(catalogue::Origin{}); return true;
        default: return false;
    }
}

const Names* names_of(const OfferState& state, Choice choice) {
    const auto& vocabulary = *state.vocabulary;
    switch (choice) {
        case Choice::area: return &vocabulary.areas;
        case Choice::competence:
        case Choice::level: return &vocabulary.competences;
        case Choice::module: return &vocabulary.modules;
        case Choice::provider: return &vocabulary.providers;
        case Choice::seal: return &vocabulary.seals;
        case Choice::language: return &vocabulary.languages;
        default: return nullptr;
    }
}

bool is_level(std::string_view name) { return name.size() > 2 && name[name.size() - 2] == '.' && name.back() >= '1' && name.back() <= '9'; }

bool belongs(Choice choice, std::string_view name) {
    if (choice == Choice::competence) return !is_level(name);
    return choice != Choice::level || is_level(name);
}

template <class List> std::string name_in(const List& list, std::string_view slug) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.slug == slug; });
    return found == list.end() ? std::string(slug) : found->name;
}

}  // namespace

std::optional<Facet> facet_of(Choice choice) {
    switch (choice) {
        case Choice::area: return Facet::area;
        case Choice::competence:
        case Choice::level: return Facet::competence;
        case Choice::format:
        case Choice::weekday: return std::nullopt;
        case Choice::module: return Facet::module;
        case Choice::kind: return Facet::kind;
        case Choice::provider: return Facet::provider;
        case Choice::difficulty: return Facet::difficulty;
        case Choice::credential: return Facet::credential;
        case Choice::seal: return Facet::seal;
        case Choice::accessibility: return Facet::accessibility;
        case Choice::language: return Facet::language;
        case Choice::origin: return Facet::origin;
        case Choice::funded: return Facet::funded;
    }
    return std::nullopt;
}

std::optional<std::uint16_t> number_of(const OfferState& state, Choice choice, std::string_view value) {
    if (const auto* names = names_of(state, choice)) return belongs(choice, value) ? names->find(value) : std::nullopt;
    if (choice == Choice::funded) return value == "1" ? std::optional<std::uint16_t>(1) : std::nullopt;
    if (choice == Choice::weekday) {
        const auto found = std::find(weekdays.begin(), weekdays.end(), value);
        return found == weekdays.end() ? std::nullopt : std::optional(static_cast<std::uint16_t>(found - weekdays.begin()));
    }
    std::optional<std::uint16_t> number;
    with_enum_of(choice, [&](auto any) {
        decltype(any) enumerator{};
        if (boost::describe::enum_from_string(std::string(value).c_str(), enumerator)) number = static_cast<std::uint16_t>(enumerator);
    });
    return number;
}

std::string value_of(const OfferState& state, Choice choice, std::uint16_t number) {
    if (const auto* names = names_of(state, choice)) {
        if (number >= names->size()) return {};
        const auto& name = names->name(number);
        return belongs(choice, name) ? name : std::string();
    }
    if (choice == Choice::funded) return number == 1 ? "1" : "";
    if (choice == Choice::weekday) return number < weekdays.size() ? std::string(weekdays[number]) : std::string();
    std::string name;
    with_enum_of(choice, [&](auto any) { name = boost::describe::enum_to_string(static_cast<decltype(any)>(number), ""); });
    return name;
}

bool has_value(const OfferState& state, Choice choice, std::uint16_t number) {
    if (const auto* names = names_of(state, choice)) return number < names->size() && belongs(choice, names->name(number));
    return !value_of(state, choice, number).empty();
}

std::vector<std::string> values_of(const OfferState& state, Choice choice) {
    std::vector<std::string> values;
    const auto* names = names_of(state, choice);
    const std::size_t most = names != nullptr ? names->size() : 16;
    for (std::size_t number = 0; number < most; ++number) {
        auto value = value_of(state, choice, static_cast<std::uint16_t>(number));
        if (!value.empty()) values.push_back(std::move(value));
    }
    return values;
}

std::string label_of(const OfferState& state, const web::Messages& messages, Language language, Choice choice, std::string_view value) {
    const auto& framework = *state.framework;
    const auto competence_name = [&](std::string_view slug) {
        const auto index = framework.competence_by_slug(slug);
        return index ? framework.competence(*index).name : std::string(slug);
    };
    switch (choice) {
        case Choice::area: {
            const auto& areas = framework.areas();
            const auto found = std::find_if(areas.begin(), areas.end(), [&](const auto& area) { return area.slug == value; });
            return found == areas.end() ? std::string(value) : found->name_in(language);
        }
        case Choice::competence: return competence_name(value);
        case Choice::level: {
            if (!is_level(value)) return std::string(value);
            return messages.text(language, "discovery.search.competence_level",
                                 {{"name", competence_name(value.substr(0, value.size() - 2))}, {"level", value.back() - '0'}});
        }
        case Choice::module: {
            const auto* module = state.catalogue->find_module(value);
            return module == nullptr ? std::string(value) : language == Language::de ? module->name : module->name_en;
        }
        case Choice::provider: {
            const auto* provider = state.catalogue->find_provider(value);
            return provider == nullptr ? std::string(value) : provider->name;
        }
        case Choice::seal: return std::string(value);
        case Choice::funded: return messages.text(language, "discovery.search.funded");
        case Choice::weekday: return messages.text(language, fmt::format("discovery.weekday.{}", value));
        case Choice::language: {
            const auto key = fmt::format("discovery.language.{}", value);
            return messages.has(key) ? messages.text(language, key) : std::string(value);
        }
        default: break;
    }
    std::string label;
    with_enum_of(choice, [&](auto any) { label = messages.text(language, web::Messages::enumerator_key(web::type_name<decltype(any)>(), value)); });
    return label;
}

}  // namespace kc::discovery
