"""A class or a staff room that builds its networks together, around a shared file."""
