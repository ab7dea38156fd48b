// SPDX-License-Identifier: EUPL-1.2
#include "consent/ask.hpp"

#include <fmt/format.h>

namespace kc::consent {

AskView ask_view(const TextVersion& text, Language language) {
    const auto& words = text.in(language);
    return {words.title, words.text, words.withdrawal, text.version, std::string(language_code(language))};
}

std::optional<AskView> ask_view(const ConsentService& consents, storage::Session& session, const Viewer& viewer, std::string_view purpose,
                                Language language) {
    const auto* text = consents.text_for(viewer, purpose);
    if (text == nullptr || consents.is_given(session, viewer.person, purpose)) return std::nullopt;
    return ask_view(*text, language);
}

Agreement read_agreement(const web::FormReader& form, std::string_view purpose, std::string_view through) {
    const auto version = web::parse_integer(form.raw("fassung"));
    return {.purpose = purpose,
            .version = version && *version > 0 && *version < 10'000 ? static_cast<int>(*version) : 0,
            .language = parse_language(form.raw("sprache")).value_or(Language::de),
            .through = through};
}

int status_of(ConsentError error) {
    switch (error) {
        case ConsentError::not_permitted: return 403;
        case ConsentError::unknown_purpose: return 404;
        case ConsentError::not_offered: return 409;
        case ConsentError::outdated_text: return 409;
        case ConsentError::not_given: return 409;
        case ConsentError::not_found: return 404;
    }
    return 422;
}

std::string message_key_of(ConsentError error) { return fmt::format("consent.problem.{}", boost::describe::enum_to_string(error, "")); }

}  // namespace kc::consent
