"""Starter packs that open reading found: derived facts, never their description."""

from datetime import date
from typing import NamedTuple

from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.store.database import Store


class OpenPack(NamedTuple):
    """A pack of teachers.

    `topics` are what its title and description name, none for teachers of everything;
    `people` is how many are in it, 0 while nobody looked; `next` is where its
    following page begins, "" before the first and after the last.
    """

    address: str
    list_uri: str
    title: str
    keeper: Handle
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    people: int
    next: str
    found_on: date


def put_open_pack(store: Store, pack: OpenPack) -> None:
    """Keep a pack as it was found; how many are in it stays known."""
    store.execute(
        "INSERT INTO open_pack (address, list_uri, title, keeper, topics, languages, people,"
        " next, found_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (address) DO UPDATE SET"
        " list_uri = excluded.list_uri, title = excluded.title, keeper = excluded.keeper,"
        " topics = excluded.topics, languages = excluded.languages, found_on = excluded.found_on",
        (
            pack.address, pack.list_uri, pack.title, str(pack.keeper), " ".join(pack.topics),
            " ".join(pack.languages), pack.people, pack.next, pack.found_on.isoformat(),
        ),
    )  # fmt: skip


def put_pack_page(store: Store, address: str, people: int, following: str) -> None:
    """Keep how many are in a pack, and where its following page begins."""
    store.execute(
        "UPDATE open_pack SET people = ?, next = ? WHERE address = ?", (people, following, address)
    )


def drop_open_pack(store: Store, address: str) -> None:
    """A pack that is not there any more."""
    store.execute("DELETE FROM open_pack WHERE address = ?", (address,))


def drop_older_packs(store: Store, day: date) -> None:
    """Forget the packs that no search found since that day."""
    store.execute("DELETE FROM open_pack WHERE found_on < ?", (day.isoformat(),))


def open_packs(store: Store) -> list[OpenPack]:
    """The packs, by title."""
    return [
        OpenPack(
            address=row["address"],
            list_uri=row["list_uri"],
            title=row["title"],
            keeper=parse_handle(row["keeper"]),
            topics=tuple(row["topics"].split()),
            languages=tuple(row["languages"].split()),
            people=row["people"],
            next=row["next"],
            found_on=date.fromisoformat(row["found_on"]),
        )
        for row in store.rows("SELECT * FROM open_pack ORDER BY title, address")
    ]
