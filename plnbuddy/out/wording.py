"""Numbers with their nouns."""


def counted(count: float, one: str, many: str = "") -> str:
    """A number with its noun: "1 person", "2 people", "3 hashtags", "1.5 hours"."""
    number = f"{count:,}" if isinstance(count, int) else f"{count:,g}"
    return f"{number} {one if count == 1 else many or one + 's'}"


def often(times: int) -> str:
    """How many times: "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(times, f"{times:,} times")
