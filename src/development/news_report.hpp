// SPDX-License-Identifier: EUPL-1.2
// Who has something new on which page since the last mail: read-only, no contents.
#pragma once

#include "base/ids.hpp"
#include "storage/database.hpp"

#include <vector>

namespace kc::development {

struct NewsFor {
    PersonId reader_id;
    std::int64_t as_employee = 0, as_counterpart = 0;  // goals
    std::int64_t talks = 0;
    Instant latest{};
};
BOOST_DESCRIBE_STRUCT(NewsFor, (), (reader_id, as_employee, as_counterpart, talks, latest))

// By person, behind `after`.
std::vector<NewsFor> list_news(storage::Session& session, Instant since, PersonId after, int limit);

}  // namespace kc::development
