// SPDX-License-Identifier: EUPL-1.2
// The pages about the platform itself: help, legal notice, privacy, accessibility, feedback, and the switches for
// language and appearance. All are public.
#pragma once

#include "base/ids.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace kc::web {

enum class FeedbackSubject { barrier, mistake, idea };
BOOST_DESCRIBE_ENUM(FeedbackSubject, barrier, mistake, idea)

struct Feedback {
    FeedbackSubject subject = FeedbackSubject::idea;
    std::string text;
    std::string email;  // empty: no answer wanted
    std::string page;   // path the person came from
    Language language = Language::de;
    std::optional<PersonId> person;  // who was signed in
};
// Stores the feedback; false when it cannot be taken now.
using StoreFeedback = std::function<bool(const Feedback&)>;

class SitePages {
public:
    SitePages(const Site& site, StoreFeedback store_feedback);
    ~SitePages();

    http::Response help(const http::Request& request) const;
    http::Response imprint(const http::Request& request) const;
    http::Response privacy(const http::Request& request) const;
    http::Response accessibility(const http::Request& request) const;
    http::Response feedback(const http::Request& request) const;
    http::Response send_feedback(const http::Request& request) const;
    http::Response choose_language(const http::Request& request) const;
    http::Response choose_theme(const http::Request& request) const;

private:
    struct Templates;

    http::Response feedback_form(const http::Request& request, const FormReader* refused) const;

    const Site& site_;
    StoreFeedback store_feedback_;
    std::unique_ptr<Templates> templates_;
};

// GET /hilfe /impressum /datenschutz /barrierefreiheit /rueckmeldung, POST /rueckmeldung /sprache /darstellung.
// The pages must outlive the router.
void add_site_routes(http::Router& router, const SitePages& pages);

}  // namespace kc::web
