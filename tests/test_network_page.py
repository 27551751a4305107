"""The page of a network: one file, complete without scripts, to be read by everybody."""

import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from bench.sample_network import sample_network
from plnbuddy.out.webpage import embed_json
from plnbuddy.picture.page import build_page
from tests import chromium
from tests.chromium import CONTRASTS, Browser
from tests.network_pages import (
    focus_picture,
    hover,
    is_hidden,
    network,
    network_page,
    press,
    rows,
    settle,
    shown_dots,
    text_of,
)
from tests.network_samples import SHAPES, clique, hostile_network, star

browser = chromium.browser

ACCESSIBLE = """
const wrong = [];
const check = (good, what) => { if (!good) wrong.push(what); };
const all = (selector) => [...document.querySelectorAll(selector)];
check(document.documentElement.lang, 'no language');
check(document.title, 'no title');
check(all('h1').length === 1, 'not one h1');
check(all('main').length === 1, 'not one main');
let level = 1;
for (const heading of all('h1, h2, h3')) {
  check(+heading.tagName[1] <= level + 1, 'skipped heading ' + heading.textContent);
  level = +heading.tagName[1];
}
const ids = all('[id]').map((e) => e.id);
check(new Set(ids).size === ids.length, 'double ids');
for (const attribute of ['aria-labelledby', 'aria-describedby', 'for']) {
  for (const element of all('[' + attribute + ']')) {
    if (element.hidden) continue;
    for (const id of element.getAttribute(attribute).split(/\\s+/)) check(document.getElementById(id), attribute + ' ' + id);
  }
}
for (const input of all('input')) check(input.labels.length && input.labels[0].textContent.trim(), 'input without label');
for (const button of all('button, a')) {
  check((button.getAttribute('aria-label') || button.textContent).trim(), 'control without name');
}
for (const link of all('a[href]')) {
  if (link.getAttribute('href').startsWith('#')) continue;
  check(/^https?:$/.test(link.protocol), 'link to ' + link.href);
  check(link.rel === 'noopener noreferrer', 'link without rel');
}
check(all('[tabindex]').every((e) => e.tabIndex <= 0), 'tabindex above 0');
check(all('th').every((e) => e.scope), 'heading cell without scope');
check(all('table caption').length === all('table').length, 'table without caption');
check(all('fieldset').every((e) => e.querySelector('legend')), 'fieldset without legend');
check(all('[role=status], [aria-live]').length >= 2, 'no live region');
return wrong;
"""


class Elements(HTMLParser):
    """Counts elements, and keeps the text that a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.counted: dict[str, int] = {}
        self.handlers: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counted[tag] = self.counted.get(tag, 0) + 1
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]

    def handle_data(self, data: str) -> None:
        self.text += data


# Without a browser


def test_the_page_is_one_file_that_allows_no_request() -> None:
    assert "default-src 'none'" in unescape(network_page())
    assert not re.search(r"<(?:script|img|iframe|object|embed)[^>]*\ssrc=", network_page())
    assert not re.search(r"@import|url\(", network_page())
    assert not re.search(
        r"\s(?:style|on[a-z]+)=",
        network_page()[network_page().index("<body") : network_page().index("<script")],
    )


def test_everything_is_text_first_and_complete_without_javascript() -> None:
    seen = Elements(network_page())
    parts = [*network().sentences, *network().changes, network().unknown]
    parts += [number.meaning for number in network().numbers]
    parts += [advice.why for advice in network().advice]
    parts += [person.name for person in network().people]
    for part in parts:
        assert part in seen.text
    places = [
        network_page().index(part)
        for part in ("<svg", network().sentences[0], network().unknown, "<table")
    ]
    assert places == sorted(places)


@pytest.mark.slow
def test_a_page_of_a_thousand_people_stays_under_its_limit() -> None:
    assert len(build_page(sample_network(1_000)).encode()) < 1_500_000
    assert len(build_page(clique(1_000)).encode()) < 1_500_000


def test_hostile_text_adds_no_element_to_the_page() -> None:
    plain, hostile = (
        Elements(build_page(sample_network(12))),
        Elements(build_page(hostile_network())),
    )
    for tag in ("script", "style", "iframe", "object", "img", "meta", "link", "form", "base"):
        assert hostile.counted.get(tag, 0) == plain.counted.get(tag, 0), tag
    assert not hostile.handlers


def test_embedded_json_cannot_end_its_script_element() -> None:
    text = "</script><!--&\u2028\u2029"
    assert not set("<>&\u2028\u2029") & set(embed_json({text: [text]}))
    assert json.loads(embed_json({text: [text]})) == {text: [text]}


# In a browser


@pytest.mark.browser
@pytest.mark.parametrize("name", SHAPES)
def test_it_opens_quietly(browser: Browser, name: str) -> None:
    shape = SHAPES[name]()
    browser.open(build_page(shape))
    settle(browser)
    assert browser.complaints() == []
    assert [url for url in browser.requests() if url != "data:,"] == []
    assert len(rows(browser)) == len(shape.people)
    assert shown_dots(browser) == len(shape.people)
    assert browser.run("return performance.getEntriesByName('interactive').length") == 1
    if shape.people:
        focus_picture(browser)
        press(browser, Keys.ARROW_RIGHT, Keys.PAGE_DOWN, Keys.ENTER, Keys.ESCAPE, "+", "-", "0")
        assert browser.complaints() == []


@pytest.mark.browser
def test_every_tie_arrives_in_the_page(browser: Browser) -> None:
    for shape in (network(), clique(30), star(20)):
        browser.open(build_page(shape))
        focus_picture(browser)
        first = browser.run("return document.querySelector('tbody tr').id")
        press(browser, Keys.ENTER)
        place = int(first[1:])
        follows = sum(one == place for one, _ in shape.ties)
        followers = sum(other == place for _, other in shape.ties)
        assert f"follows {follows}, followed by {followers}" in text_of(browser, "#details")


@pytest.mark.browser
def test_hostile_text_stays_text(browser: Browser) -> None:
    browser.open(build_page(hostile_network()))
    hover(browser, 0)
    tap_on_first = "const r = document.getElementById('stage'); r.focus();"
    browser.run(tap_on_first)
    focus_picture(browser)
    press(browser, Keys.END, Keys.HOME, Keys.ENTER)
    with pytest.raises(NoAlertPresentException):
        _ = browser.driver.switch_to.alert
    injected = browser.run(
        "return document.querySelectorAll('img, iframe, body script:not(#data):not(:last-of-type)').length"
    )
    assert injected == 0
    assert browser.complaints() == []
    assert "<img src=x" in text_of(browser, "tbody")
    assert "\u202e" not in browser.run("return document.documentElement.textContent")
    assert (
        browser.run(
            'return document.querySelectorAll(\'[href^="javascript"], [href^="data:text"]\').length'
        )
        == 0
    )
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_readable_in_light_and_dark_on_phone_and_desktop(
    browser: Browser, width: int, dark: bool
) -> None:
    browser.open(network_page(), width=width, dark=dark)
    background = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(18, 22, 28)") is dark
    assert browser.run(CONTRASTS) == []
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
    theme = browser.driver.find_element(By.ID, "theme")
    assert theme.text == ("Light colours" if dark else "Dark colours")
    theme.click()
    turned = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert turned == ("rgb(255, 255, 255)" if dark else "rgb(18, 22, 28)")
    assert browser.run(CONTRASTS) == []


@pytest.mark.browser
def test_labels_roles_and_links_are_in_order(browser: Browser) -> None:
    browser.open(network_page())
    focus_picture(browser)
    press(browser, Keys.ENTER)
    assert browser.run(ACCESSIBLE) == []
    tree: Any = browser.command("Accessibility.getFullAXTree")["nodes"]
    named = {
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node.get("ignored")
    }
    roles = {role for role, _ in named}
    assert {"application", "table", "searchbox", "checkbox", "dialog", "status"} <= roles
    assert all(name for role, name in named if role in {"button", "link", "searchbox", "checkbox"})


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(8.27, 11.69), (8.5, 11.0)])
def test_it_prints_text_picture_and_table(browser: Browser, width: float, height: float) -> None:
    browser.open(network_page(), dark=True)
    browser.driver.find_element(By.ID, "table-search").send_keys("ines")
    browser.run("document.getElementById('zoom-in').click()")
    settle(browser)
    printed = browser.printed(width, height)
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert 3 <= len(printed.pages) <= 6
    for part in (*network().sentences, network().unknown, "Follows you"):
        assert part in text
    for person in network().people:
        assert person.name in text
    with_table = [page.extract_text() for page in printed.pages][2:-1]
    assert all("Bridging" in page for page in with_table)  # The headings stand on each sheet.
    assert "Circles shown" not in text
    assert "Drag to move" not in text
    assert "School libraries (14)" in text


@pytest.mark.browser
def test_without_javascript_text_picture_and_table_are_there(browser: Browser) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(network_page())
        printed = browser.printed(8.27, 11.69)
        tree = browser.command("Accessibility.getFullAXTree")["nodes"]
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert network().sentences[0] in text
    assert network().people[9].name in text
    seen = {
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node["ignored"]
    }
    roles = {role for role, _ in seen}
    assert "table" in roles
    assert not {"application", "searchbox", "checkbox", "button"} & roles
    assert any(network().sentences[1] in name for role, name in seen if role == "StaticText")


@pytest.mark.browser
def test_a_single_person_and_nobody_read_well(browser: Browser) -> None:
    browser.open(build_page(replace(sample_network(1), ties=())))
    assert text_of(browser, "#status") == "1 person"
    browser.open(build_page(replace(sample_network(0), sentences=(), advice=(), numbers=())))
    assert is_hidden(browser, "#tools")
    assert "nothing to say yet" in text_of(browser, "main")
