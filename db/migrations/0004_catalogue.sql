-- SPDX-License-Identifier: EUPL-1.2
-- Providers, venues, modules, learning units with their tutorial dates, courses. Owner: catalogue.

CREATE TABLE providers (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    organisation_id BIGINT NOT NULL UNIQUE REFERENCES organisations (id),
    kind TEXT NOT NULL CHECK (kind IN ('university', 'adult_education', 'academy', 'company', 'municipality', 'chamber')),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    place_id BIGINT NOT NULL REFERENCES places (id)
);

CREATE TABLE venues (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    place_id BIGINT NOT NULL REFERENCES places (id),
    street TEXT NOT NULL,
    seats INTEGER NOT NULL CHECK (seats > 0),
    step_free BOOLEAN NOT NULL,
    equipment TEXT NOT NULL,
    description TEXT NOT NULL
);
CREATE INDEX venues_by_organisation ON venues (organisation_id);

CREATE TABLE modules (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE learning_units (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    provider_id BIGINT NOT NULL REFERENCES providers (id),
    kind TEXT NOT NULL CHECK (kind IN ('learning_unit', 'information_event', 'coaching', 'dialogue')),
    state TEXT NOT NULL CHECK (state IN ('published', 'retired')),
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
    updated_at BIGINT NOT NULL
);
CREATE INDEX learning_units_by_provider ON learning_units (provider_id);

CREATE TABLE tutorial_dates (
    id $ID,
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    mode TEXT NOT NULL CHECK (mode IN ('on_site', 'online', 'hybrid')),
    first_day TEXT NOT NULL CHECK (length(first_day) = 10),
    last_day TEXT NOT NULL CHECK (length(last_day) = 10),
    start_minute INTEGER NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
    end_minute INTEGER NOT NULL CHECK (end_minute BETWEEN 1 AND 1440 AND end_minute > start_minute),
    venue_id BIGINT REFERENCES venues (id),
    seats INTEGER NOT NULL CHECK (seats > 0),
    booking_deadline TEXT NOT NULL CHECK (length(booking_deadline) = 10),
    state TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
    CHECK (last_day >= first_day),
    CHECK (mode = 'online' OR venue_id IS NOT NULL)
);
CREATE INDEX tutorial_dates_by_unit ON tutorial_dates (unit_id, first_day);

CREATE TABLE unit_teaches (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    PRIMARY KEY (unit_id, competence_id, level)
);
CREATE INDEX unit_teaches_by_competence ON unit_teaches (competence_id, level);

CREATE TABLE unit_requires (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    PRIMARY KEY (unit_id, competence_id)
);

CREATE TABLE unit_modules (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    module_id BIGINT NOT NULL REFERENCES modules (id),
    mandatory BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, module_id)
);

CREATE TABLE courses (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    module_id BIGINT NOT NULL REFERENCES modules (id),
    closed BOOLEAN NOT NULL
);

CREATE TABLE course_units (
    course_id BIGINT NOT NULL REFERENCES courses (id),
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (course_id, unit_id)
);
