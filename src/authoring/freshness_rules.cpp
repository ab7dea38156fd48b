// SPDX-License-Identifier: EUPL-1.2
#include "authoring/freshness_rules.hpp"

#include <algorithm>

namespace kc::authoring {

using catalogue::Format;
using catalogue::LearningUnit;

namespace {

bool is_web_address(std::string_view url) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (!url.starts_with(scheme)) continue;
        const auto host = url.substr(scheme.size(), url.find('/', scheme.size()) - scheme.size());
        return host.find('.') != std::string_view::npos && host.find_first_of(" <>\"") == std::string_view::npos;
    }
    return false;
}

void check_dates(const LearningUnit& unit, Date today, std::vector<FreshnessFinding>& findings) {
    // Self-paced offers have none, labels those of their original.
    if (unit.mode == Format::self_paced || unit.code_share_of) return;
    std::optional<Date> last_deadline;
    bool upcoming = false, bookable = false;
    for (const auto& date : unit.dates) {
        if (!date.upcoming(today)) continue;
        upcoming = true;
        bookable = bookable || date.bookable(today);
        last_deadline = last_deadline ? std::max(*last_deadline, date.booking_deadline) : date.booking_deadline;
    }
    if (!upcoming) {
        findings.push_back({FreshnessReason::no_upcoming_date, {}, {}});
    } else if (!bookable) {
        findings.push_back({FreshnessReason::deadlines_over, last_deadline, {}});
    }
}

}  // namespace

std::vector<FreshnessFinding> check_freshness(const LearningUnit& unit, Date published_on, std::optional<bool> source_answers, Date today) {
    std::vector<FreshnessFinding> findings;
    check_dates(unit, today, findings);
    const auto limit = published_on + std::chrono::months{text_old_months};
    const Date old_from = limit.ok() ? limit : Date{limit.year() / limit.month() / std::chrono::last};
    if (today > old_from) findings.push_back({FreshnessReason::text_old, published_on, {}});
    for (const auto& seal : unit.seals) {
        if (!seal.valid_until) continue;
        if (*seal.valid_until < today) {
            findings.push_back({FreshnessReason::seal_expired, seal.valid_until, seal.name});
        } else if (days_between(today, *seal.valid_until) <= seal_expiring_days) {
            findings.push_back({FreshnessReason::seal_expiring, seal.valid_until, seal.name});
        }
    }
    if (unit.source && ((!unit.source->url.empty() && !is_web_address(unit.source->url)) || source_answers == false)) {
        findings.push_back({FreshnessReason::source_broken, {}, unit.source->url});
    }
    return findings;
}

bool may_remind(std::optional<Date> last_sent, Date today) { return !last_sent || days_between(*last_sent, today) >= remind_again_days; }

}  // namespace kc::authoring
