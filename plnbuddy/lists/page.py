"""A list as a page for a colleague: it needs no server, no script and no other file."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, HandleError, Tag, parse_handle
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.platform import Platform, place_to_look
from plnbuddy.core.web_address import parse_link
from plnbuddy.curated.bundled import read_chats
from plnbuddy.lists.formats.mastodon import follows_csv
from plnbuddy.lists.share import of_kind, reason_of
from plnbuddy.out.webpage import render_page, template_text
from plnbuddy.platforms.table import profile_link, tag_link
from plnbuddy.store.lists import KeptList, ListRow

_ROOM = "plnbuddy.lists"
_BASES = {
    "organisation": "the account of an organisation",
    "self-published": "made known on a page of its own",
    "public-recommendation": "recommended to educators in public",
}


@dataclass(frozen=True)
class _Entry:
    """A person, hashtag or chat as the page shows it; `source` is an address or "".

    `user` and `server` are the two halves of a handle, between which a line may break.
    """

    label: str
    user: str
    server: str
    name: str
    link: str
    elsewhere: str
    why: str
    basis: str
    source: str
    source_name: str


@dataclass(frozen=True)
class _Contact:
    """Where somebody asks to be taken off: words, and an address unless they are only words."""

    words: str
    link: str


def build_list_page(
    kept: KeptList, rows: Sequence[ListRow], author: str, school: str, day: date
) -> str:
    """The whole page as HTML. Texts stay text, whatever they contain.

    Args:
        kept: title, introduction, and where somebody asks to be taken off; its topics
            and source stand for rows that name none.
        rows: in the order in which they are shown within people, hashtags and chats.
        author, school: who made it; may be empty.
        day: of which it is.
    """
    chats = _chat_platforms()
    people = of_kind(rows, SubjectKind.PERSON)
    follows = follows_csv(kept, people)
    title = clean_line(kept.title, 100) or "People worth following"
    return render_page(
        _ROOM,
        "starting_point.html",
        template_text(_ROOM, "starting_point.css"),
        title=title,
        introduction=clean_text(kept.introduction, 2_000),
        author=clean_line(author, 80),
        school=clean_line(school, 160),
        day=f"{day.day} {day:%B %Y}",
        day_exactly=day.isoformat(),
        people=[_entry(kept, row, chats) for row in people],
        hashtags=[_entry(kept, row, chats) for row in of_kind(rows, SubjectKind.HASHTAG)],
        chats=[_entry(kept, row, chats) for row in of_kind(rows, SubjectKind.CHAT)],
        on_fediverse=follows.count("\n") - 1,
        follows=base64.b64encode(follows.encode()).decode("ascii"),
        contact=_contact(kept.contact),
    )


def _chat_platforms() -> dict[str, Platform]:
    """Where each chat that comes with plnbuddy is looked at, by key."""
    return {str(chat.tag.key): place_to_look(chat.platforms) for chat in read_chats()}


def _entry(kept: KeptList, row: ListRow, chats: Mapping[str, Platform]) -> _Entry:
    match row.subject.what:
        case Handle() as handle:
            platform, link = handle.platform, profile_link(handle)
        case Tag() as tag:
            known = chats if row.kind is SubjectKind.CHAT else {}
            platform = known.get(row.key, Platform.MASTODON)
            link = tag_link(tag, "", platform)
    source = _web_address(row.source or kept.source)
    user, at, server = row.label[1:].partition("@")
    return _Entry(
        label=row.label,
        user=row.label[:1] + user,
        server=at + server,
        name=row.name if row.kind is SubjectKind.PERSON else "",
        link=link,
        elsewhere="" if platform is Platform.MASTODON else platform.label,
        why=reason_of(row._replace(topics=row.topics or kept.topics)),
        basis=_BASES.get(row.basis, row.basis),
        source=source,
        source_name=(urlsplit(source).hostname or "").removeprefix("www."),
    )


def _web_address(text: str) -> str:
    """The text where it is a web address; "" where it is a file or anything else."""
    try:
        address = parse_link(text)
        return address if urlsplit(address).hostname else ""
    except (UsageError, ValueError):
        return ""


def _contact(contact: str) -> _Contact:
    words = clean_line(contact, 200)
    return _Contact(words.removeprefix("mailto:"), contact_link(words))


def contact_link(contact: str) -> str:
    """Where a contact leads: a web address, a mail address, an account, or "" for words."""
    if contact.startswith(("https://", "http://")):
        return _web_address(contact)
    if contact.startswith("@"):
        try:
            return profile_link(parse_handle(contact))
        except HandleError:
            return ""
    address = contact.removeprefix("mailto:")
    plain = all(sign.isalnum() or sign in "@._+-" for sign in address)
    local, at, domain = address.partition("@")
    return f"mailto:{address}" if plain and local and at and "." in domain else ""
