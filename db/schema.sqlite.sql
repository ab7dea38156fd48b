-- The schema after all migrations (SQLite). Written by `kommunalcampus schema dump`; do not edit.
CREATE TABLE absences (
    id INTEGER PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    first_day TEXT NOT NULL CHECK (length(first_day) = 10),
    last_day TEXT NOT NULL CHECK (length(last_day) = 10),
    CHECK (last_day >= first_day)
);
CREATE INDEX absences_by_person ON absences (person_id);
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
CREATE TABLE change_log (
    id      INTEGER PRIMARY KEY,
    at      BIGINT NOT NULL DEFAULT (CAST(strftime('%s', 'now') AS INTEGER)),
    topic   TEXT NOT NULL,
    subject BIGINT NOT NULL
);
CREATE TABLE competence_areas (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE TABLE competence_levels (
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    descriptor TEXT NOT NULL,
    PRIMARY KEY (competence_id, level)
);
CREATE TABLE competences (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    area_id BIGINT NOT NULL REFERENCES competence_areas (id),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    keywords TEXT NOT NULL DEFAULT '',
    digcomp TEXT,
    half_life_months INTEGER NOT NULL CHECK (half_life_months BETWEEN 1 AND 240),
    position INTEGER NOT NULL
);
CREATE TABLE completed_units (
    person_id BIGINT NOT NULL REFERENCES people (id),
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    completed_on TEXT NOT NULL CHECK (length(completed_on) = 10),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, unit_id)
);
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
    decided_at BIGINT,
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
    PRIMARY KEY (curriculum_id, position),
    UNIQUE (curriculum_id, unit_id)
);
CREATE INDEX curriculum_items_by_unit ON curriculum_items (unit_id);
CREATE TABLE curriculum_open_gaps (
    curriculum_id BIGINT NOT NULL REFERENCES curricula (id),
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    reason TEXT NOT NULL,
    remedy TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    PRIMARY KEY (curriculum_id, competence_id, level)
);
CREATE INDEX curriculum_open_gaps_by_step ON curriculum_open_gaps (competence_id, level);
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
);
CREATE INDEX evidence_by_person ON evidence (person_id, competence_id);
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL CHECK (subject IN ('barrier', 'mistake', 'idea')),
    page TEXT NOT NULL,
    message TEXT NOT NULL,
    reply_to TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE TABLE freshness_reminders (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    reason TEXT NOT NULL,
    sent_on TEXT NOT NULL CHECK (length(sent_on) = 10),
    PRIMARY KEY (unit_id, reason)
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
);
CREATE INDEX jobs_due ON jobs (state, run_at, id);
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
CREATE TABLE person_places (
    person_id BIGINT NOT NULL REFERENCES people (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    PRIMARY KEY (person_id, place_id)
);
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
    stated_on TEXT NOT NULL CHECK (length(stated_on) = 10),
    CHECK ((layer = 'general') = (role_profile_id IS NULL)),
    CHECK (organisation_id IS NULL OR layer = 'authority')
);
CREATE INDEX role_demands_by_profile ON role_demands (role_profile_id, layer);
CREATE TABLE role_profile_successors (
    role_profile_id BIGINT NOT NULL REFERENCES role_profiles (id),
    successor_id BIGINT NOT NULL REFERENCES role_profiles (id),
    PRIMARY KEY (role_profile_id, successor_id)
);
CREATE TABLE role_profiles (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description TEXT NOT NULL,
    position INTEGER NOT NULL
);
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
