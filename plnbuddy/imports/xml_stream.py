"""XML from elsewhere, element by element: mended where it can be read, limited in everything.

Blogs export what XML forbids: control characters, `&nbsp;`, a bare "&", "<" before a
number, prefixes that nobody declared. All of these say plainly what was meant, so they
are mended on the way to the parser (expat). What cannot be mended ends the reading with
`DamagedXmlError`. Time and memory grow with the length of the text and with nothing else.
"""

import codecs
import io
import re
from collections.abc import Callable, Iterator, Mapping
from html.entities import html5
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

TAG_LIMIT = 1_000_000  # bytes between "<" and ">"
ATTRIBUTES_LIMIT = 500  # of one element
DEPTH_LIMIT = 1_000  # elements inside each other

# XML 1.0 allows none of these; blogs export them all the same.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Passed over at once: the five names of XML, and numbers of signs that it allows (39, 100 to 9999).
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#0?39|#[1-9]\d{2,3});)"
    r"(?:#(?P<number>\d{1,9}|[xX][0-9a-fA-F]{1,8});|(?P<name>\w{2,31});)?"
)
_NO_TAG = re.compile(r"<(?![A-Za-z_/!?\x80-\U0010ffff])")
_OPENING = re.compile(r"<!(?:\[CDATA\[|--)")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_COMMENT, _CDATA_END, _COMMENT_END = "<!--", "]]>", "-->"
_HELD_BACK = 40  # characters: no entity and no opening is longer
_ENDED_EARLY = {3, 5, 20}  # expat: no element, unclosed token, unclosed CDATA section
# What is known by its namespace whatever its prefix is; others keep the prefix they have.
_KNOWN_SPACES = (
    ("wordpress.org/export/", "excerpt", "excerpt"),
    ("wordpress.org/export/", "", "wp"),
    ("purl.org/dc/", "", "dc"),
    ("purl.org/rss/1.0/modules/content", "", "content"),
    ("www.w3.org/2005/Atom", "", "atom"),
    ("purl.org/atom/ns", "", "atom"),
    ("purl.org/syndication/thread", "", "thr"),
    ("purl.org/atom/app", "", "app"),
    ("www.w3.org/2007/app", "", "app"),
    ("schemas.google.com/blogger", "", "blogger"),
    ("rssnamespace.org/feedburner", "", "feedburner"),
    ("search.yahoo.com/mrss", "", "media"),
    ("itunes.com/dtds", "", "itunes"),
    ("disqus.com", "internals", "dsq"),
)

Read = Callable[[], str]
"""Gives the next piece of text, "" at the end."""


class DamagedXmlError(Exception):
    """A place that cannot be mended: its line, and whether the text merely ends too early."""

    def __init__(self, line: int, *, early: bool) -> None:
        super().__init__(line)
        self.line = line
        self.early = early


class DefinitionsError(Exception):
    """The text defines entities or names a document type, as bombs do."""


class TooMuchXmlError(Exception):
    """More than any file of a person holds; the argument says of what."""


class Mender:
    """Makes pieces of text readable, without touching what stands in CDATA or comments.

    `mended` counts the places that were changed.
    """

    def __init__(self) -> None:
        self.mended = 0
        self._held = ""
        self._until = ""  # What ends the part that is left alone.

    def feed(self, text: str, *, last: bool = False) -> str:
        """The mended text as far as it is complete."""
        allowed, removed = NOT_XML.subn("", text)
        self.mended += removed
        text, self._held = self._held + allowed, ""
        pieces: list[str] = []
        at = 0
        while at < len(text):
            if self._until:
                end = text.find(self._until, at)
                ended = end >= 0
                if ended:
                    end += len(self._until)
                else:
                    end = len(text) if last else max(at, len(text) - len(self._until) + 1)
                part = text[at:end]
                # "--" may stand in no comment, but does; nobody reads them.
                pieces.append("\n" * part.count("\n") if self._until == _COMMENT_END else part)
                if not ended:
                    self._held = text[end:]
                    break
                at, self._until = end, ""
                continue
            opening = _OPENING.search(text, at)
            if opening is None:
                cut = len(text) if last else _safe_end(text, at)
                pieces.append(self._whole(text[at:cut]))
                self._held = text[cut:]
                break
            pieces.append(self._whole(text[at : opening.start()]))
            if opening[0] == _COMMENT:
                at, self._until = opening.end(), _COMMENT_END
            else:
                at, self._until = opening.start(), _CDATA_END
        return "".join(pieces)

    def _whole(self, text: str) -> str:
        text, bare = _NO_TAG.subn("&lt;", text)
        self.mended += bare
        return _AMPERSAND.sub(self._meant, text)

    def _meant(self, found: re.Match[str]) -> str:
        meant = _meant(found)
        self.mended += meant != found[0]
        return meant


def _safe_end(text: str, at: int) -> int:
    """Where a piece may end so that no entity and no opening is cut."""
    sign = max(text.rfind("&", at), text.rfind("<", at))
    near = sign >= max(at, len(text) - _HELD_BACK)
    return sign if near else len(text)


def _meant(found: re.Match[str]) -> str:
    number, name = found["number"], found["name"]
    if number:
        value = int(number[1:], 16) if number[0] in "xX" else int(number)
        allowed = value < 0x110000 and not NOT_XML.match(chr(value))
        return found[0] if allowed else ""
    if name:
        known = html5.get(f"{name};")
        return "".join(_SPECIAL.get(s, s) for s in known) if known else f"&amp;{name};"
    return "&amp;"


def each_element(
    read: Read,
    wanted: Callable[[str, int], bool],
    *,
    parts_limit: int,
    doctype: bool = False,
    mender: Mender | None = None,
) -> Iterator[Element]:
    """The elements for which `wanted(tag, depth)` holds, complete, in the order of their ends.

    Tags and attributes have the usual prefix of their namespace ("wp:status"), or none
    where the default namespace is meant. An element is forgotten once the next one is
    asked for.

    Args:
        read: gives the text.
        parts_limit: elements inside one wanted element.
        mender: mends the text, and counts where.
        doctype: a document type without definitions is allowed (as RSS 0.91 has one).

    Raises:
        DamagedXmlError: what stands before was given.
        DefinitionsError, TooMuchXmlError: it is dangerous.
    """
    reader = _Reader(wanted, parts_limit, doctype=doctype)
    mender = mender or Mender()
    while True:
        text = read()
        yield from reader.feed(mender.feed(text, last=not text), last=not text)
        if not text:
            return


class _Reader:
    """Expat with limits; it knows no namespaces, so a prefix without one is no damage."""

    def __init__(
        self, wanted: Callable[[str, int], bool], parts_limit: int, *, doctype: bool
    ) -> None:
        self._wanted = wanted
        self._parts_limit = parts_limit
        self._doctype = doctype
        self._parser = parser = ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._started_doctype
        parser.EntityDeclHandler = self._defined
        self._builder = TreeBuilder()
        self._above: list[Element] = []
        self._spaces: dict[str, str] = {}
        self._parts = 0
        self._fed = 0
        self._done: list[Element] = []

    def feed(self, text: str, *, last: bool) -> Iterator[Element]:
        content = text.encode("utf-8", errors="replace")
        damage: DamagedXmlError | None = None
        try:
            self._parser.Parse(content, last)
        except ExpatError as error:
            early = error.code in _ENDED_EARLY and last
            damage = DamagedXmlError(error.lineno, early=early)
        self._fed += len(content)
        yield from self._done
        self._forget()
        if damage:
            raise damage
        if not last and self._fed - self._parser.CurrentByteIndex > TAG_LIMIT:
            raise TooMuchXmlError(f"a tag of more than {TAG_LIMIT // 1_000_000} MB")

    def _forget(self) -> None:
        for element in self._done:
            element.clear()
        self._done.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._parts += 1
        if self._parts > self._parts_limit:
            raise TooMuchXmlError(f"one comment of more than {self._parts_limit:,} parts")
        if len(attributes) > ATTRIBUTES_LIMIT:
            raise TooMuchXmlError(f"an element with more than {ATTRIBUTES_LIMIT} attributes")
        if len(self._above) >= DEPTH_LIMIT:
            raise TooMuchXmlError(f"more than {DEPTH_LIMIT:,} elements inside each other")
        for key, address in attributes.items():
            if key.startswith("xmlns:"):
                self._spaces[key[6:]] = _usual_prefix(key[6:], address)
        named = {_named(key, self._spaces): value for key, value in attributes.items()}
        self._above.append(self._builder.start(_named(name, self._spaces), named))

    def _end(self, _name: str) -> None:
        element = self._above.pop()
        self._builder.end(element.tag)
        if self._wanted(element.tag, len(self._above)):
            self._done.append(element)
            if self._above:
                self._above[-1].remove(element)
            self._parts = 0

    def _data(self, data: str) -> None:
        self._builder.data(data)

    def _started_doctype(self, *facts: Any) -> None:
        has_subset = bool(facts[-1])
        if not self._doctype or has_subset:
            raise DefinitionsError

    def _defined(self, *_facts: Any) -> None:
        raise DefinitionsError


def _named(name: str, spaces: Mapping[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    return f"{spaces.get(prefix, prefix)}:{local}" if colon else name


def _usual_prefix(prefix: str, address: str) -> str:
    for start, part, usual in _KNOWN_SPACES:
        if start in address and part in address:
            return usual
    return prefix


def mended_note(places: int) -> str:
    """What is said of a file in which so many places were mended."""
    what = "control characters, &nbsp;, a bare & or <"
    return f"In it, {places:,} signs that are no XML were mended ({what})."


def local_name(tag: str) -> str:
    """The name of an element without its prefix."""
    return tag.rpartition(":")[2]


def encoding_of(start: bytes) -> str:
    """The encoding of XML that a mark, the first bytes or the XML declaration tell."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if start.startswith(mark):
            return name
    declared = _DECLARED.search(start[:500])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name.startswith(("utf-16", "utf-32", "ucs")):
        return "utf-8"  # The declaration itself was readable, so it is wrong.
    try:
        # Refuses what is no encoding of texts; and the declaration itself was readable.
        known = io.TextIOWrapper(io.BytesIO(b"<"), encoding=name).read() == "<"
    except (LookupError, ValueError):
        known = False
    return name if known else "utf-8"
