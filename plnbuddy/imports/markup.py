"""HTML of blogs as plain text on one line."""

import re
from html import unescape
from html.parser import HTMLParser

from plnbuddy.core.clean import clean_line

TEXT_LIMIT = 280  # characters of a comment that are kept
TITLE_LIMIT = 280
_HTML_TIMES = 20  # so many characters of HTML are looked at for one that is kept
# A fediverse handle (@name@server) is no e-mail address.
_EMAIL = re.compile(r"(?<![\w@.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])[^<>]*>")
_LONE_SIGN = re.compile(
    r"<(?![A-Za-z/!?])|</(?![A-Za-z])|<!(?!--|doctype|\[(?:cdata\[|(?:if|else|endif)\b))",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VOID = frozenset({"br", "hr", "img", "wbr"})


class _PlainText(HTMLParser):
    """Collects what a reader of the page would see."""

    _unseen = frozenset({"script", "style", "iframe", "template", "object", "svg", "head"})
    _inline = frozenset({"a", "abbr", "b", "code", "em", "i", "s", "span", "strong", "sub", "u"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in self._unseen
        if tag not in self._inline:
            self.pieces.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen and self._hidden:
            self._hidden -= 1
        if tag not in self._inline:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


def tame_html(html: str) -> str:
    """HTML for Python's parser.

    Its time grows with the square of the "<" that begin nothing, and it fails at a "<![" that
    is neither CDATA nor a condition for old browsers.
    """
    return _LONE_SIGN.sub("&lt;", html)


def plain_text(html: str, limit: int = TEXT_LIMIT) -> str:
    """The text of HTML on one line: no tags, no scripts, and "…" for e-mail addresses.

    For display only: what is compared is compared as it stands in the file.
    """
    html = html[: limit * _HTML_TIMES]
    if "<" in html or "&" in html:
        reader = _PlainText()
        reader.feed(tame_html(html))
        reader.close()
        html = "".join(reader.pieces)
    return without_mail(clean_line(html, limit * _HTML_TIMES), limit)


def title_text(markup: str, limit: int = TITLE_LIMIT) -> str:
    """A title on one line: markup goes, and "<" and ">" that are text stay.

    Titles are HTML in some blogs and text in others. What is opened and closed
    ("<i>…</i>") was markup; "Using <video> in class" and "5 < 6" were not.
    """
    markup = _COMMENT.sub("", markup[: limit * _HTML_TIMES])
    if "<" in markup:
        found = [(match[1] == "/", match[2].lower()) for match in _TAG.finditer(markup)]
        opened = {name for closing, name in found if not closing}
        closed = {name for closing, name in found if closing}
        markup_names = (opened & closed) | _VOID
        markup = _TAG.sub(lambda m: "" if m[2].lower() in markup_names else m[0], markup)
    return clean_line(unescape(markup), limit)


def without_mail(text: str, limit: int) -> str:
    """A line in which "…" stands for e-mail addresses."""
    return clean_line(_EMAIL.sub("…", text), limit)
