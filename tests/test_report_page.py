"""The page that is handed in: what it says, its chart, its file, and how a browser shows it."""

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.core.model import ActivityKind
from plnbuddy.report.chart import count_stretches, describe_chart, draw_chart
from plnbuddy.report.period import between
from plnbuddy.store.counts import DayCount
from tests import chromium, report_pages
from tests.chromium import CONTRASTS, Browser
from tests.conftest import Plnbuddy
from tests.report_pages import Elements, page

browser, year = chromium.browser, report_pages.year


HOSTILE = "</title><script>alert(1)</script><img src=//evil.example/x onerror=alert(2)>\u202e"
ACCESSIBLE = """
const wrong = [];
const check = (good, what) => { if (!good) wrong.push(what); };
const all = (selector) => [...document.querySelectorAll(selector)];
check(document.documentElement.lang, 'no language');
for (const one of ['h1', 'main', 'header', 'footer'])
  check(all(one).length === 1, 'not one ' + one);
let level = 1;
for (const heading of all('h1, h2, h3')) {
  check(+heading.tagName[1] <= level + 1, 'skipped heading ' + heading.textContent);
  level = +heading.tagName[1];
}
const ids = all('[id]').map((e) => e.id);
check(new Set(ids).size === ids.length, 'double ids');
for (const element of all('[aria-labelledby]'))
  for (const id of element.getAttribute('aria-labelledby').split(' '))
    check(document.getElementById(id), 'aria-labelledby ' + id);
for (const link of all('a[href]')) {
  check(/^https?:$/.test(link.protocol), 'link to ' + link.href);
  check(link.rel === 'noopener noreferrer' && link.textContent.trim(), 'link without rel or name');
}
check(all('th').every((e) => e.scope), 'heading cell without scope');
check(all('table caption').length === all('table').length, 'table without caption');
check(all('section').every((e) => e.getAttribute('aria-labelledby')), 'section without name');
check(document.documentElement.scrollWidth <= innerWidth, 'wider than the window');
return wrong;
"""


# What the page says.


def test_the_page_says_who_when_what_and_how_it_is_known(year: Plnbuddy) -> None:
    text = " ".join(Elements(page(year, "--since", "2026-01-01")).text.split())
    for part in (
        "Miriam Okonkwo", "School by the Park", "1 January to 24 November 2026", "activities",
        "@anna@example.org", "#musiced", "Tried the silent rehearsal. It worked.", "Each week:",
        "What the numbers are, and are not", "https://example.org/50",
    ):  # fmt: skip
        assert part in text
    assert "PRIVATE" not in text


def test_time_is_told_in_hours_by_kind(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "a", "--minutes", "50")
    music_teacher("log", "connect", "b", "--minutes", "75")
    music_teacher("log", "contribute", "c")
    text = Elements(page(music_teacher)).text
    row = re.search(r"connectfinding[^\n]*", text)
    assert row
    assert "2 h 5 min" in row[0]
    assert "none" in text[text.index("contributesharing") :].splitlines()[0]


def test_without_a_name_the_page_needs_none(plnbuddy: Plnbuddy) -> None:
    text = page(plnbuddy)
    assert "<title>My learning network, 23 to 29 November 2026</title>" in text
    assert "Nothing is written down for these days." in text
    assert 'class="who"' not in text


def test_a_step_that_names_somebody_stays_private(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "met @anna@example.org", "--minutes", "600")
    assert "answered nobody" in music_teacher("report").output
    text = page(music_teacher)
    assert "answered nobody" not in text
    assert "set yourself" not in text


def test_a_long_period_has_a_highlight_of_each_month(year: Plnbuddy) -> None:
    text = page(year, "--since", "2026-01-01")
    days = re.findall(r'<time datetime="(\d{4}-\d{2})-\d{2}"', text)
    assert days == [f"2026-{month:02}" for month in range(11, 1, -1)]


def test_a_short_period_shows_the_weeks_before_it(year: Plnbuddy) -> None:
    text = page(year)
    assert "The 8 weeks up to the end of this period." in text
    assert text.count('<tr><th scope="row">week of') == 8


# The chart.


@given(
    first=st.dates(date(2015, 1, 1), date(2026, 1, 1)),
    days=st.integers(1, 4_000),
    counts=st.lists(st.tuples(st.integers(0, 4_200), st.integers(1, 9)), max_size=20),
    first_weekday=st.integers(0, 6),
)
def test_each_day_of_the_period_is_counted_in_one_stretch(
    first: date, days: int, counts: list[tuple[int, int]], first_weekday: int
) -> None:
    period = between(first, first + timedelta(days=days - 1))
    by_day = [
        DayCount(first + timedelta(days=at - 100), ActivityKind.CONNECT, count, count)
        for at, count in counts
    ]
    stretches = count_stretches(by_day, period, first_weekday)
    inside = sum(each.count for each in by_day if period.first <= each.day <= period.last)
    tallies = [stretch.tally for stretch in stretches]
    assert sum(each.total for each in tallies) == inside
    assert sum(each.minutes for each in tallies) == inside
    assert tallies[0].first_day <= period.first
    assert tallies[-1].first_day <= period.last
    assert all(one.first_day < next_one.first_day for one, next_one in pairwise(tallies))
    assert len(stretches) <= 61


@pytest.mark.parametrize(
    ("days", "first", "count"),
    [(7, "week of", 1), (140, "week of", 20), (141, "July 2026", 5), (2_000, "2021", 6)],
)
def test_weeks_become_months_and_years_as_the_period_grows(
    days: int, first: str, count: int
) -> None:
    last = date(2026, 11, 22)
    stretches = count_stretches([], between(last - timedelta(days=days - 1), last), 0)
    assert stretches[0].name.startswith(first)
    assert len(stretches) == count


def test_the_chart_is_described_and_every_bar_has_its_number() -> None:
    last = date(2026, 11, 22)
    by_day = [
        DayCount(last, ActivityKind.CONNECT, 7, 0),
        DayCount(last - timedelta(days=7), ActivityKind.CONTRIBUTE, 500, 0),
    ]
    stretches = count_stretches(by_day, between(last - timedelta(days=55), last), 0)
    words = describe_chart(stretches)
    assert "Connect: 7 in all, at most 7 (week of 16 November 2026)." in words
    assert "Collaborate: 0 in all." in words
    chart = draw_chart(stretches)
    assert "<title" in chart
    assert words in chart
    assert re.findall(r'class="number"[^>]*>(\d+)<', chart) == ["7", "500"]
    heights = [float(height) for height in re.findall(r'<rect.*height="([\d.]+)"', chart)]
    assert len(heights) == 2
    assert heights[0] >= 2  # Even a small number is seen.


def test_a_chart_of_nothing_is_drawn() -> None:
    chart = draw_chart(count_stretches([], between(date(2026, 1, 1), date(2026, 1, 1)), 0))
    assert "<rect" not in chart
    assert "Connect: 0 in all." in chart


# The file.


@pytest.mark.parametrize("evidence", [[], ["--evidence"]], ids=["report", "evidence"])
def test_the_page_is_one_file_that_allows_no_request(year: Plnbuddy, evidence: list[str]) -> None:
    text = page(year, *evidence)
    seen = Elements(text)
    assert "default-src &#39;none&#39;" in text
    assert "script-src" not in text
    assert not seen.names & {"script", "img", "iframe", "object", "embed", "form"}
    assert not {name for name in seen.attributes if name.startswith("on")} | (
        seen.attributes & {"src", "style", "srcset"}
    )
    assert not re.search(r"@import|url\(", text)


@pytest.mark.parametrize("evidence", [[], ["--evidence"]], ids=["report", "evidence"])
def test_hostile_text_stays_text(music_teacher: Plnbuddy, evidence: list[str]) -> None:
    music_teacher("config", "set", "profile.name", HOSTILE)
    music_teacher("config", "set", "profile.school", HOSTILE)
    music_teacher("config", "set", "profile.purpose", HOSTILE)
    music_teacher("log", "contribute", HOSTILE, "--url", "https://example.org/\"'<b>")
    music_teacher("report", "--reflection", HOSTILE)
    text = page(music_teacher, *evidence)
    hostile = Elements(text)
    assert not hostile.names & {"script", "img", "b"}
    assert not hostile.attributes & {"src", "onerror"}
    assert hostile.text.count("<script>alert(1)</script>") >= 3
    assert "\u202e" not in text


def test_html_is_a_short_way_to_a_page(year: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    answer = year("report", "--html", str(file))
    assert answer.output == ""
    assert f"Next: open {file}" in answer.messages
    assert file.read_text(encoding="utf-8") == page(year)
    assert year("report", "--html", str(file), "--quiet").messages == ""


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.txt", "This week"),
        ("r.unknown", "This week"),
        ("r.md", "# My learning network"),
        ("r.csv", "section,"),
        ("r.json", "{\n"),
        ("r.HTM", "<!doctype html>"),
    ],
)
def test_a_file_gets_the_form_of_its_ending(
    year: Plnbuddy, tmp_path: Path, name: str, start: str
) -> None:
    file = tmp_path / name
    assert year("report", "--output", str(file)).output == ""
    assert file.read_text(encoding="utf-8").startswith(start)
    chosen = {"r.HTM": "html", "r.unknown": "text", "r.txt": "text"}.get(name, file.suffix[1:])
    assert file.read_text(encoding="utf-8") == year("report", "--format", chosen).output


def test_the_form_that_is_asked_for_wins_over_the_ending(year: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    year("report", "--format", "md", "-o", str(file))
    assert file.read_text(encoding="utf-8").startswith("# My")
    assert year("report", "-o", "-").output.startswith("This week")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--html", "r.html", "--json"),
        ("--html", "r.html", "--format", "pdf"),
        ("--html", "r.html", "-o", "r2.html"),
        ("--json", "--format", "csv"),
        ("--format", "pdf"),
        ("--format", "pdf", "-o", "-"),
    ],
    ids=" ".join,
)
def test_two_forms_or_a_pdf_without_a_file_are_refused(
    plnbuddy: Plnbuddy,
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert plnbuddy("report", *arguments, ok=False).exit_code == 2
    assert not list(tmp_path.glob("r*"))


# In a browser.


@pytest.mark.browser
@pytest.mark.parametrize("evidence", [[], ["--evidence"]], ids=["report", "evidence"])
def test_the_page_is_accessible_and_asks_for_nothing(
    year: Plnbuddy, browser: Browser, evidence: list[str]
) -> None:
    year("log", "contribute", HOSTILE, "--url", "https://example.org/u")
    year("report", "--reflection", HOSTILE)
    year("config", "set", "profile.name", HOSTILE)
    text = page(year, *evidence, *(["--since", "2026-01-01"] if not evidence else []))
    for dark, width in ((False, 1280), (True, 1280), (False, 360)):
        browser.open(text, dark=dark, width=width)
        assert browser.run(ACCESSIBLE) == []
        assert browser.run(CONTRASTS) == []
        assert browser.complaints() == []
        assert browser.requests() == []
    assert browser.run("return document.scripts.length + document.images.length") == 0


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(8.27, 11.69), (8.5, 11)], ids=["A4", "Letter"])
def test_the_page_prints_light_and_whole_from_a_dark_screen(
    year: Plnbuddy, browser: Browser, width: float, height: float
) -> None:
    browser.open(page(year, "--since", "2026-01-01"), dark=True)
    printed = browser.printed(width, height)
    assert 2 <= len(printed.pages) <= 4
    text = " ".join(" ".join(each.extract_text() for each in printed.pages).split())
    assert "Written on 24 November 2026" in text
    browser.command("Emulation.setEmulatedMedia", media="print", features=[
        {"name": "prefers-color-scheme", "value": "dark"},
    ])  # fmt: skip
    paper = browser.run("return getComputedStyle(document.body).backgroundColor")
    browser.command("Emulation.setEmulatedMedia", media="")
    assert paper == "rgb(255, 255, 255)"
