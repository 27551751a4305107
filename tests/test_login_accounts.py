"""Several accounts, and logging out."""

import json

import pytest
import requests

from tests.accounts import (
    HERE,
    NO_ACCOUNT,
    USAGE,
    in_a_hurry,
    log_in,
    saved_accounts,
    serving,
    staff_room,
    tokens_of,
)
from tests.conftest import Plnbuddy

from .mastodon_server import MastodonServer, faults


def test_the_latest_login_is_active_and_use_chooses_another(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server, "anna")
    log_in(plnbuddy, server, "ben")
    assert active(plnbuddy) == f"@ben@{HERE}"
    plnbuddy("whoami", "--use", f"ANNA@{HERE}")
    assert active(plnbuddy) == f"@anna@{HERE}"
    assert "→ @anna" in plnbuddy("whoami").output
    server.log.clear()
    plnbuddy("sync")
    (token,) = {entry.token for entry in server.log.entries("*/verify_credentials")}
    assert token is not None
    assert server.authority.tokens[token].username == "anna"
    answer = plnbuddy("whoami", "--use", "@nobody@classroom.example", ok=False)
    assert answer.exit_code == USAGE
    assert active(plnbuddy) == f"@anna@{HERE}"


def test_accounts_on_two_servers_are_kept_apart(plnbuddy: Plnbuddy, server: MastodonServer) -> None:
    with serving(staff_room("other.example")) as other:
        log_in(plnbuddy, server)
        log_in(plnbuddy, other)
        handles = [a["handle"] for a in plnbuddy("whoami", "--json").data["accounts"]]
        assert sorted(handles) == [f"@anna@{HERE}", "@anna@other.example"]
        plnbuddy("logout", "@anna@classroom.example")
        assert active(plnbuddy) == "@anna@other.example"
        assert other.authority.tokens[tokens_of(other)[0]].revoked is False
        assert server.authority.tokens[tokens_of(server)[0]].revoked is True


def test_a_second_login_to_the_same_account_replaces_the_first_and_its_rights(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    (first,) = tokens_of(server)
    log_in(plnbuddy, server, "anna", "--read-only")
    assert len(saved_accounts(plnbuddy)["logins"]) == 1
    assert server.authority.tokens[first].revoked


def active(plnbuddy: Plnbuddy) -> str:
    accounts = plnbuddy("whoami", "--json").data["accounts"]
    (handle,) = (account["handle"] for account in accounts if account["active"])
    return str(handle)


@pytest.mark.parametrize("options", [[], ["--read-only"]])
def test_logout_revokes_the_token_at_the_server(
    plnbuddy: Plnbuddy, server: MastodonServer, options: list[str]
) -> None:
    log_in(plnbuddy, server, "anna", *options)
    (token,) = tokens_of(server)
    answer = plnbuddy("logout")
    assert f"Logged out: @anna@{HERE}." in answer.output
    assert server.authority.tokens[token].revoked
    late = requests.get(
        f"{server.url}/api/v1/accounts/verify_credentials",
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    assert late.status_code == 401
    assert token not in (plnbuddy.home / "accounts.json").read_text()
    assert plnbuddy("sync", ok=False).exit_code == NO_ACCOUNT


@pytest.mark.parametrize("trouble", ["down", "error", "revoked"])
def test_logout_works_when_the_server_does_not(
    plnbuddy: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    in_a_hurry(monkeypatch)
    log_in(plnbuddy, server)
    (token,) = tokens_of(server)
    if trouble == "down":
        server.stop()
    elif trouble == "error":
        server.faults.schedule(faults.status(500), "/oauth/revoke", times=None)
    else:
        server.revoke(token)
    answer = plnbuddy("logout")
    assert token not in (plnbuddy.home / "accounts.json").read_text()
    if trouble != "revoked":
        assert "Authorized apps" in answer.messages
    assert plnbuddy("whoami", ok=False).exit_code == NO_ACCOUNT


def test_a_login_whose_app_is_not_known_any_more_is_said_to_live_on(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    file = plnbuddy.home / "accounts.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"apps": []}))
    answer = plnbuddy("logout")
    assert "cannot end this login" in answer.messages
    assert "Authorized apps" in answer.messages


def test_nobody_to_log_out_is_said(plnbuddy: Plnbuddy, server: MastodonServer) -> None:
    assert plnbuddy("logout", ok=False).exit_code == NO_ACCOUNT
    log_in(plnbuddy, server)
    assert plnbuddy("logout", "@ben@classroom.example", ok=False).exit_code == USAGE
    assert active(plnbuddy) == f"@anna@{HERE}"


def test_after_logout_everything_else_works_as_without_an_account(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    plnbuddy("sync")
    plnbuddy("logout")
    server.log.clear()
    assert "https://" in plnbuddy("follow", "@cleo@schule.example").output
    plnbuddy("report")
    plnbuddy("suggest", "--topic", "music", "--offline")
    assert server.log.entries() == []
