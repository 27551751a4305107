"""What a file or page turned out to be, and the making of its rows."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, parse_tag
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.vocabulary import find_language, find_level, find_topic
from plnbuddy.core.web_address import parse_link
from plnbuddy.lists.lookalike import find_lookalike
from plnbuddy.store.lists import ListRow

MOST_ROWS = 20_000
"""A longer table is no list of people to follow; Mastodon's own import ends there, too."""

NO_HANDLE = "without a handle"
MAIL = "as e-mail addresses, which are no handles"
UNREADABLE = "with a handle that cannot be read"
NO_SERVER = "with a name that does not say its server"

_MOST_SHOWN = 5
_REGION_LIMIT = 60


@dataclass
class ReadList:
    """What a file or page turned out to be.

    `format` is a word such as "mastodon-csv"; `title` what the file calls itself.
    `columns` are what was understood, by meaning, and `ignored` the other columns.
    `left_out` counts rows that became none, by reason, `examples` shows the first of
    them; `warnings` are about handles that look like others. `guessed` says that
    somebody should look first, because what stands there may be something else. `topics`
    are what the list as a whole is about, `identities` the handles behind lasting identities.
    """

    format: str = ""
    title: str = ""
    rows: list[ListRow] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    guessed: bool = False
    introduction: str = ""
    contact: str = ""
    topics: tuple[str, ...] = ()
    identities: dict[str, Handle] = field(default_factory=dict)

    @property
    def understood(self) -> tuple[str, ...]:
        """The columns that were understood, as their headings name them."""
        return tuple(dict.fromkeys(self.columns.values()))

    def leave_out(self, reason: str, example: str = "") -> None:
        """Count something that became no row."""
        self.left_out[reason] += 1
        if example.strip() and len(self.examples) < _MOST_SHOWN:
            self.examples.append(clean_line(example, 100))

    def add_person(self, handle: Handle, facts: Mapping[str, str]) -> None:
        """A row for somebody, with what the list says of them."""
        row = ListRow(SubjectKind.PERSON, handle.key, str(handle))
        self.rows.append(_with_facts(row, facts))

    def add_tag(self, word: str, facts: Mapping[str, str]) -> None:
        """A row for a hashtag, or a word on why there is none."""
        try:
            tag = parse_tag(word)
        except UsageError:
            self.leave_out(UNREADABLE, word)
            return
        self.rows.append(_with_facts(ListRow(SubjectKind.HASHTAG, tag.key, str(tag)), facts))

    def warn_of_lookalike(self, word: str) -> None:
        """Note a handle that is made of letters which look like others."""
        warning = find_lookalike(word)
        if warning and warning not in self.warnings:
            self.warnings.append(warning)


def _with_facts(row: ListRow, facts: Mapping[str, str]) -> ListRow:
    return row._replace(
        name=clean_line(facts.get("name", ""), 100),
        topics=known_words(facts.get("topics", ""), find_topic),
        levels=known_words(facts.get("levels", ""), find_level),
        languages=known_words(facts.get("languages", ""), find_language),
        region=clean_line(facts.get("region", ""), _REGION_LIMIT),
        description=clean_line(facts.get("description", ""), 300),
        basis=clean_line(facts.get("basis", ""), 60),
        source=_link(facts.get("source", "")),
    )


def known_words(text: str, find: Callable[[str], str]) -> tuple[str, ...]:
    """The words of a cell that plnbuddy knows; others are left out."""
    if not text:
        return ()
    words = (clean_line(word, 60) for word in re.split(r"[;,|/\n]", text)[:50] if word.strip())
    return tuple(dict.fromkeys(filter(None, (_found(word, find) for word in words))))


@lru_cache(maxsize=10_000)
def _found(word: str, find: Callable[[str], str]) -> str:
    try:
        return find(word)
    except UsageError:
        return ""


def _link(text: str) -> str:
    try:
        return parse_link(text) if text else ""
    except UsageError:
        return ""


def each_once(found: ReadList) -> None:
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
        rows[row.kind, row.key] = known._replace(
            topics=tuple(dict.fromkeys((*known.topics, *row.topics))),
            levels=tuple(dict.fromkeys((*known.levels, *row.levels))),
            languages=tuple(dict.fromkeys((*known.languages, *row.languages))),
            name=known.name or row.name,
            description=known.description or row.description,
        )
    found.rows = list(rows.values())
