-- SPDX-License-Identifier: EUPL-1.2
-- Development talks, goals agreed by two sides, and the private shortlist of career paths. Owner: development (agreed_demands: competence).

-- What a person agreed on with her employer, as a demand of her own: raises level and weight until that day, included. Written by the room
-- that keeps the goals, in the transaction in which a goal comes into force or ends. origin: 'goal:17'.
CREATE TABLE agreed_demands (
    person_id BIGINT NOT NULL REFERENCES people (id),
    origin TEXT NOT NULL,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 10),
    until_day TEXT NOT NULL CHECK (length(until_day) = 10),
    reason TEXT NOT NULL DEFAULT '',
    agreed_on TEXT NOT NULL CHECK (length(agreed_on) = 10),
    PRIMARY KEY (person_id, origin)
);

-- counterpart_id is empty when that account was erased. The organisation is the employer at the time; who leaves it leaves the talk.
CREATE TABLE development_talks (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    counterpart_id BIGINT REFERENCES people (id) CHECK (counterpart_id <> person_id),
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    planned_on TEXT NOT NULL CHECK (length(planned_on) = 10),
    state TEXT NOT NULL CHECK (state IN ('prepared', 'held', 'closed')),
    started_by TEXT NOT NULL CHECK (started_by IN ('employee', 'counterpart')),
    created_at BIGINT NOT NULL,
    held_on TEXT CHECK (length(held_on) = 10),
    closed_on TEXT CHECK (length(closed_on) = 10)
);
CREATE INDEX development_talks_by_person ON development_talks (person_id, state);
CREATE INDEX development_talks_by_counterpart ON development_talks (counterpart_id, state);
-- One open talk between two people.
CREATE UNIQUE INDEX development_talks_one_open ON development_talks (person_id, counterpart_id) WHERE state <> 'closed';

-- What a side writes down for itself; the other side reads it only when it is shared.
CREATE TABLE talk_notes (
    talk_id BIGINT NOT NULL REFERENCES development_talks (id),
    side TEXT NOT NULL CHECK (side IN ('employee', 'counterpart')),
    topic TEXT NOT NULL CHECK (topic IN ('achieved', 'wanted', 'support')),
    text TEXT NOT NULL,
    shared BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (talk_id, side, topic)
);

-- The shared sheet: what a side ticked, as it was called and stood on that day. Copied, so that the other side never reads a profile.
CREATE TABLE talk_items (
    talk_id BIGINT NOT NULL REFERENCES development_talks (id),
    side TEXT NOT NULL CHECK (side IN ('employee', 'counterpart')),
    kind TEXT NOT NULL CHECK (kind IN ('gap', 'interest', 'planned_unit', 'completed_unit', 'demand')),
    subject_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    from_level INTEGER CHECK (from_level BETWEEN 0 AND 5),
    to_level INTEGER CHECK (to_level BETWEEN 0 AND 5),
    position INTEGER NOT NULL,
    PRIMARY KEY (talk_id, side, kind, subject_id)
);

-- agreed_version: what is in force; absent until both sides have signed once.
CREATE TABLE goals (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    counterpart_id BIGINT REFERENCES people (id) CHECK (counterpart_id <> person_id),
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    talk_id BIGINT REFERENCES development_talks (id),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'agreed', 'reported', 'fulfilled', 'ended', 'lapsed')),
    last_version INTEGER NOT NULL CHECK (last_version >= 1),
    agreed_version INTEGER,
    reminders_sent INTEGER NOT NULL DEFAULT 0,
    CHECK (state IN ('proposed', 'lapsed') OR agreed_version IS NOT NULL)
);
CREATE INDEX goals_by_person ON goals (person_id);
CREATE INDEX goals_by_counterpart ON goals (counterpart_id);
CREATE INDEX goals_by_organisation ON goals (organisation_id, state);
CREATE INDEX goals_by_talk ON goals (talk_id);

-- Every proposal is kept. ends: the proposal is to end the goal. A side signs by proposing or by accepting; both dates: agreed.
CREATE TABLE goal_versions (
    goal_id BIGINT NOT NULL REFERENCES goals (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    proposed_by TEXT NOT NULL CHECK (proposed_by IN ('employee', 'counterpart')),
    ends BOOLEAN NOT NULL DEFAULT FALSE,
    competence_id BIGINT REFERENCES competences (id),
    level INTEGER CHECK (level BETWEEN 1 AND 5),
    title TEXT NOT NULL,
    why TEXT NOT NULL,
    law TEXT NOT NULL DEFAULT '',
    deadline_on TEXT NOT NULL CHECK (length(deadline_on) = 10),
    proposed_at BIGINT NOT NULL,
    employee_signed_at BIGINT,
    counterpart_signed_at BIGINT,
    withdrawn_at BIGINT,
    PRIMARY KEY (goal_id, version),
    CHECK ((competence_id IS NULL) = (level IS NULL))
);

-- What happened to talks and goals, readable by both sides; side is empty for what the platform did itself.
CREATE TABLE development_events (
    id $ID,
    talk_id BIGINT REFERENCES development_talks (id),
    goal_id BIGINT REFERENCES goals (id),
    version INTEGER,
    happening TEXT NOT NULL,
    side TEXT CHECK (side IN ('employee', 'counterpart')),
    at BIGINT NOT NULL,
    CHECK ((talk_id IS NULL) <> (goal_id IS NULL))
);
CREATE INDEX development_events_by_talk ON development_events (talk_id);
CREATE INDEX development_events_by_goal ON development_events (goal_id);
CREATE INDEX development_events_by_time ON development_events (at);

-- Until when a person has been told by mail what is new.
CREATE TABLE development_mails (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    told_until BIGINT NOT NULL
);

-- Roles somebody compares in private.
CREATE TABLE career_shortlist (
    person_id BIGINT NOT NULL REFERENCES people (id),
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    added_on TEXT NOT NULL CHECK (length(added_on) = 10),
    PRIMARY KEY (person_id, role_profile_id)
);
