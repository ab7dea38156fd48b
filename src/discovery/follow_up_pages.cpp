// SPDX-License-Identifier: EUPL-1.2
#include "discovery/follow_up_pages.hpp"

namespace kc::discovery {

void register_follow_up_pages(http::Router& router, const FollowUpSources& sources) {
    register_comparison_pages(router, sources);
    register_watch_list_pages(router, sources);
    register_saved_search_pages(router, sources);
    register_unsubscribe_pages(router, sources);
    register_demand_pages(router, sources);
    register_synonym_list_pages(router, sources);
}

}  // namespace kc::discovery
