"""Twitter archives in the layouts of all years, with what a test puts into them."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Plnbuddy

OWN = "mrshart"
OWN_ID = "7"


def tweet(
    number: int,
    text: str,
    *,
    when: str = "Wed Oct 10 20:19:24 +0000 2018",
    mentions: Sequence[tuple[str, str, str]] = (),
    tags: Sequence[str] = (),
    urls: Mapping[str, str] | None = None,
    reply_to: tuple[int, str, str] | None = None,
) -> dict[str, Any]:
    """A tweet; a mention is (username, name, number), `reply_to` (tweet, username, number)."""
    made: dict[str, Any] = {
        "id": str(number),
        "id_str": str(number),
        "full_text": text,
        "created_at": when,
        "retweeted": False,
        "truncated": False,
        "lang": "en",
        "favorite_count": "0",
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {
            "hashtags": [{"text": tag, "indices": ["0", "1"]} for tag in tags],
            "symbols": [],
            "user_mentions": [
                {"screen_name": username, "name": name, "id_str": i, "id": i, "indices": ["0", "1"]}
                for username, name, i in mentions
            ],
            "urls": [
                {"url": short, "expanded_url": long, "display_url": long, "indices": ["0", "1"]}
                for short, long in (urls or {}).items()
            ],
        },
    }
    if reply_to:
        made["in_reply_to_status_id_str"] = made["in_reply_to_status_id"] = str(reply_to[0])
        made["in_reply_to_screen_name"] = reply_to[1]
        made["in_reply_to_user_id_str"] = made["in_reply_to_user_id"] = reply_to[2]
    return made


def script(name: str, items: object, part: int = 0) -> str:
    """A file of the archive: an assignment with a JSON array."""
    return f"window.YTD.{name}.part{part} = {json.dumps(items, indent=2, ensure_ascii=False)}"


def members(
    tweets: Sequence[dict[str, Any]],
    *,
    file: str = "data/tweets.js",
    wrapped: bool = True,
    following: Sequence[str] = (),
) -> dict[str, str]:
    """The files of an archive in the layout since 2019."""
    return {
        file: script("tweets", [{"tweet": each} if wrapped else each for each in tweets]),
        "data/account.js": script(
            "account", [{"account": {"username": OWN, "accountId": OWN_ID, "email": "x@y.example"}}]
        ),
        "data/following.js": script(
            "following", [{"following": {"accountId": number}} for number in following]
        ),
        "data/direct-messages.js": script(
            "direct_messages", [{"dmConversation": {"messages": [{"text": "SECRET"}]}}]
        ),
        "data/manifest.js": "window.__THAR_CONFIG = {}",
        "Your archive.html": "<html></html>",
    }


def old_members(tweets: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The files of an archive in the layout before 2019: one for each month."""
    body = json.dumps(tweets, indent=1)
    return {
        "data/js/tweets/2014_05.js": f"Grailbird.data.tweets_2014_05 =\n {body}",
        "data/js/user_details.js": 'var user_details =  {\n "screen_name" : "mrshart",\n'
        ' "id" : "7" }',
        "data/js/tweet_index.js": "var tweet_index =  [ ]",
        "index.html": "<html></html>",
    }


def write_zip(file: Path, content: Mapping[str, str | bytes]) -> Path:
    """A zip file with these members."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return file


def write_folder(folder: Path, content: Mapping[str, str | bytes]) -> Path:
    """The same, unpacked."""
    for name, text in content.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


ANNA = ("anna", "Anna", "101")
BEN = ("ben_t", "Ben 🎵 @ben@mastodon.social", "102")
TWEETS = [
    tweet(1, "My unit on rhythm #musiced https://t.co/a", tags=["musiced"],
          urls={"https://t.co/a": "https://example.org/unit"}),
    tweet(2, "@anna thank you, that worked", mentions=[ANNA], reply_to=(90, "anna", "101")),
    tweet(3, "@anna try clapping first #musiced", mentions=[ANNA], tags=["musiced"],
          reply_to=(91, "anna", "101")),
    tweet(4, "RT @ben_t: Ten songs for the first week", mentions=[BEN]),
    tweet(5, "and one more thing", reply_to=(1, "mrshart", "7")),
    tweet(6, "Worth reading &amp; sharing https://t.co/b",
          urls={"https://t.co/b": "https://twitter.com/clara/status/99"}),
    tweet(7, "Find me at @hart@fosstodon.org or mail hart@gmail.com"),
    tweet(8, "@ben_t look at this", mentions=[BEN]),
]  # fmt: skip


def entries(plnbuddy: Plnbuddy) -> dict[str, dict[str, Any]]:
    """The journal by uid."""
    answer = plnbuddy("log", "list", "--all", "--json", ok=False)
    return {entry["uid"]: entry for entry in answer.data["entries"]}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_zip(tmp_path / "twitter.zip", members(TWEETS, following=["101", "102", "555"]))
