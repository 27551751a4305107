"""People who post under the teacher's hashtags now."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.core.handles import HandleKey, Tag
from plnbuddy.core.model import Verdict
from plnbuddy.suggest.facts import StoredFact
from plnbuddy.suggest.sources.source import Evidence, Needs, Source

if TYPE_CHECKING:
    from plnbuddy.ranking.exploration import Exploration

TAGS_A_RUN = 6
MEMORY_DAYS = 60
"""Posts under hashtags count for so long."""

POSTED, EACH_MORE, THIS_WEEK = 0.45, 0.1, 0.1
"""What a post under a hashtag says for its author: the first one, each further hashtag, and
what one within the last `WEEK` days adds."""

WEEK = 7


@dataclass(frozen=True, slots=True)
class Posted(StoredFact):
    """That somebody posted under a hashtag, and when last."""

    tag: str
    on: date
    kind: ClassVar[str] = "posted"

    def told(self, clock: Clock) -> str:
        """Under which hashtag, and when."""
        return f"posted under #{self.tag} {spoken_day(self.on, clock.today)}"


def read_hashtags(run: "Exploration") -> None:
    """Who posts under the teacher's hashtags; one request each, daily, at most `TAGS_A_RUN`."""
    due = [tag for tag in wanted_tags(run) if run.is_due(f"#{tag.key}", 1)]
    for tag in due[:TAGS_A_RUN]:
        run.attempt(f"#{tag.key}", partial(_read, run, tag))


def wanted_tags(run: "Exploration") -> list[Tag]:
    """The teacher's hashtags: followed on the account or decided on, in a steady order."""
    from plnbuddy.store.account_state import followed_tag_names
    from plnbuddy.store.decisions import all_decisions

    decided = [
        decision.subject.what
        for decision in all_decisions(run.store)
        if decision.verdict is Verdict.FOLLOWED and isinstance(decision.subject.what, Tag)
    ]
    names = followed_tag_names(run.store, run.key)
    return list(dict.fromkeys([*(Tag(name) for name in names), *decided]))


def _read(run: "Exploration", tag: Tag) -> None:
    from plnbuddy.store.discovery import Sighting, put_sighting

    found = run.server.posts_under(tag)
    with run.store.writing():
        for post, author in reversed(found):  # The latest post has the last word.
            run.keep_person(author)
            day = run.clock.day_of(post.written_at)
            language = post.language.partition("-")[0]
            sighting = Sighting(author.handle.key, "hashtag", tag.name, language, day)
            put_sighting(run.store, run.key, sighting)
        run.mark_read(f"#{tag.key}")


def weigh_posts(run: "Exploration") -> Iterator[Evidence]:
    """What posts of the last `MEMORY_DAYS` under hashtags say for their authors."""
    from plnbuddy.store.discovery import sightings_since

    tags: Counter[HandleKey] = Counter()
    for sighting in sightings_since(run.store, run.key, run.today - timedelta(days=MEMORY_DAYS)):
        if sighting.source == SOURCE.name:
            lately = (run.today - sighting.seen_on).days <= WEEK
            first = POSTED + (THIS_WEEK if lately else 0.0)
            strength = EACH_MORE if tags[sighting.key] else first
            posted = Posted(sighting.detail, sighting.seen_on)
            yield Evidence(sighting.key, strength, posted, sighting.language)
            tags[sighting.key] += 1


SOURCE = Source(
    name="hashtag",
    what="people who post under your hashtags now",
    needs=Needs.ACCOUNT,
    reading=(read_hashtags,),
    turn=10,
    evidence=weigh_posts,
    facts=(Posted,),
)
