"""From sources to candidates to a day's few suggestions, each with its reasons."""
