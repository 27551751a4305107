"""Counts, shares and ranges as a person says them."""

from collections.abc import Sequence

from plnbuddy.core.vocabulary import in_words
from plnbuddy.shape.measures import Range

TOO_LITTLE = "too little is known"

_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


def number_word(count: int) -> str:
    """A count as it is read in a sentence: "three", "62", "1,200"."""
    return _SMALL[count] if count < len(_SMALL) else f"{count:,}"


def counted(count: int, one: str, many: str) -> str:
    """A count with its noun: "one person", "62 people"."""
    return f"{number_word(count)} {one if count == 1 else many}"


def people(count: int) -> str:
    """So many people: "nobody", "one person", "62 people"."""
    return counted(count, "person", "people") if count else "nobody"


def capital(text: str) -> str:
    """The text with a capital first letter; handles and the rest stay as they are."""
    return text[:1].upper() + text[1:]


def some_of(names: Sequence[str], shown: int = 3) -> str:
    """The first few names and how many more: "@a, @b, @c and 4 more"."""
    if len(names) <= shown + 1:
        return in_words(names)
    return f"{', '.join(names[:shown])} and {len(names) - shown} more"


def circle_phrase(name: str) -> str:
    """A circle's name as part of a sentence: "maths", "people on mathstodon.xyz"."""
    return f"people {name}" if name.startswith(("on ", "in ", "around ")) else name


def share_text(found: Range | None) -> str:
    """A share as "12%" or "12% to 40%"; a range wider than half of all is too little to go by."""
    if found is None or found.width > 0.5:
        return TOO_LITTLE
    low, high = f"{found.lowest:.0%}", f"{found.highest:.0%}"
    return low if low == high else f"{low} to {high}"


def index_text(found: Range | None) -> str:
    """An index from -1 to 1 as "+0.25" or "-0.10 to +0.30"; a range wider than 1 says nothing."""
    if found is None or found.width > 1:
        return TOO_LITTLE
    low, high = f"{found.lowest:+.2f}", f"{found.highest:+.2f}"
    return low if low == high else f"{low} to {high}"


def amount_text(found: Range | None, decimals: int = 0) -> str:
    """An amount as "34", "1,225" or "20 to 34"."""
    if found is None:
        return TOO_LITTLE
    low, high = f"{found.lowest:,.{decimals}f}", f"{found.highest:,.{decimals}f}"
    return low if low == high else f"{low} to {high}"
