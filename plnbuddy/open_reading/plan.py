"""Which servers are asked, and about which hashtags: what fits the teacher."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from plnbuddy.core.handles import Tag
from plnbuddy.core.model import Hashtag, Profile, Server
from plnbuddy.core.platform import Platform
from plnbuddy.core.school_words import SCHOOL_WORDS
from plnbuddy.curated.bundled import read_hashtags, read_servers
from plnbuddy.open_reading.pack_words import search_words
from plnbuddy.open_reading.tag_words import known_elsewhere, made_tags
from plnbuddy.platforms.mastodon.addresses import server_address
from plnbuddy.platforms.mastodon.open_reading import Place
from plnbuddy.suggest.topics import COMMON_TOPICS
from plnbuddy.system.fetch import Connections

FIRST_EVENING = 30
LATER_DAY = 10
"""Requests to all servers of a network together, on the first day and on each later one."""

LARGE_SERVER = "mastodon.social"
TRUNK = "https://communitywiki.org/trunk"
"""Lists of people who volunteered to be followed, in English."""

GATHERING_TAGS = 5
LIKELY_TAGS = 5
MADE_TAGS = 5
COMMON_TAGS = 5
BROAD_TAGS = 5
SUBJECT_TAGS = 3
"""As many hashtags of each kind as one request can ask about, or fewer."""

_COMMON_TOPICS = frozenset(COMMON_TOPICS)
_EDUCATORS = frozenset({"pedagogy", "edtech"})


@dataclass(frozen=True)
class Plan:
    """Whom to ask about what.

    `gathering` are hashtags under which teachers of the topics gather, `likely` those under
    which they do on other networks, `made` words that they may use, `common` those under which
    teachers of everything gather, `broad` others about teaching, `subject` others of the topics;
    `directories` are the servers, by host, whose directory is worth reading; `trunk` keeps lists
    of volunteers.
    `packs` are the words for which Bluesky's starter packs are searched, none where the
    teacher is not on Bluesky; `on_bluesky` is whether an account is logged in there.
    """

    places: tuple[Place, ...]
    gathering: tuple[Tag, ...]
    likely: tuple[Tag, ...]
    made: tuple[Tag, ...]
    common: tuple[Tag, ...]
    broad: tuple[Tag, ...]
    subject: tuple[Tag, ...]
    directories: frozenset[str]
    trunk: Place | None = None
    packs: tuple[str, ...] = ()
    on_bluesky: bool = False

    def over(self, connections: Connections) -> "Plan":
        """The same, asked over connections that stay open."""
        places = tuple(replace(place, connections=connections) for place in self.places)
        return replace(self, places=places)

    @property
    def names(self) -> tuple[str, ...]:
        """Whom it asks, as a teacher knows them."""
        servers = tuple(place.name for place in self.places)
        return (*servers, Platform.BLUESKY.label) if self.packs else servers

    @property
    def networks(self) -> int:
        """How many networks are asked."""
        return bool(self.places or self.trunk) + bool(self.packs)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """All hashtags that are asked about, those of gatherings first."""
        return (*self.known_tags, *self.made)

    @property
    def known_tags(self) -> tuple[Tag, ...]:
        """Those of which it is known what they are about, which can be suggested."""
        return (*self.gathering, *self.likely, *self.common, *self.broad, *self.subject)


def make_plan(
    profile: Profile,
    *,
    server: str = "",
    token: str = "",
    chosen: Sequence[str] = (),
    followed: Sequence[Tag] = (),
    on_bluesky: bool = False,
) -> Plan:
    """The servers and hashtags for a teacher, on the networks that they chose.

    Args:
        server: the teacher's own server, "" for none; `token` a login there.
        chosen: the servers that the teacher named; then these alone are asked.
        followed: hashtags that the teacher follows, which come first.
        on_bluesky: whether an account is logged in on Bluesky.
    """
    rows = {row.domain: row for row in read_servers()}
    names = list(chosen) or _fitting_servers(profile, server, list(rows.values()))
    if Platform.MASTODON not in profile.platforms:
        names = []
    gathering, likely, made, common, broad, subject = _tags(profile, followed)
    return Plan(
        places=tuple(
            Place(server_address(name), token if name == server else "")
            for name in dict.fromkeys(names)
        ),
        gathering=gathering,
        likely=likely,
        made=made,
        common=common,
        broad=broad,
        subject=subject,
        trunk=Place(TRUNK) if names and "en" in profile.languages and not chosen else None,
        packs=search_words(profile) if Platform.BLUESKY in profile.platforms else (),
        on_bluesky=on_bluesky,
        directories=frozenset(
            name for name in names if name not in rows or _is_for_educators(rows[name], profile)
        ),
    )


def _fitting_servers(profile: Profile, server: str, rows: Sequence[Server]) -> list[str]:
    """The teacher's own server, one of the subject, one of educators, and a large one."""
    topics, languages = set(profile.topics) - _COMMON_TOPICS, set(profile.languages)
    fitting = [
        row
        for row in rows
        if row.domain not in (server, LARGE_SERVER) and languages & set(row.languages)
    ]
    fitting.sort(key=lambda row: (len(row.topics), row.domain))
    of_subject = [row.domain for row in fitting if topics & set(row.topics)]
    of_educators = [
        row.domain
        for row in fitting
        if _EDUCATORS & set(row.topics) and "general" in row.topics and row.domain not in of_subject
    ]
    first = [server] if server else []
    return [*first, *of_subject[:1], *of_educators[:1], LARGE_SERVER]


def _is_for_educators(row: Server, profile: Profile) -> bool:
    own = set(profile.topics) - _COMMON_TOPICS
    return row.domain != LARGE_SERVER and bool((_EDUCATORS | own) & set(row.topics))


def _tags(profile: Profile, followed: Sequence[Tag]) -> tuple[tuple[Tag, ...], ...]:
    """Hashtags in the teacher's languages: of gatherings, of all teachers, of the subjects."""
    topics, languages = set(profile.topics), set(profile.languages)
    fitting = [
        row
        for row in read_hashtags()
        if Platform.MASTODON in row.platforms
        and (not row.languages or languages & set(row.languages))
        and _fits_level(row, profile)
    ]
    fitting.sort(key=lambda row: (not row.communal, len(row.topics), row.tag.key))
    own = [row for row in fitting if (topics - _COMMON_TOPICS) & set(row.topics)]
    common = [row for row in fitting if row.about_teaching and _COMMON_TOPICS & set(row.topics)]
    gathering = [row for row in own if row.about_teaching]
    subject = [row for row in own if not row.about_teaching]
    mine = dict.fromkeys([*followed, *_in_turns(gathering)])
    own_topics = [topic for topic in profile.topics if topic not in _COMMON_TOPICS]
    elsewhere = known_elsewhere(own_topics, profile.languages, profile.levels, 2 * LIKELY_TAGS)
    likely = [tag for tag in elsewhere if tag not in mine][:LIKELY_TAGS]
    known = {*mine, *elsewhere, *_in_turns(subject)}
    made = made_tags(own_topics, profile.languages, 2 * MADE_TAGS)
    gatherings = _in_turns([row for row in common if row.communal])
    broad = [*_in_turns(common), *_school_words(profile.languages, common)]
    return (
        tuple(mine)[:GATHERING_TAGS],
        tuple(likely),
        tuple(tag for tag in made if tag not in known)[:MADE_TAGS],
        tuple(tag for tag in gatherings if tag not in mine)[:COMMON_TAGS],
        tuple(dict.fromkeys(tag for tag in broad if tag not in (*mine, *gatherings)))[:BROAD_TAGS],
        _in_turns(subject)[:SUBJECT_TAGS],
    )


def _school_words(languages: Sequence[str], known: Sequence[Hashtag]) -> list[Tag]:
    """Words to ask about in languages of which the tables hold no hashtag of teachers."""
    spoken = {language for row in known for language in row.languages}
    return [
        Tag(word)
        for language in languages
        if language not in spoken
        for word in SCHOOL_WORDS.get(language, ())
    ]


def _fits_level(row: Hashtag, profile: Profile) -> bool:
    mine = set(profile.levels)
    return not mine or "any" in mine or bool({"any", *mine} & set(row.levels)) or not row.levels


def _in_turns(rows: Sequence[Hashtag]) -> tuple[Tag, ...]:
    """Their hashtags in turns through the languages, so that none is crowded out by another."""
    places: dict[tuple[str, ...], int] = {}
    order: dict[Tag, int] = {}
    for row in rows:
        language = row.languages[:1]
        places[language] = order[row.tag] = places.get(language, 0) + 1
    return tuple(sorted(order, key=lambda tag: order[tag]))


def allowance(spent: dict[date, int], today: date, networks: int = 1) -> int:
    """How many requests may still be made today to that many networks together."""
    first = not any(day < today for day in spent)
    return max((FIRST_EVENING if first else LATER_DAY) * networks - spent.get(today, 0), 0)
