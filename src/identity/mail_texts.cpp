// SPDX-License-Identifier: EUPL-1.2
#include "identity/mail_texts.hpp"

#include "web/format.hpp"

namespace kc::identity {

MailContent CatalogueMailTexts::content(Language language, const std::string& key, const web::MessageFields& fields) const {
    return {messages_.text(language, key + ".subject"), messages_.text(language, key + ".body", fields)};
}

MailContent CatalogueMailTexts::invitation(Language language, const std::string& name, const std::string& organisation, const std::string& token,
                                           Instant expires_at) const {
    return content(language, "identity.mail.invitation",
                   {{"name", name},
                    {"organisation", organisation},
                    {"link", public_url_ + "/einladung/" + token},
                    {"until", web::format_instant(expires_at, language)}});
}

MailContent CatalogueMailTexts::password_reset(Language language, const std::string& name, const std::string& token, Instant expires_at) const {
    return content(language, "identity.mail.password_reset",
                   {{"name", name}, {"link", public_url_ + "/passwort-neu/" + token}, {"until", web::format_instant(expires_at, language)}});
}

MailContent CatalogueMailTexts::password_changed(Language language, const std::string& name) const {
    return content(language, "identity.mail.password_changed", {{"name", name}, {"link", public_url_ + "/passwort-vergessen"}});
}

MailContent CatalogueMailTexts::address_changed(Language language, const std::string& name) const {
    return content(language, "identity.mail.address_changed", {{"name", name}, {"link", public_url_ + "/hilfe"}});
}

}  // namespace kc::identity
