"""The single questions of an evening, and what is kept of each answer."""

from collections.abc import Sequence
from datetime import timedelta

from plnbuddy.core.handles import Handle, HandleKey, Tag
from plnbuddy.open_reading.evening import Evening
from plnbuddy.open_reading.people import Encounter
from plnbuddy.platforms.mastodon.open_reading import (
    PEOPLE,
    POSTS,
    Collection,
    Described,
    Place,
    TagWeek,
    describe,
    look_up,
    read_collection,
    read_collections,
    read_directory,
    read_following,
    read_tag_posts,
    read_tag_week,
)
from plnbuddy.platforms.mastodon.trunk import list_address, read_list_names
from plnbuddy.platforms.values import Post, Stranger
from plnbuddy.store.open_places import (
    KnownServer,
    LivingTag,
    OpenList,
    living_tags,
    put_living_tag,
    put_open_lists,
    put_server,
)
from plnbuddy.store.open_reading import Identity, identities, meetings, open_people

DESCRIBED_DAYS = 30
POSTS_DAYS = 1
WEEK_DAYS = 1
DIRECTORY_DAYS = 7
FOLLOWING_DAYS = 30
COLLECTION_DAYS = 30
CURATED_DAYS = 60
LISTS_DAYS = 30
"""The same question is asked again after so many days."""

TRUNK_QUESTION = "lists"

_WEEK = timedelta(days=7)
_LONG_WEEK_AGO = timedelta(days=60)


def ask_description(evening: Evening, place: Place) -> None:
    """What the server is, and what it gives to strangers."""

    def keep(found: Described) -> int:
        known = KnownServer(place.name, found.domain, found.closed, found.collections)
        put_server(evening.store, known)
        evening.servers[known.host] = known
        return 0

    what = description_question(place)
    evening.asking.ask(place, what, DESCRIBED_DAYS, lambda: describe(place), keep)


def description_question(place: Place) -> str:
    """How the question is noted: a server may tell its own people more than strangers."""
    return "description for its own people" if place.token else "description"


def posts_question(tags: Sequence[Tag], page: int = 1) -> str:
    """How a page of posts under these hashtags is noted."""
    return "posts " + " ".join(f"#{tag.key}" for tag in tags) + (f" {page}" if page > 1 else "")


def ask_posts(evening: Evening, place: Place, tags: Sequence[Tag], page: int = 1) -> None:
    """Who posts under any of these hashtags now, and how much each is used."""
    server = evening.described(place)
    if server is None or server.closed:
        return
    before = evening.oldest.get((place.name, posts_question(tags, page - 1)), "")

    def keep(found: list[tuple[Post, Stranger]]) -> int:
        if page == 1:
            known = [tag for tag in tags if tag not in evening.plan.made]
            for living in _counted(evening, server.domain, found, known):
                put_living_tag(evening.store, living)
        if not found:
            evening.silent.add(tuple(tags))
        if len(found) >= POSTS:
            evening.oldest[place.name, posts_question(tags, page)] = found[-1][0].id
        return evening.keep(place, server.domain, _met_posting(evening, found, tags))

    evening.asking.ask(
        place,
        posts_question(tags, page),
        POSTS_DAYS,
        lambda: read_tag_posts(place, server.domain, tags[0], tags[1:], before),
        keep,
    )


def _met_posting(
    evening: Evening, found: Sequence[tuple[Post, Stranger]], tags: Sequence[Tag]
) -> list[Encounter]:
    """The authors, the latest post last; old posts say nothing about who is there now."""
    asked = {tag.key: tag for tag in tags}
    since = evening.clock.now - _LONG_WEEK_AGO
    met = []
    for post, who in reversed(found):
        under = next((asked[tag.key] for tag in post.tags if tag.key in asked), None)
        if under is None or not since <= post.written_at <= evening.clock.now + _WEEK:
            continue
        day = min(evening.clock.day_of(post.written_at), evening.clock.today)
        language = post.language.partition("-")[0]
        met.append(Encounter(who, "hashtag", under.name, day, language, post.tags))
    return met


def _counted(
    evening: Evening,
    server: str,
    found: Sequence[tuple[Post, Stranger]],
    tags: Sequence[Tag],
) -> list[LivingTag]:
    """How much each hashtag was used this week, where the page reaches back so far."""
    since = evening.clock.now - _WEEK
    if len(found) >= POSTS and found[-1][0].written_at > since:
        return []
    lately = [post for post, _ in found if post.written_at > since]
    used = {tag: [post for post in lately if tag.key in {t.key for t in post.tags}] for tag in tags}
    return [
        LivingTag(
            tag,
            server,
            len(posts),
            len({post.author.key for post in posts}),
            exact=True,
            read_on=evening.clock.today,
        )
        for tag, posts in used.items()
    ]


def unsure_tags(evening: Evening) -> list[tuple[Place, Tag]]:
    """Hashtags whose week no page showed whole, with the last server of the plan to ask."""
    today, known = evening.clock.today, living_tags(evening.store)
    places = [place for place in evening.plan.places if evening.described(place) is not None]
    return [
        (places[-1], tag)
        for tag in evening.plan.known_tags
        if places and not (tag.key in known and known[tag.key].read_on == today)
    ]


def ask_week(evening: Evening, place: Place, tag: Tag) -> None:
    """How much a hashtag was used this week."""

    server = evening.described(place)
    name = server.domain if server else place.name

    def keep(found: TagWeek) -> int:
        living = LivingTag(tag, name, found.posts, found.people, found.exact, evening.clock.today)
        put_living_tag(evening.store, living)
        return 0

    what = f"week #{tag.key}"
    evening.asking.ask(place, what, WEEK_DAYS, lambda: read_tag_week(place, tag), keep)


def ask_directory(evening: Evening, place: Place, page: int) -> None:
    """Who asked to be listed on this server."""
    server = evening.described(place)
    if server is None:
        return

    def keep(found: list[Stranger]) -> int:
        today = evening.clock.today
        met = [Encounter(who, "directory", server.domain, today) for who in found]
        return evening.keep(place, server.domain, met)

    evening.asking.ask(
        place,
        f"directory {page}",
        DIRECTORY_DAYS,
        lambda: read_directory(place, server.domain, page * PEOPLE),
        keep,
    )


def most_telling(evening: Evening, what: str) -> list[tuple[Place, Identity]]:
    """Teachers of the teacher's topics on servers that are asked, whom to look at more closely.

    Only people of that very server: of others it knows but a part of their lists.
    Those come first who were met most often.
    """
    met = meetings(evening.store)
    of_colleagues = [
        known for known in identities(evening.store) if known.key in evening.colleagues
    ]
    found = []
    for place in evening.plan.places:
        server = evening.described(place)
        if server is None or (what == "collections" and not server.collections):
            continue
        found += [
            (place, known)
            for known in of_colleagues
            if known.host == place.name
            and known.key.rpartition("@")[2] == server.domain
            and (what != "following" or known.following > 0)
        ]
    found.sort(key=lambda entry: (-len(met.get(entry[1].key, ())), entry[1].key))
    return found


def ask_curated(evening: Evening, place: Place, handle: Handle) -> None:
    """What the account of a curated teacher is there, so that whom they follow can be asked."""
    server = evening.described(place)
    if server is None:
        return

    def keep(found: Stranger) -> int:
        met = [Encounter(found, None, "", evening.clock.today)]
        return evening.keep(place, server.domain, met)

    evening.asking.ask(
        place,
        f"curated {handle.key}",
        CURATED_DAYS,
        lambda: look_up(place, server.domain, handle),
        keep,
    )


def ask_following(evening: Evening, place: Place, identity: Identity) -> None:
    """Whom a teacher of the same topic follows."""
    server = evening.described(place)
    if server is None:
        return
    handle = _handle(evening, identity.key)

    def keep(found: list[Stranger]) -> int:
        today = evening.clock.today
        met = [Encounter(who, "followed", handle, today) for who in found]
        return evening.keep(place, server.domain, met)

    evening.asking.ask(
        place,
        f"following {identity.key}",
        FOLLOWING_DAYS,
        lambda: read_following(place, server.domain, identity.remote_id),
        keep,
    )


def ask_collections(evening: Evening, place: Place, identity: Identity) -> None:
    """The collections that a teacher of the same topic keeps, and who is in the first."""
    server = evening.described(place)
    if server is None:
        return
    mine: list[tuple[str, str]] = []

    def keep_names(found: list[Collection]) -> int:
        mine.extend((each.id, each.name) for each in found)
        return 0

    evening.asking.ask(
        place,
        f"collections {identity.key}",
        COLLECTION_DAYS,
        lambda: read_collections(place, identity.remote_id),
        keep_names,
    )
    for number, name in mine[:1]:

        def keep(found: list[Stranger], name: str = name) -> int:
            met = [Encounter(who, "collection", name, evening.clock.today) for who in found]
            return evening.keep(place, server.domain, met)

        evening.asking.ask(
            place,
            f"collection {number}",
            COLLECTION_DAYS,
            lambda number=number: read_collection(place, server.domain, number),  # type: ignore[misc]
            keep,
        )


def _handle(evening: Evening, key: HandleKey) -> str:
    return next((str(p.handle) for p in open_people(evening.store) if p.handle.key == key), key)


def ask_trunk(evening: Evening, place: Place) -> None:
    """Which lists of volunteers Trunk keeps."""

    def keep(names: list[str]) -> int:
        lists = [
            OpenList(list_address(place, name), name, place.name, evening.clock.today)
            for name in names
        ]
        put_open_lists(evening.store, place.name, lists)
        return 0

    evening.asking.ask(place, TRUNK_QUESTION, LISTS_DAYS, lambda: read_list_names(place), keep)
