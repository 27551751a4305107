"""How large the page of a network is, and how soon it answers, in headless Chromium.

Run: python -m bench.network_page
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from bench.sample_network import sample_network
from plnbuddy.picture.page import build_page

_PEOPLE = (100, 1_000, 2_000)
_RUNS = 7
_READY = "return (performance.getEntriesByName('interactive')[0] || {}).startTime"
_HOVER = """
const start = performance.now();
const stage = document.getElementById('stage'), box = stage.getBoundingClientRect();
for (let i = 1; i <= 20; i += 1) {
  stage.dispatchEvent(new PointerEvent('pointermove', {
    pointerType: 'mouse', bubbles: true,
    clientX: box.left + box.width * i / 21, clientY: box.top + box.height / 2,
  }));
}
return (performance.now() - start) / 20;
"""
_SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--window-size=1280,900",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """One line of the table; times are medians in milliseconds."""

    people: int
    ties: int
    kilobytes: float
    writing: float
    interactive: float
    slowest: float
    hovering: float


def main() -> None:
    with _chromium() as driver, tempfile.TemporaryDirectory() as folder:
        lines = [_measure(driver, Path(folder), people) for people in _PEOPLE]
    print(f"Page of a network, medians of {_RUNS} runs (limits for 1,000: 1,500 KB, 1,000 ms)")
    print("people    ties      KB  written ms  interactive ms  slowest ms  hover ms")
    for line in lines:
        print(
            f"{line.people:6,} {line.ties:7,} {line.kilobytes:7,.0f} {line.writing:11,.0f} "
            f"{line.interactive:15,.0f} {line.slowest:11,.0f} {line.hovering:9.1f}"
        )


@contextmanager
def _chromium() -> Iterator[webdriver.Chrome]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for switch in (*_SWITCHES, f"--user-data-dir={profile}"):
            options.add_argument(switch)
        driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        try:
            yield driver
        finally:
            driver.quit()


def _measure(driver: webdriver.Chrome, folder: Path, people: int) -> Measured:
    shape = sample_network(people)
    start = time.perf_counter()
    html = build_page(shape)
    writing = (time.perf_counter() - start) * 1_000
    file = folder / "network.html"
    file.write_text(html, encoding="utf-8")
    ready, hovering = [], []
    for _ in range(_RUNS):
        driver.get("about:blank")
        driver.get(file.as_uri())
        ready.append(float(driver.execute_script(_READY)))
        hovering.append(float(driver.execute_script(_HOVER)))
    return Measured(
        people,
        len(shape.ties),
        len(html.encode()) / 1_000,
        writing,
        statistics.median(ready),
        max(ready),
        statistics.median(hovering),
    )


if __name__ == "__main__":
    main()
