// SPDX-License-Identifier: EUPL-1.2
#include "identity/password.hpp"

#include "base/random.hpp"
#include "base/text.hpp"

#include <sodium.h>

namespace kc::identity {

namespace {

// What people choose when twelve characters are asked for. Compared in lower case and without digits and signs at the end,
// so that "Passwort2026!" is caught as well.
constexpr std::array<std::string_view, 44> common_passwords{"passwortpasswort",
                                                            "passwordpassword",
                                                            "meinpasswort",
                                                            "meinpasswort1",
                                                            "geheimgeheim",
                                                            "geheimespasswort",
                                                            "einpasswort",
                                                            "qwertzuiopas",
                                                            "qwertzuiopasdf",
                                                            "qwertyuiopas",
                                                            "qwertyuiopasdf",
                                                            "asdfghjklasdf",
                                                            "asdfghjkloea",
                                                            "yxcvbnmasdfg",
                                                            "kommunalcampus",
                                                            "kommunalverwaltung",
                                                            "stadtverwaltung",
                                                            "kreisverwaltung",
                                                            "gemeindeverwaltung",
                                                            "landratsamt",
                                                            "verwaltungscampus",
                                                            "oeffentlicherdienst",
                                                            "personalamt",
                                                            "buergerbuero",
                                                            "hauptamt",
                                                            "rathausrathaus",
                                                            "rathaus",
                                                            "willkommen",
                                                            "willkommenwillkommen",
                                                            "administrator",
                                                            "adminadmin",
                                                            "changemenow",
                                                            "letmeinletmein",
                                                            "iloveyou",
                                                            "ichliebedich",
                                                            "sommerurlaub",
                                                            "sonnenschein",
                                                            "schatzschatz",
                                                            "passwort",
                                                            "password",
                                                            "bitteaendern",
                                                            "hallohallo",
                                                            "testtest",
                                                            "startpasswort"};

constexpr std::array<std::string_view, 6> sequences{"abcdefghijklmnopqrstuvwxyz", "01234567890123456789012345", "98765432109876543210",
                                                    "qwertzuiopasdfghjklyxcvbnm", "qwertyuiopasdfghjklzxcvbnm", "aabbccddeeffgghhiijjkkllmm"};

std::string letters_only_end(std::string text) {
    while (!text.empty() && !std::isalpha(static_cast<unsigned char>(text.back()))) text.pop_back();
    return text;
}

// "aaaaaaaaaaaa", "121212121212": fewer than four different characters.
bool is_monotonous(std::string_view text) { return std::set<char>(text.begin(), text.end()).size() < 4; }

bool is_common(std::string_view password) {
    const std::string lower = lower_ascii(password);
    const std::string stem = letters_only_end(lower);
    if (is_monotonous(lower)) return true;
    const auto equals = [&](std::string_view known) { return known == lower || (stem.size() >= 6 && known == stem); };
    if (std::any_of(common_passwords.begin(), common_passwords.end(), equals)) return true;
    return std::any_of(sequences.begin(), sequences.end(), [&](std::string_view sequence) {
        return sequence.find(lower) != std::string_view::npos || (stem.size() >= 10 && sequence.find(stem) != std::string_view::npos);
    });
}

bool is_personal(std::string_view password, const PasswordOwner& owner) {
    const std::string lower = lower_ascii(password);
    const std::string email = lower_ascii(owner.email);
    const std::string first = lower_ascii(owner.first_name);
    const std::string last = lower_ascii(owner.last_name);
    const std::string local = email.substr(0, email.find('@'));
    for (const std::string& own : {email, local, first + last, last + first, first + " " + last, first + "." + last, last + ", " + first}) {
        if (own.size() >= 3 && (lower == own || letters_only_end(lower) == own)) return true;
    }
    return false;
}

}  // namespace

std::optional<PasswordProblem> find_password_problem(std::string_view password, const PasswordOwner& owner) {
    const std::size_t length = code_points(password);
    if (length < password_length_min) return PasswordProblem::too_short;
    if (length > password_length_max) return PasswordProblem::too_long;
    if (is_personal(password, owner)) return PasswordProblem::personal;
    if (is_common(password)) return PasswordProblem::too_common;
    return std::nullopt;
}

PasswordCost PasswordCost::interactive() { return {crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE}; }

PasswordCost PasswordCost::lowest() { return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN}; }

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium could not be started");
    dummy_ = hash(random_token());
}

std::string PasswordHasher::hash(std::string_view password) const {
    char out[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(out, password.data(), password.size(), cost_.operations, cost_.memory_bytes) != 0) {
        throw std::runtime_error("not enough memory to hash a password");
    }
    return out;
}

bool PasswordHasher::matches(const std::optional<std::string>& stored, std::string_view password) const {
    const std::string& against = stored ? *stored : dummy_;
    // Longer than any accepted password: hashing megabytes would be a gift to attackers.
    const std::string_view bounded = password.substr(0, 4 * password_length_max + 1);
    const bool equal = crypto_pwhash_str_verify(against.c_str(), bounded.data(), bounded.size()) == 0;
    return equal && stored.has_value();
}

bool PasswordHasher::needs_rehash(const std::string& stored) const {
    return crypto_pwhash_str_needs_rehash(stored.c_str(), cost_.operations, cost_.memory_bytes) != 0;
}

}  // namespace kc::identity
