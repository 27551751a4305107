"""Today's list out of the store: every source's candidates, and what was shown kept once."""

from collections.abc import Mapping, Sequence, Set

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import HandleKey, handle_of_key
from plnbuddy.core.model import Profile, SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.source_names import KNOWN_BEFORE
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import record_shown
from plnbuddy.suggest.candidates import Candidate, merge_candidates
from plnbuddy.suggest.check import is_checked
from plnbuddy.suggest.day import DailyList, build_day
from plnbuddy.suggest.found import found_candidates
from plnbuddy.suggest.match import FLOOR, match_score, prepare_fit
from plnbuddy.suggest.memory import Memory, read_memory
from plnbuddy.suggest.sources import sources_of
from plnbuddy.suggest.sources.curated import curated_candidates
from plnbuddy.suggest.sources.source import Asked
from plnbuddy.system.config import Settings

_PERSON = SubjectKind.PERSON


def suggest_today(
    store: Store,
    settings: Settings,
    clock: Clock,
    wanted: Mapping[SubjectKind, int],
    *,
    stretch: bool = False,
    only_checked: bool = False,
    without: Set[str] = frozenset(),
) -> DailyList:
    """Today's list; nothing is kept until `keep_shown`.

    Args:
        wanted: how many of each kind; kinds that are missing are left out.
        stretch: only people who would open a part of the network that is out of reach.
        only_checked: on the fediverse, only people whom a server spoke of lately.
        without: keys of people who are not to be shown.
    """
    memory = read_memory(store, clock)
    mine = settings.profile.platforms

    def candidates(kind: SubjectKind) -> list[Candidate]:
        found = all_candidates(store, kind, settings.sources, clock)
        if without and kind is SubjectKind.PERSON:
            found = [c for c in found if c.subject.key not in without]
        if kind is SubjectKind.PERSON and len(mine) > 1 and Platform.BLUESKY in mine:
            found = _each_once(store, found, memory, mine)
        if not only_checked:
            return found
        return [c for c in found if is_checked(c.subject, memory.last_words, clock)]

    return build_day(candidates, memory, settings, clock, wanted, stretch=stretch)


def _each_once(
    store: Store, found: list[Candidate], memory: Memory, mine: Sequence[Platform]
) -> list[Candidate]:
    """Without who is decided on under their other handle, and each person once."""
    from plnbuddy.suggest.one_person import join_networks, keys_of_both, same_people

    decided = {key for kind, key in (*memory.followed, *memory.decisions) if kind is _PERSON}
    settled = [handle_of_key(HandleKey(key)) for key in sorted(decided)]
    people = [c.subject.handle for c in found if c.subject.handle]
    same = same_people(store, [*people, *settled])
    twin_of = dict(keys_of_both(same))
    left = [
        candidate
        for candidate in found
        if (twin := twin_of.get(candidate.subject.key)) is None
        or not (twin in decided or twin in memory.forgotten)
    ]
    return join_networks(left, same, mine)


def keep_shown(store: Store, daily: DailyList, clock: Clock) -> None:
    """Keep a list that was displayed: its numbers can be used, and who was on it rests."""
    if daily.suggestions:
        with store.writing():
            record_shown(store, clock.today, daily.suggestions)


def all_candidates(
    store: Store, kind: SubjectKind, sources: Sequence[str], clock: Clock
) -> list[Candidate]:
    """The candidates of that kind from these sources, each once, however many name it."""
    asked = Asked(store, kind, clock)
    knowing = sources_of(KNOWN_BEFORE.intersection(sources))
    own = [c for source in knowing for c in source.candidates(asked)]
    return merge_candidates([*own, *found_candidates(asked, sources)])


def fitting_chats(profile: Profile, clock: Clock) -> int:
    """How many chats could be suggested to this teacher."""
    fit = prepare_fit(profile, clock.today)
    chats = curated_candidates(SubjectKind.CHAT)
    return sum(match_score(candidate, fit) >= FLOOR for candidate in chats)
