// SPDX-License-Identifier: EUPL-1.2
// Single values as other systems write them: durations, moments, prices, languages, texts with markup. Nothing for what is unreadable.
#pragma once

#include "base/date.hpp"
#include "base/money.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::exchange {

std::string shortened(std::string_view text, std::size_t points = 120);  // for reports, one line
std::string cut(std::string_view valid_utf8, std::size_t points);        // the first so many characters, whole
std::string folded(std::string_view text);                               // for comparing names: lower case, ä → ae, one blank between words

// Text without markup on one line.
std::string text_line(std::string_view html_or_text);
std::string short_line(std::string_view html_or_text);  // of a name or an address: at most 120 characters
// What may stand in a description: the allow-list of catalogue/rich_text.hpp; plain text stays as it is.
std::string description_text(std::string_view html_or_text);
std::string without_control_characters(std::string_view text);  // also broken UTF-8, which becomes U+FFFD

struct IsoDuration {
    double years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0;
    double total_weeks() const { return years * 52 + months * 4.345 + weeks + days / 7; }
    double total_hours() const { return hours + minutes / 60; }  // of the time part only
};
std::optional<IsoDuration> parse_iso_duration(std::string_view text);  // "P4W", "PT8H30M"

// "8", "7,5 Stunden", "3-4 Stunden pro Woche" → the mean; "90 min"; "16 UE" (of 45 minutes). Nothing without a number.
struct Workload {
    double hours = 0;
    bool per_week = false;
};
std::optional<Workload> parse_workload(std::string_view text);

struct Moment {
    Date day{};
    std::optional<int> minute;  // of the day in Germany; absent: the source names the day only
};
std::optional<Moment> parse_moment(std::string_view text);  // "2027-03-01", "2027-03-01T09:00:00Z", "01.03.2027 09:00"
std::optional<int> parse_time(std::string_view text);       // "09:00", "9.30 Uhr", "18:00:00", "09:00:00+01:00" (kept as written)
std::string time_text(int minute);                          // "09:00"

// "49", "49.9", "1.234,50 €", "EUR 35,50"; whole cents, at most 100,000 €.
std::optional<Money> parse_price(std::string_view text);
std::optional<Money> price_of_number(double euros);
std::vector<Money> prices_in(std::string_view text);  // every amount in a sentence: "erm. Preis: 35,50 EUR"

std::optional<std::string> parse_language(std::string_view code);  // "de-DE", "German", "Englisch" → "de", "en"
std::string host_of(std::string_view address);                     // "https://a.example:8443/x" → "a.example"
bool is_web_address(std::string_view text);

bool is_yes(std::string_view text);                      // "true", "1", "ja", "wahr", "yes"
std::optional<int> whole_number(std::string_view text);  // nothing beside the digits and a minus

HalfHours half_hours_of(double hours);  // nearest; anything above nothing is at least one half hour

}  // namespace kc::exchange
