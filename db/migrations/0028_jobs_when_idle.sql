-- SPDX-License-Identifier: EUPL-1.2
-- Jobs that nobody waits for are marked when they are enqueued, and stand behind all others in the index: whoever takes the next job need not
-- pass over thousands of them. Owner: jobs.

ALTER TABLE jobs ADD COLUMN when_idle BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE jobs SET when_idle = TRUE WHERE kind = 'planning.prove';

DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (state, when_idle, run_at, id);
