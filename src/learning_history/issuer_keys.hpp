// SPDX-License-Identifier: EUPL-1.2
// The keys with which this installation signs, and the list of issuers whose histories count here (LH-10 to LH-16).
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "learning_history/keys.hpp"
#include "learning_history/model.hpp"
#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::learning_history {

struct OwnKey {
    std::string thumbprint;
    storage::Bytes public_key;
    SealedWith sealed_with{};
    Instant created_at{};
    std::optional<Instant> retired_at;
};
BOOST_DESCRIBE_STRUCT(OwnKey, (), (thumbprint, public_key, sealed_with, created_at, retired_at))

class IssuerKeys {
public:
    IssuerKeys(const Clock& clock, KeySeal seal) : clock_(clock), seal_(std::move(seal)) {}

    // The key in force; the first who asks makes it, and all nodes have the same one. Nothing when it was sealed with a file that is not
    // there now. A key that lay beside the data until the operator named a file is sealed anew with it.
    std::optional<SigningKey> signing_key(storage::Transaction& transaction) const;
    // Another key from now on; the former ones go on verifying (LH-12). Its thumbprint.
    std::string rotate(storage::Transaction& transaction, std::optional<PersonId> actor) const;

    // The key lies in the same database as what it signs.
    bool lies_beside_data() const { return !seal_.has_file(); }

private:
    const Clock& clock_;
    KeySeal seal_;
};

std::vector<OwnKey> list_own_keys(storage::Session& session);  // newest first

struct TrustedIssuer {
    TrustedIssuerId id;
    std::string thumbprint;
    storage::Bytes public_key;
    std::string name;
    Instant added_at{};
    std::optional<Instant> withdrawn_at;
};
BOOST_DESCRIBE_STRUCT(TrustedIssuer, (), (id, thumbprint, public_key, name, added_at, withdrawn_at))

// How an issuer stands here.
enum class Trust { own, trusted, withdrawn, unknown };
BOOST_DESCRIBE_ENUM(Trust, own, trusted, withdrawn, unknown)

struct Standing {
    Trust trust = Trust::unknown;
    std::string name;  // as the office wrote it; empty for the own installation and unknown ones
};
Standing standing_of(storage::Session& session, const PublicKey& key);

enum class IssuerError { not_permitted, not_found, unreadable_key, name_missing, own_key, already_trusted };
BOOST_DESCRIBE_ENUM(IssuerError, not_permitted, not_found, unreadable_key, name_missing, own_key, already_trusted)

class TrustedIssuers {
public:
    TrustedIssuers(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    Result<std::vector<TrustedIssuer>, IssuerError> list(const Viewer& viewer) const;  // by name
    Result<TrustedIssuer, IssuerError> find(const Viewer& viewer, TrustedIssuerId id) const;
    // A withdrawn one counts again. The same key and name twice is the same issuer sent twice.
    Result<TrustedIssuerId, IssuerError> add(const Viewer& viewer, std::string_view name, std::string_view key);
    Result<void, IssuerError> withdraw(const Viewer& viewer, TrustedIssuerId id);  // no more histories; those taken over stay (LH-16)

private:
    storage::Database& database_;
    const Clock& clock_;
};

}  // namespace kc::learning_history
