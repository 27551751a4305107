"""What the exports of blogs have in common: XML read as a stream, people, comments.

The file is read twice, from its start to its end and never as a whole: once to learn
who is there, once for the entries. What a file may hold is limited (as in any container,
and see the numbers below), and definitions of entities are refused, so that no file can fill the memory.
"""

import codecs
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, Literal
from xml.etree.ElementTree import Element, ParseError

from plnbuddy.clean import clean_line
from plnbuddy.clock import Clock
from plnbuddy.errors import PlnbuddyError, UsageError
from plnbuddy.imports.container import BOMB_FROM, BOMB_RATIO, MEMBER_LIMIT
from plnbuddy.model import Activity, ActivityKind
from plnbuddy.records import EARLIEST_YEAR, LATEST_YEAR
from plnbuddy.web_address import parse_link

RECORD_LIMIT = 64_000_000
"""So many characters may one comment or post have."""

PARTS_LIMIT = 100_000  # elements in one comment or post

TEXT_LIMIT = 280  # characters of a comment that are kept
TITLE_LIMIT = 120
NAME_LIMIT = 60

_CHUNK = 1 << 16
_HEAD = 1 << 14  # characters by which a file is recognised
_PROGRESS = 1 << 20  # bytes between two reports
_HTML_TIMES = 20  # so many characters of HTML are looked at for one that is kept

Service = Literal["disqus", "wordpress"]
_CALLED: dict[Service, str] = {"disqus": "Disqus", "wordpress": "WordPress"}

_GZIP = b"\x1f\x8b"
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_OPENING = re.compile(r"\s*(<\?|<!--|<!doctype\s*|<)", re.IGNORECASE)
_NAME = re.compile(r"(?:[\w.-]+:)?([\w.-]+)")
# XML 1.0 allows none of these; blogs export them all the same.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A fediverse handle (@name@server) is no e-mail address.
_EMAIL = re.compile(r"(?<![\w@.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ENDED_EARLY = {3, 5, 20}  # expat: no element, unclosed token, unclosed CDATA section
_NO_NAMES = frozenset(
    {"", "…", "anonymous", "guest", "deleted", "[deleted]", "deleted user", "deleted account"}
)

Hear = Callable[[int, int], None]
"""Hears how many bytes of how many were read."""


class _Stream:
    """What the parser reads from: unpacked, decoded, counted and limited."""

    def __init__(self, file: Path, open_files: ExitStack, hear: Hear | None = None) -> None:
        self._file = file
        self._hear = hear
        self._heard = 0
        self._size = file.stat().st_size
        self._raw: IO[bytes] = open_files.enter_context(file.open("rb"))
        self._packed = self._raw.read(2) == _GZIP
        self._raw.seek(0)
        self._source = (
            open_files.enter_context(gzip.GzipFile(fileobj=self._raw)) if self._packed else None
        )
        self._unpacked = 0
        self._begun = False
        self._start = self._bytes()
        self._decoder = codecs.getincrementaldecoder(_encoding(self._start))("replace")
        self.given = 0
        self.released = 0

    def read(self, _size: int = -1) -> str:
        """Some text; "" at the end.

        Raises:
            PlnbuddyError: there is more of it than any export has.
        """
        while True:
            chunk, self._start = self._start or self._bytes(), b""
            text = _NOT_XML.sub("", self._decoder.decode(chunk, final=not chunk))
            if not self._begun:
                text = text.lstrip("\ufeff \t\r\n")
                self._begun = bool(text)
            self.given += len(text)
            if self.given - self.released > RECORD_LIMIT:
                raise self._too_much(f"one comment of more than {RECORD_LIMIT // 1_000_000} MB")
            if text or not chunk:
                return text

    def _bytes(self) -> bytes:
        try:
            # read1: what stands before a damaged place is given out first.
            chunk = self._source.read1(_CHUNK) if self._source else self._raw.read(_CHUNK)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            chunk = b""  # The parser finds out that the end is missing.
        self._unpacked += len(chunk)
        if self._unpacked > MEMBER_LIMIT:
            raise self._too_much(f"more than {MEMBER_LIMIT // 1_000_000_000} GB of text")
        if self._packed and self._unpacked > max(BOMB_FROM, BOMB_RATIO * self._size):
            raise self._too_much(f"more than {BOMB_RATIO} times its size")
        done = self._raw.tell()
        if self._hear and (done - self._heard >= _PROGRESS or not chunk):
            self._heard = done
            self._hear(done, self._size)
        return chunk

    def _too_much(self, what: str) -> PlnbuddyError:
        return PlnbuddyError(
            f"The file {self._file} holds {what}, which no export does.",
            "Download the export again.",
        )


def _encoding(start: bytes) -> str:
    """The encoding that a mark, the first bytes or the XML declaration tell."""
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


class Export:
    """The XML file of a service. `damage` says where reading ended too early, "" when it did not.

    Raises:
        UsageError: this is something else, or no file.
        PlnbuddyError: it cannot be read.
    """

    def __init__(self, file: Path, service: Service) -> None:
        self.file = file
        self.damage = ""
        if file.is_dir() or (file.exists() and not file.is_file()):
            raise UsageError(f"{file} is not a file.", "Name the .xml file of the export.")
        try:
            with ExitStack() as open_files:
                start = open_files.enter_context(file.open("rb")).read(4)
                stream, head = _Stream(file, open_files), ""
                while len(head) < _HEAD and (text := stream.read()):
                    head += text
        except OSError as error:
            raise self._unreadable(error) from None
        _refuse_others(file, service, start, head)

    def records(
        self, level: int, inner: frozenset[str] = frozenset(), hear: Hear | None = None
    ) -> Iterator[Element]:
        """The elements that stand `level` deep, and those called as in `inner`, one by one.

        Tags are shortened to "title" or "wp:status". An element is forgotten once the
        next one is asked for. At a damaged place reading ends, and `damage` tells.

        Raises:
            PlnbuddyError: it holds definitions, or more than any export.
        """
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import iterparse

        above: list[Element] = []
        parts = 0
        try:
            with ExitStack() as open_files:
                stream = _Stream(self.file, open_files, hear)
                for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                    if event == "start":
                        above.append(element)
                        parts += 1
                        if parts > PARTS_LIMIT:
                            raise PlnbuddyError(
                                f"The file {self.file} holds one comment of more than "
                                f"{PARTS_LIMIT:,} parts, which no export does.",
                                "Download the export again.",
                            )
                        continue
                    above.pop()
                    element.tag = _short(element.tag)
                    if len(above) == level or (element.tag in inner and above):
                        yield element
                        above[-1].remove(element)
                        stream.released, parts = stream.given, 0
        except DefusedXmlException:
            raise _definitions(self.file) from None
        except ParseError as error:
            line = error.position[0]
            self.damage = (
                f"The file {self.file} ends too early, in line {line}"
                if error.code in _ENDED_EARLY
                else f"The file {self.file} is damaged in line {line}"
            )
        except OSError as error:
            raise self._unreadable(error) from None

    def refuse_damage(self) -> None:
        """Say that the file was not read to its end, once what could be read is kept.

        Raises:
            PlnbuddyError: it is damaged.
        """
        if self.damage:
            raise PlnbuddyError(
                f"{self.damage}; what stands before was read.",
                "Download the export again and import it too: nothing will be doubled.",
            )

    def _unreadable(self, error: OSError) -> PlnbuddyError:
        return PlnbuddyError(
            f"The file {self.file} cannot be read: {error.strerror}.",
            "Check its name and try again.",
        )


def _short(tag: str) -> str:
    """ "wp:status" for an element of a WordPress export, else the name without its namespace."""
    space, _, name = tag.rpartition("}")
    if "wordpress.org/export/" in space and not space.rstrip("/").endswith("excerpt"):
        return f"wp:{name}"
    return f"excerpt:{name}" if space.rstrip("/").endswith("excerpt") else name


def _definitions(file: Path) -> PlnbuddyError:
    return PlnbuddyError(
        f"The file {file} holds definitions that no export has.",
        "Download the export again from the service itself.",
    )


def _refuse_others(file: Path, service: Service, start: bytes, head: str) -> None:
    """Raise what says what the file looks like, unless it is an export of that service."""
    wanted = f"and not an export of {_CALLED[service]}"
    again = "Download the export again, and give its .xml or .xml.gz file."
    if start == b"PK\3\4":
        raise UsageError(
            f"The file {file} looks like a zip archive, {wanted}.",
            "Unpack it and give the .xml file that is inside.",
        )
    root, doctype = _root(head)
    if root == "html" or doctype.lower().startswith("html"):
        raise UsageError(f"The file {file} looks like a web page, {wanted}.", again)
    if doctype:
        raise _definitions(file)
    found: Service | None = None
    if root == "disqus":
        found = "disqus"
    elif root == "rss" and "wordpress.org/export/" in head:
        found = "wordpress"
    if found == service:
        return
    if found:
        raise UsageError(
            f"The file {file} looks like an export of {_CALLED[found]}, {wanted}.",
            f"Run: plnbuddy import {found} {file}",
        )
    if root in ("rss", "feed", "RDF"):
        raise UsageError(
            f"The file {file} looks like a feed (RSS or Atom), {wanted}.",
            f"Run: plnbuddy import feed {file}",
        )
    if root:
        looks = f"looks like another kind of XML (<{clean_line(root, 40)}>)"
    elif not head:
        looks = "is damaged" if start[:2] == _GZIP else "is empty"
    else:
        looks = "looks like JSON" if head[0] in "{[" else "is no XML"
    raise UsageError(f"The file {file} {looks}, {wanted}.", again)


def _root(head: str) -> tuple[str, str]:
    """The name of the outermost element, and what the DOCTYPE before it says; "" for neither."""
    doctype, at = "", 0
    while found := _OPENING.match(head, at):
        opening = found[1].lower()
        if opening == "<":
            name = _NAME.match(head, found.end())
            return (name[1] if name else ""), doctype
        closing = {"<?": "?>", "<!--": "-->"}.get(opening, ">")
        if opening.startswith("<!doctype"):
            doctype = head[found.end() : found.end() + 40] or "?"
            if "[" in head[found.end() :].partition(">")[0]:
                closing = "]>"
        end = head.find(closing, found.end())
        if end < 0:
            break
        at = end + len(closing)
    return "", doctype


def fields_of(element: Element) -> dict[str, str]:
    """The texts of the elements directly inside, by tag; the first of each counts."""
    texts: dict[str, str] = {}
    for child in element:
        if child.tag not in texts:
            texts[child.tag] = "".join(child.itertext()) if len(child) else child.text or ""
    return texts


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


def plain_text(html: str, limit: int = TEXT_LIMIT) -> str:
    """The text of HTML on one line: no tags, no scripts, and "…" for e-mail addresses."""
    html = html[: limit * _HTML_TIMES]
    if "<" in html or "&" in html:
        reader = _PlainText()
        reader.feed(html)
        reader.close()
        html = "".join(reader.pieces)
    return clean_line(_EMAIL.sub("…", clean_line(html, limit * _HTML_TIMES)), limit)


def read_moment(text: str, clock: Clock | None = None) -> datetime | None:
    """The moment (UTC, to the second) of "2012-12-12T12:12:12Z" or "2012-12-12 12:12:12".

    Without a zone it is UTC, or on the teacher's clock when that is given; None for
    what is no moment, such as "0000-00-00 00:00:00".
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return None
    if moment.tzinfo is None:
        moment = clock.at(moment) if clock else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).replace(microsecond=0)


def link_of(address: str, anchor: str = "") -> tuple[str, ...]:
    """The address as the only link, with that anchor if one is given; empty if it is none."""
    try:
        link = parse_link(address)
        return (parse_link(f"{link.partition('#')[0]}#{anchor}") if anchor else link,)
    except UsageError:
        return ()


def folded(text: str) -> str:
    """What names and addresses are compared by."""
    return clean_line(text, 200).casefold()


@dataclass(slots=True)
class _Seen:
    """Somebody who comments: a name, every word they may be called by, the first comment."""

    name: str
    account: str
    words: set[str]
    first: tuple[datetime, int, str]
    times: int = 0


_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass
class Commenters:
    """Everybody who comments on a site, and what they are called in the journal.

    A person is known by the account, else by name and e-mail address together; these
    stay in memory. With `students`, people are called "Student 1", "Student 2", … in
    the order of their first comments, which a later export of the same site repeats.
    """

    students: bool
    _people: dict[str, _Seen] = field(default_factory=dict)
    _teacher: set[str] = field(default_factory=set)
    _teacher_name: str = ""
    _numbers: dict[str, int] = field(default_factory=dict)

    def see(
        self,
        account: str,
        name: str,
        email: str,
        written: tuple[datetime | None, str] | None = None,
    ) -> str:
        """The key of a person, "" for nobody known; `written` is a comment's moment and id."""
        label = plain_text(name, NAME_LIMIT)
        if label.casefold() in _NO_NAMES:
            label = ""
        if email.endswith("@site.invalid"):  # WordPress: a person who asked to be erased.
            return ""
        key = f"account {account.casefold()}" if account else f"{folded(name)}\0{folded(email)}"
        if not (account or label or email):
            return ""
        if written:
            first = (written[0] or _LAST, len(written[1]), written[1])
            person = self._people.get(key)
            if person is None:
                person = self._people[key] = _Seen(label, account, set(), first)
            person.name = person.name or label
            person.first = min(person.first, first)
            person.times += 1
            person.words |= {folded(word) for word in (name, account, email) if word}
        return key

    def find_teacher(self, is_teacher: Callable[[str, set[str]], bool], name: str = "") -> bool:
        """Settle who the teacher is, from account and words; says whether there is one.

        Called once everybody was seen; the pseudonyms of the others are then fixed.
        """
        order = sorted(self._people, key=lambda key: self._people[key].first)
        for key in order:
            if is_teacher(self._people[key].account, self._people[key].words):
                self._teacher.add(key)
                self._teacher_name = self._teacher_name or name or self._people[key].name
        others = (key for key in order if key not in self._teacher)
        self._numbers = {key: number for number, key in enumerate(others, 1)}
        return bool(self._teacher)

    def is_teacher(self, key: str) -> bool:
        """Whether that is the teacher."""
        return key in self._teacher

    def label(self, key: str) -> str:
        """What a person is called: a name, a pseudonym, or "somebody"."""
        if key in self._teacher:
            return self._teacher_name or "the teacher"
        if self.students:
            return f"Student {self._numbers[key]}" if key in self._numbers else "somebody"
        person = self._people.get(key)
        return (person.name if person else "") or "somebody"

    def names(self) -> Counter[str]:
        """How often each name comments."""
        counted: Counter[str] = Counter()
        for person in self._people.values():
            if person.name:
                counted[person.name] += person.times
        return counted


def who_is_it(file: Path, me: str, names: Counter[str], *, students: bool) -> UsageError:
    """The question which of the people is the teacher; with `students`, no name of theirs."""
    problem = (
        f"Nobody in {file.name} is called '{clean_line(me, NAME_LIMIT)}'."
        if me
        else f"The file {file.name} does not say which of the people is you."
    )
    frequent = [name.replace('"', "'") for name, _ in names.most_common(5)]
    if students or not frequent:
        example = frequent[0] if frequent else "Mrs Hart"
        return UsageError(
            problem, f'Say which one is you, as your comments are signed: --me "{example}"'
        )
    return UsageError(
        problem,
        f'Say which one is you: --me "{frequent[0]}" (the most frequent: {", ".join(frequent)})',
    )


def quoted(title: str) -> str:
    """A title in quotation marks; "a post" for none."""
    return f'"{title}"' if title else "a post"


@dataclass(frozen=True)
class Page:
    """What comments stand under: a post of a blog."""

    title: str
    link: str
    place: str


def comment_entry(
    uid: str,
    page: Page,
    moment: datetime,
    clock: Clock,
    *,
    answered: str,
    html: str,
    anchor: str,
    students: bool,
) -> Activity:
    """The teacher's comment as an entry.

    Args:
        answered: what the person is called whom it answers, "" for a comment on the post.
        students: keep no word of the comment, and no link to it.
    """
    title = quoted(page.title)
    whom = "a student" if students else answered
    text = f"Answered {whom} on {title}" if answered else f"Commented on {title}"
    words = "" if students else plain_text(html)
    return Activity(
        id=0,
        uid=uid,
        kind=ActivityKind.COLLABORATE if answered else ActivityKind.CONTRIBUTE,
        happened_at=moment,
        day=clock.local(moment).date(),
        text=f"{text}: {words}" if words else text,
        links=link_of(page.link, "" if students else anchor),
        place=page.place,
        origin=uid.partition("/")[0],
    )
