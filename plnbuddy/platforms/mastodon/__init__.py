"""Mastodon, and what speaks its API: signing in, reading, following; open reading."""
