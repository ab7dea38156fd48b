// SPDX-License-Identifier: EUPL-1.2
// What all pages of the interview begin and end with. Included by the pages of this room only.
#pragma once

#include "interview/refusals.hpp"
#include "interview/views.hpp"
#include "web/page.hpp"

namespace kc::interview {

// Calls page(viewer); people without the right to a profile get the page that says so.
template <class Page> http::Response with_learner(const http::Request& request, const web::Site& site, Page&& page) {
    const auto* viewer = request.viewer();
    if (viewer == nullptr) return web::redirect("/anmelden");
    if (!viewer->may(Permission::keep_own_profile)) return site.error_page(request, 403, "interview.problem.not_permitted");
    return page(*viewer);
}

inline http::Response refusal_page(const http::Request& request, const web::Site& site, InterviewError error) {
    // Somebody finished or began on another device: the overview says how things stand.
    if (error == InterviewError::no_session)
        return web::redirect("/interview", {.message_key = "interview.notice.no_session", .kind = web::NoticeKind::info});
    if (error == InterviewError::session_open)
        return web::redirect("/interview", {.message_key = "interview.notice.session_open", .kind = web::NoticeKind::info});
    if (error == InterviewError::nothing_before) return web::redirect("/interview");
    return site.error_page(request, status_of(error), message_key_of(error));
}

// What the form says about proposals; those left alone stay open.
inline std::vector<DecisionInput> read_decisions(web::FormReader& form, const State& state) {
    std::vector<DecisionInput> decisions;
    for (const auto* proposal : state.open_proposals()) {
        const auto name = field_of(proposal->id);
        if (!form.has(name)) continue;
        const auto word = form.choice(name, {"yes", "no", "0", "1", "2", "3", "4", "5"});
        if (word.empty()) continue;
        DecisionInput decision{proposal->id, word != "no", std::nullopt};
        if (word != "yes" && word != "no") decision.level = word.front() - '0';
        decisions.push_back(decision);
    }
    return decisions;
}

}  // namespace kc::interview
