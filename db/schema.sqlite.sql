-- The schema after all migrations (SQLite). Written by `kommunalcampus schema dump`; do not edit.
CREATE TABLE absences (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    first_day TEXT NOT NULL CHECK (length(first_day) = 10),
    last_day TEXT NOT NULL CHECK (length(last_day) = 10),
    CHECK (last_day >= first_day)
);
CREATE INDEX absences_by_person ON absences (person_id);
CREATE TABLE agreed_demands (
    person_id BIGINT NOT NULL REFERENCES people (id),
    origin TEXT NOT NULL,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 10),
    until_day TEXT NOT NULL CHECK (length(until_day) = 10),
    reason TEXT NOT NULL DEFAULT '',
    agreed_on TEXT NOT NULL CHECK (length(agreed_on) = 10),
    PRIMARY KEY (person_id, origin)
);
CREATE TABLE assessment_skips (
    person_id BIGINT NOT NULL REFERENCES people (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    PRIMARY KEY (person_id, competence_id)
);
CREATE TABLE audit_log (
    id           INTEGER PRIMARY KEY,
    at           BIGINT NOT NULL,
    actor        BIGINT,              -- a number only, no foreign key: it outlives the person and says nothing about them
    action       TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id   BIGINT NOT NULL,
    details      TEXT NOT NULL        -- JSON without personal values
);
CREATE INDEX audit_log_actor ON audit_log (actor, id);
CREATE INDEX audit_log_subject ON audit_log (subject_type, subject_id, id);
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log_append_only'); END;
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log_append_only'); END;
CREATE TABLE calendar_feeds (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    token_hash BLOB NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);
CREATE TABLE career_shortlist (
    person_id BIGINT NOT NULL REFERENCES people (id),
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    added_on TEXT NOT NULL CHECK (length(added_on) = 10),
    PRIMARY KEY (person_id, role_profile_id)
);
CREATE TABLE change_log (
    id      INTEGER PRIMARY KEY,
    at      BIGINT NOT NULL DEFAULT (CAST(strftime('%s', 'now') AS INTEGER)),
    topic   TEXT NOT NULL,
    subject BIGINT NOT NULL
);
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
CREATE TABLE competence_areas (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE TABLE competence_demand (
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    region TEXT NOT NULL,
    from_level INTEGER NOT NULL CHECK (from_level BETWEEN 0 AND 5),
    to_level INTEGER NOT NULL CHECK (to_level BETWEEN 1 AND 5),
    people BIGINT NOT NULL CHECK (people >= 1),
    counted_on TEXT NOT NULL CHECK (length(counted_on) = 10),
    PRIMARY KEY (competence_id, region, from_level, to_level)
);
CREATE TABLE competence_drafts (
    competence_id BIGINT PRIMARY KEY REFERENCES competences (id),
    content TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    changed_at BIGINT NOT NULL
);
CREATE TABLE competence_levels (
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    descriptor TEXT NOT NULL,
    PRIMARY KEY (competence_id, level)
);
CREATE TABLE competence_outdatings (
    id INTEGER PRIMARY KEY,
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    state TEXT NOT NULL CHECK (state IN ('carrying', 'carried', 'taking_back', 'taken_back', 'ended')),
    outdated_at BIGINT NOT NULL,
    finished_at BIGINT,
    people BIGINT NOT NULL DEFAULT 0,
    evidence BIGINT NOT NULL DEFAULT 0,
    demands TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX competence_outdatings_by_competence ON competence_outdatings (competence_id, outdated_at);
CREATE TABLE competence_successions (
    outdated_id BIGINT NOT NULL REFERENCES competences (id),
    successor_id BIGINT NOT NULL REFERENCES competences (id),
    level_shift INTEGER NOT NULL DEFAULT 0 CHECK (level_shift BETWEEN -4 AND 4),
    PRIMARY KEY (outdated_id, successor_id),
    CHECK (outdated_id <> successor_id)
);
CREATE TABLE competence_versions (
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    content TEXT NOT NULL,
    remark TEXT NOT NULL DEFAULT '',
    published_at BIGINT,
    published_as TEXT NOT NULL DEFAULT '' CHECK (published_as IN ('', 'office', 'board_member')),
    PRIMARY KEY (competence_id, version)
);
CREATE TABLE competences (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    area_id BIGINT NOT NULL REFERENCES competence_areas (id),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    keywords TEXT NOT NULL DEFAULT '',
    half_life_months INTEGER NOT NULL CHECK (half_life_months BETWEEN 1 AND 240),
    position INTEGER NOT NULL
, state TEXT NOT NULL DEFAULT 'published' CHECK (state IN ('draft', 'published', 'outdated')), version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1), level_0 TEXT NOT NULL DEFAULT '', phrases TEXT NOT NULL DEFAULT '');
CREATE TABLE completed_units (
    person_id BIGINT NOT NULL REFERENCES people (id),
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    completed_on TEXT NOT NULL CHECK (length(completed_on) = 10),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, unit_id)
);
CREATE TABLE confirmations (
    id INTEGER PRIMARY KEY,
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
CREATE INDEX confirmations_by_asked ON confirmations (asked_id, state);
CREATE INDEX confirmations_by_person ON confirmations (person_id, requested_at);
CREATE UNIQUE INDEX confirmations_open ON confirmations (person_id, asked_id, competence_id) WHERE state = 'open';
CREATE TABLE consent_texts (
    id INTEGER PRIMARY KEY,
    purpose TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    language TEXT NOT NULL CHECK (language IN ('de', 'en')),
    title TEXT NOT NULL,
    wording TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    stored_at BIGINT NOT NULL,
    UNIQUE (purpose, version, language)
);
CREATE TABLE consents (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    purpose TEXT NOT NULL,
    text_id BIGINT NOT NULL REFERENCES consent_texts (id),
    given_at BIGINT NOT NULL,
    given_through TEXT NOT NULL,
    ended_at BIGINT,
    ended_how TEXT CHECK (ended_how IN ('withdrawn', 'replaced')),
    ended_through TEXT NOT NULL DEFAULT '',
    CHECK ((ended_at IS NULL) = (ended_how IS NULL))
);
CREATE INDEX consents_by_end ON consents (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX consents_by_person ON consents (person_id, purpose);
CREATE UNIQUE INDEX consents_one_open ON consents (person_id, purpose) WHERE ended_at IS NULL;
CREATE TABLE course_units (
    course_id BIGINT NOT NULL REFERENCES courses (id),
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (course_id, unit_id)
);
CREATE TABLE courses (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    module_id BIGINT NOT NULL REFERENCES modules (id),
    closed BOOLEAN NOT NULL
, provider_id BIGINT REFERENCES providers (id), retired BOOLEAN NOT NULL DEFAULT FALSE);
CREATE TABLE curricula (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'replaced', 'declined')),
    cause TEXT NOT NULL CHECK (cause IN ('first_plan', 'profile_changed', 'offers_changed', 'unit_completed', 'own_choice')),
    status TEXT NOT NULL CHECK (status IN ('optimal', 'feasible', 'infeasible')),
    closure BIGINT NOT NULL,
    closure_bound BIGINT NOT NULL,
    half_hours INTEGER NOT NULL,
    price_cents BIGINT NOT NULL,
    closure_wanted BIGINT NOT NULL,
    presence_days INTEGER NOT NULL,
    outlook TEXT NOT NULL DEFAULT '{}',
    planned_on TEXT NOT NULL CHECK (length(planned_on) = 10),
    until_day TEXT NOT NULL CHECK (length(until_day) = 10),
    created_at BIGINT NOT NULL,
    decided_at BIGINT, postponed_until TEXT CHECK (postponed_until IS NULL OR length(postponed_until) = 10), accepted_automatically BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (person_id, version)
);
CREATE UNIQUE INDEX curricula_one_accepted ON curricula (person_id) WHERE state = 'accepted';
CREATE UNIQUE INDEX curricula_one_proposed ON curricula (person_id) WHERE state = 'proposed';
CREATE TABLE curriculum_items (
    curriculum_id BIGINT NOT NULL REFERENCES curricula (id),
    position INTEGER NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    tutorial_date_id BIGINT REFERENCES tutorial_dates (id),
    starts_on TEXT NOT NULL CHECK (length(starts_on) = 10),
    ends_on TEXT NOT NULL CHECK (length(ends_on) = 10),
    half_hours INTEGER NOT NULL,
    price_cents BIGINT NOT NULL,
    locked BOOLEAN NOT NULL DEFAULT FALSE,
    explanation TEXT NOT NULL,
    CONSTRAINT curriculum_items_key PRIMARY KEY (curriculum_id, unit_id)
);
CREATE INDEX curriculum_items_by_unit ON curriculum_items (unit_id);
CREATE TABLE demand_changes (
    id INTEGER PRIMARY KEY,
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
CREATE TABLE department_versions (
    department_id BIGINT NOT NULL REFERENCES departments (id),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_until TEXT CHECK (length(valid_until) = 10 AND valid_until > valid_from),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    parent_id BIGINT REFERENCES departments (id) CHECK (parent_id <> department_id),
    PRIMARY KEY (department_id, valid_from)
);
CREATE INDEX department_versions_by_parent ON department_versions (parent_id);
CREATE TABLE departments (
    id INTEGER PRIMARY KEY,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX departments_by_organisation ON departments (organisation_id);
CREATE TABLE development_events (
    id INTEGER PRIMARY KEY,
    talk_id BIGINT REFERENCES development_talks (id),
    goal_id BIGINT REFERENCES goals (id),
    version INTEGER,
    happening TEXT NOT NULL,
    side TEXT CHECK (side IN ('employee', 'counterpart')),
    at BIGINT NOT NULL,
    CHECK ((talk_id IS NULL) <> (goal_id IS NULL))
);
CREATE INDEX development_events_by_goal ON development_events (goal_id);
CREATE INDEX development_events_by_talk ON development_events (talk_id);
CREATE INDEX development_events_by_time ON development_events (at);
CREATE TABLE development_mails (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    told_until BIGINT NOT NULL
);
CREATE TABLE development_talks (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    counterpart_id BIGINT REFERENCES people (id) CHECK (counterpart_id <> person_id),
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    planned_on TEXT NOT NULL CHECK (length(planned_on) = 10),
    state TEXT NOT NULL CHECK (state IN ('prepared', 'held', 'closed')),
    started_by TEXT NOT NULL CHECK (started_by IN ('employee', 'counterpart')),
    created_at BIGINT NOT NULL,
    held_on TEXT CHECK (length(held_on) = 10),
    closed_on TEXT CHECK (length(closed_on) = 10)
);
CREATE INDEX development_talks_by_counterpart ON development_talks (counterpart_id, state);
CREATE INDEX development_talks_by_person ON development_talks (person_id, state);
CREATE UNIQUE INDEX development_talks_one_open ON development_talks (person_id, counterpart_id) WHERE state <> 'closed';
CREATE TABLE digest_choices (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    watch_digest TEXT NOT NULL CHECK (watch_digest IN ('never', 'daily', 'weekly')),
    watch_sent_at BIGINT
);
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 5),
    source TEXT NOT NULL CHECK (source IN ('self_assessment', 'interview', 'test', 'completed_unit', 'confirmation')),
    confidence_percent INTEGER NOT NULL CHECK (confidence_percent BETWEEN 0 AND 100),
    assessed_on TEXT NOT NULL CHECK (length(assessed_on) = 10),
    withdrawn_at BIGINT,
    created_at BIGINT NOT NULL
, origin TEXT NOT NULL DEFAULT '');
CREATE INDEX evidence_by_competence ON evidence (competence_id, person_id);
CREATE INDEX evidence_by_origin ON evidence (origin, person_id) WHERE origin <> '';
CREATE INDEX evidence_by_person ON evidence (person_id, competence_id);
CREATE TABLE evidence_document_files (
    document_id BIGINT PRIMARY KEY REFERENCES evidence_documents (id) ON DELETE CASCADE,
    content BLOB NOT NULL
);
CREATE TABLE evidence_document_levels (
    document_id BIGINT NOT NULL REFERENCES evidence_documents (id) ON DELETE CASCADE,
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    evidence_id BIGINT NOT NULL,
    PRIMARY KEY (document_id, competence_id)
);
CREATE TABLE evidence_documents (
    id INTEGER PRIMARY KEY,
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
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL CHECK (subject IN ('barrier', 'mistake', 'idea')),
    page TEXT NOT NULL,
    message TEXT NOT NULL,
    reply_to TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE TABLE framework_imports (
    id INTEGER PRIMARY KEY,
    file_name TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    concepts INTEGER NOT NULL DEFAULT 0,
    proposed INTEGER NOT NULL DEFAULT 0,
    report TEXT NOT NULL DEFAULT '{}'
, framework TEXT NOT NULL DEFAULT 'esco' CHECK (framework IN ('digcomp', 'esco', 'kmk', 'kldb')));
CREATE TABLE framework_proposals (
    id INTEGER PRIMARY KEY,
    import_id BIGINT NOT NULL REFERENCES framework_imports (id),
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
, framework TEXT NOT NULL DEFAULT 'esco' CHECK (framework IN ('digcomp', 'esco', 'kmk', 'kldb')));
CREATE INDEX framework_proposals_by_concept ON framework_proposals (framework, concept_id);
CREATE INDEX framework_proposals_by_state ON framework_proposals (state, framework, kind);
CREATE TABLE freshness_reminders (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    reason TEXT NOT NULL,
    sent_on TEXT NOT NULL CHECK (length(sent_on) = 10),
    PRIMARY KEY (unit_id, reason)
);
CREATE TABLE goal_versions (
    goal_id BIGINT NOT NULL REFERENCES goals (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    proposed_by TEXT NOT NULL CHECK (proposed_by IN ('employee', 'counterpart')),
    ends BOOLEAN NOT NULL DEFAULT FALSE,
    competence_id BIGINT REFERENCES competences (id),
    level INTEGER CHECK (level BETWEEN 1 AND 5),
    title TEXT NOT NULL,
    why TEXT NOT NULL,
    law TEXT NOT NULL DEFAULT '',
    deadline_on TEXT NOT NULL CHECK (length(deadline_on) = 10),
    proposed_at BIGINT NOT NULL,
    employee_signed_at BIGINT,
    counterpart_signed_at BIGINT,
    withdrawn_at BIGINT,
    PRIMARY KEY (goal_id, version),
    CHECK ((competence_id IS NULL) = (level IS NULL))
);
CREATE TABLE goals (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    counterpart_id BIGINT REFERENCES people (id) CHECK (counterpart_id <> person_id),
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    talk_id BIGINT REFERENCES development_talks (id),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'agreed', 'reported', 'fulfilled', 'ended', 'lapsed')),
    last_version INTEGER NOT NULL CHECK (last_version >= 1),
    agreed_version INTEGER,
    reminders_sent INTEGER NOT NULL DEFAULT 0,
    CHECK (state IN ('proposed', 'lapsed') OR agreed_version IS NOT NULL)
);
CREATE INDEX goals_by_counterpart ON goals (counterpart_id);
CREATE INDEX goals_by_organisation ON goals (organisation_id, state);
CREATE INDEX goals_by_person ON goals (person_id);
CREATE INDEX goals_by_talk ON goals (talk_id);
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
CREATE TABLE history_exports (
    id INTEGER PRIMARY KEY,
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
    id INTEGER PRIMARY KEY,
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
CREATE TABLE history_keys (
    id INTEGER PRIMARY KEY,
    thumbprint TEXT NOT NULL UNIQUE,
    public_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    sealed_with TEXT NOT NULL CHECK (sealed_with IN ('file', 'database')),
    active INTEGER UNIQUE CHECK (active = 1),
    created_at BIGINT NOT NULL,
    retired_at BIGINT,
    CHECK ((active IS NULL) = (retired_at IS NOT NULL))
);
CREATE TABLE import_files (
    run_id BIGINT PRIMARY KEY REFERENCES import_runs (id) ON DELETE CASCADE,
    content BLOB NOT NULL
);
CREATE TABLE import_runs (
    id INTEGER PRIMARY KEY,
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
CREATE TABLE import_sources (
    id INTEGER PRIMARY KEY,
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
CREATE TABLE imported_units (
    unit_id BIGINT PRIMARY KEY REFERENCES learning_units (id) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE TABLE interview_checkins (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    cause TEXT NOT NULL CHECK (cause IN ('unit_completed', 'job_changed')),
    subject TEXT NOT NULL,
    competence_id BIGINT REFERENCES competences (id),
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'answered', 'dismissed')),
    closed_at BIGINT
);
CREATE INDEX interview_checkins_by_person ON interview_checkins (person_id, state);
CREATE TABLE interview_entries (
    id INTEGER PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES interview_sessions (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    position INTEGER NOT NULL,
    question_key TEXT NOT NULL,
    question TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('answered', 'skipped', 'dont_know')),
    chosen TEXT NOT NULL,
    answer TEXT NOT NULL,
    seconds INTEGER NOT NULL CHECK (seconds >= 0),
    answered_at BIGINT NOT NULL,
    prompt TEXT NOT NULL DEFAULT '',
    reply TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '',
    UNIQUE (session_id, question_key)
);
CREATE INDEX interview_entries_by_person ON interview_entries (person_id);
CREATE TABLE interview_proposals (
    id INTEGER PRIMARY KEY,
    entry_id BIGINT NOT NULL REFERENCES interview_entries (id),
    session_id BIGINT NOT NULL REFERENCES interview_sessions (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER CHECK (level BETWEEN 0 AND 5),
    polarity TEXT NOT NULL CHECK (polarity IN ('has', 'lacks', 'wants')),
    confidence_percent INTEGER NOT NULL,
    mentions TEXT NOT NULL,
    reason_key TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('rules', 'model', 'answer')),
    decision TEXT NOT NULL CHECK (decision IN ('open', 'confirmed', 'corrected', 'rejected')),
    decided_level INTEGER CHECK (decided_level BETWEEN 0 AND 5),
    decided_at BIGINT,
    evidence_id BIGINT,
    interest_added BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX interview_proposals_by_entry ON interview_proposals (entry_id);
CREATE INDEX interview_proposals_by_person ON interview_proposals (person_id);
CREATE INDEX interview_proposals_by_session ON interview_proposals (session_id);
CREATE TABLE interview_sessions (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL CHECK (kind IN ('interview', 'checkin')),
    guide TEXT NOT NULL,
    checkin_id BIGINT,
    state TEXT NOT NULL CHECK (state IN ('open', 'finished')),
    revisit TEXT NOT NULL DEFAULT '',
    started_at BIGINT NOT NULL,
    turned_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX interview_sessions_by_person ON interview_sessions (person_id);
CREATE UNIQUE INDEX interview_sessions_open ON interview_sessions (person_id) WHERE state = 'open';
CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    invited_by BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    withdrawn_at BIGINT
);
CREATE INDEX invitations_by_organisation ON invitations (organisation_id, created_at);
CREATE INDEX invitations_by_person ON invitations (person_id);
CREATE TABLE job_description_lines (
    id INTEGER PRIMARY KEY,
    job_description_id BIGINT NOT NULL REFERENCES job_descriptions (id) ON DELETE CASCADE,
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 10),
    sentences TEXT NOT NULL,
    decision TEXT NOT NULL DEFAULT 'open' CHECK (decision IN ('open', 'accepted', 'rejected')),
    UNIQUE (job_description_id, competence_id)
);
CREATE TABLE job_descriptions (
    id INTEGER PRIMARY KEY,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    submitted_by BIGINT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX job_descriptions_by_organisation ON job_descriptions (organisation_id, id);
CREATE INDEX job_descriptions_by_submitter ON job_descriptions (submitted_by);
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
, when_idle BOOLEAN NOT NULL DEFAULT FALSE);
CREATE INDEX jobs_due ON jobs (state, when_idle, run_at, id);
CREATE UNIQUE INDEX jobs_gathered ON jobs (kind, unique_key) WHERE state = 'queued';
CREATE INDEX jobs_leased ON jobs (lease_until) WHERE state = 'running';
CREATE TABLE learning_preferences (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    half_hours INTEGER NOT NULL CHECK (half_hours BETWEEN 0 AND 2000),
    weekly_half_hours INTEGER CHECK (weekly_half_hours BETWEEN 1 AND 80),
    price_cents BIGINT NOT NULL CHECK (price_cents BETWEEN 0 AND 10000000),
    presence_days INTEGER NOT NULL CHECK (presence_days BETWEEN 0 AND 200),
    until_day TEXT NOT NULL CHECK (length(until_day) = 10),
    working_days INTEGER NOT NULL CHECK (working_days BETWEEN 0 AND 127),
    online_allowed BOOLEAN NOT NULL,
    on_site_allowed BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE TABLE "learning_units" (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    provider_id BIGINT NOT NULL REFERENCES providers (id),
    kind TEXT NOT NULL CHECK (kind IN ('learning_unit', 'information_event', 'coaching', 'dialogue')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    title TEXT NOT NULL,
    objective TEXT NOT NULL,
    description_specialist TEXT NOT NULL,
    description_general TEXT NOT NULL,
    audience TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('on_site', 'online', 'hybrid', 'self_paced')),
    self_study_half_hours INTEGER NOT NULL CHECK (self_study_half_hours >= 0),
    tutorial_half_hours INTEGER NOT NULL CHECK (tutorial_half_hours >= 0),
    follow_up_half_hours INTEGER NOT NULL CHECK (follow_up_half_hours >= 0),
    presence_days INTEGER NOT NULL CHECK (presence_days >= 0),
    price_member_cents BIGINT NOT NULL CHECK (price_member_cents >= 0),
    price_other_cents BIGINT NOT NULL CHECK (price_other_cents >= 0),
    origin TEXT NOT NULL CHECK (origin IN ('own', 'acquired', 'code_share')),
    funded BOOLEAN NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('de', 'en')),
    after_unit_id BIGINT REFERENCES learning_units (id),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 0),
    practice TEXT NOT NULL DEFAULT '',
    keywords TEXT NOT NULL DEFAULT '',
    participants_min INTEGER CHECK (participants_min >= 1),
    participants_max INTEGER CHECK (participants_max >= 1),
    code_share_of_id BIGINT REFERENCES learning_units (id),
    funding TEXT NOT NULL DEFAULT '',
    difficulty TEXT NOT NULL DEFAULT 'basic' CHECK (difficulty IN ('basic', 'intermediate', 'advanced')),
    dqr INTEGER CHECK (dqr BETWEEN 1 AND 8),
    ects_tenths INTEGER NOT NULL DEFAULT 0 CHECK (ects_tenths BETWEEN 0 AND 600),
    credentials TEXT NOT NULL DEFAULT '',
    accessibility TEXT NOT NULL DEFAULT '',
    accessibility_note TEXT NOT NULL DEFAULT '',
    only_for_id BIGINT REFERENCES organisations (id),
    source_system TEXT,
    source_id TEXT,
    source_url TEXT,
    published_at BIGINT,
    updated_at BIGINT NOT NULL,
    CHECK (participants_max >= participants_min)
);
CREATE INDEX learning_units_by_provider ON learning_units (provider_id);
CREATE UNIQUE INDEX learning_units_by_source ON learning_units (provider_id, source_system, source_id);
CREATE TABLE mail_outbox (
    id INTEGER PRIMARY KEY,
    person_id BIGINT REFERENCES people (id),
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    last_error TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX mail_outbox_by_person ON mail_outbox (person_id);
CREATE INDEX mail_outbox_due ON mail_outbox (next_attempt_at) WHERE state = 'queued';
CREATE TABLE modules (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE TABLE open_gaps (
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    people BIGINT NOT NULL CHECK (people >= 5),
    organisations BIGINT NOT NULL CHECK (organisations >= 1),
    counted_on TEXT NOT NULL CHECK (length(counted_on) = 10),
    PRIMARY KEY (competence_id, level)
);
CREATE TABLE organisation_versions (
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_until TEXT CHECK (length(valid_until) = 10 AND valid_until > valid_from),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    parent_id BIGINT REFERENCES organisations (id) CHECK (parent_id <> organisation_id),
    PRIMARY KEY (organisation_id, valid_from)
);
CREATE INDEX organisation_versions_by_parent ON organisation_versions (parent_id);
CREATE TABLE organisations (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('municipality', 'county', 'association', 'provider', 'cooperative', 'venue_host')),
    land TEXT CHECK (land IN ('BW', 'HE', 'RP')),
    place_id BIGINT REFERENCES places (id),
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    staff_count INTEGER NOT NULL DEFAULT 0 CHECK (staff_count >= 0),
    is_member BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL
);
CREATE TABLE password_resets (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    department_id BIGINT REFERENCES departments (id),
    email TEXT UNIQUE CHECK (length(email) BETWEEN 3 AND 254),
    first_name TEXT NOT NULL CHECK (length(first_name) <= 100),
    last_name TEXT NOT NULL CHECK (length(last_name) <= 100),
    language TEXT NOT NULL DEFAULT 'de' CHECK (language IN ('de', 'en')),
    state TEXT NOT NULL CHECK (state IN ('active', 'blocked', 'erased')),
    password_hash TEXT,
    password_changed_at BIGINT,
    totp_secret BLOB,
    totp_confirmed_at BIGINT,
    totp_last_step BIGINT NOT NULL DEFAULT 0,
    source_key TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX people_by_department ON people (department_id);
CREATE INDEX people_by_organisation ON people (organisation_id, last_name, first_name, id);
CREATE UNIQUE INDEX people_by_source ON people (organisation_id, source_key) WHERE source_key IS NOT NULL;
CREATE TABLE people_imports (
    id INTEGER PRIMARY KEY,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    uploaded_by BIGINT NOT NULL REFERENCES people (id),
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX people_imports_by_uploader ON people_imports (uploaded_by);
CREATE TABLE person_interests (
    person_id BIGINT NOT NULL REFERENCES people (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    PRIMARY KEY (person_id, competence_id)
);
CREATE TABLE person_jobs (
    person_id BIGINT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL CHECK (kind IN ('present', 'future')),
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, kind)
);
CREATE INDEX person_jobs_by_role ON person_jobs (role_profile_id, person_id);
CREATE TABLE person_places (
    person_id BIGINT NOT NULL REFERENCES people (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    PRIMARY KEY (person_id, place_id)
);
CREATE TABLE placement_answers (
    test_id BIGINT NOT NULL REFERENCES placement_tests (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 9),
    item_id BIGINT NOT NULL REFERENCES placement_items (id),
    chosen TEXT NOT NULL,
    is_right BOOLEAN NOT NULL,
    PRIMARY KEY (test_id, position),
    UNIQUE (test_id, item_id)
);
CREATE TABLE placement_items (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    kind TEXT NOT NULL CHECK (kind IN ('single_choice', 'multiple_choice', 'ordering', 'true_false')),
    question TEXT NOT NULL,
    explanation TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'outdated')),
    author TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL, revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    UNIQUE (slug, version)
);
CREATE INDEX placement_items_by_competence ON placement_items (competence_id, state);
CREATE TABLE placement_options (
    item_id BIGINT NOT NULL REFERENCES placement_items (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 9),
    label TEXT NOT NULL,
    is_right BOOLEAN NOT NULL,
    PRIMARY KEY (item_id, position)
);
CREATE TABLE placement_tests (
    id INTEGER PRIMARY KEY,
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
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude DOUBLE PRECISION NOT NULL CHECK (longitude BETWEEN -180 AND 180)
);
CREATE TABLE plan_choices (
    person_id BIGINT NOT NULL REFERENCES people (id),
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    choice TEXT NOT NULL CHECK (choice IN ('excluded', 'locked')),
    tutorial_date_id BIGINT REFERENCES tutorial_dates (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, unit_id)
);
CREATE INDEX plan_choices_by_unit ON plan_choices (unit_id);
CREATE TABLE plan_questions (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    question TEXT NOT NULL
);
CREATE TABLE plan_reach (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    steps TEXT NOT NULL
);
CREATE TABLE plan_settings (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    mails TEXT NOT NULL DEFAULT 'never' CHECK (mails IN ('never', 'weekly', 'daily')),
    acceptance TEXT NOT NULL DEFAULT 'off' CHECK (acceptance IN ('off', 'other_dates', 'nothing_dropped')),
    notice_days INTEGER NOT NULL DEFAULT 14 CHECK (notice_days BETWEEN 1 AND 180),
    told_until BIGINT
);
CREATE INDEX plan_settings_with_mails ON plan_settings (person_id) WHERE mails <> 'never';
CREATE TABLE planned_exits (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2200),
    source TEXT NOT NULL CHECK (source IN ('entered', 'imported')),
    updated_at BIGINT NOT NULL
);
CREATE TABLE providers (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    organisation_id BIGINT NOT NULL UNIQUE REFERENCES organisations (id),
    kind TEXT NOT NULL CHECK (kind IN ('university', 'adult_education', 'academy', 'company', 'municipality', 'chamber')),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    place_id BIGINT NOT NULL REFERENCES places (id)
);
CREATE TABLE recovery_codes (
    person_id BIGINT NOT NULL REFERENCES people (id),
    code_hash BLOB NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (person_id, code_hash)
);
CREATE TABLE reflection_cards (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    sealed BLOB NOT NULL,
    saved_on TEXT NOT NULL CHECK (length(saved_on) = 10),
    keeps_history BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE TABLE reflection_history (
    person_id BIGINT NOT NULL REFERENCES people (id),
    saved_on TEXT NOT NULL CHECK (length(saved_on) = 10),
    sealed BLOB NOT NULL,
    PRIMARY KEY (person_id, saved_on)
);
CREATE TABLE role_assignments (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL CHECK (role IN ('learner', 'supervisor', 'hr_decision_maker', 'provider_editor', 'instructor',
                                       'board_member', 'office', 'venue_host', 'system_operator')),
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_until TEXT CHECK (length(valid_until) = 10 AND valid_until >= valid_from),
    granted_by BIGINT,
    UNIQUE (person_id, role, organisation_id, valid_from)
);
CREATE INDEX role_assignments_by_organisation ON role_assignments (organisation_id, role);
CREATE TABLE role_demands (
    id INTEGER PRIMARY KEY,
    layer TEXT NOT NULL CHECK (layer IN ('general', 'market', 'authority')),
    role_profile_id BIGINT REFERENCES role_profiles (id),
    organisation_id BIGINT REFERENCES organisations (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 10),
    reason TEXT NOT NULL,
    stated_on TEXT NOT NULL CHECK (length(stated_on) = 10), deadline_on TEXT CHECK (length(deadline_on) = 10), deadline_weight INTEGER CHECK (deadline_weight BETWEEN 1 AND 10), deadline_law TEXT NOT NULL DEFAULT '',
    CHECK ((layer = 'general') = (role_profile_id IS NULL)),
    CHECK (organisation_id IS NULL OR layer = 'authority')
);
CREATE INDEX role_demands_by_profile ON role_demands (role_profile_id, layer);
CREATE TABLE role_profile_alignments (
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    framework TEXT NOT NULL CHECK (framework IN ('esco', 'kldb')),
    concept_id TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    relation TEXT NOT NULL CHECK (relation IN ('exact', 'close', 'broader', 'narrower', 'none')),
    PRIMARY KEY (role_profile_id, framework, concept_id),
    CHECK ((relation = 'none') = (concept_id = ''))
);
CREATE TABLE role_profile_successors (
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    successor_id BIGINT NOT NULL REFERENCES role_profiles (id),
    PRIMARY KEY (role_profile_id, successor_id)
);
CREATE TABLE role_profile_versions (
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    content TEXT NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (role_profile_id, version)
);
CREATE TABLE role_profiles (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT NOT NULL,
    position INTEGER NOT NULL
, state TEXT NOT NULL DEFAULT 'published' CHECK (state IN ('draft', 'published', 'outdated')), version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1), titles TEXT NOT NULL DEFAULT '');
CREATE TABLE saved_searches (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (digest IN ('never', 'daily', 'weekly')),
    created_at BIGINT NOT NULL,
    last_sent_at BIGINT,
    last_result TEXT,
    UNIQUE (person_id, query)
);
CREATE TABLE schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at BIGINT NOT NULL);
CREATE TABLE search_vocabulary (
    revision INTEGER PRIMARY KEY CHECK (revision >= 1),
    text TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    device TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE sign_in_challenges (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    attempts INTEGER NOT NULL DEFAULT 0,
    expires_at BIGINT NOT NULL
);
CREATE TABLE talk_items (
    talk_id BIGINT NOT NULL REFERENCES development_talks (id),
    side TEXT NOT NULL CHECK (side IN ('employee', 'counterpart')),
    kind TEXT NOT NULL CHECK (kind IN ('gap', 'interest', 'planned_unit', 'completed_unit', 'demand')),
    subject_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    from_level INTEGER CHECK (from_level BETWEEN 0 AND 5),
    to_level INTEGER CHECK (to_level BETWEEN 0 AND 5),
    position INTEGER NOT NULL,
    PRIMARY KEY (talk_id, side, kind, subject_id)
);
CREATE TABLE talk_notes (
    talk_id BIGINT NOT NULL REFERENCES development_talks (id),
    side TEXT NOT NULL CHECK (side IN ('employee', 'counterpart')),
    topic TEXT NOT NULL CHECK (topic IN ('achieved', 'wanted', 'support')),
    text TEXT NOT NULL,
    shared BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (talk_id, side, topic)
);
CREATE TABLE team_call_answers (
    team_call_id BIGINT NOT NULL REFERENCES team_calls (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id),
    answer TEXT NOT NULL CHECK (answer IN ('accepted', 'declined')),
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (team_call_id, person_id)
);
CREATE INDEX team_call_answers_by_person ON team_call_answers (person_id);
CREATE TABLE team_calls (
    id INTEGER PRIMARY KEY,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    department_id BIGINT REFERENCES departments (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    seats INTEGER NOT NULL CHECK (seats >= 1),
    until_day TEXT NOT NULL CHECK (length(until_day) = 10),
    law TEXT NOT NULL DEFAULT '',
    called_by BIGINT REFERENCES people (id),
    called_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX team_calls_by_caller ON team_calls (called_by);
CREATE INDEX team_calls_by_organisation ON team_calls (organisation_id, called_at);
CREATE TABLE team_plan_duties (
    team_plan_id BIGINT NOT NULL REFERENCES team_plans (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    people_needed INTEGER NOT NULL CHECK (people_needed >= 1),
    until_day TEXT NOT NULL CHECK (length(until_day) = 10),
    law TEXT NOT NULL DEFAULT '',
    covered INTEGER NOT NULL,
    covered_at_most INTEGER NOT NULL,
    seats_wanted INTEGER NOT NULL,
    seats_planned INTEGER NOT NULL,
    PRIMARY KEY (team_plan_id, position)
);
CREATE TABLE team_plan_gains (
    team_plan_id BIGINT NOT NULL REFERENCES team_plans (id) ON DELETE CASCADE,
    limit_kind TEXT NOT NULL CHECK (limit_kind IN ('budget', 'away')),
    more_seats INTEGER NOT NULL,
    less_cents BIGINT NOT NULL,
    PRIMARY KEY (team_plan_id, limit_kind)
);
CREATE TABLE team_plan_units (
    team_plan_id BIGINT NOT NULL REFERENCES team_plans (id) ON DELETE CASCADE,
    way INTEGER NOT NULL,
    position INTEGER NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    title TEXT NOT NULL,
    slug TEXT NOT NULL,
    first_day TEXT CHECK (length(first_day) = 10),
    last_day TEXT CHECK (length(last_day) = 10),
    place TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (team_plan_id, way, position)
);
CREATE TABLE team_plan_ways (
    team_plan_id BIGINT NOT NULL REFERENCES team_plans (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    duty INTEGER NOT NULL,
    start_level INTEGER NOT NULL CHECK (start_level BETWEEN 0 AND 4),
    seats INTEGER NOT NULL CHECK (seats >= 1),
    price_cents BIGINT NOT NULL,
    absence_days INTEGER NOT NULL,
    half_hours INTEGER NOT NULL,
    PRIMARY KEY (team_plan_id, position)
);
CREATE TABLE team_plans (
    id INTEGER PRIMARY KEY,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    department_id BIGINT REFERENCES departments (id),
    group_name TEXT NOT NULL,
    people INTEGER NOT NULL CHECK (people >= 5),
    created_by BIGINT REFERENCES people (id),
    created_at BIGINT NOT NULL,
    budget_cents BIGINT,
    away_max INTEGER,
    status TEXT NOT NULL CHECK (status IN ('proven', 'unproven')),
    price_cents BIGINT NOT NULL,
    absence_days BIGINT NOT NULL,
    half_hours BIGINT NOT NULL
);
CREATE INDEX team_plans_by_author ON team_plans (created_by);
CREATE INDEX team_plans_by_organisation ON team_plans (organisation_id, created_at);
CREATE TABLE trusted_issuers (
    id INTEGER PRIMARY KEY,
    thumbprint TEXT NOT NULL UNIQUE,
    public_key BLOB NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    added_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE TABLE tutorial_dates (
    id INTEGER PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    mode TEXT NOT NULL CHECK (mode IN ('on_site', 'online', 'hybrid')),
    first_day TEXT NOT NULL CHECK (length(first_day) = 10),
    last_day TEXT NOT NULL CHECK (length(last_day) = 10),
    start_minute INTEGER NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
    end_minute INTEGER NOT NULL CHECK (end_minute BETWEEN 1 AND 1440 AND end_minute > start_minute),
    venue_id BIGINT REFERENCES venues (id),
    seats INTEGER NOT NULL CHECK (seats > 0),
    booking_deadline TEXT NOT NULL CHECK (length(booking_deadline) = 10),
    state TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')), online_seats INTEGER NOT NULL DEFAULT 0 CHECK (online_seats >= 0), source_id TEXT,
    CHECK (last_day >= first_day),
    CHECK (mode = 'online' OR venue_id IS NOT NULL)
);
CREATE INDEX tutorial_dates_by_unit ON tutorial_dates (unit_id, first_day);
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
CREATE TABLE unit_modules (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    module_id BIGINT NOT NULL REFERENCES modules (id),
    mandatory BOOLEAN NOT NULL,
    PRIMARY KEY (unit_id, module_id)
);
CREATE TABLE unit_requires (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    PRIMARY KEY (unit_id, competence_id)
);
CREATE TABLE unit_seals (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    valid_until TEXT CHECK (length(valid_until) = 10),
    PRIMARY KEY (unit_id, position)
);
CREATE TABLE unit_teaches (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    PRIMARY KEY (unit_id, competence_id, level)
);
CREATE INDEX unit_teaches_by_competence ON unit_teaches (competence_id, level);
CREATE TABLE unit_versions (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    content TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (unit_id, version)
);
CREATE TABLE unmet_demands (
    day TEXT NOT NULL CHECK (length(day) = 10),
    query_normalised TEXT NOT NULL,
    filters TEXT NOT NULL,
    count BIGINT NOT NULL CHECK (count >= 1),
    PRIMARY KEY (day, query_normalised, filters)
);
CREATE TABLE venues (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    organisation_id BIGINT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    place_id BIGINT NOT NULL REFERENCES places (id),
    street TEXT NOT NULL,
    seats INTEGER NOT NULL CHECK (seats > 0),
    step_free BOOLEAN NOT NULL,
    equipment TEXT NOT NULL,
    description TEXT NOT NULL
, accessibility TEXT NOT NULL DEFAULT '', accessibility_note TEXT NOT NULL DEFAULT '', didactics TEXT NOT NULL DEFAULT '', price_day_cents BIGINT NOT NULL DEFAULT 0 CHECK (price_day_cents >= 0), retired BOOLEAN NOT NULL DEFAULT FALSE);
CREATE INDEX venues_by_organisation ON venues (organisation_id);
CREATE TABLE watched_units (
    person_id BIGINT NOT NULL REFERENCES people (id),
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    added_at BIGINT NOT NULL,
    seen_state TEXT NOT NULL,
    mailed_state TEXT NOT NULL,
    PRIMARY KEY (person_id, unit_id)
);
CREATE INDEX watched_units_by_unit ON watched_units (unit_id);
