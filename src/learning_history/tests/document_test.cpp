// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/document.hpp"

#include "base/random.hpp"
#include "base/text.hpp"

#include "tests/support/test_database.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

using namespace kc;
using namespace kc::learning_history;
using competence::EvidenceSource;

namespace {

Date day(int year, unsigned month, unsigned day) { return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}; }

const std::string code = "ABCDE-FGHJK-MNPQR-STVWX";

Document sample() {
    Document document;
    document.credential_id = credential_id_of(code);
    document.claim = claim_of(code);
    document.issuer = "did:web:altdorf.example";
    document.issuer_name = "Stadt Altdorf";
    document.issued_at = Instant{std::chrono::sys_days{day(2026, 3, 2)}} + std::chrono::hours{9};
    document.entries = {{.kind = EntryKind::unit,
                         .title = "E-Akte \"anlegen\" & ü",
                         .description = "Akten führen",
                         .address = "https://altdorf.example/angebote/e-akte",
                         .provider = "Akademie",
                         .half_hours = 16,
                         .on_day = day(2025, 11, 20),
                         .source = EvidenceSource::completed_unit,
                         .source_system = "moochub",
                         .source_id = "b2f1",
                         .reached = {{"e-file", "E-Akte", 2}}},
                        {.kind = EntryKind::confirmed_level,
                         .title = "Teamarbeit",
                         .description = "Ich kann das.",
                         .address = "https://altdorf.example/themenlandkarte/teamwork",
                         .competence = "teamwork",
                         .level = 3,
                         .on_day = day(2026, 1, 15),
                         .source = EvidenceSource::confirmation,
                         .confidence_percent = 95,
                         .taken_over_from = "Stadt Vorher"}};
    return document;
}

SigningKey key() { return SigningKey::of_seed(std::string(32, 'k')); }

std::string with_changed_payload(std::string_view from, std::string_view to) {
    auto payload = payload_of(sample());
    const auto at = payload.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, payload);
    payload.replace(at, from.size(), to);
    return sign_payload(payload, "did:web:altdorf.example", key());
}

}  // namespace

TEST_CASE("keys, thumbprints and signatures are those of RFC 8037 (LH-10)") {
    const auto seed = from_base64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    REQUIRE(seed);
    const auto signing = SigningKey::of_seed(*seed);
    CHECK(signing.public_key().x() == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    CHECK(signing.public_key().thumbprint() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    const std::string message = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    const auto signature = signing.sign(message);
    CHECK(to_base64url(signature) == "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    CHECK(verify(signing.public_key(), message, signature));
    CHECK_FALSE(verify(signing.public_key(), message + "x", signature));
    CHECK_FALSE(verify(signing.public_key(), message, signature.substr(1)));
}

TEST_CASE("a public key is read from its letters, a JWK, a set or a DID document, and from nothing doubtful (LH-14)") {
    const auto own = key().public_key();
    const auto other = SigningKey::of_seed(std::string(32, 'o')).public_key();
    CHECK(parse_public_key(own.x()) == own);
    CHECK(parse_public_key("  " + own.x() + "\n") == own);
    CHECK(parse_public_key(own.jwk()) == own);
    CHECK(parse_public_key("{\"keys\":[" + own.jwk() + "]}") == own);
    CHECK(parse_public_key(did_document("did:web:a", {own})) == own);
    CHECK_FALSE(parse_public_key(did_document("did:web:a", {own, other})));
    for (const std::string text : {"", "{}", "[]", "abc", "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}", "{\"keys\":[1,{}]}", "{"}) {
        CHECK_FALSE(parse_public_key(text));
    }
    CHECK_FALSE(parse_public_key(own.x().substr(0, 42) + "B"));  // another writing of the same bytes
}

TEST_CASE("a code is read with blanks, small letters and letters that look alike, and binds exactly one file (LH-05)") {
    CHECK(parse_claim_code(code) == code);
    CHECK(parse_claim_code(" abcde fghjk mnpqr stvwx ") == code);
    CHECK(parse_claim_code("OIL00-00000-00000-00000") == "01100-00000-00000-00000");
    for (const std::string wrong : {"", "ABCDE", "ABCDE-FGHJK-MNPQR-STVWXY", "ABCDE-FGHJK-MNPQR-STVW!", "UBCDE-FGHJK-MNPQR-STVWX"}) {
        CHECK_FALSE(parse_claim_code(wrong));
    }
    const auto made = new_claim_code();
    CHECK(parse_claim_code(made) == made);
    CHECK(made != new_claim_code());
    CHECK(claim_of(made) != claim_of(code));
    CHECK(credential_id_of(code).size() == 45);
    CHECK(credential_id_of(code) == credential_id_of(code));
}

TEST_CASE("what is taken over is worth less than the same source here, but never nothing (LH-22)") {
    CHECK(taken_over_confidence(EvidenceSource::confirmation, 95) == 75);
    CHECK(taken_over_confidence(EvidenceSource::confirmation, 100) == 75);
    CHECK(taken_over_confidence(EvidenceSource::test, 70) == 50);
    CHECK(taken_over_confidence(EvidenceSource::self_assessment, 60) == 40);
    CHECK(taken_over_confidence(EvidenceSource::completed_unit, 45) == 25);
    CHECK(taken_over_confidence(EvidenceSource::interview, 0) == 5);
}

TEST_CASE("a signed file gives back what went in, and its key (LH-06)") {
    const auto token = sign_document(sample(), key());
    const auto read = read_document(" \n" + token + "\r\n");
    REQUIRE(read);
    CHECK(read->entries == sample().entries);
    CHECK(read->credential_id == sample().credential_id);
    CHECK(read->claim == sample().claim);
    CHECK(read->issuer == "did:web:altdorf.example");
    CHECK(read->issuer_name == "Stadt Altdorf");
    CHECK(read->issued_at == sample().issued_at);
    CHECK(read->key == key().public_key());
    CHECK(read->digest == sha256_hex(token));
    const auto payload = payload_of(sample());
    for (const std::string part :
         {"https://www.w3.org/ns/credentials/v2", "context-3.0.3.json", "VerifiableCredential", "AchievementSubject", "PerformanceLevel"}) {
        CHECK(payload.find(part) != std::string::npos);
    }
}

TEST_CASE("the cryptography of Node agrees: a file verifies, and an altered one does not (LH-06)") {
    if (std::system("node --version > /dev/null 2>&1") != 0) {
        MESSAGE("skipped: Node is not installed");
        return;
    }
    const kc::test::TemporaryDirectory directory;
    const auto path = [&](const char* name) { return (directory.path() / name).string(); };
    const auto token = sign_document(sample(), key());
    auto altered = token;
    altered[altered.find('.') + 30] ^= 1;
    std::ofstream(path("file.jwt")) << token;
    std::ofstream(path("altered.jwt")) << altered;
    std::ofstream(path("verify.mjs")) << R"(import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
const [head, payload, signature] = readFileSync(process.argv[2], 'utf8').split('.');
const key = createPublicKey({ key: JSON.parse(Buffer.from(head, 'base64url')).jwk, format: 'jwk' });
process.exit(verify(null, Buffer.from(head + '.' + payload), key, Buffer.from(signature, 'base64url')) ? 0 : 1);
)";
    const auto node = [&](const char* file) { return std::system(("node " + path("verify.mjs") + " " + path(file)).c_str()); };
    CHECK(node("file.jwt") == 0);
    CHECK(node("altered.jwt") != 0);
}

TEST_CASE("nothing that says who the person is goes into the file (LH-05)") {
    const auto payload = payload_of(sample());
    for (const std::string part : {"Erika", "Muster", "@example", "clerk", code.c_str()}) CHECK(payload.find(part) == std::string::npos);
}

TEST_CASE("every altered letter is found (LH-15)") {
    const auto token = sign_document(sample(), key());
    SeededRandom random(7);
    for (int i = 0; i < 600; ++i) {
        auto altered = token;
        const auto at = random.below(altered.size());
        altered[at] = altered[at] == 'A' ? 'B' : 'A';
        CHECK_FALSE(read_document(altered));
    }
    auto payload = token;
    payload[payload.find('.') + 30] ^= 1;
    CHECK(read_document(payload).error() == DocumentProblem::altered);
    CHECK(read_document(token.substr(0, token.size() - 1)).has_value() == false);
}

TEST_CASE("garbage, other formats and other versions are refused by name (LH-15)") {
    CHECK(read_document("").error() == DocumentProblem::empty);
    CHECK(read_document("  \n").error() == DocumentProblem::empty);
    CHECK(read_document(std::string(document_bytes_max + 1, 'a')).error() == DocumentProblem::too_large);
    for (const std::string text : {"%PDF-1.4", "a.b", "a.b.c.d", "a.b.c", "..", "{\"a\":1}", "bm8.bm8.bm8"}) {
        CHECK(read_document(text).error() == DocumentProblem::not_a_token);
    }
    const auto with_header = [](std::string_view header) {
        auto token = to_base64url(header) + "." + to_base64url(payload_of(sample()));
        return token + "." + to_base64url(key().sign(token));
    };
    const auto jwk = key().public_key().jwk();
    CHECK(read_document(with_header(R"({"alg":"EdDSA","typ":"vc+jwt","jwk":)" + jwk + "}")));
    CHECK(read_document(with_header(R"({"alg":"none","typ":"vc+jwt","jwk":)" + jwk + "}")).error() == DocumentProblem::unsupported);
    CHECK(read_document(with_header(R"({"alg":"HS256","typ":"vc+jwt","jwk":)" + jwk + "}")).error() == DocumentProblem::unsupported);
    CHECK(read_document(with_header(R"({"alg":"EdDSA","typ":"JWT","jwk":)" + jwk + "}")).error() == DocumentProblem::unsupported);
    CHECK(read_document(with_header(R"({"alg":"EdDSA","typ":"vc+jwt"})")).error() == DocumentProblem::unsupported);
    CHECK(read_document(with_header(R"({"alg":"EdDSA","typ":"vc+jwt","crit":["b64"],"b64":false,"jwk":)" + jwk + "}")).error() ==
          DocumentProblem::unsupported);
    CHECK(read_document(with_changed_payload(R"("kc:format":1)", R"("kc:format":2)")).error() == DocumentProblem::unsupported);
}

TEST_CASE("signed by somebody, but no sound history (LH-15)") {
    CHECK(read_document(sign_payload("{}", "x", key())).error() == DocumentProblem::not_a_history);
    CHECK(read_document(sign_payload("[1]", "x", key())).error() == DocumentProblem::not_a_history);
    CHECK(read_document(sign_payload("no json", "x", key())).error() == DocumentProblem::not_a_history);
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {R"("value":"3")", R"("value":"6")"},
             {R"("value":"3")", R"("value":3)"},
             {R"("kc:kind":"confirmed_level")", R"("kc:kind":"tested_level")"},  // kind and source must agree
             {R"("kc:kind":"unit")", R"("kc:kind":"reflection")"},
             {R"("kc:onDay":"2026-01-15")", R"("kc:onDay":"2026-03-09")"},  // after it was issued
             {R"("kc:onDay":"2026-01-15")", R"("kc:onDay":"2026-02-30")"},
             {R"("kc:halfHours":16)", R"("kc:halfHours":-1)"},
             {R"("kc:confidencePercent":95)", R"("kc:confidencePercent":101)"},
             {R"("name":"Teamarbeit")", R"("name":"Team\u0000arbeit")"},
             {R"("name":"Teamarbeit")", R"("name":"")"},
             {R"("nbf":)", R"("nbg":)"},
             {R"("nbf":)", R"("nbf":-)"},
             {R"("jti":)", R"("jtj":)"}}) {
        CAPTURE(to);
        CHECK(read_document(with_changed_payload(from, to)).error() == DocumentProblem::not_a_history);
    }
    auto many = sample();
    many.entries.assign(entries_max + 1, many.entries.front());
    CHECK_FALSE(read_document(sign_document(many, key())));
    auto none = sample();
    none.entries.clear();
    CHECK(read_document(sign_document(none, key())).error() == DocumentProblem::not_a_history);
}

TEST_CASE("an address that is none of the web never becomes a link (LH-06)") {
    const auto read = read_document(with_changed_payload("https://altdorf.example/angebote/e-akte", "javascript:alert(1)"));
    REQUIRE(read);
    CHECK(read->entries.front().address.empty());
}

TEST_CASE("long texts of an offer are shortened between two characters so that the file stays readable") {
    auto document = sample();
    document.entries.front().title = std::string(400, 'a');
    for (int i = 0; i < 3000; ++i) document.entries.front().description += "ü";
    const auto read = read_document(sign_document(document, key()));
    REQUIRE(read);
    CHECK(code_points(read->entries.front().title) == 300);
    CHECK(code_points(read->entries.front().description) == 2000);
}

TEST_CASE("any bytes as payload or header end in an answer, never in a fall") {
    SeededRandom random(11);
    const auto payload = payload_of(sample());
    for (int i = 0; i < 3000; ++i) {
        auto changed = payload;
        for (std::uint64_t n = random.below(4) + 1; n > 0; --n) {
            const auto at = random.below(changed.size());
            switch (random.below(3)) {
                case 0: changed[at] = static_cast<char>(random.below(256)); break;
                case 1: changed.erase(at, random.below(40)); break;
                default: changed.insert(at, changed.substr(random.below(changed.size()), random.below(60))); break;
            }
            if (changed.empty()) changed = "{}";
        }
        (void)read_document(sign_payload(changed, "did:web:a", key()));
        (void)read_document(changed);
        (void)parse_public_key(changed);
    }
}

TEST_CASE("the secret half opens with the file it was sealed with and with no other (LH-11)") {
    const auto own = key();
    const KeySeal with_file("database", "operator's file"), without_file("database", ""), other_file("database", "another file");
    CHECK(with_file.preferred() == SealedWith::file);
    CHECK(without_file.preferred() == SealedWith::database);
    const auto sealed = with_file.seal(own);
    CHECK(with_file.open(SealedWith::file, sealed)->public_key() == own.public_key());
    CHECK_FALSE(without_file.open(SealedWith::file, sealed));
    CHECK_FALSE(other_file.open(SealedWith::file, sealed));
    CHECK_FALSE(with_file.open(SealedWith::database, sealed));
    CHECK(with_file.open(SealedWith::database, without_file.seal(own))->public_key() == own.public_key());
    auto damaged = sealed;
    damaged.back() ^= std::byte{1};
    CHECK_FALSE(with_file.open(SealedWith::file, damaged));
    CHECK_FALSE(with_file.open(SealedWith::file, {}));
}

TEST_CASE("the issuer is named by its address (LH-13)") {
    CHECK(did_of("https://campus.example") == "did:web:campus.example");
    CHECK(did_of("http://127.0.0.1:8080/") == "did:web:127.0.0.1%3A8080");
    const auto document = did_document("did:web:campus.example", {key().public_key()});
    CHECK(document.find(key().public_key().thumbprint()) != std::string::npos);
    CHECK(document.find("assertionMethod") != std::string::npos);
}
