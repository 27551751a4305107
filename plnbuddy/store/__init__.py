"""The one SQLite file: what a teacher wrote down, decided and was shown."""
