"""A list as a file that others can read: each format, and what it can carry.

`csv`, `json` and `opml` bring a list back as it was; `mastodon-csv` is what
Mastodon's own import reads, so it carries people on the fediverse only.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.etree import ElementTree

from plnbuddy.core.clean import clean_line, guard_cell
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.out.markdown import escape_markdown
from plnbuddy.platforms.table import feed_link, profile_link, tag_link
from plnbuddy.store.lists import KeptList, ListRow

COLUMNS = (
    "who", "name", "topics", "levels", "languages", "region", "description", "basis", "source",
)  # fmt: skip


def list_csv(_kept: KeptList, rows: Sequence[ListRow]) -> str:
    """plnbuddy's own table; cells are guarded against being taken for formulas."""
    return _table(
        COLUMNS,
        (
            (
                row.label, row.name, ";".join(row.topics), ";".join(row.levels),
                ";".join(row.languages), row.region, row.description, row.basis, row.source,
            )
            for row in rows
        ),
    )  # fmt: skip


def mastodon_csv(_kept: KeptList, rows: Sequence[ListRow]) -> str:
    """What Mastodon imports under Preferences, Import: people on the fediverse."""
    header = ("Account address", "Show boosts", "Notify on new posts", "Languages")
    people = (row.subject.handle for row in rows)
    return _table(
        header,
        (
            (f"{person.username}@{person.domain}", "true", "false", "")
            for person in people
            if person and person.platform is Platform.MASTODON
        ),
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([guard_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def list_json(kept: KeptList, rows: Sequence[ListRow]) -> str:
    """The list with its title, introduction and removal address (docs/lists.md)."""
    document = {
        "form": "plnbuddy.list.1",
        "title": kept.title,
        "introduction": kept.introduction,
        "contact": kept.contact,
        "rows": [
            {
                "who": row.label,
                "name": row.name,
                "topics": list(row.topics),
                "levels": list(row.levels),
                "languages": list(row.languages),
                "region": row.region,
                "description": row.description,
                "basis": row.basis,
                "source": row.source,
            }
            for row in rows
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


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
        feed = _feed(row)
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


def list_markdown(kept: KeptList, rows: Sequence[ListRow]) -> str:
    """A page for a wiki or a blog; texts are escaped."""
    lines = [f"# {escape_markdown(kept.title)}", ""]
    if kept.introduction:
        lines += [escape_markdown(clean_line(kept.introduction, 2_000)), ""]
    for kind, heading in ((SubjectKind.PERSON, "People"), (SubjectKind.HASHTAG, "Hashtags")):
        chosen = [row for row in rows if row.kind is kind]
        if chosen:
            lines += [f"## {heading}", ""]
        for row in chosen:
            name = f"{escape_markdown(row.name)}, " if row.name else ""
            why = f": {escape_markdown(row.description)}" if row.description else ""
            lines.append(f"- {name}[{escape_markdown(row.label)}](<{row_link(row)}>){why}")
        if chosen:
            lines.append("")
    lines.append(f"To be taken off this list: {escape_markdown(kept.contact or REMOVAL)}")
    return "\n".join(lines) + "\n"


REMOVAL = "write to whoever gave you this list"
"""What stands where a list names no removal address."""


def row_link(row: ListRow) -> str:
    """The page of the person, or of the hashtag or chat."""
    match row.subject.what:
        case Handle() as handle:
            return profile_link(handle)
        case Tag() as tag:
            return tag_link(tag, "")


def _feed(row: ListRow) -> str:
    """The row's posts for a feed reader; "" for a chat and where there are none."""
    match row.subject.what:
        case Handle() as handle:
            return feed_link(handle)
        case Tag() as tag:
            return f"{tag_link(tag, '')}.rss" if row.kind is SubjectKind.HASHTAG else ""


WRITERS: Mapping[str, Callable[[KeptList, Sequence[ListRow]], str]] = {
    "csv": list_csv,
    "mastodon-csv": mastodon_csv,
    "json": list_json,
    "opml": list_opml,
    "md": list_markdown,
}
