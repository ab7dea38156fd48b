// SPDX-License-Identifier: EUPL-1.2
// How numbers, money, days and times look in each language. Appending, because templates call these most.
#pragma once

#include "base/date.hpp"
#include "base/language.hpp"
#include "base/money.hpp"

#include <cstdint>
#include <string>

namespace kc::web {

enum class DateForm { long_form, short_form, weekday, with_weekday, day_month, month, iso };
enum class InstantForm { long_form, short_form, date, time, weekday, iso };

void append_integer(std::string& out, std::int64_t number, Language language);  // 12.345 | 12,345
void append_decimal(std::string& out, double number, Language language);        // one decimal unless whole: 7,5 | 7.5
void append_decimal_raw(std::string& out, double number);                       // 7.5 in every language, up to 3 decimals
void append_money(std::string& out, Money money, Language language);            // 1.234,50 € | €1,234.50
void append_money_input(std::string& out, Money money, Language language);      // 1234,50 | 1234.50
void append_hours(std::string& out, HalfHours hours, Language language);        // 7,5 | 7.5 (no unit)
void append_date(std::string& out, Date date, Language language, DateForm form = DateForm::long_form);
void append_instant(std::string& out, Instant instant, Language language, InstantForm form = InstantForm::long_form);

std::string format_integer(std::int64_t number, Language language);
std::string format_decimal(double number, Language language);
std::string format_money(Money money, Language language);
std::string format_hours(HalfHours hours, Language language);
std::string format_date(Date date, Language language, DateForm form = DateForm::long_form);
std::string format_instant(Instant instant, Language language, InstantForm form = InstantForm::long_form);

}  // namespace kc::web
