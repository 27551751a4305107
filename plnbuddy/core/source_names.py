"""The names of the sources of suggestions, as settings and the command line spell them.

What each of them is and does stands in its own file (suggest/sources/); a test
holds that there is one for every name here.
"""

from collections.abc import Mapping

SOURCE_NAMES: Mapping[str, tuple[str, ...]] = {
    "curated": (),
    "open": ("open-reading", "open reading"),
    "hashtag": ("hashtags",),
    "follows": ("network",),
    "interaction": ("interactions",),
    "directory": (),
    "archive": ("archives",),
    "lists": ("list",),
}
"""Each source, in the order in which teachers read of them, and what else it is called."""

KNOWN_BEFORE = frozenset({"curated", "open", "archive", "lists"})
"""Those that have candidates of their own; what the others find is kept when they are read."""


def find_source(word: str) -> str | None:
    """The source that is meant by `word`, whatever its spelling; None for none."""
    plain = word.strip().lower()
    for name, others in SOURCE_NAMES.items():
        if plain == name or plain in others:
            return name
    return None


def current_sources(words: str) -> tuple[str, ...]:
    """The sources that were kept under earlier names, separated by blanks."""
    now = {old: name for name, others in SOURCE_NAMES.items() for old in others}
    return tuple(dict.fromkeys(now.get(word, word) for word in words.split()))
