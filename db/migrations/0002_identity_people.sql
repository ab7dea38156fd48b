-- SPDX-License-Identifier: EUPL-1.2
-- Organisations, departments, people, roles, sessions, invitations, outgoing mail. Owner: identity (mail_outbox: mail; feedback: web).

CREATE TABLE places (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude DOUBLE PRECISION NOT NULL CHECK (longitude BETWEEN -180 AND 180)
);

CREATE TABLE organisations (
    id $ID,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('municipality', 'county', 'association', 'provider', 'cooperative', 'venue_host')),
    land TEXT CHECK (land IN ('BW', 'HE', 'RP')),
    place_id BIGINT REFERENCES places (id),
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    staff_count INTEGER NOT NULL DEFAULT 0 CHECK (staff_count >= 0),
    is_member BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL
);

-- Names and places in the tree change over time; the version of a day is the one with valid_from <= day < valid_until.
CREATE TABLE organisation_versions (
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_until TEXT CHECK (length(valid_until) = 10 AND valid_until > valid_from),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    parent_id BIGINT REFERENCES organisations (id) CHECK (parent_id <> organisation_id),
    PRIMARY KEY (organisation_id, valid_from)
);
CREATE INDEX organisation_versions_by_parent ON organisation_versions (parent_id);

CREATE TABLE departments (
    id $ID,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX departments_by_organisation ON departments (organisation_id);

CREATE TABLE department_versions (
    department_id BIGINT NOT NULL REFERENCES departments (id),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_until TEXT CHECK (length(valid_until) = 10 AND valid_until > valid_from),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    parent_id BIGINT REFERENCES departments (id) CHECK (parent_id <> department_id),
    PRIMARY KEY (department_id, valid_from)
);
CREATE INDEX department_versions_by_parent ON department_versions (parent_id);

CREATE TABLE people (
    id $ID,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    department_id BIGINT REFERENCES departments (id),
    email TEXT UNIQUE CHECK (length(email) BETWEEN 3 AND 254),
    first_name TEXT NOT NULL CHECK (length(first_name) <= 100),
    last_name TEXT NOT NULL CHECK (length(last_name) <= 100),
    language TEXT NOT NULL DEFAULT 'de' CHECK (language IN ('de', 'en')),
    state TEXT NOT NULL CHECK (state IN ('active', 'blocked', 'erased')),
    password_hash TEXT,
    password_changed_at BIGINT,
    totp_secret $BYTES,
    totp_confirmed_at BIGINT,
    totp_last_step BIGINT NOT NULL DEFAULT 0,
    source_key TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX people_by_organisation ON people (organisation_id, last_name, first_name, id);
CREATE INDEX people_by_department ON people (department_id);
-- The personnel number of an import: the same row imported twice is the same person.
CREATE UNIQUE INDEX people_by_source ON people (organisation_id, source_key) WHERE source_key IS NOT NULL;

CREATE TABLE role_assignments (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL CHECK (role IN ('learner', 'supervisor', 'hr_decision_maker', 'provider_editor', 'instructor',
                                       'board_member', 'office', 'venue_host', 'system_operator')),
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_until TEXT CHECK (length(valid_until) = 10 AND valid_until >= valid_from),
    granted_by BIGINT,
    UNIQUE (person_id, role, organisation_id, valid_from)
);
CREATE INDEX role_assignments_by_organisation ON role_assignments (organisation_id, role);

CREATE TABLE sessions (
    id $ID,
    token_hash $BYTES NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    device TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- The first of two steps of a sign-in with a second factor: the password was right, the code is still asked for.
CREATE TABLE sign_in_challenges (
    id $ID,
    token_hash $BYTES NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    attempts INTEGER NOT NULL DEFAULT 0,
    expires_at BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    person_id BIGINT NOT NULL REFERENCES people (id),
    code_hash $BYTES NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (person_id, code_hash)
);

CREATE TABLE password_resets (
    id $ID,
    token_hash $BYTES NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE invitations (
    id $ID,
    token_hash $BYTES NOT NULL UNIQUE,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    invited_by BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    withdrawn_at BIGINT
);
CREATE INDEX invitations_by_person ON invitations (person_id);
CREATE INDEX invitations_by_organisation ON invitations (organisation_id, created_at);

-- A list of people between its check and its import; removed by either, or after a day.
CREATE TABLE people_imports (
    id $ID,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    uploaded_by BIGINT NOT NULL REFERENCES people (id),
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX people_imports_by_uploader ON people_imports (uploaded_by);

CREATE TABLE mail_outbox (
    id $ID,
    person_id BIGINT REFERENCES people (id),
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    last_error TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX mail_outbox_due ON mail_outbox (next_attempt_at) WHERE state = 'queued';
CREATE INDEX mail_outbox_by_person ON mail_outbox (person_id);

CREATE TABLE feedback (
    id $ID,
    subject TEXT NOT NULL CHECK (subject IN ('barrier', 'mistake', 'idea')),
    page TEXT NOT NULL,
    message TEXT NOT NULL,
    reply_to TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT
);
