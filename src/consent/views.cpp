// SPDX-License-Identifier: EUPL-1.2
#include "consent/views.hpp"

namespace kc::consent {

std::vector<std::string> effect_texts(const std::vector<Effect>& effects, const web::Messages& messages, Language language) {
    std::vector<std::string> texts;
    for (const auto& effect : effects) {
        web::MessageFields fields;
        for (const auto& [name, number] : effect.numbers) fields.emplace_back(name, number);
        texts.push_back(messages.text(language, effect.message_key, fields));
    }
    return texts;
}

ProofView proof_view(const StoredConsent& consent) {
    return {.id = consent.id,
            .purpose = consent.purpose,
            .version = consent.version,
            .language = consent.language,
            .title = consent.title,
            .wording = consent.wording,
            .sha256 = consent.sha256,
            .given_at = consent.given_at,
            .given_through = consent.given_through,
            .ended_at = consent.ended_at,
            .ended_how = consent.ended_how,
            .ended_through = consent.ended_through};
}

ConsentView consent_view(const OwnConsent& own, const web::Messages& messages, Language language) {
    const auto& words = own.text->in(language);
    ConsentView view{.purpose = own.purpose->key,
                     .title = words.title,
                     .text = words.text,
                     .withdrawal = words.withdrawal,
                     .version = own.text->version,
                     .since = own.text->since,
                     .state = own.state,
                     .can_give = own.can_give,
                     .can_withdraw = own.open.has_value(),
                     .given_at = {},
                     .effects = effect_texts(own.effects, messages, language),
                     .history = {}};
    if (own.open) view.given_at = own.open->given_at;
    for (const auto& consent : own.history) view.history.push_back(proof_view(consent));
    return view;
}

}  // namespace kc::consent
