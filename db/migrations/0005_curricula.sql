-- SPDX-License-Identifier: EUPL-1.2
-- Curricula: versioned plans of a person, their items with reasons, what stays open, and the learner's own choices. Owner: planning.

-- outlook: JSON written by planning (wishes that contradict each other, what one limit more would bring), read by planning only.
CREATE TABLE curricula (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'replaced', 'declined')),
    cause TEXT NOT NULL CHECK (cause IN ('first_plan', 'profile_changed', 'offers_changed', 'unit_completed', 'own_choice')),
    status TEXT NOT NULL CHECK (status IN ('optimal', 'feasible', 'infeasible')),
    closure BIGINT NOT NULL,
    closure_bound BIGINT NOT NULL,
    half_hours INTEGER NOT NULL,
    price_cents BIGINT NOT NULL,
    closure_wanted BIGINT NOT NULL,
    presence_days INTEGER NOT NULL,
    outlook TEXT NOT NULL DEFAULT '{}',
    planned_on TEXT NOT NULL CHECK (length(planned_on) = 10),
    until_day TEXT NOT NULL CHECK (length(until_day) = 10),
    created_at BIGINT NOT NULL,
    decided_at BIGINT,
    UNIQUE (person_id, version)
);
-- At most one plan in force and one open proposal per person.
CREATE UNIQUE INDEX curricula_one_accepted ON curricula (person_id) WHERE state = 'accepted';
CREATE UNIQUE INDEX curricula_one_proposed ON curricula (person_id) WHERE state = 'proposed';

-- starts_on and ends_on: the days of the tutorial date, or the weeks laid out for self-paced work.
-- explanation: JSON written by planning (weeks of each phase, steps, next best alternative), read by planning only.
CREATE TABLE curriculum_items (
    curriculum_id BIGINT NOT NULL REFERENCES curricula (id),
    position INTEGER NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    tutorial_date_id BIGINT REFERENCES tutorial_dates (id),
    starts_on TEXT NOT NULL CHECK (length(starts_on) = 10),
    ends_on TEXT NOT NULL CHECK (length(ends_on) = 10),
    half_hours INTEGER NOT NULL,
    price_cents BIGINT NOT NULL,
    locked BOOLEAN NOT NULL DEFAULT FALSE,
    explanation TEXT NOT NULL,
    PRIMARY KEY (curriculum_id, position),
    UNIQUE (curriculum_id, unit_id)
);
CREATE INDEX curriculum_items_by_unit ON curriculum_items (unit_id);

CREATE TABLE curriculum_open_gaps (
    curriculum_id BIGINT NOT NULL REFERENCES curricula (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    reason TEXT NOT NULL,
    remedy TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    PRIMARY KEY (curriculum_id, competence_id, level)
);
CREATE INDEX curriculum_open_gaps_by_step ON curriculum_open_gaps (competence_id, level);

CREATE TABLE plan_choices (
    person_id BIGINT NOT NULL REFERENCES people (id),
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    choice TEXT NOT NULL CHECK (choice IN ('excluded', 'locked')),
    tutorial_date_id BIGINT REFERENCES tutorial_dates (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, unit_id)
);
CREATE INDEX plan_choices_by_unit ON plan_choices (unit_id);

-- What a person has finished: never planned again. The levels it taught are evidence, which competence owns.
CREATE TABLE completed_units (
    person_id BIGINT NOT NULL REFERENCES people (id),
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    completed_on TEXT NOT NULL CHECK (length(completed_on) = 10),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, unit_id)
);
