-- SPDX-License-Identifier: EUPL-1.2
-- What stays open belongs to its plan and is read with it: it moves into the plan's outlook, which saves a third of the rows written with a
-- plan. A unit stands in a plan once, so plan and unit are the key, and one index fewer is kept. Owner: planning.

CREATE TABLE gap_texts (
    curriculum_id BIGINT PRIMARY KEY,
    gaps TEXT NOT NULL
);
WITH RECURSIVE
gap (curriculum_id, place, gap_text) AS (
    SELECT curriculum_id, row_number() OVER (PARTITION BY curriculum_id ORDER BY position),
        '{"competence":' || competence_id || ',"level":' || level || ',"reason":"' || reason || '"'
        || CASE WHEN remedy = '' THEN '' ELSE ',"remedy":' || remedy END || '}'
    FROM curriculum_open_gaps
),
joined (curriculum_id, place, gap_text) AS (
    SELECT curriculum_id, place, gap_text FROM gap WHERE place = 1
    UNION ALL
    SELECT j.curriculum_id, g.place, j.gap_text || ',' || g.gap_text
    FROM joined j JOIN gap g ON g.curriculum_id = j.curriculum_id AND g.place = j.place + 1
)
INSERT INTO gap_texts (curriculum_id, gaps)
SELECT j.curriculum_id, j.gap_text FROM joined j
JOIN (SELECT curriculum_id, count(*) AS gaps FROM curriculum_open_gaps GROUP BY curriculum_id) n ON n.curriculum_id = j.curriculum_id AND n.gaps = j.place;

UPDATE curricula SET outlook = CASE WHEN length(outlook) > 2 THEN substr(outlook, 1, length(outlook) - 1) || ',"open":[' ELSE '{"open":[' END
    || (SELECT t.gaps FROM gap_texts t WHERE t.curriculum_id = curricula.id) || ']}'
WHERE id IN (SELECT curriculum_id FROM gap_texts);

DROP TABLE gap_texts;
DROP TABLE curriculum_open_gaps;

DROP INDEX curriculum_items_by_unit;
ALTER TABLE curriculum_items RENAME TO former_items;
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
INSERT INTO curriculum_items (curriculum_id, position, unit_id, tutorial_date_id, starts_on, ends_on, half_hours, price_cents, locked, explanation)
SELECT curriculum_id, position, unit_id, tutorial_date_id, starts_on, ends_on, half_hours, price_cents, locked, explanation FROM former_items;
DROP TABLE former_items;
CREATE INDEX curriculum_items_by_unit ON curriculum_items (unit_id);
