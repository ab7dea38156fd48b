// SPDX-License-Identifier: EUPL-1.2
// The link at the end of each digest that ends them without signing in: who holds it can stop mails of that person and nothing else.
#pragma once

#include "base/person_token.hpp"

namespace kc::discovery {

class UnsubscribeTokens : public PersonTokens {
public:
    explicit UnsubscribeTokens(std::string_view secret) : PersonTokens("discovery.unsubscribe", secret) {}
};

}  // namespace kc::discovery
