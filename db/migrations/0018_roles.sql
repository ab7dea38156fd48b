-- SPDX-License-Identifier: EUPL-1.2
-- What was changed about a kind of work (SOLL), so that it can be taken back, and job descriptions on their way to demands. Who changed
-- stands in the audit log; here only in which role. Owner: roles.

-- One row per change of a line. before absent: added; after absent: removed. Both as JSON of the row.
-- role_profile_id absent: general demands; organisation_id absent: for all authorities.
CREATE TABLE demand_changes (
    id $ID,
    role_profile_id BIGINT REFERENCES role_profiles (id),
    organisation_id BIGINT REFERENCES organisations (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    before TEXT,
    after TEXT,
    changed_at BIGINT NOT NULL,
    changed_as TEXT NOT NULL CHECK (changed_as IN ('office', 'hr_decision_maker')),
    people BIGINT NOT NULL,
    undone_at BIGINT,
    CHECK (before IS NOT NULL OR after IS NOT NULL)
);
CREATE INDEX demand_changes_by_profile ON demand_changes (role_profile_id, organisation_id, id);

CREATE INDEX person_jobs_by_role ON person_jobs (role_profile_id, person_id);

-- Texts of a kind of work before they were changed.
CREATE TABLE role_profile_versions (
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    content TEXT NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (role_profile_id, version)
);

-- A job description that somebody handed in, until its lines are decided; removed after 30 days.
CREATE TABLE job_descriptions (
    id $ID,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    submitted_by BIGINT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX job_descriptions_by_organisation ON job_descriptions (organisation_id, id);
CREATE INDEX job_descriptions_by_submitter ON job_descriptions (submitted_by);

-- sentences: byte ranges in content that support the line, as JSON [[begin,end],…].
CREATE TABLE job_description_lines (
    id $ID,
    job_description_id BIGINT NOT NULL REFERENCES job_descriptions (id) ON DELETE CASCADE,
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 10),
    sentences TEXT NOT NULL,
    decision TEXT NOT NULL DEFAULT 'open' CHECK (decision IN ('open', 'accepted', 'rejected')),
    UNIQUE (job_description_id, competence_id)
);
