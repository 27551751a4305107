-- What public servers tell without an account: derived facts with their age, never a bio.
CREATE TABLE asked (
    host TEXT NOT NULL,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    again_at TEXT NOT NULL,
    PRIMARY KEY (host, what)
) WITHOUT ROWID;

CREATE TABLE asking_day (
    day TEXT PRIMARY KEY,
    requests INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE described_server (
    host TEXT PRIMARY KEY,
    domain TEXT NOT NULL,
    closed TEXT NOT NULL,
    collections INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE open_person (
    key TEXT PRIMARY KEY,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    topics TEXT NOT NULL,
    levels TEXT NOT NULL,
    languages TEXT NOT NULL,
    evidence TEXT NOT NULL,
    last_post TEXT,
    read_on TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE open_sighting (
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    language TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    PRIMARY KEY (key, kind, detail)
) WITHOUT ROWID;

CREATE TABLE open_identity (
    host TEXT NOT NULL,
    key TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    following INTEGER NOT NULL,
    PRIMARY KEY (host, key)
) WITHOUT ROWID;

CREATE TABLE open_refusal (
    key TEXT PRIMARY KEY,
    read_on TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE open_list (
    address TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    keeper TEXT NOT NULL,
    read_on TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE tag_week (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT NOT NULL,
    posts INTEGER NOT NULL,
    people INTEGER NOT NULL,
    exact INTEGER NOT NULL,
    read_on TEXT NOT NULL
) WITHOUT ROWID;
