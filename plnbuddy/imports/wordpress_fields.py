"""What the fields of a WordPress export say of its posts, comments and authors."""

import hashlib
import re

from plnbuddy.core.clean import clean_line
from plnbuddy.imports.comments import NAME_LIMIT, folded
from plnbuddy.imports.markup import plain_text

_NOT_PUBLIC = {
    "draft": "drafts",
    "auto-draft": "drafts",
    "private": "private posts",
    "trash": "posts in the trash",
}
NOT_APPROVED = {
    "spam": "comments marked as spam",
    "trash": "comments in the trash",
    "post-trashed": "comments in the trash",
}


def author_of(fields: dict[str, str]) -> tuple[str, str, str]:
    """Account (its number, "" for a guest), name and e-mail address of a comment's author."""
    return (
        fields.get("wp:comment_user_id", "").strip().lstrip("0"),
        fields.get("wp:comment_author", "").strip(),
        fields.get("wp:comment_author_email", "").strip(),
    )


def words_for(author: dict[str, str]) -> set[str]:
    """Everything an author of the blog may be called by."""
    tags = ("wp:author_login", "wp:author_email", "wp:author_display_name")
    first, last = author.get("wp:author_first_name", ""), author.get("wp:author_last_name", "")
    return {folded(author.get(tag, "")) for tag in tags} | {folded(f"{first} {last}")} - {""}


def shown_name(author: dict[str, str]) -> str:
    """What an author is called in a question to the teacher."""
    shown = author.get("wp:author_display_name") or author.get("wp:author_login", "")
    return clean_line(shown, NAME_LIMIT)


def journal_name(author: dict[str, str]) -> str:
    """What an author is called in the journal, without an e-mail address."""
    return plain_text(shown_name(author), NAME_LIMIT)


def post_number(fields: dict[str, str]) -> str:
    """The post's number; where it has none, one from its guid or address, "" without these."""
    number = clean_line(fields.get("wp:post_id", ""), 20)
    guid = fields.get("guid", "").strip()
    if number:
        return number
    stated = re.search(r"[?&](?:p|page_id)=(\d{1,18})\b", guid)
    if stated:
        return stated[1]
    known = guid or fields.get("link", "").strip()
    return f"x{hashlib.sha256(known.encode()).hexdigest()[:16]}" if known else ""


def why_left_out(fields: dict[str, str]) -> str:
    """Why something of the blog is no public post, "" for one that is."""
    if fields.get("wp:post_type", "").strip() not in ("post", "page"):
        return "pictures, menus and other parts of the blog"
    if fields.get("wp:post_password", "").strip():
        return "posts with a password"
    status = fields.get("wp:status", "").strip()
    return "" if status == "publish" else _NOT_PUBLIC.get(status, "unpublished posts")
