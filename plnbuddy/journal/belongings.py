"""What goes along with the journal to another computer: decisions, reflections, lists, chats, …

Each is one line of an export in JSON Lines, `{"record": NAME, …}`. Reading one back changes
nothing that is there already.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import read_zone, to_stored
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import parse_tag
from plnbuddy.core.model import Decision, SubjectKind, Verdict, read_subject
from plnbuddy.core.platform import Platform
from plnbuddy.core.records import RecordError
from plnbuddy.core.web_address import parse_link
from plnbuddy.curated.schedule import RHYTHMS, WEEKDAYS
from plnbuddy.journal.list_records import keep_list, list_records
from plnbuddy.journal.record_fields import (
    Record,
    read_day,
    read_label,
    read_line,
    read_moment,
    read_text,
)
from plnbuddy.store.blogs import Blog, all_blogs, put_blog
from plnbuddy.store.carried import forgotten_days, mark, marked
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import all_decisions, get_decision, put_decision
from plnbuddy.store.history import Change, decision_change, own_chat_change, reflection_change
from plnbuddy.store.imports import Feed, all_feeds, put_feed
from plnbuddy.store.lists import (
    forget,
    read_forgotten,
)
from plnbuddy.store.own_chats import OwnChat, all_own_chats, get_own_chat, put_own_chat
from plnbuddy.store.reflections import (
    Reflection,
    get_reflection,
    put_reflection,
    reflections_between,
)

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MARK = re.compile(r"[0-9a-f]{64}")


class Belonging(NamedTuple):
    """One kind of what goes along.

    Args:
        one, several: what it is called.
        records: all of it, as plain data.
        keep: writes one down that is not there yet, inside `writing()`; what `undo` needs to
            take it back (nothing where it cannot), or None when it was there already.
    """

    one: str
    several: str
    records: Callable[[Store], Iterator[dict[str, Any]]]
    keep: Callable[[Store, Record], list[Change] | None]


def belonging_lines(store: Store) -> Iterator[dict[str, Any]]:
    """All that goes along, as the records of an export."""
    for name, kind in BELONGINGS.items():
        for record in kind.records(store):
            yield {"record": name, **record}


def keep_belonging(store: Store, record: Record) -> list[Change] | None:
    """Write down what a line of an export holds; None when it was there already.

    Raises:
        RecordError: the line is none of ours.
    """
    kind = BELONGINGS.get(str(record.get("record")))
    if kind is None:
        named = clean_line(str(record.get("record")), 40)
        raise RecordError(f"plnbuddy knows no record '{named}'; a newer one may")
    try:
        return kind.keep(store, record)
    except RecordError:
        raise
    except (PlnbuddyError, ValueError, TypeError, KeyError, AttributeError):
        raise RecordError(f"it holds no {kind.one} that can be read") from None


def _decisions(store: Store) -> Iterator[dict[str, Any]]:
    for each in all_decisions(store):
        yield {
            "kind": each.subject.kind.value,
            "label": each.subject.label,
            "verdict": each.verdict.value,
            "decided_on": each.decided_on.isoformat(),
            "due": each.due.isoformat() if each.due else None,
        }


def _keep_decision(store: Store, record: Record) -> list[Change] | None:
    kind = SubjectKind(record["kind"])
    subject = read_subject(kind, read_label(kind, str(record["label"])))
    if get_decision(store, subject):
        return None
    due = read_day(record, "due") if record.get("due") else None
    verdict = Verdict(record["verdict"])
    put_decision(store, Decision(subject, verdict, read_day(record, "decided_on"), due))
    return [decision_change(subject, None)]


def _reflections(store: Store) -> Iterator[dict[str, Any]]:
    for each in reflections_between(store, date.min, date.max):
        yield {
            "week": each.week.isoformat(),
            "question": each.question,
            "answer": each.answer,
            "written_at": to_stored(each.written_at),
        }


def _keep_reflection(store: Store, record: Record) -> list[Change] | None:
    week = read_day(record, "week")
    if get_reflection(store, week):
        return None
    question, answer = read_text(record, "question"), read_text(record, "answer")
    if not answer:
        raise RecordError("'answer' is missing")
    put_reflection(store, Reflection(week, question, answer, read_moment(record, "written_at")))
    return [reflection_change(week, None)]


def _chats(store: Store) -> Iterator[dict[str, Any]]:
    for each in all_own_chats(store):
        yield {
            "tag": each.tag.name,
            "name": each.name,
            "networks": [platform.value for platform in each.platforms],
            "day": each.day,
            "time": each.time,
            "timezone": each.timezone,
            "every": each.every,
            "first_on": each.first_on.isoformat() if each.first_on else None,
            "added_on": each.added_on.isoformat(),
        }


def _keep_chat(store: Store, record: Record) -> list[Change] | None:
    tag = parse_tag(str(record["tag"]))
    if get_own_chat(store, tag.key):
        return None
    day, time, every = str(record["day"]), str(record["time"]), str(record["every"])
    if day not in WEEKDAYS or every not in RHYTHMS or not _TIME.fullmatch(time):
        raise RecordError("it does not say when the chat meets")
    read_zone(str(record["timezone"]))
    chat = OwnChat(
        tag=tag,
        name=read_line(record, "name", 100),
        platforms=tuple(Platform(name) for name in record["networks"]),
        day=day,
        time=time,
        timezone=str(record["timezone"]),
        every=every,
        first_on=read_day(record, "first_on") if record.get("first_on") else None,
        added_on=read_day(record, "added_on"),
    )
    put_own_chat(store, chat)
    return [own_chat_change(tag.key, None)]


def _forgotten(store: Store) -> Iterator[dict[str, Any]]:
    for kind, key, day in forgotten_days(store):
        yield {"kind": kind, "key": key, "day": day}


def _keep_forgotten(store: Store, record: Record) -> list[Change] | None:
    kind, key = str(record["kind"]), read_line(record, "key")
    if kind not in ("person", "server") or not key:
        raise RecordError("it says nobody who is to be forgotten")
    known = read_forgotten(store)
    if key in (known.people if kind == "person" else known.servers):
        return None
    forget(store, kind, key, read_day(record, "day"))
    return []


def _feeds(store: Store) -> Iterator[dict[str, Any]]:
    for each in all_feeds(store):
        yield {"url": each.url, "title": each.title, "me": each.me}


def _keep_feed(store: Store, record: Record) -> list[Change] | None:
    url = parse_link(str(record["url"]))
    if any(feed.url == url for feed in all_feeds(store)):
        return None
    put_feed(store, Feed(url, read_line(record, "title"), me=read_line(record, "me")))
    return []


def _blogs(store: Store) -> Iterator[dict[str, Any]]:
    for each in all_blogs(store):
        yield {"url": each.url, "title": each.title, "day": each.added_on.isoformat()}


def _keep_blog(store: Store, record: Record) -> list[Change] | None:
    url = parse_link(str(record["url"]))
    if any(blog.url == url for blog in all_blogs(store)):
        return None
    put_blog(store, Blog(url, read_line(record, "title", 100) or url, read_day(record, "day")))
    return []


def _marks(what: str) -> Callable[[Store], Iterator[dict[str, Any]]]:
    return lambda store: ({"key": key, "day": day} for key, day in marked(store, what))


def _keep_mark(what: str) -> Callable[[Store, Record], list[Change] | None]:
    def keep(store: Store, record: Record) -> list[Change] | None:
        key = read_line(record, "key", 200)
        if not key or (what == "removed" and not _MARK.fullmatch(key)):
            raise RecordError("'key' is missing")
        return [] if mark(store, what, key, read_day(record, "day")) else None

    return keep


BELONGINGS = {
    "decision": Belonging("decision", "decisions", _decisions, _keep_decision),
    "reflection": Belonging("reflection", "reflections", _reflections, _keep_reflection),
    "chat": Belonging("chat of your own", "chats of your own", _chats, _keep_chat),
    "list": Belonging("list", "lists", list_records, keep_list),
    "forgotten": Belonging(
        "person or server never to be shown",
        "people and servers never to be shown",
        _forgotten,
        _keep_forgotten,
    ),
    "feed": Belonging("remembered feed", "remembered feeds", _feeds, _keep_feed),
    "blog": Belonging("blog to read", "blogs to read", _blogs, _keep_blog),
    "hidden": Belonging(
        "entry kept out of the footprint",
        "entries kept out of the footprint",
        _marks("hidden"),
        _keep_mark("hidden"),
    ),
    "removed": Belonging(
        "mark of a removed entry",
        "marks of removed entries",
        _marks("removed"),
        _keep_mark("removed"),
    ),
    "milestone": Belonging(
        "step that was reached",
        "steps that were reached",
        _marks("milestone"),
        _keep_mark("milestone"),
    ),
}
"""What goes along, by the name in an export's lines, in the order in which it is written."""
