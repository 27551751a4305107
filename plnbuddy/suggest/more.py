"""Where more can be found when the lists are dry: the one thing that helps this teacher most."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plnbuddy.core.clean import as_argument
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import UsageError
from plnbuddy.core.model import ExternalList, Profile, Seen, SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import TOPICS, find_topic, topic_label
from plnbuddy.curated.bundled import read_external_lists
from plnbuddy.out.wording import counted
from plnbuddy.store.account_state import get_cursor
from plnbuddy.store.database import Store
from plnbuddy.store.lists import all_lists
from plnbuddy.store.open_places import OpenList, open_lists, requests_by_day
from plnbuddy.suggest.match import FLOOR, is_own_topic, lead_topic, match_score, prepare_fit
from plnbuddy.suggest.memory import read_memory
from plnbuddy.suggest.today import all_candidates
from plnbuddy.system.config import Settings

_PERSON = SubjectKind.PERSON
_TRUNK = "trunk"
_READABLE = ("google-sheet", _TRUNK)
_TITLES_OF_TEACHERS = frozenset({"education", "teachers", "teaching", "educators"})
_OF_TEACHERS = ("teacher", "educator", "tooter", "lehr", "enseignant", "docent", "profesor")


class WayOn(NamedTuple):
    """One thing that brings more: what it is, and the exact command."""

    what: str
    command: str


def best_way_on(
    store: Store,
    settings: Settings,
    clock: Clock,
    *,
    explorer: str | None,
    logged_in: bool,
    people: bool = True,
) -> WayOn | None:
    """What brings this teacher most, in this order: exploring, a list, a topic next door, a login.

    Args:
        explorer: the key under which exploring would keep what it reads, None if it cannot.
        people: whether people are missing, and not hashtags alone.
    """
    if _can_explore(store, settings, clock, explorer):
        return WayOn(_exploring(settings.profile), "plnbuddy explore")
    if not people:
        return None
    found = best_list(settings.profile, known_lists(store), added_lists(store))
    if found:
        return WayOn(
            f"There is a list of people who put themselves on it: {found.name}"
            f" ({found.description}).",
            f"plnbuddy lists add {as_argument(found.url)}",
        )
    topic, neighbours = neighbouring_topic(store, settings, clock)
    if topic:
        return WayOn(
            f"Next door, for {topic_label(topic)}, {counted(neighbours, 'person', 'people')} can be"
            " suggested.",
            f"plnbuddy suggest people --topic {topic}",
        )
    if not logged_in and Platform.MASTODON in settings.profile.platforms:
        return WayOn(
            "With an account plnbuddy finds people through those you follow.", "plnbuddy login"
        )
    return None


def _exploring(profile: Profile) -> str:
    """What exploring does where the teacher is."""
    if Platform.MASTODON in profile.platforms:
        return "Exploring reads who teaches it, on the servers where they are."
    return "Exploring asks Bluesky for starter packs of those who teach it."


def _can_explore(store: Store, settings: Settings, clock: Clock, explorer: str | None) -> bool:
    """Whether exploring would read something today: through an account, or without one."""
    if explorer is not None and not _explored_today(store, explorer, clock):
        return True
    told = {Platform.MASTODON, Platform.BLUESKY} & set(settings.profile.platforms)
    openly = settings.open_reading != "no" and bool(told)
    return openly and "open" in settings.sources and clock.today not in requests_by_day(store)


def _explored_today(store: Store, key: str, clock: Clock) -> bool:
    from plnbuddy.suggest.explore import RUN

    return bool(get_cursor(store, key, f"explore {RUN}").get("on") == clock.today.isoformat())


def known_lists(store: Store) -> list[ExternalList]:
    """The lists that somebody else keeps: those of the table, and those that Trunk named."""
    return [*read_external_lists(), *map(_trunk_list, open_lists(store))]


def _trunk_list(each: OpenList) -> ExternalList:
    of_teachers = each.title.casefold() in _TITLES_OF_TEACHERS
    try:
        topics: tuple[str, ...] = ("general",) if of_teachers else (find_topic(each.title),)
    except UsageError:
        topics = ()
    return ExternalList(
        name=each.title,
        url=each.address,
        format=_TRUNK,
        topics=topics,
        languages=("en",),
        size=None,
        opt_in="yes",
        licence="",
        description=f"{'teachers' if of_teachers else 'people'} who volunteered, at {each.keeper}",
        seen=Seen(each.address, each.read_on.isoformat()[:7]),
    )


def added_lists(store: Store) -> set[str]:
    """Where the lists that were added came from."""
    return {kept.source for kept in all_lists(store)}


def best_list(
    profile: Profile, lists: Iterable[ExternalList], added: Iterable[str] = ()
) -> ExternalList | None:
    """The list by consent that fits best: of teachers before of scholars, of the topic before
    for everybody.

    Only lists that people put themselves on, in a form that `lists add` reads: sheets, and
    pages of which it is known how many people stand on them.
    """
    known = set(added)
    fitting = [
        (_fits(each, profile.topics), each)
        for each in lists
        if each.opt_in == "yes"
        and each.url not in known
        and (each.format in _READABLE or each.size)
        and not set(each.languages).isdisjoint(profile.languages)
        and Platform.MASTODON in profile.platforms
    ]
    best = max(fitting, key=lambda pair: (pair[0], pair[1].name), default=None)
    return best[1] if best and best[0] else None


def _fits(each: ExternalList, topics: Sequence[str]) -> int:
    """How well a list fits: of teachers 4, of a topic of theirs 2, first of all 1 more; 0: not."""
    text = f"{each.name} {each.description}".casefold()
    of_teachers = any(word in text for word in _OF_TEACHERS)
    if not set(topics).isdisjoint(each.topics):
        return 2 + 4 * of_teachers + (each.topics[0] in topics)
    return 4 if "general" in each.topics and of_teachers else 0


def neighbouring_topic(store: Store, settings: Settings, clock: Clock) -> tuple[str, int]:
    """The topic next door for which most people can be suggested, and how many; "" for none."""
    mine = settings.profile.topics
    doors = dict.fromkeys(
        neighbour
        for topic in mine
        for neighbour in TOPICS[topic].neighbours
        if neighbour not in mine
    )
    memory = read_memory(store, clock)
    gone = {key for kind, key in (*memory.followed, *memory.decisions) if kind is _PERSON}
    people = [
        candidate
        for candidate in all_candidates(store, _PERSON, settings.sources, clock)
        if candidate.subject.key not in gone and candidate.subject.key not in memory.forgotten
    ]
    counts = {}
    for topic in doors:
        fit = prepare_fit(settings.profile._replace(topics=(topic,)), clock.today)
        counts[topic] = sum(
            is_own_topic(lead_topic(each, fit), fit) and match_score(each, fit) >= FLOOR
            for each in people
        )
    best = max(counts, key=lambda topic: counts[topic], default="")
    return (best, counts[best]) if best and counts[best] else ("", 0)
