"""Places where people put themselves on lists: FediDevs' starter packs and Trunk, by their JSON.

The shapes follow anze3db/fedidevs, starter_packs/views.py (2026-08), and kensanata/trunk,
README.md: `/s/SLUG/?format=json`, `/trunk/api/v1/list` and `/trunk/api/v1/list/NAME`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from .exchange import JsonObject, Request, Response, json_response
from .server import MastodonServer


@dataclass(frozen=True)
class Pack:
    """A starter pack: what its keeper wrote, and who is in it (by handle)."""

    title: str
    members: tuple[str, ...]
    description: str = ""
    hidden: tuple[str, ...] = ()
    """Members that ask not to be indexed."""


class PackServer(MastodonServer):
    """Answers as FediDevs and Trunk do, with the log and the faults of the other servers."""

    def __init__(
        self,
        packs: Mapping[str, Pack] | None = None,
        trunk: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        super().__init__()
        self.packs = dict(packs or {})
        self.trunk = {name: list(members) for name, members in (trunk or {}).items()}

    def _usual(self, request: Request) -> Response:
        words = [unquote(word) for word in request.path.strip("/").split("/")]
        match words:
            case ["s", slug] if slug in self.packs:
                return self._pack(request, slug)
            case ["trunk", "api", "v1", "list"]:
                return json_response(sorted(self.trunk))
            case ["trunk", "api", "v1", "list", name] if name in self.trunk:
                return json_response([{"acct": member} for member in self.trunk[name]])
        return Response(404, b"<h1>Not Found</h1>", content_type="text/html; charset=utf-8")

    def _pack(self, request: Request, slug: str) -> Response:
        pack = self.packs[slug]
        if request.one("format") != "json":
            page = f"<!DOCTYPE html><title>{pack.title}</title>".encode()
            return Response(body=page, content_type="text/html; charset=utf-8")
        shown: JsonObject = {
            "url": f"{request.base_url}/s/{slug}/",
            "title": pack.title,
            "description": pack.description,
            "created_by": "keeper",
            "created_at": "2026-01-10T08:00:00Z",
            "updated_at": "2026-10-10T08:00:00Z",
            "published_at": "2026-01-10T08:00:00Z",
            "daily_follows": 1,
            "weekly_follows": 5,
            "monthly_follows": 20,
            "accounts": [_member(handle, noindex=handle in pack.hidden) for handle in pack.members],
        }
        return Response(body=json.dumps(shown).encode())


def _member(handle: str, *, noindex: bool) -> JsonObject:
    username, _, domain = handle.removeprefix("@").partition("@")
    page = f"https://{domain}/@{username}"
    return {
        "name": username.title(),
        "handle": f"@{username}@{domain}",
        "url": page,
        "activitypub_id": f"https://{domain}/users/{username}",
        "created_at": "2023-01-10T08:00:00Z",
        "followers_count": 120,
        "following_count": 80,
        "statuses_count": 900,
        "bot": False,
        "discoverable": True,
        "locked": False,
        "noindex": noindex,
        "avatar": "",
        "header": "",
    }
