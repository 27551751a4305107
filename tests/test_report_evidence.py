"""Evidence: every entry of a period, its sums, and what is measured."""

import csv
import io
import re
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.report.evidence import last_year
from tests.conftest import Plnbuddy
from tests.journal_entries import write
from tests.records import contribution

HOSTILE = "=1+1 | *b* <script>alert(1)</script> [x](javascript:alert(1))"


@pytest.fixture
def year(music_teacher: Plnbuddy) -> Plnbuddy:
    """A year with entries of several origins."""
    music_teacher("config", "set", "profile.name", "Miriam Okonkwo")
    music_teacher("config", "set", "profile.school", "School by the Park")
    write(
        music_teacher,
        contribution("too-old", "2025-11-24"),
        contribution("first", "2025-11-25", minutes=30, note="PRIVATE"),
        contribution("post", "2026-03-02", origin="mastodon", links=["https://example.org/1"]),
        contribution("tweet", "2026-03-09", origin="twitter-archive", kind="collaborate"),
        contribution("table", "2026-03-10", origin="import", kind="connect", minutes=75),
        contribution("forged", "2026-03-11", origin="the ministry", kind="connect", minutes=0),
        contribution(
            "talk", "2026-11-24", people=["@anna@example.org"], minutes=15, kind="collaborate"
        ),
        contribution("tomorrow", "2026-11-25"),
    )
    return music_teacher


def evidence(plnbuddy: Plnbuddy, *arguments: str) -> Any:
    return plnbuddy("report", "--evidence", "--json", *arguments).data


def test_the_last_twelve_months_are_listed_oldest_first(year: Plnbuddy) -> None:
    data = evidence(year)
    assert data["form"] == "plnbuddy.evidence.1"
    assert (data["period"]["first"], data["period"]["last"]) == ("2025-11-25", "2026-11-24")
    assert [each["what"] for each in data["entries"]] == [
        "did first", "did post", "did tweet", "did table", "did forged", "did talk",
    ]  # fmt: skip
    assert data["count"] == len(data["entries"])


def test_every_origin_is_told_and_counted_as_docs_say(music_teacher: Plnbuddy) -> None:
    document = Path(__file__).parent.parent / "docs" / "report.md"
    rows = re.findall(
        r"^\| (.+?) \| (measured|self-reported) \|",
        document.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    names = (
        "mastodon", "bluesky", "mastodon-archive", "twitter-archive", "disqus", "wordpress", "feed",
        "manual", "follow", "csv",
    )  # fmt: skip
    assert len(rows) == len(names)
    write(music_teacher, *(contribution(name, "2026-03-02", origin=name) for name in names))
    told = {each["what"]: each for each in evidence(music_teacher)["entries"]}
    for name, (known, counts) in zip(names, rows, strict=True):
        row = told[f"did {name}"]
        assert (row["known"], row["measured"]) == (known, counts == "measured"), name


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("--since", "2026-03-09"), 4),
        (("--from", "2026-03-01", "--to", "2026-03-31"), 4),
        (("--month",), 2),
        (("--week",), 2),
        (("--from", "2020-01-01", "--to", "2020-12-31"), 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_another_period_is_asked_for(
    year: Plnbuddy, arguments: tuple[str, ...], count: int
) -> None:
    assert len(evidence(year, *arguments)["entries"]) == count


def test_a_year_before_a_leap_day_exists() -> None:
    assert last_year(date(2028, 2, 29)).first == date(2027, 3, 1)
    assert last_year(date(2026, 11, 24)).first == date(2025, 11, 25)


def test_each_entry_says_how_it_is_known(year: Plnbuddy) -> None:
    year("follow", "@ben@example.org")
    known = {each["what"]: (each["known"], each["measured"]) for each in evidence(year)["entries"]}
    assert known["did first"] == ("written down by me", False)
    assert known["did post"] == ("recorded by Mastodon", True)
    assert known["did tweet"] == ("from the Twitter archive", True)
    assert known["did table"][1] is False
    assert known["did forged"] == known["did table"]
    follow = next(value for what, value in known.items() if "ben" in what)
    assert follow[1] is False


def test_what_is_measured_and_self_reported_is_stated_with_numbers(year: Plnbuddy) -> None:
    data = evidence(year)
    assert data["measured"] == 2
    statement = " ".join(data["statement"])
    assert "Measured: 2 of 6 entries" in statement
    assert "Self-reported: 4 of 6 entries" in statement
    assert "Minutes are always self-reported. 4 of 6 entries have them, 2 h" in statement
    assert sum(source["count"] for source in data["sources"]) == 6
    text = year("report", "--evidence").output
    assert all(sentence in text for sentence in data["statement"])


def test_without_measured_entries_none_are_claimed(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "met somebody")
    assert "Measured:" not in music_teacher("report", "--evidence").output


def test_sums_by_month_and_kind_add_up(year: Plnbuddy) -> None:
    data = evidence(year)
    assert [month["first_day"] for month in data["months"]] == [
        "2025-11-01", "2026-03-01", "2026-11-01",
    ]  # fmt: skip
    for month in [*data["months"], data]:
        assert sum(kind["count"] for kind in month["kinds"]) == month["count"]
        assert sum(kind["minutes"] for kind in month["kinds"]) == month["minutes"]
    assert data["minutes"] == sum(month["minutes"] for month in data["months"]) == 120
    march = {kind["kind"]: (kind["count"], kind["minutes"]) for kind in data["months"][1]["kinds"]}
    assert march == {"connect": (2, 75), "collaborate": (1, 0), "contribute": (1, 0)}
    assert "120 minutes (2.0 hours)" in year("report", "--evidence").output


@pytest.mark.parametrize("file_format", ["text", "md", "csv", "json", "html"])
def test_every_form_has_every_entry_and_no_private_note(year: Plnbuddy, file_format: str) -> None:
    output = year("report", "--evidence", "--format", file_format).output
    for what in ("first", "post", "tweet", "table", "forged", "talk"):
        assert f"did {what}" in output
    for part in ("2026-03-02", "@anna@example.org", "https://example.org/1", "recorded by"):
        assert part in output
    assert "PRIVATE" not in output
    assert "too-old" not in output


def test_a_long_text_is_shortened_for_readers_and_whole_for_machines(
    music_teacher: Plnbuddy,
) -> None:
    music_teacher("log", "contribute", "long " * 1_900)
    for file_format, whole in (
        ("text", False), ("md", False), ("html", False), ("csv", True), ("json", True),
    ):  # fmt: skip
        output = music_teacher("report", "--evidence", "--format", file_format).output
        assert (output.count("long") >= 1_900) is whole


def test_the_table_for_a_spreadsheet_has_guarded_cells_and_sums(music_teacher: Plnbuddy) -> None:
    write(
        music_teacher,
        contribution("a", "2026-11-02", text=HOSTILE, people=["@anna@example.org"], minutes=90),
        contribution("b", "2026-11-03", text='two\nlines, "quoted"'),
    )
    output = music_teacher("report", "--evidence", "--format", "csv").output
    rows = list(csv.DictReader(io.StringIO(output)))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    entries = [row for row in rows if row["section"] == "entry"]
    assert entries[0]["what"] == "'" + HOSTILE
    assert entries[0]["with"] == "'@anna@example.org"
    assert entries[1]["what"] == 'two lines, "quoted"'
    november = [row for row in rows if row["section"] == "month" and row["kind"] == "contribute"]
    assert [(row["day"], row["count"], row["minutes"], row["hours"]) for row in november] == [
        ("2026-11", "2", "90", "1.50")
    ]
    assert {row["section"] for row in rows} == {"entry", "month", "sum", "source", "statement"}


def test_markdown_keeps_a_hostile_text_in_its_cell(music_teacher: Plnbuddy) -> None:
    write(music_teacher, contribution("a", "2026-11-02", text=HOSTILE, links=["https://e.org/a|b"]))
    output = music_teacher("report", "--evidence", "--format", "md").output
    (row,) = [line for line in output.splitlines() if line.startswith("| 2026-11-02")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 8
    assert "\\<script\\>" in row
    assert "<https://e.org/a%7Cb>" in row
    assert "Name, date, signature" in output


def test_a_page_keeps_a_hostile_text_as_text_and_asks_for_a_signature(year: Plnbuddy) -> None:
    write(year, contribution("hostile", "2026-11-02", text=HOSTILE + " <!-- rows -->"))
    page = year("report", "--evidence", "--format", "html").output
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("<tbody>\n<tr>") == 2
    assert page.count("<!-- rows -->") == 0
    for part in ("Miriam Okonkwo", "School by the Park", "I declare", "Signature", "Date"):
        assert part in page


@pytest.mark.parametrize("file_format", ["text", "md", "csv", "json", "html"])
def test_an_empty_period_is_said(plnbuddy: Plnbuddy, file_format: str) -> None:
    answer = plnbuddy("report", "--evidence", "--format", file_format)
    if file_format in ("text", "html"):
        assert "Nothing is written down for these days." in answer.output
    if file_format == "json":
        assert (answer.data["entries"], answer.data["statement"]) == ([], [])


def test_evidence_goes_to_a_file(year: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "evidence.csv"
    answer = year("report", "--evidence", "-o", str(file))
    assert answer.output == ""
    assert str(file) in answer.messages
    assert file.read_text(encoding="utf-8").startswith("section,day,kind,what")


def test_evidence_ends_with_the_next_step_unless_quiet(year: Plnbuddy) -> None:
    assert "Next: plnbuddy report --evidence -o" in year("report", "--evidence").messages
    assert year("report", "--evidence", "--quiet").messages == ""


def test_the_next_step_is_about_the_same_days(year: Plnbuddy) -> None:
    answer = year("report", "--evidence", "--since", "2026-03-09")
    command = "plnbuddy report --evidence --from 2026-03-09 --to 2026-11-24 -o evidence.pdf"
    assert f"Next: {command}" in answer.messages


def on_a_screen(plnbuddy: Plnbuddy, *arguments: str) -> str:
    """What a terminal of 200 columns shows, without its looks."""
    words = ("report", "--evidence", *arguments)
    with plnbuddy.terminal(*words, columns=200, TERM="dumb", NO_COLOR="1") as child:
        child.exit_code()  # 6 when there is nothing to show.
        return str(child.before).replace("\r\n", "\n")


def test_a_screen_shows_what_a_pipe_gets(year: Plnbuddy) -> None:
    write(year, contribution("record", "2026-03-12", type="course", reflection="Two\nlines",
          links=["https://example.org/2"], standards=["APST:6.2"]))  # fmt: skip
    piped = year("report", "--evidence").output
    assert "course or training; APST:6.2" in piped
    joined = " ".join(on_a_screen(year).partition("\nNext:")[0].split())
    assert joined == " ".join(piped.split())


def test_a_screen_is_not_flooded_and_says_where_the_entries_are(music_teacher: Plnbuddy) -> None:
    write(music_teacher, *(contribution(f"u{at:03}", "2026-11-02", minutes=1) for at in range(501)))
    shown = on_a_screen(music_teacher)
    assert "501 entries are more than a screen can show" in shown
    assert "did u" not in shown
    assert "together 501 entries, 501 minutes" in shown
    assert "Next: plnbuddy report --evidence -o evidence.csv" in shown
    assert music_teacher.process("report", "--evidence").output.count("did u") == 501
    coloured = music_teacher.process("report", "--evidence", FORCE_COLOR="1")
    assert coloured.output.count("did u") == 501
    fewer = on_a_screen(music_teacher, "--since", "2026-11-03")
    assert "Nothing is written down" in fewer


def test_what_belongs_to_entries_is_theirs_whatever_their_order(music_teacher: Plnbuddy) -> None:
    write(
        music_teacher,
        contribution("late", "2026-11-09", people=["@anna@example.org", "@ben@example.org"]),
        contribution(
            "early", "2026-11-02", links=["https://e.org/1", "https://e.org/2"], type="chat"
        ),
        contribution("middle", "2026-11-05", people=["@anna@example.org"], provider="Park School"),
    )
    entries = evidence(music_teacher, "--since", "2026-11-03")["entries"]
    named = [(each["what"], each["people"], each["links"], each["provider"]) for each in entries]
    assert named == [
        ("did middle", ["@anna@example.org"], [], "Park School"),
        ("did late", ["@anna@example.org", "@ben@example.org"], [], ""),
    ]  # fmt: skip
    first = evidence(music_teacher)["entries"][0]
    assert (first["links"], first["type"]) == (["https://e.org/1", "https://e.org/2"], "chat")
    assert first["people"] == []


@pytest.mark.slow
def test_many_entries_need_no_more_memory(music_teacher: Plnbuddy, tmp_path: Path) -> None:
    write(
        music_teacher,
        *(contribution(f"u{at}", "2026-11-02", text="x" * 300) for at in range(20_000)),
    )
    for ending in ("txt", "md", "csv", "json", "html"):
        tracemalloc.start()
        music_teacher("report", "--evidence", "-o", str(tmp_path / f"e.{ending}"))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (tmp_path / f"e.{ending}").stat().st_size > 6_000_000
        assert peak < 6_000_000, ending
