"""The comments of a site that used Disqus: the XML export of a forum."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.model import Activity
from plnbuddy.core.origins import DISQUS, Origin
from plnbuddy.imports.comments import (
    NAME_LIMIT,
    BlogExport,
    Page,
    blog_title,
    comment_entry,
    doubt_in_blog,
    folded,
    read_moment,
    who_is_it,
)
from plnbuddy.imports.export_file import Service, fields_of
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.markup import plain_text
from plnbuddy.imports.run import Report
from plnbuddy.imports.xml_stream import local_name

_LEVEL = 1  # categories, threads and posts stand directly in <disqus>
_FORUM_LIMIT = 60


@dataclass(frozen=True, slots=True)
class _Author:
    username: str
    name: str
    email: str


class DisqusExport(BlogExport):
    """A forum's export. `me` is a name, username or e-mail address in the comments."""

    origin: Origin = DISQUS
    service: Service = "disqus"

    def __init__(self, file: Path, me: str, students: bool, clock: Clock) -> None:
        super().__init__(file, me, students, clock)
        self._forum = ""
        self._pages: dict[str, Page | None] = {}
        self._owners: Counter[str] = Counter()
        self._authors: dict[str, str] = {}

    def read(self, findings: Findings, report: Report) -> Iterator[Activity]:
        """The teacher's comments.

        Raises:
            UsageError: it does not say which of the people is the teacher.
            PlnbuddyError: it is damaged, holds definitions, or more than any export.
        """
        self._learn(report)
        words = {folded(self._me).removeprefix("@")} - {""}
        if not self._people.find_teacher(lambda _account, called: bool(words & called)):
            self._export.refuse_damage()
            names = self._owners if self._students else self._people.names()
            raise who_is_it(self._export.file.name, self._me, names, students=self._students)
        for element in self._records(report, second=True):
            if element.tag == "post":
                entry = self._entry(element, findings)
                if entry:
                    yield entry
        self._export.refuse_damage(findings)

    def _records(self, report: Report, *, second: bool) -> Iterator[Element]:
        return self._export.records(
            _LEVEL,
            hear=lambda done, size: report("comments", done + size * second, 2 * size),
        )

    def _learn(self, report: Report) -> None:
        """The first reading: the forum, its pages, who wrote which comment."""
        kept: dict[str, str] = {}
        for element in self._records(report, second=False):
            fields = fields_of(element)
            self._forum = self._forum or clean_line(fields.get("forum", ""), _FORUM_LIMIT)
            author = _author(element)
            if element.tag == "thread":
                self._pages.setdefault(_id(element), self._page(fields))
                owner = plain_text(author.name, NAME_LIMIT)
                if owner:
                    self._owners[owner] += 1
            elif element.tag == "post" and not _is(fields, "isSpam"):
                # Deleted comments count for the order, so that a later export repeats it.
                number = _id(element)
                moment = read_moment(fields.get("createdAt", ""))
                key = self._people.see(author.username, author.name, author.email, (moment, number))
                if not _left_out(fields):
                    self._authors[number] = kept.setdefault(key, key)

    def _page(self, fields: dict[str, str]) -> Page | None:
        """The page of a thread, None for one that was deleted."""
        if _is(fields, "isDeleted"):
            return None
        link = fields.get("link", "").strip()
        try:
            domain = (urlsplit(link).hostname or "").removeprefix("www.")
        except ValueError:
            domain = ""
        title = blog_title(fields)
        return Page(title, link, clean_line(domain, 100) or self._forum)

    def _entry(self, element: Element, findings: Findings) -> Activity | None:
        """The entry for a comment of the teacher; others are counted."""
        fields = fields_of(element)
        page = self._pages.get(_child_id(element, "thread"), Page("", "", self._forum))
        reason = _left_out(fields) or ("" if page else "comments on deleted pages")
        if reason or not page:
            findings.left_out[reason] += 1
            return None
        number = _id(element)
        author = self._authors.get(number, "")
        parent = _child_id(element, "parent")
        other = self._authors.get(parent, "") if parent else ""
        whom = self._people.label(other) if parent else ""
        findings.answered(self._people.label(author), whom)
        if not self._people.is_teacher(author):
            findings.left_out["comments of others"] += 1
            return None
        moment = read_moment(fields.get("createdAt", ""))
        doubt = doubt_in_blog(moment, number, self._clock)
        if doubt or moment is None:
            findings.left_out[f"comments {doubt}"] += 1
            return None
        return comment_entry(
            f"disqus/{self._forum or page.place}/{number}",
            page,
            moment,
            self._clock,
            answered="" if self._people.is_teacher(other) else whom,
            html=fields.get("message", ""),
            anchor=f"comment-{number}",
            students=self._students,
        )


def _id(element: Element) -> str:
    """The number that Disqus gave it (dsq:id)."""
    found = (value for name, value in element.attrib.items() if local_name(name) == "id")
    return clean_line(next(found, ""), 30)


def _child_id(element: Element, tag: str) -> str:
    return next((_id(child) for child in element if child.tag == tag), "")


def _author(element: Element) -> _Author:
    for child in element:
        if child.tag == "author":
            fields = fields_of(child)
            return _Author(
                *(fields.get(part, "").strip() for part in ("username", "name", "email"))
            )
    return _Author("", "", "")


def _is(fields: dict[str, str], mark: str) -> bool:
    return fields.get(mark, "").strip().lower() in ("true", "1")


def _left_out(fields: dict[str, str]) -> str:
    """Why a comment is not in public, "" for one that is."""
    if _is(fields, "isSpam"):
        return "comments marked as spam"
    if _is(fields, "isDeleted"):
        return "deleted comments"
    if "isApproved" in fields and not _is(fields, "isApproved"):
        return "comments that were not approved"
    return ""
