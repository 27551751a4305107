"""People whom one's follows follow, and hashtags that one's follows use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import in_words
from plnbuddy.out.wording import counted
from plnbuddy.suggest.facts import StoredFact
from plnbuddy.suggest.sources.source import Evidence, Needs, Source

if TYPE_CHECKING:
    from plnbuddy.ranking.exploration import Exploration
    from plnbuddy.store.discovery import Discovery

FOLLOWED_LEAST, FOLLOWED_SPAN = 0.35, 0.6
"""What it says for somebody that one's follows follow them: at least, and for the best more."""

LOUDNESS_A_RUN = 5
SIZES_A_RUN, SIZES_DAYS = 200, 30
_AT_ONCE = 25  # profiles that Bluesky tells in one request
MEMORY_DAYS = 60
"""Uses of hashtags count for so long."""

LEAST_USERS = 2
"""A hashtag counts when at least so many of the teacher's follows use it."""

LOUDNESS_FLOOR = 10
"""Added to the number of people who use a hashtag, so that rare ones are not judged by chance."""

TAG_LEAST, TAG_SPAN, TAG_STEEPNESS = 0.3, 0.7, 3
"""The score of a hashtag of one's follows: least, span, and how fast the share counts fully."""

_NAMED = 2  # follows who are named in a reason


@dataclass(frozen=True, slots=True)
class FollowedBy(StoredFact):
    """Which of one's follows follow somebody: the most telling handles, and how many in all."""

    handles: tuple[str, ...]
    count: int
    kind: ClassVar[str] = "followed_by"

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """Who, and how many others."""
        others = self.count - len(self.handles)
        if others > 0:
            more = counted(others, "other")
            return f"followed by {', '.join(self.handles)} and {more} you follow"
        whom = "whom" if self.count == 1 else "both of whom"
        return f"followed by {in_words(self.handles)}, {whom} you follow"


@dataclass(frozen=True, slots=True)
class Opens(StoredFact):
    """How many of those whom somebody follows are new to the teacher, and how many were seen."""

    new: int
    seen: int
    kind: ClassVar[str] = "opens"

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """Both numbers."""
        return (
            f"opens something new: {self.new} of {self.seen} people they follow "
            "are followed by nobody you follow"
        )


@dataclass(frozen=True, slots=True)
class UsedBy(StoredFact):
    """How many of one's follows use a hashtag, and at most how many people on the server."""

    count: int
    people: int
    kind: ClassVar[str] = "used_by"

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """Both numbers."""
        return (
            f"used by {self.count} of those you follow, "
            f"and by at most {counted(self.people, 'person', 'people')} on your server this week"
        )


def read_home(run: "Exploration") -> None:
    """Which hashtags the teacher's follows use: two pages of the home timeline, daily."""
    if run.is_due("home", 1) and run.left >= 2:
        run.attempt("home", partial(_read_home, run))


def _read_home(run: "Exploration") -> None:
    from plnbuddy.store.account_state import followed_people
    from plnbuddy.store.discovery import put_tag_use

    followed = followed_people(run.store, run.key)
    first = run.server.home_posts()
    more = run.server.home_posts(first[-1][0].id) if first else []
    with run.store.writing():
        for post, author in [*first, *more]:
            if author.handle.key in followed and not post.boosted:
                day = run.clock.day_of(post.written_at)
                for tag in post.tags:
                    put_tag_use(run.store, run.key, tag, author.handle.key, day)
        run.mark_read("home")


def read_loudness(run: "Exploration") -> None:
    """How loud the hashtags of the teacher's follows are on the whole server; one request each."""
    from plnbuddy.store.account_state import followed_tags
    from plnbuddy.store.discovery import tag_loudness, tag_uses_since
    from plnbuddy.suggest.check import CHECKED_DAYS

    uses = tag_uses_since(run.store, run.key, run.today - timedelta(days=MEMORY_DAYS))
    known, mine = tag_loudness(run.store, run.key), followed_tags(run.store, run.key)
    fresh = run.today - timedelta(days=CHECKED_DAYS)
    wanted = sorted(
        (key for key in uses if key not in mine and not (key in known and known[key][1] > fresh)),
        key=lambda key: (-len(uses[key][1]), key),
    )
    due = [key for key in wanted if run.is_due(f"loudness {key}", CHECKED_DAYS)]
    for key in due[:LOUDNESS_A_RUN]:
        run.attempt(f"loudness {key}", partial(_read_loudness, run, Tag(uses[key][0])))


def _read_loudness(run: "Exploration", tag: Tag) -> None:
    from plnbuddy.store.discovery import put_tag_loudness

    people = run.server.tag_people(tag)
    with run.store.writing():
        put_tag_loudness(run.store, run.key, tag.key, people, run.today)


def read_sizes(run: "Exploration") -> None:
    """How many people each follow follows, where lists do not tell it; 25 a request, monthly."""
    from plnbuddy.store.network import known_in_direction

    if run.login.handle.platform is not Platform.BLUESKY:
        return
    unknown = [p for p in known_in_direction(run.store, run.key, "following") if not p.following]
    for start in range(0, min(len(unknown), SIZES_A_RUN), _AT_ONCE):
        some = unknown[start : start + _AT_ONCE]
        what = f"sizes {some[0].remote_id}"
        if run.is_due(what, SIZES_DAYS):
            run.attempt(what, partial(_read_sizes, run, what, [p.remote_id for p in some]))


def _read_sizes(run: "Exploration", what: str, ids: list[str]) -> None:
    accounts = run.server.accounts(ids)
    with run.store.writing():
        for account in accounts:
            run.keep_person(account)
        run.mark_read(what)


def read_lists(run: "Exploration") -> None:
    """Whom one's follows follow, with what is left but for the share that stretch gets."""
    from plnbuddy.ranking.follows import read_follows
    from plnbuddy.ranking.stretch import requests_kept

    read_follows(run, run.left - requests_kept(run.left))


def read_candidates_lists(run: "Exploration") -> None:
    """First pages of what the best candidates follow, for `suggest --stretch`."""
    from plnbuddy.ranking.follows import rank_followed
    from plnbuddy.ranking.stretch import STRETCH_REQUESTS, read_stretch

    read_stretch(run, rank_followed(run), STRETCH_REQUESTS)


def weigh_follows(run: "Exploration") -> Iterator[Evidence]:
    """What it says for people that one's follows follow them."""
    from plnbuddy.ranking.follows import rank_followed

    for entry in rank_followed(run):
        by = [str(person.handle) for person in entry.followed_by]
        strength = FOLLOWED_LEAST + FOLLOWED_SPAN * entry.score
        fact = FollowedBy(tuple(by[:_NAMED]), len(by))
        yield Evidence(entry.person.handle.key, strength, fact)


def find_hashtags(run: "Exploration") -> Iterator["Discovery"]:
    """Hashtags of those the teacher follows, by how specific they are to this network.

    Specific is the share that the teacher's follows have among all people who use the
    tag on the server: users among follows / (users on the server + `LOUDNESS_FLOOR`).
    """
    from plnbuddy.store.account_state import followed_tags
    from plnbuddy.store.discovery import Discovery, tag_loudness, tag_uses_since

    since = run.today - timedelta(days=MEMORY_DAYS)
    mine, loud = followed_tags(run.store, run.key), tag_loudness(run.store, run.key)
    for key, (name, people) in tag_uses_since(run.store, run.key, since).items():
        if key in mine or len(people) < LEAST_USERS or key not in loud:
            continue
        everybody = max(loud[key][0], len(people))
        specific = len(people) / (everybody + LOUDNESS_FLOOR)
        topics = run.tag_topics.get(key, ())
        score = TAG_LEAST + TAG_SPAN * min(specific * TAG_STEEPNESS, 1.0)
        yield Discovery(
            kind=SubjectKind.HASHTAG,
            key=key,
            label=str(Tag(name)),
            name="",
            sources=(SOURCE.name,),
            score=round(score, 4),
            stretch=0.0,
            facts=(UsedBy(len(people), everybody).stored(),),
            topics=topics,
            language="",
            found_on=run.today,
        )


SOURCE = Source(
    name="follows",
    what="people whom your follows follow, and hashtags that they use",
    needs=Needs.ACCOUNT,
    reading=(read_home, read_loudness, read_sizes, read_lists, read_candidates_lists),
    turn=90,
    evidence=weigh_follows,
    hashtags=find_hashtags,
    facts=(FollowedBy, Opens, UsedBy),
)
