// SPDX-License-Identifier: EUPL-1.2
#include "authoring/date_refusals.hpp"

#include <fmt/format.h>

namespace kc::authoring {

int status_of(DateError error) {
    switch (error) {
        case DateError::not_permitted: return 403;
        case DateError::unit_not_found:
        case DateError::date_not_found: return 404;
        case DateError::code_share_label:
        case DateError::self_paced:
        case DateError::unit_retired:
        case DateError::date_is_public:
        case DateError::date_over: return 409;
        case DateError::no_days:
        case DateError::invalid: return 422;
    }
    return 422;
}

std::string message_key_of(DateError error) {
    return fmt::format("authoring.dates.problem.{}", boost::describe::enum_to_string(error, "not_permitted"));
}

}  // namespace kc::authoring
