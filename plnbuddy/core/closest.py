"""Did you mean …? The nearest known word to a misspelt one."""

from collections.abc import Iterable

_CUTOFF = 70  # Below this similarity (0 to 100) a hint reads like a guess.


def closest(word: str, known: Iterable[str], count: int = 3, cutoff: int = _CUTOFF) -> list[str]:
    """Up to `count` known words near `word`, nearest first."""
    from rapidfuzz import fuzz, process

    matches = process.extract(
        word.lower(), list(known), scorer=fuzz.ratio, limit=count, score_cutoff=cutoff,
        processor=str.lower,
    )  # fmt: skip
    return [match[0] for match in matches]


def did_you_mean(word: str, known: Iterable[str], cutoff: int = _CUTOFF) -> str:
    """A sentence such as "Did you mean music?", or "" when nothing is near."""
    near = closest(word, known, cutoff=cutoff)
    if not near:
        return ""
    return f"Did you mean {' or '.join(dict.fromkeys(near))}?"
