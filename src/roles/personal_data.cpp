// SPDX-License-Identifier: EUPL-1.2
#include "roles/personal_data.hpp"

#include "roles/description_store.hpp"
#include "web/api_response.hpp"

namespace kc::roles {

namespace {

struct ExportedDescription {
    std::string name, content;
    Instant created_at{};
};
BOOST_DESCRIBE_STRUCT(ExportedDescription, (), (name, content, created_at))

struct Exported {
    std::vector<ExportedDescription> job_descriptions;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (job_descriptions))

}  // namespace

std::string RolesPersonalData::export_data(storage::Session& session, PersonId person) {
    return web::to_json(Exported{
        session.query<ExportedDescription>("SELECT name, content, created_at FROM job_descriptions WHERE submitted_by = ? ORDER BY id", person)});
}

void RolesPersonalData::erase(storage::Transaction& transaction, PersonId person) { remove_descriptions_of(transaction, person); }

}  // namespace kc::roles
