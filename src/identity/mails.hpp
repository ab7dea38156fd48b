// SPDX-License-Identifier: EUPL-1.2
// The mails that identity causes. Services queue them in their transaction; the texts come from the message catalogues (mail_texts.hpp).
#pragma once

#include "base/date.hpp"
#include "base/language.hpp"

#include <string>

namespace kc::identity {

struct MailContent {
    std::string subject;
    std::string body;
};

class MailTexts {
public:
    virtual ~MailTexts() = default;
    virtual MailContent invitation(Language language, const std::string& name, const std::string& organisation, const std::string& token,
                                   Instant expires_at) const = 0;
    virtual MailContent password_reset(Language language, const std::string& name, const std::string& token, Instant expires_at) const = 0;
    virtual MailContent password_changed(Language language, const std::string& name) const = 0;
    virtual MailContent address_changed(Language language, const std::string& name) const = 0;
};

}  // namespace kc::identity
