// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/rich_text.hpp"
#include "base/text.hpp"
#include "tests/fuzz/sound_html.hpp"
#include "tests/fuzz/targets.hpp"

namespace kc::fuzz {

namespace {

bool is_html(std::string_view text) { return text.starts_with("<p>") || text.starts_with("<ul>") || text.starts_with("<ol>"); }

void expect_plain(std::string_view text) {
    expect(is_valid_utf8(text), "text that is not UTF-8");
    expect(!contains_control_characters(text), "control characters in a text");
}

}  // namespace

void rich_text(std::string_view bytes) {
    const std::string stored = catalogue::sanitised(bytes);
    expect_plain(stored);
    expect(stored.size() <= 8 * catalogue::rich_text_bytes_max, "a text that grew beyond measure");
    expect_safe_html(catalogue::rendered(stored).text);
    if (is_html(stored)) {
        expect(catalogue::rendered(stored).text == stored, "reduced HTML that is not shown as it is kept");
        expect(catalogue::sanitised(stored) == stored, "reduced HTML that changes when it is reduced again");
    }
    const std::string plain = catalogue::plain_text(stored);
    expect_plain(plain);
    const std::string edited = catalogue::editable(stored);
    expect_plain(edited);
    expect_safe_html(catalogue::rendered(catalogue::sanitised(edited)).text);
    // What stands in the database was perhaps not written by us.
    expect_safe_html(catalogue::rendered(bytes).text);
    expect(!is_valid_utf8(bytes) || is_valid_utf8(catalogue::plain_text(bytes)), "plain text that is not UTF-8");
}

}  // namespace kc::fuzz
