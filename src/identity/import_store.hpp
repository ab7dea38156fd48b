// SPDX-License-Identifier: EUPL-1.2
// SQL of the import of people: a handful of statements whatever the number of rows.
#pragma once

#include "identity/people_store.hpp"

namespace kc::identity::store {

struct KnownPerson {  // somebody a row could mean: by number in the organisation, or by address anywhere
    PersonId id;
    OrganisationId organisation_id;
    std::optional<DepartmentId> department_id;
    std::string email;
    std::string first_name;
    std::string last_name;
    std::optional<std::string> source_key;
    bool has_password = false;
    bool is_protected = false;       // office or system operator
    bool has_foreign_roles = false;  // given elsewhere, or such as HR does not give
    Language language{};
};
BOOST_DESCRIBE_STRUCT(KnownPerson, (),
                      (id, organisation_id, department_id, email, first_name, last_name, source_key, has_password, is_protected, has_foreign_roles,
                       language))

struct KnownRole {
    PersonId person_id;
    Role role{};
};
BOOST_DESCRIBE_STRUCT(KnownRole, (), (person_id, role))

struct ImportRow {
    OrganisationId organisation_id;
    std::string content;
};
BOOST_DESCRIBE_STRUCT(ImportRow, (), (organisation_id, content))

struct PersonValues {
    std::optional<DepartmentId> department_id;
    std::string email;
    std::string first_name;
    std::string last_name;
    std::string source_key;
    PersonId id;
};
BOOST_DESCRIBE_STRUCT(PersonValues, (), (department_id, email, first_name, last_name, source_key, id))

struct SourceKeyOwner {
    std::string source_key;
    PersonId id;
};
BOOST_DESCRIBE_STRUCT(SourceKeyOwner, (), (source_key, id))

ImportId insert_import(Transaction& tx, OrganisationId organisation, PersonId by, std::string_view content, Instant now);
std::optional<ImportRow> find_import(Session& session, ImportId id, PersonId uploaded_by);
bool remove_import(Transaction& tx, ImportId id, PersonId uploaded_by);

std::vector<KnownPerson> list_known_people(Session& session, OrganisationId organisation, const std::vector<std::string>& source_keys,
                                           const std::vector<std::string>& emails, Date day);
std::vector<KnownRole> list_known_roles(Session& session, OrganisationId organisation, const std::vector<PersonId>& people, Date day);
void insert_people(Transaction& tx, OrganisationId organisation, const std::vector<PersonValues>& people, Instant now);
void update_people(Transaction& tx, const std::vector<PersonValues>& people);
std::vector<SourceKeyOwner> list_source_keys(Session& session, OrganisationId organisation, const std::vector<std::string>& source_keys);
void insert_roles(Transaction& tx, OrganisationId organisation, const std::vector<KnownRole>& roles, Date from, PersonId granted_by);

}  // namespace kc::identity::store
