-- SPDX-License-Identifier: EUPL-1.2
-- Questions of placement tests are edited in the browser. Owner: placement.

-- Counts the savings of a draft: two people who write at the same draft do not overwrite each other unseen. A published version never changes.
ALTER TABLE placement_items ADD COLUMN revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1);

-- Lists of KMK "Kompetenzen in der digitalen Welt" are compared like those of ESCO, DigComp and KldB. Owner: curation. A check of a column goes
-- with its column on both engines, so the column is made anew.
DROP INDEX framework_proposals_by_state;
DROP INDEX framework_proposals_by_concept;
ALTER TABLE framework_imports ADD COLUMN source TEXT NOT NULL DEFAULT 'esco' CHECK (source IN ('digcomp', 'esco', 'kmk', 'kldb'));
UPDATE framework_imports SET source = framework;
ALTER TABLE framework_imports DROP COLUMN framework;
ALTER TABLE framework_imports RENAME COLUMN source TO framework;
ALTER TABLE framework_proposals ADD COLUMN source TEXT NOT NULL DEFAULT 'esco' CHECK (source IN ('digcomp', 'esco', 'kmk', 'kldb'));
UPDATE framework_proposals SET source = framework;
ALTER TABLE framework_proposals DROP COLUMN framework;
ALTER TABLE framework_proposals RENAME COLUMN source TO framework;
CREATE INDEX framework_proposals_by_state ON framework_proposals (state, framework, kind);
CREATE INDEX framework_proposals_by_concept ON framework_proposals (framework, concept_id);
