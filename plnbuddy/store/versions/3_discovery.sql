-- What is read of the living network, and what it brings.
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
