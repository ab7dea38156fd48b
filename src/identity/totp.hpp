// SPDX-License-Identifier: EUPL-1.2
// The second factor: time-based codes after RFC 6238 (HMAC-SHA1, 30 seconds, six digits), which every authenticator app knows,
// and the recovery codes for the day the phone is gone.
#pragma once

#include "base/date.hpp"
#include "storage/parameters.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::identity {

inline constexpr int totp_step_seconds = 30;
inline constexpr int recovery_code_count = 10;

storage::Bytes new_totp_secret();  // 20 bytes
std::string totp_code(const storage::Bytes& secret, std::int64_t step);

// The step whose code this is, one before or after the present one allowed for clocks that differ. The caller accepts a step
// only once (ID-22).
std::optional<std::int64_t> matching_totp_step(const storage::Bytes& secret, std::string_view code, Instant now);

std::string base32(const storage::Bytes& bytes);  // as apps take a secret that is typed in

std::vector<std::string> new_recovery_codes();                 // "abcd-efgh-jkmn-pqrs"
std::string normalised_recovery_code(std::string_view typed);  // lower case, without spaces and hyphens

}  // namespace kc::identity
