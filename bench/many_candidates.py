"""Measured by bench.large_stores in a process of its own: `suggest` over many candidates.

`fill` writes decisions and showings into the store of PLNBUDDY_HOME; `suggest COUNT`
makes so many candidates and prints the seconds that today's list takes, from
reading what was decided to keeping what is shown.
"""

import sys
import time
from collections.abc import Sequence
from datetime import timedelta

from bench.generated import educator_rows
from plnbuddy.cli.session import open_session
from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag, parse_handle
from plnbuddy.core.model import Decision, Subject, SubjectKind, Suggestion, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import put_decision, record_shown
from plnbuddy.suggest.candidates import Candidate
from plnbuddy.suggest.day import build_day
from plnbuddy.suggest.facts import Said
from plnbuddy.suggest.memory import read_memory

DECISIONS = 5_000
SHOWINGS = 10_000
_A_DAY = 9
_PEOPLE_SHARE = 0.8  # The others are hashtags, and every tenth of those a chat.


def make_candidates(count: int) -> dict[SubjectKind, list[Candidate]]:
    """So many candidates, all of which fit a music teacher, by kind."""
    made: dict[SubjectKind, list[Candidate]] = {kind: [] for kind in SubjectKind}
    for at, row in enumerate(educator_rows(count)):
        kind = _kind_of(at, count)
        made[kind].append(_candidate(kind, at, row))
    return made


def _kind_of(at: int, count: int) -> SubjectKind:
    if at < count * _PEOPLE_SHARE:
        return SubjectKind.PERSON
    return SubjectKind.CHAT if at % 10 == 0 else SubjectKind.HASHTAG


def _candidate(kind: SubjectKind, at: int, row: dict[str, str]) -> Candidate:
    is_person = kind is SubjectKind.PERSON
    return Candidate(
        subject=_subject(kind, at, row["handle"]),
        name=row["name"],
        sources=("generated",),
        topics=tuple(row["topics"].split(";")),
        levels=tuple(row["levels"].split(";")),
        languages=(row["language"],),
        region=row["region"],
        platforms=(Platform.MASTODON,),
        sort=row["kind"] if is_person else "topic",
        place=row["handle"].partition("@")[2] if is_person else "",
        seen_year=int(row["seen"]),
        facts=(Said(f"seen on {row['source']}"),),
    )


def _subject(kind: SubjectKind, at: int, handle: str) -> Subject:
    if kind is SubjectKind.PERSON:
        parsed = parse_handle(handle)
        return Subject(kind, parsed)
    return Subject(kind, Tag(f"tag{at}"))


def fill(store: Store, clock: Clock) -> None:
    """Decide on every eighth person, and show the first of the others over years of days."""
    people = make_candidates(10 * DECISIONS)[SubjectKind.PERSON]
    decided = [c.subject for c in people[::8]][:DECISIONS]
    shown = [c.subject for at, c in enumerate(people) if at % 8][: SHOWINGS // 2] * 2
    with store.writing():
        for at, subject in enumerate(decided):
            put_decision(store, _decision(subject, at, clock))
        for at in range(0, SHOWINGS, _A_DAY):
            day = clock.today - timedelta(days=1 + at // _A_DAY)
            record_shown(store, day, _suggestions(shown[at : at + _A_DAY]))


def _decision(subject: Subject, at: int, clock: Clock) -> Decision:
    verdict = list(Verdict)[at % 3]
    due = clock.today + timedelta(days=at % 60 - 10) if verdict is Verdict.LATER else None
    return Decision(subject, verdict, clock.today - timedelta(days=1 + at % 2_000), due)


def _suggestions(subjects: Sequence[Subject]) -> list[Suggestion]:
    return [
        Suggestion(s, s.label, ("generated",), ("music, in English",), "", 0.5, number=number)
        for number, s in enumerate(subjects, start=1)
    ]


def suggest(store: Store, clock: Clock, count: int) -> float:
    """The seconds that today's list over `count` candidates takes."""
    made = make_candidates(count)
    settings = open_session().settings
    wanted = {
        SubjectKind.PERSON: settings.people,
        SubjectKind.HASHTAG: settings.hashtags,
        SubjectKind.CHAT: settings.chats,
    }
    start = time.perf_counter()
    daily = build_day(lambda kind: made[kind], read_memory(store, clock), settings, clock, wanted)
    with store.writing():
        record_shown(store, clock.today, daily.suggestions)
    return time.perf_counter() - start


def main(arguments: list[str]) -> None:
    """`fill`, or `suggest COUNT`."""
    session = open_session()
    with session.store() as store:
        match arguments:
            case ["fill"]:
                fill(store, session.clock)
            case ["suggest", count]:
                print(suggest(store, session.clock, int(count)))


if __name__ == "__main__":
    main(sys.argv[1:])
