// SPDX-License-Identifier: EUPL-1.2
#include "reflection/store.hpp"

namespace kc::reflection {

std::optional<SealedCard> find_card(storage::Session& session, const Owner& owner) {
    return session.find<SealedCard>("SELECT sealed, saved_on, keeps_history FROM reflection_cards WHERE person_id = ?", owner.person());
}

std::vector<FormerSealedCard> list_former(storage::Session& session, const Owner& owner) {
    return session.query<FormerSealedCard>("SELECT saved_on, sealed FROM reflection_history WHERE person_id = ? ORDER BY saved_on DESC",
                                           owner.person());
}

bool lock_owner(storage::Transaction& transaction, const Owner& owner) {
    return transaction.find_for_update<PersonId>("SELECT id FROM people WHERE id = ? AND state = 'active'", owner.person()).has_value();
}

void put_card(storage::Transaction& transaction, const Owner& owner, const storage::Bytes& sealed, Date today) {
    transaction.execute(
        "INSERT INTO reflection_cards (person_id, sealed, saved_on) VALUES (?, ?, ?) "
        "ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, saved_on = excluded.saved_on",
        owner.person(), sealed, today);
}

void update_keeps_history(storage::Transaction& transaction, const Owner& owner, bool keeps) {
    transaction.execute("UPDATE reflection_cards SET keeps_history = ? WHERE person_id = ?", keeps, owner.person());
}

void put_former(storage::Transaction& transaction, const Owner& owner, const SealedCard& card) {
    transaction.execute(
        "INSERT INTO reflection_history (person_id, saved_on, sealed) VALUES (?, ?, ?) "
        "ON CONFLICT (person_id, saved_on) DO UPDATE SET sealed = excluded.sealed",
        owner.person(), card.saved_on, card.sealed);
}

void remove_former(storage::Transaction& transaction, const Owner& owner, Date saved_on) {
    transaction.execute("DELETE FROM reflection_history WHERE person_id = ? AND saved_on = ?", owner.person(), saved_on);
}

void remove_history(storage::Transaction& transaction, const Owner& owner) {
    transaction.execute("DELETE FROM reflection_history WHERE person_id = ?", owner.person());
}

void remove_all(storage::Transaction& transaction, const Owner& owner) {
    remove_history(transaction, owner);
    transaction.execute("DELETE FROM reflection_cards WHERE person_id = ?", owner.person());
}

}  // namespace kc::reflection
