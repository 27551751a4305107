"""Bluesky: its pages, and its programs spoken to directly (docs/bluesky.md)."""
