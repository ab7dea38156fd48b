// SPDX-License-Identifier: EUPL-1.2
// How a room asks in a form of its own: AskView with {{>consent/ask}} between <form> and its button, which says "Einwilligen und …";
// read_agreement() takes from the sent form which text the person saw. The button is the agreement: no box is ever ticked beforehand (EW-02).
#pragma once

#include "consent/service.hpp"
#include "web/page.hpp"

#include <optional>

namespace kc::consent {

struct AskView {
    std::string title, text, withdrawal;
    int version = 0;
    std::string language;  // in which it is shown
};
BOOST_DESCRIBE_STRUCT(AskView, (), (title, text, withdrawal, version, language))

AskView ask_view(const TextVersion& text, Language language);
// Nothing when this person is not to be asked, or has agreed already.
std::optional<AskView> ask_view(const ConsentService& consents, storage::Session& session, const Viewer& viewer, std::string_view purpose,
                                Language language);

// A form without the hidden fields gives version 0, which every give() refuses as outdated_text.
Agreement read_agreement(const web::FormReader& form, std::string_view purpose, std::string_view through);

int status_of(ConsentError error);
std::string message_key_of(ConsentError error);  // "consent.problem.…"

}  // namespace kc::consent
