// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/issuer_keys.hpp"

#include "base/text.hpp"
#include "storage/audit.hpp"

#include <fmt/format.h>

namespace kc::learning_history {

using storage::Session;
using storage::Transaction;

namespace {

struct SealedKey {
    std::string thumbprint;
    storage::Bytes sealed;
    SealedWith sealed_with{};
};
BOOST_DESCRIBE_STRUCT(SealedKey, (), (thumbprint, sealed, sealed_with))

// False when another node was first.
bool insert_active_key(Transaction& transaction, const KeySeal& seal, const SigningKey& key, Instant now) {
    return transaction.execute(
               "INSERT INTO history_keys (thumbprint, public_key, sealed, sealed_with, active, created_at) VALUES (?, ?, ?, ?, 1, ?) "
               "ON CONFLICT (active) DO NOTHING",
               key.public_key().thumbprint(), key.public_key().stored(), seal.seal(key), seal.preferred(), now) > 0;
}

void audit(Transaction& transaction, std::optional<PersonId> actor, std::string_view action, std::string_view type, std::int64_t subject,
           std::string details, Instant now) {
    storage::record_audit(transaction, {.at = now,
                                        .actor = actor,
                                        .action = std::string(action),
                                        .subject_type = std::string(type),
                                        .subject_id = subject,
                                        .details = std::move(details)});
}

std::string key_details(std::string_view thumbprint) { return fmt::format(R"({{"key":"{}"}})", thumbprint); }

constexpr std::string_view issuer_columns = "id, thumbprint, public_key, name, added_at, withdrawn_at";

std::optional<TrustedIssuer> find_issuer(Session& session, TrustedIssuerId id) {
    return session.find<TrustedIssuer>(fmt::format("SELECT {} FROM trusted_issuers WHERE id = ?", issuer_columns), id);
}

}  // namespace

std::optional<SigningKey> IssuerKeys::signing_key(Transaction& transaction) const {
    constexpr std::string_view active = "SELECT thumbprint, sealed, sealed_with FROM history_keys WHERE active = 1";
    auto stored = transaction.find<SealedKey>(active);
    if (!stored) {
        const bool made = insert_active_key(transaction, seal_, SigningKey::generate(), clock_.now());  // waits for another node
        stored = transaction.get<SealedKey>(active);
        if (made) audit(transaction, std::nullopt, "history_key.created", "history_key", 0, key_details(stored->thumbprint), clock_.now());
    }
    auto key = seal_.open(stored->sealed_with, stored->sealed);
    if (key && stored->sealed_with != seal_.preferred()) {
        transaction.execute("UPDATE history_keys SET sealed = ?, sealed_with = ? WHERE thumbprint = ?", seal_.seal(*key), seal_.preferred(),
                            stored->thumbprint);
    }
    return key;
}

std::string IssuerKeys::rotate(Transaction& transaction, std::optional<PersonId> actor) const {
    const auto now = clock_.now();
    const auto key = SigningKey::generate();
    transaction.execute("UPDATE history_keys SET active = NULL, retired_at = ? WHERE active = 1", now);
    if (insert_active_key(transaction, seal_, key, now)) {
        audit(transaction, actor, "history_key.rotated", "history_key", 0, key_details(key.public_key().thumbprint()), now);
    }
    // Of two who change it at once, the first one's is in force.
    return transaction.get<std::string>("SELECT thumbprint FROM history_keys WHERE active = 1");
}

std::vector<OwnKey> list_own_keys(Session& session) {
    return session.query<OwnKey>("SELECT thumbprint, public_key, sealed_with, created_at, retired_at FROM history_keys ORDER BY id DESC");
}

Standing standing_of(Session& session, const PublicKey& key) {
    const auto thumbprint = key.thumbprint();
    if (session.find<std::string>("SELECT thumbprint FROM history_keys WHERE thumbprint = ?", thumbprint)) return {Trust::own, {}};
    const auto issuer = session.find<TrustedIssuer>(fmt::format("SELECT {} FROM trusted_issuers WHERE thumbprint = ?", issuer_columns), thumbprint);
    if (!issuer) return {};
    return {issuer->withdrawn_at ? Trust::withdrawn : Trust::trusted, issuer->name};
}

Result<std::vector<TrustedIssuer>, IssuerError> TrustedIssuers::list(const Viewer& viewer) const {
    if (!viewer.may(Permission::trust_issuers)) return refuse(IssuerError::not_permitted);
    return database_.read([&](Session& session) {
        return session.query<TrustedIssuer>(fmt::format("SELECT {} FROM trusted_issuers ORDER BY name, id", issuer_columns));
    });
}

Result<TrustedIssuer, IssuerError> TrustedIssuers::find(const Viewer& viewer, TrustedIssuerId id) const {
    if (!viewer.may(Permission::trust_issuers)) return refuse(IssuerError::not_permitted);
    auto issuer = database_.read([&](Session& session) { return find_issuer(session, id); });
    if (!issuer) return refuse(IssuerError::not_found);
    return std::move(*issuer);
}

Result<TrustedIssuerId, IssuerError> TrustedIssuers::add(const Viewer& viewer, std::string_view name, std::string_view written_key) {
    if (!viewer.may(Permission::trust_issuers)) return refuse(IssuerError::not_permitted);
    name = trim(name);
    if (name.empty() || code_points(name) > 120) return refuse(IssuerError::name_missing);
    const auto key = parse_public_key(written_key);
    if (!key) return refuse(IssuerError::unreadable_key);
    const auto thumbprint = key->thumbprint();
    const auto now = clock_.now();
    return database_.in_transaction([&](Transaction& transaction) -> Result<TrustedIssuerId, IssuerError> {
        const auto standing = standing_of(transaction, *key);
        if (standing.trust == Trust::own) return refuse(IssuerError::own_key);
        if (standing.trust == Trust::trusted && standing.name != name) return refuse(IssuerError::already_trusted);
        const auto id = transaction.get<TrustedIssuerId>(
            "INSERT INTO trusted_issuers (thumbprint, public_key, name, added_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (thumbprint) DO UPDATE SET name = excluded.name, withdrawn_at = NULL RETURNING id",
            thumbprint, key->stored(), name, now);
        if (standing.trust != Trust::trusted) {
            audit(transaction, viewer.person, "trusted_issuer.added", "trusted_issuer", id.value, key_details(thumbprint), now);
        }
        return id;
    });
}

Result<void, IssuerError> TrustedIssuers::withdraw(const Viewer& viewer, TrustedIssuerId id) {
    if (!viewer.may(Permission::trust_issuers)) return refuse(IssuerError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, IssuerError> {
        const auto issuer = find_issuer(transaction, id);
        if (!issuer) return refuse(IssuerError::not_found);
        const auto now = clock_.now();
        if (transaction.execute("UPDATE trusted_issuers SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL", now, id) == 0) return {};
        audit(transaction, viewer.person, "trusted_issuer.withdrawn", "trusted_issuer", id.value, key_details(issuer->thumbprint), now);
        return {};
    });
}

}  // namespace kc::learning_history
