"""A personal learning network for teachers, from the command line."""

__version__ = "0.1.0"
