-- Sources of suggestions come and go: their names left the table's shape.
CREATE TABLE sighting_7 (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    source TEXT NOT NULL,
    detail TEXT NOT NULL,
    language TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    PRIMARY KEY (account, key, source, detail)
) WITHOUT ROWID;
INSERT INTO sighting_7 (account, key, source, detail, language, seen_on)
    SELECT account, key, source, detail, language, seen_on FROM sighting;
DROP TABLE sighting;
ALTER TABLE sighting_7 RENAME TO sighting;

CREATE TABLE list_reading_7 (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    next TEXT NOT NULL,
    read INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    read_on TEXT NOT NULL,
    PRIMARY KEY (account, person, purpose)
) WITHOUT ROWID;
INSERT INTO list_reading_7 (account, person, purpose, next, read, ended, read_on)
    SELECT account, person, purpose, next, read, ended, read_on FROM list_reading;
DROP TABLE list_reading;
ALTER TABLE list_reading_7 RENAME TO list_reading;
