// SPDX-License-Identifier: EUPL-1.2
// SQL of settings, private calendar addresses and what the mails are about.
#pragma once

#include "base/language.hpp"
#include "planning/model.hpp"
#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::planning {

using storage::Session;
using storage::Transaction;

PlanSettings find_settings(Session& session, PersonId person);  // the defaults where nothing was said
// With `told_until`, where the mails begin to count.
void put_settings(Transaction& transaction, PersonId person, const PlanSettings& settings, std::optional<Instant> told_until);
void update_told_until(Transaction& transaction, PersonId person, Instant until);
Instant find_told_until(Session& session, PersonId person);

void put_feed(Transaction& transaction, PersonId person, const storage::Bytes& token_hash, Instant now);  // the former address ends
bool remove_feed(Transaction& transaction, PersonId person);
std::optional<Instant> find_feed_created(Session& session, PersonId person);

struct FeedReader {
    PersonId id;
    Language language{};
};
BOOST_DESCRIBE_STRUCT(FeedReader, (), (id, language))
// Whose address this is, while she is active and may have a plan on this day.
std::optional<FeedReader> find_feed_reader(Session& session, const storage::Bytes& token_hash, Date day);

// Whose last mail is older than these moments, and who may have news; active people with an address only, by number.
struct MailsDue {
    Instant daily{}, weekly{};
};
std::vector<PersonId> list_people_with_news(Session& session, const MailsDue& due, PersonId after, int limit);

struct MailReader {
    PersonId id;
    std::string email, first_name, last_name;
    Language language{};
};
BOOST_DESCRIBE_STRUCT(MailReader, (), (id, email, first_name, last_name, language))
std::optional<MailReader> find_mail_reader(Session& session, PersonId person);

}  // namespace kc::planning
