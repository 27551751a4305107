-- Names on Bluesky change; the identity (DID) behind them lasts.
CREATE TABLE identity (
    did TEXT PRIMARY KEY,
    handle TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX identity_by_handle ON identity (handle);
