"""The known network as a whole, as compactly as SQLite gives it: for ranking."""

from collections.abc import Iterable, Iterator, Sequence

from plnbuddy.core.handles import HandleKey
from plnbuddy.store.database import Store
from plnbuddy.store.discovery import KnownPerson, read_person

_BATCH = 500


def known_in_direction(store: Store, account: str, direction: str) -> list[KnownPerson]:
    """Those whom the account follows, or who follow it, as far as something is known of them."""
    rows = store.rows(
        "SELECT p.* FROM tie t JOIN known_person p ON p.account = t.account AND p.key = t.key"
        " WHERE t.account = ? AND t.direction = ? ORDER BY t.key",
        (account, direction),
    )
    return [read_person(row) for row in rows]


def numbers_in_direction(store: Store, account: str, direction: str) -> list[int]:
    """The numbers of the same people."""
    rows = store.rows(
        "SELECT p.id FROM tie t JOIN known_person p ON p.account = t.account AND p.key = t.key"
        " WHERE t.account = ? AND t.direction = ?",
        (account, direction),
    )
    return [int(row[0]) for row in rows]


def people_numbered(store: Store, account: str, numbers: Iterable[int]) -> dict[int, KnownPerson]:
    """The people with these numbers."""
    wanted = list(dict.fromkeys(numbers))
    return {person.id: person for person in _people(store, account, "id", wanted)}


def people_named(
    store: Store, account: str, keys: Iterable[HandleKey]
) -> dict[HandleKey, KnownPerson]:
    """The people with these keys, as far as something is known of them."""
    wanted = list(dict.fromkeys(keys))
    return {person.handle.key: person for person in _people(store, account, "key", wanted)}


def _people(
    store: Store, account: str, column: str, wanted: Sequence[object]
) -> Iterator[KnownPerson]:
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        marks = ", ".join("?" * len(part))
        for row in store.rows(
            f"SELECT * FROM known_person WHERE account = ? AND {column} IN ({marks})",
            (account, *part),
        ):
            yield read_person(row)


def last_posts(store: Store, account: str) -> tuple[str, str]:
    """When those who may be suggested posted last: nothing speaks against them, and they are open.

    Two texts parted by commas: their numbers, and the days, 0001-01-01 where none is known.
    """
    row = store.row(
        "SELECT group_concat(id) AS numbers, group_concat(day) AS days FROM"
        " (SELECT id, coalesce(last_post, '0001-01-01') AS day FROM known_person"
        " WHERE account = ? AND open AND trouble = '')",
        (account,),
    )
    return (row["numbers"] or "", row["days"] or "") if row else ("", "")


def lists_of_ties(store: Store, account: str) -> Iterator[tuple[int, str]]:
    """Each known list of follows: whose it is, and the numbers in it, parted by commas.

    Lists come in the order of their owners' numbers. Within a list numbers have no order.
    """
    for row in store.each(
        "SELECT follower, group_concat(followed) FROM known_tie WHERE account = ?"
        " GROUP BY follower ORDER BY follower",
        (account,),
    ):
        yield row[0], row[1]


def list_of_ties(store: Store, account: str, follower: int) -> list[int]:
    """The numbers of those whom somebody is known to follow."""
    rows = store.rows(
        "SELECT followed FROM known_tie WHERE account = ? AND follower = ?", (account, follower)
    )
    return [row[0] for row in rows]
