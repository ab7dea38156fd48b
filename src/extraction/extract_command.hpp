// SPDX-License-Identifier: EUPL-1.2
// `kommunalcampus interview extract`: one statement per line in, one JSON object per line out, for trying out and for scripts.
#pragma once

#include "extraction/extraction.hpp"

#include <iosfwd>

namespace kc::extraction {

// Every line of `in` gives one line of `out`, in the same order; a line that cannot be read gives {"line", "problem"}.
// 0: every line was read; 1: at least one was not.
int run_extract_command(std::istream& in, std::ostream& out, const Extractor& extractor);

}  // namespace kc::extraction
