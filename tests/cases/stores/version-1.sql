-- A store as version 1 wrote it; a fixture, never changed.
PRAGMA application_id = 1347178050;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE action (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    summary TEXT NOT NULL,
    done_at TEXT NOT NULL
);
INSERT INTO "action" VALUES(1,'followed @anna@example.org','2026-11-20T10:00:00Z');
INSERT INTO "action" VALUES(2,'logged: Shared a rubric','2026-11-21T10:00:00Z');
CREATE TABLE action_change (
    action_id INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('activity', 'decision')),
    key TEXT NOT NULL,
    before TEXT,
    PRIMARY KEY (action_id, position)
) WITHOUT ROWID;
INSERT INTO "action_change" VALUES(1,0,'decision','person anna@example.org',NULL);
INSERT INTO "action_change" VALUES(1,1,'activity','1',NULL);
INSERT INTO "action_change" VALUES(2,0,'activity','2',NULL);
CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('connect', 'collaborate', 'contribute')),
    happened_at TEXT NOT NULL,
    day TEXT NOT NULL,
    text TEXT NOT NULL,
    minutes INTEGER CHECK (minutes >= 0),
    place TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL
);
INSERT INTO "activity" VALUES(1,'u-1','connect','2026-11-20T10:00:00Z','2026-11-20','Followed @anna@example.org',NULL,'','','follow');
INSERT INTO "activity" VALUES(2,'u-2','contribute','2026-11-21T10:00:00Z','2026-11-21','Shared a rubric; all of it',25,'staff room','went well','manual');
INSERT INTO "activity" VALUES(3,'me@example.org/9','collaborate','2026-11-22T10:00:00Z','2026-11-22','Answered @ben@example.org',NULL,'','','mastodon');
CREATE TABLE activity_link (
    activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (activity_id, position)
) WITHOUT ROWID;
INSERT INTO "activity_link" VALUES(2,0,'https://example.org/rubric');
CREATE TABLE activity_person (
    activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    PRIMARY KEY (activity_id, position)
) WITHOUT ROWID;
INSERT INTO "activity_person" VALUES(1,0,'anna@example.org','@anna@example.org');
INSERT INTO "activity_person" VALUES(3,0,'ben@example.org','@ben@example.org');
CREATE TABLE activity_tag (
    activity_id INTEGER NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (activity_id, position)
) WITHOUT ROWID;
INSERT INTO "activity_tag" VALUES(2,0,'edchat','EdChat');
CREATE TABLE decision (
    kind TEXT NOT NULL CHECK (kind IN ('person', 'hashtag', 'chat')),
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('followed', 'skipped', 'later')),
    decided_on TEXT NOT NULL,
    due TEXT,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
INSERT INTO "decision" VALUES('hashtag','edchat','#EdChat','skipped','2026-11-20',NULL);
INSERT INTO "decision" VALUES('person','anna@example.org','@anna@example.org','followed','2026-11-20',NULL);
INSERT INTO "decision" VALUES('person','late@example.org','@late@example.org','later','2026-11-20','2026-12-20');
CREATE TABLE milestone (
    name TEXT PRIMARY KEY,
    reached_on TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "milestone" VALUES('report-read','2026-11-22');
CREATE TABLE shown (
    list INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (list, number)
) WITHOUT ROWID;
INSERT INTO "shown" VALUES(1,1,'2026-11-20','person','anna@example.org','@anna@example.org','["teaches music"]');
CREATE INDEX activity_by_day ON activity (day, kind, minutes);
CREATE INDEX activity_person_by_key ON activity_person (key);
CREATE INDEX activity_tag_by_key ON activity_tag (key);
CREATE INDEX shown_by_subject ON shown (kind, key, day);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('activity',3);
INSERT INTO "sqlite_sequence" VALUES('action',2);
COMMIT;
