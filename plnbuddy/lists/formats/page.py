"""Web pages: the profiles that they link to, and the handles in their text."""

from html.parser import HTMLParser

from plnbuddy.core.clean import clean_line
from plnbuddy.core.found_handles import profile_of
from plnbuddy.imports.markup import tame_html
from plnbuddy.lists.formats.found import ReadList
from plnbuddy.lists.formats.text import pick_people


class _Page(HTMLParser):
    """Collects a page's title, its links and its text, a piece for each block."""

    _unseen = frozenset({"script", "style", "template", "noscript"})
    _inline = frozenset(
        {"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "u", "wbr"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.links: list[str] = []
        self.text: list[str] = [""]
        self._hidden = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        self.links.extend(v for name, v in attrs if name == "href" and v and tag == "a")
        self._in_title = tag == "title"
        if tag in self._unseen and not self._hidden:
            self._hidden = tag
        if tag not in self._inline:
            self.text.append("")

    def handle_endtag(self, tag: str) -> None:
        """See `HTMLParser`."""
        self._in_title = False
        if tag == self._hidden:
            self._hidden = ""
        if tag not in self._inline:
            self.text.append("")

    def handle_data(self, data: str) -> None:
        """See `HTMLParser`."""
        if self._in_title:
            self.title += data
        elif not self._hidden:
            self.text[-1] += data


def read_page(text: str) -> ReadList:
    """The people on a web page; they are guessed, so that somebody looks at them first."""
    page = _Page()
    page.feed(tame_html(text))
    found = ReadList(format="page", guessed=True, title=clean_line(page.title, 100))
    for link in page.links:
        person = profile_of(link)
        if person:
            found.add_person(person, {})
    for piece in page.text:
        pick_people(found, piece)
    return found
