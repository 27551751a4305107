"""A list as a page for a colleague: it needs no server, no script and no other file."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plnbuddy.clean import clean_line
from plnbuddy.errors import UsageError
from plnbuddy.lists.share import of_kind, reason_of
from plnbuddy.lists.write import REMOVAL, mastodon_csv, row_link
from plnbuddy.model import SubjectKind
from plnbuddy.store.lists import KeptList, ListRow
from plnbuddy.web_address import parse_link
from plnbuddy.webpage import render_page, template_text

_ROOM = "plnbuddy.lists"
_BASES = {
    "organisation": "the account of an organisation",
    "self-published": "makes this account known on a page of its own",
    "public-recommendation": "recommended to educators on a public page",
}


@dataclass(frozen=True)
class _Entry:
    """A person, hashtag or chat as the page shows it."""

    label: str
    name: str
    link: str
    why: str
    basis: str
    source: str


def build_list_page(
    kept: KeptList, rows: Sequence[ListRow], author: str, school: str, day: date
) -> str:
    """The whole page as HTML.

    Args:
        kept: title, introduction, and where somebody asks to be taken off.
        rows: in the order in which they are shown; people first, then hashtags, chats.
        author, school: who made it; may be empty.
        day: of which it is.
    """
    people = of_kind(rows, SubjectKind.PERSON)
    follows = mastodon_csv(kept, people)
    return render_page(
        _ROOM,
        "starting_point.html",
        template_text(_ROOM, "starting_point.css"),
        title=clean_line(kept.title, 100) or "A starting point",
        introduction=kept.introduction,
        author=author,
        school=school,
        day=f"{day.day} {day:%B %Y}",
        people=[_entry(row) for row in people],
        hashtags=[_entry(row) for row in of_kind(rows, SubjectKind.HASHTAG)],
        chats=[_entry(row) for row in of_kind(rows, SubjectKind.CHAT)],
        on_fediverse=follows.count("\n") - 1,
        follows=base64.b64encode(follows.encode()).decode("ascii"),
        contact=kept.contact or REMOVAL,
        contact_shown=kept.contact.removeprefix("mailto:"),
        contact_link=contact_link(kept.contact),
    )


def _entry(row: ListRow) -> _Entry:
    name = row.name if row.kind is SubjectKind.PERSON else ""
    basis = _BASES.get(row.basis, row.basis)
    return _Entry(row.label, name, row_link(row), reason_of(row), basis, row.source)


def contact_link(contact: str) -> str:
    """Where a contact leads: a web address, a mail address, or "" for words."""
    if contact.startswith(("https://", "http://")):
        try:
            return parse_link(contact)
        except UsageError:
            return ""
    address = contact.removeprefix("mailto:")
    plain = all(sign.isalnum() or sign in "@._+-" for sign in address)
    local, at, domain = address.partition("@")
    return f"mailto:{address}" if plain and local and at and "." in domain else ""
