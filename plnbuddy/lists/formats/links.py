"""Where the rows of a list lead to, in every format."""

from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.model import SubjectKind
from plnbuddy.platforms.table import feed_link, profile_link, tag_link
from plnbuddy.store.lists import ListRow

REMOVAL = "write to whoever gave you this list"
"""What stands where a list names no removal address."""


def row_link(row: ListRow) -> str:
    """The page of the person, or of the hashtag or chat."""
    match row.subject.what:
        case Handle() as handle:
            return profile_link(handle)
        case Tag() as tag:
            return tag_link(tag, "")


def row_feed(row: ListRow) -> str:
    """The row's posts for a feed reader; "" for a chat and where there are none."""
    match row.subject.what:
        case Handle() as handle:
            return feed_link(handle)
        case Tag() as tag:
            return f"{tag_link(tag, '')}.rss" if row.kind is SubjectKind.HASHTAG else ""
