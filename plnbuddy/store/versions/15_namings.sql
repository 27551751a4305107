-- Accounts on another network that somebody's own profile names.
CREATE TABLE naming (
    key TEXT NOT NULL,
    other TEXT NOT NULL,
    handle TEXT NOT NULL,
    named TEXT NOT NULL,
    read_on TEXT NOT NULL,
    PRIMARY KEY (key, other)
) WITHOUT ROWID;
CREATE INDEX naming_by_other ON naming (other);
