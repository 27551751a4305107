-- Who a person says they are, as it was read from their profile: facts, never the texts.
CREATE TABLE said (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    role TEXT NOT NULL,
    topics TEXT NOT NULL,
    levels TEXT NOT NULL,
    languages TEXT NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;
