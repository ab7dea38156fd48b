-- SPDX-License-Identifier: EUPL-1.2
-- What people do with what they found (watch list, saved searches), what nobody found, and the words of the search. Owner: discovery.

-- seen_state, mailed_state: how the offer stood when its person last confirmed to have seen it, and when she was last told by mail.
CREATE TABLE watched_units (
    person_id BIGINT NOT NULL REFERENCES people (id),
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    added_at BIGINT NOT NULL,
    seen_state TEXT NOT NULL,
    mailed_state TEXT NOT NULL,
    PRIMARY KEY (person_id, unit_id)
);
CREATE INDEX watched_units_by_unit ON watched_units (unit_id);

-- query: the part of the address behind the question mark, in its one canonical form. last_sent_at: when news was last looked for.
-- last_result: the hits of that time and how they stood, written and read by discovery only; absent until the first time.
CREATE TABLE saved_searches (
    id $ID,
    person_id BIGINT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (digest IN ('never', 'daily', 'weekly')),
    created_at BIGINT NOT NULL,
    last_sent_at BIGINT,
    last_result TEXT,
    UNIQUE (person_id, query)
);

-- How often a person hears of her watch list, and when news was last looked for.
CREATE TABLE digest_choices (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    watch_digest TEXT NOT NULL CHECK (watch_digest IN ('never', 'daily', 'weekly')),
    watch_sent_at BIGINT
);

-- Searches that found nothing, per day. No person, no address: only how often.
CREATE TABLE unmet_demands (
    day TEXT NOT NULL CHECK (length(day) = 10),
    query_normalised TEXT NOT NULL,
    filters TEXT NOT NULL,
    count BIGINT NOT NULL CHECK (count >= 1),
    PRIMARY KEY (day, query_normalised, filters)
);

-- How many people need a level and do not have it; counted at night, only groups of five and more.
CREATE TABLE open_gaps (
    competence_id BIGINT NOT NULL REFERENCES competences (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    people BIGINT NOT NULL CHECK (people >= 5),
    organisations BIGINT NOT NULL CHECK (organisations >= 1),
    counted_on TEXT NOT NULL CHECK (length(counted_on) = 10),
    PRIMARY KEY (competence_id, level)
);

-- The office's list of synonyms; every revision is kept, the highest one is in force. None: the list that is delivered.
CREATE TABLE search_vocabulary (
    revision INTEGER PRIMARY KEY CHECK (revision >= 1),
    text TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
