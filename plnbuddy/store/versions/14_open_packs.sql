-- Starter packs that Bluesky told of: whose they are, what they are about, who is to be asked.
CREATE TABLE open_pack (
    address TEXT PRIMARY KEY,
    list_uri TEXT NOT NULL,
    title TEXT NOT NULL,
    keeper TEXT NOT NULL,
    topics TEXT NOT NULL,
    languages TEXT NOT NULL,
    people INTEGER NOT NULL,
    next TEXT NOT NULL,
    found_on TEXT NOT NULL
) WITHOUT ROWID;
