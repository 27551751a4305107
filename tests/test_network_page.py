import io
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from bench.sample_network import sample_network
from plnbuddy.out.webpage import embed_json
from plnbuddy.picture.page import build_page
from plnbuddy.shape.shape import Shape
from tests.network_samples import clique, hostile_network, isolated, one_circle_each, star

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("selenium")

from selenium.common.exceptions import NoAlertPresentException  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

from tests import chromium  # noqa: E402
from tests.chromium import CONTRASTS, Browser  # noqa: E402

browser = chromium.browser

NETWORK = sample_network(60)
PAGE = build_page(NETWORK)

WHERE = """
const data = JSON.parse(document.getElementById('data').textContent);
const dots = document.querySelectorAll('#world > .people > .p');
const box = dots[data.drawn.indexOf(arguments[0])].getBoundingClientRect();
return [box.left + box.width / 2, box.top + box.height / 2];
"""
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


def settle(browser: Browser) -> None:
    browser.driver.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))"
    )


def hover(browser: Browser, person: int) -> None:
    browser.run("document.getElementById('stage').scrollIntoView({block: 'center'})")
    x, y = browser.run(WHERE, person)
    browser.command("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    settle(browser)


def tap(browser: Browser, person: int) -> None:
    browser.run("document.getElementById('stage').scrollIntoView({block: 'center'})")
    x, y = browser.run(WHERE, person)
    browser.command("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
    browser.command("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    settle(browser)


def press(browser: Browser, *keys: str) -> None:
    for key in keys:
        ActionChains(browser.driver).send_keys(key).perform()
    settle(browser)


def text_of(browser: Browser, selector: str) -> str:
    return str(browser.run("return document.querySelector(arguments[0]).textContent", selector))


def is_hidden(browser: Browser, selector: str) -> bool:
    return bool(browser.run("return document.querySelector(arguments[0]).hidden", selector))


def rows(browser: Browser) -> list[str]:
    """The names in the table, as far as shown, in their order."""
    found = browser.run(
        "return [...document.querySelectorAll('tbody tr')].filter((r) => !r.hidden)"
        ".map((r) => r.querySelector('a, b').textContent)"
    )
    return list(found)


def focus_picture(browser: Browser) -> None:
    browser.run("document.getElementById('zoom-all').focus()")
    press(browser, Keys.TAB)
    assert browser.run("return document.activeElement.id") == "stage"


def shown_dots(browser: Browser) -> int:
    found = browser.run(
        "return [...document.querySelectorAll('#world > .people > .p')]"
        ".filter((dot) => dot.getBoundingClientRect().width > 0).length"
    )
    return int(found)


# Without a browser


def test_the_page_is_one_file_that_allows_no_request() -> None:
    assert "default-src 'none'" in unescape(PAGE)
    assert not re.search(r"<(?:script|img|iframe|object|embed)[^>]*\ssrc=", PAGE)
    assert not re.search(r"@import|url\(", PAGE)
    assert not re.search(
        r"\s(?:style|on[a-z]+)=", PAGE[PAGE.index("<body") : PAGE.index("<script")]
    )


def test_everything_is_text_first_and_complete_without_javascript() -> None:
    seen = Elements(PAGE)
    parts = [*NETWORK.sentences, *NETWORK.changes, NETWORK.unknown]
    parts += [number.meaning for number in NETWORK.numbers]
    parts += [advice.why for advice in NETWORK.advice]
    parts += [person.name for person in NETWORK.people]
    for part in parts:
        assert part in seen.text
    places = [
        PAGE.index(part) for part in ("<svg", NETWORK.sentences[0], NETWORK.unknown, "<table")
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
@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(sample_network(0), id="nobody"),
        pytest.param(sample_network(1), id="one"),
        pytest.param(sample_network(2), id="two"),
        pytest.param(sample_network(50), id="fifty"),
        pytest.param(sample_network(1_000), id="thousand"),
        pytest.param(sample_network(2_000), id="two thousand"),
        pytest.param(clique(300), id="clique"),
        pytest.param(star(80), id="star"),
        pytest.param(isolated(40), id="isolated"),
        pytest.param(one_circle_each(90), id="one circle each"),
        pytest.param(hostile_network(), id="hostile"),
    ],
)
def test_it_opens_quietly(browser: Browser, shape: Shape) -> None:
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
    for shape in (NETWORK, clique(30), star(20)):
        browser.open(build_page(shape))
        focus_picture(browser)
        first = browser.run("return document.querySelector('tbody tr').id")
        press(browser, Keys.ENTER)
        place = int(first[1:])
        follows = sum(one == place for one, _ in shape.ties)
        followers = sum(other == place for _, other in shape.ties)
        assert f"follows {follows}, followed by {followers}" in text_of(browser, "#details")


@pytest.mark.browser
def test_hovering_says_who_and_why_and_shows_their_ties(browser: Browser) -> None:
    browser.open(PAGE)
    person = NETWORK.people[5]
    hover(browser, 5)
    assert person.name in text_of(browser, "#tip")
    assert person.why in text_of(browser, "#tip")
    drawn = browser.run("return document.querySelector('.focus-ties').getAttribute('d')")
    others = {other for tie in NETWORK.ties for other in tie if 5 in tie} - {5}
    assert drawn.count("M") == len(others)
    browser.command("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)
    settle(browser)
    assert is_hidden(browser, "#tip")


@pytest.mark.browser
def test_a_tap_opens_details_with_a_safe_link(browser: Browser) -> None:
    browser.open(PAGE, width=360, height=740, touch=True)
    tap(browser, 7)
    person = NETWORK.people[7]
    for part in (person.name, person.handle, person.why, person.server):
        assert part in text_of(browser, "#details")
    link = browser.driver.find_element(By.CSS_SELECTOR, "#details a")
    assert link.get_attribute("href") == person.link
    assert link.get_attribute("rel") == "noopener noreferrer"
    browser.driver.find_element(By.CSS_SELECTOR, "#details .close").click()
    assert is_hidden(browser, "#details")


@pytest.mark.browser
def test_two_fingers_zoom_and_show_all_undoes_it(browser: Browser) -> None:
    browser.open(PAGE, width=360, height=740, touch=True)
    before = browser.run(WHERE, 3)
    browser.run("document.getElementById('stage').scrollIntoView({block: 'center'})")
    before = browser.run(WHERE, 3)
    for move, (a, b) in {"touchStart": (150, 210), "touchMove": (90, 270)}.items():
        points = [{"x": a, "y": 370, "id": 1}, {"x": b, "y": 370, "id": 2}]
        browser.command("Input.dispatchTouchEvent", type=move, touchPoints=points)
    browser.command("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    settle(browser)
    assert browser.run(WHERE, 3) != before
    browser.run("document.getElementById('zoom-all').click()")
    settle(browser)
    assert browser.run(WHERE, 3) == pytest.approx(before, abs=0.5)


@pytest.mark.browser
def test_searching_finds_people_in_picture_and_table_without_accents(browser: Browser) -> None:
    browser.open(PAGE)
    browser.driver.find_element(By.ID, "search").send_keys("ines tan")
    settle(browser)
    assert rows(browser) == ["Inés Tanaka"]
    assert text_of(browser, "#status") == "1 of 60 people"
    assert browser.run("return document.getElementById('table-search').value") == "ines tan"
    assert browser.run("return document.querySelectorAll('.focus .p').length") == 1
    press(browser, Keys.ENTER)
    assert browser.run("return document.activeElement.id") == "stage"
    assert "Inés Tanaka" in text_of(browser, "#announcer")
    field = browser.driver.find_element(By.ID, "table-search")
    field.clear()
    field.send_keys("nobody like this")
    assert rows(browser) == []
    assert not is_hidden(browser, "#nobody")


@pytest.mark.browser
def test_the_legend_hides_circles_in_picture_and_table(browser: Browser) -> None:
    browser.open(PAGE)
    boxes = browser.driver.find_elements(By.CSS_SELECTOR, "#legend input")
    names = [label.text for label in browser.driver.find_elements(By.CSS_SELECTOR, "#legend label")]
    assert len(boxes) == len(NETWORK.circles)
    for circle in NETWORK.circles:
        assert any(circle.name in name and str(circle.size) in name for name in names)
    for box in boxes[1:]:
        box.click()
    settle(browser)
    left = [person.name for person in NETWORK.people if person.circle == NETWORK.circles[0].id]
    assert sorted(rows(browser)) == sorted(left)
    assert shown_dots(browser) == len(left)
    seen = browser.run(
        "return [...document.querySelectorAll('.circle-name')].filter((e) => e.getBoundingClientRect().width).map((e) => e.textContent)"
    )
    assert seen == [f"{NETWORK.circles[0].name} ({NETWORK.circles[0].size})"]
    boxes[1].click()
    assert len(rows(browser)) > len(left)


@pytest.mark.browser
def test_the_keyboard_reaches_everybody(browser: Browser) -> None:
    browser.open(PAGE)
    focus_picture(browser)
    said = set()
    for _ in NETWORK.people:
        said.add(text_of(browser, "#announcer").split(".")[0])
        ActionChains(browser.driver).send_keys(Keys.PAGE_DOWN).perform()
    assert said == {person.name for person in NETWORK.people}
    before = text_of(browser, "#announcer")
    press(browser, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN)
    assert text_of(browser, "#announcer") != before


@pytest.mark.browser
def test_enter_opens_details_and_escape_brings_back(browser: Browser) -> None:
    browser.open(PAGE)
    focus_picture(browser)
    press(browser, Keys.ENTER)
    assert browser.run("return document.activeElement.id") == "details-name"
    assert rows(browser)[0] in text_of(browser, "#details")
    press(browser, Keys.ESCAPE)
    assert is_hidden(browser, "#details")
    assert browser.run("return document.activeElement.id") == "stage"
    assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.browser
def test_names_in_the_picture_never_collide(browser: Browser) -> None:
    script = """
    const boxes = [...document.querySelectorAll('#names text')].map((e) => e.getBoundingClientRect());
    let hits = 0;
    boxes.forEach((a, i) => boxes.slice(0, i).forEach((b) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 3 && high > 5) hits += 1;
    }));
    return [boxes.length, hits];
    """
    for people, width in ((60, 1280), (1_000, 1280), (1_000, 360)):
        browser.open(build_page(sample_network(people)), width=width)
        for _ in range(3):
            settle(browser)
            shown, hits = browser.run(script)
            assert shown >= 4
            assert hits == 0
            browser.run("document.getElementById('zoom-in').click()")


@pytest.mark.browser
def test_the_table_sorts_up_and_down(browser: Browser) -> None:
    browser.open(PAGE)
    headings = browser.driver.find_elements(By.CSS_SELECTOR, "thead th")
    headings[0].find_element(By.TAG_NAME, "button").click()
    assert headings[0].get_attribute("aria-sort") == "ascending"
    assert rows(browser) == sorted(rows(browser))
    headings[0].find_element(By.TAG_NAME, "button").click()
    assert headings[0].get_attribute("aria-sort") == "descending"
    assert rows(browser) == sorted(rows(browser), reverse=True)
    headings[3].find_element(By.TAG_NAME, "button").click()
    bridging = {person.name: person.bridging for person in NETWORK.people}
    values = [bridging[name] for name in rows(browser)]
    assert values == sorted(values, reverse=True)
    assert headings[0].get_attribute("aria-sort") is None


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
    browser.open(PAGE, width=width, dark=dark)
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
    browser.open(PAGE)
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
    browser.open(PAGE, dark=True)
    browser.driver.find_element(By.ID, "table-search").send_keys("ines")
    browser.run("document.getElementById('zoom-in').click()")
    settle(browser)
    printed = pypdf.PdfReader(io.BytesIO(browser.pdf(width, height)))
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert 3 <= len(printed.pages) <= 6
    for part in (*NETWORK.sentences, NETWORK.unknown, "Follows you"):
        assert part in text
    for person in NETWORK.people:
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
        browser.open(PAGE)
        printed = pypdf.PdfReader(io.BytesIO(browser.pdf(8.27, 11.69)))
        tree = browser.command("Accessibility.getFullAXTree")["nodes"]
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert NETWORK.sentences[0] in text
    assert NETWORK.people[9].name in text
    seen = {
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node["ignored"]
    }
    roles = {role for role, _ in seen}
    assert "table" in roles
    assert not {"application", "searchbox", "checkbox", "button"} & roles
    assert any(NETWORK.sentences[1] in name for role, name in seen if role == "StaticText")


@pytest.mark.browser
def test_a_single_person_and_nobody_read_well(browser: Browser) -> None:
    browser.open(build_page(replace(sample_network(1), ties=())))
    assert text_of(browser, "#status") == "1 person"
    browser.open(build_page(replace(sample_network(0), sentences=(), advice=(), numbers=())))
    assert is_hidden(browser, "#tools")
    assert "nothing to say yet" in text_of(browser, "main")
