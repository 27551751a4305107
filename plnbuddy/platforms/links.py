"""Where to look at a suggestion, and where to act on it, without an account."""

from urllib.parse import quote

from plnbuddy.core.handles import Handle, Tag

_OPEN_SERVER = "mastodon.social"  # Its tag pages can be read without an account.


def profile_link(handle: Handle) -> str:
    """The account's own page, on its own server."""
    if handle.on_twitter:
        return f"https://x.com/{handle.username}"
    return f"https://{handle.domain}/@{handle.username}"


def follow_link(handle: Handle, server: str) -> str:
    """Where following happens.

    Twitter/X has an intent page. On Mastodon the teacher's own server opens its
    follow dialogue (`/authorize_interaction`); without a known server it is the
    account's page, whose Follow button asks for the server.
    """
    if handle.on_twitter:
        return f"https://x.com/intent/follow?screen_name={handle.username}"
    if server:
        return f"https://{server}/authorize_interaction?uri={quote(str(handle)[1:], safe='')}"
    return profile_link(handle)


def tag_link(tag: Tag, server: str, *, on_twitter: bool = False) -> str:
    """The page of a hashtag, with its follow button where the teacher is logged in."""
    if on_twitter:
        return f"https://x.com/hashtag/{quote(tag.name)}"
    return f"https://{server or _OPEN_SERVER}/tags/{quote(tag.name)}"
