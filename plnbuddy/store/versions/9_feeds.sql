-- Who the teacher is in a feed with several authors.
ALTER TABLE feed ADD COLUMN me TEXT NOT NULL DEFAULT '';
