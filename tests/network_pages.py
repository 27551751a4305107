"""The page of a network, and what a person does with it in a browser."""

from functools import cache

from selenium.webdriver.common.keys import Keys

from bench.sample_network import sample_network
from plnbuddy.picture.page import build_page
from plnbuddy.shape.shape import Shape
from tests.chromium import Browser

WHERE = """
const data = JSON.parse(document.getElementById('data').textContent);
const dots = document.querySelectorAll('#world > .people > .p');
const box = dots[data.drawn.indexOf(arguments[0])].getBoundingClientRect();
return [box.left + box.width / 2, box.top + box.height / 2];
"""


@cache
def network() -> Shape:
    """Sixty people, whom the tests of the page only look at."""
    return sample_network(60)


@cache
def network_page() -> str:
    return build_page(network())


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
    browser.press(*keys)
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
