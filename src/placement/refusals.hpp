// SPDX-License-Identifier: EUPL-1.2
// How refusals of this room are told: HTTP status and message, for pages and the JSON interface alike.
#pragma once

#include "placement/confirmation_service.hpp"
#include "placement/document_service.hpp"
#include "placement/item_service.hpp"
#include "placement/test_service.hpp"

#include <string>

namespace kc::placement {

int status_of(PlacementError error);
int status_of(DocumentError error);
int status_of(ConfirmationError error);
int status_of(ItemError error);

template <class Error> std::string code_of(Error error) { return boost::describe::enum_to_string(error, "not_permitted"); }
template <class Error> std::string message_key_of(Error error) { return "placement.problem." + code_of(error); }
inline std::string message_key_of(ItemError error) { return "placement.item_refusal." + code_of(error); }

}  // namespace kc::placement
