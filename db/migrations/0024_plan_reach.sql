-- SPDX-License-Identifier: EUPL-1.2
-- Which competence levels a person's best plan depends on, so that a new offer finds whom it can concern. Owner: planning.

-- steps: ",competence.level,competence.level," written by planning with each plan; '*' stands for all. Derived, never shown.
CREATE TABLE plan_reach (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    steps TEXT NOT NULL
);
INSERT INTO plan_reach (person_id, steps) SELECT DISTINCT person_id, '*' FROM curricula;
