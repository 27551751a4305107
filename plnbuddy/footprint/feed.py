"""The footprint as an Atom feed (RFC 4287) that feed readers can follow."""

import hashlib
import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import to_stored
from plnbuddy.footprint.build import FEED_LIMIT, Footprint
from plnbuddy.footprint.contributions import OTHER, Contribution
from plnbuddy.footprint.wording import counts_sentence, title, topic_name

_ATOM = "http://www.w3.org/2005/Atom"
_TITLE_LIMIT = 100  # characters
# What XML 1.0 cannot hold, not even as a reference.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def footprint_feed(footprint: Footprint, *, beside_page: bool = False) -> bytes:
    """The newest entries as a feed, at most `FEED_LIMIT`, in UTF-8.

    Ids are made of the journal's uids, so that a reader knows an entry again
    whenever the feed is written anew.

    Args:
        beside_page: the feed stands as feed.atom beside index.html, and says so.
    """
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    entries = footprint.entries[:FEED_LIMIT]
    _add(feed, "title", title(footprint))
    _add(feed, "subtitle", counts_sentence(footprint))
    _add(feed, "id", f"tag:plnbuddy.invalid,2026:footprint/{_digest(footprint.journal)}")
    _add(feed, "updated", to_stored(max(entry.happened_at for entry in entries)))
    _add(SubElement(feed, "author"), "name", footprint.name or "A teacher")
    _add(feed, "generator", "plnbuddy")
    if beside_page:
        SubElement(
            feed, "link", {"rel": "self", "type": "application/atom+xml", "href": "feed.atom"}
        )
        SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": "index.html"})
    for entry in entries:
        _add_entry(feed, entry)
    indent(feed)
    document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add_entry(feed: Element, entry: Contribution) -> None:
    element = SubElement(feed, "entry")
    # An empty title is valid, and of no use to a reader.
    _add(element, "title", clean_line(entry.text, _TITLE_LIMIT) or entry.place)
    _add(element, "id", f"tag:plnbuddy.invalid,2026:entry/{_digest(entry.uid)}")
    moment = to_stored(entry.happened_at)
    _add(element, "published", moment)
    _add(element, "updated", moment)
    SubElement(element, "link", {"rel": "alternate", "href": _printable(entry.link)})
    for term, label in _categories(entry).items():
        SubElement(element, "category", {"term": term, "label": label})
    _add(element, "content", entry.text).set("type", "text")


def _categories(entry: Contribution) -> dict[str, str]:
    """Topics with their names, then the hashtags that are called otherwise."""
    topics = {topic: topic_name(topic) for topic in entry.topics if topic != OTHER}
    tags = {_printable(tag): _printable(f"#{tag}") for tag in entry.tags}
    return topics | {term: label for term, label in tags.items() if term.lower() not in topics}


def _add(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _printable(text)
    return element


def _printable(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _digest(uid: str) -> str:
    """A uid names the account it came from; its digest is as stable and says nothing."""
    return hashlib.sha256(uid.encode("utf-8")).hexdigest()[:32]
