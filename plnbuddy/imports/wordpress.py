"""A WordPress blog: its export (WXR 1.0 to 1.2), with the teacher's posts and comments."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import WORDPRESS, Origin
from plnbuddy.imports.comments import (
    NAME_LIMIT,
    BlogExport,
    Page,
    blog_title,
    comment_entry,
    doubt_in_blog,
    folded,
    link_of,
    quoted,
    read_moment,
    who_is_it,
)
from plnbuddy.imports.export_file import Service, fields_of
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.markup import plain_text
from plnbuddy.imports.moments import read_date
from plnbuddy.imports.run import Report
from plnbuddy.imports.wordpress_fields import (
    NOT_APPROVED,
    author_of,
    journal_name,
    post_number,
    shown_name,
    why_left_out,
    words_for,
)

_LEVEL = 2  # posts, and what is said about the blog, stand in <rss><channel>
_INNER = frozenset({"wp:comment", "wp:postmeta"})
_SITE_LIMIT = 70  # characters, so that a uid stays below 100


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment until its post is complete; `html` only where the teacher wrote it."""

    number: str
    parent: str
    author: str
    moment: datetime | None
    html: str
    left_out: str


@dataclass
class _Teacher:
    """By what the teacher is known: logins and numbers of accounts, and words of guests."""

    name: str = ""
    logins: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def wrote(self, account: str, words: set[str]) -> bool:
        """Whether somebody with that account ("" for a guest) and those words is the teacher."""
        if account and self.accounts:
            return account in self.accounts
        return bool(self.words & words)


class WordPressExport(BlogExport):
    """A blog's export. `me` is a name, login or e-mail address; "" for the blog's only author."""

    origin: Origin = WORDPRESS
    service: Service = "wordpress"

    def __init__(self, file: Path, me: str, students: bool, clock: Clock) -> None:
        super().__init__(file, me, students, clock)
        self._blog: dict[str, str] = {}
        self._authors: list[dict[str, str]] = []
        self._creators: Counter[str] = Counter()
        self._teacher = _Teacher()

    def read(self, findings: Findings, report: Report) -> Iterator[Activity]:
        """The teacher's posts and comments.

        Raises:
            UsageError: it does not say which of the people is the teacher.
            PlnbuddyError: it is damaged, holds definitions, or more than any export.
        """
        self._learn(report)
        self._find_teacher()
        comments: list[_Comment] = []
        for element in self._records(report, second=True):
            if element.tag == "wp:comment":
                comments.append(self._comment(fields_of(element)))
            elif element.tag == "item":
                yield from self._entries(fields_of(element), comments, findings)
                comments = []
        self._export.refuse_damage(findings)

    def _records(self, report: Report, *, second: bool) -> Iterator[Element]:
        return self._export.records(
            _LEVEL,
            _INNER,
            hear=lambda done, size: report("comments", done + size * second, 2 * size),
        )

    def _learn(self, report: Report) -> None:
        """The first reading: the blog, its authors, who comments."""
        for element in self._records(report, second=False):
            if element.tag == "item":
                creator = fields_of(element).get("creator", "").strip()
                if creator:
                    self._creators[creator] += 1
            elif element.tag == "wp:author":
                self._authors.append({k: v.strip() for k, v in fields_of(element).items()})
            elif element.tag == "wp:comment":
                fields = fields_of(element)
                if fields.get("wp:comment_approved", "").strip() not in NOT_APPROVED:
                    number = clean_line(fields.get("wp:comment_id", ""), 20)
                    moment = self._moment(fields, "wp:comment_date")
                    self._people.see(*author_of(fields), (moment, number))
            elif element.text and element.text.strip():
                self._blog.setdefault(element.tag, element.text.strip())

    def _find_teacher(self) -> None:
        """Settle who the teacher is.

        Raises:
            UsageError: nobody, or not one alone.
        """
        teacher, me = self._teacher, folded(self._me).removeprefix("@")
        authors = self._authors or [{"wp:author_login": name} for name in self._creators]
        if me:
            # Some exports do not list everybody who writes.
            unlisted = [{"wp:author_login": name} for name in self._creators]
            authors = [author for author in (*authors, *unlisted) if me in words_for(author)]
            teacher.words.add(me)
        elif len(authors) != 1:
            authors = []
        for author in authors:
            teacher.name = teacher.name or journal_name(author)
            teacher.logins.add(folded(author.get("wp:author_login", "")))
            teacher.accounts |= {author.get("wp:author_id", "").lstrip("0")} - {""}
            # A name alone may be a child's too: it counts where no address is known.
            known_by = author.get("wp:author_email") or shown_name(author)
            teacher.words |= {folded(known_by)} - {""}
        if not self._people.find_teacher(teacher.wrote, teacher.name) and not authors:
            self._export.refuse_damage()
            raise who_is_it(
                self._export.file.name, self._me, self._names(), students=self._students
            )

    def _names(self) -> Counter[str]:
        """Those who may be the teacher: who writes, and unless they are pupils, who comments."""
        shown = {folded(a.get("wp:author_login", "")): shown_name(a) for a in self._authors}
        names = Counter({name: 0 for name in shown.values() if name})
        for creator, times in self._creators.items():
            names[shown.get(folded(creator)) or clean_line(creator, NAME_LIMIT)] += times
        if not self._students:
            names.update(self._people.names())  # "+" would drop authors without a post.
        return names

    def _comment(self, fields: dict[str, str]) -> _Comment:
        author = self._people.see(*author_of(fields))
        approved = fields.get("wp:comment_approved", "").strip()
        reason = ""
        if fields.get("wp:comment_type", "").strip() not in ("", "comment"):
            reason = "pingbacks and trackbacks"
        elif approved != "1":
            reason = NOT_APPROVED.get(approved, "comments waiting for approval")
        return _Comment(
            number=clean_line(fields.get("wp:comment_id", ""), 20),
            parent=clean_line(fields.get("wp:comment_parent", ""), 20).lstrip("0"),
            author=author,
            moment=self._moment(fields, "wp:comment_date"),
            html=fields.get("wp:comment_content", "") if self._people.is_teacher(author) else "",
            left_out=reason,
        )

    def _moment(self, fields: dict[str, str], tag: str) -> datetime | None:
        """The moment of a post or comment: in UTC, else on the teacher's clock."""
        return read_moment(fields.get(f"{tag}_gmt", "")) or read_moment(
            fields.get(tag, ""), self._clock
        )

    def _entries(
        self, fields: dict[str, str], comments: list[_Comment], findings: Findings
    ) -> Iterator[Activity]:
        reason = why_left_out(fields)
        if reason:
            findings.left_out[reason] += 1
            if comments:
                findings.left_out["comments on pages that are not public"] += len(comments)
            return
        page = Page(
            blog_title(fields),
            fields.get("link", "").strip(),
            self._place(),
        )
        if folded(fields.get("creator", "")) in self._teacher.logins:
            entry = self._post(fields, page, findings)
            if entry:
                yield entry
        else:
            findings.left_out["posts of others"] += 1
        by_number = {c.number: c.author for c in comments if not c.left_out}
        for comment in comments:
            if comment.left_out:
                findings.left_out[comment.left_out] += 1
                continue
            entry = self._answer(comment, by_number.get(comment.parent, ""), page, findings)
            if entry:
                yield entry

    def _post(self, fields: dict[str, str], page: Page, findings: Findings) -> Activity | None:
        moment = self._moment(fields, "wp:post_date") or read_date(
            fields.get("pubDate", ""), self._clock
        )
        number = post_number(fields)
        doubt = doubt_in_blog(moment, number, self._clock)
        if doubt or moment is None:
            findings.left_out[f"posts {doubt}"] += 1
            return None
        moment = min(moment, self._clock.now).replace(microsecond=0)
        what = (
            "the page " if fields.get("wp:post_type", "").strip() == "page" and page.title else ""
        )
        text = f"Published {what}{quoted(page.title)}"
        words = "" if self._students else plain_text(fields.get("encoded", ""))
        return Activity(
            id=0,
            uid=f"wordpress/{self._site()}/{number}",
            kind=ActivityKind.CONTRIBUTE,
            happened_at=moment,
            day=self._clock.day_of(moment),
            text=f"{text}: {words}" if words else text,
            links=link_of(page.link),
            place=page.place,
            origin=self.origin.name,
        )

    def _answer(
        self, comment: _Comment, other: str, page: Page, findings: Findings
    ) -> Activity | None:
        """The entry for a comment of the teacher; others are counted."""
        whom = self._people.label(other) if comment.parent else ""
        findings.answered(self._people.label(comment.author), whom)
        if not self._people.is_teacher(comment.author):
            findings.left_out["comments of others"] += 1
            return None
        doubt = doubt_in_blog(comment.moment, comment.number, self._clock)
        if doubt or comment.moment is None:
            findings.left_out[f"comments {doubt}"] += 1
            return None
        return comment_entry(
            f"wordpress/{self._site()}/comment-{comment.number}",
            page,
            comment.moment,
            self._clock,
            answered="" if self._people.is_teacher(other) else whom,
            html=comment.html,
            anchor=f"comment-{comment.number}",
            students=self._students,
        )

    def _site(self) -> str:
        """The blog's domain; with its path, where several blogs share one."""
        for tag in ("wp:base_blog_url", "link", "wp:base_site_url"):
            try:
                parts = urlsplit(self._blog.get(tag, ""))
                if parts.hostname:
                    site = parts.hostname.removeprefix("www.") + parts.path.rstrip("/")
                    return clean_line(site, _SITE_LIMIT)
            except ValueError:
                continue
        return "blog"

    def _place(self) -> str:
        return blog_title(self._blog) or self._site()
