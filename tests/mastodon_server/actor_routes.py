"""A profile as other servers read it: WebFinger, and the actor as ActivityPub."""

import json
from urllib.parse import unquote

from .calls import Call
from .exchange import ApiError, Response


def show_webfinger(call: Call) -> Response:
    """GET /.well-known/webfinger?resource=acct:user@domain"""
    resource = unquote(call.request.one("resource") or "")
    found = call.community.people.find(resource.removeprefix("acct:"))
    if found is None or found.domain is not None or found.suspended:
        raise ApiError(404, "Not Found")
    page = call.community.people.url(found)
    actor = f"{call.request.base_url}/users/{found.username}"
    body = {
        "subject": f"acct:{found.username}@{call.community.domain}",
        "aliases": [page, actor],
        "links": [{"rel": "self", "type": "application/activity+json", "href": actor}],
    }
    return Response(body=json.dumps(body).encode(), content_type="application/jrd+json")


def show_actor(call: Call) -> Response:
    """GET /users/:name; in secure mode only to a signed request."""
    if call.settings.secure_mode and "signature" not in call.request.headers:
        raise ApiError(401, "Request not signed")
    found = call.community.people.find(call.parts["name"])
    if found is None or found.domain is not None:
        raise ApiError(404, "Not Found")
    site = f"https://{call.community.domain}/users"
    body = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{site}/{found.username}",
        "type": "Service" if found.bot else "Person",
        "preferredUsername": found.username,
        "name": found.display_name,
        "summary": found.note,
        "discoverable": bool(found.discoverable),
        "indexable": found.indexable,
        "suspended": found.suspended,
        "memorial": found.memorial,
    }
    if found.moved_to is not None:
        target = call.community.find(found.moved_to)
        home = target.domain or call.community.domain
        body["movedTo"] = f"https://{home}/users/{target.username}"
    return Response(body=json.dumps(body).encode(), content_type="application/activity+json")
