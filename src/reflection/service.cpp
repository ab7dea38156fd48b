// SPDX-License-Identifier: EUPL-1.2
#include "reflection/service.hpp"

#include "reflection/store.hpp"

#include <algorithm>

namespace kc::reflection {

using storage::Session;
using storage::Transaction;

Result<OwnCard, ReflectionError> ReflectionService::find_own(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ReflectionError::not_permitted);
    const Owner owner(viewer);
    OwnCard own;
    database_.read([&](Session& session) {
        own.consented = consents_.is_given(session, viewer.person, consent::reflection_card);
        const auto stored = find_card(session, owner);
        if (!stored) return;
        own.saved_on = stored->saved_on;
        own.keeps_history = stored->keeps_history;
        auto card = seal_.open(owner.person(), stored->sealed);
        own.readable = card.has_value();
        if (card) own.card = std::move(*card);
        for (const auto& row : list_former(session, owner)) {
            if (auto former = seal_.open(owner.person(), row.sealed)) own.former.push_back({row.saved_on, std::move(*former)});
        }
    });
    return own;
}

Result<void, ReflectionError> ReflectionService::answer(const Viewer& viewer, Area area, const std::vector<Answer>& answers) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ReflectionError::not_permitted);
    if (!std::all_of(answers.begin(), answers.end(), is_sound)) return refuse(ReflectionError::invalid_answer);
    const Owner owner(viewer);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ReflectionError> {
        if (!lock_owner(transaction, owner)) return refuse(ReflectionError::not_permitted);
        if (!consents_.is_given(transaction, viewer.person, consent::reflection_card)) return refuse(ReflectionError::no_consent);
        const auto stored = find_card(transaction, owner);
        Card before;
        if (stored) {
            auto opened = seal_.open(owner.person(), stored->sealed);
            if (!opened) return refuse(ReflectionError::unreadable);
            before = std::move(*opened);
        }
        const auto after = with_answers(before, area, answers);
        if (after == before) return {};
        if (stored && stored->keeps_history && stored->saved_on != clock_.today()) {  // PR-07: one former card a day
            put_former(transaction, owner, *stored);
            const auto former = list_former(transaction, owner);
            for (std::size_t i = former_cards_max; i < former.size(); ++i) remove_former(transaction, owner, former[i].saved_on);
        }
        put_card(transaction, owner, seal_.seal(owner.person(), after), clock_.today());
        return {};
    });
}

Result<void, ReflectionError> ReflectionService::keep_history(const Viewer& viewer, bool keeps) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ReflectionError::not_permitted);
    const Owner owner(viewer);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ReflectionError> {
        if (!lock_owner(transaction, owner)) return refuse(ReflectionError::not_permitted);
        if (!find_card(transaction, owner)) return refuse(ReflectionError::no_card);
        if (keeps && !consents_.is_given(transaction, viewer.person, consent::reflection_card)) return refuse(ReflectionError::no_consent);
        update_keeps_history(transaction, owner, keeps);
        if (!keeps) remove_history(transaction, owner);
        return {};
    });
}

Result<void, ReflectionError> ReflectionService::erase(const Viewer& viewer) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ReflectionError::not_permitted);
    const Owner owner(viewer);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ReflectionError> {
        if (!lock_owner(transaction, owner)) return refuse(ReflectionError::not_permitted);
        remove_all(transaction, owner);
        return {};
    });
}

}  // namespace kc::reflection
