"""Posts and notifications as the AppView shows them."""

from tests.bluesky.signing_in import ME
from tests.bluesky.stand_in import did, view

FEED = "app.bsky.feed.getAuthorFeed"
NOTICES = "app.bsky.notification.listNotifications"


def post(key: str, text: str = "Good morning", **record: object) -> dict[str, object]:
    """An entry of one's own feed; its day is the one of the tests."""
    made = {"text": text, "createdAt": "2026-11-23T10:00:00.000Z", "langs": ["en"], **record}
    uri = f"at://{ME}/app.bsky.feed.post/{key}"
    return {"post": {"uri": uri, "author": view("me"), "record": made}}


def notice(reason: str, name: str, key: str, hour: int, **record: object) -> dict[str, object]:
    kind = "app.bsky.graph.follow" if reason == "follow" else "app.bsky.feed.post"
    moment = f"2026-11-23T{hour:02}:00:00.000Z"
    return {
        "uri": f"at://{did(name)}/{kind}/{key}",
        "reason": reason,
        "author": view(name),
        "indexedAt": moment,
        "record": {"text": "Hello", "createdAt": moment, **record},
    }
