"""What lists are kept in: one file for each format, which reads it and writes it."""
