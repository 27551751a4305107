"""Who asks the stand-in in its own tests: the library that plnbuddy uses, and bare requests."""

from typing import Any

import requests
from mastodon import Mastodon

from plnbuddy.platforms.mastodon.api import Api
from tests.mastodon_server import Community, MastodonServer


def client(server: MastodonServer, username: str = "anna", scopes: str = "") -> Mastodon:
    token = server.token(username, scopes) if scopes else server.token(username)
    return Mastodon(
        access_token=token,
        api_base_url=server.url,
        ratelimit_method="throw",
        request_timeout=5,
    )


def plain_client(server: MastodonServer) -> Api:
    """Anna's, as plnbuddy calls it: answers stay as they came.

    For large ones: the library's conversion takes longer than all the rest.
    """
    return Api(
        access_token=server.token("anna"),
        api_base_url=server.url,
        ratelimit_method="throw",
        request_timeout=5,
    )


def raw(server: MastodonServer, path: str, **options: Any) -> Any:
    headers = {"Authorization": f"Bearer {server.token('anna')}"}
    return requests.get(server.url + path, headers=headers, timeout=5, **options)


def crowd(community: Community, size: int) -> list[str]:
    return [community.person(f"p{number}").username for number in range(size)]
