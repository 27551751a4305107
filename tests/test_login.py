"""Connecting an account: login, whoami, logout, and where the token is kept."""

import json
import os
import re
import socket
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from plnbuddy.system import wire
from tests.accounts import (
    HERE,
    NO_ACCOUNT,
    RATE_LIMITED,
    UNREACHABLE,
    USAGE,
    agree,
    consent_address,
    get_code,
    in_a_hurry,
    log_in,
    saved_accounts,
    serving,
    staff_room,
    tokens_of,
)
from tests.conftest import Answer, Plnbuddy
from tests.terminals import without_looks

from .mastodon_server import (
    MastodonServer,
    ServerSettings,
    akkoma,
    faults,
    gotosocial,
    old_mastodon,
    pixelfed,
)

READ = {
    "read:accounts",
    "read:blocks",
    "read:follows",
    "read:lists",
    "read:mutes",
    "read:notifications",
    "read:search",
    "read:statuses",
}
WRITE = {"write:follows", "write:lists"}


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with serving() as running:
        yield running


# Logging in


def test_a_code_from_the_page_logs_in_and_names_the_next_command(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    answer = log_in(plnbuddy, server)
    assert f"Logged in as @anna@{HERE}." in answer.output
    assert "Next: plnbuddy sync" in answer.messages
    assert plnbuddy("whoami", "--json").data["accounts"] == [
        {
            "handle": f"@anna@{HERE}",
            "server": server.url,
            "read_only": False,
            "active": True,
        }
    ]


@pytest.mark.parametrize(
    "spelling",
    [
        "{host}",
        "{host}/",
        "http://{host}",
        "http://{host}/",
        "HTTP://{host}/home",
        "http://{host}/@anna",
        "@anna@{host}",
        "anna@{host}",
        "  {host}  ",
    ],
)
def test_the_server_may_be_written_in_every_way(
    plnbuddy: Plnbuddy, server: MastodonServer, spelling: str
) -> None:
    code = get_code(plnbuddy, server)
    written = spelling.format(host=server.url.removeprefix("http://"))
    plnbuddy("login", written, "--code", code)
    assert saved_accounts(plnbuddy)["logins"][0]["server"] == server.url


def test_the_code_may_come_through_standard_input(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    code = get_code(plnbuddy, server)
    answer = plnbuddy("login", server.url, input=f"  {code}  \n")
    assert "Logged in" in answer.output


def test_a_person_at_a_terminal_copies_the_address_and_pastes_the_code(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    """The address is longer than a line, and must come out of a terminal in one piece."""
    with plnbuddy.terminal("login", server.url, BROWSER="/bin/true") as child:
        child.expect("The code")
        page = consent_address(without_looks(child.before))
        child.sendline(agree(page, "anna"))
        child.expect(f"Logged in as @anna@{HERE}")
        assert child.exit_code() == 0


def test_what_plnbuddy_may_do_is_said_in_plain_words_before(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    full = plnbuddy("login", server.url, ok=False, input="").messages
    assert "It can post nothing" in full
    assert "follow people and hashtags" in full
    reading = plnbuddy("login", server.url, "--read-only", ok=False, input="").messages
    assert "It can change and post nothing" in reading
    assert "follow people and hashtags" not in reading


def test_without_a_code_nothing_is_logged_in(plnbuddy: Plnbuddy, server: MastodonServer) -> None:
    answer = plnbuddy("login", server.url, ok=False, input="")
    assert answer.exit_code == USAGE
    assert "--code" in answer.messages
    assert saved_accounts(plnbuddy)["logins"] == []
    assert tokens_of(server) == []


def test_a_wrong_code_is_named_as_such(plnbuddy: Plnbuddy, server: MastodonServer) -> None:
    answer = plnbuddy("login", server.url, "--code", "wrong", ok=False)
    assert answer.exit_code == NO_ACCOUNT
    assert "does not accept this code" in answer.messages
    assert "plnbuddy login" in answer.messages
    assert plnbuddy("whoami", ok=False).exit_code == NO_ACCOUNT


def test_a_code_works_once(plnbuddy: Plnbuddy, server: MastodonServer) -> None:
    code = get_code(plnbuddy, server)
    plnbuddy("login", server.url, "--code", code)
    before = saved_accounts(plnbuddy)
    again = plnbuddy("login", server.url, "--code", code, ok=False)
    assert again.exit_code == NO_ACCOUNT
    assert "does not accept this code" in again.messages
    assert saved_accounts(plnbuddy) == before


def test_a_server_that_fails_while_the_code_is_given_is_not_taken_for_a_wrong_code(
    plnbuddy: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    code = get_code(plnbuddy, server)
    server.faults.schedule(faults.hang_up(), "/oauth/token")
    answer = plnbuddy("login", server.url, "--code", code, ok=False)
    assert answer.exit_code == UNREACHABLE
    assert "code" not in answer.messages


@pytest.mark.parametrize("settings", [old_mastodon, gotosocial, akkoma, pixelfed])
def test_other_software_and_older_versions_log_in(
    plnbuddy: Plnbuddy, settings: Callable[[], ServerSettings]
) -> None:
    with serving(staff_room(), settings()) as server:
        answer = log_in(plnbuddy, server)
    assert f"Logged in as @anna@{HERE}." in answer.output


def test_an_application_is_registered_once_and_asks_for_all_rights_at_once(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    log_in(plnbuddy, server, "ben")
    made = [a for a in server.authority.applications.values() if a.name == "plnbuddy"]
    assert len(made) == 1
    assert set(made[0].scopes) == READ | WRITE
    assert server.log.count("/api/v1/apps", "POST") == 1


def test_read_only_never_asks_for_the_right_to_change(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server, "anna", "--read-only")
    (made,) = (a for a in server.authority.applications.values() if a.name == "plnbuddy")
    assert set(made.scopes) == READ
    (token,) = tokens_of(server)
    assert set(server.authority.tokens[token].scopes) == READ
    assert plnbuddy("whoami", "--json").data["accounts"][0]["read_only"] is True
    assert "reads only" in plnbuddy("whoami").output


def test_with_read_only_follow_prints_links_and_changes_nothing(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server, "anna", "--read-only")
    plnbuddy("sync")
    server.log.clear()
    answer = plnbuddy("follow", "@cleo@schule.example", "#recorders")
    # Cleo's page as the server names it, and the hashtag's page on the teacher's own server.
    assert "https://schule.example/@cleo" in answer.output
    assert f"https://{server.url.partition('://')[2]}/tags/recorders" in answer.output
    assert "on your account" not in answer.output
    assert server.log.entries(method="POST") == []
    refused = plnbuddy("follow", "@dora@classroom.example", "--list", "PLN", ok=False)
    assert refused.exit_code == USAGE


# What is no server


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


# Where the token is


def test_the_file_with_the_logins_is_readable_by_its_owner_alone(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    before = os.umask(0)
    try:
        log_in(plnbuddy, server)
    finally:
        os.umask(before)
    file = plnbuddy.home / "accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    findings = plnbuddy("doctor", "--json").data["findings"]
    assert "account" not in {each["part"] for each in findings if each["health"] == "problem"}


def test_doctor_finds_a_file_that_others_can_read(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    (plnbuddy.home / "accounts.json").chmod(0o644)
    answer = plnbuddy("doctor", ok=False)
    assert answer.exit_code == 1
    assert "chmod 600" in answer.output
    log_in(plnbuddy, server)
    assert stat.S_IMODE((plnbuddy.home / "accounts.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("number", ["127.0.0.1", "10.0.0.7", "64:ff9b::a00:1", "169.254.169.254"])
def test_a_server_whose_name_leads_into_a_private_network_is_sent_nothing(
    plnbuddy: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    port = int(server.url.rpartition(":")[2])
    entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [entry])
    answer = plnbuddy("login", f"school.example:{port}", ok=False)
    assert answer.exit_code == UNREACHABLE
    assert "private network" in answer.messages
    assert server.log.entries() == []


def test_a_server_that_sends_its_headers_drop_by_drop_is_left(
    plnbuddy: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "DEADLINE", 0.5)
    left = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        try:
            while not left.wait(0.05):
                connection.sendall(b"X: y\r\n")
        except OSError:
            left.set()

    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                drip(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = listening.getsockname()[1]
        answer = plnbuddy("login", f"127.0.0.1:{port}", ok=False)
        assert answer.exit_code == UNREACHABLE
        assert left.wait(60), "the connection was left open"


def test_the_token_and_the_application_secret_are_never_shown(
    plnbuddy: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    answers: list[Answer] = [log_in(plnbuddy, server)]
    (token,) = tokens_of(server)
    (app,) = (a for a in server.authority.applications.values() if a.name == "plnbuddy")
    for debug in ("", "1"):
        for command in (
            ["sync", "--dry-run"],
            ["sync", "--json"],
            ["whoami"],
            ["whoami", "--json"],
            ["doctor"],
            ["doctor", "--json"],
            ["follow", "@nobody@classroom.example"],
            ["follow", "#one", "--json"],
            ["report"],
            ["suggest", "--json"],
            ["config", "show"],
            ["log", "list", "--json"],
            ["log", "export"],
        ):
            answers.append(plnbuddy(*command, ok=False, PLNBUDDY_DEBUG=debug))
        for fault in (faults.status(401), faults.html(), faults.truncated(), faults.hang_up()):
            server.faults.schedule(fault, times=None)
            answers.append(plnbuddy("sync", ok=False, PLNBUDDY_DEBUG=debug))
            answers.append(plnbuddy("doctor", ok=False, PLNBUDDY_DEBUG=debug))
            server.faults.clear()
        server.faults.schedule(faults.html(), times=None)
        answers.append(plnbuddy.process("sync", ok=False, PLNBUDDY_DEBUG=debug))
        server.faults.clear()
    answers.append(plnbuddy("login", server.url, "--code", "wrong", ok=False, PLNBUDDY_DEBUG="1"))
    answers.append(plnbuddy("logout", PLNBUDDY_DEBUG="1"))
    for answer in answers:
        for secret in (token, app.client_secret):
            assert secret not in answer.output + answer.messages
    store = b"".join(path.read_bytes() for path in plnbuddy.home.glob("*sqlite3*"))
    assert token.encode() not in store


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"active": "", "logins": null, "apps": []}',
        '{"active": "", "logins": [5], "apps": []}',
        '{"active": "x", "logins": [{"handle": 5}], "apps": []}',
        '{"active": "x", "logins": [{"handle": "x"}], "apps": []}',
        "\ud800",
    ],
)
def test_a_broken_file_with_logins_is_named_and_left_alone(
    plnbuddy: Plnbuddy, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    in_a_hurry(monkeypatch)
    plnbuddy.home.mkdir()
    file = plnbuddy.home / "accounts.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    before = file.read_bytes()
    for command in (["whoami"], ["sync"], ["login", "127.0.0.1:9"], ["follow", "@a@b.example"]):
        answer = plnbuddy(*command, ok=False, input="")
        assert answer.exit_code in (NO_ACCOUNT, UNREACHABLE)
        assert "stumbled" not in answer.messages
        if command[0] != "login":
            assert "accounts.json" in answer.messages
            assert answer.exit_code == NO_ACCOUNT
    assert file.read_bytes() == before
    plnbuddy("suggest", "--topic", "music", "--offline")
    plnbuddy("report")
    assert plnbuddy("log", "connect", "met somebody").exit_code == 0
    doctor = plnbuddy("doctor", ok=False)
    assert doctor.exit_code == 1
    assert "accounts.json" in doctor.output


@pytest.mark.skipif(find_spec("keyring") is not None, reason="the keyring extra is installed")
def test_without_the_keyring_extra_the_token_is_in_the_file(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    assert saved_accounts(plnbuddy)["logins"][0]["token"] == tokens_of(server)[0]


def test_with_the_keyring_extra_the_token_is_in_the_keyring_alone(
    plnbuddy: Plnbuddy, server: MastodonServer, tmp_path: Path
) -> None:
    """A stand-in for the keyring package, which keeps passwords in a file."""
    package = tmp_path / "packages" / "keyring"
    (package / "backends").mkdir(parents=True)
    (package / "__init__.py").write_text(
        "import json, os, pathlib\n"
        "FILE = pathlib.Path(os.environ['RING'])\n"
        "def _all(): return json.loads(FILE.read_text()) if FILE.exists() else {}\n"
        "def get_keyring(): return object()\n"
        "def get_password(service, name): return _all().get(f'{service} {name}')\n"
        "def set_password(service, name, word):\n"
        "    FILE.write_text(json.dumps(_all() | {f'{service} {name}': word}))\n"
        "def delete_password(service, name):\n"
        "    left = _all(); del left[f'{service} {name}']; FILE.write_text(json.dumps(left))\n"
    )
    (package / "backends" / "__init__.py").write_text("")
    (package / "backends" / "fail.py").write_text("class Keyring: pass\n")
    ring = tmp_path / "ring.json"
    with_keyring = Plnbuddy(
        plnbuddy.home,
        {**plnbuddy.environment, "PYTHONPATH": str(package.parent), "RING": str(ring)},
    )
    code = get_code(plnbuddy, server)
    with_keyring.process("login", server.url, "--code", code)
    (token,) = tokens_of(server)
    assert token in ring.read_text()
    assert token not in (plnbuddy.home / "accounts.json").read_text()
    assert "You follow 1" in with_keyring.process("sync").output
    assert "no longer accepts" in plnbuddy.process("sync", ok=False).messages
    with_keyring.process("logout")
    assert token not in ring.read_text()


# Several accounts


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


# Logging out


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


# The profile


def test_login_and_doctor_say_what_a_profile_lacks_and_why_it_matters(plnbuddy: Plnbuddy) -> None:
    room = staff_room()
    room.person("new", has_avatar=False, discoverable=None)
    with serving(room) as server:
        answer = log_in(plnbuddy, server, "new")
        for part in ("a picture", "a bio", "a hashtag in the bio", "discoverable", "#introduction"):
            assert f"{part} is missing: " in answer.output
        assert "profile lacks" in plnbuddy("doctor").output
        room.change(
            "new", has_avatar=True, discoverable=True, note="<p>I teach <a href='x'>#maths</a></p>"
        )
        room.post("new", "Hello #Introduction")
        finding = next(
            f for f in plnbuddy("doctor", "--json").data["findings"] if f["part"] == "account"
        )
        assert finding["health"] == "fine"


def test_doctor_without_the_server_finishes_and_says_so(
    plnbuddy: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    log_in(plnbuddy, server)
    server.stop()
    answer = plnbuddy("doctor", ok=False)
    assert "cannot be reached" in answer.output
    assert "time zone" in answer.output


def test_a_process_of_its_own_logs_in_too(plnbuddy: Plnbuddy, server: MastodonServer) -> None:
    asked = subprocess.run(
        plnbuddy.command(("login", server.url)),
        input=b"",
        capture_output=True,
        env=plnbuddy.process_environment(),
        timeout=60,
        check=False,
    )
    code = agree(consent_address(asked.stderr.decode()), "anna")
    answer = plnbuddy.process("login", server.url, "--json", input=code.encode() + b"\n")
    assert answer.data == {
        "form": "plnbuddy.account.1",
        "handle": f"@anna@{HERE}",
        "server": server.url,
        "read_only": False,
    }


def test_a_server_whose_handles_name_another_domain_gives_the_right_handle(
    plnbuddy: Plnbuddy,
) -> None:
    with serving(staff_room(), ServerSettings(title="<b>Class</b>")) as server:
        log_in(plnbuddy, server)
    assert saved_accounts(plnbuddy)["logins"][0]["handle"] == f"@anna@{HERE}"


# The code is bound to this computer


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
    plnbuddy: Plnbuddy,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    fault: faults.Fault,
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
