"""The shape of the store, as a list of steps that are applied in order.

A step is never changed once it has been released; a new shape is a new step.
"""

from collections.abc import Sequence

APPLICATION_ID = 0x504C4E42  # "PLNB": how a store is told from another program's database

VERSION_1 = f"""
PRAGMA application_id = {APPLICATION_ID};
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
"""

VERSION_2 = """
CREATE TABLE account (
    key TEXT PRIMARY KEY,
    handle TEXT NOT NULL,
    following INTEGER NOT NULL,
    followers INTEGER NOT NULL,
    synced_at TEXT
) WITHOUT ROWID;

CREATE TABLE tie (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    direction TEXT NOT NULL CHECK (direction IN ('following', 'follower')),
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    moved_to TEXT,
    run INTEGER NOT NULL,
    PRIMARY KEY (account, direction, key)
) WITHOUT ROWID;

CREATE TABLE followed_tag (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;

CREATE TABLE account_list (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (account, remote_id)
) WITHOUT ROWID;

CREATE TABLE mention (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    post_id TEXT NOT NULL,
    handle TEXT NOT NULL,
    link TEXT NOT NULL,
    happened_at TEXT NOT NULL,
    answered INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, post_id)
) WITHOUT ROWID;

CREATE TABLE cursor (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (account, stream)
) WITHOUT ROWID;
"""

VERSION_3 = """
CREATE TABLE known_person (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    open INTEGER NOT NULL,
    trouble TEXT NOT NULL,
    topics TEXT NOT NULL,
    followers INTEGER NOT NULL,
    following INTEGER NOT NULL,
    last_post TEXT,
    read_on TEXT NOT NULL,
    UNIQUE (account, key)
);

CREATE TABLE known_tie (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    follower INTEGER NOT NULL,
    followed INTEGER NOT NULL,
    PRIMARY KEY (account, follower, followed)
) WITHOUT ROWID;

CREATE TABLE list_reading (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('rank', 'stretch')),
    next TEXT NOT NULL,
    read INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    read_on TEXT NOT NULL,
    PRIMARY KEY (account, person, purpose)
) WITHOUT ROWID;

CREATE TABLE sighting (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('hashtag', 'interaction', 'directory')),
    detail TEXT NOT NULL,
    language TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    PRIMARY KEY (account, key, source, detail)
) WITHOUT ROWID;

CREATE TABLE tag_use (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    person TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    PRIMARY KEY (account, key, person)
) WITHOUT ROWID;

CREATE TABLE tag_loudness (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    people INTEGER NOT NULL,
    read_on TEXT NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;

CREATE TABLE avoided (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (account, kind, key)
) WITHOUT ROWID;

CREATE TABLE discovery (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'hashtag')),
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    name TEXT NOT NULL,
    sources TEXT NOT NULL,
    score REAL NOT NULL,
    stretch REAL NOT NULL,
    reasons TEXT NOT NULL,
    topics TEXT NOT NULL,
    language TEXT NOT NULL,
    found_on TEXT NOT NULL,
    PRIMARY KEY (account, kind, key)
) WITHOUT ROWID;
"""

VERSION_4 = """
CREATE TABLE network_snapshot (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    taken_on TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (account, taken_on)
) WITHOUT ROWID;
"""

# An action may now also be an import, a reflection, …: the list of kinds left the table.
VERSION_5 = """
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
"""

VERSION_6 = """
CREATE TABLE kept_list (
    name TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    introduction TEXT NOT NULL,
    contact TEXT NOT NULL,
    source TEXT NOT NULL,
    format TEXT NOT NULL,
    topics TEXT NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    read_at TEXT
) WITHOUT ROWID;

CREATE TABLE list_row (
    list TEXT NOT NULL REFERENCES kept_list (name) ON DELETE CASCADE ON UPDATE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'hashtag')),
    key TEXT NOT NULL,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    name TEXT NOT NULL,
    topics TEXT NOT NULL,
    levels TEXT NOT NULL,
    languages TEXT NOT NULL,
    region TEXT NOT NULL,
    description TEXT NOT NULL,
    basis TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (list, kind, key)
) WITHOUT ROWID;

CREATE TABLE forgotten (
    kind TEXT NOT NULL CHECK (kind IN ('person', 'server')),
    key TEXT NOT NULL,
    forgotten_on TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

CREATE TABLE row_check (
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    name TEXT NOT NULL,
    listable INTEGER NOT NULL,
    last_post TEXT,
    checked_on TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE own_chat (
    key TEXT PRIMARY KEY,
    tag TEXT NOT NULL,
    name TEXT NOT NULL,
    networks TEXT NOT NULL,
    day TEXT NOT NULL,
    time TEXT NOT NULL,
    timezone TEXT NOT NULL,
    every TEXT NOT NULL,
    first_on TEXT,
    added_on TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE chat_sign (
    key TEXT PRIMARY KEY,
    posts INTEGER NOT NULL,
    or_more INTEGER NOT NULL,
    checked_on TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE cohort (
    file TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    me TEXT NOT NULL,
    joined_on TEXT NOT NULL
) WITHOUT ROWID;
"""

MIGRATIONS: Sequence[str] = (VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5, VERSION_6)
