"""What authorities ask of a record of professional learning: schemes, standards, types, as data."""
