"""The page of a network in use: by mouse, finger and keyboard, and in its table."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from bench.sample_network import sample_network
from plnbuddy.picture.page import build_page
from tests import chromium
from tests.chromium import Browser
from tests.network_pages import (
    WHERE,
    focus_picture,
    hover,
    is_hidden,
    network,
    network_page,
    press,
    rows,
    settle,
    shown_dots,
    tap,
    text_of,
)

browser = chromium.browser


@pytest.mark.browser
def test_hovering_says_who_and_why_and_shows_their_ties(browser: Browser) -> None:
    browser.open(network_page())
    person = network().people[5]
    hover(browser, 5)
    assert person.name in text_of(browser, "#tip")
    assert person.why in text_of(browser, "#tip")
    drawn = browser.run("return document.querySelector('.focus-ties').getAttribute('d')")
    others = {other for tie in network().ties for other in tie if 5 in tie} - {5}
    assert drawn.count("M") == len(others)
    browser.command("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)
    settle(browser)
    assert is_hidden(browser, "#tip")


@pytest.mark.browser
def test_a_tap_opens_details_with_a_safe_link(browser: Browser) -> None:
    browser.open(network_page(), width=360, height=740, touch=True)
    tap(browser, 7)
    person = network().people[7]
    for part in (person.name, person.handle, person.why, person.server):
        assert part in text_of(browser, "#details")
    link = browser.driver.find_element(By.CSS_SELECTOR, "#details a")
    assert link.get_attribute("href") == person.link
    assert link.get_attribute("rel") == "noopener noreferrer"
    browser.driver.find_element(By.CSS_SELECTOR, "#details .close").click()
    assert is_hidden(browser, "#details")


@pytest.mark.browser
def test_two_fingers_zoom_and_show_all_undoes_it(browser: Browser) -> None:
    browser.open(network_page(), width=360, height=740, touch=True)
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
    browser.open(network_page())
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
    browser.open(network_page())
    boxes = browser.driver.find_elements(By.CSS_SELECTOR, "#legend input")
    names = [label.text for label in browser.driver.find_elements(By.CSS_SELECTOR, "#legend label")]
    assert len(boxes) == len(network().circles)
    for circle in network().circles:
        assert any(circle.name in name and str(circle.size) in name for name in names)
    for box in boxes[1:]:
        box.click()
    settle(browser)
    left = [person.name for person in network().people if person.circle == network().circles[0].id]
    assert sorted(rows(browser)) == sorted(left)
    assert shown_dots(browser) == len(left)
    seen = browser.run(
        "return [...document.querySelectorAll('.circle-name')].filter((e) => e.getBoundingClientRect().width).map((e) => e.textContent)"
    )
    assert seen == [f"{network().circles[0].name} ({network().circles[0].size})"]
    boxes[1].click()
    assert len(rows(browser)) > len(left)


@pytest.mark.browser
def test_the_keyboard_reaches_everybody(browser: Browser) -> None:
    browser.open(network_page())
    focus_picture(browser)
    said = set()
    for _ in network().people:
        said.add(text_of(browser, "#announcer").split(".")[0])
        browser.press(Keys.PAGE_DOWN)
    assert said == {person.name for person in network().people}
    before = text_of(browser, "#announcer")
    press(browser, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN)
    assert text_of(browser, "#announcer") != before


@pytest.mark.browser
def test_enter_opens_details_and_escape_brings_back(browser: Browser) -> None:
    browser.open(network_page())
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
    browser.open(network_page())
    headings = browser.driver.find_elements(By.CSS_SELECTOR, "thead th")
    headings[0].find_element(By.TAG_NAME, "button").click()
    assert headings[0].get_attribute("aria-sort") == "ascending"
    assert rows(browser) == sorted(rows(browser))
    headings[0].find_element(By.TAG_NAME, "button").click()
    assert headings[0].get_attribute("aria-sort") == "descending"
    assert rows(browser) == sorted(rows(browser), reverse=True)
    headings[3].find_element(By.TAG_NAME, "button").click()
    bridging = {person.name: person.bridging for person in network().people}
    values = [bridging[name] for name in rows(browser)]
    assert values == sorted(values, reverse=True)
    assert headings[0].get_attribute("aria-sort") is None
