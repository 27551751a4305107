"""Precision and recall of who teaches what, per language: `python -m bench.recognition [FILE]`.

Counts the made-up community's templates, the held-back quarter apart, both files of held-out
profiles, and
with a FILE of labelled profiles (one JSON object a line) those as well, as they were labelled and
with the corrections of bench/data/label_corrections.csv.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bench.community_bios import every_template, made_up_bios
from plnbuddy.core.role import Role
from plnbuddy.recognition.recognise import Recognition, recognise

DATA = Path(__file__).parent / "data"
HELD_OUT = DATA / "held_out_profiles.jsonl"
"""Invented profiles in twelve languages, some of them odd, written and labelled before their
writer looked at the words that the program knows."""

SECOND = DATA / "second_profiles.jsonl"
"""153 more of the same kind, written and labelled before a second and a third round of mending."""


class Labelled(NamedTuple):
    """A profile, what is read of it, and what its labels say."""

    language: str
    text: str
    read: Recognition
    teaches: bool
    topics: frozenset[str]
    opted_out: bool


@dataclass
class Count:
    """How often something was rightly seen, wrongly seen and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, seen: bool, meant: bool) -> None:
        self.right += seen and meant
        self.wrong += seen and not meant
        self.missed += meant and not seen

    def __str__(self) -> str:
        precision = self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0
        recall = self.right / (self.right + self.missed) if self.right + self.missed else 1.0
        return f"{precision:.2f} / {recall:.2f}"


@dataclass
class Row:
    """One language's counts."""

    profiles: int = 0
    teachers: Count = field(default_factory=Count)
    topics: Count = field(default_factory=Count)
    opted_out: Count = field(default_factory=Count)

    def add(self, each: Labelled) -> None:
        self.profiles += 1
        self.teachers.add(each.read.role is Role.TEACHER, each.teaches)
        for topic in each.topics | frozenset(each.read.topics):
            self.topics.add(topic in each.read.topics, topic in each.topics)
        self.opted_out.add(each.read.opted_out, each.opted_out)


def corrections() -> dict[str, tuple[str, str]]:
    """Labels that are wrong by their own conventions: role ("" as labelled) and topics, by id.

    bench/data/label_corrections.csv says why, each.
    """
    with (DATA / "label_corrections.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row["corrected"].rpartition(": ") for row in csv.DictReader(stream)}
    return {name: (role, topics) for name, (role, _, topics) in rows.items()}


def profiles(file: Path, *, corrected: bool = False) -> Iterator[Labelled]:
    """The labelled profiles of a file, as labelled or with the corrections."""
    better = corrections() if corrected else {}
    for line in file.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        if row["id"] in better:
            role, topics = better[row["id"]]
            row |= {"role": role or row["role"], "topics": topics.split(";") if topics else []}
        yield Labelled(
            row["lang"],
            f"{row['display_name']} | {row['bio']}",
            recognise(
                row["display_name"], row["bio"], [tuple(each) for each in row["fields"]], (),
                row["recent_tags"], bot=row["bot"],
            ),
            row["role"] == "teacher", frozenset(row["topics"]), row["opted_out"],
        )  # fmt: skip


def templates(held_back: bool) -> Iterator[Labelled]:
    """Each template once; topics are only labelled where the role has some."""
    for bio in every_template():
        if bio.held_back is held_back:
            read = recognise(bio.display_name, bio.text, bio.fields, (), bio.tags)
            yield Labelled(
                bio.language, f"{bio.display_name} | {bio.text}", read, bio.role is Role.TEACHER,
                frozenset(bio.topics) if bio.topics else frozenset(read.topics), bio.opted_out,
            )  # fmt: skip


def community(held_back: bool) -> Iterator[Labelled]:
    """The bios of a community of 3,000, as the suggestions' bench serves it."""
    for bio in made_up_bios(3000):
        if bio.held_back is held_back:
            read = recognise(bio.display_name, bio.text, bio.fields, (), bio.tags)
            yield Labelled(
                bio.language, bio.text, read, bio.role is Role.TEACHER,
                frozenset(bio.topics) if bio.topics else frozenset(read.topics), bio.opted_out,
            )  # fmt: skip


def table(title: str, labelled: Iterable[Labelled]) -> None:
    """Print a row a language: precision / recall of teachers, topics and who opted out."""
    rows: Mapping[str, Row] = defaultdict(Row)
    for each in labelled:
        rows[each.language].add(each)
        rows["all"].add(each)
    print(f"\n{title}\n\n| language | profiles | teachers | topics | opted out |")
    print("|---|---|---|---|---|")
    for language in sorted(rows, key=lambda name: (name == "all", name)):
        row = rows[language]
        print(f"| {language} | {row.profiles} | {row.teachers} | {row.topics} | {row.opted_out} |")


def misread(labelled: Iterable[Labelled]) -> None:
    """Print what was read otherwise than labelled."""
    for each in labelled:
        seen = each.read
        if (seen.role is Role.TEACHER) != each.teaches or set(seen.topics) != each.topics:
            words = [shown.words for shown in seen.evidence if shown.kind == "role"]
            print(f"{each.language} {each.text}\n    {seen.role} {seen.topics} {words}; "
                  f"labelled teacher={each.teaches} {sorted(each.topics)}")  # fmt: skip


def main(arguments: list[str]) -> None:
    """Print the tables; with --misread also what was read wrongly of the open templates."""
    files = [Path(name) for name in arguments if not name.startswith("--")]
    shown: list[tuple[str, Callable[[], Iterable[Labelled]]]] = [
        ("Templates", lambda: templates(False)),
        ("Templates, the quarter held back", lambda: templates(True)),
        ("A community of 3,000, held-back templates", lambda: community(True)),
    ]
    for title, made in shown:
        table(title, made())
    for file in (HELD_OUT, SECOND, *files):
        table(f"{file.name}, as labelled", profiles(file))
        table(f"{file.name}, as corrected", profiles(file, corrected=True))
    if "--misread" in arguments:
        misread(templates(False))


if __name__ == "__main__":
    main(sys.argv[1:])
