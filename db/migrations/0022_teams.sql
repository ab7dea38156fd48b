-- SPDX-License-Identifier: EUPL-1.2
-- Expected exits, plans for teams, and calls to learn what a plan asks for. Owner: teams.

-- The year in which somebody is expected to retire or leave. Nothing else about the person stands beside it.
CREATE TABLE planned_exits (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2200),
    source TEXT NOT NULL CHECK (source IN ('entered', 'imported')),
    updated_at BIGINT NOT NULL
);

-- What was asked and what came out: numbers only, nobody's name. department_id absent: the whole organisation.
CREATE TABLE team_plans (
    id $ID,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    department_id BIGINT REFERENCES departments (id),
    group_name TEXT NOT NULL,
    people INTEGER NOT NULL CHECK (people >= 5),
    created_by BIGINT REFERENCES people (id),
    created_at BIGINT NOT NULL,
    budget_cents BIGINT,
    away_max INTEGER,
    status TEXT NOT NULL CHECK (status IN ('proven', 'unproven')),
    price_cents BIGINT NOT NULL,
    absence_days BIGINT NOT NULL,
    half_hours BIGINT NOT NULL
);
CREATE INDEX team_plans_by_organisation ON team_plans (organisation_id, created_at);
CREATE INDEX team_plans_by_author ON team_plans (created_by);

-- covered: in steps of five, never exact. seats_wanted: what is missing beyond it; seats_planned: what the plan provides.
CREATE TABLE team_plan_duties (
    team_plan_id BIGINT NOT NULL REFERENCES team_plans (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    people_needed INTEGER NOT NULL CHECK (people_needed >= 1),
    until_day TEXT NOT NULL CHECK (length(until_day) = 10),
    law TEXT NOT NULL DEFAULT '',
    covered INTEGER NOT NULL,
    covered_at_most INTEGER NOT NULL,
    seats_wanted INTEGER NOT NULL,
    seats_planned INTEGER NOT NULL,
    PRIMARY KEY (team_plan_id, position)
);

-- So many seats of one way to the level; its units follow in team_plan_units.
CREATE TABLE team_plan_ways (
    team_plan_id BIGINT NOT NULL REFERENCES team_plans (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    duty INTEGER NOT NULL,
    start_level INTEGER NOT NULL CHECK (start_level BETWEEN 0 AND 4),
    seats INTEGER NOT NULL CHECK (seats >= 1),
    price_cents BIGINT NOT NULL,
    absence_days INTEGER NOT NULL,
    half_hours INTEGER NOT NULL,
    PRIMARY KEY (team_plan_id, position)
);

-- Titles and days as they were when the plan was made.
CREATE TABLE team_plan_units (
    team_plan_id BIGINT NOT NULL REFERENCES team_plans (id) ON DELETE CASCADE,
    way INTEGER NOT NULL,
    position INTEGER NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    title TEXT NOT NULL,
    slug TEXT NOT NULL,
    first_day TEXT CHECK (length(first_day) = 10),
    last_day TEXT CHECK (length(last_day) = 10),
    place TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (team_plan_id, way, position)
);

-- What one limit more would bring.
CREATE TABLE team_plan_gains (
    team_plan_id BIGINT NOT NULL REFERENCES team_plans (id) ON DELETE CASCADE,
    limit_kind TEXT NOT NULL CHECK (limit_kind IN ('budget', 'away')),
    more_seats INTEGER NOT NULL,
    less_cents BIGINT NOT NULL,
    PRIMARY KEY (team_plan_id, limit_kind)
);

-- A call to the people of a group who may learn what a plan asks for. Whom it is shown to is never stored.
CREATE TABLE team_calls (
    id $ID,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    department_id BIGINT REFERENCES departments (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    seats INTEGER NOT NULL CHECK (seats >= 1),
    until_day TEXT NOT NULL CHECK (length(until_day) = 10),
    law TEXT NOT NULL DEFAULT '',
    called_by BIGINT REFERENCES people (id),
    called_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX team_calls_by_organisation ON team_calls (organisation_id, called_at);
CREATE INDEX team_calls_by_caller ON team_calls (called_by);

-- The person's own answer, readable by nobody else: a yes becomes a proposed goal, a no only hides the call from her.
CREATE TABLE team_call_answers (
    team_call_id BIGINT NOT NULL REFERENCES team_calls (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    answer TEXT NOT NULL CHECK (answer IN ('accepted', 'declined')),
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (team_call_id, person_id)
);
CREATE INDEX team_call_answers_by_person ON team_call_answers (person_id);
