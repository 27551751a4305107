"""Days and lengths of time as teachers say them, and what is too long, absurd or missing."""

import pytest

from plnbuddy.core.vocabulary import LANGUAGES
from tests.conftest import Plnbuddy
from tests.journal_entries import log, refused, shown


@pytest.mark.parametrize(
    ("languages", "said", "moment"),
    [
        ("en", "yesterday", "2026-11-23"),
        ("en", "last friday 4pm", "2026-11-20T16:00:00Z"),
        ("en", "friday", "2026-11-20"),
        ("en", "3 days ago", "2026-11-21"),
        ("en", "2 hours ago", "2026-11-24T07:00:00Z"),
        ("en", "20 november", "2026-11-20"),
        ("en", "november 5", "2026-11-05"),
        ("en", "11/5/2026", "2026-11-05"),
        ("en", "2026-11-05", "2026-11-05T12:00:00Z"),
        ("en", "2026-11-20T23:30:00+02:00", "2026-11-20T21:30:00Z"),
        ("en", "2026-11-20 4pm", "2026-11-20T16:00:00Z"),
        ("de", "gestern", "2026-11-23"),
        ("de", "vorgestern", "2026-11-22"),
        ("de", "vor 3 Tagen", "2026-11-21"),
        ("de", "Freitag", "2026-11-20"),
        ("de", "letzten Freitag", "2026-11-20"),
        ("de", "5.11.2026", "2026-11-05"),
        ("de", "yesterday", "2026-11-23"),
        ("fr", "hier", "2026-11-23"),
        ("fr", "il y a 3 jours", "2026-11-21"),
        ("fr", "vendredi dernier", "2026-11-20"),
        ("es", "ayer", "2026-11-23"),
        ("es", "20 de noviembre", "2026-11-20"),
        ("es", "el viernes pasado", "2026-11-20"),
        ("it", "3 giorni fa", "2026-11-21"),
        ("pt", "ontem", "2026-11-23"),
        ("nl", "gisteren", "2026-11-23"),
        ("pl", "wczoraj", "2026-11-23"),
        ("ja", "昨日", "2026-11-23"),
        ("en,de,fr", "hier", "2026-11-23"),
        ("en,de,fr", "gestern", "2026-11-23"),
    ],
)
def test_a_day_is_understood_as_a_teacher_says_it(
    plnbuddy: Plnbuddy, languages: str, said: str, moment: str
) -> None:
    plnbuddy("config", "set", "profile.languages", languages)
    entry = log(plnbuddy, "met somebody", "--date", said)
    assert entry["happened_at"].startswith(moment)
    assert entry["day"] == moment[:10]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_date_can_be_given_whatever_language_the_teacher_reads(
    plnbuddy: Plnbuddy, language: str
) -> None:
    plnbuddy("config", "set", "profile.languages", language)
    assert log(plnbuddy, "met somebody", "--date", "20 november 2026")["day"] == "2026-11-20"


def test_later_today_is_taken_as_now(plnbuddy: Plnbuddy) -> None:
    assert log(plnbuddy, "a chat", "--date", "today")["happened_at"] == "2026-11-24T09:00:00Z"


@pytest.mark.parametrize("said", ["tomorrow", "2026-11-25", "in 3 days", "next week", "2999-01-01"])
def test_the_future_is_refused(plnbuddy: Plnbuddy, said: str) -> None:
    assert "future" in refused(plnbuddy, "log", "connect", "met somebody", "--date", said)


@pytest.mark.parametrize(
    "said",
    [
        *("", " ", "whenever", "2026-02-31", "2026-13-01", "31 february", "\x1b[31m"),
        *("1989-12-31", "0001-01-01", "0001-01-01T00:00", "9999-12-31T23:59"),
        *("1000000 days ago", "99999999999999 years ago", "9" * 200),
    ],
)
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_an_absurd_date_is_refused(plnbuddy: Plnbuddy, said: str, zone: str) -> None:
    plnbuddy("config", "set", "display.timezone", zone)
    message = refused(plnbuddy, "log", "connect", "met somebody", "--date", said)
    assert "\x1b" not in message


# Limits.


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x1b[31m\x1b[0m", "\u200b\u202e"])
def test_an_empty_text_is_refused(plnbuddy: Plnbuddy, text: str) -> None:
    assert "The text is empty" in refused(plnbuddy, "log", "connect", text)
    assert "The text is empty" in refused(plnbuddy, "log", "connect", "-", input=text)


@pytest.mark.parametrize("option", ["text", "--note"])
def test_ten_thousand_characters_fit_and_one_more_is_refused(
    plnbuddy: Plnbuddy, option: str
) -> None:
    fits, too_long = "ü" * 10_000, "ü" * 10_001

    def words(long: str) -> list[str]:
        return [long] if option == "text" else ["met somebody", "--note", long]

    entry = log(plnbuddy, *words(fits))
    assert entry["text" if option == "text" else "note"] == fits
    assert shown(plnbuddy, 1)["text" if option == "text" else "note"] == fits
    message = refused(plnbuddy, "log", "connect", *words(too_long))
    assert "10,001" in message
    assert "10,000" in message
    assert "30,000" in refused(plnbuddy, "log", "connect", *words("ü" * 30_000))


def test_a_long_note_from_standard_input_fits(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("log", "connect", "-", "--json", input="x" * 10_000)
    assert len(answer.data["text"]) == 10_000


@pytest.mark.parametrize("minutes", ["0", "1", "1440"])
def test_minutes_within_a_day_fit(plnbuddy: Plnbuddy, minutes: str) -> None:
    assert log(plnbuddy, "a chat", "--minutes", minutes)["minutes"] == int(minutes)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("2h", 120), ("1.5 h", 90), ("1,5h", 90), ("1h30", 90), ("2:15", 135), ("45 min", 45)],
)
def test_hours_are_understood_where_minutes_are_meant(
    plnbuddy: Plnbuddy, said: str, minutes: int
) -> None:
    assert log(plnbuddy, "a course", "--minutes", said)["minutes"] == minutes
    plnbuddy("log", "edit", "1", "--minutes", "5")
    assert plnbuddy("log", "edit", "1", "--minutes", said, "--json").data["minutes"] == minutes


@pytest.mark.parametrize("minutes", ["-1", "1441", "1.5", "an hour", "9" * 30])
def test_other_minutes_are_refused(plnbuddy: Plnbuddy, minutes: str) -> None:
    refused(plnbuddy, "log", "connect", "a chat", f"--minutes={minutes}")


@pytest.mark.parametrize(
    "options",
    [
        *(["--with", "anna"], ["--with", ""], ["--with", "@anna@"]),
        *(["--tag", "two words"], ["--tag", "#"], ["--tag", ""]),
        *(["--url", "example.org"], ["--url", "javascript:alert(1)"], ["--url", "https://a b"]),
        *(["--url", ""], ["--unknown"]),
    ],
)
def test_options_that_do_not_fit_are_refused(plnbuddy: Plnbuddy, options: list[str]) -> None:
    refused(plnbuddy, "log", "connect", "a chat", *options)


def test_a_text_is_needed(plnbuddy: Plnbuddy) -> None:
    refused(plnbuddy, "log", "connect")
