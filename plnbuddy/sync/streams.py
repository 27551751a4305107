"""Posts and notifications: what is newer than the last complete reading, newest first."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from plnbuddy.platforms.values import Page
from plnbuddy.store.account_state import get_cursor, put_cursor
from plnbuddy.sync.work import Sync

_MOST_ITEMS = 16_000  # beyond what a person has written
_REMEMBERED = 40


class _Item(Protocol):
    """What stands in a stream; ids are compared for being the same, never for their order."""

    @property
    def id(self) -> str:
        """Its id on the server."""


_Kind = TypeVar("_Kind", bound=_Item)
Missing = Callable[[Sequence[str], Sequence[str]], None]


@dataclass(frozen=True)
class Place:
    """How far a stream was read.

    `known` are the newest items of the last complete reading: several, since the newest may
    be deleted by now, and some servers pay no heed to what one asks for ("after that id").
    Of a reading under way, `newest` are the first items, and `before` is how far it got.
    """

    known: tuple[str, ...] = ()
    newest: tuple[str, ...] = ()
    before: str = ""

    @property
    def since(self) -> str:
        """The id after which what is new begins, "" before the first reading."""
        return self.known[0] if self.known else ""

    def past(self, page: Page[_Kind]) -> "Place":
        """The place after a page that is not the last."""
        return replace(self._begun(page), before=page.next)

    def ended(self, page: Page[_Kind], gone: Collection[str] = ()) -> "Place":
        """The place after the last page, without what is gone."""
        known = (each for each in self.known if each not in gone)
        ids = dict.fromkeys((*self._begun(page).newest, *known))
        return Place(tuple(ids)[:_REMEMBERED])

    def _begun(self, page: Page[_Kind]) -> "Place":
        ids = tuple(item.id for item in page.items)
        return replace(self, newest=self.newest or ids[:_REMEMBERED])


def read_stream(
    sync: Sync,
    stream: str,
    fetch: Callable[[str, str], Page[_Kind]],
    total: int,
    keep: Callable[[_Kind], None],
    missing: Missing = lambda _gone, _new: None,
) -> None:
    """Read until the first item that is known; each page is kept with how far reading got.

    After a resumed reading comes a second one, for what is newer than its beginning.
    `missing` hears which known items are not where they stood, and which ones are new, in order.

    Raises:
        PlnbuddyError: the server failed; what was read until then is kept.
    """
    if _read_stretch(sync, stream, fetch, total, keep, missing):
        _read_stretch(sync, stream, fetch, total, keep, missing)


def _read_stretch(
    sync: Sync,
    stream: str,
    fetch: Callable[[str, str], Page[_Kind]],
    total: int,
    keep: Callable[[_Kind], None],
    missing: Missing,
) -> bool:
    """Read to the end; whether it went on from where an earlier run stopped."""
    place = _read_place(sync, stream)
    resumed = bool(place.before)
    met: dict[str, None] = {}
    while len(met) < _MOST_ITEMS:
        page = fetch(place.before, place.since)
        gone = _missing(page, place)
        new = _until_known(page, place)
        fresh = [item for item in new.items if item.id not in met]
        if new.next and not fresh:
            if total and len(met) >= total:
                new = Page(())
            else:
                _put_place(sync, stream, Place(place.known))
                raise sync.goes_round()
        met.update((item.id, None) for item in fresh)
        with sync.store.writing():
            for item in fresh:
                keep(item)
            place = place.past(new) if new.next else place.ended(new, gone)
            if not gone:
                _put_place(sync, stream, place)
        sync.report(stream, len(met), max(total, len(met)))
        if gone:  # The place moves on afterwards: what stays unanswered is asked again.
            missing(gone, list(met))
            _put_place(sync, stream, place)
        if not new.next:
            return resumed
    raise sync.goes_round()


def _until_known(page: Page[_Kind], place: Place) -> Page[_Kind]:
    """The items before the first known one; with one, or on an empty page, the stream ends."""
    for at, item in enumerate(page.items):
        if item.id in place.known:
            return Page(page.items[:at])
    return page if page.items else Page(())


def _missing(page: Page[_Kind], place: Place) -> list[str]:
    """Known items that stood among others that are on the page, and are not there."""
    here = {item.id for item in page.items}
    last = max((at for at, each in enumerate(place.known) if each in here), default=-1)
    return [each for each in place.known[: last + 1] if each not in here]


def _read_place(sync: Sync, stream: str) -> Place:
    kept = get_cursor(sync.store, sync.key, stream)
    since = str(kept.get("since", ""))  # all that was kept before `known` was
    return Place(
        known=_ids(kept.get("known", [since] if since else [])),
        newest=_ids(kept.get("newest", [])),
        before=str(kept.get("before", "")),
    )


def _ids(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _put_place(sync: Sync, stream: str, place: Place) -> None:
    state = {"known": place.known, "newest": place.newest, "before": place.before}
    with sync.store.writing():
        put_cursor(
            sync.store, sync.key, stream, {name: part for name, part in state.items() if part}
        )
