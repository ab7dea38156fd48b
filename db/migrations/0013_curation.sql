-- SPDX-License-Identifier: EUPL-1.2
-- Editing the competence catalogue: working copies, published versions, what became of outdated competences, and proposals from other
-- frameworks. Who edited stands in the audit log; here only in which role. Owner: curation.

-- What will become the next version, beside what everybody sees.
CREATE TABLE competence_drafts (
    competence_id BIGINT PRIMARY KEY REFERENCES competences (id),
    content TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    changed_at BIGINT NOT NULL
);

-- published_at absent: the version came with the catalogue, and nobody published it here.
CREATE TABLE competence_versions (
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    content TEXT NOT NULL,
    remark TEXT NOT NULL DEFAULT '',
    published_at BIGINT,
    published_as TEXT NOT NULL DEFAULT '' CHECK (published_as IN ('', 'office', 'board_member')),
    PRIMARY KEY (competence_id, version)
);

-- One row each time a competence becomes outdated. demands: the role demands that were rewritten, before and after, for taking it back.
CREATE TABLE competence_outdatings (
    id $ID,
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    state TEXT NOT NULL CHECK (state IN ('carrying', 'carried', 'taking_back', 'taken_back', 'ended')),
    outdated_at BIGINT NOT NULL,
    finished_at BIGINT,
    people BIGINT NOT NULL DEFAULT 0,
    evidence BIGINT NOT NULL DEFAULT 0,
    demands TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX competence_outdatings_by_competence ON competence_outdatings (competence_id, outdated_at);
CREATE INDEX evidence_by_competence ON evidence (competence_id, person_id);
CREATE INDEX evidence_by_origin ON evidence (origin, person_id) WHERE origin <> '';

CREATE TABLE framework_imports (
    id $ID,
    framework TEXT NOT NULL CHECK (framework IN ('digcomp', 'esco', 'kldb')),
    file_name TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    concepts INTEGER NOT NULL DEFAULT 0,
    proposed INTEGER NOT NULL DEFAULT 0,
    report TEXT NOT NULL DEFAULT '{}'
);

-- competence_id: which of ours it is about; absent for a new one. area_id: where a new one would go.
CREATE TABLE framework_proposals (
    id $ID,
    import_id BIGINT NOT NULL REFERENCES framework_imports (id),
    framework TEXT NOT NULL CHECK (framework IN ('digcomp', 'esco', 'kldb')),
    concept_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('new_competence', 'alignment', 'changed_label', 'vanished_concept')),
    label TEXT NOT NULL,
    previous_label TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    competence_id BIGINT REFERENCES competences (id),
    area_id BIGINT REFERENCES competence_areas (id),
    relation TEXT NOT NULL DEFAULT 'close' CHECK (relation IN ('exact', 'close', 'broader', 'narrower')),
    match_percent INTEGER NOT NULL DEFAULT 0 CHECK (match_percent BETWEEN 0 AND 100),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'rejected')),
    decided_at BIGINT
);
CREATE INDEX framework_proposals_by_state ON framework_proposals (state, framework, kind);
CREATE INDEX framework_proposals_by_concept ON framework_proposals (framework, concept_id);

-- How many people can do from_level and need to_level, by county; counted at night. Numbers alone, and shown from five on.
CREATE TABLE competence_demand (
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    region TEXT NOT NULL,
    from_level INTEGER NOT NULL CHECK (from_level BETWEEN 0 AND 5),
    to_level INTEGER NOT NULL CHECK (to_level BETWEEN 1 AND 5),
    people BIGINT NOT NULL CHECK (people >= 1),
    counted_on TEXT NOT NULL CHECK (length(counted_on) = 10),
    PRIMARY KEY (competence_id, region, from_level, to_level)
);
