"""Mastodon's own tables: whom one follows, and the lists one keeps, read and written."""

from collections.abc import Mapping, Sequence

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.found_handles import find_handles, is_bare
from plnbuddy.core.platform import Platform
from plnbuddy.lists.formats.found import ReadList
from plnbuddy.lists.formats.table import FOLLOWS_HEADER, add_record, written_table
from plnbuddy.store.lists import KeptList, ListRow


def read_lists_table(
    rows: Sequence[Sequence[str]], list_name: str, file_name: str
) -> ReadList | None:
    """Mastodon's lists.csv: no headings, a list's name and then whoever is on it.

    Args:
        list_name: only this list; all of them for "".

    Returns:
        None when this is another table.

    Raises:
        UsageError: there is no list of that name.
    """
    lists: dict[str, list[str]] = {}
    other: list[str] = []
    for cells in rows:
        people = [cell.strip() for cell in cells[1:] if cell.strip()]
        if people and all(map(_is_somebody, people)) and _is_name(cells[0]):
            lists.setdefault(clean_line(cells[0], 100), []).extend(people)
        else:
            other.append(" ".join(cells))
    if not lists or len(other) * 4 > len(rows):
        return None
    found = ReadList(format="mastodon-lists-csv")
    wanted = _wanted_list(lists, list_name)
    found.title = wanted if len(lists) > 1 or list_name else next(iter(lists))
    members = [word for name in ([wanted] if wanted else lists) for word in lists[name]]
    # A table of names and e-mail addresses looks the same where each name stands once.
    found.guessed = (
        len(lists) == len(members) > 1
        and "list" not in file_name.lower()
        and not any(word.startswith("@") for word in members)
    )
    for word in members:
        add_record(found, {"who": word})
    for line in other:
        found.leave_out("that name no list, or nobody on it", line)
    return found


def _is_somebody(cell: str) -> bool:
    """Mastodon writes name@server, never an address of a page."""
    full = cell.startswith("@") and len(cell.split()) == 1 and bool(find_handles(cell).handles)
    return is_bare(cell) or full


def _is_name(cell: str) -> bool:
    return bool(cell.strip()) and "@" not in cell and "//" not in cell


def _wanted_list(lists: Mapping[str, object], list_name: str) -> str:
    if not list_name:
        return ""
    for name in lists:
        if name.casefold() == list_name.casefold():
            return name
    raise UsageError(
        f"There is no list '{clean_line(list_name, 60)}' in this file.",
        f"It holds: {', '.join(list(lists)[:10])}.",
    )


def follows_csv(_kept: KeptList, rows: Sequence[ListRow]) -> str:
    """What Mastodon imports under Preferences, Import, Following list."""
    return written_table(FOLLOWS_HEADER, ((name, "true", "false", "") for name in _people(rows)))


def lists_csv(kept: KeptList, rows: Sequence[ListRow]) -> str:
    """What Mastodon imports under Preferences, Import, Lists; one must follow whoever is on it."""
    return written_table((), ((kept.title or kept.name, name) for name in _people(rows)))


def _people(rows: Sequence[ListRow]) -> list[str]:
    """People on the fediverse, as Mastodon writes them."""
    people = (row.subject.handle for row in rows)
    return [
        f"{person.username}@{person.domain}"
        for person in people
        if person and person.platform is Platform.MASTODON
    ]
