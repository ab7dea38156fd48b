// SPDX-License-Identifier: EUPL-1.2
// Items of placement tests (KP-01 …): a question about a practical situation that tells one level of a competence from the level below,
// and when an answer to it is right. Pure.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::placement {

using PlacementItemId = Id<struct PlacementItemTag>;
using PlacementTestId = Id<struct PlacementTestTag>;

enum class ItemKind { single_choice, multiple_choice, ordering, true_false };
BOOST_DESCRIBE_ENUM(ItemKind, single_choice, multiple_choice, ordering, true_false)

enum class ItemState { draft, published, outdated };
BOOST_DESCRIBE_ENUM(ItemState, draft, published, outdated)

inline constexpr std::size_t options_min = 3, options_max = 6;  // of a question that is no statement

struct ItemOption {
    std::string label;
    bool is_right = false;
    bool operator==(const ItemOption&) const = default;
};

struct Item {
    PlacementItemId id;
    std::string slug;
    int version = 1;
    CompetenceId competence_id;
    int level = 1;
    ItemKind kind{};
    std::string question, explanation;
    ItemState state{};
    std::string author;
    int revision = 1;                 // how often a draft was saved
    std::vector<ItemOption> options;  // of an ordering: in the right order
};
BOOST_DESCRIBE_STRUCT(Item, (), (id, slug, version, competence_id, level, kind, question, explanation, state, author, revision))

// Positions of the chosen options; of an ordering all of them in the chosen order. Nothing chosen: "Weiß ich nicht".
using Choice = std::vector<int>;

bool is_possible(const Item& item, const Choice& choice);  // every position exists, none twice, as many as the kind takes
bool is_right(const Item& item, const Choice& choice);
Choice right_choice(const Item& item);

// How often somebody hits the right answer without knowing it (KP-04).
double guess_probability(const Item& item);

std::string to_text(const Choice& choice);                      // "0,2", as stored
std::optional<Choice> choice_from_text(std::string_view text);  // nothing when it is no such list

enum class ItemFault {
    question_missing,
    explanation_missing,
    level_out_of_range,
    statement_needs_two,  // true_false
    options_count,
    one_right,
    some_right_some_wrong,
    option_empty,
    option_twice,
};
BOOST_DESCRIBE_ENUM(ItemFault, question_missing, explanation_missing, level_out_of_range, statement_needs_two, options_count, one_right,
                    some_right_some_wrong, option_empty, option_twice)

struct FoundFault {
    ItemFault fault{};
    std::size_t option = 0;  // its position, where the fault is about one
};
// Nothing: the item may be asked (KP-01).
std::vector<FoundFault> faults_of(const Item& item);
// The same in German with the remedy, for those who write files.
std::vector<std::string> problems_of(const Item& item);

// The options in an order that is no hint: by a seed, the same each time the question is shown.
std::vector<int> shown_order(const Item& item, std::uint64_t seed);

}  // namespace kc::placement
