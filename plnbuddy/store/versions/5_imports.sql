-- Imports, feeds, hidden entries, reflections. An action may now also be an import, a reflection, …:
-- the list of kinds left its table.
CREATE TABLE action_change_5 (
    action_id INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    PRIMARY KEY (action_id, position)
) WITHOUT ROWID;
INSERT INTO action_change_5 SELECT * FROM action_change;
DROP TABLE action_change;
ALTER TABLE action_change_5 RENAME TO action_change;
CREATE INDEX action_change_by_key ON action_change (kind, key);

CREATE TABLE import_run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    service TEXT NOT NULL,
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT
);

CREATE TABLE import_range (
    import_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (import_id, first)
) WITHOUT ROWID;

CREATE TABLE archive_person (
    import_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    times INTEGER NOT NULL,
    last_on TEXT,
    followed INTEGER NOT NULL,
    lists TEXT NOT NULL,
    PRIMARY KEY (import_id, key)
) WITHOUT ROWID;

CREATE TABLE archive_claim (
    import_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    claimed_by TEXT NOT NULL,
    found_in TEXT NOT NULL,
    seen_on TEXT,
    PRIMARY KEY (import_id, key)
) WITHOUT ROWID;

CREATE TABLE archive_tag (
    import_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    times INTEGER NOT NULL,
    last_on TEXT,
    PRIMARY KEY (import_id, key)
) WITHOUT ROWID;

CREATE TABLE exchange (
    import_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    answered TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (import_id, author, answered)
) WITHOUT ROWID;

CREATE TABLE feed (
    url TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    read_at TEXT
) WITHOUT ROWID;

CREATE TABLE column_choice (
    header TEXT PRIMARY KEY,
    columns TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE footprint_hidden (
    uid TEXT PRIMARY KEY,
    hidden_on TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE reflection (
    week TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    written_at TEXT NOT NULL
) WITHOUT ROWID;
