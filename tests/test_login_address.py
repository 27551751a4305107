"""What is no server, and which addresses a login is not sent to."""

import pytest

from tests.accounts import UNREACHABLE, USAGE, get_code, in_a_hurry, log_in, serving
from tests.conftest import Plnbuddy

from .mastodon_server import MastodonServer, faults


@pytest.mark.parametrize("code", [404, 410, 403, 500])
def test_something_else_at_that_address_is_no_mastodon_server(
    plnbuddy: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    in_a_hurry(monkeypatch)
    server.faults.schedule(faults.html(code), times=None)
    answer = plnbuddy("login", server.url, ok=False, input="")
    assert answer.exit_code == UNREACHABLE
    if code != 500:
        assert "no Mastodon-compatible server" in answer.messages
    assert not (plnbuddy.home / "accounts.json").exists()


@pytest.mark.parametrize(
    "fault",
    [
        faults.html(),
        faults.json_body({"ok": True}),
        faults.json_body([]),
        faults.json_body("hello"),
        faults.json_body(None),
        faults.nested(),
    ],
    ids=["page", "object", "list", "text", "null", "nested"],
)
def test_other_answers_are_no_mastodon_server(
    plnbuddy: Plnbuddy, server: MastodonServer, fault: faults.Fault
) -> None:
    server.faults.schedule(fault, times=None)
    answer = plnbuddy("login", server.url, ok=False, input="")
    assert answer.exit_code == UNREACHABLE
    assert "no Mastodon-compatible server" in answer.messages


def test_a_server_that_is_not_there_is_named(
    plnbuddy: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    server.stop()
    answer = plnbuddy("login", server.url, ok=False, input="")
    assert answer.exit_code == UNREACHABLE
    assert f"{server.url.removeprefix('http://')} cannot be reached" in answer.messages


@pytest.mark.parametrize(
    "written",
    [
        "10.0.0.12",
        "https://10.0.0.12/",
        "@anna@172.16.20.30",
        "192.168.178.20",
        "169.254.169.254",
        "100.64.0.10",
        "127.0.0.53",
        "127.0.0.01",
        "10.0.0.012",
        "0x7f.0.0.01",
    ],
)
def test_addresses_inside_a_private_network_are_refused(plnbuddy: Plnbuddy, written: str) -> None:
    answer = plnbuddy("login", written, ok=False, input="")
    assert answer.exit_code == USAGE, answer
    assert not (plnbuddy.home / "accounts.json").exists()


@pytest.mark.parametrize("written", ["", "my school", "anna", "@anna", "::1", "http://", "a..b"])
def test_what_is_no_server_name_is_wrong_usage(plnbuddy: Plnbuddy, written: str) -> None:
    answer = plnbuddy("login", written, ok=False, input="")
    assert answer.exit_code == USAGE
    assert "mastodon.social" in answer.messages


def test_plain_http_to_another_computer_is_refused(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    file = plnbuddy.home / "accounts.json"
    file.write_text(file.read_text().replace(server.url, "http://mastodon.example"))
    answer = plnbuddy("sync", ok=False)
    assert answer.exit_code == UNREACHABLE
    assert "https" in answer.messages


@pytest.mark.parametrize("path", ["/api/v?/instance*", "/api/v1/apps", "/oauth/token"])
def test_a_login_is_not_sent_on_to_another_address(
    plnbuddy: Plnbuddy, server: MastodonServer, path: str
) -> None:
    with serving() as other:
        code = get_code(plnbuddy, server)
        if path != "/oauth/token":
            (plnbuddy.home / "accounts.json").unlink()
        server.faults.schedule(faults.redirect(other.url + "{path}", 307), path, times=None)
        answer = plnbuddy("login", server.url, "--code", code, ok=False)
        assert answer.exit_code == UNREACHABLE
        assert "another address" in answer.messages
        assert other.log.entries() == []
