// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/document.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

namespace kc::learning_history {

namespace json = boost::json;

namespace {

constexpr std::string_view vocabulary = "urn:kommunalcampus:learning-history:1#";  // of the members that begin with "kc:"
constexpr std::string_view vc_context = "https://www.w3.org/ns/credentials/v2";
constexpr std::string_view badge_context = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
constexpr std::int64_t format_version = 1;

// At most so many characters, cut between two of them.
std::string shortened(std::string_view text, std::size_t code_points_max) {
    std::size_t at = 0, seen = 0;
    for (; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
        if (seen++ == code_points_max) break;
    }
    return std::string(text.substr(0, at));
}

json::array types(std::string_view type) { return {type}; }

json::object result_of(const Entry& entry) {
    return {{"type", types("Result")}, {"resultDescription", std::string(vocabulary) + "level"}, {"value", std::to_string(entry.level)}};
}

json::object achievement_of(const Entry& entry) {
    const auto name = shortened(entry.title, 300);
    const auto description = entry.description.empty() ? name : shortened(entry.description, 2000);
    json::object achievement{{"id", entry.address},
                             {"type", types("Achievement")},
                             {"achievementType", entry.kind == EntryKind::unit ? "Course" : "Competency"},
                             {"name", name},
                             {"description", description}};
    if (entry.kind == EntryKind::unit) {
        achievement["criteria"] = json::object{{"narrative", "Von der Person als abgeschlossen gemeldet."}};
        if (!entry.provider.empty()) achievement["creator"] = json::object{{"type", types("Profile")}, {"name", shortened(entry.provider, 300)}};
    } else {
        achievement["criteria"] = json::object{{"narrative", description}};
        achievement["resultDescription"] = json::array{json::object{{"id", std::string(vocabulary) + "level"},
                                                                    {"type", types("ResultDescription")},
                                                                    {"name", "Stufe"},
                                                                    {"resultType", "PerformanceLevel"},
                                                                    {"allowedValue", json::array{"1", "2", "3", "4", "5"}}}};
    }
    return achievement;
}

json::object subject_of(const Entry& entry, std::string_view claim) {
    json::object subject{{"id", claim},
                         {"type", types("AchievementSubject")},
                         {"activityEndDate", to_iso(entry.on_day) + "T00:00:00Z"},
                         {"achievement", achievement_of(entry)},
                         {"kc:kind", boost::describe::enum_to_string(entry.kind, "")},
                         {"kc:onDay", to_iso(entry.on_day)},
                         {"kc:source", boost::describe::enum_to_string(entry.source, "")}};
    if (entry.kind == EntryKind::unit) {
        subject["kc:halfHours"] = entry.half_hours;
        subject["kc:sourceSystem"] = entry.source_system;
        subject["kc:sourceId"] = entry.source_id;
        json::array reached;
        for (const auto& level : entry.reached) {
            reached.push_back(json::object{{"kc:competence", level.competence}, {"name", shortened(level.name, 300)}, {"kc:level", level.level}});
        }
        subject["kc:reached"] = std::move(reached);
    } else {
        subject["result"] = json::array{result_of(entry)};
        subject["kc:competence"] = entry.competence;
        subject["kc:confidencePercent"] = entry.confidence_percent;
    }
    if (!entry.taken_over_from.empty()) subject["kc:takenOverFrom"] = shortened(entry.taken_over_from, 300);
    return subject;
}

// Reads members of foreign objects; the first that is not as it must be spoils the whole.
class Members {
public:
    Members(const json::object& object, bool& sound) : object_(object), sound_(sound) {}

    std::string text(std::string_view name, std::size_t max, bool needed = false) const {
        const auto* value = object_.if_contains(name);
        if (value == nullptr) return spoil_if(needed);
        if (!value->is_string()) return spoil_if(true);
        std::string text(value->as_string());
        const bool wrong = !is_valid_utf8(text) || code_points(text) > max || contains_control_characters(text) || (needed && trim(text).empty());
        return spoil_if(wrong, std::move(text));
    }
    int number(std::string_view name, int min, int max) const {
        const auto* value = object_.if_contains(name);
        if (value == nullptr || !value->is_int64() || value->as_int64() < min || value->as_int64() > max) {
            sound_ = false;
            return min;
        }
        return static_cast<int>(value->as_int64());
    }
    Date day(std::string_view name) const {
        const auto day = parse_date(text(name, 10, true));
        sound_ = sound_ && day.has_value();
        return day.value_or(Date{});
    }
    template <class Enum> Enum enumerator(std::string_view name) const {
        Enum found{};
        if (!boost::describe::enum_from_string(text(name, 40, true).c_str(), found)) sound_ = false;
        return found;
    }
    // An object that must be there.
    const json::object& object(std::string_view name) const {
        static const json::object nothing;
        const auto* value = object_.if_contains(name);
        if (value != nullptr && value->is_object()) return value->as_object();
        sound_ = false;
        return nothing;
    }
    const json::array& list(std::string_view name, bool needed = false) const {
        static const json::array nothing;
        const auto* value = object_.if_contains(name);
        if (value != nullptr && value->is_array()) return value->as_array();
        if (value != nullptr || needed) sound_ = false;
        return nothing;
    }

private:
    std::string spoil_if(bool wrong, std::string text = {}) const {
        if (wrong) sound_ = false;
        return text;
    }

    const json::object& object_;
    bool& sound_;
};

bool fits(const Entry& entry) {
    using competence::EvidenceSource;
    switch (entry.kind) {
        case EntryKind::unit: return entry.source == EvidenceSource::completed_unit;
        case EntryKind::confirmed_level: return entry.source == EvidenceSource::confirmation;
        case EntryKind::tested_level: return entry.source == EvidenceSource::test;
        case EntryKind::stated_level: return entry.source != EvidenceSource::confirmation && entry.source != EvidenceSource::test;
    }
    return false;
}

Entry read_entry(const json::object& subject, bool& sound) {
    const Members members(subject, sound);
    const Members achievement(members.object("achievement"), sound);
    Entry entry;
    entry.kind = members.enumerator<EntryKind>("kc:kind");
    entry.title = achievement.text("name", 300, true);
    entry.description = achievement.text("description", 2000);
    entry.address = achievement.text("id", 500);
    // Nothing but an address of the web is ever shown as a link.
    if (!entry.address.starts_with("https://") && !entry.address.starts_with("http://")) entry.address.clear();
    entry.on_day = members.day("kc:onDay");
    entry.source = members.enumerator<competence::EvidenceSource>("kc:source");
    entry.taken_over_from = members.text("kc:takenOverFrom", 300);
    if (entry.kind == EntryKind::unit) {
        if (subject.contains("achievement") && members.object("achievement").contains("creator")) {
            entry.provider = Members(achievement.object("creator"), sound).text("name", 300);
        }
        entry.half_hours = members.number("kc:halfHours", 0, 20'000);
        entry.source_system = members.text("kc:sourceSystem", 200);
        entry.source_id = members.text("kc:sourceId", 500);
        const auto& reached = members.list("kc:reached");
        sound = sound && reached.size() <= 50;
        for (const auto& value : reached) {
            if (!sound) break;
            if (!value.is_object()) {
                sound = false;
                break;
            }
            const Members level(value.as_object(), sound);
            entry.reached.push_back(
                {level.text("kc:competence", 200, true), level.text("name", 300), level.number("kc:level", 1, competence::level_max)});
        }
    } else {
        entry.competence = members.text("kc:competence", 200, true);
        entry.confidence_percent = members.number("kc:confidencePercent", 0, 100);
        const auto& results = members.list("result", true);
        if (results.size() != 1 || !results.front().is_object()) {
            sound = false;
        } else {
            const auto value = Members(results.front().as_object(), sound).text("value", 1, true);
            entry.level = value.size() == 1 && value[0] >= '1' && value[0] <= '5' ? value[0] - '0' : 0;
            sound = sound && entry.level > 0;
        }
    }
    sound = sound && fits(entry);
    return entry;
}

std::optional<Document> read_payload(const json::object& payload) {
    bool sound = true;
    const Members members(payload, sound);
    Document document;
    document.credential_id = members.text("jti", 100, true);
    document.claim = members.text("sub", 200, true);
    const Members issuer(members.object("issuer"), sound);
    document.issuer = issuer.text("id", 300, true);
    document.issuer_name = issuer.text("name", 200, true);
    const auto* issued = payload.if_contains("nbf");
    // Until the year 9999: what comes after it has no day.
    if (issued == nullptr || !issued->is_int64() || issued->as_int64() < 0 || issued->as_int64() > 253'402'300'799) return std::nullopt;
    document.issued_at = Instant{std::chrono::seconds{issued->as_int64()}};
    const auto last_day = add_days(Date{std::chrono::floor<std::chrono::days>(document.issued_at)}, 1);  // a day elsewhere begins earlier
    const auto& subjects = members.list("credentialSubject", true);
    if (subjects.empty() || subjects.size() > entries_max) return std::nullopt;
    for (const auto& subject : subjects) {
        if (!subject.is_object()) return std::nullopt;
        auto entry = read_entry(subject.as_object(), sound);
        if (!sound || entry.on_day > last_day) return std::nullopt;
        document.entries.push_back(std::move(entry));
    }
    return sound ? std::optional(std::move(document)) : std::nullopt;
}

std::optional<json::object> parse_object(std::string_view text) {
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

}  // namespace

Result<Document, DocumentProblem> read_document(std::string_view file) {
    if (file.size() > document_bytes_max) return refuse(DocumentProblem::too_large);
    const auto token = trim(file);
    if (token.empty()) return refuse(DocumentProblem::empty);
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return refuse(DocumentProblem::not_a_token);
    const auto head = from_base64url(token.substr(0, first));
    const auto body = from_base64url(token.substr(first + 1, second - first - 1));
    const auto signature = from_base64url(token.substr(second + 1));
    const auto header = head && head->size() <= 4096 ? parse_object(*head) : std::nullopt;
    if (!header || !body || !signature) return refuse(DocumentProblem::not_a_token);

    bool sound = true;
    const Members members(*header, sound);
    const bool known = members.text("alg", 20) == "EdDSA" && members.text("typ", 20) == "vc+jwt" && !header->contains("crit");
    const auto* jwk = header->if_contains("jwk");
    const auto key = jwk != nullptr && jwk->is_object() ? parse_public_key(json::serialize(*jwk)) : std::nullopt;
    if (!known || !sound || !key) return refuse(DocumentProblem::unsupported);
    if (!verify(*key, token.substr(0, second), *signature)) return refuse(DocumentProblem::altered);

    // Only now is the content looked at: what nobody signed is not even parsed.
    const auto payload = parse_object(*body);
    if (!payload) return refuse(DocumentProblem::not_a_history);
    const auto* version = payload->if_contains("kc:format");
    if (version == nullptr || !version->is_int64()) return refuse(DocumentProblem::not_a_history);
    if (version->as_int64() != format_version) return refuse(DocumentProblem::unsupported);
    auto document = read_payload(*payload);
    if (!document) return refuse(DocumentProblem::not_a_history);
    document->key = *key;
    document->digest = sha256_hex(token);
    return std::move(*document);
}

std::string payload_of(const Document& document) {
    json::array subjects;
    for (const auto& entry : document.entries) subjects.push_back(subject_of(entry, document.claim));
    const auto seconds = document.issued_at.time_since_epoch().count();
    return json::serialize(json::object{{"@context", json::array{vc_context, badge_context, json::object{{"kc", vocabulary}}}},
                                        {"id", document.credential_id},
                                        {"type", json::array{"VerifiableCredential", "kc:LearningHistory"}},
                                        {"name", "Lernhistorie"},
                                        {"issuer", json::object{{"id", document.issuer}, {"type", types("Profile")}, {"name", document.issuer_name}}},
                                        {"validFrom", to_iso(document.issued_at)},
                                        {"credentialSubject", std::move(subjects)},
                                        {"kc:format", format_version},
                                        {"iss", document.issuer},
                                        {"sub", document.claim},
                                        {"jti", document.credential_id},
                                        {"nbf", seconds},
                                        {"iat", seconds}});
}

std::string sign_payload(std::string_view payload, std::string_view issuer, const SigningKey& key) {
    const auto& public_key = key.public_key();
    const auto header = json::serialize(json::object{{"alg", "EdDSA"},
                                                     {"typ", "vc+jwt"},
                                                     {"cty", "vc"},
                                                     {"kid", fmt::format("{}#{}", issuer, public_key.thumbprint())},
                                                     {"jwk", json::object{{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", public_key.x()}}}});
    auto token = to_base64url(header) + '.' + to_base64url(payload);
    const auto signature = key.sign(token);
    token += '.' + to_base64url(signature);
    return token;
}

std::string sign_document(const Document& document, const SigningKey& key) { return sign_payload(payload_of(document), document.issuer, key); }

std::string did_of(std::string_view public_url) {
    if (const auto scheme = public_url.find("://"); scheme != std::string_view::npos) public_url.remove_prefix(scheme + 3);
    std::string did = "did:web:";
    for (const char c : public_url.substr(0, public_url.find('/'))) {
        if (c == ':')
            did += "%3A";
        else
            did += c;
    }
    return did;
}

std::string did_document(std::string_view did, const std::vector<PublicKey>& keys) {
    json::array methods, names;
    for (const auto& key : keys) {
        const auto name = fmt::format("{}#{}", did, key.thumbprint());
        methods.push_back(
            json::object{{"id", name},
                         {"type", "JsonWebKey"},
                         {"controller", did},
                         {"publicKeyJwk", json::object{{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", key.x()}, {"kid", key.thumbprint()}}}});
        names.emplace_back(name);
    }
    return json::serialize(json::object{{"@context", json::array{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"}},
                                        {"id", did},
                                        {"verificationMethod", std::move(methods)},
                                        {"assertionMethod", std::move(names)}});
}

}  // namespace kc::learning_history
