// SPDX-License-Identifier: EUPL-1.2
#include "tests/fuzz/targets.hpp"

namespace kc::fuzz {

std::span<const Target> targets() {
    static constexpr Target all[] = {{"moochub", moochub},     {"open_vhs", open_vhs},         {"csv", csv},
                                     {"xlsx", xlsx},           {"workbook", workbook},         {"detection", detection},
                                     {"rich_text", rich_text}, {"content_json", content_json}, {"synonyms", synonyms},
                                     {"query", query}};
    return all;
}

}  // namespace kc::fuzz
