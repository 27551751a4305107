"""Dates that a teacher gives: understood as a whole, or refused with an example."""

import pytest

from tests.conftest import Plnbuddy

NOW = "2026-11-25T15:00"


def said(plnbuddy: Plnbuddy, when: str, languages: str = "en", region: str = "") -> str:
    """The moment that was understood, or "refused"."""
    plnbuddy("config", "set", "profile.languages", languages)
    if region:
        plnbuddy("config", "set", "profile.region", region)
    answer = plnbuddy("log", "contribute", "x", "--date", when, "--json", now=NOW, ok=False)
    if answer.exit_code == 2:
        assert (
            "such as" in answer.messages or "Write" in answer.messages or "up to" in answer.messages
        )
        return "refused"
    return str(answer.data["happened_at"][:16])


@pytest.mark.parametrize(
    ("languages", "when", "moment"),
    [
        ("en", "2026", "refused"),
        ("en", "november", "refused"),
        ("en", "2026-11", "refused"),
        ("en", "last week", "refused"),
        ("en", "friday at 4", "2026-11-20T16:00"),
        ("en,de", "friday at 4", "2026-11-20T16:00"),
        ("en", "friday 16h", "2026-11-20T16:00"),
        ("en", "friday 4pm", "2026-11-20T16:00"),
        ("en", "yesterday 8", "2026-11-24T08:00"),
        ("en", "yesterday", "2026-11-24T12:00"),
        ("en", "yesterday evening", "2026-11-24T18:00"),
        ("de", "gestern abend", "2026-11-24T18:00"),
        ("de", "heute morgen", "2026-11-25T09:00"),
        ("de", "Freitag morgen", "2026-11-20T09:00"),
        ("de", "morgen", "refused"),
        ("fr", "hier après-midi", "2026-11-24T15:00"),
        ("fr", "ce matin", "2026-11-25T09:00"),
        ("es", "ayer por la mañana", "2026-11-24T09:00"),
        ("es", "esta mañana", "2026-11-25T09:00"),
        ("es", "mañana", "refused"),
        ("it", "ieri sera", "2026-11-24T18:00"),
        ("pt", "ontem à noite", "2026-11-24T18:00"),
        ("nl", "gisteren avond", "2026-11-24T18:00"),
        ("da", "i går aften", "2026-11-24T18:00"),
        ("sv", "igår kväll", "2026-11-24T18:00"),
        ("fi", "eilen illalla", "2026-11-24T18:00"),
        ("ca", "ahir al vespre", "2026-11-24T18:00"),
        ("en", "16h", "refused"),
        ("en", "14h", "2026-11-25T14:00"),
        ("en", "today 16:00", "refused"),
        ("en", "4", "refused"),
        ("en", "16", "refused"),
        ("en", "1600", "refused"),
        ("en", "friday at 4:30", "refused"),
        ("en", "friday 4:30pm", "2026-11-20T16:30"),
        ("en", "friday 04:30", "2026-11-20T04:30"),
        ("en", "friday 20", "refused"),
        ("en", "friday 25", "refused"),
        ("en", "friday 21 november 2026", "refused"),
        ("en", "friday 20 november 2026", "2026-11-20T12:00"),
        ("en", "friday 4pm EST", "refused"),
        ("en", "yesterday 8am 9am", "refused"),
        ("en", "yesterday 13pm", "refused"),
        ("en", "12am yesterday", "2026-11-24T00:00"),
        ("en", "2h ago", "2026-11-25T13:00"),
        ("en", "november 20", "2026-11-20T12:00"),
        ("en", "2016/6/29 15:07", "2016-06-29T15:07"),
        ("de", "freitag um 4", "2026-11-20T16:00"),
        ("de", "gestern 16.30 Uhr", "2026-11-24T16:30"),
        ("de", "Freitag, 20.11.2026", "2026-11-20T12:00"),
        ("de", "Freitag, 21.11.2026", "refused"),
        ("de", "letzte Woche", "refused"),
        ("de", "vor 2 Stunden", "2026-11-25T13:00"),
        ("fr", "hier à 16h30", "2026-11-24T16:30"),
        ("fr", "vendredi dernier à 16h", "2026-11-20T16:00"),
        ("es", "ayer a las 4", "2026-11-24T16:00"),
        ("es", "ayer a las 16:30", "2026-11-24T16:30"),
        ("it", "ieri alle 16", "2026-11-24T16:00"),
        ("pt", "ontem às 16h", "2026-11-24T16:00"),
        ("nl", "gisteren om 16 uur", "2026-11-24T16:00"),
        ("sv", "igår kl 16", "2026-11-24T16:00"),
    ],
)
def test_a_date_is_understood_fully_or_refused(
    plnbuddy: Plnbuddy, languages: str, when: str, moment: str
) -> None:
    assert said(plnbuddy, when, languages) == moment


@pytest.mark.parametrize(
    ("languages", "region", "when", "day"),
    [
        ("en", "GB", "05/06/2026", "2026-06-05"),
        ("en", "AU", "5/6/26", "2026-06-05"),
        ("en", "US", "05/06/2026", "2026-05-06"),
        ("en", "US-TX", "05/06/2026", "2026-05-06"),
        ("en,de", "DE", "05/06/2026", "2026-06-05"),
        ("de", "US", "05/06/2026", "2026-06-05"),
        ("en", "US", "13/06/2026", "2026-06-13"),
        ("en", "GB", "05/13/2026", "2026-05-13"),
        ("en", "US", "05.06.2026", "2026-06-05"),
    ],
)
def test_language_and_region_say_which_number_is_the_day(
    plnbuddy: Plnbuddy, languages: str, region: str, when: str, day: str
) -> None:
    assert said(plnbuddy, when, languages, region)[:10] == day


@pytest.mark.parametrize(("region", "doubt"), [("", True), ("CA", True), ("GB", False)])
def test_a_custom_that_is_not_settled_is_said(
    plnbuddy: Plnbuddy, region: str, doubt: bool
) -> None:  # fmt: skip
    if region:
        plnbuddy("config", "set", "profile.region", region)
    answer = plnbuddy("log", "contribute", "x", "--date", "05/06/2026", now=NOW)
    assert ("was taken to come first" in answer.messages) is doubt


def test_a_year_is_a_range(plnbuddy: Plnbuddy) -> None:
    for day in ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"):
        plnbuddy("log", "contribute", f"done on {day}", "--date", day, now=NOW)
    found = plnbuddy("log", "list", "--since", "2025", "--json", now=NOW).data["entries"]
    assert [entry["day"] for entry in found] == ["2026-01-01", "2025-12-31", "2025-01-01"]
    report = plnbuddy("report", "--evidence", "--since", "2025", "--format", "json", now=NOW).data
    assert report["period"]["first"] == "2025-01-01"


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2025-09", "2026-06", ("2025-09-01", "2026-06-30")),
        ("september 2025", "june 2026", ("2025-09-01", "2026-06-30")),
        ("2024", "2025", ("2024-01-01", "2025-12-31")),
        ("september", "2026", ("2026-09-01", "2026-11-25")),
        ("last month", "last month", ("2026-10-01", "2026-10-31")),
        ("02/2024", "02/2024", ("2024-02-01", "2024-02-29")),
    ],
)
def test_a_month_is_its_first_or_its_last_day(
    plnbuddy: Plnbuddy, first: str, last: str, period: tuple[str, str]
) -> None:
    words = ("report", "--from", first, "--to", last, "--json")
    found = plnbuddy(*words, now=NOW).data["period"]
    assert (found["first"], found["last"]) == period


@pytest.mark.parametrize(
    ("span", "due"),
    [
        ("november", "2027-11-01"), ("december", "2026-12-01"), ("2027", "2027-01-01"),
        ("next week", "2026-11-30"), ("2w", "2026-12-09"), ("20.12.", "2026-12-20"),
        ("friday at 4", None), ("4", None), ("2026", None), ("last week", None),
    ],
)  # fmt: skip
def test_later_takes_the_first_day_of_what_is_longer(
    plnbuddy: Plnbuddy, span: str, due: str | None
) -> None:
    words = ("later", "@a@x.example", "--for", span, "--json")
    answer = plnbuddy(*words, now=NOW, ok=False)
    if due is None:
        assert answer.exit_code == 2
    else:
        assert answer.data["outcomes"][0]["due"] == due


@pytest.mark.parametrize(
    ("today", "span", "due"),
    [
        ("2027-01-31", "1m", "2027-02-28"), ("2028-01-31", "1 month", "2028-02-29"),
        ("2026-12-31", "2 months", "2027-02-28"), ("2026-11-30", "13m", "2027-12-30"),
        ("2026-12-31", "1d", "2027-01-01"), ("2028-02-28", "1 week", "2028-03-06"),
    ],
)  # fmt: skip
def test_a_month_later_is_its_last_day_where_it_has_no_such_day(
    plnbuddy: Plnbuddy, today: str, span: str, due: str
) -> None:
    words = ("later", "@a@x.example", "--for", span, "--json")
    [outcome] = plnbuddy(*words, now=f"{today}T09:00:00+00:00").data["outcomes"]
    assert outcome["due"] == due


def test_this_day_in_earlier_years(plnbuddy: Plnbuddy) -> None:
    for day in ("2024-11-25", "2025-11-25", "2025-11-24", "2026-11-25"):
        plnbuddy("log", "contribute", f"done on {day}", "--date", day, now=NOW)
    found = plnbuddy("log", "list", "--this-day", "--json", now=NOW).data["entries"]
    assert [entry["day"] for entry in found] == ["2025-11-25", "2024-11-25"]
    report = plnbuddy("report", now=NOW).output
    told = report.partition("This day in earlier years")[2].partition("What next")[0]
    assert [word for word in told.split() if word.isdigit()] == ["2025", "2024"]
    data = plnbuddy("report", "--json", now=NOW).data
    assert [entry["day"] for entry in data["earlier_years"]] == ["2025-11-25", "2024-11-25"]
    assert "done on 2025-11-25" in plnbuddy("report", "--format", "md", now=NOW).output
    handed_in = plnbuddy("report", "--format", "html", now=NOW).output
    assert "earlier years" not in handed_in
    past = plnbuddy("report", "--from", "2026-01-01", "--to", "2026-02-01", "--json", now=NOW)
    assert past.data["earlier_years"] == []
    for year in (2021, 2022, 2023):
        plnbuddy("log", "contribute", "older", "--date", f"{year}-11-25", now=NOW)
    newest = plnbuddy("report", "--json", now=NOW).data["earlier_years"]
    assert [entry["day"][:4] for entry in newest] == ["2025", "2024", "2023"]
