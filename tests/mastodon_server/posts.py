"""The posts of a community, indexed by author, hashtag and address."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from html import escape

from .paging import Ordered, Span
from .records import Person, Post

_HASHTAG = re.compile(r"(?<![\w&#])#(\w+)")


def snowflake(moment: datetime, sequence: int = 0) -> int:
    """The smallest status id of a moment: milliseconds since 1970, then 16 bits of sequence."""
    return (int(moment.timestamp() * 1000) << 16) + sequence


def tags_in(text: str) -> tuple[str, ...]:
    """The hashtags written in a text, without the # sign."""
    return tuple(dict.fromkeys(_HASHTAG.findall(text)))


def write_content(
    text: str, mentions: Iterable[Person], tags: Iterable[str], domain: str, urls: dict[int, str]
) -> str:
    """HTML of a post: its mentions first, hashtags linked, those not in the text at the end."""
    parts = [
        f'<span class="h-card" translate="no"><a href="{escape(urls[person.id])}" '
        f'class="u-url mention">@<span>{escape(person.username)}</span></a></span>'
        for person in mentions
    ]
    written = {tag.lower() for tag in tags_in(text)}

    def link(tag: str) -> str:
        return (
            f'<a href="https://{domain}/tags/{tag.lower()}" class="mention hashtag" rel="tag">'
            f"#<span>{tag}</span></a>"
        )

    body = _HASHTAG.sub(lambda match: link(match.group(1)), escape(text, quote=False))
    parts.append(body.replace("\n", "<br />"))
    parts.extend(link(tag) for tag in tags if tag.lower() not in written)
    return f"<p>{' '.join(part for part in parts if part)}</p>"


class Posts:
    """Every post, with the indexes that timelines need."""

    def __init__(self) -> None:
        self.all: dict[int, Post] = {}
        self.by_author: defaultdict[int, Ordered[Post]] = defaultdict(Ordered)
        self.by_tag: defaultdict[str, Ordered[Post]] = defaultdict(Ordered)
        self.by_url: dict[str, int] = {}

    def new_id(self, moment: datetime) -> int:
        """An id for a post of that moment, larger than those of the same millisecond."""
        number = snowflake(moment)
        while number in self.all:
            number += 1
        return number

    def add(self, post: Post) -> None:
        """Store a post and enter it in every index."""
        self.all[post.id] = post
        self.by_author[post.author].add(post.id, post)
        if post.url:
            self.by_url[post.url] = post.id
        if post.reblog_of is not None:
            self.all[post.reblog_of].reblogged_by[post.author] = post.id
            return
        if post.visibility == "public":
            for tag in post.tags:
                self.by_tag[tag.lower()].add(post.id, post)
        if post.in_reply_to in self.all:
            self.all[post.in_reply_to].replies.append(post.id)
        if post.quote_of in self.all:
            self.all[post.quote_of].quotes.append(post.id)

    def remove(self, post: Post) -> None:
        """Delete a post and the boosts of it."""
        for boost in list(post.reblogged_by.values()):
            self.remove(self.all[boost])
        if post.reblog_of in self.all:
            self.all[post.reblog_of].reblogged_by.pop(post.author, None)
        if post.in_reply_to in self.all:
            self.all[post.in_reply_to].replies.remove(post.id)
        if post.quote_of in self.all:
            self.all[post.quote_of].quotes.remove(post.id)
        for tag in post.tags:
            self.by_tag[tag.lower()].remove(post.id)
        self.by_author[post.author].remove(post.id)
        self.by_url.pop(post.url or "", None)
        del self.all[post.id]

    def ancestors(self, post: Post) -> list[Post]:
        """The posts that a post answers, the first of the thread first."""
        chain: list[Post] = []
        parent = post.in_reply_to
        while parent is not None and parent in self.all:
            chain.append(self.all[parent])
            parent = chain[-1].in_reply_to
        return chain[::-1]

    def descendants(self, post: Post) -> list[Post]:
        """The answers to a post and the answers to those, in reading order."""
        found: list[Post] = []
        waiting = list(reversed(post.replies))
        while waiting:
            answer = self.all[waiting.pop()]
            found.append(answer)
            waiting.extend(reversed(answer.replies))
        return found

    def tag_history(self, name: str, today: datetime) -> list[tuple[int, int, int]]:
        """Use of a hashtag on the last seven days, newest first.

        Each day is (midnight in seconds since 1970, number of posts, number of authors).
        """
        midnight = today.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        history: list[tuple[int, int, int]] = []
        posts = self.by_tag.get(name.lower())
        for days in range(7):
            start = midnight - timedelta(days=days)
            page: list[tuple[int, Post]] = []
            if posts is not None:
                span = Span(
                    since_id=snowflake(start) - 1, max_id=snowflake(start + timedelta(days=1))
                )
                page = posts.window(span, None)
            authors = {post.author for _, post in page}
            history.append((int(start.timestamp()), len(page), len(authors)))
        return history
