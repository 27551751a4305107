"""Schemes of authorities and of one's own: where they are from, unknown ones, contradictions."""

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from plnbuddy.schemes.read import find_scheme, scheme_names
from plnbuddy.schemes.scheme import FIELDS
from plnbuddy.schemes.standards import read_standard, read_type
from tests.conftest import Plnbuddy
from tests.journal_entries import write
from tests.records import COMPLETE, entry, record


@pytest.mark.parametrize("name", scheme_names())
def test_every_scheme_holds_together_and_says_where_it_is_from(name: str) -> None:
    scheme = find_scheme(name)
    assert scheme.source.startswith("https://")
    assert scheme.checked is not None
    assert scheme.checked <= datetime.now(UTC).date()
    assert set(scheme.required) <= set(scheme.columns)
    for part in (*scheme.caps, *scheme.minimums):
        assert [read_type(word) for word in part.types] == list(part.types)
    for standards in scheme.standards:
        assert read_standard(f"{standards}:6.2")


def test_the_documented_schemes_are_those_of_the_package() -> None:
    text = (Path(__file__).parent.parent / "docs" / "report.md").read_text(encoding="utf-8")
    for name in scheme_names():
        scheme = find_scheme(name)
        hours = f"{scheme.hours:g} h" if scheme.hours else "none"
        years = "year" if scheme.years == 1 or scheme.per_year else f"{scheme.years} years"
        assert f"| `{name}` | {scheme.name} | {hours} | {years} |" in text


OWN = """
name = "Park School"
hours = 10
years = 1
required = ["type", "reflection"]
columns = ["day", "what", "type", "minutes", "reflection"]
[titles]
reflection = "What changed"
[types]
garden-club = "Garden club"
course = "Course"
[[caps]]
title = "Garden"
types = ["garden-club"]
hours = 2
"""


def test_the_day_of_looking_up_is_said_as_a_person_says_it(plnbuddy: Plnbuddy) -> None:
    output = plnbuddy("report", "--evidence", "--for", "texas").output
    assert "looked up on 28 November 2026." in output


def test_a_school_has_a_scheme_of_its_own(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "park.toml"
    file.write_text(OWN)
    plnbuddy("log", "collaborate", "dug", "--type", "Garden Club", "--minutes", "300")
    plnbuddy("log", "collaborate", "watched", "--type", "webinar", "--minutes", "60")
    answer = plnbuddy("report", "--evidence", "--for", str(file))
    for part in ("Park School", "2 of 10 hours: 8 hours to go.", "Type: Garden club",
                 "'webinar' is no type that counts", "4 more hours are noted"):  # fmt: skip
        assert part in answer.output
    again = f"plnbuddy report --evidence --for {shlex.quote(str(file))}"
    printed = plnbuddy("report", "--evidence", "--for", str(file), "-o", str(tmp_path / "r.csv"))
    assert f"Something is missing in 2 entries: {again}\n" in printed.messages
    assert (
        "What changed"
        in plnbuddy("report", "--evidence", "--for", str(file), "--format", "html").output
    )


def test_an_unknown_scheme_is_asked_about(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    for name, hint in (("nessa", "Did you mean nesa?"), ("???", "There are: act48, bavaria"),
        ("New York", "Write: --for ctle."), ("pennsylvania", "Write: --for act48."),
    ):  # fmt: skip
        answer = plnbuddy("report", "--evidence", "--for", name, ok=False)
        assert answer.exit_code == 2
        assert hint in answer.messages
    for wrong, problem in (
        (tmp_path / "gone.toml", "cannot be read"), (tmp_path / "folder.toml", "no ordinary file"),
    ):  # fmt: skip
        (tmp_path / "folder.toml").mkdir(exist_ok=True)
        answer = plnbuddy("report", "--evidence", "--for", str(wrong), ok=False)
        assert answer.exit_code == 1
        assert problem in answer.messages
    for arguments in (("--for", "nesa"), ("--bundle", "x.zip"), ("-o", str(tmp_path / "x.xlsx"))):
        answer = plnbuddy("report", *arguments, ok=False)
        assert answer.exit_code == 2
        assert "--evidence" in answer.messages


CAP = {"title": "A", "types": ["a"], "hours": 5}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"hour": 5}, "'hour' is no setting of a scheme (did you mean 'hours'?)"),
        ({"name": ""}, "no name"),
        ({"hours": "ten"}, "'hours' is no number"),
        ({"hours": -1}, "not between"),
        ({"hours": True}, "no number"),
        ({"years": 1.5}, "no whole number"),
        ({"years": 0}, "not between 1"),
        ({"per_year": "yes"}, "neither true nor false"),
        ({"checked": "today"}, "no day"),
        ({"source": "javascript:x"}, "no web address"),
        ({"required": ["provder"]}, "did you mean 'provider'?"),
        ({"columns": "day"}, "no list of words"),
        ({"titles": {"wat": "x"}}, "did you mean 'what'?"),
        ({"types": ["a"]}, "does not give a name"),
        ({"caps": {"hours": 1}}, "write [[caps]] above each"),
        ({"caps": [{"hours": 1}]}, "names no types"),
        ({"caps": [{"types": ["a"]}]}, "has no hours"),
        ({"caps": [{**CAP, "hous": 1}]}, "did you mean 'hours'?"),
        ({"caps": [CAP, {**CAP, "title": "B"}]}, "both in 'A' and in 'B'"),
        ({"caps": [CAP], "minimums": [{**CAP, "hours": 6}]}, "counts at most 5"),
        ({"minimums": [{**CAP, "hours": 11}]}, "need 11 hours, and it asks for 10"),
        ({"caps": [CAP], "types": {"b": "B"}}, "no type of the scheme"),
        ({"caps": [CAP], "types": {"a": "A"}}, "capped, at 5 hours in all"),
        ({"notes": ["x"] * 51}, "more than 50"),
    ],
)
def test_a_scheme_that_does_not_hold_together_says_why(
    plnbuddy: Plnbuddy, tmp_path: Path, change: dict[str, Any], problem: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(tomli_w.dumps({"name": "Own", "hours": 10, **change}))
    answer = plnbuddy("report", "--evidence", "--for", str(file), ok=False)
    assert (answer.exit_code, answer.output) == (1, "")
    assert problem in answer.messages
    assert 'name = "Our school" and hours = 20' in answer.messages


def test_the_shortest_scheme_that_is_proposed_is_one(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('name = "Our school"\nhours = 20\n')
    assert "Our school" in plnbuddy("report", "--evidence", "--for", str(file)).output


def test_a_file_that_is_no_scheme_is_refused(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    for content, problem in (
        (b"name = ", "as TOML"), (b"\xff\xfe", "as TOML"), (b"a" * 100_001, "too large"),
        (b"x=" + b"[" * 50_000, "as TOML"),
    ):  # fmt: skip
        file.write_bytes(content)
        answer = plnbuddy("report", "--evidence", "--for", str(file), ok=False)
        assert answer.exit_code == 1
        assert problem in answer.messages


def test_every_field_is_one_of_an_entry(plnbuddy: Plnbuddy) -> None:
    write(plnbuddy, entry("whole", **COMPLETE))
    (found,) = record(plnbuddy, "nesa")["entries"]
    assert set(FIELDS) <= set(found)


def test_the_years_before_a_leap_day_begin_in_march(plnbuddy: Plnbuddy) -> None:
    words = ("report", "--evidence", "--for", "act48", "--json")
    period = plnbuddy(*words, now="2028-02-29T09:00:00+00:00").data["period"]
    assert (period["first"], period["last"]) == ("2023-03-01", "2028-02-29")
