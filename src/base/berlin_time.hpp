// SPDX-License-Identifier: EUPL-1.2
// German local time: Central European Time with the summer time of EU Directive 2000/84/EC
// (last Sunday of March to last Sunday of October, both at 01:00 UTC). g++ 12 has no time zone database of its own.
#pragma once

#include "base/date.hpp"

namespace kc {

std::chrono::hours berlin_offset(Instant instant);  // one or two hours ahead of UTC
std::chrono::local_seconds to_berlin(Instant instant);
Instant from_berlin(std::chrono::local_seconds local);  // an hour that occurs twice means the earlier one
Date berlin_date(Instant instant);

}  // namespace kc
