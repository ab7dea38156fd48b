// SPDX-License-Identifier: EUPL-1.2
#include "authoring/release_mails.hpp"

namespace kc::authoring {

ReleaseMails::Text CatalogueReleaseMails::released(Language language, const std::string& title, LearningUnitId offer) const {
    return {messages_.text(language, "authoring.mail.released.subject"),
            messages_.text(language, "authoring.mail.released.body", {{"title", title}, {"link", address(offer)}})};
}

ReleaseMails::Text CatalogueReleaseMails::sent_back(Language language, const std::string& title, const std::string& remark,
                                                    LearningUnitId offer) const {
    return {messages_.text(language, "authoring.mail.sent_back.subject"),
            messages_.text(language, "authoring.mail.sent_back.body", {{"title", title}, {"remark", remark}, {"link", address(offer)}})};
}

}  // namespace kc::authoring
