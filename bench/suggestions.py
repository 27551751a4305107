"""How much of what `suggest` shows is right: `python -m bench.suggestions [DAYS]`.

44 teachers of Mastodon (topic, level, language), each with an empty home and the bundled
lists alone, ask on every day for people and hashtags and decide nothing. Each row shown is
judged by the labels in bench/data/suggestion_labels.csv:

- yes: who teaches, or a group of people who do, about the same topic and the right level;
  of hashtags those about teaching it.
- partly: an organisation, a service, a teacher educator or a tool on the same topic, the
  subject's hashtag, or teaching in general.
- no: everything else, and whatever is on Twitter/X only.

The labels were given row by row while the tables were reviewed, by one reader, who judged 60
rows a second time without looking; the agreement is printed. Table and labels share that
reader: this measures what is chosen out of the lists, not the lists.
"""

import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from typer.testing import CliRunner

from plnbuddy.cli.app import app
from plnbuddy.core.model import SubjectKind

LABELS = Path(__file__).parent / "data" / "suggestion_labels.csv"
DAYS = 30
FIRST_DAY = date(2026, 11, 28)
_GENERAL = frozenset({"general", "pedagogy", "new-teachers"})
_WITHIN = {"science": {"science", "physics", "chemistry", "biology"}}
"""Who teaches one of these teaches what the teacher teaches."""

_TEACHING = ("teacher", "teacher-group")
_PARTLY = ("teacher-educator", "education-service", "subject-organisation", "tool")

Verdict = Literal["yes", "partly", "no"]


class Teacher(NamedTuple):
    """Somebody who asks for suggestions."""

    topic: str
    level: str
    language: str


TEACHERS = tuple(
    Teacher(*line.split())
    for line in """
    math secondary en|math primary en|math secondary de|math secondary fr|science primary en
    science secondary en|biology secondary en|chemistry secondary en|physics secondary en
    physics secondary de|computing secondary en|computing middle de|english secondary en
    english middle en|literacy primary en|languages secondary en|languages secondary de
    languages secondary fr|esl adult en|history secondary en|history secondary de
    geography secondary en|geography secondary de|civics secondary de|economics secondary en
    arts secondary en|arts primary de|music primary de|music secondary en|drama secondary en
    pe secondary en|health secondary en|library middle en|special-education primary en
    early-years early en|counselling secondary en|leadership secondary en|edtech secondary en
    edtech secondary es|ai secondary en|open-education secondary de|philosophy secondary fr
    general primary fr|general secondary de
    """.replace("\n", "|").split("|")
    if line.strip()
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader says of a row: its role, or what a hashtag is about, topics and levels."""

    platform: str
    what: str
    topics: frozenset[str]
    levels: frozenset[str]
    second_reading: str


def read_labels() -> dict[str, Label]:
    """The labels by handle or hashtag, in small letters."""
    with LABELS.open(encoding="utf-8", newline="") as stream:
        return {
            row["label"].lower(): Label(
                row["platform"],
                row["what"], frozenset(row["topics"].split(";")),
                frozenset(row["levels"].split(";")), row["second_reading"],
            )
            for row in csv.DictReader(stream)
        }  # fmt: skip


def judge(label: Label | None, kind: str, teacher: Teacher) -> Verdict:
    """Whether a row is right for that teacher."""
    if label is None or label.platform == "twitter":
        return "no"
    same = bool(_WITHIN.get(teacher.topic, {teacher.topic}) & label.topics)
    right_level = bool({"any", "", teacher.level} & label.levels)
    general = bool(_GENERAL & label.topics)
    if kind == "hashtag":
        if same and right_level:
            return "yes" if label.what == "teaching" else "partly"
        return "partly" if general and label.what == "teaching" else "no"
    if same and right_level and label.what in _TEACHING:
        return "yes"
    if same and (right_level or label.what in _TEACHING):
        return "partly" if label.what in (*_TEACHING, *_PARTLY) else "no"
    helps_everybody = label.what in (*_TEACHING, "teacher-educator", "education-service")
    return "partly" if general and right_level and helps_everybody else "no"


class Shown(NamedTuple):
    """One suggestion, with the day on which it was shown (1 is the first)."""

    day: int
    kind: str
    label: str


def shown_to(teacher: Teacher, days: int) -> Iterator[Shown]:
    """What the teacher sees on each day."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PLNBUDDY_HOME": folder, "TZ": "UTC", "NO_COLOR": "1"}
        given = ("--topic", teacher.topic, "--level", teacher.level, "--language", teacher.language)
        _run(("start", *given, "--yes"), environment, 1)
        for day in range(1, days + 1):
            answer = _run(("suggest", "--offline", "--json"), environment, day)
            for section in json.loads(answer or "{}").get("sections", ()):
                for each in section["suggestions"]:
                    yield Shown(day, each["subject"]["kind"], each["subject"]["label"])


def _run(arguments: tuple[str, ...], environment: Mapping[str, str], day: int) -> str:
    now = f"{FIRST_DAY + timedelta(days=day - 1)}T18:00:00+00:00"
    result = CliRunner().invoke(app, list(arguments), env={**environment, "PLNBUDDY_NOW": now})
    return result.stdout


def agreement(labels: Mapping[str, Label]) -> str:
    """How often the second reading said the same."""
    twice = [label for label in labels.values() if label.second_reading]
    same = sum(label.second_reading == label.what for label in twice)
    return f"second reading of {len(twice)} rows: {same} judged alike ({same / len(twice):.0%})"


def main(arguments: list[str]) -> None:
    """Print the shares at day 1, 7, 30 and over all days."""
    numbers = [int(word) for word in arguments if word.isdigit()]
    days = numbers[0] if numbers else DAYS
    labels = read_labels()
    counts: dict[tuple[str, str], Counter[str]] = {}
    places: dict[str, Counter[str]] = {}
    satisfied: set[Teacher] = set()
    for teacher in TEACHERS:
        for shown in shown_to(teacher, days):
            if shown.kind == SubjectKind.CHAT:
                continue
            label = labels.get(shown.label.lower())
            elsewhere = label is not None and label.platform == "twitter"
            verdict = judge(label, shown.kind, teacher)
            if verdict == "no" and "--wrong" in arguments:
                print(f"{' '.join(teacher)}, day {shown.day}: {shown.label} {label}")
            for when in (f"day {shown.day}", "all days"):
                counter = counts.setdefault((shown.kind, when), Counter())
                counter[verdict] += 1
                counter["twitter"] += elsewhere
                places.setdefault(when, Counter())[verdict] += shown.kind == "person"
            if verdict == "yes" and shown.kind == "person":
                satisfied.add(teacher)
    print(f"{len(TEACHERS)} teachers, {days} days, lists alone; {agreement(labels)}\n")
    print("| | shown | yes | yes or partly | no | Twitter/X only |\n|---|---|---|---|---|---|")
    for kind in ("person", "hashtag"):
        for when in ("day 1", "day 7", "day 30", "all days"):
            print(_row(kind, when, counts.get((kind, when), Counter())))
    for when in ("day 1", "day 7", "day 30"):
        right = places.get(when, Counter())
        print(
            f"\nof five places on {when}: yes {right['yes'] / (5 * len(TEACHERS)):.1%}, "
            f"yes or partly {(right['yes'] + right['partly']) / (5 * len(TEACHERS)):.1%}"
        )
    print(f"\nteachers who see at least one yes among people: {len(satisfied)} of {len(TEACHERS)}")


def _row(kind: str, when: str, count: Counter[str]) -> str:
    shown = count["yes"] + count["partly"] + count["no"]
    if not shown:
        return f"| {kind}s, {when} | 0 | – | – | – | – |"
    return (
        f"| {kind}s, {when} | {shown} | {count['yes'] / shown:.0%} "
        f"| {(count['yes'] + count['partly']) / shown:.0%} | {count['no'] / shown:.0%} "
        f"| {count['twitter']} |"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
