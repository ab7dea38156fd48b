// SPDX-License-Identifier: EUPL-1.2
#include "authoring/refusals.hpp"

namespace kc::authoring {

int status_of(AuthoringError error) {
    switch (error) {
        case AuthoringError::not_permitted: return 403;
        case AuthoringError::offer_not_found:
        case AuthoringError::provider_not_found:
        case AuthoringError::version_not_found: return 404;
        case AuthoringError::no_draft:
        case AuthoringError::draft_exists:
        case AuthoringError::draft_submitted:
        case AuthoringError::draft_not_submitted:
        case AuthoringError::outdated:
        case AuthoringError::nothing_changed:
        case AuthoringError::offer_retired:
        case AuthoringError::offer_not_published:
        case AuthoringError::offer_not_retired:
        case AuthoringError::offer_not_internal: return 409;
        case AuthoringError::not_ready:
        case AuthoringError::remark_missing:
        case AuthoringError::invalid: return 422;
    }
    return 422;
}

std::string message_key_of(AuthoringError error) { return std::string("authoring.refusal.") + boost::describe::enum_to_string(error, ""); }

}  // namespace kc::authoring
