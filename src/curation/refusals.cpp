// SPDX-License-Identifier: EUPL-1.2
#include "curation/pages.hpp"

namespace kc::curation {

int status_of(CurationError error) {
    switch (error) {
        case CurationError::not_permitted: return 403;
        case CurationError::not_found: return 404;
        case CurationError::invalid: return 422;
        case CurationError::changed_meanwhile:
        case CurationError::unchanged:
        case CurationError::is_outdated:
        case CurationError::not_published:
        case CurationError::not_outdated:
        case CurationError::draft_open:
        case CurationError::never_published: return 409;
    }
    return 422;
}

std::string message_key_of(CurationError error) { return fmt::format("curation.refusal.{}", boost::describe::enum_to_string(error, "not_found")); }

int status_of(ProposalError error) {
    switch (error) {
        case ProposalError::not_permitted: return 403;
        case ProposalError::not_found: return 404;
        case ProposalError::unreadable:
        case ProposalError::refused_by_draft: return 422;
        case ProposalError::already_accepted:
        case ProposalError::competence_gone: return 409;
    }
    return 422;
}

std::string message_key_of(ProposalError error) { return fmt::format("curation.refusal.{}", boost::describe::enum_to_string(error, "not_found")); }

void register_routes(http::Router& router, const PageParts& parts) {
    register_map_pages(router, parts);
    register_edit_pages(router, parts);
    register_outdating_pages(router, parts);
    register_proposal_pages(router, parts);
    register_api(router, parts);
}

}  // namespace kc::curation
