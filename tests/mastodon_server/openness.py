"""What a server gives to who has no token: the settings of hashtag timelines (since 4.5)."""

from .calls import Call
from .exchange import ApiError, JsonObject
from .settings import ServerSettings


def stated_access(settings: ServerSettings) -> JsonObject:
    """`timelines_access` of a server's description; nothing where it states none."""
    if not settings.states_access:
        return {}
    here, elsewhere = settings.hashtag_feeds
    everywhere = {"local": "public", "remote": "public"}
    return {
        "timelines_access": {
            "live_feeds": everywhere,
            "hashtag_feeds": {"local": here, "remote": elsewhere},
            "trending_link_feeds": everywhere,
        }
    }


def is_feed_given(call: Call) -> bool:
    """Whether there are posts in a hashtag timeline for this caller; a disabled one is empty.

    Raises:
        ApiError: 401, the part that is asked for needs a token.
    """
    here, elsewhere = call.settings.hashtag_feeds
    asked = {here, elsewhere}
    if call.request.flag("local"):
        asked = {here}
    elif call.request.flag("remote"):
        asked = {elsewhere}
    if "authenticated" in asked and call.viewer is None:
        raise ApiError(401, "The access token is invalid")
    return "disabled" not in asked
