// SPDX-License-Identifier: EUPL-1.2
// The portal's list of offers that need a look, and the same as a mail.
#pragma once

#include "authoring/freshness_service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::authoring {

// /anbieter-bereich/bitte-pruefen
void register_freshness_pages(http::Router& router, const web::Site& site, FreshnessService& freshness);

// "Das Siegel „X“ läuft am 3. April 2026 ab." for page and mail.
std::string finding_text(const web::Messages& messages, Language language, const FreshnessFinding& finding);

class CatalogueFreshnessMails final : public FreshnessMails {
public:
    CatalogueFreshnessMails(const web::Messages& messages, std::string public_url) : messages_(messages), public_url_(std::move(public_url)) {}

    Text summary(Language language, const FreshnessGroup& group) const override;

private:
    const web::Messages& messages_;
    const std::string public_url_;
};

}  // namespace kc::authoring
