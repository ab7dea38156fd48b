// SPDX-License-Identifier: EUPL-1.2
// Giving memory back: after a large state in memory was replaced, the allocator keeps what the old one had; the operator sees it as used.
#pragma once

#include <malloc.h>

namespace kc {

// Takes some milliseconds, so only after work that takes much longer.
inline void return_freed_memory() { malloc_trim(0); }

}  // namespace kc
