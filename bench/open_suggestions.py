"""What `suggest` shows after open reading: `python -m bench.open_suggestions [SIZE] [DAYS]`.

`--part=1/4` measures every fourth teacher from the first.

A made-up community of 3,000 accounts in twelve languages on six servers (bench/community_bios.py:
teachers and the people around them), served by the tests' stand-in for Mastodon. Teachers
without an account explore and look at their five people every day and decide nothing; people
go on posting. Judged as in bench/suggestions.py, by what the bio's author meant.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from typer.testing import CliRunner

from bench.community_bios import Bio, made_up_bios
from bench.suggestions import TEACHERS, Label, Teacher, judge, read_labels
from plnbuddy.cli.app import app
from plnbuddy.core.role import Role
from plnbuddy.open_reading import people
from plnbuddy.recognition.recognise import Recognition, recognise
from tests.mastodon_server import MastodonServer, Several

SIZE = 3000
DAYS = 30
PLACES = 5
NOW = datetime(2026, 11, 28, 18, 0, tzinfo=UTC)
SERVERS = ("math.example", "schule.example", "ecole.example", "edu.example", "big.example",
           "norden.example")  # fmt: skip

_OF_SCHOOLS = (Role.TEACHER, Role.TEACHER_GROUP, Role.TEACHER_EDUCATOR)

LARGE = "big.example"
_KNOWN_AT = {True: 0.7, False: 0.2}
"""Who is not at home on a server is known there with this chance; on the large one first."""

_FOLLOWS = 12
_SAME_TOPIC = 0.5
_SAME_LANGUAGE = 0.9
"""Whom a teacher of the community follows: so many people of schools; half of them share a topic,
nine in ten of all a language. An assumption, not a measurement."""


class Member(NamedTuple):
    """One account of the community."""

    handle: str
    bio: Bio


@dataclass
class Seen:
    """What the teachers saw on a day."""

    verdicts: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    teachers: int = 0
    people: int = 0
    opted_out: int = 0


def make_world(size: int, random: Random) -> tuple[Several, list[Member]]:
    """The community: accounts that posted in the last days, known at home and here and there."""
    world = Several(*SERVERS, now=NOW)
    members: list[Member] = []
    for number, bio in enumerate(made_up_bios(size)):
        member = Member(f"{bio.language}{number}@{random.choice(SERVERS)}", bio)
        note = bio.text if bio.text.startswith("<") else f"<p>{escape(bio.text)}</p>"
        username, _, home = member.handle.partition("@")
        bot = bio.role is Role.BOT and random.random() < 0.5
        for domain, community in world.at.items():
            if domain == home or random.random() < _KNOWN_AT[domain == LARGE]:
                community.person(
                    username,
                    domain=None if domain == home else home,
                    display_name=bio.display_name,
                    note=note,
                    fields=dict(bio.fields),
                    discoverable=bio.discoverable,
                    bot=bot,
                )
        members.append(member)
    for member in members:
        _post(world, member, NOW - timedelta(hours=random.randint(1, 120)))
    _let_follow(world, members, Random(5))
    return world, members


def _let_follow(world: Several, members: list[Member], random: Random) -> None:
    """Let teachers follow people of schools, mostly of their language and topics."""
    circles: dict[str, list[str]] = {}
    people = [member for member in members if member.bio.role in _OF_SCHOOLS]
    for member in people:
        bio = member.bio
        for circle in ("", bio.language, *(f"{bio.language} {topic}" for topic in bio.topics)):
            circles.setdefault(circle, []).append(member.handle)
    for member in people:
        bio = member.bio
        followed = set()
        for _ in range(_FOLLOWS):
            circle = bio.language if random.random() < _SAME_LANGUAGE else ""
            if circle and bio.topics and random.random() < _SAME_TOPIC:
                circle = f"{circle} {random.choice(bio.topics)}"
            followed.add(random.choice(circles[circle]))
        world.follow(member.handle, *sorted(followed - {member.handle}))


def _post(world: Several, member: Member, at: datetime) -> None:
    tags = " ".join(f"#{tag}" for tag in member.bio.tags)
    world.post(member.handle, f"… {tags}", at=at, language=member.bio.language)


def remember_recognition() -> None:
    """Read each profile once: 44 teachers meet the same people, and what is read is the same."""
    known: dict[str, Recognition] = {}

    def recognise_once(*about: Any, **more: Any) -> Recognition:
        key = repr((about, sorted(more.items())))
        if key not in known:
            known[key] = recognise(*about, **more)
        return known[key]

    people.recognise = recognise_once  # type: ignore[attr-defined]


def begin(teacher: Teacher, hosts: list[str], folder: str) -> Mapping[str, str]:
    """A home whose teacher has said yes to asking these servers; the environment to run it in."""
    environment = {
        "PLNBUDDY_HOME": folder, "PLNBUDDY_ALLOW_LOOPBACK": "1", "TZ": "UTC", "NO_COLOR": "1",
    }  # fmt: skip
    options = ("--topic", teacher.topic, "--level", teacher.level)
    _run(("start", *options, "--language", teacher.language, "--yes"), environment, 1)
    _run(("config", "set", "explore.servers", *hosts), environment, 1)
    _run(("config", "set", "explore.open_reading", "yes"), environment, 1)
    return environment


def one_day(
    environment: Mapping[str, str], servers: Mapping[str, MastodonServer], day: int
) -> tuple[list[str], int]:
    """The people shown on a day, and how many requests exploring took."""
    for server in servers.values():
        server.log.clear()
    _run(("explore", "--json"), environment, day)
    requests = sum(server.log.count() for server in servers.values())
    answer = _run(("suggest", "people", "--offline", "--json"), environment, day)
    shown = [
        each["subject"]["label"]
        for section in json.loads(answer or "{}").get("sections", ())
        for each in section["suggestions"]
    ]
    return shown, requests


def _run(arguments: tuple[str, ...], environment: Mapping[str, str], day: int) -> str:
    now = (NOW + timedelta(days=day - 1)).isoformat()
    result = CliRunner().invoke(app, list(arguments), env={**environment, "PLNBUDDY_NOW": now})
    return result.stdout


def label_of(bio: Bio) -> Label:
    """What the author of a bio meant, as the labels of the bundled rows say it."""
    topics = frozenset(bio.topics or ("general",))
    return Label("mastodon", bio.role.value, topics, frozenset(bio.levels or ("any",)), "")


def main(arguments: list[str]) -> None:
    """Print what was right on day 1, 7 and 30, and what it cost."""
    remember_recognition()
    numbers = [int(word) for word in arguments if word.isdigit()]
    part, _, parts = next(
        (word.removeprefix("--part=") for word in arguments if "--part=" in word), "1/1"
    ).partition("/")
    teachers = TEACHERS[int(part) - 1 :: int(parts)]
    size, days = [*numbers, *(SIZE, DAYS)[len(numbers) :]]
    random = Random(3)
    world, members = make_world(size, random)
    bios = {f"@{member.handle}": member.bio for member in members}
    labels = {**read_labels(), **{handle: label_of(bio) for handle, bio in bios.items()}}
    seen: dict[int, Seen] = {}
    most = {"first": 0, "later": 0}
    with world.serving() as servers, ExitStack() as homes:
        domains = {server.url.removeprefix("http://"): name for name, server in servers.items()}
        visitors = [
            (teacher, begin(teacher, list(domains), homes.enter_context(TemporaryDirectory())))
            for teacher in teachers
        ]
        for day in range(1, days + 1):
            for teacher, environment in visitors:
                shown, requests = one_day(environment, servers, day)
                _count(seen.setdefault(day, Seen()), teacher, shown, bios, labels, domains)
                if "--names" in arguments:
                    _print_names(day, teacher, shown, bios, labels, domains)
                when = "first" if day == 1 else "later"
                most[when] = max(most[when], requests)
            print(f"day {day}: {dict(seen[day].verdicts)}", file=sys.stderr, flush=True)
            for community in world.at.values():
                community.advance(days=1)
            for member in random.sample(members, size // 15):
                _post(world, member, NOW + timedelta(days=day, hours=-random.randint(1, 20)))
    _print(seen, size, days, most, len(teachers))


def _count(
    today: Seen,
    teacher: Teacher,
    shown: list[str],
    bios: Mapping[str, Bio],
    labels: Mapping[str, Label],
    domains: Mapping[str, str],
) -> None:
    today.teachers += 1
    for label in shown:
        user, _, host = label.removeprefix("@").partition("@")
        handle = f"@{user}@{domains.get(host, host)}"
        bio = bios.get(handle)
        verdict = judge(labels.get(handle.lower()), "person", teacher)
        today.verdicts[verdict] += 1
        today.people += 1
        today.opted_out += bool(bio and (bio.opted_out or not bio.discoverable))
        if bio and bio.held_back:
            today.held_back[verdict] += 1


def _print_names(
    day: int,
    teacher: Teacher,
    shown: list[str],
    bios: Mapping[str, Bio],
    labels: Mapping[str, Label],
    domains: Mapping[str, str],
) -> None:
    print(f"day {day}, {' '.join(teacher)}: {len(shown)} shown")
    for label in shown:
        user, _, host = label.removeprefix("@").partition("@")
        handle = f"@{user}@{domains.get(host, host)}"
        text = f"{bios[handle].display_name} | {bios[handle].text}" if handle in bios else ""
        print(f"  {judge(labels.get(handle.lower()), 'person', teacher)}: {handle} {text}")


def _print(
    seen: Mapping[int, Seen], size: int, days: int, most: Mapping[str, int], teachers: int
) -> None:
    print(f"{teachers} teachers, {days} days, {size} accounts on {len(SERVERS)} servers\n")
    print("| day | shown | yes, of five places | yes, of those shown | yes or partly | no |")
    print("|---|---|---|---|---|---|")
    for day in (1, 7, 14, 30):
        if day in seen:
            print(_row(f"{day}", [seen[day]]))
    print(_row("all", list(seen.values())))
    held: Counter[str] = Counter()
    for each in seen.values():
        held += each.held_back
    total = sum(held.values())
    if total:
        print(
            f"\nmade from held-back templates: {total} shown, yes {held['yes'] / total:.0%}, "
            f"no {held['no'] / total:.0%}"
        )
    print(f"people shown who opted out: {sum(each.opted_out for each in seen.values())}")
    print(f"most requests: {most['first']} on the first evening, {most['later']} on a later day")


def _row(name: str, days: list[Seen]) -> str:
    verdicts: Counter[str] = Counter()
    for each in days:
        verdicts += each.verdicts
    places = PLACES * max(sum(each.teachers for each in days), 1)
    people = sum(each.people for each in days)
    right = verdicts["yes"] + verdicts["partly"]
    shown = max(people, 1)
    return (
        f"| {name} | {people} | {verdicts['yes'] / places:.0%} "
        f"| {verdicts['yes'] / shown:.0%} | {right / shown:.0%} "
        f"| {verdicts['no'] / shown:.0%} |"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
