"""One evening of reading: what is asked in which order, within what the day allows."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag
from plnbuddy.core.model import Profile
from plnbuddy.open_reading.asking import Asking
from plnbuddy.open_reading.choosing import Question, best_question
from plnbuddy.open_reading.evening import Evening, curated_teachers
from plnbuddy.open_reading.plan import LATER_DAY, Plan, allowance
from plnbuddy.open_reading.questions import (
    TRUNK_QUESTION,
    ask_collections,
    ask_curated,
    ask_description,
    ask_directory,
    ask_following,
    ask_posts,
    ask_trunk,
    ask_week,
    description_question,
    most_telling,
    posts_question,
    unsure_tags,
)
from plnbuddy.platforms.mastodon.open_reading import Place
from plnbuddy.store.database import Store
from plnbuddy.store.namings import drop_older_namings
from plnbuddy.store.open_packs import drop_older_packs
from plnbuddy.store.open_places import living_tags, requests_by_day
from plnbuddy.store.open_reading import drop_older, meetings, open_people
from plnbuddy.suggest.match import prepare_fit
from plnbuddy.suggest.sources.open import FEW_PEOPLE
from plnbuddy.system.fetch import Connections

MEMORY_DAYS = 60
"""Whom nobody spoke of for so many days is forgotten, and so is where they were met."""

NAMING_DAYS = 365
"""For so long it counts what a profile says of one's other accounts."""

DIRECTORY_PAGES = 5
POST_PAGES = 8
WEEKS_FIRST, WEEKS_LATER = 3, 2
COLLECTIONS_A_RUN = 2

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class OpenlyRead:
    """What an evening brought: how many are known now, and what it cost.

    `colleagues` are those of the people who teach what the teacher teaches, at that level, in
    a language that they read; `hashtags` those that several people use. `by_source` counts
    people by where they were met, `budget` is what the day allowed; `passed_over` says of
    servers why they gave less, one sentence each.
    """

    people: int
    colleagues: int
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
    fit = prepare_fit(profile, clock.today)
    with store.writing():
        drop_older(store, clock.today - timedelta(days=MEMORY_DAYS))
        drop_older_packs(store, clock.today - timedelta(days=MEMORY_DAYS))
        drop_older_namings(store, clock.today - timedelta(days=NAMING_DAYS))
    with Connections() as connections:
        lasting = plan.over(connections)
        evening = Evening(store, clock, profile, lasting, asking, fit, curated_teachers(fit))
        evening.look_for_colleagues()
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
        colleagues=len(evening.colleagues & known),
        hashtags=sum(living.people >= FEW_PEOPLE for living in living_tags(store).values()),
        by_source=dict(kinds),
        requests=asking.made,
        budget=allowed,
        servers=plan.names,
        passed_over=tuple(asking.sentences.values()),
    )


def _in_turns(evening: Evening) -> Iterator[Callable[[], object]]:
    """The questions to each network in turn, so that none uses up what the day allows."""
    several: list[Iterator[Callable[[], object]]] = [_in_order(evening)]
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


def _in_order(evening: Evening) -> Iterator[Callable[[], object]]:
    """What is asked of the fediverse: what is likely to show most people, then hashtags' weeks.

    Made up as it goes: what comes next depends on what was answered.
    """
    asking, trunk = evening.asking, evening.plan.trunk
    weeks = WEEKS_FIRST if asking.left > LATER_DAY else WEEKS_LATER
    kept_back = weeks + (trunk is not None and asking.is_open(trunk, TRUNK_QUESTION))
    yield from _people(evening, kept_back)
    if trunk:
        yield partial(ask_trunk, evening, trunk)
    for place, tag in unsure_tags(evening)[:weeks]:
        yield partial(ask_week, evening, place, tag)
    yield from _people(evening, 0)


def _people(evening: Evening, kept_back: int) -> Iterator[Callable[[], object]]:
    """The best question after the best, while more than `kept_back` requests are left."""
    places = {place.name: place for place in evening.plan.places}
    asking = evening.asking
    tried: set[tuple[str, str]] = set()

    def is_open(question: Question) -> bool:
        at = question.host, question.what
        return at not in tried and asking.is_open(places[question.host], question.what)

    while asking.left > kept_back:
        best = best_question(_questions(evening), asking.gave(), is_open)
        if best is None:
            return
        tried.add((best.host, best.what))
        yield best.ask


def _questions(evening: Evening) -> Iterator[Question]:
    """Every question of this evening about people, whether it was asked or not."""
    plan = evening.plan
    kinds = (
        ("gathering", plan.gathering),
        ("likely", plan.likely),
        ("made", plan.made),
        ("common", plan.common),
        ("broad", plan.broad),
        ("subject", plan.subject),
    )
    for place in plan.places:
        server = evening.described(place)
        if server is None or (server.closed and place.token):
            ask = partial(ask_description, evening, place)
            yield Question("description", place.name, description_question(place), ask)
        if server is None:
            continue
        for kind, tags in kinds if not server.closed else ():
            if tags and (tags not in evening.silent or place is plan.places[-1]):
                yield from _pages_of_posts(evening, place, kind, tags)
        if place.name in plan.directories:
            for page in range(DIRECTORY_PAGES):
                ask = partial(ask_directory, evening, place, page)
                after = f"directory {page - 1}" if page else ""
                yield Question("directory", place.name, f"directory {page}", ask, after)
        for handle in evening.curated:
            if handle.place != server.domain:
                continue
            ask = partial(ask_curated, evening, place, handle)
            yield Question("curated", place.name, f"curated {handle.key}", ask)
    for place, known in most_telling(evening, "following"):
        ask = partial(ask_following, evening, place, known)
        yield Question("following", place.name, f"following {known.key}", ask)
    for place, known in most_telling(evening, "collections")[:COLLECTIONS_A_RUN]:
        ask = partial(ask_collections, evening, place, known)
        yield Question("collections", place.name, f"collections {known.key}", ask)


def _pages_of_posts(
    evening: Evening, place: Place, kind: str, tags: Sequence[Tag]
) -> Iterator[Question]:
    """The first page, and those after full ones."""
    for page in range(1, POST_PAGES + 1):
        after = posts_question(tags, page - 1) if page > 1 else ""
        if after and (place.name, after) not in evening.oldest:
            return
        ask = partial(ask_posts, evening, place, tags, page)
        yield Question(kind, place.name, posts_question(tags, page), ask, after)
