-- The journal, decisions, what was shown, and what can be undone.
PRAGMA application_id = 1347178050;
CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('connect', 'collaborate', 'contribute')),
    happened_at TEXT NOT NULL,
    day TEXT NOT NULL,
    text TEXT NOT NULL,
    minutes INTEGER CHECK (minutes >= 0),
    place TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL
);
CREATE INDEX activity_by_day ON activity (day, kind, minutes);

CREATE TABLE activity_person (
    activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    PRIMARY KEY (activity_id, position)
) WITHOUT ROWID;
CREATE INDEX activity_person_by_key ON activity_person (key);

CREATE TABLE activity_tag (
    activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (activity_id, position)
) WITHOUT ROWID;
CREATE INDEX activity_tag_by_key ON activity_tag (key);

CREATE TABLE activity_link (
    activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (activity_id, position)
) WITHOUT ROWID;

CREATE TABLE decision (
    kind TEXT NOT NULL CHECK (kind IN ('person', 'hashtag', 'chat')),
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('followed', 'skipped', 'later')),
    decided_on TEXT NOT NULL,
    due TEXT,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

CREATE TABLE shown (
    list INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (list, number)
) WITHOUT ROWID;
CREATE INDEX shown_by_subject ON shown (kind, key, day);

CREATE TABLE action (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    summary TEXT NOT NULL,
    done_at TEXT NOT NULL
);

CREATE TABLE action_change (
    action_id INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('activity', 'decision')),
    key TEXT NOT NULL,
    before TEXT,
    PRIMARY KEY (action_id, position)
) WITHOUT ROWID;

CREATE TABLE milestone (
    name TEXT PRIMARY KEY,
    reached_on TEXT NOT NULL
) WITHOUT ROWID;
