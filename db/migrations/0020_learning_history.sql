-- SPDX-License-Identifier: EUPL-1.2
-- Signed learning histories: keys, trusted issuers, what was handed out and what was taken over. Owner: learning_history.

-- The installation's own keys, the same on all nodes. sealed: the secret half, encrypted; retired keys keep verifying (LH-12).
CREATE TABLE history_keys (
    id $ID,
    thumbprint TEXT NOT NULL UNIQUE,
    public_key $BYTES NOT NULL,
    sealed $BYTES NOT NULL,
    sealed_with TEXT NOT NULL CHECK (sealed_with IN ('file', 'database')),
    active INTEGER UNIQUE CHECK (active = 1),
    created_at BIGINT NOT NULL,
    retired_at BIGINT,
    CHECK ((active IS NULL) = (retired_at IS NOT NULL))
);

-- Whose histories count here besides the own ones.
CREATE TABLE trusted_issuers (
    id $ID,
    thumbprint TEXT NOT NULL UNIQUE,
    public_key $BYTES NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    added_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);

-- That a file was made: when, how much of what, and its digest. Neither the file nor its code is kept.
CREATE TABLE history_exports (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    credential_id TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    thumbprint TEXT NOT NULL,
    units INTEGER NOT NULL,
    confirmed_levels INTEGER NOT NULL,
    tested_levels INTEGER NOT NULL,
    stated_levels INTEGER NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX history_exports_by_person ON history_exports (person_id, created_at);

CREATE TABLE history_imports (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    credential_id TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    thumbprint TEXT NOT NULL,
    issuer TEXT NOT NULL,
    issuer_name TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    imported_at BIGINT NOT NULL
);
CREATE INDEX history_imports_by_person ON history_imports (person_id, imported_at);

-- evidence_id: the line of the profile that came of it; the number alone, because that line may be deleted with its profile.
-- unit_recorded: the unit was marked as completed here by the import and not before.
CREATE TABLE history_entries (
    import_id BIGINT NOT NULL REFERENCES history_imports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('unit', 'confirmed_level', 'tested_level', 'stated_level')),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    address TEXT NOT NULL,
    provider TEXT NOT NULL,
    competence TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 5),
    half_hours INTEGER NOT NULL CHECK (half_hours >= 0),
    on_day TEXT NOT NULL CHECK (length(on_day) = 10),
    source TEXT NOT NULL CHECK (source IN ('self_assessment', 'interview', 'test', 'completed_unit', 'confirmation')),
    confidence_percent INTEGER NOT NULL CHECK (confidence_percent BETWEEN 0 AND 100),
    source_system TEXT NOT NULL,
    source_id TEXT NOT NULL,
    taken_over_from TEXT NOT NULL,
    evidence_id BIGINT,
    unit_id BIGINT REFERENCES learning_units (id),
    unit_recorded BOOLEAN NOT NULL,
    PRIMARY KEY (import_id, position)
);
