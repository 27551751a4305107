"""Lines of output as plain data: what is said and how it looks, without a terminal."""

from typing import NamedTuple


class Part(NamedTuple):
    """A stretch of text; `style` is a rich style, `link` an address it points to."""

    text: str
    style: str = ""
    link: str = ""


class Line(NamedTuple):
    """One line; what does not fit the terminal's width continues `hang` columns further in.

    One that is `whole` is not broken, so that a command can be copied in one piece.
    """

    parts: tuple[Part, ...]
    indent: int = 0
    hang: int = 0
    whole: bool = False

    @property
    def plain(self) -> str:
        """The line without its looks."""
        return " " * self.indent + "".join(part.text for part in self.parts)


BLANK = Line(())


def line(text: str, style: str = "", indent: int = 0, hang: int = 0) -> Line:
    """A line in one style."""
    return Line((Part(text, style),), indent, hang)


def link_line(url: str, indent: int = 0) -> Line:
    """A line with an address, clickable where the terminal can."""
    return Line((Part(url, "dim", url),), indent)
