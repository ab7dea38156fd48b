// SPDX-License-Identifier: EUPL-1.2
#include "placement/answer_fields.hpp"

#include <fmt/format.h>

namespace kc::placement {

std::string place_name(int position) { return fmt::format("platz-{}", position); }

AnswerFields answer_fields(const web::Site& site, const http::Request& request, const web::Fields& fields, const Item& item,
                           const std::vector<int>& shown) {
    AnswerFields answer;
    std::vector<web::Option> options;
    for (const int position : shown) options.push_back({std::to_string(position), item.options[static_cast<std::size_t>(position)].label, {}});
    switch (item.kind) {
        case ItemKind::single_choice:
        case ItemKind::true_false: answer.single = fields.choice("antwort", {.label = "placement.test.choose_one", .required = true}, options); break;
        case ItemKind::multiple_choice:
            answer.multiple = fields.choices("antwort", {.label = "placement.test.choose_all", .required = true}, options);
            break;
        case ItemKind::ordering: {
            std::vector<web::Option> places;
            for (std::size_t place = 1; place <= options.size(); ++place) {
                places.push_back({std::to_string(place), site.text(request, "placement.test.place", {{"place", static_cast<int>(place)}}), {}});
            }
            for (const int position : shown) {
                answer.places.push_back(fields.choice(
                    place_name(position),
                    {.label_text = item.options[static_cast<std::size_t>(position)].label, .required = true, .empty_option = true}, places));
            }
            break;
        }
    }
    return answer;
}

}  // namespace kc::placement
