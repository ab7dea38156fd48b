-- SPDX-License-Identifier: EUPL-1.2
-- The standardised description of offers in full (R124, R125): versions, drafts that were never published, participants, level, credentials,
-- accessibility, seals, code-share, internal offers, the source of imported ones; both capacities of a date; more about venues. Owner: catalogue.

CREATE TABLE learning_units_new (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    provider_id BIGINT NOT NULL REFERENCES providers (id),
    kind TEXT NOT NULL CHECK (kind IN ('learning_unit', 'information_event', 'coaching', 'dialogue')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    title TEXT NOT NULL,
    objective TEXT NOT NULL,
    description_specialist TEXT NOT NULL,
    description_general TEXT NOT NULL,
    audience TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('on_site', 'online', 'hybrid', 'self_paced')),
    self_study_half_hours INTEGER NOT NULL CHECK (self_study_half_hours >= 0),
    tutorial_half_hours INTEGER NOT NULL CHECK (tutorial_half_hours >= 0),
    follow_up_half_hours INTEGER NOT NULL CHECK (follow_up_half_hours >= 0),
    presence_days INTEGER NOT NULL CHECK (presence_days >= 0),
    price_member_cents BIGINT NOT NULL CHECK (price_member_cents >= 0),
    price_other_cents BIGINT NOT NULL CHECK (price_other_cents >= 0),
    origin TEXT NOT NULL CHECK (origin IN ('own', 'acquired', 'code_share')),
    funded BOOLEAN NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('de', 'en')),
    after_unit_id BIGINT REFERENCES learning_units (id),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 0),
    practice TEXT NOT NULL DEFAULT '',
    keywords TEXT NOT NULL DEFAULT '',
    participants_min INTEGER CHECK (participants_min >= 1),
    participants_max INTEGER CHECK (participants_max >= 1),
    code_share_of_id BIGINT REFERENCES learning_units (id),
    funding TEXT NOT NULL DEFAULT '',
    difficulty TEXT NOT NULL DEFAULT 'basic' CHECK (difficulty IN ('basic', 'intermediate', 'advanced')),
    dqr INTEGER CHECK (dqr BETWEEN 1 AND 8),
    ects_tenths INTEGER NOT NULL DEFAULT 0 CHECK (ects_tenths BETWEEN 0 AND 600),
    credentials TEXT NOT NULL DEFAULT '',
    accessibility TEXT NOT NULL DEFAULT '',
    accessibility_note TEXT NOT NULL DEFAULT '',
    only_for_id BIGINT REFERENCES organisations (id),
    source_system TEXT,
    source_id TEXT,
    source_url TEXT,
    published_at BIGINT,
    updated_at BIGINT NOT NULL,
    CHECK (participants_max >= participants_min)
);
INSERT INTO learning_units_new (id, slug, provider_id, kind, state, title, objective, description_specialist, description_general, audience, mode, self_study_half_hours, tutorial_half_hours, follow_up_half_hours, presence_days, price_member_cents, price_other_cents, origin, funded, language, after_unit_id, updated_at, published_at)
SELECT id, slug, provider_id, kind, state, title, objective, description_specialist, description_general, audience, mode, self_study_half_hours, tutorial_half_hours, follow_up_half_hours, presence_days, price_member_cents, price_other_cents, origin, funded, language, after_unit_id, updated_at, updated_at FROM learning_units;
DROP TABLE learning_units;
ALTER TABLE learning_units_new RENAME TO learning_units;
CREATE INDEX learning_units_by_provider ON learning_units (provider_id);
CREATE UNIQUE INDEX learning_units_by_source ON learning_units (provider_id, source_system, source_id);

-- Every version that was ever published, as the standardised description in JSON; never changed afterwards (AN-61).
CREATE TABLE unit_versions (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    content TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (unit_id, version)
);

CREATE TABLE unit_seals (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    valid_until TEXT CHECK (length(valid_until) = 10),
    PRIMARY KEY (unit_id, position)
);

-- seats: on site, or online when the whole date is online; online_seats: the places at the screen of a hybrid date (F64).
ALTER TABLE tutorial_dates ADD COLUMN online_seats INTEGER NOT NULL DEFAULT 0 CHECK (online_seats >= 0);
ALTER TABLE tutorial_dates ADD COLUMN source_id TEXT;

ALTER TABLE venues ADD COLUMN accessibility TEXT NOT NULL DEFAULT '';
ALTER TABLE venues ADD COLUMN accessibility_note TEXT NOT NULL DEFAULT '';
ALTER TABLE venues ADD COLUMN didactics TEXT NOT NULL DEFAULT '';
ALTER TABLE venues ADD COLUMN price_day_cents BIGINT NOT NULL DEFAULT 0 CHECK (price_day_cents >= 0);
ALTER TABLE venues ADD COLUMN retired BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE courses ADD COLUMN provider_id BIGINT REFERENCES providers (id);
ALTER TABLE courses ADD COLUMN retired BOOLEAN NOT NULL DEFAULT FALSE;
