// SPDX-License-Identifier: EUPL-1.2
#include "privacy/privacy.hpp"

#include "storage/audit.hpp"
#include "storage/changes.hpp"

#include <boost/json.hpp>

namespace kc::privacy {

PrivacyService::PrivacyService(storage::Database& database, const Clock& clock, PasswordCheck password_matches,
                               std::vector<std::unique_ptr<PersonalDataSource>> sources)
    : database_(database), clock_(clock), password_matches_(std::move(password_matches)), sources_(std::move(sources)) {}

std::string PrivacyService::export_all(PersonId person) {
    boost::json::object data;
    database_.read([&](storage::Session& session) {
        // Parsed again, so that one room's mistake is found here and not by whoever reads the document.
        for (const auto& source : sources_) data[source->name()] = boost::json::parse(source->export_data(session, person));
    });
    return boost::json::serialize(boost::json::object{
        {"format", "kommunalcampus.personal-data.1"}, {"exported_at", to_iso(clock_.now())}, {"person", person.value}, {"data", std::move(data)}});
}

Result<void, ErasureRefusal> PrivacyService::erase(PersonId person, std::string_view password) {
    if (!password_matches_(person, password)) return refuse(ErasureRefusal{ErasureError::wrong_password, {}});
    const auto done = database_.in_transaction([&](storage::Transaction& tx) -> Result<void, ErasureRefusal> {
        for (const auto& source : sources_) {
            if (auto objection = source->objection(tx, person)) return refuse(ErasureRefusal{ErasureError::objection, std::move(*objection)});
        }
        for (auto source = sources_.rbegin(); source != sources_.rend(); ++source) (*source)->erase(tx, person);
        storage::record_audit(tx, {clock_.now(), person, "person.erased", "person", person.value, "{}"});
        storage::record_change(tx, storage::ChangeTopic::person, person.value);
        return {};
    });
    if (done) {
        for (const auto& source : sources_) source->erased(person);
    }
    return done;
}

}  // namespace kc::privacy
