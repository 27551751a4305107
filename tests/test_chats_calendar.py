"""The calendar file: valid, right when the clocks change, and updated when it is written again."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.chats.zone_rules import zone_component
from plnbuddy.core.clock import read_zone
from tests.accounts import COULD_NOT, NOTHING_FOUND
from tests.conftest import Plnbuddy

NAME = "Umlaut ä; comma, \\back\nslash 🎵 " + "long " * 15


@pytest.fixture
def teacher(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A music teacher in Berlin, with chats of every rhythm in several zones."""
    plnbuddy("start", "--topic", "music", "--language", "en", "--network", "twitter", "--yes")
    plnbuddy("config", "set", "display.timezone", "Europe/Berlin")
    for tag, day, time, zone, every in (
        ("weekly", "wed", "20:00", "America/New_York", "week"),
        ("other", "thu", "20:30", "Europe/Berlin", "two-weeks"),
        ("monthly", "tue", "19:00", "Australia/Sydney", "month-2"),
        ("fifth", "mon", "09:00", "Asia/Kolkata", "month-5"),
    ):
        plnbuddy(
            "chats", "add", tag, "--day", day, "--time", time, "--timezone", zone,
            "--every", every, "--name", NAME,
        )  # fmt: skip
    return plnbuddy


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chats.ics"


def read_calendar(content: bytes | str) -> Any:
    from icalendar import Calendar

    return Calendar.from_ical(content)


def export(plnbuddy: Plnbuddy, file: Path, *options: str, **more: Any) -> Any:
    plnbuddy("chats", "--ics", str(file), *options, **more)
    return read_calendar(file.read_bytes())


def events(calendar: Any) -> dict[str, Any]:
    """By hashtag."""
    return {str(each["SUMMARY"]).split()[0]: each for each in calendar.events}


def occurrences(file: Path, tag: str, start: datetime, end: datetime) -> list[datetime]:
    """When a second program has the event take place: by the zone that the file states."""
    import vobject

    calendar = vobject.readOne(file.read_text(encoding="utf-8"))
    zones = {zone.tzid.value: zone.tzinfo for zone in calendar.vtimezone_list}
    [event] = [e for e in calendar.vevent_list if e.summary.value.split()[0] == tag]
    # Its own reading by the file's VTIMEZONE, not by the computer's table of zones.
    zone = zones[event.dtstart.params["X-VOBJ-ORIGINAL-TZID"][0]]
    naive = event.dtstart.value.replace(tzinfo=None)
    event.dtstart.value = naive
    until = end.replace(tzinfo=None) + timedelta(days=1)
    moments = [each.replace(tzinfo=zone) for each in event.rruleset.between(naive, until, inc=True)]
    return [each for each in (m.astimezone(UTC) for m in moments) if start <= each < end]


def test_the_file_is_a_valid_calendar(teacher: Plnbuddy, file: Path) -> None:
    calendar = export(teacher, file)
    content = file.read_bytes()
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert [list(part.errors) for part in calendar.walk()] == [[] for _ in calendar.walk()]
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//plnbuddy//chats//EN")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in content
    assert b"X-PUBLISHED-TTL:P1D\r\n" in content
    assert b"VALARM" not in content
    for event in calendar.events:
        assert {"UID", "DTSTAMP", "SEQUENCE", "LAST-MODIFIED", "URL", "RRULE"} <= set(event)
        assert event.end - event.start == timedelta(hours=1)
        assert "BEGIN:VEVENT" not in event["SUMMARY"]
        assert "Umlaut ä; comma, \\back slash 🎵 long" in event["SUMMARY"]
    assert set(calendar.get_used_tzids()) == {zone.tz_name for zone in calendar.timezones}


def test_each_rhythm_has_its_rule(teacher: Plnbuddy, file: Path) -> None:
    rules = {
        tag: event["RRULE"].to_ical().decode()
        for tag, event in events(export(teacher, file)).items()
    }
    assert rules == {
        "#weekly": "FREQ=WEEKLY;BYDAY=WE",
        "#other": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        "#monthly": "FREQ=MONTHLY;BYDAY=2TU",
        "#fifth": "FREQ=MONTHLY;BYDAY=5MO",
    }


def test_another_calendar_has_the_same_meetings_as_the_week_all_year_long(
    teacher: Plnbuddy, file: Path
) -> None:
    export(teacher, file)
    first = datetime(2026, 11, 29, 23, tzinfo=UTC)  # Midnight in Berlin, on a Monday.
    shown: dict[str, list[str]] = {"weekly": [], "other": [], "monthly": [], "fifth": []}
    for week in range(52):
        now = first + timedelta(days=7 * week, hours=12)
        answer = teacher("chats", "--json", now=now.isoformat(), ok=False)
        for each in answer.data["meetings"]:
            shown[each["chat"]["tag"]].append(each["starts_at"])
    for tag, starts in shown.items():
        # The last week ends when summer time is over too.
        expected = occurrences(file, f"#{tag}", first, first + timedelta(days=364))
        assert starts == [f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in expected], tag
        assert len(starts) > 3, tag


def test_the_hour_moves_where_one_clock_has_changed_and_the_other_has_not(
    teacher: Plnbuddy, file: Path
) -> None:
    export(teacher, file)
    found = occurrences(
        file, "#weekly", datetime(2027, 3, 9, tzinfo=UTC), datetime(2027, 4, 2, tzinfo=UTC)
    )
    berlin = [f"{each.astimezone(read_zone('Europe/Berlin')):%d %b %H:%M}" for each in found]
    assert berlin == ["11 Mar 02:00", "18 Mar 01:00", "25 Mar 01:00", "01 Apr 02:00"]


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Santiago", "Africa/Cairo",
        "Africa/Casablanca", "Asia/Jerusalem", "Asia/Kolkata", "Australia/Lord_Howe",
        "Pacific/Auckland", "Etc/UTC",
    ],
)  # fmt: skip
def test_a_zone_in_the_file_has_the_hours_of_the_real_one(name: str) -> None:
    from dateutil.tz import tzical

    text = "BEGIN:VCALENDAR\r\n" + zone_component(name, date(2026, 6, 1)).to_ical().decode()
    stated = tzical(StringIO(f"{text}END:VCALENDAR\r\n")).get(name)
    real = read_zone(name)
    for day in range(5 * 365):
        noon = datetime(2026, 1, 1, 12) + timedelta(days=day)  # noqa: DTZ001
        assert noon.replace(tzinfo=stated).utcoffset() == noon.replace(tzinfo=real).utcoffset(), (
            noon
        )


def test_nothing_changes_when_nothing_changed(teacher: Plnbuddy, file: Path) -> None:
    export(teacher, file)
    before = file.read_bytes()
    answer = teacher("chats", "--ics", str(file), now="2027-02-01T09:00:00+00:00")
    assert "nothing changed" in answer.output
    assert file.read_bytes() == before


def test_an_event_that_changed_is_an_update_of_the_same_event(
    teacher: Plnbuddy, file: Path, tmp_path: Path
) -> None:
    before = events(export(teacher, file))
    teacher("chats", "edit", "weekly", "--time", "21:00")
    teacher("chats", "remove", "fifth")
    teacher("chats", "add", "fresh", "--day", "sat", "--time", "10:00")
    later = "2026-11-24T10:00:00+00:00"
    answer = teacher("chats", "--ics", str(file), "--json", now=later)
    assert {key: answer.data[key] for key in ("events", "added", "changed", "removed")} == {
        "events": 4, "added": 1, "changed": 1, "removed": 1,
    }  # fmt: skip
    after = events(read_calendar(file.read_bytes()))
    assert after["#weekly"]["UID"] == before["#weekly"]["UID"]
    assert after["#weekly"]["SEQUENCE"] > before["#weekly"]["SEQUENCE"]
    assert after["#weekly"]["LAST-MODIFIED"].dt > before["#weekly"]["LAST-MODIFIED"].dt
    assert after["#other"].to_ical() == before["#other"].to_ical()
    # In a new file there is no older event to count from; the day makes it higher anyway.
    elsewhere = events(export(teacher, tmp_path / "new.ics", now="2026-12-24T10:00:00+00:00"))
    assert elsewhere["#weekly"]["SEQUENCE"] > after["#weekly"]["SEQUENCE"]


def test_a_followed_chat_is_in_the_file_and_says_what_is_not_certain(
    teacher: Plnbuddy, file: Path
) -> None:
    teacher("follow", "#musedchat", "#edchatNZ", "#worldgeochat", "#EYTalking")
    answer = teacher("chats", "--ics", str(file))
    found = events(read_calendar(file.read_bytes()))
    assert found["#musedchat"]["STATUS"] == "TENTATIVE"
    assert "May have ended: last seen in 2019." in found["#musedchat"]["DESCRIPTION"]
    assert found["#musedchat"]["URL"] == "https://x.com/hashtag/musedchat"
    assert "Which week is not known" in found["#edchatNZ"]["DESCRIPTION"]
    assert found["#weekly"]["STATUS"] == "CONFIRMED"
    # One has ended, and nobody knows when the other meets.
    assert not {"#worldgeochat", "#EYTalking"} & found.keys()
    assert "#EYTalking and #worldgeochat" in answer.messages


def test_all_writes_every_chat_whose_time_is_known(teacher: Plnbuddy, file: Path) -> None:
    found = events(export(teacher, file, "--all"))
    assert {"#weekly", "#musedchat", "#aussieED"} <= found.keys()
    before = file.read_bytes()
    teacher("chats", "--all", "--ics", str(file), now="2026-12-30T09:00:00+00:00")
    assert file.read_bytes() == before


def test_a_file_that_is_not_plnbuddys_is_not_written_over(teacher: Plnbuddy, file: Path) -> None:
    for content in (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Mine//EN\r\nEND:VCALENDAR\r\n",
        b"my notes\n",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nPRODID:-//plnbuddy//chats//EN\r\nBEGIN:VEVENT\r\n",
    ):
        file.write_bytes(content)
        answer = teacher("chats", "--ics", str(file), ok=False)
        assert answer.exit_code == COULD_NOT, content
        assert "plnbuddy did not make it" in answer.messages
        assert file.read_bytes() == content


def test_no_followed_chat_is_no_empty_calendar(plnbuddy: Plnbuddy, file: Path) -> None:
    answer = plnbuddy("chats", "--ics", str(file), ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "You follow no chat whose time is known." in answer.messages
    assert not file.exists()


def test_the_calendar_goes_to_standard_output_too(teacher: Plnbuddy) -> None:
    answer = teacher.process("chats", "--ics", "-")
    assert answer.output.startswith("BEGIN:VCALENDAR\r\n")
    assert len(events(read_calendar(answer.output))) == 4
