-- What a teacher removed stays removed: a mark for each entry, from which nothing can be read.
CREATE TABLE removed_entry (
    mark TEXT PRIMARY KEY,
    removed_on TEXT NOT NULL
) WITHOUT ROWID;

-- Follows that the other side has to agree to first.
CREATE TABLE requested_follow (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    requested_on TEXT NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;

-- Entries whose post is known to be deleted.
CREATE TABLE deleted_post (
    uid TEXT PRIMARY KEY,
    seen_on TEXT NOT NULL
) WITHOUT ROWID;

-- The page of an account, as a server named it.
ALTER TABLE known_person ADD COLUMN link TEXT NOT NULL DEFAULT '';

-- Whom a search did not find, which does not mean that they are gone.
CREATE TABLE unfound_person (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    asked_on TEXT NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;
