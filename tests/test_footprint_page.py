from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from plnbuddy.core.model import ActivityKind
from plnbuddy.footprint.build import PAGE_LIMIT, Footprint
from plnbuddy.footprint.contributions import Contribution
from plnbuddy.footprint.page import build_page

pytest.importorskip("selenium")

from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests import chromium
from tests.chromium import CONTRASTS, Browser

browser = chromium.browser

TODAY = date(2026, 11, 24)
PLACES = ("Mastodon", "Twitter", "ada.example")
TOPICS = (("music",), ("assessment", "music"), ("other",), ("history",))
HOSTILE = (
    "</script><img src=x onerror=alert(1)> \" ' ` {{ 7*7 }} <b>x</b>",
    "]]> --> <svg/onload=alert(2)>",
    "שלום עולם, a text with two directions",
    "w" * 3_000,
)


def contribution(number: int, **changes: object) -> Contribution:
    day = TODAY - timedelta(days=9 * number)
    usual = Contribution(
        number=number,
        uid=f"secret-uid-{number}",
        kind=ActivityKind.COLLABORATE if number % 4 == 3 else ActivityKind.CONTRIBUTE,
        happened_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        day=day,
        place=PLACES[number % 3],
        topics=TOPICS[number % 4],
        tags=("musiced",) if number % 2 else (),
        text=f"Resumé number {number} of a unit on rhythm",
        link=f"https://site{number % 3}.example/posts/{number}",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def footprint_with(*entries: Contribution, total: int | None = None) -> Footprint:
    return Footprint(
        name="Ada Byron",
        school="Mill School",
        journal="secret-journal",
        total=total or len(entries),
        first_day=entries[-1].day,
        last_day=entries[0].day,
        by_place={},
        by_topic={"music": 1, "history": 1, "other": 1},
        by_kind={"contribute": len(entries)},
        by_year={},
        hidden=0,
        excluded={},
        entries=entries,
    )


ENTRIES = tuple(contribution(number) for number in range(120))


@cache
def whole_page() -> str:
    return build_page(footprint_with(*ENTRIES), TODAY)


ACCESSIBLE = """
const wrong = [];
const check = (good, what) => { if (!good) wrong.push(what); };
const all = (selector) => [...document.querySelectorAll(selector)];
check(document.documentElement.lang === 'en', 'no language');
check(all('h1').length === 1, 'not one h1');
for (const landmark of ['header', 'nav', 'main', 'footer']) {
  check(all('body ' + landmark).length === 1, 'not one ' + landmark);
}
let level = 1;
for (const heading of all('h1, h2, h3')) {
  check(+heading.tagName[1] <= level + 1, 'skipped heading ' + heading.textContent);
  level = +heading.tagName[1];
}
const ids = all('[id]').map((e) => e.id);
check(new Set(ids).size === ids.length, 'double ids');
for (const attribute of ['aria-labelledby', 'for']) {
  for (const element of all('[' + attribute + ']')) {
    check(document.getElementById(element.getAttribute(attribute)), attribute);
  }
}
for (const input of all('input, select')) {
  check(input.labels.length && input.labels[0].textContent.trim(), 'field without label');
}
for (const link of all('a[href]')) {
  check(link.textContent.trim(), 'link without text');
  const target = link.getAttribute('href');
  if (target.startsWith('#')) { check(document.querySelector(target), target); continue; }
  if (target === 'feed.atom') continue;
  check(/^https?:$/.test(link.protocol), 'link to ' + link.href);
  check(link.rel === 'noopener noreferrer', 'link without rel');
}
check(all('[tabindex]').every((e) => e.tabIndex <= 0), 'tabindex above 0');
return wrong;
"""
SMALL_TARGETS = """
return [...document.querySelectorAll('button, select, input, .bars a')]
  .map((e) => e.getBoundingClientRect())
  .filter((box) => box.width < 24 || box.height < 24).length;
"""


def choose(browser: Browser, field: str, start: str) -> None:
    from selenium.webdriver.support.ui import Select

    select = Select(browser.driver.find_element(By.ID, field))
    option = next(each for each in select.options if each.text.startswith(start))
    select.select_by_value(option.get_attribute("value") or "")


def shown(browser: Browser) -> list[int]:
    """The numbers of the visible entries, in their order on the page."""
    texts: list[str] = browser.run(
        "return [...document.querySelectorAll('.entry')].filter((e) => e.offsetParent)"
        ".map((e) => e.querySelector('.text').textContent)"
    )
    return [int(text.split()[2]) for text in texts]


def options(browser: Browser, field: str) -> list[str]:
    from selenium.webdriver.support.ui import Select

    return [each.text for each in Select(browser.driver.find_element(By.ID, field)).options]


def headings(browser: Browser) -> list[str]:
    return [
        each.text
        for each in browser.driver.find_elements(By.CSS_SELECTOR, "main h2")
        if each.is_displayed()
    ]


def status(browser: Browser) -> str:
    return browser.driver.find_element(By.ID, "status").text


def test_nothing_that_only_the_journal_knows_is_in_the_page() -> None:
    assert "secret" not in whole_page()


def test_the_page_says_what_it_is_about_before_anybody_reads_it() -> None:
    assert (
        '<meta name="description" content="120 contributions, from 2023 to 2026, on music and'
        ' history by Ada Byron: what was shared in public, with links.">'
    ) in whole_page()
    assert "<title>Public footprint of Ada Byron</title>" in whole_page()
    nameless = build_page(replace(footprint_with(*ENTRIES), name="", school=""), TODAY)
    assert "<h1>Shared in public</h1>" in nameless
    assert "Mill School" not in nameless


def test_a_page_shows_the_newest_5000_and_says_so() -> None:
    entries = tuple(contribution(0) for _ in range(PAGE_LIMIT + 1))
    page = build_page(footprint_with(*entries, total=88_631), TODAY)
    assert page.count('<li class="entry') == PAGE_LIMIT
    assert "The newest 5,000 of 88,631, newest first." in page


@pytest.mark.browser
def test_it_asks_for_nothing_and_complains_of_nothing(browser: Browser) -> None:
    browser.open(whole_page())
    assert browser.driver.find_element(By.TAG_NAME, "h1").text == "Ada Byron"
    assert shown(browser) == list(range(120))
    assert headings(browser) == ["2026", "2025", "2024", "2023"]
    assert status(browser) == "120 in all, newest first."
    assert browser.requests() == []
    assert browser.complaints() == []


@pytest.mark.browser
def test_search_finds_words_without_accents_and_addresses(browser: Browser) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    browser.open(whole_page())
    field = browser.driver.find_element(By.ID, "search")
    field.send_keys("resume number 117 rhythm")
    wait = WebDriverWait(browser.driver, 5)
    wait.until(lambda _: shown(browser) == [117])
    assert status(browser) == "1 of 120 shown."
    field.clear()
    field.send_keys("site1.example/posts/7", Keys.ENTER)
    wait.until(lambda _: shown(browser) == [7, 70, 73, 76, 79])
    field.send_keys("nothing like it")
    wait.until(lambda _: shown(browser) == [])
    assert browser.driver.find_element(By.ID, "nothing").is_displayed()
    browser.driver.find_element(By.ID, "show-all").click()
    assert len(shown(browser)) == 120


@pytest.mark.browser
def test_filters_work_together_and_count_what_they_would_show(browser: Browser) -> None:
    browser.open(whole_page())
    assert options(browser, "place") == [
        "All places", "Mastodon (40)", "Twitter (40)", "ada.example (40)",
    ]  # fmt: skip
    assert options(browser, "topic")[-1] == "Other topics (30)"
    choose(browser, "place", "Twitter")
    choose(browser, "topic", "Music")
    wanted = [n for n in range(120) if n % 3 == 1 and n % 4 in (0, 1)]
    assert shown(browser) == wanted
    assert options(browser, "place")[1] == "Mastodon (20)"
    assert "Conversations (0)" in options(browser, "kind")
    choose(browser, "year", "2024")
    assert shown(browser) == [n for n in wanted if ENTRIES[n].day.year == 2024]
    assert headings(browser) == ["2024"]
    choose(browser, "year", "All")
    choose(browser, "topic", "All")
    choose(browser, "kind", "Conversations")
    assert shown(browser) == [n for n in range(120) if n % 3 == 1 and n % 4 == 3]


@pytest.mark.browser
def test_it_groups_by_place_and_topic_and_back(browser: Browser) -> None:
    browser.open(whole_page())
    choose(browser, "group", "Place")
    assert headings(browser) == list(PLACES)
    assert shown(browser)[:40] == list(range(0, 120, 3))
    choose(browser, "group", "Topic")
    assert headings(browser) == ["Music", "Assessment", "History", "Other topics"]
    assert sorted(shown(browser)) == list(range(120))
    browser.driver.find_element(By.CSS_SELECTOR, "a[href='#y2024']").click()
    assert headings(browser) == ["2026", "2025", "2024", "2023"]
    assert shown(browser) == list(range(120))
    top = browser.run("return document.getElementById('y2024').getBoundingClientRect().top")
    assert 0 <= top < 300


@pytest.mark.browser
def test_hostile_text_stays_text(browser: Browser) -> None:
    entries = [
        contribution(n, text=text, place=text[:90], tags=(text[:30],))
        for n, text in enumerate(HOSTILE)
    ]
    built = replace(footprint_with(*entries), name=HOSTILE[0], school=HOSTILE[1])
    for width in (320, 1280):
        browser.open(build_page(built, TODAY), width=width)
        choose(browser, "group", "Place")
        with pytest.raises(NoAlertPresentException):
            _ = browser.driver.switch_to.alert
        assert browser.run("return document.querySelectorAll('img, main b, main svg').length") == 0
        assert "<img src=x onerror=alert(1)>" in browser.run("return document.body.innerText")
        assert "{{ 7*7 }}" in browser.run("return document.body.innerText")
        assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
        assert browser.complaints() == []


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_readable_on_phone_and_desktop(browser: Browser, width: int, dark: bool) -> None:
    browser.open(whole_page(), width=width, dark=dark)
    background = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(18, 22, 28)") is dark
    assert browser.run(CONTRASTS) == []
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
    assert browser.run(SMALL_TARGETS) == 0


@pytest.mark.browser
def test_landmarks_labels_and_links_are_in_order(browser: Browser) -> None:
    browser.open(whole_page())
    assert browser.run(ACCESSIBLE) == []
    choose(browser, "group", "Topic")
    tree = browser.command("Accessibility.getFullAXTree")["nodes"]
    roles = {node["role"]["value"] for node in tree if not node.get("ignored")}
    assert {"banner", "navigation", "search", "main", "contentinfo", "status"} <= roles


@pytest.mark.browser
def test_the_keyboard_reaches_the_list_at_once(browser: Browser) -> None:
    browser.open(whole_page())
    browser.press(Keys.TAB)
    assert browser.driver.switch_to.active_element.text == "Skip to the contributions"
    browser.press(Keys.ENTER)
    assert browser.run("return document.activeElement.id") == "list"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(8.27, 11.69), (8.5, 11.0)])
def test_it_prints_what_is_shown(browser: Browser, width: float, height: float) -> None:
    browser.open(whole_page(), dark=True)
    printed = browser.printed(width, height)
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert 3 <= len(printed.pages) <= 8
    for number in range(120):
        assert f"number {number} of" in text
        assert f"https://site{number % 3}.example/posts/{number}" in text
    assert "All places" not in text
    choose(browser, "place", "Twitter")
    fewer = browser.printed(width, height)
    text = " ".join(page.extract_text() for page in fewer.pages)
    assert "40 of 120 shown." in text
    assert "number 3 of" not in text


@pytest.mark.browser
def test_without_javascript_everything_is_there(browser: Browser) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(whole_page())
        tree = browser.command("Accessibility.getFullAXTree")["nodes"]
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)
    seen = [n for n in tree if not n.get("ignored")]
    roles = {node["role"]["value"] for node in seen}
    assert not {"searchbox", "combobox", "button"} & roles
    words = " ".join(node.get("name", {}).get("value", "") for node in seen)
    assert "number 0 of a unit" in words
    assert "number 119 of a unit" in words
    assert "Places" in words


@pytest.mark.browser
@pytest.mark.slow
def test_five_thousand_entries_answer_at_once(browser: Browser) -> None:
    entries = tuple(contribution(n, day=TODAY) for n in range(PAGE_LIMIT))
    browser.open(build_page(footprint_with(*entries), TODAY))
    before = browser.layouts()
    browser.run(
        "const place = document.getElementById('place');"
        "place.value = place.options[1].value; place.dispatchEvent(new Event('change'));"
        "document.body.offsetHeight;"
    )
    assert browser.layouts() - before <= 3  # Not one for each entry, which takes seconds.
    assert len(shown(browser)) == 1_667
