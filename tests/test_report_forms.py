"""A report as text, Markdown, JSON and CSV."""

import csv
import io
from pathlib import Path

import pytest

from tests.conftest import Plnbuddy
from tests.weekly_reports import report, weeks_ago, write

HOSTILE = "*bold* _it_ <script>alert(1)</script> [x](javascript:alert(1)) `code` # a|b"


@pytest.mark.parametrize("file_format", ["text", "md", "json", "csv"])
def test_a_report_works_without_settings_and_journal(plnbuddy: Plnbuddy, file_format: str) -> None:
    answer = plnbuddy("report", "--format", file_format)
    assert answer.output.strip()
    assert answer.messages == ""


def test_markdown_shows_a_text_as_it_was_typed(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "contribute", HOSTILE, "--url", "https://example.org/a_b?c=d")
    lines = music_teacher("report", "--format", "md").output.splitlines()
    assert lines[0] == "# My learning network: 23 to 29 November 2026"
    line = next(line for line in lines if "2026-11-24:" in line)
    text, _, link = line.partition(" <https")
    for sign in "*_<>[]`|#":
        assert text.count(sign) == text.count("\\" + sign) > 0
    assert text.replace("\\", "") == f"- 2026-11-24: {HOSTILE}"
    assert link == "://example.org/a_b?c=d>"


def test_markdown_keeps_a_text_of_many_lines_in_its_item(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "contribute", "one\n\n# two\n| three |")
    output = music_teacher("report", "--format", "md").output
    assert "\n# two" not in output
    assert "- 2026-11-24: one \\# two \\| three \\|" in output


def test_markdown_has_a_table_of_the_three_and_of_the_weeks(music_teacher: Plnbuddy) -> None:
    write(music_teacher, *weeks_ago(0, 1, 1))
    output = music_teacher("report", "--format", "md").output
    tables = [line for line in output.splitlines() if line.startswith("|")]
    assert len(tables) == 5 + 10
    assert all(line.count("|") == tables[0].count("|") for line in tables[:5])
    assert all(line.count("|") == tables[5].count("|") for line in tables[5:])
    assert "| 2026-11-16 | 2 | 0 | 0 | 0 |" in output
    assert "## What next" in output


def test_csv_has_one_row_for_each_fact(music_teacher: Plnbuddy) -> None:
    music_teacher(
        *("log", "connect", "met @anna@example.org on #edchat", "--minutes", "15"),
    )
    output = music_teacher("report", "--format", "csv").output
    rows = list(csv.reader(io.StringIO(output)))
    assert rows[0] == ["section", "name", "count", "goal", "minutes"]
    assert all(len(row) == 5 for row in rows)
    assert ["kind", "connect", "1", "2", "15"] in rows
    assert ["kind", "contribute", "0", "1", "0"] in rows
    assert ["week", "2026-11-23", "1", "", "15"] in rows
    assert ["person", "'@anna@example.org", "1", "", ""] in rows
    assert ["hashtag", "#edchat", "1", "", ""] in rows
    assert len([row for row in rows if row[0] == "week"]) == 8
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_json_is_the_same_by_both_names_and_alone_on_standard_output(
    music_teacher: Plnbuddy,
) -> None:
    write(music_teacher, *weeks_ago(0, 1, 2))
    answer = music_teacher.process("report", "--json")
    assert answer.messages == ""
    assert answer.data == report(music_teacher)
    assert answer.data == music_teacher("report", "--format", "json").data
    assert set(answer.data) == {
        *("form", "period", "kinds", "minutes", "minutes_limit", "people", "people_count"),
        *("new_people_count", "tags", "tags_count", "weeks", "balance", "streak"),
        *("highlights", "next_steps", "network", "reflections", "earlier_years"),
    }


def test_every_format_goes_to_a_file_as_it_is(music_teacher: Plnbuddy, tmp_path: Path) -> None:
    music_teacher("log", "contribute", "shared – “it” 日本語 👩\u200d🏫")
    for file_format in ("text", "md", "json", "csv"):
        piped = music_teacher.process("report", "--format", file_format).output
        assert piped == music_teacher("report", "--format", file_format).output
        assert "\x1b" not in piped


def test_a_text_is_not_markup_on_a_colour_terminal(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "contribute", "[bold]x[/bold] :smile: [link=https://evil.example]y[/link]")
    output = music_teacher("report", FORCE_COLOR="1", COLUMNS="200").output
    assert "[bold]x[/bold] :smile: [link=https://evil.example]y[/link]" in output
