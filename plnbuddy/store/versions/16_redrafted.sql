-- A post that was deleted and written anew: the uid of the new one, "" for one that is only gone.
ALTER TABLE deleted_post ADD COLUMN redrafted_as TEXT NOT NULL DEFAULT '';
