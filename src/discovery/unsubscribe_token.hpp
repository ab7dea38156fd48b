// SPDX-License-Identifier: EUPL-1.2
// The link at the end of each digest that ends them without signing in: the person's number with a signature of this installation.
// Nothing is stored for it; who holds the link can stop mails of that person and nothing else.
#pragma once

#include "base/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kc::discovery {

class UnsubscribeTokens {
public:
    explicit UnsubscribeTokens(std::string_view secret);  // the same on every node

    std::string token_of(PersonId person) const;
    std::optional<PersonId> person_of(std::string_view token) const;  // nothing for whatever was not signed here

private:
    std::string signature_of(PersonId person) const;

    std::string key_;
};

}  // namespace kc::discovery
