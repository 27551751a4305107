"""What Bluesky tells, as values: read tolerantly, cleaned, only what is needed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, Tag, parse_handle, parse_tag
from plnbuddy.platforms.bluesky.xrpc import Fields
from plnbuddy.platforms.values import Account, Stranger

NOT_FOR_STRANGERS = "!no-unauthenticated"
"""The label of who does not want to be shown to people that are not logged in."""

# docs.bsky.app, moderation: global labels by which an account is hidden or warned of.
_LIMITING = frozenset({
    "!hide", "!takedown", "!suspend", "!warn", "spam", "scam", "impersonation", "porn", "sexual",
    "graphic-media", "gore", "nsfl", "intolerant", "extremist", "threat", "self-harm", "security",
    "misleading", "illicit", "rude",
})  # fmt: skip
_SELF_SAID_BOT = "bot"
_NO_HANDLE = "handle.invalid"
_BIO_LIMIT = 2_560  # bytes allowed by app.bsky.actor.profile, as characters more than enough


@dataclass(frozen=True)
class Strangers:
    """People who may be shown to strangers, and the names of those who say that they may not."""

    people: tuple[Stranger, ...]
    hidden: tuple[Handle, ...]


class ShapeError(ValueError):
    """An answer lacks what nothing can be done without."""


def read_profile(fields: object) -> Stranger:
    """An account in any of the profile views (app.bsky.actor.defs).

    Its id is the lasting identity (DID). A handle that no longer leads to it is no
    handle; then the identity stands in its place. Whoever is not for strangers counts as
    not wanting to be found.

    Raises:
        ShapeError: there is no identity.
    """
    if not isinstance(fields, Mapping):
        raise ShapeError("no profile")
    identity = _identity(fields)
    handle = read_name(fields, identity)
    labels = _labels(fields)
    bio = clean_text(_text(fields, "description"), _BIO_LIMIT)
    hidden = NOT_FOR_STRANGERS in labels
    account = Account(
        id=identity.username,
        handle=handle,
        name=clean_line(_text(fields, "displayName"), 100) or handle.username,
        discoverable=not hidden,
        noindex=hidden,
        bot=_SELF_SAID_BOT in labels,
        limited=bool(labels & _LIMITING),
        followers=_count(fields, "followersCount"),
        following=_count(fields, "followsCount"),
        posts=_count(fields, "postsCount"),
        bio_tags=tags_in(bio),
        has_bio=bool(bio),
        bio=bio,
        has_picture=bool(_text(fields, "avatar")),
    )
    return Stranger(account, bio)


def readable_profiles(items: Iterable[object]) -> list[Stranger]:
    """The profiles that can be read; one that lacks what is needed is passed over."""
    found = []
    for item in items:
        try:
            found.append(read_profile(item))
        except ShapeError:
            continue
    return found


def for_strangers(items: Iterable[object]) -> Strangers:
    """The profiles that can be read, parted by whether they may be shown."""
    found = readable_profiles(items)
    return Strangers(
        tuple(each for each in found if each.for_strangers),
        tuple(each.account.handle for each in found if not each.for_strangers),
    )


def read_name(fields: Fields, identity: Handle) -> Handle:
    """The handle, or the identity where the handle is broken."""
    name = _text(fields, "handle")
    if not name or name == _NO_HANDLE:
        return identity
    try:
        return parse_handle(f"@{name}")
    except UsageError:
        return identity


def _identity(fields: Fields) -> Handle:
    try:
        handle = parse_handle(_text(fields, "did"))
    except UsageError:
        raise ShapeError("no identity") from None
    if not handle.is_did:
        raise ShapeError("no identity")
    return handle


def _labels(fields: Fields) -> set[str]:
    """The values of the labels that hold; one with `neg` takes another back."""
    given, taken = set[str](), set[str]()
    labels = fields.get("labels")
    for label in labels if isinstance(labels, list) else []:
        if isinstance(label, Mapping) and isinstance(label.get("val"), str):
            (taken if label.get("neg") is True else given).add(label["val"])
    return given - taken


def tags_in(text: str) -> tuple[Tag, ...]:
    """The hashtags in a text."""
    found: dict[Tag, None] = {}
    for name in re.findall(r"#\w+", text):
        try:
            found[parse_tag(name)] = None
        except UsageError:
            continue
    return tuple(found)


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _count(fields: Fields, name: str) -> int:
    value = fields.get(name)
    return max(value, 0) if isinstance(value, int) else 0


def read_day(value: object) -> date | None:
    """The day of a moment as Bluesky writes it."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
