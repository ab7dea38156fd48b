// SPDX-License-Identifier: EUPL-1.2
// The digest (F36): once a day each person who asked for it gets one mail with what is new in her saved searches and on her watch list,
// and none when nothing is new. Rules: FI-76 … FI-79 of docs/rules/discovery.md.
#pragma once

#include "discovery/digest_texts.hpp"
#include "discovery/saved_search_store.hpp"
#include "discovery/source.hpp"
#include "discovery/unsubscribe_token.hpp"
#include "jobs/jobs.hpp"
#include "mail/mail.hpp"

#include <functional>

namespace kc::discovery {

inline constexpr std::string_view digest_job = "discovery.digest";  // {"after":17}: goes on behind this person; {}: begins a day

class Digests {
public:
    Digests(storage::Database& database, const Clock& clock, OfferSearch& offers, mail::Outbox& outbox, jobs::JobQueue& queue, DigestTexts texts,
            UnsubscribeTokens tokens)
        : database_(database), clock_(clock), offers_(offers), outbox_(outbox), queue_(queue), texts_(std::move(texts)), tokens_(std::move(tokens)) {}

    // At the start of the server; harmless when the next round is queued already.
    void schedule(storage::Transaction& transaction) const;
    // What the job does. Safe to run twice: who was told is not told again.
    void run(const jobs::Job& job);

    // One person; true when a mail was queued.
    bool write_to(PersonId person);

    // From the link in a mail, without signing in. Nothing for a link that was not made here.
    std::optional<PersonId> reader_of(std::string_view token) const;
    bool unsubscribe(std::string_view token);
    const UnsubscribeTokens& tokens() const { return tokens_; }

private:
    DueBefore due_before() const;
    DigestContent collect(storage::Transaction& transaction, const OfferState& state, const DigestReader& reader, const Searcher& searcher,
                          const DueBefore& due);

    storage::Database& database_;
    const Clock& clock_;
    OfferSearch& offers_;
    mail::Outbox& outbox_;
    jobs::JobQueue& queue_;
    DigestTexts texts_;
    UnsubscribeTokens tokens_;
};

}  // namespace kc::discovery
