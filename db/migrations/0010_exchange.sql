-- SPDX-License-Identifier: EUPL-1.2
-- Imports of offers: addresses that are fetched on a schedule, what each import did, the files that wait for a decision, and which text
-- each imported offer came with last. Who imported stands in the audit log only. Owner: exchange.

CREATE TABLE import_sources (
    id $ID,
    provider_id BIGINT NOT NULL REFERENCES providers (id),
    name TEXT NOT NULL,
    format TEXT CHECK (format IN ('moochub', 'open_vhs', 'csv', 'xlsx')),
    address TEXT NOT NULL,
    every_hours INTEGER NOT NULL CHECK (every_hours BETWEEN 1 AND 720),
    enabled BOOLEAN NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('draft', 'submit', 'publish')),
    retire_vanished BOOLEAN NOT NULL,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    last_run_at BIGINT,
    next_run_at BIGINT NOT NULL,
    UNIQUE (provider_id, address)
);

CREATE TABLE import_runs (
    id $ID,
    provider_id BIGINT NOT NULL REFERENCES providers (id),
    source_id BIGINT REFERENCES import_sources (id) ON DELETE SET NULL,
    file_name TEXT NOT NULL,
    format TEXT CHECK (format IN ('moochub', 'open_vhs', 'csv', 'xlsx')),
    state TEXT NOT NULL CHECK (state IN ('checking', 'checked', 'running', 'done', 'refused', 'discarded')),
    outcome TEXT NOT NULL CHECK (outcome IN ('draft', 'submit', 'publish')),
    only_good BOOLEAN NOT NULL DEFAULT FALSE,
    retire_vanished BOOLEAN NOT NULL DEFAULT FALSE,
    offers INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    vanished INTEGER NOT NULL DEFAULT 0,
    message TEXT NOT NULL DEFAULT '',
    report TEXT NOT NULL DEFAULT '{}',
    started_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX import_runs_by_provider ON import_runs (provider_id, started_at);

-- What was uploaded, until it is taken over or discarded.
CREATE TABLE import_files (
    run_id BIGINT PRIMARY KEY REFERENCES import_runs (id) ON DELETE CASCADE,
    content $BYTES NOT NULL
);

CREATE TABLE imported_units (
    unit_id BIGINT PRIMARY KEY REFERENCES learning_units (id) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    seen_at BIGINT NOT NULL
);
