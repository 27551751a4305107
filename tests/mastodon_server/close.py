"""Close to Mastodon but not it: what such a server does otherwise, all of it at once."""

import json
from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlencode

from .exchange import ApiError, JsonObject, Request, Response, json_response
from .faults import Answer
from .identifiers import write_id
from .server import MastodonServer

PAGES_AT = "social"
"""Accounts and posts have their pages on this host of the domain that handles name."""

STAND_IN = "/assets/default_avatars/GoToSocial_icon3.webp"

_STATUSES = "/api/v1/accounts/*/statuses"
_PAGED = (
    _STATUSES,
    "/api/v1/accounts/*/following",
    "/api/v1/accounts/*/followers",
    "/api/v1/followed_tags",
    "/api/v1/notifications",
    "/api/v1/blocks",
    "/api/v1/mutes",
)
_ABSENT = ("/api/v1/accounts/familiar_followers", "/api/v1/directory")


def be_close(server: MastodonServer) -> None:
    """Let a server, for as long as it runs, do what follows.

    - ids are ULIDs;
    - no heed to `since_id` and `tagged` among an account's posts;
    - a `next` link on the last page, too, which leads to an empty one;
    - 404 to familiar followers and the directory, 403 to suggestions;
    - 406 to following oneself, 429 without a word on how long;
    - a default picture that is not called "missing.png";
    - accounts are found by their handle with a leading @, and not without;
    - accounts and posts have their pages on another host than handles name.
    """
    settings = server.settings
    server.settings = replace(
        settings, id_style="ulid", api_version=None, absent=(*settings.absent, *_ABSENT)
    )
    server.manner = _manner(server)


def _manner(server: MastodonServer) -> Callable[[Request, Answer], Response]:
    def manner(request: Request, answer: Answer) -> Response:
        refusal = _refusal(server, request)
        if refusal:
            return json_response(refusal.body, refusal.status)
        response = answer(_unheeded(request))
        if response.status == 429:
            return _without_a_word(response)
        response = _with_next(request, response)
        return _told_otherwise(server, response)

    return manner


def _refusal(server: MastodonServer, request: Request) -> ApiError | None:
    if request.path == "/api/v2/suggestions":
        return ApiError(403, "Forbidden: token has insufficient scope permission")
    if fnmatchcase(request.path, "/api/v1/accounts/*/follow"):
        token = server.authority.tokens.get(request.token or "")
        own = token and server.community.people.find(token.username or "")
        if own and request.path.split("/")[4] == write_id(own.id, "ulid"):
            return ApiError(406, "Not Acceptable: account cannot follow itself")
    return None


def _unheeded(request: Request) -> Request:
    """The request as such a server understands it."""
    values = dict(request.values)
    if fnmatchcase(request.path, _STATUSES):
        values = {k: v for k, v in values.items() if k not in ("since_id", "tagged")}
    query = request.one("q") or ""
    if request.path == "/api/v2/search" and "@" in query and not query.startswith(("@", "http")):
        values["q"] = ["nobody is called like this"]
    return replace(request, values=values)


def _without_a_word(response: Response) -> Response:
    kept = {k: v for k, v in response.headers.items() if "rate" not in k.lower()}
    return replace(response, headers={k: v for k, v in kept.items() if k != "Retry-After"})


def _with_next(request: Request, response: Response) -> Response:
    if not any(fnmatchcase(request.path, pattern) for pattern in _PAGED):
        return response
    told = response.headers.get("Link", "")
    if response.status != 200 or 'rel="next"' in told or not json.loads(response.body):
        return response
    kept = [(k, v) for k, values in request.values.items() if k != "max_id" for v in values]
    query = urlencode([*kept, ("max_id", write_id(1, "ulid"))])
    link = f'<{request.base_url}{request.path}?{query}>; rel="next"'
    link = ", ".join(part for part in (told, link) if part)
    return replace(response, headers=response.headers | {"Link": link})


def _told_otherwise(server: MastodonServer, response: Response) -> Response:
    if not response.content_type.startswith("application/json") or not response.body:
        return response
    home = f"https://{server.community.domain}"
    here = f"https://{PAGES_AT}.{server.community.domain}"

    def told(entity: JsonObject) -> JsonObject:
        changed = dict(entity)
        url = changed.get("url")
        if isinstance(url, str) and url.startswith(f"{home}/@"):
            changed["url"] = here + url.removeprefix(home)
        for name in ("avatar", "avatar_static"):
            if str(changed.get(name, "")).endswith("/missing.png"):
                changed[name] = here + STAND_IN
        return changed

    body = json.dumps(_each(json.loads(response.body), told), ensure_ascii=False)
    return replace(response, body=body.encode())


def _each(value: Any, change: Callable[[JsonObject], JsonObject]) -> Any:
    if isinstance(value, list):
        return [_each(item, change) for item in value]
    if isinstance(value, dict):
        return change({name: _each(item, change) for name, item in value.items()})
    return value
