-- What is read from an account.
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
