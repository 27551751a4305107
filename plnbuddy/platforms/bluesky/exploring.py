"""What else an account on Bluesky tells of its network, for exploring."""

from collections.abc import Sequence

from plnbuddy.core.handles import Tag
from plnbuddy.platforms.bluesky.account_api import PROFILES_AT_ONCE, BlueskyAccount
from plnbuddy.platforms.bluesky.posts import read_found_post
from plnbuddy.platforms.failures import ForbiddenError
from plnbuddy.platforms.values import Account, Post

_POSTS = 25
_SUGGESTED = 50


class ExploringBluesky(BlueskyAccount):
    """Fills `platforms.base.ExploringApi`; what Bluesky does not tell is refused unasked."""

    def accounts(self, ids: Sequence[str]) -> list[Account]:
        """These accounts with all their numbers; one request for each 25."""
        found: list[Account] = []
        for at in range(0, len(ids), PROFILES_AT_ONCE):
            actors = list(ids[at : at + PROFILES_AT_ONCE])
            fields = self._ask("app.bsky.actor.getProfiles", actors=actors)
            found += self._readable(self._entries(fields, "profiles"), self._account)
        return found

    def posts_under(self, tag: Tag) -> list[tuple[Post, Account]]:
        """The latest posts under a hashtag, with their authors' profiles; two requests."""
        fields = self._ask(
            "app.bsky.feed.searchPosts", q=str(tag), tag=[tag.name], sort="latest", limit=_POSTS
        )
        posts = self._readable(self._entries(fields, "posts"), read_found_post)
        authors = {account.id: account for account in self.accounts(_authors(posts))}
        return [(post, authors[post.author_id]) for post in posts if post.author_id in authors]

    def server_suggestions(self) -> list[Account]:
        """Whom Bluesky itself suggests."""
        fields = self._ask("app.bsky.actor.getSuggestions", limit=_SUGGESTED)
        return self._readable(self._entries(fields, "actors"), self._account)

    def familiar_followers(self, ids: Sequence[str]) -> dict[str, list[Account]]:  # noqa: ARG002
        """Told for one person at a time only; the lists of those one follows tell more."""
        raise _not_told("who of your follows follow somebody")

    def home_posts(self, before: str = "") -> list[tuple[Post, Account]]:  # noqa: ARG002
        """Not read: whether a hashtag in it is rare or loud is not told."""
        raise _not_told("how loud hashtags are")

    def tag_people(self, tag: Tag) -> int:  # noqa: ARG002
        """Not told."""
        raise _not_told("how many people use a hashtag")

    def directory(self) -> list[Account]:
        """There is none."""
        raise _not_told("who asked to be listed")


def _authors(posts: Sequence[Post]) -> list[str]:
    return list(dict.fromkeys(post.author_id for post in posts))


def _not_told(what: str) -> ForbiddenError:
    return ForbiddenError(f"Bluesky does not tell {what}.", "")
