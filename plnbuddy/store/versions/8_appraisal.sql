-- What an authority may ask of an entry; only entries with any of it have a row.
CREATE TABLE activity_appraisal (
    activity_id INTEGER PRIMARY KEY REFERENCES activity (id) ON DELETE CASCADE,
    standards TEXT NOT NULL,
    type TEXT NOT NULL,
    provider TEXT NOT NULL,
    until TEXT,
    evidence TEXT NOT NULL,
    reflection TEXT NOT NULL
);

-- Which next steps the report of a week named, so that the next week's says something else.
CREATE TABLE next_step (
    week TEXT NOT NULL,
    step TEXT NOT NULL,
    PRIMARY KEY (week, step)
) WITHOUT ROWID;
