// SPDX-License-Identifier: EUPL-1.2
// Encryption of a card for one person: the key comes from a secret of the installation and the person's number, so that a row read from
// the table, or put into another person's row, says nothing.
#pragma once

#include "base/ids.hpp"
#include "reflection/model.hpp"
#include "storage/parameters.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kc::reflection {

class CardSeal {
public:
    explicit CardSeal(std::string_view secret);  // the same on every node

    storage::Bytes seal(PersonId person, const Card& card) const;
    // Nothing when it was not sealed here for this person: another secret, another row, or changed by somebody.
    std::optional<Card> open(PersonId person, const storage::Bytes& sealed) const;

private:
    std::string key_of(PersonId person) const;

    std::string secret_;
};

// As it is sealed.
std::string to_text(const Card& card);
std::optional<Card> parse_card(std::string_view text);

}  // namespace kc::reflection
