-- SPDX-License-Identifier: EUPL-1.2
-- Consents per purpose with their versions and withdrawals. Owner: consent.

-- What people were told, word for word, kept from the moment the first of them agreed to it. sha256: of wording, in hexadecimal digits.
CREATE TABLE consent_texts (
    id $ID,
    purpose TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    language TEXT NOT NULL CHECK (language IN ('de', 'en')),
    title TEXT NOT NULL,
    wording TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    stored_at BIGINT NOT NULL,
    UNIQUE (purpose, version, language)
);

-- ended_how: withdrawn by the person, or replaced by her agreement to another version. …_through: where in the product it was said.
CREATE TABLE consents (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    purpose TEXT NOT NULL,
    text_id BIGINT NOT NULL REFERENCES consent_texts (id),
    given_at BIGINT NOT NULL,
    given_through TEXT NOT NULL,
    ended_at BIGINT,
    ended_how TEXT CHECK (ended_how IN ('withdrawn', 'replaced')),
    ended_through TEXT NOT NULL DEFAULT '',
    CHECK ((ended_at IS NULL) = (ended_how IS NULL))
);
CREATE INDEX consents_by_person ON consents (person_id, purpose);
CREATE INDEX consents_by_end ON consents (ended_at) WHERE ended_at IS NOT NULL;
-- One at a time for a purpose.
CREATE UNIQUE INDEX consents_one_open ON consents (person_id, purpose) WHERE ended_at IS NULL;
