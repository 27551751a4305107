PRAGMA application_id = 1347178050;
PRAGMA user_version = 17;
BEGIN TRANSACTION;
CREATE TABLE account (
    key TEXT PRIMARY KEY,
    handle TEXT NOT NULL,
    following INTEGER NOT NULL,
    followers INTEGER NOT NULL,
    synced_at TEXT
) WITHOUT ROWID;
INSERT INTO "account" VALUES('me@example.org','@me@example.org',1,1,'2026-11-22T12:00:00Z');
CREATE TABLE account_list (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (account, remote_id)
) WITHOUT ROWID;
INSERT INTO "account_list" VALUES('me@example.org','7','PLN');
CREATE TABLE action (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    summary TEXT NOT NULL,
    done_at TEXT NOT NULL
);
INSERT INTO "action" VALUES(1,'followed @anna@example.org','2026-11-20T10:00:00Z');
INSERT INTO "action" VALUES(2,'logged: Shared a rubric','2026-11-21T10:00:00Z');
CREATE TABLE "action_change" (
    action_id INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
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
CREATE TABLE activity_appraisal (
    activity_id INTEGER PRIMARY KEY REFERENCES activity (id) ON DELETE CASCADE,
    standards TEXT NOT NULL,
    type TEXT NOT NULL,
    provider TEXT NOT NULL,
    until TEXT,
    evidence TEXT NOT NULL,
    reflection TEXT NOT NULL
);
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
CREATE TABLE archive_claim (
    import_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    claimed_by TEXT NOT NULL,
    found_in TEXT NOT NULL,
    seen_on TEXT,
    PRIMARY KEY (import_id, key)
) WITHOUT ROWID;
CREATE TABLE archive_person (
    import_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    times INTEGER NOT NULL,
    last_on TEXT,
    followed INTEGER NOT NULL,
    lists TEXT NOT NULL,
    PRIMARY KEY (import_id, key)
) WITHOUT ROWID;
INSERT INTO "archive_person" VALUES(1,'dora@example.org','@dora@example.org','Dora',3,'2026-10-01',0,'[]');
CREATE TABLE archive_tag (
    import_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    times INTEGER NOT NULL,
    last_on TEXT,
    PRIMARY KEY (import_id, key)
) WITHOUT ROWID;
INSERT INTO "archive_tag" VALUES(1,'musiced','MusicEd',4,'2026-10-01');
CREATE TABLE asked (
    host TEXT NOT NULL,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    again_at TEXT NOT NULL,
    PRIMARY KEY (host, what)
) WITHOUT ROWID;
CREATE TABLE asking_day (
    day TEXT PRIMARY KEY,
    requests INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE avoided (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (account, kind, key)
) WITHOUT ROWID;
INSERT INTO "avoided" VALUES('me@example.org','blocks','troll@example.org');
CREATE TABLE blog (
    url TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    read_on TEXT,
    problem TEXT NOT NULL,
    added_on TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE blog_post (
    blog TEXT NOT NULL REFERENCES blog (url) ON DELETE CASCADE,
    link TEXT NOT NULL,
    title TEXT NOT NULL,
    posted_on TEXT NOT NULL,
    offered_on TEXT,
    PRIMARY KEY (blog, link)
) WITHOUT ROWID;
CREATE TABLE chat_sign (
    key TEXT PRIMARY KEY,
    posts INTEGER NOT NULL,
    or_more INTEGER NOT NULL,
    checked_on TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "chat_sign" VALUES('edchat',12,0,'2026-11-22');
CREATE TABLE cohort (
    file TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    me TEXT NOT NULL,
    joined_on TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE column_choice (
    header TEXT PRIMARY KEY,
    columns TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "column_choice" VALUES('["a"]','{}');
CREATE TABLE cursor (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (account, stream)
) WITHOUT ROWID;
INSERT INTO "cursor" VALUES('me@example.org','following','{"run": 1, "whole_on": "2026-11-22", "gap": 0}');
INSERT INTO "cursor" VALUES('me@example.org','posts','{"since": "9"}');
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
CREATE TABLE deleted_post (
    uid TEXT PRIMARY KEY,
    seen_on TEXT NOT NULL
, redrafted_as TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE described_server (
    host TEXT PRIMARY KEY,
    domain TEXT NOT NULL,
    closed TEXT NOT NULL,
    collections INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE discovery (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'hashtag')),
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    name TEXT NOT NULL,
    sources TEXT NOT NULL,
    score REAL NOT NULL,
    stretch REAL NOT NULL,
    reasons TEXT NOT NULL,
    topics TEXT NOT NULL,
    language TEXT NOT NULL,
    found_on TEXT NOT NULL,
    PRIMARY KEY (account, kind, key)
) WITHOUT ROWID;
INSERT INTO "discovery" VALUES('me@example.org','person','cleo@example.org','@cleo@example.org','Cleo','follows',0.8,0.1,'[]','music','en','2026-11-22');
CREATE TABLE exchange (
    import_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    answered TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (import_id, author, answered)
) WITHOUT ROWID;
INSERT INTO "exchange" VALUES(1,'a','b',2);
CREATE TABLE feed (
    url TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    read_at TEXT
, me TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
INSERT INTO "feed" VALUES('https://example.org/feed','A blog','','',NULL,'');
CREATE TABLE followed_tag (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;
INSERT INTO "followed_tag" VALUES('me@example.org','musiced','MusicEd');
CREATE TABLE footprint_hidden (
    uid TEXT PRIMARY KEY,
    hidden_on TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "footprint_hidden" VALUES('u-2','2026-11-22');
CREATE TABLE forgotten (
    kind TEXT NOT NULL CHECK (kind IN ('person', 'server')),
    key TEXT NOT NULL,
    forgotten_on TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
INSERT INTO "forgotten" VALUES('person','gone@example.org','2026-11-22');
CREATE TABLE identity (
    did TEXT PRIMARY KEY,
    handle TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE import_range (
    import_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (import_id, first)
) WITHOUT ROWID;
INSERT INTO "import_range" VALUES(1,2,2);
CREATE TABLE import_run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    service TEXT NOT NULL,
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT
);
INSERT INTO "import_run" VALUES(1,'table','hours.csv','abc','2026-11-21T10:00:00Z','2026-11-21T10:00:01Z');
CREATE TABLE kept_list (
    name TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    introduction TEXT NOT NULL,
    contact TEXT NOT NULL,
    source TEXT NOT NULL,
    format TEXT NOT NULL,
    topics TEXT NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    read_at TEXT
) WITHOUT ROWID;
INSERT INTO "kept_list" VALUES('staff','Staff','','','staff.csv','csv','music','','',NULL);
CREATE TABLE known_person (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    open INTEGER NOT NULL,
    trouble TEXT NOT NULL,
    topics TEXT NOT NULL,
    followers INTEGER NOT NULL,
    following INTEGER NOT NULL,
    last_post TEXT,
    read_on TEXT NOT NULL, link TEXT NOT NULL DEFAULT '',
    UNIQUE (account, key)
);
INSERT INTO "known_person" VALUES(1,'me@example.org','anna@example.org','@anna@example.org','Anna','11',1,'','music',40,2,'2026-11-20','2026-11-22','');
INSERT INTO "known_person" VALUES(2,'me@example.org','cleo@example.org','@cleo@example.org','Cleo','13',1,'','music',50,3,'2026-11-21','2026-11-22','');
CREATE TABLE known_tie (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    follower INTEGER NOT NULL,
    followed INTEGER NOT NULL,
    PRIMARY KEY (account, follower, followed)
) WITHOUT ROWID;
INSERT INTO "known_tie" VALUES('me@example.org',1,2);
CREATE TABLE "list_reading" (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    next TEXT NOT NULL,
    read INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    read_on TEXT NOT NULL,
    PRIMARY KEY (account, person, purpose)
) WITHOUT ROWID;
INSERT INTO "list_reading" VALUES('me@example.org',1,'rank','',1,1,'2026-11-22');
CREATE TABLE list_row (
    list TEXT NOT NULL REFERENCES kept_list (name) ON DELETE CASCADE ON UPDATE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'hashtag')),
    key TEXT NOT NULL,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    name TEXT NOT NULL,
    topics TEXT NOT NULL,
    levels TEXT NOT NULL,
    languages TEXT NOT NULL,
    region TEXT NOT NULL,
    description TEXT NOT NULL,
    basis TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (list, kind, key)
) WITHOUT ROWID;
INSERT INTO "list_row" VALUES('staff','person','cleo@example.org',0,'@cleo@example.org','Cleo','music','','en','','Teaches music','','');
CREATE TABLE mention (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    post_id TEXT NOT NULL,
    handle TEXT NOT NULL,
    link TEXT NOT NULL,
    happened_at TEXT NOT NULL,
    answered INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, post_id)
) WITHOUT ROWID;
INSERT INTO "mention" VALUES('me@example.org','8','@ben@example.org','https://example.org/@ben/8','2026-11-22T09:00:00Z',0);
CREATE TABLE milestone (
    name TEXT PRIMARY KEY,
    reached_on TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "milestone" VALUES('report-read','2026-11-22');
CREATE TABLE naming (
    key TEXT NOT NULL,
    other TEXT NOT NULL,
    handle TEXT NOT NULL,
    named TEXT NOT NULL,
    read_on TEXT NOT NULL,
    PRIMARY KEY (key, other)
) WITHOUT ROWID;
CREATE TABLE network_snapshot (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    taken_on TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (account, taken_on)
) WITHOUT ROWID;
INSERT INTO "network_snapshot" VALUES('me@example.org','2026-11-22','{"snapshot": {}, "changes": []}');
CREATE TABLE next_step (
    week TEXT NOT NULL,
    step TEXT NOT NULL,
    PRIMARY KEY (week, step)
) WITHOUT ROWID;
CREATE TABLE open_identity (
    host TEXT NOT NULL,
    key TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    following INTEGER NOT NULL,
    PRIMARY KEY (host, key)
) WITHOUT ROWID;
CREATE TABLE open_list (
    address TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    keeper TEXT NOT NULL,
    read_on TEXT NOT NULL
) WITHOUT ROWID;
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
CREATE TABLE open_person (
    key TEXT PRIMARY KEY,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    topics TEXT NOT NULL,
    levels TEXT NOT NULL,
    languages TEXT NOT NULL,
    evidence TEXT NOT NULL,
    last_post TEXT,
    read_on TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE open_refusal (
    key TEXT PRIMARY KEY,
    read_on TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE open_sighting (
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    language TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    PRIMARY KEY (key, kind, detail)
) WITHOUT ROWID;
CREATE TABLE own_chat (
    key TEXT PRIMARY KEY,
    tag TEXT NOT NULL,
    name TEXT NOT NULL,
    networks TEXT NOT NULL,
    day TEXT NOT NULL,
    time TEXT NOT NULL,
    timezone TEXT NOT NULL,
    every TEXT NOT NULL,
    first_on TEXT,
    added_on TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE reflection (
    week TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    written_at TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "reflection" VALUES('2026-11-16','What was new?','A rubric','2026-11-22T10:00:00Z');
CREATE TABLE removed_entry (
    mark TEXT PRIMARY KEY,
    removed_on TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE requested_follow (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    requested_on TEXT NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;
CREATE TABLE row_check (
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    name TEXT NOT NULL,
    listable INTEGER NOT NULL,
    last_post TEXT,
    checked_on TEXT NOT NULL
) WITHOUT ROWID;
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
CREATE TABLE "sighting" (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    source TEXT NOT NULL,
    detail TEXT NOT NULL,
    language TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    PRIMARY KEY (account, key, source, detail)
) WITHOUT ROWID;
INSERT INTO "sighting" VALUES('me@example.org','cleo@example.org','hashtag','#musiced','en','2026-11-22');
CREATE TABLE tag_loudness (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    people INTEGER NOT NULL,
    read_on TEXT NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;
INSERT INTO "tag_loudness" VALUES('me@example.org','musiced',12,'2026-11-22');
CREATE TABLE tag_use (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    person TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    PRIMARY KEY (account, key, person)
) WITHOUT ROWID;
INSERT INTO "tag_use" VALUES('me@example.org','musiced','MusicEd','anna@example.org','2026-11-21');
CREATE TABLE tag_week (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT NOT NULL,
    posts INTEGER NOT NULL,
    people INTEGER NOT NULL,
    exact INTEGER NOT NULL,
    read_on TEXT NOT NULL
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
INSERT INTO "tie" VALUES('me@example.org','follower','ben@example.org','@ben@example.org','Ben','12',NULL,1);
INSERT INTO "tie" VALUES('me@example.org','following','anna@example.org','@anna@example.org','Anna','11',NULL,1);
CREATE TABLE unfound_person (
    account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    asked_on TEXT NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;
CREATE INDEX activity_by_day ON activity (day, kind, minutes);
CREATE INDEX activity_person_by_key ON activity_person (key);
CREATE INDEX activity_tag_by_key ON activity_tag (key);
CREATE INDEX shown_by_subject ON shown (kind, key, day);
CREATE INDEX action_change_by_key ON action_change (kind, key);
CREATE INDEX identity_by_handle ON identity (handle);
CREATE INDEX naming_by_other ON naming (other);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('activity',3);
INSERT INTO "sqlite_sequence" VALUES('action',2);
INSERT INTO "sqlite_sequence" VALUES('import_run',1);
COMMIT;
