"""What is common to a server's answers: lists, pages, entries that can be read."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

from plnbuddy.platforms.mastodon.entities import EntityError, Fields

_Item = TypeVar("_Item")


def mapping(value: object) -> Fields:
    """The object that a server answered with.

    Raises:
        TypeError: it answered with something else.
    """
    if not isinstance(value, Mapping):
        raise TypeError("no object")
    return value


def next_id(link: str) -> str:
    """The id before which the next page lies, from the address that a Link header gives."""
    return next(iter(parse_qs(urlsplit(link).query).get("max_id", [])), "")


def readable(items: Iterable[object], read: Callable[[Fields], _Item]) -> tuple[_Item, ...]:
    """The entries that can be read; one that lacks what is needed is passed over."""
    return tuple(_each_readable(items, read))


def _each_readable(items: Iterable[object], read: Callable[[Fields], _Item]) -> Iterable[_Item]:
    for item in items:
        if isinstance(item, Mapping):
            try:
                yield read(item)
            except EntityError:
                continue
