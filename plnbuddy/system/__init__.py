"""This computer and its way out: paths, files, settings, fetching from the web."""
