"""Whom a reply answers, where its text does not name them."""

from dataclasses import dataclass, field, replace

from plnbuddy.core.handles import Handle
from plnbuddy.platforms.failures import LACKING, StrangeAnswerError
from plnbuddy.platforms.values import Post
from plnbuddy.store.account_state import handle_by_id
from plnbuddy.sync.work import Sync

_MOST_ASKED = 20  # people a sync whom only the server can name


@dataclass
class Answered:
    """Finds out who was answered, in the store first, else with one request each."""

    sync: Sync
    _asked: dict[str, Handle | None] = field(default_factory=dict)

    def named(self, post: Post) -> Post:
        """The post with whom it answers among those whom it mentions."""
        who = post.reply_to_account
        if not who or who == post.author_id:
            return post
        handle = handle_by_id(self.sync.store, self.sync.key, who)
        if handle is None and not post.mentions:
            handle = self._ask(who)
        if handle is None or handle in post.mentions:
            return post
        return replace(post, mentions=(handle, *post.mentions))

    def _ask(self, who: str) -> Handle | None:
        if who not in self._asked and len(self._asked) < _MOST_ASKED:
            try:
                self._asked[who] = self.sync.server.who_is(who).handle
            except (*LACKING, StrangeAnswerError):
                self._asked[who] = None
        return self._asked.get(who)
