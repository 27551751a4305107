"""What `sync` brings in from an account on Mastodon."""
