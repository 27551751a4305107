"""The archive that a Mastodon server gives, as a zip or tar.gz file or a folder.

`outbox.json` holds the teacher's own posts as ActivityPub; `actor.json` says whose
they are. The rules are those of `sync`, and so are the uids: what both bring comes once.
Likes and bookmarks are no activities, and are not read.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plnbuddy.core.clean import as_argument, clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.handles import Handle, Tag, parse_handle, parse_tag
from plnbuddy.core.model import Activity
from plnbuddy.core.origins import MASTODON_ARCHIVE, Origin
from plnbuddy.core.plausible import doubt_about
from plnbuddy.core.web_address import parse_link
from plnbuddy.imports.comments import read_moment
from plnbuddy.imports.container import Container, open_container, wrong_archive
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.json_stream import JsonItems, Watched
from plnbuddy.imports.mastodon_csv import MastodonFollows, open_mastodon_table
from plnbuddy.imports.run import Report, fingerprint_of
from plnbuddy.platforms.mastodon.entities import plain_text
from plnbuddy.platforms.post_rules import OPEN, activity_from_post
from plnbuddy.platforms.values import Post

_OUTBOX, _ACTOR = "outbox.json", "actor.json"
_POST_TYPES = frozenset({"Note", "Question", "Article"})
_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_ACTOR_LIMIT = 1_000_000  # bytes
_NUMBER = re.compile(r"[A-Za-z0-9-]{1,60}")

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Actor:
    """Whose archive it is: the handle, and the addresses by which posts name the teacher."""

    handle: Handle
    id: str
    url: str
    followers: str

    def wrote(self, post: str) -> bool:
        """Whether a post with that address is the teacher's own."""
        return any(start and post.startswith(f"{start}/") for start in (self.id, self.url))


@dataclass(frozen=True)
class MastodonArchive:
    """A Mastodon archive as something to import."""

    place: Path
    clock: Clock
    fingerprint: str
    origin: Origin = MASTODON_ARCHIVE

    @property
    def name(self) -> str:
        """The name of the file or folder."""
        return clean_line(self.place.name)

    def read(self, findings: Findings, report: Report) -> Iterator[Activity]:
        """The teacher's posts as activities, in the order of the archive.

        Raises:
            UsageError: no Mastodon archive.
            PlnbuddyError: damaged, incomplete or dangerous.
        """
        with open_container(self.place) as container:
            outbox, actor = _outermost(container, _OUTBOX), _read_actor(container, self.place)
            reader = _Posts(actor, self.clock, findings)
            with container.stream(outbox) as stream:
                watched = Watched(stream, report, "posts", 0, container.size(outbox))
                items, read = JsonItems(watched, "orderedItems"), 0
                for item in items:
                    read += 1
                    activity = reader.activity(item)
                    if activity:
                        yield activity
        _refuse_half(clean_line(self.place.name), items, read)


def open_mastodon(place: Path, clock: Clock) -> MastodonArchive | MastodonFollows:
    """What was given: the archive, or one of the tables that Mastodon exports.

    Raises:
        UsageError: neither; the sentence says what it looks like.
        PlnbuddyError: damaged, incomplete or dangerous.
    """
    if place.name == _OUTBOX and place.with_name(_ACTOR).exists():
        place = place.parent
    if place.is_file() and place.suffix.lower() in (".csv", ".txt"):
        return open_mastodon_table(place)
    with open_container(place) as container:
        if not container.find(_OUTBOX):
            tables = container.find("following_accounts.csv", "lists.csv")
            if tables:
                raise UsageError(
                    f"{place.name} holds tables that Mastodon exports.",
                    "Import them one by one: plnbuddy import mastodon-archive "
                    f"{as_argument(tables[0])}",
                )
            raise wrong_archive(place, "a Mastodon archive", container.names())
        _read_actor(container, place)
    return MastodonArchive(place, clock, fingerprint_of(place, str(clock.zone)))


def _refuse_half(name: str, items: JsonItems, read: int) -> None:
    """Say that an archive was not read to its end, or holds far less than it says.

    Raises:
        PlnbuddyError: it is so; what could be read is kept.
    """
    said = items.announced or 0
    if items.complete and read * 2 >= said:
        return
    problem = (
        f"{_OUTBOX} in {name} says that it holds {said:,} posts, and holds {read:,}"
        if items.complete
        else f"{_OUTBOX} in {name} ends too early, after {read:,} posts"
    )
    raise PlnbuddyError(
        f"{problem}; what is there was read.",
        "Ask your server for a new archive and import it too: nothing will be doubled.",
    )


def _outermost(container: Container, name: str) -> str:
    """The member of that name that lies nearest to the top."""
    return min(container.find(name), key=lambda found: (found.count("/"), found))


def _read_actor(container: Container, place: Path) -> Actor:
    incomplete = PlnbuddyError(
        f"{clean_line(place.name)} does not say whose archive it is: its {_ACTOR} is missing "
        "or damaged.",
        "Download the archive again, or unpack all of it into one folder.",
    )
    if not container.find(_ACTOR):
        raise incomplete
    with container.stream(_outermost(container, _ACTOR)) as stream:
        content = stream.read(_ACTOR_LIMIT)
    try:
        fields = json.loads(content)
        domain = urlsplit(_text(fields, "id")).netloc
        # The handle's domain may be another one than the server's; newer ones say so.
        stated = _text(fields, "webfinger").removeprefix("acct:")
        handle = parse_handle(stated or f"{_text(fields, 'preferredUsername')}@{domain}")
    except (ValueError, AttributeError, RecursionError, UsageError):
        raise incomplete from None
    return Actor(handle, *(_text(fields, name) for name in ("id", "url", "followers")))


class _Posts:
    """Reads the items of the outbox, oldest first, as Mastodon writes them."""

    def __init__(self, actor: Actor, clock: Clock, findings: Findings) -> None:
        self._actor = actor
        self._clock = clock
        self._findings = findings
        self._to_others: set[str] = set()

    def activity(self, item: dict[str, Any] | None) -> Activity | None:
        """The activity that an item is; what is none is counted, with what it told."""
        post_or_reason = self._read(item)
        if isinstance(post_or_reason, str):
            self._findings.left_out[post_or_reason] += 1
            return None
        activity = activity_from_post(
            self._actor.handle.key, self._actor.handle, post_or_reason, self._clock
        )
        if activity is None:
            direct = post_or_reason.visibility == "direct"
            reason = "private notes to yourself" if direct else "further posts of a thread"
            self._findings.left_out[reason] += 1
            return None
        for handle in activity.people:
            self._findings.met(handle, activity.day)
        for tag in activity.tags:
            self._findings.used(tag, activity.day)
        return activity

    def _read(self, item: dict[str, Any] | None) -> Post | str:
        """The post in an item, or why there is none."""
        if item and item.get("type") == "Announce":
            return "boosts without a comment"
        note = item.get("object") if item and item.get("type") == "Create" else None
        if (
            not isinstance(note, dict)
            or note.get("type") not in _POST_TYPES
            or not _text(note, "id")
        ):
            return "items that are no posts, or could not be read"
        moment = read_moment(_text(note, "published"))
        doubt = doubt_about(moment, self._clock)
        if doubt or moment is None:
            return f"posts {doubt}"
        return self._post(note, min(moment, self._clock.now))

    def _post(self, note: Fields, written_at: datetime) -> Post:
        """The post as the teacher's server would describe it."""
        actor, reply_to = self._actor, _text(note, "inReplyTo")
        number = _number(_text(note, "id"))
        to_own = actor.wrote(reply_to) and _number(reply_to) not in self._to_others
        if reply_to and not to_own:
            # As on the server: going on below one's answer to somebody is an answer, too.
            self._to_others.add(number)
        visibility = self._visibility(note)
        return Post(
            id=number,
            author=actor.handle,
            author_id=actor.id,
            written_at=written_at,
            text=plain_text(_text(note, "content")),
            # A post for followers only opens for nobody else, so it is no evidence.
            link=_link(note) if visibility in OPEN else "",
            visibility=visibility,
            language="",
            tags=tuple(_tags(note)),
            mentions=tuple(self._mentions(note)),
            reply_to=reply_to,
            reply_to_account=actor.id if to_own else "",
            boosted=None,
            quotes=False,
        )

    def _visibility(self, note: Fields) -> str:
        """Public in `to` is public, in `cc` unlisted; without it, for followers or direct."""
        to, cc = _words(note.get("to")), _words(note.get("cc"))
        if note.get("localOnly") or note.get("local_only"):
            return "private"  # Some servers keep a post to themselves.
        if _PUBLIC & to:
            return "public"
        if _PUBLIC & cc:
            return "unlisted"
        followers = self._actor.followers
        if any(word == followers or word.endswith("/followers") for word in to | cc):
            return "private"
        return "direct"

    def _mentions(self, note: Fields) -> Iterator[Handle]:
        """Who is mentioned; a name without a domain belongs to the server of its address."""
        own = self._actor
        for tag in _mappings(note.get("tag")):
            if tag.get("type") != "Mention":
                continue
            name = _text(tag, "name").removeprefix("@")
            domain = urlsplit(_text(tag, "href")).netloc
            if domain == urlsplit(own.id).netloc:
                domain = own.handle.domain
            try:
                yield parse_handle(f"@{name}" if "@" in name else f"@{name}@{domain}")
            except UsageError:
                continue


def _tags(note: Fields) -> Iterator[Tag]:
    for tag in _mappings(note.get("tag")):
        if tag.get("type") == "Hashtag":
            try:
                yield parse_tag(_text(tag, "name"))
            except UsageError:
                continue


def _number(address: str) -> str:
    """The post's number on its server, which stands at the end of its address."""
    last = address.rstrip("/").rpartition("/")[2]
    return last if _NUMBER.fullmatch(last) else hashlib.sha256(address.encode()).hexdigest()[:24]


def _link(note: Fields) -> str:
    for name in ("url", "id"):
        try:
            return parse_link(_text(note, name))
        except UsageError:
            continue
    return ""


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _words(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    return {item for item in value if isinstance(item, str)} if isinstance(value, list) else set()


def _mappings(value: object) -> list[Fields]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, Mapping)]
