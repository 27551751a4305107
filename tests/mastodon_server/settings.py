"""What kind of server to be: software, version, and what it lacks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

IdStyle = Literal["decimal", "ulid"]
FeedAccess = Literal["public", "authenticated", "disabled"]


@dataclass(frozen=True)
class ServerSettings:
    """How the server presents itself.

    Attributes:
        software: name in nodeinfo.
        version: what the instance endpoints say, compatibility note included.
        software_version: what nodeinfo says.
        api_version: Mastodon's API version, or None when the software states none.
        absent: path patterns (as in `fnmatch`) that answer 404.
        closed: path patterns that need a user's token even where Mastodon's default does not.
        oauth_metadata: whether /.well-known/oauth-authorization-server exists.
        pkce: whether a code can be bound to the secret of who asked for it (RFC 7636, S256).
        id_style: how ids look to clients; not every server uses decimal ones.
        token_lifetime: seconds that a new token works, or None for ever.
        registrations: whether new accounts are accepted.
        follow_ceiling: how many accounts a person may follow at least.
        collection_limit: how many collections a person may keep.
        hashtag_feeds: who may read posts under a hashtag, written here and written elsewhere;
            part of `timelines_access`, which servers state since 4.5.
        states_access: whether `timelines_access` is stated.
        open_lookup: whether accounts/lookup answers without a token, as it did before 4.6.
        api_open: whether anything but the server's own description answers without a token
            (Mastodon's DISALLOW_UNAUTHENTICATED_API_ACCESS).
        secure_mode: whether profiles as ActivityPub want a signed request.
    """

    software: str = "mastodon"
    version: str = "4.6.0"
    software_version: str = "4.6.0"
    api_version: int | None = 10
    title: str = "Classroom"
    absent: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    oauth_metadata: bool = True
    pkce: bool = True
    id_style: IdStyle = "decimal"
    token_lifetime: int | None = None
    registrations: bool = True
    follow_ceiling: int = 7_500
    collection_limit: int = 10
    hashtag_feeds: tuple[FeedAccess, FeedAccess] = ("public", "public")
    states_access: bool = True
    open_lookup: bool = True
    api_open: bool = True
    secure_mode: bool = False


def old_mastodon() -> ServerSettings:
    """Mastodon 3.5: no followed hashtags, no second instance endpoint, no API version."""
    return ServerSettings(
        version="3.5.19",
        software_version="3.5.19",
        api_version=None,
        absent=("/api/v1/followed_tags", "/api/v1/tags/*", "/api/v2/instance", "/api/v1/accounts"),
        oauth_metadata=False,
        pkce=False,
    )


def gotosocial() -> ServerSettings:
    """GoToSocial: ids that are not numbers, and no directory or suggestions."""
    return ServerSettings(
        software="gotosocial",
        version="0.20.2+git-1a2b3c4",
        software_version="0.20.2+git-1a2b3c4",
        api_version=None,
        absent=(
            "/api/v1/directory",
            "/api/v2/suggestions",
            "/api/v1/accounts/familiar_followers",
        ),
        oauth_metadata=True,
        pkce=False,
        id_style="ulid",
    )


def akkoma() -> ServerSettings:
    """Akkoma: calls itself compatible with an old Mastodon; ids that are not numbers."""
    return ServerSettings(
        software="akkoma",
        version="2.7.2 (compatible; Akkoma 3.15.2)",
        software_version="3.15.2",
        api_version=None,
        absent=("/api/v1/accounts/familiar_followers", "/api/v1/accounts/*/featured_tags"),
        oauth_metadata=False,
        pkce=False,
        id_style="ulid",
    )


def pixelfed() -> ServerSettings:
    """Pixelfed: calls itself compatible with Mastodon 3.5 and lacks lists of accounts."""
    return ServerSettings(
        software="pixelfed",
        version="3.5.3 (compatible; Pixelfed 0.12.5)",
        software_version="0.12.5",
        api_version=None,
        absent=(
            "/api/v1/lists",
            "/api/v1/lists/*",
            "/api/v1/accounts/familiar_followers",
            "/api/v2/suggestions",
        ),
        oauth_metadata=False,
        pkce=False,
    )


VARIANTS: dict[str, Callable[[], ServerSettings]] = {
    "mastodon": ServerSettings,
    "old-mastodon": old_mastodon,
    "gotosocial": gotosocial,
    "akkoma": akkoma,
    "pixelfed": pixelfed,
}
