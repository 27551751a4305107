"""OPML: the lists of feed readers. People in it are read and written; blogs are no people."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.found_handles import find_handles, profile_of
from plnbuddy.imports.opml import addresses_in, read_outlines
from plnbuddy.lists.formats.found import MOST_ROWS, ReadList
from plnbuddy.lists.formats.links import row_feed, row_link
from plnbuddy.lists.formats.table import add_record
from plnbuddy.store.lists import KeptList, ListRow

_FACTS = ("levels", "languages", "region", "basis", "source", "description")
BLOGS = "as blogs, which are no people"


def read_opml(content: bytes, name: str) -> ReadList:
    """The people and hashtags in an OPML file; blogs are counted.

    Raises:
        UsageError: it is damaged, or defines entities.
        PlnbuddyError: it holds more than `MOST_ROWS`.
    """
    read = read_outlines(content, name)
    found = ReadList(format="opml")
    found.title = read.head("title", 100)
    found.introduction = read.head("description", 2_000)
    found.contact = read.head("ownerId", 200)
    for outline in read.outlines:
        _add(found, outline)
        if len(found.rows) > MOST_ROWS:
            raise PlnbuddyError(
                f"This file names more than {MOST_ROWS:,} people.",
                "That is no list of people to follow. Cut it to those you need.",
            )
    return found


def _add(found: ReadList, facts: Mapping[str, str]) -> None:
    addresses = addresses_in(facts)
    handle = facts.get("handle", "")
    if not addresses and not handle:
        return  # A folder of outlines.
    record = {
        "name": facts.get("title") or ("" if handle else facts.get("text") or ""),
        "topics": (facts.get("category") or "").replace("/", ";"),
        **{key: facts[key] for key in _FACTS if key in facts},
    }
    tag = next((address for address in addresses if "/tags/" in address), "")
    if handle or tag:
        word = tag.rstrip("/").rpartition("/")[2].removesuffix(".rss")
        add_record(found, {**record, "who": f"#{word}" if tag else handle})
        return
    person = next(filter(None, map(profile_of, addresses)), None)
    if person is None:
        named = find_handles(facts.get("text", "")).handles
        person = named[0] if named else None
    if person is None:
        found.leave_out(BLOGS, facts.get("text") or facts.get("title") or addresses[0])
        return
    found.add_person(person, record)


def list_opml(kept: KeptList, rows: Sequence[ListRow]) -> str:
    """OPML 2.0: a feed reader can read everybody's posts, as Mastodon offers them as RSS."""
    document = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(document, "head")
    ElementTree.SubElement(head, "title").text = kept.title
    if kept.introduction:
        ElementTree.SubElement(head, "description").text = kept.introduction
    if kept.contact:
        ElementTree.SubElement(head, "ownerId").text = kept.contact
    body = ElementTree.SubElement(document, "body")
    for row in rows:
        page = row_link(row)
        feed = row_feed(row)
        facts = {
            "text": row.name or row.label,
            "type": "rss" if feed else "link",
            "xmlUrl" if feed else "url": feed or page,
            "htmlUrl": page,
            "handle": row.label,
            "title": row.name,
            "category": ",".join(row.topics),
            "levels": ";".join(row.levels),
            "languages": ";".join(row.languages),
            "region": row.region,
            "description": row.description,
            "basis": row.basis,
            "source": row.source,
        }
        filled = {name: value for name, value in facts.items() if value}
        ElementTree.SubElement(body, "outline", filled)
    ElementTree.indent(document)
    return ElementTree.tostring(document, encoding="unicode", xml_declaration=True) + "\n"
