"""The tables that come with plnbuddy (docs/curated-lists.md).

A row that does not fit raises ValueError: the tests read every row, so a teacher
never meets one. A table is read once in a run, though `explore` looks four times into some.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.model import (
    Chat,
    ChatStatus,
    Educator,
    EducatorKind,
    ExternalList,
    Hashtag,
    Seen,
    Server,
)
from plnbuddy.core.platform import Platform, read_platforms
from plnbuddy.core.role import Role

_DATA = Path(__file__).parent / "data"

_Item = TypeVar("_Item")


@cache
def read_educators() -> tuple[Educator, ...]:
    """Everybody in educators.csv."""
    return _read("educators.csv", _educator)


@cache
def read_hashtags() -> tuple[Hashtag, ...]:
    """Every row of hashtags.csv."""
    return _read("hashtags.csv", _hashtag)


@cache
def read_chats() -> tuple[Chat, ...]:
    """Every row of chats.csv, ended ones included."""
    return _read("chats.csv", _chat)


@cache
def read_servers() -> tuple[Server, ...]:
    """Every row of servers.csv."""
    return _read("servers.csv", _server)


@cache
def read_external_lists() -> tuple[ExternalList, ...]:
    """Every row of lists.csv."""
    return _read("lists.csv", _external_list)


def read_rows_of(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table as they stand in its file."""
    return _read(name, dict)


def _read(name: str, make: Callable[[dict[str, str]], _Item]) -> tuple[_Item, ...]:
    with (_DATA / name).open(encoding="utf-8", newline="") as stream:
        return tuple(make(cells) for cells in _cells(stream))


def _cells(stream: Iterator[str]) -> Iterator[dict[str, str]]:
    rows = csv.reader(stream)
    header = next(rows)
    for row in rows:
        yield dict(zip(header, row, strict=True))


@cache
def _several(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


@cache
def _platforms(text: str) -> tuple[Platform, ...]:
    return read_platforms(text, ";")


def _handle(text: str) -> Handle:
    """A handle of the tables: already in its normal spelling, so there is nothing to parse."""
    username, _, domain = text.removeprefix("@").partition("@")
    return Handle(Platform.MASTODON if domain else Platform.TWITTER, username, domain)


def _educator(cells: dict[str, str]) -> Educator:
    return Educator(
        handle=_handle(cells["handle"]),
        name=cells["name"],
        kind=EducatorKind(cells["kind"]),
        topics=_several(cells["topics"]),
        levels=_several(cells["levels"]),
        languages=_several(cells["language"]),
        region=cells["region"],
        basis=cells["basis"],
        description=cells["description"],
        seen=Seen(cells["source"], cells["seen"]),
        checked_on=date.fromisoformat(cells["checked"]) if cells["checked"] else None,
        role=Role(cells["role"]),
    )


def _hashtag(cells: dict[str, str]) -> Hashtag:
    return Hashtag(
        tag=Tag(cells["tag"]),
        platforms=_platforms(cells["platform"]),
        topics=_several(cells["topics"]),
        levels=_several(cells["levels"]),
        languages=_several(cells["language"]),
        region=cells["region"],
        communal=cells["kind"] == "community",
        description=cells["description"],
        seen=Seen(cells["source"], cells["seen"]),
        about_teaching=cells["about"] == "teaching",
        verified=cells["verified"] == "yes",
    )


def _chat(cells: dict[str, str]) -> Chat:
    return Chat(
        tag=Tag(cells["tag"]),
        name=cells["name"],
        platforms=_platforms(cells["platform"]),
        topics=_several(cells["topics"]),
        levels=_several(cells["levels"]),
        languages=_several(cells["language"]),
        region=cells["region"],
        day=cells["day"],
        time=cells["time"],
        timezone=cells["timezone"],
        every=cells["every"],
        last_seen=int(cells["last_seen"]) if cells["last_seen"] else None,
        status=ChatStatus(cells["status"]),
        description=cells["description"],
        seen=Seen(cells["source"], cells["seen"]),
    )


def _server(cells: dict[str, str]) -> Server:
    return Server(
        domain=cells["domain"],
        name=cells["name"],
        topics=_several(cells["topics"]),
        languages=_several(cells["languages"]),
        registration=cells["registration"],
        description=cells["description"],
        seen=Seen(cells["source"], cells["seen"]),
    )


def _external_list(cells: dict[str, str]) -> ExternalList:
    return ExternalList(
        name=cells["name"],
        url=cells["url"],
        format=cells["format"],
        topics=_several(cells["topics"]),
        languages=_several(cells["languages"]),
        size=int(cells["size"]) if cells["size"] else None,
        opt_in=cells["opt_in"],
        licence=cells["licence"],
        description=cells["description"],
        seen=Seen(cells["source"], cells["seen"]),
    )
