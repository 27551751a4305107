"""Made-up journals and tables of educators: the same ones every time, all under `.example`."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

_PEOPLE_PER_ACTIVITY = 0.02
_APPRAISED = 0.1  # of all activities
_SERVERS = 60
_TAGS = 300
_MINUTES = (None, None, 5, 10, 15, 20, 30, 45, 60, 90)
_WORDS = (
    "answered a question on rubrics",
    "shared a unit about rhythm",
    "met at the staff day",
    "joined the chat about feedback",
    "planned a lesson together",
    "read about retrieval practice",
    "wrote a post on choirs",
    "tried a quiz from the network",
)
_TOPICS = ("music", "arts", "drama", "general", "pedagogy", "new-teachers")
_LEVELS = ("primary", "middle", "secondary", "higher", "any")


def journal_records(count: int, years: int, last: datetime, seed: int = 1) -> Iterator[Any]:
    """Activities as `log export` writes them, oldest first, spread evenly up to `last`."""
    draw, appraised = Random(seed), Random(seed + 1)
    span = timedelta(days=365.25 * years)
    people = max(int(count * _PEOPLE_PER_ACTIVITY), 10)
    for at in range(count):
        moment = (last - span * ((count - 1 - at) / count)).astimezone(UTC)
        record = _journal_record(draw, at, moment, people)
        if appraised.random() < _APPRAISED:
            record.update(_for_appraisal(appraised))
        yield record


def _journal_record(draw: Random, at: int, moment: datetime, people: int) -> dict[str, Any]:
    return {
        "uid": f"{at:016x}",
        "kind": draw.choices(("connect", "collaborate", "contribute"), (5, 3, 2))[0],
        "when": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "day": moment.date().isoformat(),
        "text": f"{draw.choice(_WORDS)}, entry {at}",
        "people": [person(draw.randrange(people)) for _ in range(draw.choice((0, 1, 1, 2)))],
        "tags": [f"tag{draw.randrange(_TAGS)}" for _ in range(draw.choice((0, 1, 2)))],
        "links": [f"https://school.example/{at}"] if draw.random() < 0.3 else [],
        "minutes": draw.choice(_MINUTES),
        "place": "Mastodon" if draw.random() < 0.5 else "",
        "note": f"{draw.choice(_WORDS)} " * 5 if draw.random() < 0.2 else "",
        "origin": "follow" if draw.random() < 0.2 else "manual",
    }


def _for_appraisal(draw: Random) -> dict[str, Any]:
    return {
        "standards": ["APST:6.2"] if draw.random() < 0.5 else [],
        "type": draw.choice(("network", "self-study", "webinar")),
        "provider": "Music Teachers' Network",
        "reflection": f"I {draw.choice(_WORDS)} and kept it up",
    }


def person(number: int) -> str:
    """The handle of the person with that number."""
    return f"@teacher{number}@server{number % _SERVERS}.example"


def write_journal(file: Path, count: int, years: int, last: datetime) -> None:
    """Write a journal for `log import` as JSON Lines."""
    with file.open("w", encoding="utf-8") as stream:
        for record in journal_records(count, years, last):
            stream.write(json.dumps(record) + "\n")


def educator_rows(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Rows of educators.csv, every one of them about something a music teacher can use."""
    draw = Random(seed)
    for at in range(count):
        yield {
            "handle": person(at).removeprefix("@"),
            "name": f"Teacher {at}",
            "kind": draw.choice(("person", "organisation", "group")),
            "topics": ";".join(draw.sample(_TOPICS, draw.choice((1, 2, 3)))),
            "levels": ";".join(draw.sample(_LEVELS, draw.choice((1, 2)))),
            "language": "en",
            "region": draw.choice(("", "GB", "US-TX", "DE")),
            "basis": "public-recommendation",
            "description": "",
            "source": f"https://list{at % _SERVERS}.example/educators",
            "checked": "",
            "seen": str(draw.randrange(2012, 2027)),
        }


def write_educators(file: Path, count: int) -> None:
    """Write a table in the shape of educators.csv."""
    rows = list(educator_rows(count))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
