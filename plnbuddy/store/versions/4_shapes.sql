-- The shape of the network on earlier days.
CREATE TABLE network_snapshot (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    taken_on TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (account, taken_on)
) WITHOUT ROWID;
