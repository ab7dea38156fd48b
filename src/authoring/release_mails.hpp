// SPDX-License-Identifier: EUPL-1.2
// The mails about releases in the words of the message catalogues.
#pragma once

#include "authoring/service.hpp"
#include "web/messages.hpp"

namespace kc::authoring {

class CatalogueReleaseMails final : public ReleaseMails {
public:
    CatalogueReleaseMails(const web::Messages& messages, std::string public_url) : messages_(messages), public_url_(std::move(public_url)) {}

    Text released(Language language, const std::string& title, LearningUnitId offer) const override;
    Text sent_back(Language language, const std::string& title, const std::string& remark, LearningUnitId offer) const override;

private:
    std::string address(LearningUnitId offer) const { return fmt::format("{}/anbieter-bereich/angebote/{}", public_url_, offer.value); }

    const web::Messages& messages_;
    const std::string public_url_;
};

}  // namespace kc::authoring
