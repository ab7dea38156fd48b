-- SPDX-License-Identifier: EUPL-1.2
-- How a person wants to be told of plan changes, and private calendar addresses. Owner: planning.

-- A person without a row gets no mails, and nothing is accepted for her. told_until: news up to this moment have been told by mail.
CREATE TABLE plan_settings (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    mails TEXT NOT NULL DEFAULT 'never' CHECK (mails IN ('never', 'weekly', 'daily')),
    acceptance TEXT NOT NULL DEFAULT 'off' CHECK (acceptance IN ('off', 'other_dates', 'nothing_dropped')),
    notice_days INTEGER NOT NULL DEFAULT 14 CHECK (notice_days BETWEEN 1 AND 180),
    told_until BIGINT
);
CREATE INDEX plan_settings_with_mails ON plan_settings (person_id) WHERE mails <> 'never';

-- Whoever knows the address reads the plan of this one person; only its hash is kept, so a copied database opens nothing.
CREATE TABLE calendar_feeds (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    token_hash $BYTES NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

-- A proposal is no news before postponed_until; a plan that was accepted for the person by her own rule says so.
ALTER TABLE curricula ADD COLUMN postponed_until TEXT CHECK (postponed_until IS NULL OR length(postponed_until) = 10);
ALTER TABLE curricula ADD COLUMN accepted_automatically BOOLEAN NOT NULL DEFAULT FALSE;
