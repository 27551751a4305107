"""What a route is given, and how it writes pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from .community import Community
from .exchange import ApiError, Request, Response, json_response
from .limits import RateLimits
from .oauth import Authority, Token
from .paging import Span
from .records import Person, Post
from .settings import ServerSettings
from .shapes import Shapes

_CURSORS = ("max_id", "since_id", "min_id")


@dataclass(frozen=True)
class Call:
    """A request on its way through a route; `parts` are the named parts of the path."""

    request: Request
    community: Community
    settings: ServerSettings
    authority: Authority
    limits: RateLimits
    moment: float
    parts: dict[str, str]
    token: Token | None
    viewer: Person | None
    shapes: Shapes

    @property
    def me(self) -> Person:
        """The person whose token it is.

        Raises:
            ApiError: 422, the token belongs to an application alone.
        """
        if self.viewer is None:
            raise ApiError(422, "This method requires an authenticated user")
        return self.viewer

    @property
    def person(self) -> Person:
        """The account that the path names by id.

        Raises:
            ApiError: 404, this server knows no such account.
        """
        return self.account(self.parts["id"])

    def account(self, text: str) -> Person:
        """The account with an id."""
        found = self.community.people.by_id.get(self.shapes.number(text))
        if found is None or not found.known:
            raise ApiError(404, "Record not found")
        return found

    def accounts(self, name: str = "id") -> list[Person]:
        """The known accounts whose ids a parameter lists, in that order; others are left out."""
        people = self.community.people.by_id
        numbers = dict.fromkeys(map(self.shapes.number, self.request.many(name)))
        return [people[each] for each in numbers if each in people and people[each].known]

    def span(self) -> Span:
        """The cursors of the request."""
        found = {name: self.request.one(name) for name in _CURSORS}
        return Span(**{name: self.shapes.number(text) for name, text in found.items() if text})


Handler = Callable[[Call], Response]


def page_response(
    call: Call,
    shown: Sequence[Any],
    numbers: Sequence[int],
    limit: int | None,
    *,
    newer: Literal["since_id", "min_id"] = "min_id",
    next_after_short_page: bool = False,
    repeated: tuple[str, ...] | None = None,
) -> Response:
    """A page with its Link header.

    `numbers` are the cursors of the items. A next page is announced after a full page, or after
    any page that is not empty where Mastodon does so. `repeated` names the parameters that the
    links carry on; None means all of them.
    """
    if not numbers:
        return json_response(list(shown))
    kept = [
        (f"{name}[]" if len(values) > 1 or name in ("types", "exclude_types") else name, value)
        for name, values in call.request.values.items()
        if name not in _CURSORS and (repeated is None or name in repeated)
        for value in values
    ]

    def link(cursor: str, number: int, relation: str) -> str:
        query = urlencode([*kept, (cursor, call.shapes.id(number))])
        return f'<{call.request.base_url}{call.request.path}?{query}>; rel="{relation}"'

    links = []
    if next_after_short_page or (limit is not None and len(numbers) == limit):
        links.append(link("max_id", numbers[-1], "next"))
    links.append(link(newer, numbers[0], "prev"))
    return json_response(list(shown), headers={"Link": ", ".join(links)})


def may_see(community: Community, viewer: Person | None, post: Post) -> bool:
    """Whether a viewer is allowed to read a post."""
    if post.visibility in ("public", "unlisted"):
        return True
    if viewer is None:
        return False
    if viewer.id == post.author or viewer.id in post.mentions:
        return True
    return post.visibility == "private" and (viewer.id, post.author) in community.follows
