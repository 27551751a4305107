"""People who wrote to the teacher or follow the teacher, and whom the teacher does not follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.suggest.facts import StoredFact
from plnbuddy.suggest.sources.source import Evidence, Needs, Source

if TYPE_CHECKING:
    from plnbuddy.ranking.exploration import Exploration

WROTE, FOLLOWS = 0.8, 0.5
"""What it says for somebody that they wrote and were not answered, or that they follow."""

MEMORY_DAYS = 60
"""Messages count for so long."""


@dataclass(frozen=True, slots=True)
class WroteToYou(StoredFact):
    """That somebody wrote to the teacher, and when last."""

    on: date
    kind: ClassVar[str] = "wrote"

    def told(self, clock: Clock) -> str:
        """When."""
        return f"wrote to you {spoken_day(self.on, clock.today)}"


@dataclass(frozen=True, slots=True)
class FollowsYou(StoredFact):
    """That somebody follows the teacher."""

    kind: ClassVar[str] = "follows_you"

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """Follows."""
        return "follows you"


def weigh_exchanges(run: "Exploration") -> Iterator[Evidence]:
    """What messages of the last `MEMORY_DAYS` and follows say for people."""
    from plnbuddy.store.account_state import follower_people, open_mentions

    since = run.clock.now - timedelta(days=MEMORY_DAYS)
    latest = {mention.handle.key: mention for mention in open_mentions(run.store, since)}
    for key, mention in latest.items():
        yield Evidence(key, WROTE, WroteToYou(run.clock.day_of(mention.happened_at)))
    for key in follower_people(run.store, run.key):
        yield Evidence(key, FOLLOWS, FollowsYou())


SOURCE = Source(
    name="interaction",
    what="people who wrote to you or follow you",
    needs=Needs.ACCOUNT,
    evidence=weigh_exchanges,
    facts=(WroteToYou, FollowsYou),
    needs_consent=False,
    personal=True,
)
