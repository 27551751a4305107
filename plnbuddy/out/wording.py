"""Numbers with their nouns."""


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 person", "2 people", "3 hashtags"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
