-- SPDX-License-Identifier: EUPL-1.2
-- What every room builds on: the audit log, the change log and the jobs.

CREATE TABLE audit_log (
    id           INTEGER PRIMARY KEY,
    at           BIGINT NOT NULL,
    actor        BIGINT,              -- a number only, no foreign key: it outlives the person and says nothing about them
    action       TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id   BIGINT NOT NULL,
    details      TEXT NOT NULL        -- JSON without personal values
);
CREATE INDEX audit_log_subject ON audit_log (subject_type, subject_id, id);
CREATE INDEX audit_log_actor ON audit_log (actor, id);

CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log_append_only'); END;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log_append_only'); END;

CREATE TABLE change_log (
    id      INTEGER PRIMARY KEY,
    at      BIGINT NOT NULL DEFAULT (CAST(strftime('%s', 'now') AS INTEGER)),
    topic   TEXT NOT NULL,
    subject BIGINT NOT NULL
);

CREATE TABLE jobs (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    payload     TEXT NOT NULL,
    unique_key  TEXT,
    state       TEXT NOT NULL CONSTRAINT jobs_state CHECK (state IN ('queued', 'running', 'done', 'failed')),
    run_at      BIGINT NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    gathered    BIGINT NOT NULL DEFAULT 0,  -- how many more requests this one stands for
    lease_owner TEXT,
    lease_until BIGINT,
    last_error  TEXT,
    created_at  BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE UNIQUE INDEX jobs_gathered ON jobs (kind, unique_key) WHERE state = 'queued';
CREATE INDEX jobs_due ON jobs (state, run_at, id);
CREATE INDEX jobs_leased ON jobs (lease_until) WHERE state = 'running';
