-- SPDX-License-Identifier: EUPL-1.2
-- The question to which a person's plan is the answer: current levels, targets and limits as they were when it was computed, so that a new
-- offer is weighed against the plan without the whole profile being read. Owner: planning.

-- question: numbers, written and read by planning alone. Derived, never shown. Missing for plans of earlier days until they are renewed.
-- Not in plan_reach, which is looked through as a whole and has to stay small.
CREATE TABLE plan_questions (
    person_id BIGINT PRIMARY KEY REFERENCES people (id),
    question TEXT NOT NULL
);
