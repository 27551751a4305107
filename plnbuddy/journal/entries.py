"""Writing activities down, changing and removing them, each undoable."""

import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.clock import Clock, spoken_date
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.evidence import parse_evidence
from plnbuddy.core.handles import parse_handle, parse_tag
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import MANUAL
from plnbuddy.core.records import LONGEST, TEXT_LIMIT, minutes_limit
from plnbuddy.core.web_address import parse_link
from plnbuddy.journal.recognise import find_mentions
from plnbuddy.store.activities import (
    LARGEST_NUMBER,
    add_activity,
    get_activity,
    remove_activity,
)
from plnbuddy.store.database import Store
from plnbuddy.store.history import activity_change, record_action
from plnbuddy.store.identities import named_now
from plnbuddy.store.removed import mark_removed

_Item = TypeVar("_Item")


class Details(NamedTuple):
    """What a teacher says about an activity besides its text; None leaves a thing as it is.

    `one_day` takes away the last day of something that took several.
    """

    people: Sequence[str] | None = None
    tags: Sequence[str] | None = None
    links: Sequence[str] | None = None
    minutes: int | None = None
    place: str | None = None
    note: str | None = None
    moment: datetime | None = None
    standards: Sequence[str] | None = None
    type: str | None = None
    provider: str | None = None
    until: date | None = None
    one_day: bool = False
    evidence: Sequence[str] | None = None
    reflection: str | None = None


def new_activity(
    kind: ActivityKind,
    text: str,
    clock: Clock,
    details: Details | None = None,
    origin: str = MANUAL.name,
) -> Activity:
    """An activity, not yet written down, with what its text mentions.

    Raises:
        UsageError: an empty or too long text, minutes beyond a day, a handle, tag
            or link that is none.
    """
    details = details or Details()
    text = _checked_text(text, "text")
    mentions = find_mentions(text)
    moment = (details.moment or clock.now).replace(microsecond=0)
    return Activity(
        id=0,
        uid=os.urandom(8).hex(),
        kind=kind,
        happened_at=moment,
        day=clock.day_of(moment),
        text=text,
        people=_once(parse_handle(h) for h in details.people or ()) + mentions.people,
        tags=_once(parse_tag(tag) for tag in details.tags or ()) + mentions.tags,
        links=_once(parse_link(url) for url in details.links or ()) + mentions.links,
        minutes=details.minutes,
        place=clean_line(details.place or ""),
        note=_checked_text(details.note, "note") if details.note else "",
        origin=origin,
        standards=_standards(details.standards),
        type=_type(details.type),
        provider=clean_line(details.provider or ""),
        until=details.until,
        evidence=_once(parse_evidence(each) for each in details.evidence or () if each.strip()),
        reflection=_checked_text(details.reflection, "reflection") if details.reflection else "",
    )


def _standards(given: Sequence[str] | None) -> tuple[str, ...]:
    wanted = [each for each in given or () if each.strip()]
    if not wanted:
        return ()
    from plnbuddy.schemes.standards import read_standard

    return _once(map(read_standard, wanted))


def _type(given: str | None) -> str:
    if not given or not given.strip():
        return ""
    from plnbuddy.schemes.standards import read_type

    return read_type(given)


def _checked_length(activity: Activity) -> Activity:
    """The activity, if its last day and its minutes fit; a last day that is the first says nothing.

    Raises:
        UsageError: it would end before it begins or years later, or has too many minutes.
    """
    if activity.until == activity.day:
        activity = activity._replace(until=None)
    if activity.until is None or activity.day < activity.until <= activity.day + LONGEST:
        _check_minutes(activity)
        return activity
    raise UsageError(
        f"It would begin on {spoken_date(activity.day)} and end on {spoken_date(activity.until)}.",
        "Give the first day with --date, and the last one with --until.",
    )


def _once(items: Iterable[_Item]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(items))


def _merged(activity: Activity) -> Activity:
    return activity._replace(
        people=_once(activity.people),
        tags=_once(activity.tags),
        links=_once(activity.links),
    )


def _named(store: Store, activity: Activity) -> Activity:
    """The activity with people by their names, as far as their identities are known."""
    return activity._replace(people=tuple(named_now(store, who) for who in activity.people))


def _checked_text(text: str, what: str) -> str:
    cleaned = clean_text(text, len(text))
    if not cleaned:
        raise UsageError(
            f"The {what} is empty.",
            'Say what you did: plnbuddy log connect "met @anna@example.org"',
        )
    if len(cleaned) > TEXT_LIMIT:
        raise UsageError(
            f"The {what} has {len(cleaned):,} characters; at most {TEXT_LIMIT:,} fit.",
            "Shorten it, or put the rest behind a link (--url).",
        )
    return cleaned


def _check_minutes(activity: Activity) -> None:
    limit = minutes_limit(activity.day, activity.until)
    if activity.minutes is not None and not 0 <= activity.minutes <= limit:
        days = "the days it took" if activity.until else "one day"
        raise UsageError(
            f"{activity.minutes} minutes is not a length of time within {days}.",
            f"Give a number from 0 to {limit}; what took several days has an --until.",
        )


def write_down(store: Store, activity: Activity, clock: Clock) -> Activity:
    """Add the activity to the journal; when this returns it is on the disk."""
    activity = _checked_length(_merged(_named(store, activity)))
    with store.writing():
        written = activity._replace(id=add_activity(store, activity))
        summary = f"logged {activity.kind.value}: {clean_line(activity.text, 60)}"
        record_action(store, summary, clock.now, [activity_change(written.id, None)])
    return written


def find_entry(store: Store, number: int) -> Activity:
    """The activity with that number.

    Raises:
        NothingFoundError: there is none.
    """
    activity = get_activity(store, number) if number <= LARGEST_NUMBER else None
    if activity is None:
        raise NothingFoundError(
            f"There is no entry {number} in the journal.", "See the numbers with: plnbuddy log list"
        )
    return activity


def request_text(label: str) -> str:
    """What the journal says of a request to follow somebody, until there is an answer."""
    return f"Asked to follow {label}"


def change_entry(
    store: Store,
    number: int,
    clock: Clock,
    kind: ActivityKind | None,
    text: str | None,
    details: Details,
) -> Activity:
    """Change what is given and keep the rest.

    A new text brings its mentions with it; people, tags and links that are given
    replace the old ones.
    """
    before = find_entry(store, number)
    draft = new_activity(kind or before.kind, before.text if text is None else text, clock, details)
    old = find_mentions(before.text)
    moment = details.moment or before.happened_at
    after = Activity(
        id=before.id,
        uid=before.uid,
        kind=draft.kind,
        happened_at=moment.replace(microsecond=0),
        day=clock.day_of(moment) if details.moment else before.day,
        text=draft.text,
        people=draft.people if details.people is not None
        else _kept(before.people, old.people) + draft.people,
        tags=draft.tags if details.tags is not None else _kept(before.tags, old.tags) + draft.tags,
        links=draft.links if details.links is not None
        else _kept(before.links, old.links) + draft.links,
        minutes=before.minutes if details.minutes is None else draft.minutes,
        place=before.place if details.place is None else draft.place,
        note=before.note if details.note is None else draft.note,
        origin=before.origin,
        standards=before.standards if details.standards is None else draft.standards,
        type=before.type if details.type is None else draft.type,
        provider=before.provider if details.provider is None else draft.provider,
        until=details.until or (None if details.one_day else before.until),
        evidence=before.evidence if details.evidence is None else draft.evidence,
        reflection=before.reflection if details.reflection is None else draft.reflection,
    )  # fmt: skip
    after = _checked_length(_merged(_named(store, after)))
    with store.writing():
        remove_activity(store, number)
        add_activity(store, after)
        record_action(
            store, f"changed entry {number}", clock.now, [activity_change(number, before)]
        )
    return after


def _kept(before: tuple[_Item, ...], mentioned: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """What was given besides the text."""
    return tuple(item for item in before if item not in mentioned)


def remove_entries(store: Store, numbers: Sequence[int], clock: Clock) -> list[Activity]:
    """Take entries out of the journal, all or none; only `undo` brings them back.

    Raises:
        NothingFoundError: one of them does not exist.
    """
    with store.writing():
        removed = [find_entry(store, number) for number in dict.fromkeys(numbers)]
        for activity in removed:
            remove_activity(store, activity.id)
        mark_removed(store, (activity.uid for activity in removed), clock.today)
        what = ", ".join(str(activity.id) for activity in removed)
        changes = [activity_change(activity.id, activity) for activity in removed]
        record_action(store, f"removed entry {what}", clock.now, changes)
    return removed
