"""A tweet as archives of all years hold it: its fields, and its moment."""

from datetime import UTC, datetime
from typing import Any

import msgspec

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}


class TweetTag(msgspec.Struct):
    """A hashtag inside a tweet."""

    text: str = ""


class TweetMention(msgspec.Struct):
    """Somebody whom a tweet names."""

    screen_name: str = ""
    name: str | None = ""
    id_str: str | None = ""


class TweetUrl(msgspec.Struct):
    """A shortened address and what it stands for."""

    url: str | None = ""
    expanded_url: str | None = ""


class TweetEntities(msgspec.Struct):
    """What Twitter found in a tweet's text."""

    hashtags: list[TweetTag] = []
    user_mentions: list[TweetMention] = []
    urls: list[TweetUrl] = []
    media: list[TweetUrl] = []


class Retweeted(msgspec.Struct):
    """The tweet that an old archive says was passed on."""

    user: TweetMention | None = None


class Tweet(msgspec.Struct):
    """The fields of a tweet that matter here; archives of all years have some of them."""

    id_str: str = ""
    id: str | int = ""
    full_text: str = ""
    text: str = ""
    created_at: str = ""
    in_reply_to_status_id_str: str | None = None
    in_reply_to_status_id: str | int | None = None
    in_reply_to_user_id_str: str | None = None
    in_reply_to_screen_name: str | None = None
    entities: TweetEntities | None = None
    retweeted_status: Retweeted | None = None


class WrappedTweet(msgspec.Struct):
    """A tweet as archives since 2019 hold it."""

    tweet: Tweet


_decoder = msgspec.json.Decoder(list[WrappedTweet])


def decode_tweets(part: bytes) -> list[Tweet]:
    """The tweets of a JSON array of wrapped ones.

    Raises:
        ValueError: not such an array.
    """
    return [item.tweet for item in _decoder.decode(part)]


def repair_tweet(item: dict[str, Any]) -> Tweet | None:
    """The tweet in one item, wrapped or not; None when it is none."""
    try:
        return msgspec.convert(item.get("tweet", item), Tweet, strict=False)
    except (msgspec.ValidationError, AttributeError):
        return None


def read_tweet_moment(text: str) -> datetime | None:
    """The moment (UTC) in a tweet; None when it cannot be read.

    "Wed Oct 10 20:19:24 +0000 2018" since 2018, "2013-05-11 20:15:08 +0000"
    before; a date without a zone is UTC, as all of Twitter's are.
    """
    try:
        if len(text) == 30 and text[20:25] == "+0000":
            return datetime(
                int(text[26:]), _MONTHS[text[4:7]], int(text[8:10]),
                int(text[11:13]), int(text[14:16]), int(text[17:19]), tzinfo=UTC,
            )  # fmt: skip
        moment = datetime.fromisoformat(text.replace(" +", "+"))
    except (ValueError, KeyError):
        return None
    if not 2006 <= moment.year <= 2200:
        return None
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).replace(microsecond=0)
