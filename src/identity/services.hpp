// SPDX-License-Identifier: EUPL-1.2
// Everything identity can do, built once by app: Identity identity(database, clock, outbox, site.messages(), options).
#pragma once

#include "identity/mail_texts.hpp"
#include "identity/organisations.hpp"
#include "identity/people.hpp"
#include "identity/people_import.hpp"
#include "identity/sign_in.hpp"

namespace kc::identity {

struct IdentityOptions {
    PasswordCost password_cost = PasswordCost::interactive();
    std::string public_url = "http://127.0.0.1:8080";  // begins the links in mails; without slash at the end
};

struct Identity {
    Identity(storage::Database& database, const Clock& clock, mail::Outbox& outbox, const web::Messages& messages, const IdentityOptions& options)
        : hasher(options.password_cost),
          texts(messages, options.public_url),
          sessions(database, clock),
          sign_in(database, clock, outbox, texts, hasher, sessions),
          people(database, clock, outbox, texts, sessions),
          organisations(database, clock),
          people_import(database, clock, people) {}

    PasswordHasher hasher;
    CatalogueMailTexts texts;
    Sessions sessions;
    SignIn sign_in;
    People people;
    Organisations organisations;
    PeopleImport people_import;
};

}  // namespace kc::identity
