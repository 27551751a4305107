"""The forms of a footprint, and what is said of the entries that are not in it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from plnbuddy.cli.answer import Said

if TYPE_CHECKING:
    from plnbuddy.footprint.build import Footprint

_NEWEST = 20


class Format(StrEnum):
    """The forms of a footprint."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    ATOM = "atom"


def most_entries(form: Format, count: int | None, *, everything: bool) -> int | None:
    """How many entries are asked for at most; None for all of them."""
    if form is Format.ATOM:
        from plnbuddy.footprint.build import FEED_LIMIT

        return min(count or FEED_LIMIT, FEED_LIMIT)
    if everything:
        return None
    return count or (_NEWEST if form is Format.TEXT else None)


def document(built: "Footprint", form: Format) -> Iterable[str]:
    """The footprint as the text of a file."""
    match form:
        case Format.TEXT:
            from plnbuddy.footprint.text import footprint_lines

            return (f"{each.plain}\n" for each in footprint_lines(built))
        case Format.MD:
            from plnbuddy.footprint.markdown import footprint_markdown

            return footprint_markdown(built)
        case Format.ATOM:
            from plnbuddy.footprint.feed import footprint_feed

            return [footprint_feed(built).decode("utf-8")]
        case Format.JSON:
            from plnbuddy.out.plain_data import json_document

            return [json_document("footprint", built)]


def what_is_missing(built: "Footprint", form: Format) -> Iterator[Said]:
    """How many entries are older, left out or hidden."""
    if len(built.entries) < built.total:
        more = "" if form is Format.ATOM else "; --all gives all"
        yield Said(f"These are the newest {len(built.entries):,} of {built.total:,}{more}.")
    for word, number in built.excluded.items():
        yield Said(f"Left out because of {word}: {number:,}.")
    if built.hidden:
        yield Said(f"Hidden: {built.hidden:,}; plnbuddy footprint unhide lists them.")
