// SPDX-License-Identifier: EUPL-1.2
// All SQL of the reflection card. Every question takes an Owner, and an Owner is made of somebody who asks for herself: there is no way
// to name another person here.
#pragma once

#include "base/viewer.hpp"
#include "storage/database.hpp"

#include <optional>
#include <vector>

namespace kc::reflection {

class Owner {
public:
    explicit Owner(const Viewer& viewer) : person_(viewer.person) {}
    PersonId person() const { return person_; }

private:
    friend class ReflectionPersonalData;  // data access and erasure act for the person herself, after her password
    explicit Owner(PersonId person) : person_(person) {}

    PersonId person_;
};

struct SealedCard {
    storage::Bytes sealed;
    Date saved_on{};
    bool keeps_history = false;
};
BOOST_DESCRIBE_STRUCT(SealedCard, (), (sealed, saved_on, keeps_history))

struct FormerSealedCard {
    Date saved_on{};
    storage::Bytes sealed;
};
BOOST_DESCRIBE_STRUCT(FormerSealedCard, (), (saved_on, sealed))

std::optional<SealedCard> find_card(storage::Session& session, const Owner& owner);
std::vector<FormerSealedCard> list_former(storage::Session& session, const Owner& owner);  // newest first

bool lock_owner(storage::Transaction& transaction, const Owner& owner);  // false: no longer active
void put_card(storage::Transaction& transaction, const Owner& owner, const storage::Bytes& sealed, Date today);
void update_keeps_history(storage::Transaction& transaction, const Owner& owner, bool keeps);
void put_former(storage::Transaction& transaction, const Owner& owner, const SealedCard& card);
void remove_former(storage::Transaction& transaction, const Owner& owner, Date saved_on);
void remove_history(storage::Transaction& transaction, const Owner& owner);
void remove_all(storage::Transaction& transaction, const Owner& owner);

}  // namespace kc::reflection
