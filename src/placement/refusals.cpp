// SPDX-License-Identifier: EUPL-1.2
#include "placement/refusals.hpp"

namespace kc::placement {

int status_of(PlacementError error) {
    switch (error) {
        case PlacementError::not_permitted: return 403;
        case PlacementError::unknown_competence:
        case PlacementError::no_items:
        case PlacementError::not_found: return 404;
        case PlacementError::too_early:
        case PlacementError::not_finished:
        case PlacementError::already_finished:
        case PlacementError::other_question:
        case PlacementError::beyond_test: return 409;
        case PlacementError::impossible_choice: return 422;
    }
    return 422;
}

int status_of(DocumentError error) {
    switch (error) {
        case DocumentError::not_permitted: return 403;
        case DocumentError::not_found: return 404;
        case DocumentError::too_large: return 413;
        case DocumentError::too_many: return 409;
        case DocumentError::empty_file:
        case DocumentError::wrong_type:
        case DocumentError::title_missing:
        case DocumentError::issued_in_future:
        case DocumentError::no_competence:
        case DocumentError::unknown_competence:
        case DocumentError::level_out_of_range:
        case DocumentError::same_competence: return 422;
    }
    return 422;
}

int status_of(ConfirmationError error) {
    switch (error) {
        case ConfirmationError::not_permitted: return 403;
        case ConfirmationError::not_found: return 404;
        case ConfirmationError::already_asked:
        case ConfirmationError::too_many: return 409;
        case ConfirmationError::asked_not_entitled:
        case ConfirmationError::unknown_competence:
        case ConfirmationError::level_out_of_range:
        case ConfirmationError::document_not_found:
        case ConfirmationError::reason_missing: return 422;
    }
    return 422;
}

int status_of(ItemError error) {
    switch (error) {
        case ItemError::not_permitted: return 403;
        case ItemError::item_not_found: return 404;
        case ItemError::item_invalid: return 422;
        case ItemError::changed_meanwhile:
        case ItemError::draft_open:
        case ItemError::not_a_draft:
        case ItemError::not_asked: return 409;
    }
    return 422;
}

}  // namespace kc::placement
