// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/content_json.hpp"
#include "base/text.hpp"
#include "tests/fuzz/targets.hpp"

namespace kc::fuzz {

void content_json(std::string_view bytes) {
    const auto content = catalogue::unit_content_from_json(bytes);
    if (!content) {
        expect(!content.error().message.empty(), "a refusal without a message");
        expect(is_valid_utf8(content.error().message) && is_valid_utf8(content.error().field), "a refusal that is not UTF-8");
        return;
    }
    const std::string written = catalogue::to_json(*content);
    const auto again = catalogue::unit_content_from_json(written);
    expect(again && *again == *content, "content that its JSON form does not keep");
    expect(catalogue::to_json(*again) == written, "JSON that changes when it is read and written");
}

}  // namespace kc::fuzz
