"""What servers tell, as frozen values: read tolerantly, cleaned, only what is needed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from plnbuddy.core.clean import clean_line, clean_text, is_number
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, Tag, parse_handle, parse_tag
from plnbuddy.platforms.values import Account, Notice, Post, Relationship

Fields = Mapping[str, Any]

_BREAKS = re.compile(r"<(?:br\s*/?|/p|/li)>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Instance:
    """A server: the domain of its handles, its name, its software, whether it has collections."""

    domain: str
    title: str
    version: str
    collections: bool


class EntityError(ValueError):
    """An answer lacks what nothing can be done without."""


def read_instance(fields: Fields, fallback: str) -> Instance:
    """A server's description of itself, in version 2 (`domain`) or 1 (`uri`)."""
    domain = _text(fields, "domain") or _text(fields, "uri") or fallback
    host = urlsplit(domain).netloc if "://" in domain else domain
    api = _at(fields, "api_versions").get("mastodon")
    collections = isinstance(api, int) and api >= _COLLECTIONS_SINCE
    name = clean_line(host.lower(), 253)
    return Instance(name, _line(fields, "title"), _line(fields, "version"), collections)


_COLLECTIONS_SINCE = 10  # `api_versions.mastodon` of Mastodon 4.6
_PROFILE_LIMIT = 10_000  # characters; Mastodon allows 500, other programs more
_MOST_FIELDS = 16
_FEATURABLE = ("automatic", "manual")  # of `feature_approval`; "missing" and "unknown" mean no


def read_account(fields: Fields, home: str) -> Account:
    """An account; `home` is the domain of accounts whose `acct` names none.

    Raises:
        EntityError: there is no id or no handle.
    """
    acct = _text(fields, "acct") or _text(fields, "username")
    try:
        handle = parse_handle(acct if "@" in acct else f"{acct}@{home}")
    except UsageError as error:
        raise EntityError(error.problem) from None
    bio = _text(fields, "note")
    moved = fields.get("moved")
    return Account(
        id=_identifier(fields),
        handle=handle,
        name=_without_emoji(_line(fields, "display_name")) or handle.username,
        discoverable=_flag(fields, "discoverable"),
        noindex=bool(_flag(fields, "noindex")),
        locked=bool(_flag(fields, "locked")),
        bot=bool(_flag(fields, "bot")),
        limited=bool(_flag(fields, "limited")),
        suspended=bool(_flag(fields, "suspended")),
        memorial=bool(_flag(fields, "memorial")),
        hides_collections=bool(_flag(fields, "hide_collections")),
        moved_to=read_account(moved, home).handle if isinstance(moved, Mapping) else None,
        last_post=_day(fields.get("last_status_at")),
        followers=_count(fields, "followers_count"),
        following=_count(fields, "following_count"),
        posts=_count(fields, "statuses_count"),
        bio_tags=_tags_in(plain_text(bio)),
        has_bio=bool(plain_text(bio)),
        has_picture=_has_picture(_text(fields, "avatar")),
        link=_address(_text(fields, "url")),
        featurable=_at(fields, "feature_approval").get("current_user") in _FEATURABLE,
        bio=bio[:_PROFILE_LIMIT],
        profile_fields=_profile_fields(fields.get("fields")),
    )


def _profile_fields(items: object) -> tuple[tuple[str, str], ...]:
    """Label and text of the fields of a profile; other programs allow more than Mastodon's four."""
    return tuple(
        (_text(item, "name")[:_PROFILE_LIMIT], _text(item, "value")[:_PROFILE_LIMIT])
        for item in _mappings(items)[:_MOST_FIELDS]
    )


def read_post(fields: Fields, home: str) -> Post:
    """A post.

    Raises:
        EntityError: there is no id, author or date.
    """
    account = fields.get("account")
    if not isinstance(account, Mapping):
        raise EntityError("a post without an author")
    boosted = fields.get("reblog")
    return Post(
        id=_identifier(fields),
        author=(author := read_account(account, home)).handle,
        author_id=author.id,
        written_at=_moment(fields.get("created_at")),
        text=plain_text(_text(fields, "content")),
        link=_address(_text(fields, "url") or _text(fields, "uri")),
        visibility=_visibility(fields),
        language=_text(fields, "language"),
        tags=_named_tags(fields.get("tags")),
        mentions=_mentioned(fields.get("mentions"), home),
        reply_to=str(fields.get("in_reply_to_id") or ""),
        reply_to_account=str(fields.get("in_reply_to_account_id") or ""),
        boosted=read_post(boosted, home) if isinstance(boosted, Mapping) else None,
        quotes=bool(fields.get("quote") or fields.get("quote_id")),
    )


def _visibility(fields: Fields) -> str:
    """Who may see a post, in the server's word; "local" where it stays on its own server.

    Glitch, Hometown and GoToSocial mark that beside a visibility that says "public".
    """
    if any(fields.get(mark) not in (None, False) for mark in ("local_only", "localOnly")):
        return "local"
    return _text(fields, "visibility") or "unknown"


def read_notice(fields: Fields, home: str) -> Notice:
    """A notification.

    Raises:
        EntityError: there is no id, account or date.
    """
    account, post = fields.get("account"), fields.get("status")
    if not isinstance(account, Mapping):
        raise EntityError("a notification without an account")
    kind = _text(fields, "type")
    return Notice(
        id=_identifier(fields),
        kind=kind if kind in ("follow", "mention") else "other",  # type: ignore[arg-type]
        happened_at=_moment(fields.get("created_at")),
        account=read_account(account, home),
        post=read_post(post, home) if isinstance(post, Mapping) else None,
    )


def read_relationship(fields: Fields) -> Relationship:
    """How the teacher's account stands to another.

    Raises:
        EntityError: there is no id.
    """
    return Relationship(
        id=_identifier(fields),
        following=bool(_flag(fields, "following")),
        requested=bool(_flag(fields, "requested")),
        unwanted=bool(_flag(fields, "blocking") or _flag(fields, "muting")),
    )


def read_tag(fields: Fields) -> Tag:
    """A hashtag.

    Raises:
        EntityError: it has no name.
    """
    try:
        return parse_tag(_text(fields, "name"))
    except UsageError as error:
        raise EntityError(error.problem) from None


def plain_text(markup: str) -> str:
    """HTML of a bio or a post as plain text, cleaned."""
    spaced = _BREAKS.sub("\n", markup)
    return clean_text(unescape(_MARKUP.sub("", spaced)))


def _identifier(fields: Fields) -> str:
    value = fields.get("id")
    if value in (None, ""):
        raise EntityError("no id")
    return clean_line(str(value), 100)


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _line(fields: Fields, name: str) -> str:
    return clean_line(plain_text(_text(fields, name)), 100)


def _without_emoji(name: str) -> str:
    return clean_line(re.sub(r":\w+:", "", name), 100)


def _at(fields: Fields, name: str) -> Fields:
    value = fields.get(name)
    return value if isinstance(value, Mapping) else {}


def _flag(fields: Fields, name: str) -> bool | None:
    """Yes or no, also as a number or in words; None for anything else."""
    value = fields.get(name)
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower())
    return bool(value) if isinstance(value, int) else None


def _count(fields: Fields, name: str) -> int:
    """A number of things, also as text; 0 for anything else."""
    value = fields.get(name)
    if isinstance(value, str) and is_number(value):
        return int(value)
    return max(value, 0) if isinstance(value, int) else 0


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, datetime):
        raise EntityError("no date")
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None


def _address(url: str) -> str:
    cleaned = clean_line(url, 2_000)
    return cleaned if cleaned.startswith(("https://", "http://")) and " " not in cleaned else ""


_STAND_IN = re.compile(
    r"/(?:missing|avi|person-\d+|user-default|anonymous|no[-_]?avatar)\.\w+$"
    r"|default|identicon|placeholder|gravatar\.com/avatar/0+\b",
    re.IGNORECASE,
)


def _has_picture(address: str) -> bool:
    """Whether the picture is one of the account's own.

    Without one Mastodon shows …/avatars/original/missing.png, GoToSocial one of
    /assets/default_avatars/, Akkoma and Pleroma /images/avi.png, Pixelfed default.jpg,
    Misskey and its kin /identicon/…, Friendica /images/person-300.jpg.
    """
    return bool(address) and not _STAND_IN.search(urlsplit(address).path)


def _tags_in(text: str) -> tuple[Tag, ...]:
    return _parsed_tags(re.findall(r"#\w+", text))


def _named_tags(items: object) -> tuple[Tag, ...]:
    return _parsed_tags(_text(item, "name") for item in _mappings(items))


def _parsed_tags(names: Iterable[str]) -> tuple[Tag, ...]:
    found: dict[Tag, None] = {}
    for name in names:
        try:
            found[parse_tag(name)] = None
        except UsageError:
            continue
    return tuple(found)


def _mentioned(items: object, home: str) -> tuple[Handle, ...]:
    found: dict[Handle, None] = {}
    for item in _mappings(items):
        acct = _text(item, "acct")
        try:
            found[parse_handle(acct if "@" in acct else f"{acct}@{home}")] = None
        except UsageError:
            continue
    return tuple(found)


def _mappings(items: object) -> list[Fields]:
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
