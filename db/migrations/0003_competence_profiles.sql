-- SPDX-License-Identifier: EUPL-1.2
-- Competence catalogue, role profiles (SOLL), evidence (IST), and how a person can learn. Owner: competence.

CREATE TABLE competence_areas (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE competences (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    area_id BIGINT NOT NULL REFERENCES competence_areas (id),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    keywords TEXT NOT NULL DEFAULT '',
    digcomp TEXT,
    half_life_months INTEGER NOT NULL CHECK (half_life_months BETWEEN 1 AND 240),
    position INTEGER NOT NULL
);

CREATE TABLE competence_levels (
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    descriptor TEXT NOT NULL,
    PRIMARY KEY (competence_id, level)
);

CREATE TABLE role_profiles (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE role_profile_successors (
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    successor_id BIGINT NOT NULL REFERENCES role_profiles (id),
    PRIMARY KEY (role_profile_id, successor_id)
);

-- One line of one layer (F16): general demands concern every role profile (role_profile_id NULL); an authority's own demand may
-- be for all authorities (organisation_id NULL, the usual default) or for one.
CREATE TABLE role_demands (
    id $ID,
    layer TEXT NOT NULL CHECK (layer IN ('general', 'market', 'authority')),
    role_profile_id BIGINT REFERENCES role_profiles (id),
    organisation_id BIGINT REFERENCES organisations (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 10),
    reason TEXT NOT NULL,
    stated_on TEXT NOT NULL CHECK (length(stated_on) = 10),
    CHECK ((layer = 'general') = (role_profile_id IS NULL)),
    CHECK (organisation_id IS NULL OR layer = 'authority')
);
CREATE INDEX role_demands_by_profile ON role_demands (role_profile_id, layer);

CREATE TABLE person_jobs (
    person_id BIGINT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL CHECK (kind IN ('present', 'future')),
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, kind)
);

CREATE TABLE evidence (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 5),
    source TEXT NOT NULL CHECK (source IN ('self_assessment', 'interview', 'test', 'completed_unit', 'confirmation')),
    confidence_percent INTEGER NOT NULL CHECK (confidence_percent BETWEEN 0 AND 100),
    assessed_on TEXT NOT NULL CHECK (length(assessed_on) = 10),
    withdrawn_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX evidence_by_person ON evidence (person_id, competence_id);

-- Asked in the self-assessment and answered with "Weiß ich nicht": not asked again until the person wants it.
CREATE TABLE assessment_skips (
    person_id BIGINT NOT NULL REFERENCES people (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    PRIMARY KEY (person_id, competence_id)
);

CREATE TABLE person_interests (
    person_id BIGINT NOT NULL REFERENCES people (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    PRIMARY KEY (person_id, competence_id)
);

-- How a person can learn (F20, F50): hard limits of the planner. No reason for an absence is stored.
CREATE TABLE learning_preferences (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    half_hours INTEGER NOT NULL CHECK (half_hours BETWEEN 0 AND 2000),
    weekly_half_hours INTEGER CHECK (weekly_half_hours BETWEEN 1 AND 80),
    price_cents BIGINT NOT NULL CHECK (price_cents BETWEEN 0 AND 10000000),
    presence_days INTEGER NOT NULL CHECK (presence_days BETWEEN 0 AND 200),
    until_day TEXT NOT NULL CHECK (length(until_day) = 10),
    working_days INTEGER NOT NULL CHECK (working_days BETWEEN 0 AND 127),
    online_allowed BOOLEAN NOT NULL,
    on_site_allowed BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE person_places (
    person_id BIGINT NOT NULL REFERENCES people (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    PRIMARY KEY (person_id, place_id)
);

CREATE TABLE absences (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    first_day TEXT NOT NULL CHECK (length(first_day) = 10),
    last_day TEXT NOT NULL CHECK (length(last_day) = 10),
    CHECK (last_day >= first_day)
);
CREATE INDEX absences_by_person ON absences (person_id);
