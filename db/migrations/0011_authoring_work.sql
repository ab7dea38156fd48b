-- SPDX-License-Identifier: EUPL-1.2
-- When a provider was last reminded of an offer for a reason, so that nobody is asked twice in a month (F40). Owner: authoring.

CREATE TABLE freshness_reminders (
    unit_id BIGINT NOT NULL REFERENCES learning_units (id),
    reason TEXT NOT NULL,
    sent_on TEXT NOT NULL CHECK (length(sent_on) = 10),
    PRIMARY KEY (unit_id, reason)
);
