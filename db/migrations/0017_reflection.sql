-- SPDX-License-Identifier: EUPL-1.2
-- The personal reflection card. Owner: reflection; no other room names these tables.

-- sealed: encrypted for this person alone, of the same length for short and long cards. Days only, no hours.
CREATE TABLE reflection_cards (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    sealed $BYTES NOT NULL,
    saved_on TEXT NOT NULL CHECK (length(saved_on) = 10),
    keeps_history BOOLEAN NOT NULL DEFAULT FALSE
);

-- Only for people who asked for it: how the card stood on the day before it was changed.
CREATE TABLE reflection_history (
    person_id BIGINT NOT NULL REFERENCES people (id),
    saved_on TEXT NOT NULL CHECK (length(saved_on) = 10),
    sealed $BYTES NOT NULL,
    PRIMARY KEY (person_id, saved_on)
);
