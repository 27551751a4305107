"""Exploring: each source in turn, within a budget, kept as it goes."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plnbuddy.ranking.exploration import Exploration
from plnbuddy.store.discovery import Discovery, replace_discoveries
from plnbuddy.suggest.avoided import read_avoided
from plnbuddy.suggest.discover import discover_hashtags, discover_people
from plnbuddy.suggest.sources import sources_of
from plnbuddy.system.budget import BudgetSpentError

RUN = "run"
"""What a whole run is noted as, with its day."""

Progress = Callable[[str, int, int], None]
"""Hears what is read, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class Explored:
    """What a run brought: suggestions by source, and what it cost."""

    people: int
    hashtags: int
    by_source: dict[str, int]
    requests: int
    budget: int


def joined(several: Sequence[Explored]) -> Explored:
    """What runs on several accounts brought together."""
    by_source: Counter[str] = Counter()
    for each in several:
        by_source.update(each.by_source)
    return Explored(
        people=sum(each.people for each in several),
        hashtags=sum(each.hashtags for each in several),
        by_source=dict(by_source),
        requests=sum(each.requests for each in several),
        budget=sum(each.budget for each in several),
    )


def explore(run: Exploration, report: Progress) -> Explored:
    """Read more of the network within the run's budget, and keep what it brings.

    Whatever was read is kept even when the run ends early, and the next run goes on
    from there.

    Raises:
        PlnbuddyError: the server fails or asks for a pause.
    """
    budget, first = run.left, run.server.requests_made
    sources = sorted(sources_of(run.settings.sources), key=lambda source: source.turn)
    steps = (read_avoided, *(step for source in sources for step in source.reading))
    try:
        for step in steps:
            step(run)
            report("the network", budget - run.left, budget)
    except BudgetSpentError:
        pass  # A retry took the last request; the run ends here as planned.
    finally:
        # Also after Ctrl-C or a failing server: what was read so far is worth something.
        people, hashtags = _keep(run)
    return Explored(
        people=len(people),
        hashtags=len(hashtags),
        by_source=dict(Counter(source for person in people for source in person.sources)),
        requests=run.server.requests_made - first,
        budget=budget,
    )


def _keep(run: Exploration) -> tuple[list[Discovery], list[Discovery]]:
    """Judge everything that is known by now, and keep the people and hashtags worth suggesting."""
    from plnbuddy.ranking.stretch import new_shares

    people = discover_people(run, new_shares(run))
    hashtags = discover_hashtags(run)
    with run.store.writing():
        run.mark_read(RUN)
        replace_discoveries(run.store, run.key, [*people, *hashtags])
    return people, hashtags
