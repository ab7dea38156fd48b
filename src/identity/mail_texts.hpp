// SPDX-License-Identifier: EUPL-1.2
// The mails of identity in the words of the message catalogues, each in the language of the person it goes to.
#pragma once

#include "identity/mails.hpp"
#include "web/messages.hpp"

namespace kc::identity {

class CatalogueMailTexts final : public MailTexts {
public:
    CatalogueMailTexts(const web::Messages& messages, std::string public_url) : messages_(messages), public_url_(std::move(public_url)) {}

    MailContent invitation(Language language, const std::string& name, const std::string& organisation, const std::string& token,
                           Instant expires_at) const override;
    MailContent password_reset(Language language, const std::string& name, const std::string& token, Instant expires_at) const override;
    MailContent password_changed(Language language, const std::string& name) const override;
    MailContent address_changed(Language language, const std::string& name) const override;

private:
    MailContent content(Language language, const std::string& key, const web::MessageFields& fields) const;

    const web::Messages& messages_;
    const std::string public_url_;
};

}  // namespace kc::identity
