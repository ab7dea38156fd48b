-- SPDX-License-Identifier: EUPL-1.2
-- The competence catalogue and the role profiles grow: states, versions, everyday words, alignment with other frameworks, statutory
-- deadlines; and every level in a profile says where it came from. Owner: competence.

-- level_0: what somebody says who cannot do it yet. phrases, titles: everyday words, one per line.
ALTER TABLE competences ADD COLUMN state TEXT NOT NULL DEFAULT 'published' CHECK (state IN ('draft', 'published', 'outdated'));
ALTER TABLE competences ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE competences ADD COLUMN level_0 TEXT NOT NULL DEFAULT '';
ALTER TABLE competences ADD COLUMN phrases TEXT NOT NULL DEFAULT '';

ALTER TABLE role_profiles ADD COLUMN state TEXT NOT NULL DEFAULT 'published' CHECK (state IN ('draft', 'published', 'outdated'));
ALTER TABLE role_profiles ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE role_profiles ADD COLUMN titles TEXT NOT NULL DEFAULT '';

-- What a competence or a role profile is called elsewhere. relation 'none' with an empty concept_id: somebody looked, and nothing there fits.
CREATE TABLE competence_alignments (
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    framework TEXT NOT NULL CHECK (framework IN ('digcomp', 'esco', 'kmk', 'kldb')),
    concept_id TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    relation TEXT NOT NULL CHECK (relation IN ('exact', 'close', 'broader', 'narrower', 'none')),
    PRIMARY KEY (competence_id, framework, concept_id),
    CHECK ((relation = 'none') = (concept_id = ''))
);
CREATE INDEX competence_alignments_by_concept ON competence_alignments (framework, concept_id);
INSERT INTO competence_alignments (competence_id, framework, concept_id, relation)
    SELECT id, 'digcomp', digcomp, 'close' FROM competences WHERE digcomp IS NOT NULL AND digcomp <> '';
ALTER TABLE competences DROP COLUMN digcomp;

CREATE TABLE role_profile_alignments (
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    framework TEXT NOT NULL CHECK (framework IN ('esco', 'kldb')),
    concept_id TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    relation TEXT NOT NULL CHECK (relation IN ('exact', 'close', 'broader', 'narrower', 'none')),
    PRIMARY KEY (role_profile_id, framework, concept_id),
    CHECK ((relation = 'none') = (concept_id = ''))
);

-- Where the evidence of an outdated competence goes: to each successor, its level changed by level_shift.
CREATE TABLE competence_successions (
    outdated_id BIGINT NOT NULL REFERENCES competences (id),
    successor_id BIGINT NOT NULL REFERENCES competences (id),
    level_shift INTEGER NOT NULL DEFAULT 0 CHECK (level_shift BETWEEN -4 AND 4),
    PRIMARY KEY (outdated_id, successor_id),
    CHECK (outdated_id <> successor_id)
);

-- F48: until that day, included, the demand weighs deadline_weight if that is more.
ALTER TABLE role_demands ADD COLUMN deadline_on TEXT CHECK (length(deadline_on) = 10);
ALTER TABLE role_demands ADD COLUMN deadline_weight INTEGER CHECK (deadline_weight BETWEEN 1 AND 10);
ALTER TABLE role_demands ADD COLUMN deadline_law TEXT NOT NULL DEFAULT '';

-- Which question of which guide, which test, which document: 'interview:2026-1:office-software', 'test:data-protection:2', 'document:17'.
ALTER TABLE evidence ADD COLUMN origin TEXT NOT NULL DEFAULT '';
