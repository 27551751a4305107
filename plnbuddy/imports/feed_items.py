"""One post of an RSS or Atom feed, and what tells that it is something else."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from xml.etree.ElementTree import Element

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.imports.markup import title_text
from plnbuddy.imports.moments import read_date
from plnbuddy.imports.xml_stream import local_name
from plnbuddy.platforms.mastodon.entities import plain_text

TITLE_LIMIT = 280  # characters
_DATES = ("pubDate", "published", "issued", "dc:date", "created", "updated", "modified")
_TEXTS = ("description", "summary", "content", "encoded")
_CATEGORIES = ("category", "dc:subject", "subject")
_LONE = re.compile(r"<(?![A-Za-z/!])")
_TO_COMMENT = re.compile(r"#(?:comment|respond|c)-?\d|[?&]showComment=", re.IGNORECASE)
_MAIL_AND_NAME = re.compile(r"(?P<mail>\S+@\S+)\s+\((?P<name>[^()]+)\)")
# Blogger marks in its backups, and in its feeds, what each entry is.
_KIND = re.compile(r"blogger/2008/kind#(\w+)")
_OTHER_KINDS = "settings, templates and other parts of the blog"
COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One post: what identifies it, its title, link, moment (UTC, None if unsaid), categories.

    `author` is as it stands there, for comparing, and `also_called` what else stands for
    the same person, such as an e-mail address; `left_out` says why it is no public post, ""
    for one that is.
    """

    guid: str
    title: str
    link: str
    moment: datetime | None
    categories: tuple[str, ...]
    author: str = ""
    also_called: tuple[str, ...] = ()
    left_out: str = ""

    @property
    def is_comment(self) -> bool:
        """Whether somebody comments here on a post."""
        return self.left_out == COMMENTS

    def completed(self, whole: Callable[[str], str], *, comments: bool) -> "FeedItem":
        """With a whole link; `comments` says that all of the feed are comments."""
        link = whole(self.link)
        reason = self.left_out or (COMMENTS if comments else "")
        return replace(self, link=link, guid=self.guid or link, left_out=reason)


def read_item(element: Element, clock: Clock) -> FeedItem:
    """The post in an <item> or <entry>; links are as they stand there."""
    parts: dict[str, Element] = {}
    for part in element:
        parts.setdefault(part.tag.removeprefix("atom:"), part)
    link = _link(element)
    author, also_called = _author(element)
    return FeedItem(
        guid=_guid(element, parts),
        title=_title(parts.get("title")) or _first_words(parts),
        link=link,
        moment=_moment(parts, clock),
        categories=tuple(_categories(element)),
        author=author,
        also_called=also_called,
        left_out=_left_out(element, link),
    )


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _guid(element: Element, parts: dict[str, Element]) -> str:
    stated = _text(parts.get("guid")) or _text(parts.get("id"))
    about = next((v for name, v in element.attrib.items() if local_name(name) == "about"), "")
    return clean_line(stated or about, 2_000)


def _title(element: Element | None) -> str:
    if element is None:
        return ""
    text = _text(element)
    # Atom says what it is, and text is the usual; RSS does not.
    if element.get("type") == "text":
        return clean_line(text, TITLE_LIMIT)
    return title_text(text, TITLE_LIMIT)


def _first_words(parts: dict[str, Element]) -> str:
    named = {local_name(tag): part for tag, part in reversed(parts.items())}
    texts = (_text(named.get(name)) for name in _TEXTS)
    words = next((text for text in texts if text), "")
    return clean_line(plain_text(_LONE.sub("&lt;", words[: TITLE_LIMIT * 20])), TITLE_LIMIT)


def _link(element: Element) -> str:
    """Where the post is: its address before FeedBurner's, the page before other forms."""
    links: dict[str, str] = {}
    for part in element:
        if part.tag == "feedburner:origLink":
            return _text(part)
        if part.tag == "guid" and part.get("isPermaLink", "true").lower() != "false":
            links.setdefault("guid", _text(part) if "://" in _text(part) else "")
        elif local_name(part.tag) == "link" and part.tag in ("link", "atom:link"):
            if part.get("href"):
                links.setdefault(part.get("rel", "alternate"), part.get("href", ""))
            else:
                links.setdefault("text", _text(part))
    stated = next((links[name] for name in ("text", "alternate") if links.get(name)), "")
    # An identifier is an address only where there is no other.
    return stated if stated or "text" in links else links.get("guid", "")


def _moment(parts: dict[str, Element], clock: Clock) -> datetime | None:
    """The first date that can be read; one of a change only where no other is."""
    dates = (read_date(_text(parts.get(name)), clock) for name in _DATES)
    return next((moment for moment in dates if moment), None)


def _categories(element: Element) -> Iterator[str]:
    for part in element:
        if part.tag.removeprefix("atom:") in _CATEGORIES:
            named = part.get("label") or part.get("term") or _text(part)
            yield clean_line(named, 100)


def _author(element: Element) -> tuple[str, tuple[str, ...]]:
    """Who wrote it, as it stands there, and what else they are called.

    dc:creator, RSS's address and name, Atom's name; "mail (name)" names somebody twice.
    """
    texts = [_text(part) for part in element if part.tag == "dc:creator"]
    for part in element:
        if part.tag in ("author", "atom:author"):
            inner = {local_name(child.tag): _text(child) for child in part}
            texts += [inner.get("name", ""), inner.get("email", "")]
            texts += ["" if len(part) else _text(part)]
    names: list[str] = []
    for text in filter(None, texts):
        both = _MAIL_AND_NAME.fullmatch(text)
        names += [both["name"].strip(), both["mail"], text] if both else [text]
    return (names[0], tuple(names[1:])) if names else ("", ())


def _left_out(element: Element, link: str) -> str:
    """Why an entry is no public post of the blog, "" for one that is."""
    kind = status = ""
    for part in element:
        found = _KIND.search(part.get("term", "")) if "category" in part.tag else None
        kind = found[1] if found else kind
        if part.tag == "thr:in-reply-to":
            kind = "comment"
        elif part.tag == "blogger:type":
            kind = _text(part).lower()
        elif part.tag == "blogger:status":
            status = _text(part).lower()
        elif part.tag == "app:control":
            drafts = [_text(child).lower() for child in part if child.tag == "app:draft"]
            status = "draft" if "yes" in drafts else status
    if kind == "comment" or _TO_COMMENT.search(link):
        return COMMENTS
    if kind and kind not in ("post", "page"):
        return _OTHER_KINDS
    if status and status != "live":
        return "drafts" if status == "draft" else "posts that are not public"
    return ""
