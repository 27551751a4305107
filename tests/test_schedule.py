"""When a chat meets next, whatever the clocks do in between."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag
from plnbuddy.core.model import Chat, ChatStatus, Seen
from plnbuddy.core.platform import Platform
from plnbuddy.curated.schedule import next_meeting, spoken_schedule
from plnbuddy.suggest.sources.curated import chat_candidates

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "UTC")


def chat(
    day: str = "Tue", time: str = "20:00", timezone: str = "Europe/Berlin", every: str = "week"
) -> Chat:
    return Chat(
        tag=Tag("testchat"),
        name="Test chat",
        platforms=(Platform.MASTODON,),
        topics=("general",),
        levels=("any",),
        languages=("en",),
        region="",
        day=day,
        time=time,
        timezone=timezone,
        every=every,
        last_seen=2026,
        status=ChatStatus.ALIVE,
        description="",
        seen=Seen("https://example.org/chats", "2026-10"),
    )


def at(moment: str) -> Clock:
    return Clock(datetime.fromisoformat(moment).astimezone(UTC), ZoneInfo("UTC"))


def meeting(of: Chat, moment: str) -> str:
    found = next_meeting(of, at(moment))
    assert found is not None
    return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


# The clocks go back on 25 October 2026 in Berlin and on 1 November in New York; they go forward
# on 4 October in Sydney. In 2027 they go forward on 28 March in Berlin, on 14 March in New York.
@pytest.mark.parametrize(
    ("zone", "day", "now", "expected"),
    [
        ("Europe/Berlin", "Tue", "2026-10-20T12:00+00:00", "2026-10-20T18:00"),
        ("Europe/Berlin", "Tue", "2026-10-21T12:00+00:00", "2026-10-27T19:00"),
        ("Europe/Berlin", "Tue", "2027-03-24T12:00+00:00", "2027-03-30T18:00"),
        ("America/New_York", "Thu", "2026-10-28T12:00+00:00", "2026-10-30T00:00"),
        ("America/New_York", "Thu", "2026-10-30T12:00+00:00", "2026-11-06T01:00"),
        ("America/New_York", "Thu", "2027-03-12T12:00+00:00", "2027-03-19T00:00"),
        ("Australia/Sydney", "Mon", "2026-09-28T12:00+00:00", "2026-10-05T09:00"),
        ("Australia/Sydney", "Mon", "2026-09-27T12:00+00:00", "2026-09-28T10:00"),
    ],
)
def test_a_weekly_chat_keeps_its_wall_clock_when_the_clocks_change(
    zone: str, day: str, now: str, expected: str
) -> None:
    assert meeting(chat(day=day, timezone=zone), now) == expected


def test_a_chat_that_has_just_begun_is_the_next_one_and_a_minute_later_it_is_not() -> None:
    weekly = chat()
    assert meeting(weekly, "2026-11-24T19:00+00:00") == "2026-11-24T19:00"
    assert meeting(weekly, "2026-11-24T19:01+00:00") == "2026-12-01T19:00"


@pytest.mark.parametrize(
    ("every", "now", "expected"),
    [
        ("month-1", "2026-11-24T12:00+00:00", "2026-12-01T19:00"),
        ("month-2", "2026-11-24T12:00+00:00", "2026-12-08T19:00"),
        ("month-3", "2026-10-21T12:00+00:00", "2026-11-17T19:00"),
        ("month-4", "2026-11-24T12:00+00:00", "2026-11-24T19:00"),
        ("month-5", "2026-11-24T12:00+00:00", "2026-12-29T19:00"),
        ("month-5", "2026-12-30T12:00+00:00", "2027-03-30T18:00"),
    ],
)
def test_a_monthly_chat_meets_on_its_weekday_of_the_month(
    every: str, now: str, expected: str
) -> None:
    assert meeting(chat(every=every), now) == expected


def test_the_hour_that_comes_twice_never_gives_a_meeting_in_the_past() -> None:
    # 01:15 by the clock of New York for the second time; the chat was at 01:30 the first time.
    early = chat(day="Sun", time="01:30", timezone="America/New_York")
    clock = at("2026-11-01T06:15+00:00")
    found = next_meeting(early, clock)
    assert found is not None
    assert found >= clock.now


@pytest.mark.parametrize(
    "unknown",
    [chat(day=""), chat(time=""), chat(timezone=""), chat(every="two-weeks")],
    ids=["no day", "no time", "no zone", "every other week"],
)
def test_nothing_is_promised_when_the_schedule_is_not_known(unknown: Chat) -> None:
    assert next_meeting(unknown, at("2026-11-24T12:00+00:00")) is None
    clock = at("2026-11-24T12:00+00:00")
    [candidate] = chat_candidates([unknown])
    assert not any("next on" in fact.told(clock) for fact in candidate.facts)


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (chat(), "Tuesdays at 20:00 (Europe/Berlin)"),
        (chat(every="month-2"), "every second Tuesday of the month at 20:00 (Europe/Berlin)"),
        (chat(every="two-weeks"), "every other Tuesday at 20:00 (Europe/Berlin)"),
        (chat(time="", timezone=""), "Tuesdays"),
        (chat(day="", time="", timezone="", every=""), ""),
    ],
)
def test_a_schedule_is_said_in_words(of: Chat, words: str) -> None:
    assert spoken_schedule(of) == words


def test_the_next_meeting_is_told_on_the_teachers_own_clock() -> None:
    evening_in_new_york = chat(timezone="America/New_York")
    berlin = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    [candidate] = chat_candidates([evening_in_new_york])
    assert "next on Wednesday 25 November at 02:00 your time" in [
        fact.told(berlin) for fact in candidate.facts
    ]


moments = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 (made aware below)
    max_value=datetime(2030, 12, 31),  # noqa: DTZ001
).map(lambda moment: moment.replace(tzinfo=UTC))
times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
rhythms = st.sampled_from(("week", *(f"month-{number}" for number in range(1, 6))))


@given(
    day=st.sampled_from(WEEKDAYS),
    time=times,
    zone=st.sampled_from(ZONES),
    every=rhythms,
    now=moments,
)
def test_the_next_meeting_is_the_first_that_fits_the_schedule(
    day: str, time: str, zone: str, every: str, now: datetime
) -> None:
    found = next_meeting(chat(day, time, zone, every), Clock(now, ZoneInfo("UTC")))
    assert found is not None
    assert found.utcoffset() == timedelta(0)
    assert found >= now
    assert _fits(found, day, time, zone, every)
    # Nothing fits between now and then.
    here = now.astimezone(ZoneInfo(zone)).date()
    there = found.astimezone(ZoneInfo(zone)).date()
    hour, minute = map(int, time.split(":"))
    for ahead in range((there - here).days):
        other = here + timedelta(days=ahead)
        moment = datetime(
            other.year, other.month, other.day, hour, minute, tzinfo=ZoneInfo(zone)
        ).astimezone(UTC)
        assert moment < now or not _fits(moment, day, time, zone, every)


def _fits(moment: datetime, day: str, time: str, zone: str, every: str) -> bool:
    local = moment.astimezone(ZoneInfo(zone))
    in_the_month = (local.day - 1) // 7 + 1
    on_time = f"{local:%H:%M}" == time or _was_skipped(local, time)
    on_the_day = WEEKDAYS[local.weekday()] == day
    return on_time and on_the_day and every in ("week", f"month-{in_the_month}")


def _was_skipped(local: datetime, time: str) -> bool:
    """Whether that wall-clock time did not exist on that day, because the clocks went forward."""
    hour, minute = map(int, time.split(":"))
    wanted = local.replace(hour=hour, minute=minute, fold=0)
    there_and_back = wanted.astimezone(UTC).astimezone(local.tzinfo)
    return f"{there_and_back:%H:%M}" != time
