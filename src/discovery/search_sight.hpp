// SPDX-License-Identifier: EUPL-1.2
// What pages and JSON of the search begin with: one consistent state, who searches, and what is known about that person. Included by
// the search's own files only.
#pragma once

#include "competence/competence.hpp"
#include "discovery/audience.hpp"
#include "discovery/finding.hpp"
#include "discovery/search_pages.hpp"
#include "storage/database.hpp"

namespace kc::discovery {

// Four statements for people with a profile, none for visitors.
class SearchSight {
public:
    enum class Profile { read, left_out };  // left out: for suggestions, which are the same for everybody of an organisation

    SearchSight(const SearchSources& sources, const http::Request& request, Profile profile = Profile::read)
        : state(sources.offers.current()), language(web::language_of(request)) {
        const auto* viewer = request.viewer();
        const auto today = sources.clock.today();
        if (profile == Profile::read && viewer != nullptr && viewer->may(Permission::keep_own_profile)) {
            learner_ = sources.database.read(
                [&](storage::Session& session) { return competence::find_learner_profile(session, *state->framework, viewer->person, today); });
            if (learner_ && learner_->jobs.present) specialist = specialist_areas(*state->framework, learner_->organisation, learner_->jobs);
        }
        searcher = searcher_of(*state, viewer, learner_ ? &*learner_ : nullptr, today);
    }
    SearchSight(const SearchSight&) = delete;

    std::shared_ptr<const OfferState> state;
    Language language;
    Searcher searcher;
    std::vector<bool> specialist;

private:
    std::optional<competence::LearnerProfile> learner_;
};

// What may be offered while somebody types: words, names of filters, titles.
std::vector<std::string> suggestions_for(const SearchSight& sight, std::string_view text);

}  // namespace kc::discovery
