// SPDX-License-Identifier: EUPL-1.2
#include "sample/more_offers.hpp"

#include "base/random.hpp"
#include "sample/calendar.hpp"

#include <array>

namespace kc::sample {

namespace {

constexpr std::array audiences{"kleine Gemeinden", "Kreise",        "Städte",        "Ortsverwaltungen", "Neue im Amt",   "Leitungen",
                               "Teilzeitkräfte",   "Auszubildende", "Bürgerbüros",   "Bauämter",         "Kämmereien",    "Ordnungsämter",
                               "Jugendämter",      "Sozialämter",   "Personalämter", "Stadtwerke",       "Zweckverbände", "Verbandsgemeinden",
                               "Hauptämter",       "Standesämter"};

// Three weeks earlier to three weeks later, on course days; the deadline keeps its distance.
void move_dates(std::vector<catalogue::DateContent>& dates, SeededRandom& random) {
    for (auto& date : dates) {
        const int length = static_cast<int>(days_between(date.first_day, date.last_day));
        const int notice = static_cast<int>(days_between(date.booking_deadline, date.first_day));
        date.first_day = next_course_days(add_days(date.first_day, static_cast<int>(random.below(21))), length + 1);
        date.last_day = add_days(date.first_day, length);
        date.booking_deadline = add_days(date.first_day, -notice);
    }
    std::sort(dates.begin(), dates.end(), [](const auto& a, const auto& b) { return a.first_day < b.first_day; });
}

}  // namespace

void add_more_offers(catalogue::CatalogueContent& offers, std::int64_t count, std::uint64_t seed) {
    const auto written = offers.units.size();
    for (std::size_t number = 0; static_cast<std::int64_t>(offers.units.size()) < count; ++number) {
        auto variant = offers.units[number % written];
        if (variant.code_share_of || variant.only_for) continue;
        const auto round = number / written + 1;
        variant.slug += "-" + std::to_string(round);
        SeededRandom random(mixed_seed(seed, variant.slug));
        variant.title += fmt::format(" für {}, Reihe {}", audiences[random.below(audiences.size())], round);
        variant.provider = offers.providers[random.below(offers.providers.size())].slug;
        variant.mandatory_in.clear();
        const auto percent = static_cast<std::int64_t>(70 + random.below(70));
        variant.price_member.value = variant.price_member.value * percent / 10'000 * 100;
        variant.price_other.value = variant.price_other.value * percent / 10'000 * 100;
        move_dates(variant.dates, random);
        offers.units.push_back(std::move(variant));
    }
}

}  // namespace kc::sample
