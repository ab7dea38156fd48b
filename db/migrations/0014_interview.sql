-- SPDX-License-Identifier: EUPL-1.2
-- The interview: dialogues between a person and a guide, what was said, what was proposed and decided, and questions that come later.
-- Everything here belongs to its person alone; each table carries her number so that every statement can name it. Owner: interview.

-- guide: the version it began with and keeps. revisit: the question she went back to; empty: the guide says what comes next.
-- turned_at: when the last answer came. A discarded session is deleted, not marked.
CREATE TABLE interview_sessions (
    id $ID,
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
CREATE UNIQUE INDEX interview_sessions_open ON interview_sessions (person_id) WHERE state = 'open';
CREATE INDEX interview_sessions_by_person ON interview_sessions (person_id);

-- One line of the transcript. chosen: what was chosen or typed, one value per line; question and answer as the person read them.
-- prompt, reply, problem: what went to a language model and came back, where one is configured.
CREATE TABLE interview_entries (
    id $ID,
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

-- What a line led to. evidence_id has no reference: the person may delete that row elsewhere. interest_added: this line noted the interest.
CREATE TABLE interview_proposals (
    id $ID,
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
CREATE INDEX interview_proposals_by_person ON interview_proposals (person_id);
CREATE INDEX interview_proposals_by_entry ON interview_proposals (entry_id);
CREATE INDEX interview_proposals_by_session ON interview_proposals (session_id);

-- Two questions that come later: after a completed unit, after a change of job. subject: what it is about, in words.
CREATE TABLE interview_checkins (
    id $ID,
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
