"""Where the token is kept, and that nothing shows it."""

import os
import socket
import stat
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

import pytest

from plnbuddy.system import wire
from tests.accounts import (
    NO_ACCOUNT,
    UNREACHABLE,
    get_code,
    in_a_hurry,
    log_in,
    saved_accounts,
    tokens_of,
)
from tests.conftest import Answer, Plnbuddy

from .mastodon_server import MastodonServer, faults


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
    with patch.dict(sys.modules), pytest.MonkeyPatch.context() as installed:
        installed.syspath_prepend(package.parent)
        installed.setenv("RING", str(ring))
        code = get_code(plnbuddy, server)
        plnbuddy("login", server.url, "--code", code)
        (token,) = tokens_of(server)
        assert token in ring.read_text()
        assert token not in (plnbuddy.home / "accounts.json").read_text()
        assert "You follow 1" in plnbuddy("sync").output
        assert "no longer accepts" in plnbuddy.process("sync", ok=False).messages
        plnbuddy("logout")
    assert token not in ring.read_text()
