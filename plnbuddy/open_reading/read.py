"""One evening of reading: what is asked in which order, within what the day allows."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from plnbuddy.core.clock import Clock
from plnbuddy.core.model import Profile
from plnbuddy.open_reading.asking import Asking
from plnbuddy.open_reading.plan import Plan, allowance
from plnbuddy.open_reading.questions import (
    Evening,
    ask_collections,
    ask_description,
    ask_directory,
    ask_following,
    ask_posts,
    ask_trunk,
    ask_week,
    most_telling,
    unsure_tags,
)
from plnbuddy.store.database import Store
from plnbuddy.store.open_packs import drop_older_packs
from plnbuddy.store.open_places import living_tags, requests_by_day
from plnbuddy.store.open_reading import drop_older, meetings, open_people

MEMORY_DAYS = 60
"""Whom nobody spoke of for so many days is forgotten, and so is where they were met."""

DIRECTORY_PAGES = 5
WEEKS_A_RUN = 4
FOLLOWING_A_RUN = 8
COLLECTIONS_A_RUN = 2

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class OpenlyRead:
    """What an evening brought: how many are known now, and what it cost.

    `by_source` counts people by where they were met, `budget` is what the day allowed;
    `passed_over` says of servers why they gave less, one sentence each.
    """

    people: int
    hashtags: int
    by_source: dict[str, int]
    requests: int
    budget: int
    servers: tuple[str, ...]
    passed_over: tuple[str, ...]


def read_openly(
    store: Store,
    profile: Profile,
    plan: Plan,
    clock: Clock,
    report: Report,
    most: int | None = None,
) -> OpenlyRead:
    """Ask the servers of the plan, as much as today still allows (and at most `most`).

    Each answer is kept before the next question, so that Ctrl-C loses nothing.
    """
    allowed = allowance(requests_by_day(store), clock.today, plan.networks)
    if most is not None:
        allowed = min(allowed, most)
    asking = Asking(store, clock, allowed)
    evening = Evening(store, clock, profile, plan, asking)
    with store.writing():
        drop_older(store, clock.today - timedelta(days=MEMORY_DAYS))
        drop_older_packs(store, clock.today - timedelta(days=MEMORY_DAYS))
    for ask in _in_turns(evening):
        if asking.left < 1:
            break
        ask()
        report("public servers", asking.made, allowed)
    known = {person.handle.key for person in open_people(store)}
    kinds: Counter[str] = Counter(
        kind
        for key, several in meetings(store).items()
        if key in known
        for kind in {meeting.kind for meeting in several}
    )
    return OpenlyRead(
        people=len(known),
        hashtags=sum(living.posts > 0 for living in living_tags(store).values()),
        by_source=dict(kinds),
        requests=asking.made,
        budget=allowed,
        servers=plan.names,
        passed_over=tuple(asking.sentences.values()),
    )


def _in_turns(evening: Evening) -> Iterator[Callable[[], None]]:
    """The questions to each network in turn, so that none uses up what the day allows."""
    several = [_questions(evening)]
    if evening.plan.packs:
        from plnbuddy.open_reading.bluesky import bluesky_questions
        from plnbuddy.platforms.bluesky.open_reading import Bluesky

        several.append(bluesky_questions(evening, Bluesky(lambda _text: None)))
    while several:
        for questions in list(several):
            ask = next(questions, None)
            if ask is None:
                several.remove(questions)
            else:
                yield ask


def _questions(evening: Evening) -> Iterator[Callable[[], None]]:
    """What is asked of the fediverse, the most telling first, each server in turn.

    Made up as it goes: what comes later depends on what was answered before.
    """
    plan = evening.plan
    for place in plan.places:
        yield partial(ask_description, evening, place)
    for tags in filter(None, (plan.gathering, plan.common)):
        for place in plan.places:
            yield partial(ask_posts, evening, place, tags)
    yield from _directories(evening, 0)
    if plan.subject:
        for place in reversed(plan.places):
            yield partial(ask_posts, evening, place, plan.subject)
    if plan.trunk:
        yield partial(ask_trunk, evening, plan.trunk)
    for place, tag in unsure_tags(evening)[:WEEKS_A_RUN]:
        yield partial(ask_week, evening, place, tag)
    for _ in range(FOLLOWING_A_RUN):
        for found in most_telling(evening, "following")[:1]:
            yield partial(ask_following, evening, *found)
    for found in most_telling(evening, "collections")[:COLLECTIONS_A_RUN]:
        yield partial(ask_collections, evening, *found)
    for page in range(1, DIRECTORY_PAGES):
        yield from _directories(evening, page)


def _directories(evening: Evening, page: int) -> Iterator[Callable[[], None]]:
    for place in evening.plan.places:
        if place.name in evening.plan.directories:
            yield partial(ask_directory, evening, place, page)
