// SPDX-License-Identifier: EUPL-1.2
#include "base/berlin_time.hpp"

namespace kc {

using namespace std::chrono;

namespace {

Instant change_of_clocks(year in, month month_of_change) { return sys_days{in / month_of_change / Sunday[last]} + hours{1}; }

}  // namespace

hours berlin_offset(Instant instant) {
    const year current = Date{floor<days>(instant)}.year();
    const bool summer = instant >= change_of_clocks(current, March) && instant < change_of_clocks(current, October);
    return hours{summer ? 2 : 1};
}

local_seconds to_berlin(Instant instant) { return local_seconds{(instant + berlin_offset(instant)).time_since_epoch()}; }

Instant from_berlin(local_seconds local) {
    const Instant as_summer{local.time_since_epoch() - hours{2}};
    if (berlin_offset(as_summer) == hours{2}) return as_summer;
    return Instant{local.time_since_epoch() - hours{1}};
}

Date berlin_date(Instant instant) { return Date{sys_days{floor<days>(to_berlin(instant)).time_since_epoch()}}; }

}  // namespace kc
