"""Which activity, if any, a tweet of an archive is. docs/imports.md states these rules."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import msgspec

from plnbuddy.core.clean import clean_line, is_number
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, Tag, parse_handle, parse_tag
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import TWITTER_ARCHIVE
from plnbuddy.core.platform import Platform
from plnbuddy.core.web_address import LINK_LIMIT, parse_link
from plnbuddy.imports.findings import Findings
from plnbuddy.store.imports import Claim

_TEXT_LIMIT = 1_000  # characters
_MOST_LINKS = 10
_RETWEET = re.compile(r"RT @(\w{1,20}):?\s")
_QUOTED = re.compile(r"https?://(?:mobile\.)?(?:twitter|x)\.com/(\w{1,20})/status/\d+")
_FEDIVERSE = re.compile(r"(?<![\w@./])@?([A-Za-z0-9_.]{1,30})@((?:[a-z0-9-]+\.)+[a-z]{2,20})", re.I)
_FEDIVERSE_ADDRESS = re.compile(
    r"https?://((?:[a-z0-9-]+\.)+[a-z]{2,20})/@([A-Za-z0-9_.]{1,30})/?$"
)
# What `parse_link` would give back as it is.
_PLAIN_LINK = re.compile(r"https?://[!#-;=?-~]+")
_MAIL = re.compile(
    r"(?:g(?:oogle)?mail|yahoo|hotmail|outlook|icloud|me|aol|gmx|web|protonmail|live)\.\w+", re.I
)
# Sites whose addresses look like a fediverse profile.
_NO_SERVERS = frozenset({"medium.com", "www.youtube.com", "youtube.com", "m.youtube.com",
                         "www.tiktok.com", "tiktok.com", "www.flickr.com", "t.me"})  # fmt: skip
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


class TweetReader:
    """Makes activities of tweets, and notes what else they tell.

    Args:
        own: the teacher's username on Twitter, "" when the archive does not say.
        own_id: the number of the teacher's account, or "".
        follows: numbers of accounts that the teacher follows.
        long_texts: the whole texts of long tweets, by their moment.
    """

    def __init__(
        self,
        own: str,
        own_id: str,
        follows: set[str],
        long_texts: dict[datetime, str],
        clock: Clock,
        findings: Findings,
    ) -> None:
        self._own = own.lower()
        self._own_id = own_id
        self._address = f"https://x.com/{own or 'i'}/status/"
        self._follows = follows
        self._long_texts = long_texts
        self._clock = clock
        self._findings = findings

    def activity(self, tweet: Tweet) -> Activity | None:
        """The activity that a tweet is.

        - A retweet: *connect*, with whoever wrote it.
        - A reply to somebody else, or a tweet that begins with a name:
          *collaborate*; a reply with a hashtag is an answer that others find, so
          *contribute*.
        - Any other tweet, a quote among them: *contribute*.
        - The further tweets of a thread: nothing.
        """
        number = tweet.id_str or str(tweet.id)
        moment = read_tweet_moment(tweet.created_at)
        if not is_number(number) or moment is None:
            self._findings.left_out["tweets without a number or a date"] += 1
            return None
        day = self._clock.local(moment).date()
        entities = tweet.entities or TweetEntities()
        text = tweet.full_text or tweet.text
        people = self._people(tweet, entities, day)
        retweeted = _RETWEET.match(text)
        if retweeted or tweet.retweeted_status:
            author = self._retweeted_author(tweet, retweeted)
            people = [author, *(p for p in people if p != author)] if author else people
            self._look_for_claims(text, entities, str(author or ""), day)
            text = text[retweeted.end() :] if retweeted else text
            said = f"Passed on a tweet by {author}: {text}" if author else f"Passed on: {text}"
            return self._made(number, moment, day, ActivityKind.CONNECT, said, people, (), entities)
        if moment in self._long_texts and len(self._long_texts[moment]) > len(text):
            text = self._long_texts[moment]
        self._look_for_claims(text, entities, "", day)
        tags = tuple(filter(None, (_tag(tag.text) for tag in entities.hashtags)))
        for tag in tags:
            self._findings.used(tag, day)
        to_other = self._answers_somebody(tweet)
        if to_other is None:
            self._findings.left_out["further tweets of a thread"] += 1
            return None
        kind = ActivityKind.CONTRIBUTE
        if (to_other and not tags) or (not to_other and text.startswith("@") and people):
            kind = ActivityKind.COLLABORATE
        for person in people:
            self._findings.met(person, day)
        return self._made(number, moment, day, kind, text, people, tags, entities)

    def _answers_somebody(self, tweet: Tweet) -> bool | None:
        """Whether it answers somebody else; None for an answer to the teacher's own tweet."""
        answered = tweet.in_reply_to_status_id_str or tweet.in_reply_to_status_id
        name = (tweet.in_reply_to_screen_name or "").lower()
        if not answered and not name:
            return False
        own = name == self._own if name else tweet.in_reply_to_user_id_str == self._own_id
        if own and (self._own or self._own_id):
            return None if answered else False
        return True

    def _people(self, tweet: Tweet, entities: TweetEntities, day: date) -> list[Handle]:
        people: list[Handle] = []
        answered = tweet.in_reply_to_screen_name
        if answered:
            handle = _handle(answered)
            if handle and answered.lower() != self._own:
                people.append(handle)
                self._resolve(tweet.in_reply_to_user_id_str, handle)
        for mention in entities.user_mentions:
            handle = _handle(mention.screen_name)
            if handle is None or mention.screen_name.lower() == self._own:
                continue
            people.append(handle)
            self._resolve(mention.id_str, handle)
            if mention.name:
                self._findings.named(handle, clean_line(mention.name, 100))
                if "@" in mention.name:
                    self._claims_in(mention.name, str(handle), "name", day)
        for url in entities.urls:
            quoted = _QUOTED.match(url.expanded_url or "")
            handle = _handle(quoted[1]) if quoted else None
            if handle and handle.username.lower() not in (self._own, "i"):
                people.append(handle)
        return people if len(people) < 2 else list(dict.fromkeys(people))

    def _resolve(self, number: str | None, handle: Handle) -> None:
        if number in self._follows:
            self._follows.discard(number)
            self._findings.followed(handle)

    def _retweeted_author(self, tweet: Tweet, found: re.Match[str] | None) -> Handle | None:
        if tweet.retweeted_status and tweet.retweeted_status.user:
            return _handle(tweet.retweeted_status.user.screen_name)
        return _handle(found[1]) if found else None

    def _look_for_claims(self, text: str, entities: TweetEntities, author: str, day: date) -> None:
        if text.count("@") > 1:
            self._claims_in(text, author, "text", day)
        for url in entities.urls:
            found = _FEDIVERSE_ADDRESS.match(url.expanded_url or "")
            if found and found[1].lower() not in _NO_SERVERS:
                self._claim(found[2], found[1], author, "text", day)

    def _claims_in(self, text: str, claimed_by: str, found_in: str, day: date) -> None:
        for username, domain in _FEDIVERSE.findall(text):
            if not _MAIL.fullmatch(domain):
                self._claim(username, domain, claimed_by, found_in, day)

    def _claim(self, username: str, domain: str, by: str, found_in: str, day: date) -> None:
        try:
            handle = parse_handle(f"@{username.strip('.')}@{domain}")
        except UsageError:
            return
        if handle.platform is Platform.MASTODON:
            self._findings.claimed(Claim(handle, by, found_in, day))

    def _made(
        self,
        number: str,
        moment: datetime,
        day: date,
        kind: ActivityKind,
        text: str,
        people: list[Handle],
        tags: tuple[Tag, ...],
        entities: TweetEntities,
    ) -> Activity:
        for url in (*entities.urls, *entities.media):
            if url.url:
                text = text.replace(url.url, url.expanded_url or "")
        if "&" in text:
            text = html.unescape(text)
        return Activity(
            id=0,
            uid=f"twitter/{number}",
            kind=kind,
            happened_at=moment,
            day=day,
            text=clean_line(text, _TEXT_LIMIT) or "A tweet without words",
            people=tuple(people),
            tags=tags if len(tags) < 2 else tuple(dict.fromkeys(tags)),
            links=(self._address + number, *_links(entities)),
            place=TWITTER_ARCHIVE.place,
            origin=TWITTER_ARCHIVE.name,
        )


def _links(entities: TweetEntities) -> Iterator[str]:
    for url in entities.urls[:_MOST_LINKS]:
        link = url.expanded_url
        if link and len(link) <= LINK_LIMIT and _PLAIN_LINK.fullmatch(link):
            yield link
            continue
        try:
            yield parse_link(link or "")
        except UsageError:
            continue


@lru_cache(20_000)
def _handle(username: str) -> Handle | None:
    try:
        handle = parse_handle(f"@{username}")
    except UsageError:
        return None
    return handle if handle.platform is Platform.TWITTER else None


@lru_cache(20_000)
def _tag(name: str) -> Tag | None:
    try:
        return parse_tag(name)
    except UsageError:
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
