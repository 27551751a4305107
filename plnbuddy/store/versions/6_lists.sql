-- Lists of the teacher's own, those who want to be forgotten, chats, cohorts.
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
