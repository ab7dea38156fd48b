// SPDX-License-Identifier: EUPL-1.2
// Links in mails that do one thing for one person without signing in: her number with a signature of this installation. Nothing is stored
// for them; the purpose is part of the key, so that a link for one thing never does another.
#pragma once

#include "base/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kc {

class PersonTokens {
public:
    PersonTokens(std::string_view purpose, std::string_view secret);  // the secret is the same on every node

    std::string token_of(PersonId person) const;
    std::optional<PersonId> person_of(std::string_view token) const;  // nothing for whatever was not signed here

private:
    std::string signature_of(PersonId person) const;

    std::string key_;
};

}  // namespace kc
