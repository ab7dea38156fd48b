// SPDX-License-Identifier: EUPL-1.2
#include "reflection/personal_data.hpp"

#include "reflection/store.hpp"
#include "web/api_response.hpp"

#include <algorithm>

namespace kc::reflection {

namespace {

struct ExportedAnswer {
    Area area{};
    Question question{};
    int position = 0;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(ExportedAnswer, (), (area, question, position, note))

struct ExportedCard {
    Date saved_on{};
    bool readable = true;
    std::vector<ExportedAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(ExportedCard, (), (saved_on, readable, answers))

struct Exported {
    std::optional<ExportedCard> card;
    bool keeps_history = false;
    std::vector<ExportedCard> former;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (card, keeps_history, former))

ExportedCard exported(Date saved_on, const std::optional<Card>& card) {
    ExportedCard out{saved_on, card.has_value(), {}};
    if (!card) return out;
    for (const auto& answer : card->answers) out.answers.push_back({area_of(answer.question), answer.question, answer.position, answer.note});
    return out;
}

}  // namespace

std::string ReflectionPersonalData::export_data(storage::Session& session, PersonId person) {
    const Owner owner(person);
    Exported out;
    if (const auto stored = find_card(session, owner)) {
        out.card = exported(stored->saved_on, seal_.open(person, stored->sealed));
        out.keeps_history = stored->keeps_history;
    }
    for (const auto& row : list_former(session, owner)) out.former.push_back(exported(row.saved_on, seal_.open(person, row.sealed)));
    return web::to_json(out);
}

void ReflectionPersonalData::erase(storage::Transaction& transaction, PersonId person) { remove_all(transaction, Owner(person)); }

std::vector<consent::Effect> ReflectionPersonalData::preview(storage::Session& session, PersonId person) const {
    const Owner owner(person);
    const auto stored = find_card(session, owner);
    if (!stored) return {};
    std::vector<consent::Effect> effects;
    const auto card = seal_.open(person, stored->sealed);
    if (card) {
        const auto notes = std::count_if(card->answers.begin(), card->answers.end(), [](const Answer& answer) { return !answer.note.empty(); });
        effects.push_back({"reflection.withdrawal.card", {{"answers", static_cast<std::int64_t>(card->answers.size())}, {"notes", notes}}});
    } else {
        effects.push_back({"reflection.withdrawal.unreadable"});
    }
    if (const auto former = list_former(session, owner); !former.empty()) {
        effects.push_back({"reflection.withdrawal.former", {{"former", static_cast<std::int64_t>(former.size())}}});
    }
    return effects;
}

void connect_consent(consent::ConsentService& consents, const CardSeal& seal) {
    const std::string purpose(consent::reflection_card);
    consents.on_preview(purpose,
                        [seal](storage::Session& session, PersonId person) { return ReflectionPersonalData(seal).preview(session, person); });
    consents.on_withdrawal(purpose,
                           [seal](storage::Transaction& transaction, PersonId person) { ReflectionPersonalData(seal).erase(transaction, person); });
}

}  // namespace kc::reflection
