// SPDX-License-Identifier: EUPL-1.2
// The fields in which somebody answers a question: in a test, and in the preview for those who write questions.
#pragma once

#include "placement/item.hpp"
#include "web/page.hpp"

namespace kc::placement {

struct AnswerFields {
    std::optional<web::ChoiceField> single, multiple;
    std::vector<web::ChoiceField> places;  // of an ordering: one list per option
};
BOOST_DESCRIBE_STRUCT(AnswerFields, (), (single, multiple, places))

std::string place_name(int position);  // "platz-2": where the option belongs

AnswerFields answer_fields(const web::Site& site, const http::Request& request, const web::Fields& fields, const Item& item,
                           const std::vector<int>& shown);

}  // namespace kc::placement
