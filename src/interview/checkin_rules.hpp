// SPDX-License-Identifier: EUPL-1.2
// When a later question is asked and when it is left alone (IV-30 …): it reminds once and never insists.
#pragma once

namespace kc::interview {

inline constexpr int checkin_days_open = 30;        // IV-31: after that the question is no longer shown
inline constexpr int checkin_days_between = 14;     // IV-32: of the same cause
inline constexpr int checkin_days_after_unit = 14;  // IV-30: by then there was something to try it on
inline constexpr int checkin_days_after_job = 1;    // IV-30

}  // namespace kc::interview
