// SPDX-License-Identifier: EUPL-1.2
#include "consent/personal_data.hpp"

#include "consent/store.hpp"
#include "web/api_response.hpp"

namespace kc::consent {

namespace {

struct Exported {
    std::vector<StoredConsent> consents;  // newest first, each with the whole text
};
BOOST_DESCRIBE_STRUCT(Exported, (), (consents))

}  // namespace

std::string ConsentPersonalData::export_data(storage::Session& session, PersonId person) {
    return web::to_json(Exported{list_consents(session, person)});
}

void ConsentPersonalData::erase(storage::Transaction& transaction, PersonId person) { remove_person(transaction, person); }

}  // namespace kc::consent
