// SPDX-License-Identifier: EUPL-1.2
// Learning histories: the token as it comes, the same bytes as content that somebody signed, and as a public key that somebody pastes.
#include "base/text.hpp"
#include "learning_history/document.hpp"
#include "tests/fuzz/targets.hpp"

namespace kc::fuzz {

namespace {

using namespace learning_history;

void expect_sound(const Document& document) {
    expect(!document.entries.empty() && document.entries.size() <= entries_max, "a history without lines, or with too many");
    for (const auto& entry : document.entries) {
        expect(!entry.title.empty() && is_valid_utf8(entry.title) && !contains_control_characters(entry.title), "a title nobody can read");
        expect(entry.address.empty() || entry.address.starts_with("http"), "an address that is none of the web");
        expect(entry.on_day.ok() && entry.confidence_percent >= 0 && entry.confidence_percent <= 100, "a day or a confidence that is none");
        expect(entry.kind == EntryKind::unit || (entry.level >= 1 && entry.level <= competence::level_max), "a level that is none");
    }
}

}  // namespace

void history(std::string_view bytes) {
    static const auto key = SigningKey::of_seed(std::string(32, 'f'));
    if (const auto document = read_document(bytes)) expect_sound(*document);
    if (const auto document = read_document(sign_payload(bytes, "did:web:fuzz.example", key))) {
        expect_sound(*document);
        // What was read can be handed on and says the same again.
        const auto again = read_document(sign_document(*document, key));
        expect(again && again->entries.size() == document->entries.size(), "a history that does not survive being handed on");
    }
    if (const auto found = parse_public_key(bytes)) expect(parse_public_key(found->jwk()) == found, "a key that reads differently as JWK");
}

}  // namespace kc::fuzz
