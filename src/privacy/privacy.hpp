// SPDX-License-Identifier: EUPL-1.2
// Data access and erasure (Auskunft, Art. 15 and 20 GDPR; Löschung, Art. 17 GDPR): each room that keeps something about people
// implements PersonalDataSource, app collects them, and PrivacyService asks all of them.
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "storage/database.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::privacy {

class PersonalDataSource {
public:
    virtual ~PersonalDataSource() = default;

    virtual std::string_view name() const = 0;                                        // member of the exported document: "identity"
    virtual std::string export_data(storage::Session& session, PersonId person) = 0;  // one JSON value
    virtual void erase(storage::Transaction& transaction, PersonId person) = 0;       // delete, or make anonymous for good

    // Why this person cannot be erased at the moment, as a message key; asked before anything is erased.
    virtual std::optional<std::string> objection(storage::Transaction&, PersonId) { return std::nullopt; }
    // After the erasure has been committed, for what is kept in memory.
    virtual void erased(PersonId) {}
};

enum class ErasureError { wrong_password, objection };

struct ErasureRefusal {
    ErasureError error{};
    std::string message_key;  // objection: what to do
};

class PrivacyService {
public:
    using PasswordCheck = std::function<bool(PersonId, std::string_view)>;

    // Sources are asked in this order for export and in reverse order for erasure: rooms further right refer to those further left.
    PrivacyService(storage::Database& database, const Clock& clock, PasswordCheck password_matches,
                   std::vector<std::unique_ptr<PersonalDataSource>> sources);

    std::string export_all(PersonId person);  // one JSON document
    Result<void, ErasureRefusal> erase(PersonId person, std::string_view password);

private:
    storage::Database& database_;
    const Clock& clock_;
    PasswordCheck password_matches_;
    std::vector<std::unique_ptr<PersonalDataSource>> sources_;
};

}  // namespace kc::privacy
