"""Exploring: each source in turn, within a budget, kept as it goes."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag
from plnbuddy.core.model import Verdict
from plnbuddy.explore.network import rank_network, read_network
from plnbuddy.explore.score import discover_hashtags, discover_people
from plnbuddy.explore.session import Exploration
from plnbuddy.explore.sources import (
    check_curated,
    read_avoided,
    read_directory,
    read_hashtags,
    read_home,
    read_loudness,
)
from plnbuddy.explore.stretch import STRETCH_REQUESTS, new_shares, read_stretch
from plnbuddy.platforms.mastodon.credentials import Login
from plnbuddy.platforms.mastodon.server import Server
from plnbuddy.store.account_state import followed_people, followed_tag_names
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import all_decisions
from plnbuddy.store.discovery import (
    known_people,
    replace_discoveries,
)
from plnbuddy.suggest.daily import best_curated
from plnbuddy.sync.people import topics_of_tags
from plnbuddy.system.budget import BudgetSpentError
from plnbuddy.system.config import Settings

_CURATED_LOOKED_AT = 10

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Explored:
    """What a run brought: suggestions by source, and what it cost."""

    people: int
    hashtags: int
    by_source: dict[str, int]
    requests: int
    budget: int


def explore(
    store: Store,
    server: Server,
    login: Login,
    settings: Settings,
    clock: Clock,
    budget: int,
    report: Report,
) -> Explored:
    """Read more of the network, with at most `budget` requests, and keep what it brings.

    Whatever was read is kept even when the run ends early, and the next run goes on
    from there.

    Raises:
        PlnbuddyError: the server fails or asks for a pause.
    """
    run = start_exploration(store, server, login, settings, clock, budget)
    by_source: Mapping[str, tuple[Callable[[], None], ...]] = {
        "hashtag": (lambda: read_hashtags(run, _wanted_tags(run)),),
        "directory": (lambda: read_directory(run),),
        "curated": (
            lambda: check_curated(run, best_curated(store, settings, clock, _CURATED_LOOKED_AT)),
        ),
        "network": (
            lambda: read_home(run),
            lambda: read_loudness(run),
            lambda: read_network(run, run.left - min(STRETCH_REQUESTS, run.left // 6)),
            lambda: read_stretch(run, rank_network(run), STRETCH_REQUESTS),
        ),
    }
    steps: tuple[Callable[[], None], ...] = (
        lambda: read_avoided(run),
        *(
            step
            for source, steps in by_source.items()
            if source in settings.sources
            for step in steps
        ),
    )
    try:
        for step in steps:
            step()
            report("the network", budget - run.left, budget)
    except BudgetSpentError:
        pass  # A retry took the last request; the run ends here as planned.
    finally:
        # Also after Ctrl-C or a failing server: what was read so far is worth something.
        found = _conclude(run)
    return found


def start_exploration(
    store: Store, server: Server, login: Login, settings: Settings, clock: Clock, budget: int
) -> Exploration:
    """A run that makes at most `budget` requests, retries included."""
    server.budget.ceiling = server.requests_made + budget
    return Exploration(
        store, server, login, clock, settings.profile, topics_of_tags(), budget,
        server.requests_made,
    )  # fmt: skip


def _conclude(run: Exploration) -> Explored:
    ranked = rank_network(run)
    keys = followed_people(run.store, run.key)
    mine = {p.id for key, p in known_people(run.store, run.key).items() if key in keys}
    people = discover_people(run, ranked, new_shares(run, mine))
    hashtags = discover_hashtags(run)
    with run.store.writing():
        replace_discoveries(run.store, run.key, [*people, *hashtags])
    sources = Counter(source for person in people for source in person.sources)
    return Explored(
        people=len(people),
        hashtags=len(hashtags),
        by_source=dict(sources),
        requests=run.server.requests_made - run.first,
        budget=run.budget,
    )


def _wanted_tags(run: Exploration) -> Sequence[Tag]:
    """The teacher's hashtags: followed on the account or decided on, in a steady order."""
    decided = [
        decision.subject.what
        for decision in all_decisions(run.store)
        if decision.verdict is Verdict.FOLLOWED and isinstance(decision.subject.what, Tag)
    ]
    names = followed_tag_names(run.store, run.key)
    return list(dict.fromkeys([*(Tag(name) for name in names), *decided]))
