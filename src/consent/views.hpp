// SPDX-License-Identifier: EUPL-1.2
// What pages and JSON of this room show.
#pragma once

#include "consent/service.hpp"
#include "web/page.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::consent {

// The proof of one agreement, as it is shown, printed and downloaded.
struct ProofView {
    ConsentId id;
    std::string purpose;
    int version = 0;
    Language language{};
    std::string title, wording, sha256;
    Instant given_at{};
    std::string given_through;
    std::optional<Instant> ended_at;
    std::optional<Ending> ended_how;
    std::string ended_through;
};
BOOST_DESCRIBE_STRUCT(ProofView, (),
                      (id, purpose, version, language, title, wording, sha256, given_at, given_through, ended_at, ended_how, ended_through))

struct ConsentView {
    std::string purpose, title, text, withdrawal;
    int version = 0;
    Date since{};  // of the text
    ConsentState state{};
    bool can_give = false, can_withdraw = false;
    std::optional<Instant> given_at;
    std::vector<std::string> effects;  // what a withdrawal would delete now
    std::vector<ProofView> history;    // newest first
};
BOOST_DESCRIBE_STRUCT(ConsentView, (), (purpose, title, text, withdrawal, version, since, state, can_give, can_withdraw, given_at, effects, history))

ProofView proof_view(const StoredConsent& consent);
ConsentView consent_view(const OwnConsent& own, const web::Messages& messages, Language language);
std::vector<std::string> effect_texts(const std::vector<Effect>& effects, const web::Messages& messages, Language language);

}  // namespace kc::consent
