"""Blogs of others: which are read, and their newest posts as things to read."""
