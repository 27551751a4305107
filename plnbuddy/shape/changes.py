"""What is different from last time, in two or three sentences at most."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plnbuddy.core.vocabulary import in_words
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.wording import capital, circle_phrase, counted, number_word, some_of

MOST_CHANGES = 3

_GROWN_BY, _GROWN_SHARE = 3, 0.2
"""A circle has changed when it has so many people more or less, and this share of what it had."""


@dataclass(frozen=True)
class Snapshot:
    """What is kept of a network to compare the next one with.

    `day` is "YYYY-MM-DD"; `circles` holds the circle of each key; `circle_names` also those
    of circles that are gone, so that no id is used twice. `bridges` are keys.
    """

    day: str
    keys: tuple[str, ...] = ()
    circles: Mapping[str, int] = field(default_factory=dict)
    circle_names: Mapping[int, str] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    bridges: tuple[str, ...] = ()


def snapshot_to_dict(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot in plain types that JSON can hold."""
    return {
        "day": snapshot.day,
        "keys": list(snapshot.keys),
        "circles": dict(snapshot.circles),
        "circle_names": {str(number): name for number, name in snapshot.circle_names.items()},
        "measures": dict(snapshot.measures),
        "bridges": list(snapshot.bridges),
    }


def snapshot_from_dict(plain: Mapping[str, Any]) -> Snapshot:
    """The snapshot that `snapshot_to_dict` wrote down; what is missing is empty.

    Raises:
        ValueError: a value is not of the type it should be.
    """
    try:
        day = date.fromisoformat(plain["day"]).isoformat()
        return Snapshot(
            day,
            tuple(str(key) for key in plain.get("keys", ())),
            {str(key): int(number) for key, number in plain.get("circles", {}).items()},
            {int(number): str(name) for number, name in plain.get("circle_names", {}).items()},
            {str(name): float(value) for name, value in plain.get("measures", {}).items()},
            tuple(str(key) for key in plain.get("bridges", ())),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is no snapshot of a network: {error!r}") from error


def say_what_changed(
    before: Snapshot | None, now: Snapshot, handles: Mapping[str, str]
) -> tuple[str, ...]:
    """Up to three sentences about what is new; none when nothing is or there is no earlier one.

    Args:
        before: the earlier snapshot.
        now: the present one.
        handles: what to call people, by key; keys without an entry are shown as they are.
    """
    if before is None:
        return ()
    since = _since(date.fromisoformat(before.day), date.fromisoformat(now.day))
    told = [
        sentence
        for sentence in (
            _people_changed(before, now, handles, since),
            _bridges_changed(before, now, handles, since),
            _circles_changed(before, now, since),
        )
        if sentence
    ]
    return tuple((told + _seen_better(before, now, told))[:MOST_CHANGES])


def _since(before: date, now: date) -> str:
    """The earlier day as a person says it: "since 3 November", "since March"."""
    if before.year != now.year:
        return f"since {before:%B} {before.year}"
    if before.month != now.month:
        return f"since {before:%B}"
    return f"since {before.day} {before:%B}"


def _people_changed(before: Snapshot, now: Snapshot, handles: Mapping[str, str], since: str) -> str:
    came = [handles.get(key, key) for key in now.keys if key not in set(before.keys)]
    gone = len(set(before.keys) - set(now.keys))
    if came and gone:
        more = counted(len(came), "new person", "new people")
        return f"You follow {more} {since}: {some_of(came)}; {_left(gone)}."
    if came:
        more = counted(len(came), "more person", "more people")
        return f"You follow {more} {since}: {some_of(came)}."
    if gone:
        return f"{capital(since)} {_left(gone)}."
    return ""


def _left(count: int) -> str:
    return f"you no longer follow {counted(count, 'other', 'others')}"


def _bridges_changed(
    before: Snapshot, now: Snapshot, handles: Mapping[str, str], since: str
) -> str:
    new = [handles.get(key, key) for key in now.bridges if key not in set(before.bridges)]
    lost = len(set(before.bridges) - set(now.bridges))
    if new:
        fewer = f", and {number_word(lost)} fewer" if lost else ""
        bridges = counted(len(new), "new bridge", "new bridges")
        return f"{capital(bridges)} {since}{fewer}: {some_of(new)}."
    if lost:
        return f"{capital(counted(lost, 'bridge', 'bridges'))} fewer {since}."
    return ""


def _circles_changed(before: Snapshot, now: Snapshot, since: str) -> str:
    old, new = Counter(before.circles.values()), Counter(now.circles.values())
    fresh = [number for number in new if number != ALONE and number not in old]
    if fresh and any(number != ALONE for number in old):
        named = in_words(f"{_name(now, n)} ({new[n]} people)" for n in sorted(fresh)[:3])
        return f"New {'circle' if len(fresh) == 1 else 'circles'} {since}: {named}."
    shifts = {
        number: new[number] - old[number]
        for number in sorted({*old, *new} - {ALONE})
        if old[number] and abs(new[number] - old[number]) >= _least_shift(old[number])
    }
    if not shifts:
        return ""
    number = max(shifts, key=lambda n: abs(shifts[n]))
    if not new[number]:
        return f"The circle {circle_phrase(_name(before, number))} is no longer one {since}."
    verb = "grew" if shifts[number] > 0 else "shrank"
    name = circle_phrase(_name(now, number))
    return f"The circle {name} {verb} from {old[number]} to {new[number]} people {since}."


def _least_shift(size: int) -> float:
    return max(_GROWN_BY, _GROWN_SHARE * size)


def _name(snapshot: Snapshot, number: int) -> str:
    return snapshot.circle_names.get(number, f"number {number}")


def _seen_better(before: Snapshot, now: Snapshot, told: Sequence[str]) -> list[str]:
    """A warning that what seems new may have been there, when many more lists are known."""
    more = int(now.measures.get("known", 0) - before.measures.get("known", 0))
    came = len(set(now.keys) - set(before.keys))
    if not told or more - came < max(3, 0.1 * len(now.keys)):
        return []
    lists = counted(more, "more list is", "more lists are")
    return [f"{capital(lists)} known than last time, so some of this may not be new."]
