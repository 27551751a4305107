"""A seeded community: people, their ties, posts, hashtags, lists and notifications.

Tests describe a community with short methods and may change it while a server is running:
every method holds the community's lock, as does each answer of the server.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from .membership import DEFAULT_NOW, Membership, Who
from .posts import Posts, tags_in, write_content
from .records import Person, Post, Visibility


class Community(Membership):
    """Everything that a server knows. `now` is the community's clock; it never moves alone."""

    def __init__(self, domain: str = "classroom.example", now: datetime = DEFAULT_NOW) -> None:
        super().__init__(domain, now)
        self.posts = Posts()

    def post(
        self,
        author: Who,
        text: str = "",
        *,
        tags: Iterable[str] = (),
        mentions: Iterable[Who] = (),
        in_reply_to: Post | None = None,
        quote: Post | None = None,
        visibility: Visibility = "public",
        at: datetime | None = None,
        content: str | None = None,
        notify: bool = True,
        **details: Any,
    ) -> Post:
        """Let a person post; hashtags in the text count as tags. `content` replaces the HTML.

        Whoever is answered is mentioned. Mentioned, answered and quoted people are notified.
        """
        with self.lock:
            person = self.find(author)
            named = {kept.id: kept for kept in map(self.find, mentions)}
            if in_reply_to is not None and in_reply_to.author != person.id:
                named.setdefault(in_reply_to.author, self.find(in_reply_to.author))
            used = {tag.lower(): tag for tag in (*tags_in(text), *tags)}
            moment = at or self.now
            number = self.posts.new_id(moment)
            if content is None:
                urls = {kept.id: self.people.url(kept) for kept in named.values()}
                content = write_content(text, named.values(), used.values(), self.domain, urls)
            details.setdefault("language", person.language)
            details.setdefault("url", f"{self.people.url(person)}/{number}")
            made = Post(
                id=number,
                author=person.id,
                created_at=moment,
                content=content,
                visibility=visibility,
                in_reply_to=in_reply_to.id if in_reply_to else None,
                mentions=tuple(named),
                tags=tuple(used.values()),
                quote_of=quote.id if quote else None,
                **details,
            )
            self._store(person, made)
            if notify:
                for kept in named.values():
                    self.notify(kept, "mention", person, made, at=moment)
                if quote is not None:
                    self.notify(self.find(quote.author), "quote", person, made, at=moment)
            return made

    def boost(
        self, who: Who, post: Post, *, at: datetime | None = None, notify: bool = True
    ) -> Post:
        """Let a person boost a post."""
        with self.lock:
            person, moment = self.find(who), at or self.now
            number = self.posts.new_id(moment)
            url = f"{self.people.url(person)}/{number}"
            made = Post(number, person.id, moment, reblog_of=post.id, url=url, language=None)
            self._store(person, made)
            if notify:
                self.notify(self.find(post.author), "reblog", person, post, at=moment)
            return made

    def favourite(self, who: Who, post: Post, *, at: datetime | None = None) -> None:
        """Let a person favourite a post."""
        with self.lock:
            person = self.find(who)
            if person.id not in post.favourited_by:
                post.favourited_by.add(person.id)
                self.notify(self.find(post.author), "favourite", person, post, at=at)

    def delete_post(self, post: Post) -> None:
        """Delete a post, its boosts and the notifications about it."""
        with self.lock:
            self.posts.remove(post)
            for notices in self.notices.values():
                for notice in notices.items():
                    if notice.post == post.id:
                        notices.remove(notice.id)

    def remove_person(self, who: Who) -> None:
        """Delete an account with its posts, ties and list memberships."""
        with self.lock:
            gone = self.find(who)
            for post in self.posts.by_author[gone.id].items():
                if post.id in self.posts.all:
                    self.posts.remove(post)
            for ties in (self.follows, self.follow_requests, self.blocks, self.mutes):
                for other in ties.targets(gone.id):
                    ties.remove(gone.id, other)
                for other in ties.sources(gone.id):
                    ties.remove(other, gone.id)
            for kept in self.lists.values():
                self.unlist(kept, gone)
            for notices in self.notices.values():
                for notice in notices.items():
                    if notice.by == gone.id:
                        notices.remove(notice.id)
            self.people.remove(gone)

    def _store(self, person: Person, post: Post) -> None:
        self.posts.add(post)
        day = post.created_at.date()
        if person.last_status_at is None or person.last_status_at < day:
            person.last_status_at = day
            self.people.forget_directory()
