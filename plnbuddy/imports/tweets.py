"""Which activity, if any, a tweet of an archive is. docs/imports.md states these rules."""

import html
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from plnbuddy.core.clean import clean_line, is_number
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import UsageError
from plnbuddy.core.found_handles import find_handles, profile_of
from plnbuddy.core.handles import Handle, Tag, parse_handle, parse_tag
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import TWITTER_ARCHIVE
from plnbuddy.core.platform import Platform
from plnbuddy.core.plausible import doubt_about
from plnbuddy.core.web_address import LINK_LIMIT, find_links, parse_link
from plnbuddy.imports.fediverse_servers import find_on_servers
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.tweet_records import (
    Tweet,
    TweetEntities,
    TweetMention,
    TweetTag,
    TweetUrl,
    read_tweet_moment,
)
from plnbuddy.store.imports import Claim

_TEXT_LIMIT = 1_000  # characters
_MOST_LINKS = 10
_RETWEET = re.compile(r"RT @(\w{1,20}):?\s")
_QUOTED = re.compile(r"https?://(?:mobile\.)?(?:twitter|x)\.com/(\w{1,20})/status/\d+")
# What `parse_link` would give back as it is.
_PLAIN_LINK = re.compile(r"https?://[!#-;=?-~]+")
_PICTURE = re.compile(r"(/status/\d+)/(?:photo|video)/\d+/?$")
_NAMED = re.compile(r"(?<![\w@./])@(\w{1,20})(?![\w@.]*@)")
_TAGGED = re.compile(r"(?<![\w&/])#(\w{1,100})")


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
        if doubt := doubt_about(moment, self._clock):
            self._findings.left_out[f"tweets {doubt}"] += 1
            return None
        moment = min(moment, self._clock.now).replace(microsecond=0)
        day = self._clock.day_of(moment)
        text = tweet.full_text or tweet.text
        entities = tweet.entities or _entities_of(text)
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
        if self._is_own(name, tweet.in_reply_to_user_id_str):
            return None if answered else False
        return True

    def _is_own(self, name: str, number: str | None) -> bool:
        """Whether that account is the teacher's: by its number, which no change of name touches."""
        if number and self._own_id:
            return number == self._own_id
        return bool(self._own) and name.lower() == self._own

    def _people(self, tweet: Tweet, entities: TweetEntities, day: date) -> list[Handle]:
        people: list[Handle] = []
        answered = tweet.in_reply_to_screen_name
        if answered:
            handle = _handle(answered)
            if handle and not self._is_own(answered, tweet.in_reply_to_user_id_str):
                people.append(handle)
                self._resolve(tweet.in_reply_to_user_id_str, handle)
        for mention in entities.user_mentions:
            handle = _handle(mention.screen_name)
            if handle is None or self._is_own(mention.screen_name, mention.id_str):
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
        if "@" in text:
            self._claims_in(text, author, "text", day)
        for url in entities.urls:
            self._claim(profile_of(url.expanded_url or ""), author, "text", day)

    def _claims_in(self, text: str, claimed_by: str, found_in: str, day: date) -> None:
        """Names with a server; one without the first "@" only on a server of the fediverse."""
        if text.count("@") > 1 or "bsky" in text:
            for handle in find_handles(text).handles:
                self._claim(handle, claimed_by, found_in, day)
        for handle in find_on_servers(text):
            self._claim(handle, claimed_by, found_in, day)

    def _claim(self, handle: Handle | None, by: str, found_in: str, day: date) -> None:
        if handle and handle.platform is not Platform.TWITTER:
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
                address = url.expanded_url or ""
                # A picture is part of the tweet; its address says nothing.
                text = text.replace(url.url, "" if _PICTURE.search(address) else address)
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


def _entities_of(text: str) -> TweetEntities:
    """What Twitter would have found in a text, for archives that do not tell."""
    links, rest = find_links(text)
    return TweetEntities(
        hashtags=[TweetTag(name) for name in _TAGGED.findall(rest)],
        user_mentions=[TweetMention(name) for name in _NAMED.findall(rest)],
        urls=[TweetUrl(link, link) for link in links],
    )


def _links(entities: TweetEntities) -> Iterator[str]:
    for url in entities.urls[:_MOST_LINKS]:
        link = _PICTURE.sub(r"\1", url.expanded_url or "")
        if link and len(link) <= LINK_LIMIT and _PLAIN_LINK.fullmatch(link):
            yield link
            continue
        try:
            yield parse_link(link)
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
