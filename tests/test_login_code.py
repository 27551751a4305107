"""The code is bound to this computer (PKCE)."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.accounts import (
    HERE,
    NO_ACCOUNT,
    RATE_LIMITED,
    UNREACHABLE,
    consent_address,
    get_code,
    in_a_hurry,
    log_in,
    saved_accounts,
    serving,
    staff_room,
    tokens_of,
)
from tests.conftest import Plnbuddy

from .mastodon_server import MastodonServer, ServerSettings, faults


def asked(plnbuddy: Plnbuddy, server: MastodonServer) -> dict[str, list[str]]:
    said = plnbuddy("login", server.url, ok=False, input="").messages
    return parse_qs(urlsplit(consent_address(said)).query)


def test_the_address_to_agree_at_asks_for_nothing_that_is_none(plnbuddy: Plnbuddy) -> None:
    with serving(staff_room(), ServerSettings(pkce=False)) as server:
        first, second = asked(plnbuddy, server), asked(plnbuddy, server)
    assert set(first) == {"client_id", "response_type", "redirect_uri", "scope", "state"}
    assert len(first["state"][0]) > 16
    assert first["state"] != second["state"]


def test_where_the_server_binds_codes_its_page_is_asked_for_with_a_hash(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    first = asked(plnbuddy, server)
    assert first["code_challenge_method"] == ["S256"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", first["code_challenge"][0])
    verifier = saved_accounts(plnbuddy)["apps"][0]["verifier"]
    assert 43 <= len(verifier) <= 128
    again = plnbuddy("login", server.url, ok=False, input="")
    assert verifier not in str(first) + again.output + again.messages


def test_the_code_is_given_with_the_verifier_which_is_used_up_then(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    code = get_code(plnbuddy, server)
    verifier = saved_accounts(plnbuddy)["apps"][0]["verifier"]
    plnbuddy("login", server.url, "--code", code)
    (given,) = server.log.entries("/oauth/token")
    assert given.values["code_verifier"] == [verifier]
    assert "verifier" not in saved_accounts(plnbuddy)["apps"][0]
    assert asked(plnbuddy, server)["code_challenge"]
    assert saved_accounts(plnbuddy)["apps"][0]["verifier"] != verifier


def test_a_code_of_an_earlier_page_counts_while_nobody_has_logged_in(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    code = get_code(plnbuddy, server)
    get_code(plnbuddy, server)
    plnbuddy("login", server.url, "--code", code)


@pytest.mark.parametrize("verifier", ["x" * 64, None])
def test_a_code_is_worth_nothing_without_the_verifier_of_its_page(
    plnbuddy: Plnbuddy, server: MastodonServer, verifier: str | None
) -> None:
    code = get_code(plnbuddy, server)
    file = plnbuddy.home / "accounts.json"
    saved = saved_accounts(plnbuddy)
    saved["apps"][0].pop("verifier")
    if verifier:
        saved["apps"][0]["verifier"] = verifier
    file.write_text(json.dumps(saved))
    answer = plnbuddy("login", server.url, "--code", code, ok=False)
    assert answer.exit_code == NO_ACCOUNT
    assert "does not accept this code" in answer.messages
    assert tokens_of(server) == []
    assert saved_accounts(plnbuddy)["logins"] == []


@pytest.mark.parametrize(
    "settings", [ServerSettings(pkce=False), ServerSettings(pkce=False, oauth_metadata=False)]
)
def test_a_server_that_binds_no_codes_is_sent_nothing_of_it(
    plnbuddy: Plnbuddy, settings: ServerSettings
) -> None:
    with serving(staff_room(), settings) as server:
        log_in(plnbuddy, server)
        (given,) = server.log.entries("/oauth/token")
        (page,) = server.log.entries("/oauth/authorize")
    assert not any("code_" in name for name in {**given.values, **page.values})


@pytest.mark.parametrize(
    "fault", [faults.status(500), faults.html(), faults.json_body([]), faults.json_body(None)]
)
def test_a_server_that_says_nothing_about_codes_logs_in_all_the_same(
    plnbuddy: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch, fault: faults.Fault
) -> None:
    in_a_hurry(monkeypatch)
    server.faults.schedule(fault, "/.well-known/oauth-authorization-server", times=None)
    assert f"Logged in as @anna@{HERE}." in log_in(plnbuddy, server).output


@pytest.mark.parametrize(
    ("fault", "exit_code", "said"),
    [
        (faults.status(503), UNREACHABLE, "has trouble of its own"),
        (faults.rate_limited(headers=False), RATE_LIMITED, "asks for a pause"),
        (faults.html(), UNREACHABLE, "does not understand"),
        (faults.json_body({"access_token": None}), UNREACHABLE, "does not understand"),
        (faults.json_body([]), UNREACHABLE, "does not understand"),
    ],
)
def test_what_fails_while_the_code_is_given_is_told_as_it_is(
    plnbuddy: Plnbuddy, server: MastodonServer, fault: faults.Fault, exit_code: int, said: str
) -> None:
    code = get_code(plnbuddy, server)
    server.faults.schedule(fault, "/oauth/token")
    answer = plnbuddy("login", server.url, "--code", code, ok=False)
    assert answer.exit_code == exit_code
    assert said in answer.messages
    plnbuddy("login", server.url, "--code", code)  # it still works


def test_a_login_that_grants_less_than_was_asked_for_says_what_is_missing(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    code = get_code(plnbuddy, server)
    fewer = {"access_token": "abc", "token_type": "Bearer", "scope": "read write:follows"}
    server.faults.schedule(faults.json_body(fewer), "/oauth/token")
    answer = plnbuddy("login", server.url, "--code", code, ok=False)
    assert answer.exit_code == NO_ACCOUNT
    assert "write:lists is missing" in answer.messages
    assert saved_accounts(plnbuddy)["logins"] == []
