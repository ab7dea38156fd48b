// SPDX-License-Identifier: EUPL-1.2
#include "tests/fuzz/targets.hpp"

namespace kc::fuzz {

std::span<const Target> targets() {
    static constexpr Target all[] = {{"moochub", moochub},
                                     {"open_vhs", open_vhs},
                                     {"csv", csv},
                                     {"xlsx", xlsx},
                                     {"workbook", workbook},
                                     {"detection", detection},
                                     {"rich_text", rich_text},
                                     {"content_json", content_json},
                                     {"synonyms", synonyms},
                                     {"query", query},
                                     {"docx", docx},
                                     {"word_text", word_text},
                                     {"foreign_list", foreign_list},
                                     {"people_table", people_table},
                                     {"guide", guide},
                                     {"statement", statement},
                                     {"model_answer", model_answer},
                                     {"history", history}};
    return all;
}

}  // namespace kc::fuzz
