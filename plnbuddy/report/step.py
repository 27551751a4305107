"""A next step: a value of its own, as two rooms find them."""

from typing import NamedTuple


class NextStep(NamedTuple):
    """What to do next: a sentence, and the command that does it.

    `name` stays the same while its numbers change: what was named in one week is not
    named in the next.
    """

    sentence: str
    command: str
    name: str
