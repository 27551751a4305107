"""The page of a list: hostile text, links, and what a browser makes of it."""

import re
import time
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from plnbuddy.core.handles import parse_tag
from plnbuddy.core.model import SubjectKind
from plnbuddy.lists.formats.mastodon import follows_csv
from plnbuddy.lists.page import build_list_page, contact_link
from plnbuddy.lists.share import reason_of
from plnbuddy.store.lists import KeptList, ListRow, person_row
from tests.conftest import Plnbuddy

pytest.importorskip("selenium")

from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests import chromium
from tests.chromium import CONTRASTS, Browser

browser = chromium.browser

TODAY = date(2026, 11, 24)
HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(2)> \" ' {{ 7*7 }}"
ACCESSIBLE = """
const wrong = [];
const check = (good, what) => { if (!good) wrong.push(what); };
const all = (selector) => [...document.querySelectorAll(selector)];
check(document.documentElement.lang === 'en', 'no language');
check(document.title, 'no title');
check(all('h1').length === 1, 'not one h1');
for (const landmark of ['header', 'nav', 'main', 'footer']) {
  check(all('body > ' + landmark).length === 1, 'not one ' + landmark);
}
let level = 1;
for (const heading of all('h1, h2, h3')) {
  check(+heading.tagName[1] <= level + 1, 'skipped heading ' + heading.textContent);
  level = +heading.tagName[1];
}
const ids = all('[id]').map((e) => e.id);
check(new Set(ids).size === ids.length, 'double ids');
for (const element of all('[aria-labelledby]')) {
  check(document.getElementById(element.getAttribute('aria-labelledby')), 'no label');
}
for (const link of all('a')) {
  const target = link.getAttribute('href');
  check(link.textContent.trim(), 'link without text');
  if (target.startsWith('#')) { check(document.querySelector(target), target); continue; }
  if (link.download) { check(target.startsWith('data:text/csv;base64,'), target); continue; }
  check(/^(https?|mailto):$/.test(link.protocol), 'link to ' + link.href);
  check(link.rel === 'noopener noreferrer', 'link without rel');
}
return wrong;
"""
SMALL_TARGETS = """
return [...document.querySelectorAll('nav a, .button')]
  .map((e) => e.getBoundingClientRect())
  .filter((box) => box.width < 24 || box.height < 24).length;
"""


def rows(count: int = 12, text: str = "answers everybody") -> list[ListRow]:
    """People on the fediverse and one on Twitter/X, two hashtags and a chat."""
    people = [
        person_row(f"@teacher{number}@school{number % 3}.example")._replace(
            name=f"Teacher {number}",
            description=text,
            topics=("music",),
            basis="organisation",
            source="https://www.example.org/list",
        )
        for number in range(count)
    ]
    long = person_row("@" + "w" * 60 + "@" + "long" * 12 + ".example")._replace(name="W" * 90)
    musiced = parse_tag("#musiced")
    chat = parse_tag("#1to1techat")
    return [
        *people,
        long,
        person_row("@bird")._replace(name=text, description=text, basis=text),
        ListRow(SubjectKind.HASHTAG, musiced.key, str(musiced), description=text),
        ListRow(SubjectKind.CHAT, chat.key, str(chat), description="Mondays at 20:00"),
    ]


LIST = KeptList("mine", "People I learn from", "Dear Ben,\n\nstart with three.", "hart@example.org")
HOSTILE_LIST = KeptList("mine", HOSTILE, f"Dear Ben,\n{HOSTILE}", HOSTILE)


@cache
def list_page() -> str:
    return build_list_page(LIST, rows(), "Mrs Hart", "Hilltop School", TODAY)


@cache
def hostile_page() -> str:
    return build_list_page(HOSTILE_LIST, rows(3, HOSTILE), HOSTILE, HOSTILE, TODAY)


def links(page: str) -> set[str]:
    return set(re.findall(r'href="(https?:[^"]*|mailto:[^"]*|javascript:[^"]*)"', page))


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("hart@example.org", "mailto:hart@example.org"),
        ("mailto:hart@example.org", "mailto:hart@example.org"),
        ("https://example.org/off", "https://example.org/off"),
        ("@hart@school.example", "https://school.example/@hart"),
        ("ask me in the staff room", ""),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.example?bcc=c@d.example", ""),
        ("https://", ""),
        ("@", ""),
        ("", ""),
    ],
)
def test_contacts(contact: str, link: str) -> None:
    assert contact_link(contact) == link


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("hart@example.org", ">hart@example.org</bdi></a>. You need"),
        ("ask me in the staff room", "To be taken off: <bdi>ask me in the staff room</bdi>."),
        ("", "Write to whoever gave you this page."),
    ],
)
def test_every_page_says_how_to_be_taken_off(contact: str, said: str) -> None:
    assert said in build_list_page(LIST._replace(contact=contact), rows(1), "", "", TODAY)


@pytest.mark.parametrize(
    ("description", "topics", "levels", "reason"),
    [
        ("Art museum in Madrid", ("arts",), ("any",), "Art museum in Madrid"),
        ("Museum in Madrid", ("arts", "history"), ("any",), "Museum in Madrid; art and history"),
        ("", ("music",), ("primary",), "Music, for primary"),
        ("", (), ("secondary",), "For secondary"),
        ("Answers you", (), (), "Answers you"),
        ("", (), (), ""),
    ],
)
def test_reasons(
    description: str, topics: tuple[str, ...], levels: tuple[str, ...], reason: str
) -> None:
    row = person_row("@anna@example.org")
    row = row._replace(description=description, topics=topics, levels=levels)
    assert reason_of(row) == reason


def test_hostile_text_stays_text_and_leads_nowhere() -> None:
    assert "<script" not in hostile_page()
    assert "<img" not in hostile_page()
    assert "&lt;script&gt;" in hostile_page()
    row = person_row("@anna@example.org")._replace(source="javascript:alert(1)")
    page = build_list_page(LIST._replace(source="/home/hart/list.csv"), [row], "", "", TODAY)
    assert links(page) == {"https://example.org/@anna", "mailto:hart@example.org"}


def test_a_chat_on_twitter_and_a_hashtag_lead_where_they_are() -> None:
    assert {
        "https://x.com/bird",
        "https://x.com/hashtag/1to1techat",
        "https://mastodon.social/tags/musiced",
        "https://school1.example/@teacher1",
        "https://www.example.org/list",
    } <= links(list_page())


def test_topics_and_source_of_the_list_stand_for_rows_that_name_none() -> None:
    kept = LIST._replace(topics=("music",), source="https://lists.example/music.csv")
    page = build_list_page(kept, [person_row("@anna@example.org")], "", "", TODAY)
    assert '<p class="why">Music</p>' in page
    assert "https://lists.example/music.csv" in links(page)


def test_an_empty_list_is_a_page_that_says_so() -> None:
    page = build_list_page(LIST._replace(title=""), [], "", "", TODAY)
    assert "Nobody is on this list yet." in page
    assert "follow.csv" not in page
    assert "People worth following" in page


def test_an_exported_list_is_such_a_page(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("lists", "new", "Music Teachers", "@anna@example.org", "--contact", "h@example.org")
    file = tmp_path / "page.html"
    plnbuddy("lists", "export", "music-teachers", str(file))
    page = file.read_text(encoding="utf-8")
    assert links(page) == {"https://example.org/@anna", "mailto:h@example.org"}


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_it_fits_can_be_read_and_asks_for_nothing(browser: Browser, width: int, dark: bool) -> None:
    browser.open(list_page(), width=width, dark=dark, touch=width < 700)
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith("data:")] == []
    background = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(18, 22, 28)") is dark
    assert browser.run(CONTRASTS) == []
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
    assert browser.run(SMALL_TARGETS) == 0
    assert browser.run("return document.querySelectorAll('.cards li').length") == 14
    assert browser.run("return document.querySelectorAll('.tags li').length") == 2


@pytest.mark.browser
def test_hostile_text_does_nothing(browser: Browser) -> None:
    for width in (360, 1280):
        browser.open(hostile_page(), width=width)
        with pytest.raises(NoAlertPresentException):
            _ = browser.driver.switch_to.alert
        assert browser.run("return document.querySelectorAll('img, script').length") == 0
        assert "<img src=x onerror=alert(2)>" in browser.run("return document.body.innerText")
        assert "{{ 7*7 }}" in browser.run("return document.title")
        assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
        assert browser.complaints() == []


@pytest.mark.browser
def test_landmarks_headings_and_links_are_in_order(browser: Browser) -> None:
    browser.open(list_page())
    assert browser.run(ACCESSIBLE) == []
    browser.press(Keys.TAB)
    assert browser.driver.switch_to.active_element.text == "Skip to the list"
    browser.press(Keys.ENTER)
    assert browser.run("return document.activeElement.id") == "main"


@pytest.mark.browser
def test_the_button_saves_the_list_that_mastodon_imports(browser: Browser, tmp_path: Path) -> None:
    browser.command(
        "Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path / "saved")
    )
    browser.open(list_page())
    browser.driver.find_element(By.PARTIAL_LINK_TEXT, "Save the list of 13 people").click()
    file = tmp_path / "saved" / "follow.csv"
    end = time.monotonic() + 10
    while not file.exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert file.read_text(encoding="utf-8") == follows_csv(LIST, rows())
    assert "@bird" not in file.read_text(encoding="utf-8")
    assert browser.complaints() == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(8.27, 11.69), (8.5, 11.0)])
def test_it_prints_who_and_why(browser: Browser, width: float, height: float) -> None:
    browser.open(list_page(), dark=True)
    printed = browser.printed(width, height)
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert len(printed.pages) <= 3
    for number in range(12):
        assert f"@teacher{number}@school{number % 3}.example" in text
    assert "answers everybody" in text
    assert "hart@example.org" in text
    assert "Save the list" not in text
