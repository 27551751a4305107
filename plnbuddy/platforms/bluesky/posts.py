"""Posts and notifications of Bluesky as values.

Places in a text are counted in bytes of UTF-8 there (app.bsky.richtext.facet), so an emoji
before a mention counts for more than one letter.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from plnbuddy.core.clean import clean_text
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, Tag, parse_handle, parse_tag
from plnbuddy.platforms.bluesky.entities import ShapeError, read_profile
from plnbuddy.platforms.bluesky.xrpc import Fields
from plnbuddy.platforms.values import Account, Notice, Post

_MENTIONS = frozenset({"mention", "reply", "quote"})
_QUOTES = frozenset({"app.bsky.embed.record", "app.bsky.embed.recordWithMedia"})
_POST = "/app.bsky.feed.post/"


def read_own_post(entry: object) -> Post:
    """A post of a feed (app.bsky.feed.defs#feedViewPost), as its author's own.

    Its id is its key, which grows with time; that of the post it answers is "DID/KEY".

    Raises:
        ShapeError: it is none, or passes on somebody else's.
    """
    if not isinstance(entry, Mapping) or isinstance(entry.get("reason"), Mapping):
        raise ShapeError("no post of one's own")
    view = _fields(entry, "post")
    author = read_profile(view.get("author")).account
    post = _read_post(str(view.get("uri") or ""), author, _fields(view, "record"))
    parent = _fields(_fields(entry, "reply"), "parent")
    try:
        other = read_profile(parent.get("author")).account.handle
    except ShapeError:
        return post
    return _with_mention(post, other)


def read_found_post(view: object) -> Post:
    """A post as a search finds it (app.bsky.feed.defs#postView).

    Raises:
        ShapeError: it is none.
    """
    if not isinstance(view, Mapping):
        raise ShapeError("no post")
    author = read_profile(view.get("author")).account
    return _read_post(str(view.get("uri") or ""), author, _fields(view, "record"), whole_id=True)


def read_notice(fields: object) -> Notice:
    """A notification (app.bsky.notification.listNotifications); its id grows with time.

    Raises:
        ShapeError: it lacks a date or whom it is from.
    """
    if not isinstance(fields, Mapping):
        raise ShapeError("no notification")
    account = read_profile(fields.get("author")).account
    moment = _moment(fields.get("indexedAt"))
    reason, uri = str(fields.get("reason") or ""), str(fields.get("uri") or "")
    post = None
    if reason in _MENTIONS:
        post = _read_post(uri, account, _fields(fields, "record"), whole_id=True)
    return Notice(
        id=f"{moment:%Y%m%dT%H%M%S%f}-{uri.rpartition('/')[2][:40]}",
        kind="follow" if reason == "follow" else "mention" if post else "other",
        happened_at=moment,
        account=account,
        post=post,
    )


def _read_post(uri: str, author: Account, record: Fields, *, whole_id: bool = False) -> Post:
    key = uri.rpartition(_POST)[2]
    if not key or _POST not in uri:
        raise ShapeError("no post")
    text = record.get("text")
    reply = _fields(record, "reply")
    languages = record.get("langs")
    answered = _post_id(str(_fields(reply, "parent").get("uri") or ""))
    return Post(
        id=f"{author.id}/{key}" if whole_id else key,
        author=author.handle,
        author_id=author.id,
        written_at=_moment(record.get("createdAt")),
        text=clean_text(text, 3_000) if isinstance(text, str) else "",
        link=f"https://bsky.app/profile/{author.handle.username}/post/{key}",
        visibility="public",
        language=str(languages[0]) if isinstance(languages, list) and languages else "",
        tags=_tags(record),
        mentions=_mentions(record),
        reply_to=answered,
        reply_to_account=answered.partition("/")[0],
        boosted=None,
        quotes=str(_fields(record, "embed").get("$type") or "") in _QUOTES,
    )


def _post_id(uri: str) -> str:
    """The post at an at:// address as "DID/KEY"; "" when it is none."""
    who, found, key = uri.removeprefix("at://").partition(_POST)
    return f"{who}/{key}" if found else ""


def _with_mention(post: Post, other: Handle) -> Post:
    from dataclasses import replace

    return replace(post, mentions=tuple(dict.fromkeys((other, *post.mentions))))


def _features(record: Fields) -> Iterator[tuple[Fields, str]]:
    """Each feature of a text's facets, with the piece of the text that it stands on."""
    text, facets = record.get("text"), record.get("facets")
    if not isinstance(text, str) or not isinstance(facets, list):
        return
    content = text.encode("utf-8", "replace")
    for facet in facets[:100]:
        if not isinstance(facet, Mapping):
            continue
        place, features = _fields(facet, "index"), facet.get("features")
        start, end = place.get("byteStart"), place.get("byteEnd")
        fits = isinstance(start, int) and isinstance(end, int) and 0 <= start < end
        piece = content[start:end].decode("utf-8", "replace") if fits else ""
        for feature in features if isinstance(features, list) else []:
            if isinstance(feature, Mapping):
                yield feature, piece


def _tags(record: Fields) -> tuple[Tag, ...]:
    found: dict[Tag, None] = {}
    more = record.get("tags")
    names = [feature.get("tag") for feature, _ in _features(record)]
    for name in [*names, *(more if isinstance(more, list) else [])]:
        if isinstance(name, str):
            try:
                found[parse_tag(name)] = None
            except UsageError:
                continue
    return tuple(found)


def _mentions(record: Fields) -> tuple[Handle, ...]:
    """Whom a text mentions: by the name that stands there, else by the lasting identity."""
    found: dict[Handle, None] = {}
    for feature, piece in _features(record):
        identity = feature.get("did")
        for word in (piece, identity):
            try:
                if isinstance(identity, str) and isinstance(word, str):
                    found[parse_handle(word)] = None
                    break
            except UsageError:
                continue
    return tuple(found)


def _fields(fields: Fields, name: str) -> Fields:
    found = fields.get(name)
    return found if isinstance(found, Mapping) else {}


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment:
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    raise ShapeError("no date")
