"""Accounts on other networks that somebody's own profile names."""

import re
from collections.abc import Iterable

from plnbuddy.core.errors import UsageError
from plnbuddy.core.found_handles import find_handles
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.core.platform import Platform

_MOST = 5
_BRIDGE_TO_FEDIVERSE = "bsky.brid.gy"
_BRIDGE_TO_BLUESKY = ".ap.brid.gy"
# "formerly @old on Twitter", "Twitter: @old", "@old@twitter.com" and their kin.
_ON_TWITTER = re.compile(
    r"@(?P<before>\w{1,20})\s+(?:on|at|auf|sur|en|su|op|på)\s+(?:twitter|x)\b"
    r"|\b(?:twitter|x)(?:/x)?\s*[:=]\s*@?(?P<after>\w{1,20})\b(?!\.)",
    re.IGNORECASE,
)
# "Bluesky: anna.bsky.social", "bsky @anna.school.org".
_ON_BLUESKY = re.compile(
    r"\b(?:bluesky|bsky)\s*[:=]?\s*@?(?P<name>(?:[a-z0-9-]+\.)+[a-z]{2,})\b", re.IGNORECASE
)


def named_accounts(
    own: Handle, bio: str, fields: Iterable[tuple[str, str]] = ()
) -> tuple[Handle, ...]:
    """The accounts on other networks that a profile names, the first few.

    Full handles and addresses of profiles count, and short names where the words beside
    them say of which network they are. A name alone never does.
    """
    lines = [bio, *(f"{label}: {value}" for label, value in fields)]
    found: dict[Handle, None] = {}
    for text in lines:
        found.update(dict.fromkeys(find_handles(text).handles))
        for pattern in (_ON_TWITTER, _ON_BLUESKY):
            for match in pattern.finditer(text):
                name = next(filter(None, match.groups()))
                try:
                    found[parse_handle(f"@{name}")] = None
                except UsageError:
                    continue
    return tuple(each for each in found if each.platform is not own.platform)[:_MOST]


def bridged(handle: Handle) -> Handle | None:
    """The same account behind the bridge between the fediverse and Bluesky (fed.brid.gy).

    Its names are made by rule (snarfed/bridgy-fed, docs): `@name.tld@bsky.brid.gy` is
    `@name.tld` of Bluesky, and `@user@server` is `@user.server.ap.brid.gy` there.
    """
    if handle.platform is not Platform.MASTODON:
        return None
    if handle.domain == _BRIDGE_TO_FEDIVERSE:
        name = handle.username
    else:
        name = f"{handle.username.replace('_', '-')}.{handle.domain}{_BRIDGE_TO_BLUESKY}"
    try:
        found = parse_handle(f"@{name}")
    except UsageError:
        return None
    return found if found.platform is Platform.BLUESKY else None
