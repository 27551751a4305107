"""Draws the README's picture of a terminal: python -m tests.terminal_picture.

What is drawn is what `plnbuddy suggest` writes in a terminal of 80 columns, in a home that is
thrown away, after it has read the tests' servers: their people are invented.
"""

import os
import re
import tempfile
from html import unescape
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from tests.conftest import NOW, Plnbuddy
from tests.open_village import open_world, staff_rooms

FILE = Path(__file__).parent.parent / "docs" / "suggest.svg"
WORDS = ("suggest", "-n", "2")
COLUMNS = 80

# A picture that asks another server for its letters would tell it who looks.
_WITHOUT_FONTS = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def see_terminal(plnbuddy: Plnbuddy) -> str:
    """What `plnbuddy suggest` writes in a terminal, with its colours, after exploring."""
    with open_world(plnbuddy, staff_rooms()):
        plnbuddy("explore")
    with plnbuddy.terminal(*WORDS, columns=COLUMNS, COLORTERM="truecolor") as child:
        return child.rest().replace("\r\n", "\n")


def draw(written: str) -> str:
    """The picture of a terminal in which that was written."""
    console = Console(
        file=StringIO(), record=True, width=COLUMNS, force_terminal=True, color_system="truecolor"
    )
    console.print(Text.assemble(("$ ", "bold green"), (f"plnbuddy {' '.join(WORDS)}", "bold")))
    console.print(Text.from_ansi(written.rstrip("\n")))
    return console.export_svg(title="plnbuddy", code_format=_WITHOUT_FONTS, unique_id="plnbuddy")


def words_in(picture: str) -> list[str]:
    """The words that a picture shows, line for line."""
    lines = re.findall(r"<text [^>]*>(.*?)</text>", picture, re.DOTALL)
    return unescape(" ".join(lines)).split()


def main() -> None:
    """Draw it anew."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        settings = {"PLNBUDDY_HOME": str(home), "PLNBUDDY_NOW": NOW, "TZ": "UTC"}
        os.environ["TZ"] = "UTC"
        FILE.write_text(draw(see_terminal(Plnbuddy(home, settings))), encoding="utf-8")


if __name__ == "__main__":
    main()
