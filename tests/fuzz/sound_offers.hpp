// SPDX-License-Identifier: EUPL-1.2
// What must hold for whatever a reader answers, however broken the file is.
#pragma once

#include "exchange/offer_reading.hpp"

namespace kc::fuzz {

// Competences, modules and venues that the seeds refer to.
const exchange::Vocabulary& vocabulary();

void expect_sound(const exchange::ReadResult& result);
// Also after read_offers(), which never answers without a word.
void expect_answered(const exchange::ReadResult& result);

}  // namespace kc::fuzz
