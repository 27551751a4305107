"""What happened in a period: built as plain data, then rendered."""
