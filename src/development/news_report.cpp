// SPDX-License-Identifier: EUPL-1.2
#include "development/news_report.hpp"

namespace kc::development {

// What one side did is news for the other; what the platform did is news for the employee, a near deadline for both. A closed talk has
// nothing to tell the counterpart but that it is closed.
std::vector<NewsFor> list_news(storage::Session& session, Instant since, PersonId after, int limit) {
    return session.query<NewsFor>(
        "WITH happened AS ("
        "SELECT COALESCE(t.person_id, g.person_id) AS reader_id, CASE WHEN e.goal_id IS NULL THEN 0 ELSE 1 END AS as_employee, 0 AS as_counterpart, "
        "CASE WHEN e.talk_id IS NULL THEN 0 ELSE 1 END AS talks, e.at FROM development_events e "
        "LEFT JOIN development_talks t ON t.id = e.talk_id LEFT JOIN goals g ON g.id = e.goal_id "
        "WHERE e.at > ? AND (e.side IS NULL OR e.side = 'counterpart') "
        "UNION ALL "
        "SELECT COALESCE(t.counterpart_id, g.counterpart_id), 0, CASE WHEN e.goal_id IS NULL THEN 0 ELSE 1 END, "
        "CASE WHEN e.talk_id IS NULL THEN 0 ELSE 1 END, e.at FROM development_events e "
        "LEFT JOIN development_talks t ON t.id = e.talk_id LEFT JOIN goals g ON g.id = e.goal_id "
        "WHERE e.at > ? AND (e.side = 'employee' OR e.happening IN ('deadline_near', 'taken_over')) "
        "AND (t.id IS NULL OR t.state <> 'closed' OR e.happening = 'talk_closed')) "
        "SELECT h.reader_id, SUM(h.as_employee) AS as_employee, SUM(h.as_counterpart) AS as_counterpart, SUM(h.talks) AS talks, MAX(h.at) AS latest "
        "FROM happened h LEFT JOIN development_mails m ON m.person_id = h.reader_id "
        "WHERE h.reader_id IS NOT NULL AND h.reader_id > ? AND h.at > COALESCE(m.told_until, 0) GROUP BY h.reader_id ORDER BY h.reader_id LIMIT ?",
        since, since, after, limit);
}

}  // namespace kc::development
