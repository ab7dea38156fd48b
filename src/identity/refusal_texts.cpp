// SPDX-License-Identifier: EUPL-1.2
#include "identity/refusal_texts.hpp"

namespace kc::identity {

FieldProblem problem_of(PasswordError error) {
    switch (error) {
        case PasswordError::link_invalid: return {"", "identity.problem.link_invalid", {}};
        case PasswordError::wrong_password: return {"passwort", "identity.problem.wrong_password", {}};
        case PasswordError::too_short: return {"passwort_neu", "identity.problem.password_too_short", {}};
        case PasswordError::too_long: return {"passwort_neu", "identity.problem.password_too_long", {}};
        case PasswordError::personal: return {"passwort_neu", "identity.problem.password_personal", {}};
        case PasswordError::too_common: return {"passwort_neu", "identity.problem.password_too_common", {}};
    }
    throw Impossible("a refusal without a text");
}

FieldProblem problem_of(SecondFactorError error) {
    switch (error) {
        case SecondFactorError::wrong_code: return {"code", "identity.problem.wrong_code", {}};
        case SecondFactorError::too_many_attempts: return {"", "identity.problem.too_many_codes", {}};
        case SecondFactorError::expired: return {"", "identity.problem.challenge_expired", {}};
    }
    throw Impossible("a refusal without a text");
}

FieldProblem problem_of(TwoFactorError error) {
    switch (error) {
        case TwoFactorError::already_on: return {"", "identity.problem.two_factor_already_on", {}};
        case TwoFactorError::not_begun: return {"", "identity.problem.two_factor_not_begun", {}};
        case TwoFactorError::wrong_code: return {"code", "identity.problem.wrong_code", {}};
        case TwoFactorError::not_on: return {"", "identity.problem.two_factor_not_on", {}};
        case TwoFactorError::wrong_password: return {"passwort", "identity.problem.wrong_password", {}};
    }
    throw Impossible("a refusal without a text");
}

FieldProblem problem_of(PeopleError error) {
    switch (error) {
        case PeopleError::not_found: return {"", "identity.problem.person_not_found", {}};
        case PeopleError::not_permitted: return {"", "identity.problem.not_permitted", {}};
        case PeopleError::name_invalid: return {"nachname", "identity.problem.name_invalid", {}};
        case PeopleError::email_invalid: return {"email", "identity.problem.email_invalid", {}};
        case PeopleError::email_taken: return {"email", "identity.problem.email_taken", {}};
        case PeopleError::source_key_taken: return {"personalnummer", "identity.problem.source_key_taken", {}};
        case PeopleError::department_not_found: return {"dienststelle", "identity.problem.department_not_found", {}};
        case PeopleError::role_not_grantable: return {"rolle", "identity.problem.role_not_grantable", {}};
        case PeopleError::role_already_given: return {"rolle", "identity.problem.role_already_given", {}};
        case PeopleError::dates_reversed: return {"bis", "identity.problem.dates_reversed", {}};
        case PeopleError::oneself: return {"", "identity.problem.oneself", {}};
        case PeopleError::last_of_its_kind: return {"", "identity.problem.last_of_its_kind", {}};
        case PeopleError::already_signed_in: return {"", "identity.problem.already_signed_in", {}};
        case PeopleError::already_so: return {"", "identity.problem.already_so", {}};
    }
    throw Impossible("a refusal without a text");
}

int status_of(PeopleError error) {
    switch (error) {
        case PeopleError::not_found: return 404;
        case PeopleError::not_permitted: return 403;
        case PeopleError::email_taken:
        case PeopleError::source_key_taken:
        case PeopleError::role_already_given:
        case PeopleError::last_of_its_kind:
        case PeopleError::already_signed_in:
        case PeopleError::already_so: return 409;
        case PeopleError::name_invalid:
        case PeopleError::email_invalid:
        case PeopleError::department_not_found:
        case PeopleError::role_not_grantable:
        case PeopleError::dates_reversed:
        case PeopleError::oneself: return 422;
    }
    throw Impossible("a refusal without a status");
}

std::string_view code_of(PeopleError error) {
    switch (error) {
        case PeopleError::not_found: return "not_found";
        case PeopleError::not_permitted: return "not_permitted";
        case PeopleError::name_invalid: return "name_invalid";
        case PeopleError::email_invalid: return "email_invalid";
        case PeopleError::email_taken: return "email_taken";
        case PeopleError::source_key_taken: return "personnel_number_taken";
        case PeopleError::department_not_found: return "department_not_found";
        case PeopleError::role_not_grantable: return "role_not_grantable";
        case PeopleError::role_already_given: return "role_already_given";
        case PeopleError::dates_reversed: return "dates_reversed";
        case PeopleError::oneself: return "oneself";
        case PeopleError::last_of_its_kind: return "last_of_its_kind";
        case PeopleError::already_signed_in: return "already_signed_in";
        case PeopleError::already_so: return "already_so";
    }
    throw Impossible("a refusal without a code");
}

FieldProblem problem_of(OrganisationError error) {
    switch (error) {
        case OrganisationError::not_found: return {"", "identity.problem.organisation_not_found", {}};
        case OrganisationError::not_permitted: return {"", "identity.problem.not_permitted", {}};
        case OrganisationError::name_invalid: return {"name", "identity.problem.organisation_name_invalid", {}};
        case OrganisationError::parent_not_open: return {"oberstelle", "identity.problem.parent_not_open", {}};
        case OrganisationError::cycle: return {"oberstelle", "identity.problem.cycle", {}};
        case OrganisationError::not_open: return {"ab", "identity.problem.department_not_open", {}};
        case OrganisationError::has_departments: return {"", "identity.problem.has_departments", {}};
        case OrganisationError::has_people: return {"", "identity.problem.has_people", {}};
        case OrganisationError::parent_not_found: return {"kreis", "identity.problem.county_not_found", {}};
        case OrganisationError::too_far: return {"ab", "identity.problem.date_too_far", {}};
    }
    throw Impossible("a refusal without a text");
}

int status_of(OrganisationError error) {
    switch (error) {
        case OrganisationError::not_found: return 404;
        case OrganisationError::not_permitted: return 403;
        case OrganisationError::name_invalid:
        case OrganisationError::parent_not_open:
        case OrganisationError::cycle:
        case OrganisationError::not_open:
        case OrganisationError::has_departments:
        case OrganisationError::has_people:
        case OrganisationError::parent_not_found:
        case OrganisationError::too_far: return 422;
    }
    throw Impossible("a refusal without a status");
}

FieldProblem problem_of(const ImportRefusal& refusal) {
    switch (refusal.error) {
        case ImportError::not_found: return {"", "identity.problem.import_not_found", {}};
        case ImportError::not_permitted: return {"", "identity.problem.not_permitted", {}};
        case ImportError::empty: return {"datei", "identity.problem.import_empty", {}};
        case ImportError::too_large: return {"datei", "identity.problem.import_too_large", {}};
        case ImportError::too_many_rows: return {"datei", "identity.problem.import_too_many_rows", {}};
        case ImportError::columns_missing: return {"datei", "identity.problem.import_columns_missing", {{"columns", refusal.columns}}};
        case ImportError::open_quote: return {"datei", "identity.problem.import_open_quote", {{"line", std::to_string(refusal.line)}}};
        case ImportError::has_problems: return {"", "identity.problem.import_has_problems", {}};
    }
    throw Impossible("a refusal without a text");
}

}  // namespace kc::identity
