// SPDX-License-Identifier: EUPL-1.2
#include "discovery/offer_condition.hpp"

#include <charconv>

#include <fmt/format.h>

namespace kc::discovery {

OfferCondition offer_condition(const catalogue::LearningUnit* unit, bool member, Date today) {
    OfferCondition state;
    if (unit == nullptr) return state;
    state.offered = true;
    state.price = unit->price(member);
    if (const auto* next = unit->next_date(today)) {
        state.next_day = next->first_day;
        state.seats = next->seats + next->online_seats;
    }
    for (const auto& date : unit->dates) {
        if (date.bookable(today)) state.newest_date = std::max(state.newest_date, date.id.value);
    }
    return state;
}

// offered;cents;day;seats;number, for example "1;4500;2026-05-04;12;345"
std::string to_text(const OfferCondition& state) {
    return fmt::format("{};{};{};{};{}", state.offered ? 1 : 0, state.price.value, state.next_day ? to_iso(*state.next_day) : "", state.seats,
                       state.newest_date);
}

std::optional<OfferCondition> parse_offer_condition(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t from = 0; from <= text.size();) {
        const auto end = std::min(text.find(';', from), text.size());
        parts.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    if (parts.size() != 5) return std::nullopt;
    bool whole = true;
    const auto number = [&](std::string_view part) {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        whole = whole && error == std::errc{} && end == part.data() + part.size();
        return value;
    };
    OfferCondition state;
    state.offered = number(parts[0]) == 1;
    state.price = Money{number(parts[1])};
    if (!parts[2].empty()) {
        state.next_day = parse_date(parts[2]);
        whole = whole && state.next_day.has_value();
    }
    state.seats = static_cast<int>(number(parts[3]));
    state.newest_date = number(parts[4]);
    return whole ? std::optional(state) : std::nullopt;
}

std::vector<OfferChange> changes_between(const OfferCondition& before, const OfferCondition& now) {
    std::vector<OfferChange> changes;
    if (before.offered && !now.offered) return {OfferChange::retired};
    if (!now.offered) return changes;
    if (!before.offered) changes.push_back(OfferChange::offered_again);
    if (now.newest_date > before.newest_date) changes.push_back(OfferChange::new_date);
    if (before.next_day && !now.next_day) changes.push_back(OfferChange::no_date_left);
    if (before.offered) {
        if (now.price < before.price) changes.push_back(OfferChange::price_lower);
        if (now.price > before.price) changes.push_back(OfferChange::price_higher);
    }
    // Seats of one and the same date only: another date has other seats anyway.
    if (before.next_day && before.next_day == now.next_day) {
        if (now.seats > before.seats) changes.push_back(OfferChange::more_seats);
        if (now.seats < before.seats) changes.push_back(OfferChange::fewer_seats);
    }
    return changes;
}

}  // namespace kc::discovery
