// SPDX-License-Identifier: EUPL-1.2
// The mails about confirmations, from the message catalogue.
#pragma once

#include "placement/confirmation_service.hpp"
#include "web/messages.hpp"

namespace kc::placement {

class CatalogueConfirmationMails final : public ConfirmationMails {
public:
    CatalogueConfirmationMails(const web::Messages& messages, std::string public_url) : messages_(messages), public_url_(std::move(public_url)) {}

    Text asked(Language language, const std::string& name) const override {
        return {messages_.text(language, "placement.mail.asked.subject"),
                messages_.text(language, "placement.mail.asked.body", {{"name", name}, {"link", public_url_ + "/bestaetigungen"}})};
    }
    Text decided(Language language, ConfirmationState state) const override {
        const std::string key = state == ConfirmationState::confirmed ? "placement.mail.confirmed" : "placement.mail.declined";
        return {messages_.text(language, key + ".subject"),
                messages_.text(language, key + ".body", {{"link", public_url_ + "/profil/bestaetigungen"}})};
    }

private:
    const web::Messages& messages_;
    std::string public_url_;
};

}  // namespace kc::placement
