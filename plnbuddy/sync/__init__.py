"""Bringing the account's state and its own activities into the store."""
