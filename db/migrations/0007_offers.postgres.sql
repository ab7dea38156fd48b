-- SPDX-License-Identifier: EUPL-1.2
-- The standardised description of offers in full (R124, R125): versions, drafts that were never published, participants, level, credentials,
-- accessibility, seals, code-share, internal offers, the source of imported ones; both capacities of a date; more about venues. Owner: catalogue.

ALTER TABLE learning_units DROP CONSTRAINT learning_units_state_check;
ALTER TABLE learning_units ADD CONSTRAINT learning_units_state_check CHECK (state IN ('draft', 'published', 'retired'));
ALTER TABLE learning_units ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 0);
ALTER TABLE learning_units ADD COLUMN practice TEXT NOT NULL DEFAULT '';
ALTER TABLE learning_units ADD COLUMN keywords TEXT NOT NULL DEFAULT '';
ALTER TABLE learning_units ADD COLUMN participants_min INTEGER CHECK (participants_min >= 1);
ALTER TABLE learning_units ADD COLUMN participants_max INTEGER CHECK (participants_max >= 1);
ALTER TABLE learning_units ADD COLUMN code_share_of_id BIGINT REFERENCES learning_units (id);
ALTER TABLE learning_units ADD COLUMN funding TEXT NOT NULL DEFAULT '';
ALTER TABLE learning_units ADD COLUMN difficulty TEXT NOT NULL DEFAULT 'basic' CHECK (difficulty IN ('basic', 'intermediate', 'advanced'));
ALTER TABLE learning_units ADD COLUMN dqr INTEGER CHECK (dqr BETWEEN 1 AND 8);
ALTER TABLE learning_units ADD COLUMN ects_tenths INTEGER NOT NULL DEFAULT 0 CHECK (ects_tenths BETWEEN 0 AND 600);
ALTER TABLE learning_units ADD COLUMN credentials TEXT NOT NULL DEFAULT '';
ALTER TABLE learning_units ADD COLUMN accessibility TEXT NOT NULL DEFAULT '';
ALTER TABLE learning_units ADD COLUMN accessibility_note TEXT NOT NULL DEFAULT '';
ALTER TABLE learning_units ADD COLUMN only_for_id BIGINT REFERENCES organisations (id);
ALTER TABLE learning_units ADD COLUMN source_system TEXT;
ALTER TABLE learning_units ADD COLUMN source_id TEXT;
ALTER TABLE learning_units ADD COLUMN source_url TEXT;
ALTER TABLE learning_units ADD COLUMN published_at BIGINT;
ALTER TABLE learning_units ADD CONSTRAINT learning_units_participants_check CHECK (participants_max >= participants_min);
UPDATE learning_units SET published_at = updated_at;
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
