"""The archive that Twitter/X gives, of all years, as a zip file or a folder.

Since 2019 it holds `data/tweets.js` (before 2022 `tweet.js`, long ones in parts),
a script `window.YTD.tweets.part0 = […]`; before, one file for each month. Only
what was public is read: no direct messages, no circles, no deleted tweets.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plnbuddy.core.clean import clean_line, is_number
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.handles import HandleKey
from plnbuddy.core.model import Activity
from plnbuddy.core.origins import TWITTER_ARCHIVE, Origin
from plnbuddy.imports.container import Container, open_container, wrong_archive
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.json_stream import (
    Readable,
    Watched,
    read_json_items,
    read_wrapped_items,
)
from plnbuddy.imports.run import Report, fingerprint_of
from plnbuddy.imports.tweet_records import (
    Tweet,
    decode_tweets,
    read_tweet_moment,
    repair_tweet,
)
from plnbuddy.imports.tweets import TweetReader

_TWEETS = re.compile(r"(?:^|/)tweets?(?:-part(\d+))?\.js$")
_MONTH = re.compile(r"(?:^|/)data/js/tweets/\d{4}_\d{2}\.js$")
_MANIFEST = 5_000_000  # bytes
_SMALL_FILE = 200_000_000  # bytes: the account, follows and long tweets


@dataclass(frozen=True)
class TwitterArchive:
    """A Twitter archive as something to import."""

    place: Path
    clock: Clock
    fingerprint: str
    me: str = ""
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
            own, own_id = _owner(container, members, self.me, findings)
            follows = set(_followed_numbers(container))
            reader = TweetReader(
                own, own_id, follows, dict(_long_texts(container)), self.clock, findings
            )
            total = sum(container.size(name) for name in members)
            done, read, half = 0, 0, ""
            for name in members:
                with container.stream(name) as stream:
                    watched = Watched(stream, report, "tweets", done, total)
                    wrapped = not _MONTH.search(name)
                    for tweet in _tweets(watched, wrapped=wrapped):
                        read += 1
                        if tweet is None:
                            findings.left_out["tweets that could not be read"] += 1
                            continue
                        activity = reader.activity(tweet)
                        if activity:
                            yield activity
                    half = half or ("" if watched.ends_whole or not read else name)
                done += container.size(name)
            findings.unresolved_follows = len(follows)
            findings.without_own(HandleKey(f"@{own.lower()}"))
            _refuse_half(clean_line(self.place.name), half, _announced(container), read)


def open_twitter_archive(place: Path, clock: Clock, me: str = "") -> TwitterArchive:
    """The archive in that file or folder, or beside a tweets.js.

    Args:
        me: the teacher's username, for an archive that does not say whose it is.

    Raises:
        UsageError: no such place, no archive, or `me` is no name on Twitter.
    """
    name = me.strip().removeprefix("@")
    if me and not re.fullmatch(r"\w{1,20}", name, re.ASCII):
        raise UsageError(
            f"'{clean_line(me, 40)}' is no name on Twitter/X.", "Write it like: --me @anna"
        )
    with open_container(place):
        pass
    return TwitterArchive(place, clock, fingerprint_of(place, str(clock.zone), name), name)


def _owner(
    container: Container, members: list[str], me: str, findings: Findings
) -> tuple[str, str]:
    """The teacher's username and number; a note says so where the archive does not.

    Whoever answers a tweet of this very archive answers its owner.
    """
    name, number = _own_account(container)
    if name or number:
        return name, number
    found = _whom_its_threads_answer(container, members)
    said = "The owner of this archive is unknown: its data/account.js is missing. "
    if me:
        same = found is not None and found[0].lower() == me.lower()
        return me, found[1] if found and same else ""
    if found:
        findings.notes.append(f"{said}By its threads it is @{found[0]}'s; if not, say: --me @NAME")
        return found
    findings.notes.append(
        f"{said}Answers to yourself may be taken for answers to somebody; say who you are: "
        "--me @NAME"
    )
    return "", ""


def _whom_its_threads_answer(container: Container, members: list[str]) -> tuple[str, str] | None:
    """The account whose tweets are here, as answers to these tweets name it most often."""
    numbers: set[str] = set()
    answers: list[tuple[str, str, str]] = []
    for name in members:
        with container.stream(name) as stream:
            for tweet in _tweets(stream, wrapped=not _MONTH.search(name)):
                if tweet is None:
                    continue
                numbers.add(tweet.id_str or str(tweet.id))
                answered = str(tweet.in_reply_to_status_id_str or tweet.in_reply_to_status_id or "")
                to, account = tweet.in_reply_to_screen_name, tweet.in_reply_to_user_id_str
                if answered and to:
                    answers.append((answered, to, account or ""))
    own = Counter((to, account) for answered, to, account in answers if answered in numbers)
    return own.most_common(1)[0][0] if own else None


def _announced(container: Container) -> int:
    """How many tweets the archive's manifest says that it holds; 0 where it does not."""
    for name in container.find("data/manifest.js"):
        with container.stream(name) as stream:
            text = stream.read(_MANIFEST).decode("utf-8", errors="replace")
        try:
            facts = json.loads(text[text.index("{") :].rstrip("; \r\n\t"))
            files = facts["dataTypes"]["tweets"]["files"]
            return sum(int(file["count"]) for file in files)
        except (ValueError, KeyError, TypeError, RecursionError):
            return 0
    return 0


def _refuse_half(name: str, half: str, announced: int, read: int) -> None:
    """Say that an archive holds far fewer tweets than it announces, or that `half` is cut off.

    Raises:
        PlnbuddyError: it does; what could be read is kept.
    """
    if half or read * 2 < announced:
        problem = (
            f"{clean_line(half)} in {name} ends too early"
            if half
            else f"{name} says that it holds {announced:,} tweets, and holds {read:,}"
        )
        raise PlnbuddyError(
            f"{problem}; what is there was read.",
            "Unpack it anew, or download it again, and import it too: nothing will be doubled.",
        )


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


def _tweets(stream: Readable, *, wrapped: bool) -> Iterator[Tweet | None]:
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

    def __init__(self, head: bytes, stream: Readable) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int, /) -> bytes:
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
    for note in _small_items(container, "noteTweet", "data/note-tweet.js", "note-tweet.js"):
        moment = read_tweet_moment(str(note.get("createdAt") or ""))
        core = note.get("core")
        if moment and isinstance(core, dict) and isinstance(core.get("text"), str):
            yield moment, core["text"]
