"""Adding, refreshing, making, changing and joining lists, and forgetting people for good."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, UsageError
from plnbuddy.core.handles import HandleError, HandleKey, parse_handle, parse_server, parse_tag
from plnbuddy.core.model import SubjectKind
from plnbuddy.lists.formats.found import ReadList
from plnbuddy.lists.formats.recognise import read_list
from plnbuddy.lists.source import Draft, fetch_table, list_word, read_source
from plnbuddy.platforms.shared_lists import is_shared_list
from plnbuddy.store.database import Store
from plnbuddy.store.identities import learn_identities, named_now
from plnbuddy.store.lists import (
    KeptList,
    ListRow,
    all_lists,
    drop_list,
    forget,
    get_list,
    list_rows,
    person_row,
    put_list,
    put_rows,
    remember_again,
    without_forgotten,
)
from plnbuddy.store.namings import drop_namings
from plnbuddy.store.open_reading import drop_open_person

FOLLOWS = "follows"
"""The name under which a teacher's own follows are exported."""

RESERVED = frozenset({"bundled", "educators", "hashtags", "chats", "servers", "lists", "follows"})
"""Names of what comes with plnbuddy; a list of one's own that is called so could not be shown."""

_TEXT_LIMIT = 2_000

_HOST = re.compile(r"(?:https?://)?[^\s/@:]+(?::\d+)?/?", re.IGNORECASE)


@dataclass(frozen=True)
class Changes:
    """What a refresh did: who came, who went, how many stayed; `unchanged` upstream."""

    kept: KeptList
    came: tuple[ListRow, ...] = ()
    went: tuple[ListRow, ...] = ()
    stayed: int = 0
    unchanged: bool = False
    failure: str = ""


def keep(store: Store, draft: Draft) -> KeptList:
    """Keep a list that was read.

    Raises:
        UsageError: a list of that name is there already, or the name is reserved.
    """
    if draft.kept.name in RESERVED:
        raise UsageError(
            f"'{draft.kept.name}' is what plnbuddy calls a table of its own.",
            "Give your list another name (--name).",
        )
    with store.writing():
        if get_list(store, draft.kept.name):
            raise UsageError(
                f"There is a list '{draft.kept.name}' already.",
                "Give this one another name (--name), or refresh that one: plnbuddy lists update",
            )
        learn_identities(store, draft.found.identities)
        put_list(store, draft.kept)
        put_rows(store, draft.kept.name, draft.found.rows)
    return draft.kept


def needed_list(store: Store, name: str) -> KeptList:
    """The list of that name.

    Raises:
        NothingFoundError: there is none.
    """
    kept = get_list(store, list_word(name))
    if kept is None:
        names = ", ".join(each.name for each in all_lists(store))
        raise NothingFoundError(
            f"There is no list '{clean_line(name, 60)}' of yours.",
            f"Yours are: {names}." if names else "Add one: plnbuddy lists add FILE",
        )
    return kept


def update_list(store: Store, kept: KeptList, clock: Clock) -> Changes:
    """Read a list anew from where it came; who is gone there is gone here.

    A source that fails leaves the list as it is, and says so in `failure`.
    """
    if kept.is_own:
        return Changes(kept, stayed=len(list_rows(store, kept.name)), unchanged=True)
    try:
        fresh = _fetch_again(kept, clock)
    except PlnbuddyError as error:
        return Changes(kept, failure=error.problem)
    if fresh is None:
        with store.writing():
            put_list(store, kept._replace(read_at=clock.now))
        return Changes(kept, stayed=len(list_rows(store, kept.name)), unchanged=True)
    after, found = fresh
    with store.writing():
        before = {(row.kind, row.key): row for row in list_rows(store, kept.name)}
        learn_identities(store, found.identities)
        put_list(store, after)
        put_rows(store, kept.name, found.rows)
        now = {(row.kind, row.key): row for row in without_forgotten(store, found.rows)}
    return Changes(
        kept=after,
        came=tuple(row for key, row in now.items() if key not in before),
        went=tuple(row for key, row in before.items() if key not in now),
        stayed=len(now.keys() & before.keys()),
    )


def _fetch_again(kept: KeptList, clock: Clock) -> tuple[KeptList, ReadList] | None:
    """The list as it is now at its source; None when nothing changed there."""
    list_name = kept.title if kept.format == "mastodon-lists-csv" else ""
    if is_shared_list(kept.source):
        from plnbuddy.lists.formats.shared import read_shared
        from plnbuddy.platforms.shared_lists import read_shared_list

        return kept._replace(read_at=clock.now), read_shared(
            read_shared_list(kept.source), clock.today
        )
    if not kept.source.startswith("http"):
        draft = read_source(kept.source, kept.name, list_name, clock=clock)
        return kept._replace(read_at=clock.now), draft.found
    fetched = fetch_table(kept.source, kept.etag, kept.modified)
    if fetched.unchanged:
        return None
    found = read_list(fetched.content, kept.source, list_name)
    after = kept._replace(etag=fetched.etag, modified=fetched.modified, read_at=clock.now)
    return after, found


def new_list(
    store: Store, title: str, topics: Sequence[str], introduction: str, contact: str
) -> KeptList:
    """An empty list of one's own.

    Raises:
        UsageError: no title, or a list of that name is there already.
    """
    shown = clean_line(title, 100)
    if not shown:
        raise UsageError(
            "A list needs a title.", 'For example: plnbuddy lists new "Music teachers"'
        )
    kept = KeptList(
        name=list_word(shown),
        title=shown,
        introduction=clean_text(introduction, _TEXT_LIMIT),
        contact=clean_line(contact, 200),
        topics=tuple(topics),
    )
    return keep(store, Draft(kept, ReadList()))


@dataclass(frozen=True)
class Edit:
    """What to change in a list; None leaves a thing as it is."""

    add: Sequence[str] = ()
    remove: Sequence[str] = ()
    title: str | None = None
    introduction: str | None = None
    contact: str | None = None
    topics: Sequence[str] | None = None
    reason: str | None = None


def edit_list(store: Store, kept: KeptList, edit: Edit) -> tuple[KeptList, list[ListRow]]:
    """Change a list of one's own: its facts, and who is on it.

    `reason` is written to the rows in `add`, also where they are there already.

    Raises:
        UsageError: the list comes from elsewhere, or a handle cannot be read.
        NothingFoundError: somebody to be removed is not on it.
    """
    if not kept.is_own and (edit.add or edit.remove):
        raise UsageError(
            f"'{kept.title}' is kept by somebody else, at {kept.source}.",
            f"Make your own from it: plnbuddy lists merge NEW-NAME {kept.name}",
        )
    after = kept._replace(title=kept.title if edit.title is None else clean_line(edit.title, 100),
        introduction=kept.introduction if edit.introduction is None
        else clean_text(edit.introduction, _TEXT_LIMIT),
        contact=kept.contact if edit.contact is None else clean_line(edit.contact, 200),
        topics=kept.topics if edit.topics is None else tuple(edit.topics),
    )  # fmt: skip
    with store.writing():
        rows = {(row.kind, row.key): row for row in list_rows(store, kept.name)}
        for word in edit.remove:
            row = read_row(store, word)
            if rows.pop((row.kind, row.key), None) is None:
                raise NothingFoundError(
                    f"{row.label} is not on '{kept.title}'.",
                    f"See who is: plnbuddy lists show {kept.name}",
                )
        for word in edit.add:
            row = read_row(store, word)
            known = rows.get((row.kind, row.key), row)
            why = known.description if edit.reason is None else clean_line(edit.reason, 300)
            rows[row.kind, row.key] = known._replace(description=why)
        put_list(store, after)
        put_rows(store, kept.name, rows.values())
        return after, without_forgotten(store, list(rows.values()))


def read_row(store: Store, word: str) -> ListRow:
    """A handle or a #hashtag as a row.

    Raises:
        UsageError: it is neither.
    """
    if word.strip().startswith(("#", "＃")):
        tag = parse_tag(word)
        return ListRow(SubjectKind.HASHTAG, tag.key, str(tag))
    return person_row(str(named_now(store, parse_handle(word))))


def merge_lists(store: Store, title: str, lists: Sequence[KeptList]) -> tuple[KeptList, int]:
    """A new list of one's own with everybody from these; returns it and its number of rows.

    Raises:
        UsageError: a list of that name is there already.
    """
    rows: dict[tuple[SubjectKind, str], ListRow] = {}
    for each in lists:
        for row in list_rows(store, each.name):
            sourced = row._replace(
                topics=row.topics or each.topics,
                source=row.source or (each.source if each.source.startswith("https://") else ""),
            )
            known = rows.setdefault((row.kind, row.key), sourced)
            topics = tuple(dict.fromkeys((*known.topics, *sourced.topics)))
            rows[row.kind, row.key] = known._replace(
                topics=topics, description=known.description or row.description
            )
    kept = KeptList(name=list_word(title), title=clean_line(title, 100))
    keep(store, Draft(kept, ReadList(rows=list(rows.values()))))
    return kept, len(rows)


def remove_list(store: Store, kept: KeptList) -> None:
    """Keep that list no longer."""
    with store.writing():
        drop_list(store, kept.name)


def forget_for_good(store: Store, word: str, clock: Clock, *, back: bool = False) -> str:
    """Never show a person or a whole server again, whatever a list says; returns whom.

    Args:
        back: take an earlier `forget` back instead.

    Raises:
        UsageError: neither a handle nor a server.
        NothingFoundError: there is nothing to take back.
    """
    kind, key, shown = _whom(store, word)
    with store.writing():
        if not back:
            forget(store, kind, key, clock.today)
            drop_open_person(store, HandleKey(key))
            drop_namings(store, HandleKey(key))
        elif not remember_again(store, kind, key):
            raise NothingFoundError(
                f"{shown} was not forgotten.", "See who was: plnbuddy lists forget"
            )
    return shown


def _whom(store: Store, word: str) -> tuple[str, str, str]:
    """A person, or a whole server: the name of a host alone, with or without https://."""
    try:
        handle = named_now(store, parse_handle(word))
    except HandleError:
        if not _HOST.fullmatch(word.strip()):
            raise
        server = parse_server(word)
        return "server", server, server
    return "person", handle.key, str(handle)
