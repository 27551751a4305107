"""The archive that Twitter/X gives, of all years, as a zip file or a folder.

Since 2019 it holds `data/tweets.js` (before 2022 `tweet.js`, long ones in parts),
a script `window.YTD.tweets.part0 = […]`; before, one file for each month. Only
what was public is read: no direct messages, no circles, no deleted tweets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plnbuddy.core.clean import clean_line, is_number
from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import HandleKey
from plnbuddy.core.model import Activity
from plnbuddy.core.origins import TWITTER_ARCHIVE, Origin
from plnbuddy.imports.container import Container, open_container, wrong_archive
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.json_stream import Watched, read_json_items, read_wrapped_items
from plnbuddy.imports.run import Report, fingerprint_of
from plnbuddy.imports.tweets import (
    Tweet,
    TweetReader,
    decode_tweets,
    read_tweet_moment,
    repair_tweet,
)

_TWEETS = re.compile(r"(?:^|/)tweets?(?:-part(\d+))?\.js$")
_MONTH = re.compile(r"(?:^|/)data/js/tweets/\d{4}_\d{2}\.js$")
_SMALL_FILE = 200_000_000  # bytes: the account, follows and long tweets


@dataclass(frozen=True)
class TwitterArchive:
    """A Twitter archive as something to import."""

    place: Path
    clock: Clock
    fingerprint: str
    origin: Origin = TWITTER_ARCHIVE

    @property
    def name(self) -> str:
        """The name of the file or folder."""
        return clean_line(self.place.name)

    def read(self, findings: Findings, report: Report) -> Iterator[Activity]:
        """The teacher's public tweets as activities, in the order of the archive.

        Raises:
            UsageError: no Twitter archive.
            PlnbuddyError: damaged, incomplete or dangerous.
        """
        with open_container(self.place) as container:
            members = _tweet_members(container, findings)
            if not members:
                raise wrong_archive(self.place, "a Twitter archive", container.names())
            own, own_id = _own_account(container)
            follows = set(_followed_numbers(container))
            reader = TweetReader(
                own, own_id, follows, dict(_long_texts(container)), self.clock, findings
            )
            total = sum(container.size(name) for name in members)
            done = 0
            for name in members:
                with container.stream(name) as stream:
                    watched = Watched(stream, report, "tweets", done, total)
                    wrapped = not _MONTH.search(name)
                    for tweet in _tweets(watched, wrapped=wrapped):
                        if tweet is None:
                            findings.left_out["tweets that could not be read"] += 1
                            continue
                        activity = reader.activity(tweet)
                        if activity:
                            yield activity
                done += container.size(name)
            findings.unresolved_follows = len(follows)
            findings.without_own(HandleKey(f"@{own.lower()}"))


def open_twitter_archive(place: Path, clock: Clock) -> TwitterArchive:
    """The archive in that file or folder.

    Raises:
        UsageError: no such place, or no archive.
    """
    with open_container(place):
        pass
    return TwitterArchive(place, clock, fingerprint_of(place, str(clock.zone)))


def _tweet_members(container: Container, findings: Findings) -> list[str]:
    """The files with tweets, in order; a missing part is counted."""
    parts = {
        int(found[1] or 0): name
        for name in container.names()
        if (found := _TWEETS.search(name)) and "/js/" not in name
    }
    if parts:
        missing = max(parts) + 1 - len(parts)
        if missing:
            findings.left_out["parts of the archive that are missing"] = missing
        return [parts[number] for number in sorted(parts)]
    return sorted(name for name in container.names() if _MONTH.search(name))


def _tweets(stream: "Watched | _Joined", *, wrapped: bool) -> Iterator[Tweet | None]:
    if wrapped:
        head = stream.read(4_096)
        stream = _Joined(head, stream)
        wrapped = re.search(rb'\{\s*"tweet"\s*:', head) is not None
    if not wrapped:
        for item in read_json_items(stream):
            yield repair_tweet(item) if item else None
        return
    for tweets in read_wrapped_items(stream, "tweet", decode_tweets, repair_tweet):
        yield from tweets


class _Joined:
    """A stream with its beginning, which was looked at, put back."""

    def __init__(self, head: bytes, stream: "Watched | _Joined") -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int) -> bytes:
        head, self._head = self._head, b""
        return head + self._stream.read(size - len(head)) if head else self._stream.read(size)


def _small_items(container: Container, wrapper: str, *names: str) -> Iterator[dict[str, Any]]:
    for name in container.find(*names):
        if container.size(name) <= _SMALL_FILE:
            with container.stream(name) as stream:
                for item in read_json_items(stream):
                    inner = (item or {}).get(wrapper)
                    if isinstance(inner, dict):
                        yield inner


def _own_account(container: Container) -> tuple[str, str]:
    """The teacher's username and number; empty where the archive does not say."""
    for account in _small_items(container, "account", "data/account.js", "account.js"):
        username = re.sub(r"\W", "", str(account.get("username") or ""))
        return username[:20], str(account.get("accountId") or "")
    for name in container.find("data/js/user_details.js"):
        with container.stream(name) as stream:
            text = stream.read(100_000).decode("utf-8", errors="replace")
        found = re.search(r'"screen_name"\s*:\s*"(\w{1,20})"', text)
        number = re.search(r'"id"\s*:\s*"?(\d+)', text)
        return found[1] if found else "", number[1] if number else ""
    return "", ""


def _followed_numbers(container: Container) -> Iterator[str]:
    for follow in _small_items(container, "following", "data/following.js", "following.js"):
        number = str(follow.get("accountId") or "")
        if is_number(number):
            yield number


def _long_texts(container: Container) -> Iterator[tuple[datetime, str]]:
    """The whole texts of tweets longer than 280 characters, which tweets.js cuts."""
    for note in _small_items(container, "noteTweet", "data/note-tweet.js"):
        moment = read_tweet_moment(str(note.get("createdAt") or ""))
        core = note.get("core")
        if moment and isinstance(core, dict) and isinstance(core.get("text"), str):
            yield moment, core["text"]
