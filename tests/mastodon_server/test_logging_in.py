"""Logging in at the stand-in, and what a token allows."""

import re

import pytest
import requests
from mastodon import Mastodon, MastodonAPIError, MastodonError, MastodonUnauthorizedError

from tests.mastodon_server import Community, MastodonServer, ServerSettings
from tests.mastodon_server.clients import client

SCOPES = ["read:accounts", "read:follows", "read:search", "write:follows"]


def test_a_code_from_the_page_logs_in(server: MastodonServer) -> None:
    client_id, secret = Mastodon.create_app("pln", scopes=SCOPES, api_base_url=server.url)
    api = Mastodon(client_id=client_id, client_secret=secret, api_base_url=server.url)
    address = api.auth_request_url(scopes=SCOPES, allow_http=True)
    page = requests.get(address, timeout=5)
    assert "Authorize as anna" in page.text
    agreed = requests.get(address + "&username=anna", timeout=5)
    found = re.search(r'value="([^"]+)"', agreed.text)
    assert found is not None
    api.log_in(code=found.group(1), scopes=SCOPES, allow_http=True)
    assert api.me().username == "anna"
    assert api.app_verify_credentials().name == "pln"


def test_a_code_works_once_and_a_revoked_token_no_more(server: MastodonServer) -> None:
    client_id, secret = Mastodon.create_app("pln", scopes=SCOPES, api_base_url=server.url)
    api = Mastodon(client_id=client_id, client_secret=secret, api_base_url=server.url)
    code = server.authorize(client_id, "anna", " ".join(SCOPES))
    api.log_in(code=code, scopes=SCOPES, allow_http=True)
    other = Mastodon(client_id=client_id, client_secret=secret, api_base_url=server.url)
    with pytest.raises(MastodonError):
        other.log_in(code=code, scopes=SCOPES, allow_http=True)
    token = api.access_token
    api.revoke_access_token(allow_http=True)
    late = Mastodon(access_token=token, api_base_url=server.url)
    with pytest.raises(MastodonUnauthorizedError, match="revoked"):
        late.account_verify_credentials()


def test_more_scopes_than_registered_are_refused(server: MastodonServer) -> None:
    client_id, _ = Mastodon.create_app("pln", scopes=["read:lists"], api_base_url=server.url)
    address = (
        f"{server.url}/oauth/authorize?response_type=code&client_id={client_id}"
        "&redirect_uri=urn:ietf:wg:oauth:2.0:oob&scope=write"
    )
    answer = requests.get(address, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        ("read", True),
        ("read:follows", True),
        ("follow", True),
        ("read:accounts", False),
        ("write:follows", False),
    ],
)
def test_an_endpoint_wants_its_scope(server: MastodonServer, scopes: str, allowed: bool) -> None:
    api = client(server, scopes=scopes)
    if allowed:
        assert api.followed_tags() == []
    else:
        with pytest.raises(MastodonAPIError) as caught:
            api.followed_tags()
        assert caught.value.args[1] == 403
        answer = requests.get(
            f"{server.url}/api/v1/followed_tags",
            headers={"Authorization": f"Bearer {api.access_token}"},
            timeout=5,
        )
        assert answer.json() == {"error": "This action is outside the authorized scopes"}


def test_tokens_of_nobody_and_missing_tokens_are_refused(server: MastodonServer) -> None:
    answer = requests.get(f"{server.url}/api/v1/notifications", timeout=5)
    assert (answer.status_code, answer.json()) == (401, {"error": "The access token is invalid"})
    client_id, secret = Mastodon.create_app("pln", scopes=["read"], api_base_url=server.url)
    form = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": secret,
        "scope": "read",
    }
    token = requests.post(f"{server.url}/oauth/token", form, timeout=5).json()["access_token"]
    refused = requests.get(
        f"{server.url}/api/v1/notifications",
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    assert refused.status_code == 422


def test_tokens_expire_where_the_server_says_so() -> None:
    now = [1_000.0]
    community = Community()
    community.person("anna")
    settings = ServerSettings(token_lifetime=60, closed=("/api/v1/directory",))
    with MastodonServer(community, settings, clock=lambda: now[0]) as server:
        client_id, secret = Mastodon.create_app("pln", scopes=SCOPES, api_base_url=server.url)
        api = Mastodon(client_id=client_id, client_secret=secret, api_base_url=server.url)
        code = server.authorize(client_id, "anna", " ".join(SCOPES))
        token = api.log_in(code=code, scopes=SCOPES, allow_http=True)
        api = Mastodon(access_token=token, api_base_url=server.url)
        assert len(api.directory()) == 1
        now[0] += 60
        with pytest.raises(MastodonUnauthorizedError, match="expired"):
            api.account_verify_credentials()
        assert requests.get(f"{server.url}/api/v1/directory", timeout=5).status_code == 401


def test_each_token_has_its_own_person(server: MastodonServer) -> None:
    assert client(server, "ben").me().acct == "ben"
    assert client(server, "anna").me().source.note == "Teacher. #musiced"
    assert client(server, "anna", "profile").account_verify_credentials().acct == "anna"
