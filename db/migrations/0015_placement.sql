-- SPDX-License-Identifier: EUPL-1.2
-- Placement tests ("Kurz prüfen"), evidence documents and confirmations. Owner: placement.

-- One row per version of an item and never changed afterwards, because answers refer to what was asked; a new wording is a new row.
CREATE TABLE placement_items (
    id $ID,
    slug TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    kind TEXT NOT NULL CHECK (kind IN ('single_choice', 'multiple_choice', 'ordering', 'true_false')),
    question TEXT NOT NULL,
    explanation TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'outdated')),
    author TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    UNIQUE (slug, version)
);
CREATE INDEX placement_items_by_competence ON placement_items (competence_id, state);

-- position is the right place of an option in an ordering.
CREATE TABLE placement_options (
    item_id BIGINT NOT NULL REFERENCES placement_items (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 9),
    label TEXT NOT NULL,
    is_right BOOLEAN NOT NULL,
    PRIMARY KEY (item_id, position)
);

-- prior_level, prior_percent: what the profile said when the test began; no level: nothing was assessed.
CREATE TABLE placement_tests (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    seed BIGINT NOT NULL,
    prior_level INTEGER CHECK (prior_level BETWEEN 0 AND 5),
    prior_percent INTEGER NOT NULL DEFAULT 0 CHECK (prior_percent BETWEEN 0 AND 100),
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    level INTEGER CHECK (level BETWEEN 0 AND 5),
    confidence_percent INTEGER CHECK (confidence_percent BETWEEN 0 AND 100),
    recorded_at BIGINT,
    CHECK ((finished_at IS NULL) = (level IS NULL))
);
CREATE INDEX placement_tests_by_person ON placement_tests (person_id, competence_id, started_at);
CREATE UNIQUE INDEX placement_tests_open ON placement_tests (person_id, competence_id) WHERE finished_at IS NULL;

-- chosen: positions of the options, comma-separated; empty: "Weiß ich nicht".
CREATE TABLE placement_answers (
    test_id BIGINT NOT NULL REFERENCES placement_tests (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 9),
    item_id BIGINT NOT NULL REFERENCES placement_items (id),
    chosen TEXT NOT NULL,
    is_right BOOLEAN NOT NULL,
    PRIMARY KEY (test_id, position),
    UNIQUE (test_id, item_id)
);

CREATE TABLE evidence_documents (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    issuer TEXT NOT NULL DEFAULT '',
    issued_on TEXT NOT NULL CHECK (length(issued_on) = 10),
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    size_bytes BIGINT NOT NULL CHECK (size_bytes BETWEEN 1 AND 5242880),
    created_at BIGINT NOT NULL
);
CREATE INDEX evidence_documents_by_person ON evidence_documents (person_id, created_at);

-- The bytes stand apart, so that no list reads them.
CREATE TABLE evidence_document_files (
    document_id BIGINT PRIMARY KEY REFERENCES evidence_documents (id) ON DELETE CASCADE,
    content $BYTES NOT NULL
);

-- evidence_id: the line of the profile that came with it; the number alone, because that line may be deleted with its profile.
CREATE TABLE evidence_document_levels (
    document_id BIGINT NOT NULL REFERENCES evidence_documents (id) ON DELETE CASCADE,
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    evidence_id BIGINT NOT NULL,
    PRIMARY KEY (document_id, competence_id)
);

CREATE TABLE confirmations (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    asked_id BIGINT NOT NULL REFERENCES people (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    document_id BIGINT REFERENCES evidence_documents (id) ON DELETE SET NULL,
    message TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'declined', 'withdrawn', 'expired')),
    confirmed_level INTEGER CHECK (confirmed_level BETWEEN 0 AND 5),
    reason TEXT NOT NULL DEFAULT '',
    requested_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    decided_at BIGINT,
    CHECK (person_id <> asked_id),
    CHECK ((state = 'confirmed') = (confirmed_level IS NOT NULL))
);
CREATE INDEX confirmations_by_person ON confirmations (person_id, requested_at);
CREATE INDEX confirmations_by_asked ON confirmations (asked_id, state);
CREATE UNIQUE INDEX confirmations_open ON confirmations (person_id, asked_id, competence_id) WHERE state = 'open';

-- KO-06: what nobody tested or confirmed after a completed unit is less certain than was written until now.
UPDATE evidence SET confidence_percent = 45 WHERE source = 'completed_unit' AND confidence_percent > 45;
