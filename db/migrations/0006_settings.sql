-- SPDX-License-Identifier: EUPL-1.2
-- Values that all nodes of an installation share and nobody types in, such as the key of the visitors' form tokens. Owner: app.

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
