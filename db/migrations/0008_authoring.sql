-- SPDX-License-Identifier: EUPL-1.2
-- Descriptions of offers in the making, beside what is published. Who wrote, submitted or released them stands in the audit log only.
-- Owner: authoring.

CREATE TABLE unit_drafts (
    unit_id BIGINT PRIMARY KEY REFERENCES learning_units (id),
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted')),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    remark TEXT NOT NULL DEFAULT '',
    changed_at BIGINT NOT NULL,
    submitted_at BIGINT,
    CHECK (state = 'draft' OR submitted_at IS NOT NULL)
);
CREATE INDEX unit_drafts_by_state ON unit_drafts (state, submitted_at);
