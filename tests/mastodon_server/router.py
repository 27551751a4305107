"""Which route answers a request, and what it asks of the token."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import unquote

from . import (
    account_routes,
    actor_routes,
    collection_routes,
    instance_routes,
    list_routes,
    oauth_routes,
    search_routes,
    timeline_routes,
)
from .calls import Call, Handler
from .community import Community
from .exchange import ApiError, Request, Response
from .limits import RateLimits
from .oauth import Authority, Token
from .records import Person
from .settings import ServerSettings
from .shapes import Shapes


@dataclass(frozen=True)
class Route:
    """A path and what it needs.

    `scopes`: one of them is needed when a token is given. `access`: "open" looks at no token,
    "public" works without one, "user" needs one that belongs to a person.
    """

    method: str
    path: str
    handler: Handler
    scopes: tuple[str, ...] = ()
    access: str = "user"


def _routes() -> tuple[Route, ...]:
    accounts, lists, times = account_routes, list_routes, timeline_routes
    read, follows = ("read:accounts",), ("read:follows",)
    posts, kept = ("read:statuses",), ("read:lists",)
    write, edit = ("write:follows",), ("write:lists",)
    notices = ("read:notifications",)
    gathered, picked = collection_routes, ("read:collections", "read:accounts")
    profile = ("read:accounts", "profile")
    api, one = "/api/v1", "/api/v1/accounts/:id"
    return (
        Route("GET", f"{api}/instance", instance_routes.show_instance, access="open"),
        Route("GET", "/api/v2/instance", instance_routes.show_instance_again, access="open"),
        Route("GET", "/.well-known/nodeinfo", instance_routes.show_nodeinfo_links, access="open"),
        Route("GET", "/nodeinfo/2.0", instance_routes.show_nodeinfo, access="open"),
        Route(
            "GET",
            "/.well-known/oauth-authorization-server",
            instance_routes.show_oauth_metadata,
            access="open",
        ),
        Route("POST", f"{api}/apps", oauth_routes.create_application, access="open"),
        Route(
            "GET", f"{api}/apps/verify_credentials", oauth_routes.verify_application, access="open"
        ),
        Route("GET", "/oauth/authorize", oauth_routes.authorize, access="open"),
        Route("POST", "/oauth/token", oauth_routes.create_token, access="open"),
        Route("POST", "/oauth/revoke", oauth_routes.revoke_token, access="open"),
        Route("GET", f"{api}/accounts/verify_credentials", accounts.verify_credentials, profile),
        Route("GET", f"{api}/accounts/lookup", accounts.look_up, read, "public"),
        Route("GET", f"{api}/accounts/search", accounts.search_accounts, read),
        Route("GET", f"{api}/accounts/relationships", accounts.show_relationships, follows),
        Route(
            "GET", f"{api}/accounts/familiar_followers", accounts.show_familiar_followers, follows
        ),
        Route("GET", f"{api}/accounts", accounts.show_accounts, read, "public"),
        Route("GET", one, accounts.show_account, read, "public"),
        Route("GET", f"{one}/statuses", accounts.show_statuses, posts, "public"),
        Route("GET", f"{one}/following", accounts.show_following, read, "public"),
        Route("GET", f"{one}/followers", accounts.show_followers, read, "public"),
        Route("GET", f"{one}/featured_tags", accounts.show_featured_tags, read, "public"),
        Route("GET", f"{one}/lists", accounts.show_lists_with, kept),
        Route("POST", f"{one}/follow", accounts.follow, write),
        Route("POST", f"{one}/unfollow", accounts.unfollow, write),
        Route("GET", "/api/v2/search", search_routes.search, ("read:search",), "public"),
        Route("GET", f"{api}/directory", search_routes.show_directory, read, "public"),
        Route("GET", "/api/v2/suggestions", search_routes.show_suggestions, read),
        Route("GET", f"{api}/followed_tags", times.show_followed_tags, follows),
        Route("GET", f"{api}/trends/tags", times.show_trending_tags, (), "public"),
        Route("GET", f"{api}/tags/:name", times.show_tag, (), "public"),
        Route("POST", f"{api}/tags/:name/follow", times.follow_tag, write),
        Route("POST", f"{api}/tags/:name/unfollow", times.unfollow_tag, write),
        Route("GET", f"{api}/timelines/tag/:tag", times.show_tag_timeline, posts, "public"),
        Route("GET", f"{api}/timelines/home", times.show_home, posts),
        Route("POST", f"{api}/statuses", times.post_status, ("write:statuses",)),
        Route("GET", f"{api}/statuses/:id", times.show_status, posts, "public"),
        Route("GET", f"{api}/statuses/:id/context", times.show_context, posts, "public"),
        Route("GET", f"{api}/lists", lists.show_lists, kept),
        Route("POST", f"{api}/lists", lists.create_list, edit),
        Route("GET", f"{api}/lists/:id", lists.show_list, kept),
        Route("PUT", f"{api}/lists/:id", lists.update_list, edit),
        Route("DELETE", f"{api}/lists/:id", lists.delete_list, edit),
        Route("GET", f"{api}/lists/:id/accounts", lists.show_members, kept),
        Route("POST", f"{api}/lists/:id/accounts", lists.add_members, edit),
        Route("DELETE", f"{api}/lists/:id/accounts", lists.remove_members, edit),
        Route("GET", f"{api}/notifications", lists.show_notifications, notices),
        Route("GET", f"{api}/notifications/:id", lists.show_notification, notices),
        Route("GET", f"{api}/blocks", lists.show_blocks, ("read:blocks",)),
        Route("GET", f"{api}/mutes", lists.show_mutes, ("read:mutes",)),
        Route("GET", f"{api}/follow_requests", lists.show_follow_requests, follows),
        Route("POST", f"{api}/collections", gathered.create_collection, ("write:collections",)),
        Route("GET", f"{api}/collections/:id", gathered.show_collection, picked, "public"),
        Route("GET", f"{one}/collections", gathered.show_collections_of, picked, "public"),
        Route("GET", f"{api}/:id/collections", gathered.show_collections_of, picked, "public"),
        Route("GET", "/.well-known/webfinger", actor_routes.show_webfinger, access="open"),
        Route("GET", "/users/:name", actor_routes.show_actor, access="open"),
        Route("GET", f"{api}/preferences", lists.show_preferences, read),
    )


ROUTES = _routes()


def find_route(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route for a path and the named parts in it; fixed words win over named parts."""
    segments = path.strip("/").split("/")
    best: tuple[Route, dict[str, str]] | None = None
    for route in ROUTES:
        pattern = route.path.strip("/").split("/")
        if route.method != method or len(pattern) != len(segments):
            continue
        parts: dict[str, str] = {}
        for wanted, given in zip(pattern, segments, strict=True):
            if wanted.startswith(":"):
                parts[wanted[1:]] = unquote(given)
            elif wanted != given:
                break
        else:
            if best is None or len(parts) < len(best[1]):
                best = (route, parts)
    return best


def answer(
    request: Request,
    community: Community,
    settings: ServerSettings,
    authority: Authority,
    limits: RateLimits,
    moment: float,
) -> Response:
    """Answer a request.

    Raises:
        ApiError: the refusal to send.
    """
    path = request.path.rstrip("/") or "/"
    found = find_route("GET" if request.method == "HEAD" else request.method, path)
    absent = any(fnmatchcase(path, pattern) for pattern in settings.absent)
    if path == "/.well-known/oauth-authorization-server" and not settings.oauth_metadata:
        absent = True
    if found is None or absent:
        raise ApiError(404, "Not Found")
    route, parts = found
    token: Token | None = None
    viewer: Person | None = None
    closed = any(fnmatchcase(path, pattern) for pattern in settings.closed)
    if request.token is None and (closed or (route.access == "public" and not settings.api_open)):
        raise ApiError(401, "This API requires an authenticated user")
    if route.access == "user" or (route.access == "public" and request.token is not None):
        token = authority.check(request.token, moment)
        if route.scopes and not token.allows(route.scopes):
            raise ApiError(403, "This action is outside the authorized scopes")
        if token.username is not None:
            viewer = community.people.find(token.username)
    call = Call(
        request=request,
        community=community,
        settings=settings,
        authority=authority,
        limits=limits,
        moment=moment,
        parts=parts,
        token=token,
        viewer=viewer,
        shapes=Shapes(community, settings, viewer),
    )
    if route.access == "user" and viewer is None:
        raise ApiError(422, "This method requires an authenticated user")
    return route.handler(call)
