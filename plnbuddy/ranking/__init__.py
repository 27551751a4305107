"""Whom the people one follows follow: which lists are read, and who comes first."""
