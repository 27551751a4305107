"""What goes along with the journal to another computer: decisions, reflections, lists, chats, …

Each is one line of an export in JSON Lines, `{"record": NAME, …}`. Reading one back changes
nothing that is there already.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.clock import from_stored, read_zone, to_stored
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import parse_handle, parse_tag
from plnbuddy.core.model import Decision, SubjectKind, Verdict, read_subject
from plnbuddy.core.platform import Platform
from plnbuddy.core.records import TEXT_LIMIT, RecordError
from plnbuddy.core.web_address import parse_link
from plnbuddy.curated.schedule import RHYTHMS, WEEKDAYS
from plnbuddy.store.carried import forgotten_days, mark, marked
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import all_decisions, get_decision, put_decision
from plnbuddy.store.history import Change, decision_change, own_chat_change, reflection_change
from plnbuddy.store.imports import Feed, all_feeds, put_feed
from plnbuddy.store.lists import (
    KeptList,
    ListRow,
    all_lists,
    forget,
    get_list,
    list_rows,
    put_list,
    put_rows,
    read_forgotten,
)
from plnbuddy.store.own_chats import OwnChat, all_own_chats, get_own_chat, put_own_chat
from plnbuddy.store.reflections import (
    Reflection,
    get_reflection,
    put_reflection,
    reflections_between,
)

Record = Mapping[str, Any]
_ROWS_LIMIT = 100_000  # of one list
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


def _line(record: Record, field: str, limit: int = 500) -> str:
    return clean_line(str(record.get(field) or ""), limit)


def _text(record: Record, field: str) -> str:
    return clean_text(str(record.get(field) or ""), TEXT_LIMIT)


def _day(record: Record, field: str) -> date:
    return date.fromisoformat(str(record[field]))


def _moment(record: Record, field: str) -> datetime:
    moment = from_stored(str(record[field]))
    if moment.tzinfo is None:
        raise ValueError("it names no time zone")
    return moment


def _words(record: Record, field: str) -> tuple[str, ...]:
    found = record.get(field) or []
    if not isinstance(found, list):
        raise RecordError(f"'{field}' is no list of words")
    cleaned = (clean_line(str(word), 60).replace(";", "") for word in found)
    return tuple(word for word in cleaned if word)


def _decisions(store: Store) -> Iterator[dict[str, Any]]:
    for each in all_decisions(store):
        yield {
            "kind": each.subject.kind.value,
            "label": each.subject.label,
            "verdict": each.verdict.value,
            "decided_on": each.decided_on.isoformat(),
            "due": each.due.isoformat() if each.due else None,
        }


def _label(kind: SubjectKind, text: str) -> str:
    return str(parse_handle(text) if kind is SubjectKind.PERSON else parse_tag(text))


def _keep_decision(store: Store, record: Record) -> list[Change] | None:
    kind = SubjectKind(record["kind"])
    subject = read_subject(kind, _label(kind, str(record["label"])))
    if get_decision(store, subject):
        return None
    due = _day(record, "due") if record.get("due") else None
    verdict = Verdict(record["verdict"])
    put_decision(store, Decision(subject, verdict, _day(record, "decided_on"), due))
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
    week = _day(record, "week")
    if get_reflection(store, week):
        return None
    question, answer = _text(record, "question"), _text(record, "answer")
    if not answer:
        raise RecordError("'answer' is missing")
    put_reflection(store, Reflection(week, question, answer, _moment(record, "written_at")))
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
        name=_line(record, "name", 100),
        platforms=tuple(Platform(name) for name in record["networks"]),
        day=day,
        time=time,
        timezone=str(record["timezone"]),
        every=every,
        first_on=_day(record, "first_on") if record.get("first_on") else None,
        added_on=_day(record, "added_on"),
    )
    put_own_chat(store, chat)
    return [own_chat_change(tag.key, None)]


def _lists(store: Store) -> Iterator[dict[str, Any]]:
    for each in all_lists(store):
        yield {
            "name": each.name,
            "title": each.title,
            "introduction": each.introduction,
            "contact": each.contact,
            "source": each.source,
            "format": each.format,
            "topics": list(each.topics),
            "read_at": to_stored(each.read_at) if each.read_at else None,
            "rows": [_row_record(row) for row in list_rows(store, each.name)],
        }


_ROW_TEXTS = ("name", "region", "description", "basis", "source")
_ROW_WORDS = ("topics", "levels", "languages")


def _row_record(row: ListRow) -> dict[str, Any]:
    filled: dict[str, Any] = {field: getattr(row, field) for field in _ROW_TEXTS}
    filled |= {field: list(getattr(row, field)) for field in _ROW_WORDS}
    return {
        "kind": row.kind.value,
        "label": row.label,
        **{field: value for field, value in filled.items() if value},
    }


def _keep_list(store: Store, record: Record) -> list[Change] | None:
    name = re.sub(r"[^\w-]", "", _line(record, "name", 60))
    if not name:
        raise RecordError("'name' is missing")
    if get_list(store, name):
        return None
    rows = record.get("rows") or []
    if not isinstance(rows, list) or len(rows) > _ROWS_LIMIT:
        raise RecordError("its 'rows' are none")
    put_list(
        store,
        KeptList(
            name=name,
            title=_line(record, "title") or name,
            introduction=_text(record, "introduction"),
            contact=_line(record, "contact"),
            source=_line(record, "source", 2_000),
            format=_line(record, "format", 60),
            topics=_words(record, "topics"),
            read_at=_moment(record, "read_at") if record.get("read_at") else None,
        ),
    )
    put_rows(store, name, [_row(row) for row in rows])
    return []


def _row(record: Record) -> ListRow:
    kind = SubjectKind(record["kind"])
    subject = read_subject(kind, _label(kind, str(record["label"])))
    texts = {field: _line(record, field, 1_000) for field in _ROW_TEXTS}
    words = {field: _words(record, field) for field in _ROW_WORDS}
    return ListRow(kind, subject.key, subject.label, **texts, **words)  # type: ignore[arg-type]


def _forgotten(store: Store) -> Iterator[dict[str, Any]]:
    for kind, key, day in forgotten_days(store):
        yield {"kind": kind, "key": key, "day": day}


def _keep_forgotten(store: Store, record: Record) -> list[Change] | None:
    kind, key = str(record["kind"]), _line(record, "key")
    if kind not in ("person", "server") or not key:
        raise RecordError("it says nobody who is to be forgotten")
    known = read_forgotten(store)
    if key in (known.people if kind == "person" else known.servers):
        return None
    forget(store, kind, key, _day(record, "day"))
    return []


def _feeds(store: Store) -> Iterator[dict[str, Any]]:
    for each in all_feeds(store):
        yield {"url": each.url, "title": each.title, "me": each.me}


def _keep_feed(store: Store, record: Record) -> list[Change] | None:
    url = parse_link(str(record["url"]))
    if any(feed.url == url for feed in all_feeds(store)):
        return None
    put_feed(store, Feed(url, _line(record, "title"), me=_line(record, "me")))
    return []


def _marks(what: str) -> Callable[[Store], Iterator[dict[str, Any]]]:
    return lambda store: ({"key": key, "day": day} for key, day in marked(store, what))


def _keep_mark(what: str) -> Callable[[Store, Record], list[Change] | None]:
    def keep(store: Store, record: Record) -> list[Change] | None:
        key = _line(record, "key", 200)
        if not key or (what == "removed" and not _MARK.fullmatch(key)):
            raise RecordError("'key' is missing")
        return [] if mark(store, what, key, _day(record, "day")) else None

    return keep


BELONGINGS = {
    "decision": Belonging("decision", "decisions", _decisions, _keep_decision),
    "reflection": Belonging("reflection", "reflections", _reflections, _keep_reflection),
    "chat": Belonging("chat of your own", "chats of your own", _chats, _keep_chat),
    "list": Belonging("list", "lists", _lists, _keep_list),
    "forgotten": Belonging(
        "person or server never to be shown",
        "people and servers never to be shown",
        _forgotten,
        _keep_forgotten,
    ),
    "feed": Belonging("remembered feed", "remembered feeds", _feeds, _keep_feed),
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
