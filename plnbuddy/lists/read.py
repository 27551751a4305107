"""Reading a list of people and hashtags from whatever somebody keeps it in.

What was understood and what was not is part of the answer: a teacher sees it
before anything is kept.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from plnbuddy.core.clean import clean_line, unguard_cell
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.handles import parse_handle, parse_tag
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.vocabulary import find_language, find_level, find_topic
from plnbuddy.core.web_address import parse_link
from plnbuddy.lists.lookalike import find_lookalike
from plnbuddy.store.lists import ListRow, person_row
from plnbuddy.system.csvfile import FIELD_LIMIT, decode

MOST_ROWS = 20_000
"""A longer table is no list of people to follow; Mastodon's own import ends there, too."""

_MOST_SHOWN = 5
_HANDLE = re.compile(r"(?<![\w@./])@?[A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_])?@(?:[\w-]+\.)+[a-z]{2,24}")
_PROFILE = re.compile(
    r"https?://(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?/(?:@|users/)[\w.-]+(?:@[\w.-]+)?"
)
_RSS_PROFILE = re.compile(r"(https?://[^/]+/(?:@|users/)[\w.-]+)\.(?:rss|atom)")
_OPML_FACTS = ("levels", "languages", "region", "basis", "source", "description")
# Column names by what they mean; the discipline lists' and Mastodon's own among them.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "who": ("who", "handle", "account", "account address", "acct", "address", "mastodon",
            "mastodon handle", "mastodon address", "username", "user", "profile", "konto",
            "compte"),
    "tag": ("tag", "hashtag"),
    "name": ("name", "display name", "full name", "anzeigename", "nom", "nombre"),
    "topics": ("topics", "topic", "keywords", "subject", "subjects", "fach", "themen", "tags"),
    "levels": ("levels", "level", "stufe"),
    "languages": ("language", "languages", "language(s)", "sprache", "langue", "lang"),
    "region": ("region", "country", "land"),
    "description": ("description", "reason", "note", "about", "bio", "warum"),
    "basis": ("basis",),
    "source": ("source",),
    "link": ("link", "url", "profile link", "profile url"),
}  # fmt: skip


@dataclass
class ReadList:
    """What a file or page turned out to be.

    `format` is a word such as "mastodon-csv"; `title` what the file calls itself.
    `understood` and `ignored` are columns. `left_out` counts rows that became
    none, by reason, `examples` shows the first of them; `warnings` are about
    handles that look like others. `guessed` says that handles were picked out of
    running text, so that somebody should look at them first.
    """

    format: str = ""
    title: str = ""
    rows: list[ListRow] = field(default_factory=list)
    understood: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    guessed: bool = False
    introduction: str = ""
    contact: str = ""

    def leave_out(self, reason: str, example: str = "") -> None:
        """Count something that became no row."""
        self.left_out[reason] += 1
        if example and len(self.examples) < _MOST_SHOWN:
            self.examples.append(clean_line(example, 100))


def read_list(content: bytes, name: str, list_name: str = "") -> ReadList:
    """The list in a file's content; `name` is the file or address, for messages.

    Args:
        list_name: of a file with several lists (Mastodon's lists.csv), only this one.

    Raises:
        UsageError: no handle or hashtag can be read from it.
        PlnbuddyError: not text, or longer than `MOST_ROWS`.
    """
    text = decode(content, name)
    start = text.lstrip("\ufeff \r\n\t")[:1_000].lower()
    if start.startswith(("{", "[")):
        found = _read_json(text, name)
    elif "<opml" in start:
        found = _read_opml(content, name)
    elif start.startswith(("<!doctype html", "<html", "<?xml")) or "<html" in start:
        found = _read_page(text)
    else:
        found = _read_table(text, list_name)
    found.rows = _each_once(found)
    if not found.rows:
        raise UsageError(
            f"No handle and no hashtag can be read from {clean_line(name, 100)}.",
            "A list needs a column with handles such as @name@server, or hashtags.",
        )
    return found


def _each_once(found: ReadList) -> list[ListRow]:
    """Each person and hashtag once: topics of doubles are joined, contradictions counted."""
    rows: dict[tuple[SubjectKind, str], ListRow] = {}
    for row in found.rows:
        known = rows.get((row.kind, row.key))
        if known is None:
            rows[row.kind, row.key] = row
            continue
        found.left_out["because they name somebody twice"] += 1
        if known.name and row.name and known.name.casefold() != row.name.casefold():
            found.leave_out("of them, with another name", f"{row.label}: {known.name} / {row.name}")
        rows[row.kind, row.key] = replace(
            known,
            topics=tuple(dict.fromkeys((*known.topics, *row.topics))),
            levels=tuple(dict.fromkeys((*known.levels, *row.levels))),
            languages=tuple(dict.fromkeys((*known.languages, *row.languages))),
            name=known.name or row.name,
            description=known.description or row.description,
        )
    return list(rows.values())


# Tables


def _read_table(text: str, list_name: str) -> ReadList:
    found = ReadList(format="csv")
    lines = iter(_table_rows(text))
    header = next(lines, [])
    lowered = [clean_line(cell).lower() for cell in header]
    columns = _known_columns(lowered)
    if not columns.keys() & {"who", "tag", "link"}:
        return _read_without_header([header, *lines], list_name)
    found.understood = tuple(header[at] for at in columns.values())
    found.ignored = tuple(
        clean_line(cell, 60) for at, cell in enumerate(header)
        if at not in columns.values() and cell.strip()
    )  # fmt: skip
    if lowered[0] == "account address":
        found.format = "mastodon-csv"
    for cells in lines:
        record = {
            meaning: unguard_cell(cells[at].strip()) if at < len(cells) else ""
            for meaning, at in columns.items()
        }
        _add(found, record)
    return found


def _table_rows(text: str) -> Iterator[list[str]]:
    """The rows that hold something, at most `MOST_ROWS`."""
    first = text.lstrip("\ufeff\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    count = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                count += 1
                if count > MOST_ROWS + 1:
                    raise PlnbuddyError(
                        f"This table has more than {MOST_ROWS:,} rows.",
                        "That is no list of people to follow. Cut it to those you need.",
                    )
                yield cells
    except csv.Error as error:
        raise PlnbuddyError(
            f"Line {reader.line_num} is not a table row: {clean_line(str(error))}.",
            "Open the file in a spreadsheet and save it as CSV again.",
        ) from None


def _known_columns(header: Sequence[str]) -> dict[str, int]:
    """Which column means what; each column at most one thing."""
    columns: dict[str, int] = {}
    for meaning, names in _COLUMNS.items():
        at = next(
            (at for name in names for at, cell in enumerate(header)
             if cell == name and at not in columns.values()),
            None,
        )  # fmt: skip
        if at is not None:
            columns[meaning] = at
    return columns


def _read_without_header(rows: Iterable[Sequence[str]], list_name: str) -> ReadList:
    """Mastodon's lists.csv (list, address), a column of handles, or running text."""
    found = ReadList(format="mastodon-lists-csv")
    lists: dict[str, list[str]] = {}
    other: list[str] = []
    for cells in rows:
        if len(cells) >= 2 and _is_handle(cells[1]) and not _is_handle(cells[0]):
            lists.setdefault(clean_line(cells[0], 100), []).append(cells[1])
        else:
            other.append(" ".join(cells))
    if lists:
        wanted = _wanted_list(lists, list_name)
        found.title = wanted if len(lists) > 1 or list_name else next(iter(lists))
        names = [wanted] if wanted else list(lists)
        for cell in (cell for name in names for cell in lists[name]):
            _add(found, {"who": cell})
        return found
    found.format = "text"
    for line in other:
        if _is_handle(line) or line.strip().startswith("#"):
            _add(found, {"who": line})
        else:
            _pick(found, line)
    return found


def _wanted_list(lists: Mapping[str, object], list_name: str) -> str:
    if not list_name:
        return ""
    for name in lists:
        if name.casefold() == list_name.casefold():
            return name
    raise UsageError(
        f"There is no list '{clean_line(list_name, 60)}' in this file.",
        f"It holds: {', '.join(list(lists)[:10])}.",
    )


def _is_handle(text: str) -> bool:
    try:
        return "@" in text and bool(parse_handle(text.strip()))
    except UsageError:
        return False


def _add(found: ReadList, record: Mapping[str, str]) -> None:
    """Make a row of cells, or say why there is none."""
    word = next((record[k] for k in ("who", "tag", "link") if record.get(k)), "")
    if not word:
        found.leave_out("without a handle")
        return
    lookalike = find_lookalike(word)
    if lookalike:
        found.warnings.append(lookalike)
    try:
        row = _make_row(word, record)
    except UsageError:
        try:
            row = _make_row(record.get("link") or "", record)
        except UsageError:
            found.leave_out("with a handle that cannot be read", word)
            return
    found.rows.append(row)


def _make_row(word: str, record: Mapping[str, str]) -> ListRow:
    word = word.strip()
    if word.startswith(("#", "＃")) or (record.get("tag") and not record.get("who")):
        tag = parse_tag(word)
        base = ListRow(SubjectKind.HASHTAG, tag.key, str(tag))
    else:
        base = person_row(word if "@" in word or "/" in word else f"@{word}")
    return replace(
        base,
        name=clean_line(record.get("name", ""), 100),
        topics=_words(record.get("topics", ""), find_topic),
        levels=_words(record.get("levels", ""), find_level),
        languages=_words(record.get("languages", ""), find_language),
        region=clean_line(record.get("region", ""), 10),
        description=clean_line(record.get("description", ""), 300),
        basis=clean_line(record.get("basis", ""), 60),
        source=_link(record.get("source", "")),
    )


def _words(text: str, find: Callable[[str], str]) -> tuple[str, ...]:
    """The words of a cell that plnbuddy knows; others are left out."""
    known: dict[str, None] = {}
    for word in re.split(r"[;,|/]", text)[:50]:
        try:
            if word.strip():
                known[find(clean_line(word, 60))] = None
        except UsageError:
            continue
    return tuple(known)


def _link(text: str) -> str:
    try:
        return parse_link(text) if text else ""
    except UsageError:
        return ""


# JSON


def _read_json(text: str, name: str) -> ReadList:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(
            f"{clean_line(name, 100)} looks like JSON and is none.",
            "Download it again, or give a CSV file.",
        ) from None
    if isinstance(document, dict) and document.get("form") == "plnbuddy.list.1":
        return _read_own_json(document)
    found = ReadList(format="json", guessed=not isinstance(document, list))
    if isinstance(document, dict):
        collection = document.get("collection", document)
        title = collection.get("name") or collection.get("title") if collection else ""
        found.title = clean_line(title, 100) if isinstance(title, str) else ""
    for item in _accounts(document, 0):
        record = {k: item[k] for k in ("acct", "handle", "address", "account", "url") if k in item}
        word = next((str(value) for value in record.values() if isinstance(value, str)), "")
        name_given = item.get("display_name") or item.get("name") or ""
        url = item.get("url") if isinstance(item.get("url"), str) else ""
        if word and "@" not in word and url:
            word = url  # An account of the very server that was asked.
        _add(found, {"who": word, "name": name_given if isinstance(name_given, str) else ""})
        if len(found.rows) > MOST_ROWS:
            break
    return found


def _accounts(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object that names an account, wherever it lies (Trunk, Mastodon, FediDevs)."""
    if depth > 8:
        return
    if isinstance(value, dict):
        if any(isinstance(value.get(key), str) for key in ("acct", "handle", "address")):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _accounts(each, depth + 1)


def _read_own_json(document: Mapping[str, Any]) -> ReadList:
    def text(key: str) -> str:
        value = document.get(key)
        return clean_line(value, 2_000) if isinstance(value, str) else ""

    found = ReadList(
        format="plnbuddy-json",
        title=text("title"),
        introduction=text("introduction"),
        contact=text("contact"),
    )
    rows = document.get("rows")
    for item in rows[:MOST_ROWS] if isinstance(rows, list) else []:
        if isinstance(item, dict):
            _add(found, {key: _cell(value) for key, value in item.items()})
    return found


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    return value if isinstance(value, str) else ""


# OPML, pages and running text


def _read_opml(content: bytes, name: str) -> ReadList:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        document = fromstring(content)
    except (DefusedXmlException, ParseError, ValueError):
        raise UsageError(
            f"{clean_line(name, 100)} is a damaged or dangerous OPML file.", "Export it again."
        ) from None
    found = ReadList(format="opml")
    found.title = clean_line(document.findtext("head/title") or "", 100)
    found.introduction = clean_line(document.findtext("head/description") or "", 2_000)
    found.contact = clean_line(document.findtext("head/ownerId") or "", 200)
    for outline in document.iter("outline"):
        facts = outline.attrib
        address = facts.get("xmlUrl") or facts.get("htmlUrl") or facts.get("url") or ""
        if not address:
            continue
        rss = _RSS_PROFILE.fullmatch(address)
        record = {
            "who": facts.get("handle") or (rss[1] if rss else address),
            "name": facts.get("title") or ("" if "handle" in facts else facts.get("text") or ""),
            "topics": (facts.get("category") or "").replace("/", ";"),
            **{key: facts[key] for key in _OPML_FACTS if key in facts},
        }
        if "/tags/" in address:
            record["who"] = "#" + address.rstrip("/").rpartition("/")[2].removesuffix(".rss")
        _add(found, record)
    return found


class _Page(HTMLParser):
    """Collects a page's title, its links and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.links: list[str] = []
        self.text: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside.append(tag)
        self.links.extend(v for name, v in attrs if name == "href" and v and tag == "a")

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "title" in self._inside[-1:]:
            self.title += data
        elif not {"script", "style"} & set(self._inside[-1:]):
            self.text.append(data)


def _read_page(text: str) -> ReadList:
    page = _Page()
    page.feed(text)
    found = ReadList(format="page", guessed=True, title=clean_line(page.title, 100))
    for link in page.links:
        profile = _PROFILE.fullmatch(link.split("?")[0])
        if profile:
            _add(found, {"who": profile[0]})
    _pick(found, " ".join(page.text))
    return found


def _pick(found: ReadList, text: str) -> None:
    """Handles out of running text."""
    found.guessed = True
    for word in [*_PROFILE.findall(text), *_HANDLE.findall(text)][: MOST_ROWS + 1]:
        _add(found, {"who": word})
