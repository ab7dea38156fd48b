// SPDX-License-Identifier: EUPL-1.2
// From refusals to what people read: field, message key and status of each error, in one switch each.
#pragma once

#include "base/problem.hpp"
#include "identity/organisations.hpp"
#include "identity/people.hpp"
#include "identity/people_import.hpp"
#include "identity/sign_in.hpp"

namespace kc::identity {

FieldProblem problem_of(PasswordError error);      // fields "passwort", "passwort_neu"
FieldProblem problem_of(SecondFactorError error);  // field "code"
FieldProblem problem_of(TwoFactorError error);
FieldProblem problem_of(PeopleError error);
FieldProblem problem_of(OrganisationError error);
FieldProblem problem_of(const ImportRefusal& refusal);

int status_of(PeopleError error);  // 404 for what is not there or not yours, 403 for what you may not, 422 for input
int status_of(OrganisationError error);
std::string_view code_of(PeopleError error);  // for the JSON answers

}  // namespace kc::identity
