"""People and hashtags made up for a music teacher, and what a day shows of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag, parse_handle
from plnbuddy.core.model import Profile, Subject, SubjectKind, Suggestion
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.suggest.candidates import About, Candidate
from plnbuddy.suggest.day import build_day
from plnbuddy.suggest.match import match_score, prepare_fit
from plnbuddy.suggest.memory import Memory
from plnbuddy.system.config import Settings
from tests.conftest import NOW

CLOCK = Clock(datetime.fromisoformat(NOW).astimezone(UTC), UTC)
TODAY = date(2026, 11, 24)
TEACHER = Profile(topics=("music",), levels=("primary",), region="GB")


def person(name: str, **about: object) -> Candidate:
    plain = Candidate(
        subject=Subject(SubjectKind.PERSON, parse_handle(f"@{name}@{name}.example")),
        name=name, sources=("curated",), topics=("music",), levels=("primary",),
        languages=("en",), region="GB", platforms=(Platform.MASTODON,), sort="person",
        place=f"{name}.example", seen_year=2026, role=Role.TEACHER,
    )  # fmt: skip
    return plain._replace(**about)  # type: ignore[arg-type]


def tag(name: str, about: About | None = About.TEACHING, **more: object) -> Candidate:
    plain = person(name, role=Role.UNKNOWN, place="", sort="topic", levels=("any",), region="")
    subject = Subject(SubjectKind.HASHTAG, Tag(name))
    return plain._replace(subject=subject, about=about, **more)  # type: ignore[arg-type]


def shown(
    candidates: Sequence[Candidate],
    profile: Profile = TEACHER,
    memory: Memory | None = None,
    count: int = 5,
    day: int = 0,
) -> list[Suggestion]:
    clock = Clock(CLOCK.now + timedelta(days=day), UTC)
    daily = build_day(
        lambda _kind: candidates,
        memory or Memory({}, {}),
        Settings(profile=profile),
        clock,
        {candidates[0].subject.kind: count},
    )
    return list(daily.suggestions)


def names(suggestions: Sequence[Suggestion]) -> list[str]:
    return [each.name for each in suggestions]


def score(candidate: Candidate, profile: Profile = TEACHER) -> float:
    return match_score(candidate, prepare_fit(profile, TODAY))
