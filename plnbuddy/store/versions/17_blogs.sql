-- Blogs of others that the teacher reads, and the newest posts of each: when one was first offered.
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
