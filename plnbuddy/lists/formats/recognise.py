"""Which format a file is in, and the table of those that can be written.

What was understood and what was not is part of the answer: a teacher sees it before
anything is kept.
"""

from collections.abc import Callable, Mapping, Sequence

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.imports.mastodon_csv import refuse_blocks
from plnbuddy.lists.formats.found import ReadList, each_once
from plnbuddy.lists.formats.json_list import is_json, list_json, read_json
from plnbuddy.lists.formats.mastodon import follows_csv, lists_csv, read_lists_table
from plnbuddy.lists.formats.opml import BLOGS, list_opml, read_opml
from plnbuddy.lists.formats.page import read_page
from plnbuddy.lists.formats.table import (
    has_heading,
    is_table,
    list_csv,
    read_table,
    table_rows,
    without_title,
)
from plnbuddy.lists.formats.text import list_markdown, read_text
from plnbuddy.store.lists import KeptList, ListRow
from plnbuddy.system.csvfile import decode

WRITERS: Mapping[str, Callable[[KeptList, Sequence[ListRow]], str]] = {
    "csv": list_csv,
    "mastodon-csv": follows_csv,
    "mastodon-lists-csv": lists_csv,
    "json": list_json,
    "opml": list_opml,
    "md": list_markdown,
}
"""How a list is written, by format; only csv, json and opml bring it back as it was."""


def read_list(content: bytes, name: str, list_name: str = "") -> ReadList:
    """The list in a file's content; `name` is the file or address, for messages.

    Args:
        list_name: of a file with several lists (Mastodon's lists.csv), only this one.

    Raises:
        UsageError: no handle or hashtag can be read from it, or it is a list of blocks.
        PlnbuddyError: not text, or longer than `MOST_ROWS`.
    """
    text = decode(content, name)
    start = text.lstrip("\ufeff \r\n\t")[:1_000].lower()
    if is_json(start):
        found = read_json(text, name)
    elif "<opml" in start:
        found = read_opml(content, name)
    elif start.startswith(("<!doctype html", "<html", "<?xml")) or "<html" in start:
        found = read_page(text)
    else:
        found = _read_rows(text, name, list_name)
    each_once(found)
    if not found.rows:
        left_out = "; ".join(f"{count:,} {why}" for why, count in found.left_out.most_common(3))
        raise UsageError(
            f"No handle and no hashtag can be read from {clean_line(name, 100)}"
            + (f" (left out: {left_out})." if left_out else "."),
            "To read these blogs: plnbuddy blogs add, with the same file or address."
            if found.left_out[BLOGS]
            else "A list needs a column with handles such as @name@server, or hashtags.",
        )
    return found


def _read_rows(text: str, name: str, list_name: str) -> ReadList:
    """A table with headings, Mastodon's file of lists, or running text."""
    rows = table_rows(text)
    refuse_blocks(name.rpartition("/")[2], rows)
    title, table = without_title(rows)
    if has_heading(table):
        found = read_table(table[0], table[1:])
        if found:
            found.title = title
            return found
        return read_text(text.splitlines())
    lists = read_lists_table(rows, list_name, name)
    if lists is None and is_table(rows):
        return read_table([], rows) or read_text(text.splitlines())
    return lists or read_text(text.splitlines())
