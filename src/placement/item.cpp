// SPDX-License-Identifier: EUPL-1.2
#include "placement/item.hpp"

#include "base/random.hpp"
#include "base/require.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace kc::placement {

bool is_possible(const Item& item, const Choice& choice) {
    if (choice.empty()) return true;
    const std::set<int> distinct(choice.begin(), choice.end());
    if (distinct.size() != choice.size() || *distinct.begin() < 0 || *distinct.rbegin() >= std::ssize(item.options)) return false;
    switch (item.kind) {
        case ItemKind::single_choice:
        case ItemKind::true_false: return choice.size() == 1;
        case ItemKind::multiple_choice: return true;
        case ItemKind::ordering: return choice.size() == item.options.size();
    }
    return false;
}

Choice right_choice(const Item& item) {
    Choice choice;
    for (int position = 0; position < std::ssize(item.options); ++position) {
        if (item.kind == ItemKind::ordering || item.options[static_cast<std::size_t>(position)].is_right) choice.push_back(position);
    }
    return choice;
}

bool is_right(const Item& item, const Choice& choice) {
    if (choice.empty()) return false;
    auto given = choice;
    if (item.kind != ItemKind::ordering) std::sort(given.begin(), given.end());
    return given == right_choice(item);
}

double guess_probability(const Item& item) {
    const auto count = static_cast<double>(item.options.size());
    switch (item.kind) {
        case ItemKind::single_choice:
        case ItemKind::true_false: return 1 / std::max(2.0, count);
        case ItemKind::multiple_choice: return 1 / (std::exp2(count) - 1);
        case ItemKind::ordering: return 1 / std::tgamma(count + 1);
    }
    return 0.5;
}

std::string to_text(const Choice& choice) { return fmt::format("{}", fmt::join(choice, ",")); }

std::optional<Choice> choice_from_text(std::string_view text) {
    Choice choice;
    while (!text.empty()) {
        int position = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), position);
        if (error != std::errc{} || position < 0 || choice.size() >= 10) return std::nullopt;
        choice.push_back(position);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (text.empty()) break;
        if (text.front() != ',' || text.size() == 1) return std::nullopt;
        text.remove_prefix(1);
    }
    return choice;
}

std::vector<FoundFault> faults_of(const Item& item) {
    std::vector<FoundFault> faults;
    const auto options = item.options.size();
    const auto right = std::count_if(item.options.begin(), item.options.end(), [](const ItemOption& option) { return option.is_right; });
    if (item.question.empty()) faults.push_back({ItemFault::question_missing});
    if (item.explanation.empty()) faults.push_back({ItemFault::explanation_missing});
    if (item.level < 1 || item.level > 5) faults.push_back({ItemFault::level_out_of_range});
    if (item.kind == ItemKind::true_false) {
        if (options != 2 || right != 1) faults.push_back({ItemFault::statement_needs_two});
    } else if (options < options_min || options > options_max) {
        faults.push_back({ItemFault::options_count});
    }
    if (item.kind == ItemKind::single_choice && right != 1) faults.push_back({ItemFault::one_right});
    if (item.kind == ItemKind::multiple_choice && (right < 1 || right == std::ssize(item.options))) {
        faults.push_back({ItemFault::some_right_some_wrong});
    }
    std::set<std::string_view> labels;
    for (std::size_t i = 0; i < options; ++i) {
        if (item.options[i].label.empty()) faults.push_back({ItemFault::option_empty, i});
        if (!labels.insert(item.options[i].label).second) faults.push_back({ItemFault::option_twice, i});
    }
    return faults;
}

std::vector<std::string> problems_of(const Item& item) {
    std::vector<std::string> problems;
    for (const auto& [fault, option] : faults_of(item)) {
        switch (fault) {
            case ItemFault::question_missing: problems.emplace_back("Die Frage fehlt."); break;
            case ItemFault::explanation_missing:
                problems.emplace_back("Die Erklärung fehlt. Schreiben Sie, warum die richtige Antwort richtig ist.");
                break;
            case ItemFault::level_out_of_range: problems.emplace_back("Die Stufe liegt nicht zwischen 1 und 5."); break;
            case ItemFault::statement_needs_two:
                problems.emplace_back("„Stimmt oder stimmt nicht“ braucht zwei Antworten, von denen genau eine richtig ist.");
                break;
            case ItemFault::options_count: problems.emplace_back("Eine Frage braucht drei bis sechs Antworten."); break;
            case ItemFault::one_right: problems.emplace_back("Genau eine Antwort muss richtig sein."); break;
            case ItemFault::some_right_some_wrong:
                problems.emplace_back("Mindestens eine Antwort muss richtig und mindestens eine falsch sein.");
                break;
            case ItemFault::option_empty: problems.emplace_back("Eine Antwort ist leer."); break;
            case ItemFault::option_twice: problems.push_back(fmt::format("Die Antwort „{}“ steht zweimal da.", item.options[option].label)); break;
        }
    }
    return problems;
}

std::vector<int> shown_order(const Item& item, std::uint64_t seed) {
    std::vector<int> order(item.options.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
    if (item.kind == ItemKind::true_false) return order;
    SeededRandom random(seed + static_cast<std::uint64_t>(item.id.value));
    const auto shuffle = [&] {
        for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    };
    shuffle();
    // A sequence that is shown in its right order would be no question.
    while (item.kind == ItemKind::ordering && order.size() > 1 && std::is_sorted(order.begin(), order.end())) shuffle();
    return order;
}

}  // namespace kc::placement
