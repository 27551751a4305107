"""Finding people and posts: search, the directory, suggestions."""

from collections import Counter
from typing import Literal
from urllib.parse import urlsplit

from .calls import Call, may_see
from .exchange import ApiError, Response, json_response
from .records import Person, Suggested


def search_people(call: Call, query: str, *, resolve: bool) -> list[Person]:
    """Accounts that fit a query: an exact handle or address alone, else words of names.

    With `resolve`, an account elsewhere that this server did not know becomes known.

    Raises:
        ApiError: 503, the other server is not there.
    """
    query = query.strip()
    people = call.community.people
    if not query:
        return []
    is_address = query.startswith(("https://", "http://"))
    handle = query.removeprefix("@")
    if not is_address and "@" not in handle:
        found = people.find(handle)
        exact = [found] if found is not None and found.known and not found.suspended else []
        others = [person for person in people.starting_with(handle) if person not in exact]
        return exact + others
    domain = urlsplit(query).netloc if is_address else handle.partition("@")[2]
    found = people.find_address(query) if is_address else people.find(handle)
    if found is not None and found.known:
        return [] if found.suspended else [found]
    if not resolve:
        return []
    if domain.lower() in call.community.unreachable:
        raise ApiError(503, "Remote data could not be fetched")
    if found is None:
        return []
    call.community.change(found, known=True)
    return [found]


def search(call: Call) -> Response:
    """GET /api/v2/search"""
    request, home = call.request, call.community
    query = request.one("q")
    if query is None:
        raise ApiError(400, "param is missing or the value is empty: q")
    if call.viewer is None and request.flag("resolve"):
        raise ApiError(
            401,
            "Search queries that resolve remote resources are not supported without authentication",
        )
    if call.viewer is None and request.one("offset") is not None:
        raise ApiError(401, "Search queries pagination is not supported without authentication")
    kind = request.one("type")
    limit = request.number("limit", 20, 40)
    offset = request.number("offset", 0, 10_000) if kind else 0
    part = slice(offset, offset + limit)
    people: list[Person] = []
    tags: list[str] = []
    post = home.posts.all.get(home.posts.by_url.get(query.strip(), 0))
    if kind in (None, "accounts") and not query.startswith("#"):
        people = search_people(call, query, resolve=request.flag("resolve"))
        if request.flag("following"):
            mine = home.follows.targets(call.me.id)
            people = [person for person in people if person.id in mine]
    if kind in (None, "hashtags") and "@" not in query and "://" not in query:
        prefix = query.strip().removeprefix("#").lower()
        tags = sorted(name for name in home.posts.by_tag if prefix and name.startswith(prefix))
    statuses = []
    if kind in (None, "statuses") and post is not None and may_see(home, call.viewer, post):
        statuses = [call.shapes.status(post)]
    shown = {
        "accounts": call.shapes.accounts(people[part]),
        "statuses": statuses[part],
        "hashtags": [call.shapes.tag(name) for name in tags[part]],
    }
    if (call.settings.api_version or 0) >= 10:
        shown["collections"] = []
    return json_response(shown)


def show_directory(call: Call) -> Response:
    """GET /api/v1/directory"""
    request, home = call.request, call.community
    offset = request.number("offset", 0, 1_000_000)
    limit = request.number("limit", 40, 80)
    order: Literal["active", "new"] = "new" if request.one("order") == "new" else "active"
    listed = home.people.directory(order, request.flag("local"))
    if call.viewer is not None:
        unwanted = home.blocks.targets(call.viewer.id) | home.mutes.targets(call.viewer.id)
        unwanted |= home.blocks.sources(call.viewer.id)
        if unwanted:
            listed = [person for person in listed if person.id not in unwanted]
    return json_response(call.shapes.accounts(listed[offset : offset + limit]))


def show_suggestions(call: Call) -> Response:
    """GET /api/v2/suggestions: those that were seeded, then friends of friends."""
    me, home = call.me, call.community
    limit = call.request.number("limit", 40, 80)
    mine = home.follows.targets(me.id)
    unwanted = mine | home.follow_requests.targets(me.id) | home.blocks.targets(me.id) | {me.id}
    unwanted |= home.mutes.targets(me.id)
    offered: dict[int, tuple[str, ...]] = {}
    for suggested in (*home.suggested[me.id], *home.suggested[None], *_friends(call, mine)):
        person = home.people.by_id.get(suggested.person)
        if person is not None and person.id not in unwanted and _may_suggest(person):
            earlier = offered.get(person.id, ())
            offered[person.id] = tuple(dict.fromkeys((*earlier, *suggested.sources)))
    shown = [
        {
            "source": _OLD_SOURCES.get(sources[0], "past_interactions"),
            "sources": list(sources),
            "account": call.shapes.account(home.find(number)),
        }
        for number, sources in list(offered.items())[:limit]
    ]
    return json_response(shown)


_OLD_SOURCES = {
    "featured": "staff",
    "most_followed": "global",
    "most_interactions": "global",
    "similar_to_recently_followed": "past_interactions",
    "friends_of_friends": "past_interactions",
}


def _friends(call: Call, mine: set[int]) -> list[Suggested]:
    home = call.community
    followed: Counter[int] = Counter()
    for number in mine:
        if not home.people.by_id[number].hide_collections:
            followed.update(home.follows.targets(number))
    ranked = sorted(followed.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Suggested(number, ("friends_of_friends",)) for number, _ in ranked[:400]]


def _may_suggest(person: Person) -> bool:
    return bool(
        person.discoverable
        and person.known
        and not (person.suspended or person.limited or person.locked or person.moved_to)
    )
