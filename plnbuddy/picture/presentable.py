"""A network made fit to be shown: harmless, short text, safe links, ties that lead somewhere."""

import math
import re
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urlsplit

from plnbuddy.core.clean import clean_line
from plnbuddy.picture.colors import valid_color
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.shape import Advice, Circle, Number, Person, Shape

NAME_LIMIT = 80
HANDLE_LIMIT = 100
TOPIC_LIMIT = 40
TOPICS_SHOWN = 12
SENTENCE_LIMIT = 400
_LINK_LIMIT = 2_000
_NOT_IN_XML = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


def presentable(shape: Shape) -> Shape:
    """The same network, ready for a picture or a page.

    Texts stand on one line, without control or direction characters, and are cut
    to what can be read at a glance; links that are not http or https become "";
    ties to oneself, doubled ones and ones that lead nowhere are left out, and so are
    circles that nobody knows; bridging lies between 0 and 1. Doing it twice changes nothing.
    """
    circles = {circle.id for circle in shape.circles}
    return Shape(
        owner=_text(shape.owner, HANDLE_LIMIT),
        day=_text(shape.day, NAME_LIMIT),
        people=tuple(_shown_person(person, circles) for person in shape.people),
        ties=_real_ties(shape.ties, len(shape.people)),
        circles=tuple(_shown_circle(circle) for circle in shape.circles),
        sentences=_sentences(shape.sentences),
        changes=_sentences(shape.changes),
        numbers=tuple(_shown_number(number) for number in shape.numbers),
        advice=tuple(_shown_advice(advice) for advice in shape.advice),
        unknown=_text(shape.unknown, SENTENCE_LIMIT),
    )


def safe_link(link: str) -> str:
    """The link if it is http or https and names a server, else ""."""
    cleaned = clean_line(link, _LINK_LIMIT + 1)
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return ""
    good = parts.scheme in ("http", "https") and parts.netloc and " " not in cleaned
    return cleaned if good and len(cleaned) <= _LINK_LIMIT else ""


def _text(text: str, limit: int) -> str:
    return clean_line(_NOT_IN_XML.sub("", text), limit)


def _sentences(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (_text(text, SENTENCE_LIMIT) for text in texts)))


def _shown_person(person: Person, circles: Collection[int]) -> Person:
    handle = _text(person.handle, HANDLE_LIMIT)
    topics = (_text(topic, TOPIC_LIMIT) for topic in person.topics[:TOPICS_SHOWN])
    return replace(
        person,
        handle=handle,
        name=_text(person.name, NAME_LIMIT) or handle or "Somebody without a name",
        link=safe_link(person.link),
        circle=person.circle if person.circle in circles else ALONE,
        bridging=min(1.0, max(0.0, person.bridging)) if math.isfinite(person.bridging) else 0.0,
        topics=tuple(filter(None, topics)),
        server=_text(person.server, NAME_LIMIT),
        why=_text(person.why, SENTENCE_LIMIT),
    )


def _shown_circle(circle: Circle) -> Circle:
    return replace(
        circle,
        name=_text(circle.name, NAME_LIMIT) or f"Circle {circle.id}",
        about=_text(circle.about, SENTENCE_LIMIT),
        color=valid_color(circle.color),
    )


def _shown_number(number: Number) -> Number:
    return Number(
        measure=_text(number.measure, NAME_LIMIT),
        name=_text(number.name, NAME_LIMIT),
        value=_text(number.value, NAME_LIMIT),
        meaning=_text(number.meaning, SENTENCE_LIMIT),
    )


def _shown_advice(advice: Advice) -> Advice:
    handle = _text(advice.handle, HANDLE_LIMIT)
    return Advice(
        handle=handle,
        name=_text(advice.name, NAME_LIMIT) or handle,
        link=safe_link(advice.link),
        why=_text(advice.why, SENTENCE_LIMIT),
    )


def _real_ties(ties: tuple[tuple[int, int], ...], people: int) -> tuple[tuple[int, int], ...]:
    inside = range(people)
    return tuple(sorted({(a, b) for a, b in ties if a != b and a in inside and b in inside}))
