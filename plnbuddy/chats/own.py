"""The teacher's own chats: added, changed, removed, and how their words are read."""

import re
from dataclasses import dataclass
from datetime import date

from plnbuddy.chats.known import as_chat
from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock, read_zone
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.handles import Tag
from plnbuddy.core.platform import Platform, read_platforms
from plnbuddy.core.vocabulary import in_words
from plnbuddy.curated.bundled import read_chats
from plnbuddy.curated.schedule import LONG_WEEKDAYS, RHYTHMS, WEEKDAYS, meeting_days
from plnbuddy.store.database import Store
from plnbuddy.store.history import own_chat_change, record_action
from plnbuddy.store.own_chats import OwnChat, drop_own_chat, get_own_chat, put_own_chat

_NAME_LIMIT = 100  # characters
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:(?:[:.]|h)(?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?|h)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Wish:
    """What a teacher said about a chat, as it was written; None for what was not said."""

    day: str | None = None
    time: str | None = None
    timezone: str | None = None
    every: str | None = None
    first: date | None = None
    name: str | None = None
    network: str | None = None


def add_own_chat(
    store: Store, tag: Tag, wish: Wish, clock: Clock, platforms: tuple[Platform, ...]
) -> OwnChat:
    """Write a chat down; `platforms` are the teacher's, for a wish that names none.

    Raises:
        UsageError: there is one with that tag already, or a word does not fit.
    """
    empty = OwnChat(
        tag, name="", platforms=platforms, day="", time="", timezone="", every="week",
        first_on=None, added_on=clock.today,
    )  # fmt: skip
    with store.writing():
        if get_own_chat(store, tag.key):
            raise UsageError(
                f"You have a chat {tag} already.",
                f"Change it: plnbuddy chats edit {tag.name} --time 20:00",
            )
        return _keep(store, _changed(empty, wish, clock), None, "added the chat", clock)


def edit_own_chat(store: Store, tag: Tag, wish: Wish, clock: Clock) -> OwnChat:
    """Change a chat; what the wish leaves out stays.

    Raises:
        NothingFoundError: the teacher has no chat with that tag.
        UsageError: nothing is wished for, or a word does not fit.
    """
    if wish == Wish():
        raise UsageError(
            "Nothing was given that could be changed.",
            f"Give an option: plnbuddy chats edit {tag.name} --time 20:00",
        )
    with store.writing():
        before = _existing(store, tag)
        return _keep(store, _changed(before, wish, clock), before, "changed the chat", clock)


def remove_own_chat(store: Store, tag: Tag, clock: Clock) -> OwnChat:
    """Take a chat out; a curated one with its tag is seen again.

    Raises:
        NothingFoundError: the teacher has no chat with that tag.
    """
    with store.writing():
        before = _existing(store, tag)
        drop_own_chat(store, tag.key)
        change = own_chat_change(tag.key, before)
        record_action(store, f"removed the chat {before.tag}", clock.now, [change])
    return before


def _existing(store: Store, tag: Tag) -> OwnChat:
    found = get_own_chat(store, tag.key)
    if found:
        return found
    if any(chat.tag == tag for chat in read_chats()):
        raise NothingFoundError(
            f"{tag} comes with plnbuddy and is not one of your own chats.",
            f"Put your own in its place: plnbuddy chats add {tag.name} --day thu --time 20:00",
        )
    raise NothingFoundError(
        f"You have no chat {tag}.", f"Add it: plnbuddy chats add {tag.name} --day thu --time 20:00"
    )


def _keep(store: Store, chat: OwnChat, before: OwnChat | None, done: str, clock: Clock) -> OwnChat:
    put_own_chat(store, chat)
    change = own_chat_change(chat.tag.key, before)
    record_action(store, f"{done} {chat.tag}", clock.now, [change])
    return chat


def _changed(chat: OwnChat, wish: Wish, clock: Clock) -> OwnChat:
    chat = chat._replace(
        day=read_weekday(wish.day) if wish.day is not None else chat.day,
        time=read_time(wish.time) if wish.time is not None else chat.time,
        timezone=read_zone_name(wish.timezone) if wish.timezone is not None else chat.timezone,
        every=read_rhythm(wish.every) if wish.every is not None else chat.every,
        name=clean_line(wish.name, _NAME_LIMIT) if wish.name is not None else chat.name,
        platforms=_platforms(wish.network) if wish.network is not None else chat.platforms,
        first_on=wish.first or chat.first_on,
    )
    return chat._replace(first_on=_first_day(chat, wish, clock))


def _first_day(chat: OwnChat, wish: Wish, clock: Clock) -> date | None:
    """The day from which every other week is counted: the one given, or the coming one."""
    if chat.every != "two-weeks":
        if wish.first:
            raise UsageError(
                "A first day is only needed for a chat of every other week.",
                "Leave out --first, or say --every two-weeks.",
            )
        return None
    weekday = WEEKDAYS.index(chat.day)
    if wish.first and wish.first.weekday() != weekday:
        raise UsageError(
            f"{wish.first.isoformat()} is a {LONG_WEEKDAYS[wish.first.weekday()]}, "
            f"and the chat meets on {LONG_WEEKDAYS[weekday]}s.",
            "Give a --first day on which it meets.",
        )
    if chat.first_on and chat.first_on.weekday() == weekday:
        return chat.first_on
    today = clock.now.astimezone(read_zone(chat.timezone)).date()
    return next(meeting_days(as_chat(chat), today))


def read_weekday(text: str) -> str:
    """A weekday ("thu", "Thursday", "thursdays") as a chat keeps it: "Thu".

    Raises:
        UsageError: no weekday.
    """
    word = text.strip().casefold().removesuffix(".").removesuffix("s")
    found = [
        short
        for short, name in zip(WEEKDAYS, LONG_WEEKDAYS, strict=True)
        if len(word) >= 2 and name.casefold().startswith(word)
    ]
    if len(found) != 1:
        raise UsageError(
            f"'{clean_line(text, 60)}' is not a day of the week.",
            f"Give one of {', '.join(name.lower() for name in WEEKDAYS)}.",
        )
    return found[0]


def read_time(text: str) -> str:
    """A time of day ("20:00", "8.30", "8 pm", "20h") as a chat keeps it: "20:00".

    Raises:
        UsageError: no time of day.
    """
    found = _TIME.fullmatch(text.strip())
    half = (found["half"] or "").replace(".", "").lower() if found else ""
    if found and (found["minute"] or half):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        fits = 1 <= hour <= 12 if half in ("am", "pm") else hour <= 23
        if half in ("am", "pm"):
            hour = hour % 12 + (12 if half == "pm" else 0)
        if fits and minute <= 59:
            return f"{hour:02}:{minute:02}"
    raise UsageError(
        f"'{clean_line(text, 60)}' is not a time of day.", "Write it like 20:00 or 8:30pm."
    )


def read_zone_name(text: str) -> str:
    """The IANA name of a time zone, whatever its case.

    Raises:
        UsageError: no such zone; abbreviations such as EST are none, for they mean
            only half of the year.
    """
    from zoneinfo import available_timezones

    word = clean_line(text, 60).replace(" ", "_")
    known = {name.casefold(): name for name in available_timezones()}
    if word.casefold() == "utc" or ("/" in word and word.casefold() in known):
        return known[word.casefold()]
    raise UsageError(f"'{clean_line(text, 60)}' is not a time zone.", _zone_hint(word, known))


def _zone_hint(word: str, known: dict[str, str]) -> str:
    by_city = sorted(
        name for key, name in known.items() if key.rpartition("/")[2] == word.casefold()
    )
    if by_city and "/" in by_city[0]:
        return f"Did you mean {by_city[0]}?"
    from plnbuddy.core.closest import did_you_mean

    hint = did_you_mean(word, known.values()) if "/" in word else ""
    return hint or "Use a name such as Europe/Berlin or America/New_York."


def read_rhythm(text: str) -> str:
    """How often a chat meets: one of `RHYTHMS`.

    Raises:
        UsageError: none of them.
    """
    word = text.strip().lower().replace(" ", "-")
    if word in RHYTHMS:
        return word
    raise UsageError(
        f"'{clean_line(text, 60)}' does not say how often a chat meets.",
        "Give week, two-weeks, month-2 for the second such day of a month (1 to 5), or month-last.",
    )


def _platforms(text: str) -> tuple[Platform, ...]:
    words = text.strip().lower()
    try:
        return read_platforms(words.replace(" ", ""), ",")
    except ValueError:
        raise UsageError(
            f"'{clean_line(text, 60)}' is not a network.",
            f"Give {in_words(Platform, 'or')}, or several with a comma between them.",
        ) from None


def home_zone(timezone: str) -> str:
    """The IANA name of the teacher's zone: the one of the settings, or the computer's.

    Raises:
        UsageError: the computer does not tell.
    """
    if timezone:
        return timezone
    import tzlocal

    try:
        return read_zone_name(tzlocal.get_localzone_name() or "")
    except (UsageError, LookupError, ValueError, OSError):
        raise UsageError(
            "This computer does not tell its time zone.",
            "Name the chat's zone: --timezone Europe/Berlin",
        ) from None
