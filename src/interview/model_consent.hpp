// SPDX-License-Identifier: EUPL-1.2
// What a withdrawn consent to the language model deletes, and how that is announced in numbers (IV-15, EW-25).
#pragma once

#include "consent/service.hpp"

namespace kc::interview {

// For both purposes: a model inside the operator's network and one outside.
void connect_consent(consent::ConsentService& consents);

}  // namespace kc::interview
