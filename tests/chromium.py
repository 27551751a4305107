"""A headless Chromium that opens written pages and tells what they asked for."""

import base64
import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pypdf import PdfReader

_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)

CONTRASTS = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
function rgba(color) {
  canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
}
function light(color) {
  return [...color].slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
}
function behind(element) {
  for (let e = element; e; e = e.parentElement) {
    const color = rgba(getComputedStyle(e).backgroundColor);
    if (color[3] === 255) return color;
  }
  return rgba('white');
}
const poor = [];
for (const element of document.body.querySelectorAll('*')) {
  if (element.closest('svg, script') || !element.checkVisibility()) continue;
  if (![...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
  const [a, b] = [light(rgba(getComputedStyle(element).color)), light(behind(element))]
    .sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < 4.5) poor.push(element.tagName + ' ' + element.className + ' ' + ratio.toFixed(2));
}
return poor;
"""
"""What of the words on a page is too pale to be read."""


class Browser:
    """One browser for all tests of a module."""

    def __init__(self, folder: Path) -> None:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        chromedriver = shutil.which("chromedriver")
        if not chromium or not chromedriver:
            pytest.skip("Chromium and its driver are not installed")
        # It takes as long to load as a dozen tests that need no browser.
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for switch in (*_SWITCHES, f"--user-data-dir={folder / 'profile'}"):
            options.add_argument(switch)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(chromedriver))
        self._folder = folder

    def open(
        self,
        html: str,
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        touch: bool = False,
    ) -> None:
        """Show a page in a window of that size."""
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=touch,
        )  # fmt: skip
        self.command("Emulation.setTouchEmulationEnabled", enabled=touch)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", features=[scheme])
        file = self._folder / "network.html"
        file.write_text(html, encoding="utf-8")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(file.as_uri())

    def command(self, name: str, **arguments: object) -> Any:
        """The answer to a command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, arguments)

    def run(self, script: str, *arguments: object) -> Any:
        """What a piece of JavaScript returns in the page."""
        return self.driver.execute_script(script, *arguments)

    def press(self, *keys: str) -> None:
        """As if somebody pressed these keys, one after the other."""
        from selenium.webdriver.common.action_chains import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def layouts(self) -> int:
        """How often the page was laid out."""
        self.command("Performance.enable")
        metrics = self.command("Performance.getMetrics")["metrics"]
        return next(int(each["value"]) for each in metrics if each["name"] == "LayoutCount")

    def complaints(self) -> list[str]:
        """Everything the page wrote on its console, refused requests and errors included."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses asked for since the page was opened, other than the page itself."""
        events = (
            json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")
        )
        asked = (
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        )
        return [url for url in asked if url != (self._folder / "network.html").as_uri()]

    def printed(self, width: float, height: float) -> "PdfReader":
        """The printed page on paper of that size in inches."""
        from pypdf import PdfReader

        answer = self.command(
            "Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=False
        )
        return PdfReader(BytesIO(base64.b64decode(answer["data"])))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser; test modules that use it give it a name of their own."""
    opened = Browser(tmp_path_factory.mktemp("chromium"))
    yield opened
    opened.driver.quit()
