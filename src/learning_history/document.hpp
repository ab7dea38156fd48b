// SPDX-License-Identifier: EUPL-1.2
// The file: a W3C VC 2.0 credential with Open Badges 3.0 achievements, signed as a compact JWS (RFC 7515, EdDSA). Reading it takes
// foreign bytes and nothing else: no database, no clock, no network.
#pragma once

#include "base/result.hpp"
#include "learning_history/keys.hpp"
#include "learning_history/model.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kc::learning_history {

inline constexpr std::string_view document_media_type = "application/vc+jwt";

struct Document {
    std::string credential_id;        // "urn:uuid:…"
    std::string issuer, issuer_name;  // "did:web:campus.example"
    std::string claim;                // whose it is, see claim_of()
    Instant issued_at{};
    std::vector<Entry> entries;
    PublicKey key;       // that signed it; whether to trust it is another question (LH-15)
    std::string digest;  // SHA-256 of the file, hexadecimal
};

enum class DocumentProblem {
    empty,
    too_large,
    not_a_token,    // not three parts of base64url with a header
    unsupported,    // another algorithm, another type, or a newer version of the format
    altered,        // the signature does not fit
    not_a_history,  // signed, but not what we call a learning history
};
BOOST_DESCRIBE_ENUM(DocumentProblem, empty, too_large, not_a_token, unsupported, altered, not_a_history)

// White space around the token is left out. What comes back was signed with `key` as it stands.
Result<Document, DocumentProblem> read_document(std::string_view file);

std::string payload_of(const Document& document);  // JSON text; key and digest are not part of it
std::string sign_document(const Document& document, const SigningKey& key);
// Any payload as a token; for documents and their tests.
std::string sign_payload(std::string_view payload, std::string_view issuer, const SigningKey& key);

// "https://campus.example:8443" → "did:web:campus.example%3A8443"
std::string did_of(std::string_view public_url);
// The DID document of an issuer with its keys, for /.well-known/did.json.
std::string did_document(std::string_view did, const std::vector<PublicKey>& keys);

}  // namespace kc::learning_history
