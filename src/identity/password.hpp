// SPDX-License-Identifier: EUPL-1.2
// Passwords: which ones are accepted (rules ID-10 to ID-13), and how they are stored (Argon2id).
// Hashing is slow on purpose: never inside a transaction, and only on routes of the pool for passwords.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kc::identity {

inline constexpr std::size_t password_length_min = 12;
inline constexpr std::size_t password_length_max = 128;

enum class PasswordProblem { too_short, too_long, personal, too_common };

struct PasswordOwner {
    std::string email;
    std::string first_name;
    std::string last_name;
};

std::optional<PasswordProblem> find_password_problem(std::string_view password, const PasswordOwner& owner);

struct PasswordCost {
    unsigned long long operations;
    std::size_t memory_bytes;
    static PasswordCost interactive();  // for production: some 130 ms and 64 MiB
    static PasswordCost lowest();       // for tests and sample data
};

class PasswordHasher {
public:
    explicit PasswordHasher(PasswordCost cost);

    std::string hash(std::string_view password) const;
    // An account that is unknown or has no password costs the same time as a wrong one, and never matches.
    bool matches(const std::optional<std::string>& stored, std::string_view password) const;
    bool needs_rehash(const std::string& stored) const;

private:
    PasswordCost cost_;
    std::string dummy_;
};

}  // namespace kc::identity
