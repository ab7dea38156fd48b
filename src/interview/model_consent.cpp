// SPDX-License-Identifier: EUPL-1.2
#include "interview/model_consent.hpp"

#include "interview/store.hpp"

namespace kc::interview {

namespace {

std::vector<consent::Effect> preview(storage::Session& session, PersonId person) {
    const auto traces = count_model_traces(session, person);
    std::vector<consent::Effect> effects;
    if (traces.lines > 0) effects.push_back({"interview.withdrawal.lines", {{"lines", traces.lines}}});
    if (traces.open_proposals > 0) effects.push_back({"interview.withdrawal.proposals", {{"proposals", traces.open_proposals}}});
    return effects;
}

}  // namespace

void connect_consent(consent::ConsentService& consents) {
    for (const auto purpose : {consent::language_model, consent::language_model_outside}) {
        consents.on_preview(std::string(purpose), preview);
        consents.on_withdrawal(std::string(purpose), remove_model_traces);
    }
}

}  // namespace kc::interview
