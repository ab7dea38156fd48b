// SPDX-License-Identifier: EUPL-1.2
// Read-only across identity's tables: whom a person may ask for a confirmation, and where mail about it goes (KP-14).
#pragma once

#include "base/language.hpp"
#include "base/viewer.hpp"
#include "storage/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::placement {

struct Contact {
    PersonId id;
    OrganisationId organisation_id;
    std::string first_name, last_name, email;
    Language language{};
    std::string name() const { return first_name + " " + last_name; }
};
BOOST_DESCRIBE_STRUCT(Contact, (), (id, organisation_id, first_name, last_name, email, language))

std::optional<Contact> find_contact(storage::Session& session, PersonId person);  // active people only

// Active people of this organisation who may confirm evidence in it on that day, by name, without the asking person. `part`: of the
// name, empty: all.
std::vector<Contact> list_confirmers(storage::Session& session, OrganisationId organisation, PersonId asking, Date day, std::string_view part,
                                     int limit);
bool may_confirm(storage::Session& session, PersonId asked, OrganisationId organisation, Date day);

}  // namespace kc::placement
