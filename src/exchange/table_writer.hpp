// SPDX-License-Identifier: EUPL-1.2
// The other direction: the template in CSV and XLSX, and existing offers in its columns.
#pragma once

#include "exchange/offer_reading.hpp"

namespace kc::exchange {

std::string csv_template();                               // header and one example
std::string xlsx_template(const Vocabulary& vocabulary);  // with choices, notes and explanations; throws when no temporary file can be made
std::string offers_as_csv(const std::vector<catalogue::UnitContent>& units);  // one row per offer and further date

}  // namespace kc::exchange
