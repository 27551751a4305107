"""Accounts for tests: a staff room behind the stand-in server, logging in, and what is kept."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from plnbuddy.core.handles import parse_handle
from plnbuddy.platforms.credentials import Login, read_credentials, write_credentials
from plnbuddy.platforms.mastodon.login import scopes_for
from plnbuddy.system import budget, wire
from tests.conftest import NOW, Answer, Plnbuddy
from tests.journal_entries import entries

from .mastodon_server import Community, MastodonServer, RateLimits, ServerSettings, faults

HERE = "classroom.example"
THERE = "schule.example"
MOMENT = datetime.fromisoformat(NOW)

COULD_NOT = 1
USAGE = 2
NO_ACCOUNT = 3
UNREACHABLE = 4
RATE_LIMITED = 5
NOTHING_FOUND = 6
INTERRUPTED = 130

_PAGE = re.compile(r"https?://\S+/oauth/authorize\?\S+")
_SHOWN_CODE = re.compile(r'value="([^"]+)"')


@dataclass(frozen=True)
class Trouble:
    """A fault, how often it strikes, and what becomes of the command (0: it is overcome)."""

    fault: Callable[[], faults.Fault]
    exit_code: int
    times: int | None = None


def staff_room(domain: str = HERE) -> Community:
    """Anna's server: she follows ben, cleo follows her, and there are some whom she may follow."""
    community = Community(domain, now=MOMENT)
    community.person("anna", topics=("musiced",))
    community.person("ben", topics=("musiced",))
    community.person("cleo", domain=THERE, topics=("mathsed",))
    community.person("dora", locked=True)
    community.person("eva", domain="far.example", known=False)
    community.person("old")
    community.move("old", "ben")
    community.person("gone", suspended=True)
    community.follow("anna", "ben")
    community.follow(f"cleo@{THERE}", "anna")
    community.follow_tag("anna", "musiced")
    return community


@contextmanager
def serving(
    community: Community | None = None,
    settings: ServerSettings | None = None,
    limits: RateLimits | None = None,
) -> Iterator[MastodonServer]:
    """A running server; at the end it must not have failed by itself."""
    with MastodonServer(community or staff_room(), settings, limits) as server:
        yield server
        assert server.crashes == []


def consent_address(text: str) -> str:
    """The page at which a teacher agrees, as a run of `plnbuddy login` named it."""
    found = _PAGE.search(text)
    assert found, text
    return found[0]


def agree(page: str, user: str) -> str:
    """Agree as a person on the page of the server; the code that it shows."""
    answer = requests.get(f"{page}&{urlencode({'username': user})}", timeout=10)
    found = _SHOWN_CODE.search(answer.text)
    assert found, answer.text
    return found[1]


def get_code(plnbuddy: Plnbuddy, server: MastodonServer, user: str = "anna", *options: str) -> str:
    """A code for a person, from the page that `plnbuddy login` names."""
    asked = plnbuddy("login", server.url, *options, ok=False, input="")
    return agree(consent_address(asked.messages), user)


def log_in(plnbuddy: Plnbuddy, server: MastodonServer, user: str = "anna", *options: str) -> Answer:
    """Log in as a person does: get the page, agree, and give the code."""
    code = get_code(plnbuddy, server, user, *options)
    return plnbuddy("login", server.url, "--code", code, *options)


def be_logged_in(plnbuddy: Plnbuddy, server: MastodonServer, user: str = "anna") -> None:
    """As after `log_in`, without its pages, which take longer than most of what is tested."""
    login = Login(
        handle=parse_handle(f"@{user}@{server.community.domain}"),
        server=server.url,
        id=str(server.community.find(user).id),
        read_only=False,
        token=server.token(user, " ".join(scopes_for(read_only=False))),
    )
    keep_login(plnbuddy, login)


def keep_login(plnbuddy: Plnbuddy, login: Login) -> None:
    """Keep a login beside those that there are; it becomes the active one."""
    file = saved_in(plnbuddy)
    write_credentials(file, read_credentials(file).with_login(login))


def saved_in(plnbuddy: Plnbuddy) -> Path:
    """Where the logins are kept."""
    return plnbuddy.home / "accounts.json"


def in_a_hurry(monkeypatch: pytest.MonkeyPatch, timeout: float = 20.0) -> None:
    """Let the program wait hardly at all before it tries again; `timeout` is in seconds."""
    monkeypatch.setattr(wire, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(wire, "TIMEOUT", timeout)


class Naps:
    """The time of the program's budgets, which passes only while they sleep; all naps, in order."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Note the nap instead of taking it."""
        self.seconds.append(seconds)

    def monotonic(self) -> float:
        """Seconds slept so far."""
        return sum(self.seconds)


def without_waiting(monkeypatch: pytest.MonkeyPatch) -> Naps:
    """Let the program's budgets wait in no time; returns how long they would have waited."""
    naps = Naps()
    monkeypatch.setattr(budget, "time", naps)
    return naps


def saved_accounts(plnbuddy: Plnbuddy) -> dict[str, Any]:
    """The file with the logins."""
    text = saved_in(plnbuddy).read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def tokens_of(server: MastodonServer) -> list[str]:
    """Every token that the server has given to the program."""
    return [
        text
        for text, token in server.authority.tokens.items()
        if token.application.name == "plnbuddy"
    ]


def journal(plnbuddy: Plnbuddy) -> list[dict[str, Any]]:
    """Every entry, the newest first."""
    return entries(plnbuddy)


def entry(plnbuddy: Plnbuddy, text: str) -> dict[str, Any]:
    """The only entry whose text holds this."""
    (found,) = (each for each in journal(plnbuddy) if text in each["text"])
    return found


def told(plnbuddy: Plnbuddy) -> set[tuple[str, str]]:
    """Kind and text of every entry."""
    return {(entry["kind"], entry["text"]) for entry in journal(plnbuddy)}


def kept(home: Path) -> dict[str, list[str]]:
    """Every table of the store as text, without what depends on how often reading was begun.

    That is the number of a reading, and a place in a stream that says nothing.
    """
    with closing(sqlite3.connect(home / "plnbuddy.sqlite3")) as store:
        store.row_factory = sqlite3.Row
        store.execute("BEGIN")  # One look at the file instead of one for each table.
        uids = {row["id"]: row["uid"] for row in store.execute("SELECT id, uid FROM activity")}
        tables = [
            str(row["name"])
            for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row["name"].startswith("sqlite_")
        ]
        return {
            table: sorted(
                _told_row(table, dict(row), uids)
                for row in store.execute(f"SELECT * FROM {table}")
                if table != "cursor" or row["state"] != "{}"
            )
            for table in tables
        }


def _told_row(table: str, row: dict[str, Any], uids: dict[int, str]) -> str:
    row.pop("run", None)
    if table == "activity":
        del row["id"]
    if "activity_id" in row:
        row["activity_id"] = uids[row["activity_id"]]
    if table == "cursor":
        state = json.loads(row["state"])
        row["state"] = {k: v[:1] if k == "known" else v for k, v in state.items() if k != "run"}
    return json.dumps(row, sort_keys=True, ensure_ascii=False)


def is_one_sentence(answer: Answer) -> bool:
    """Whether a failure was told as a sentence and a way out, and nothing more."""
    lines = [line for line in answer.messages.splitlines() if line.strip()]
    return (
        1 <= len(lines) <= 2
        and all(line.endswith((".", "]")) or ": " in line for line in lines)
        and not any(word in answer.messages for word in ("Traceback", "stumbled", "{", "<"))
    )
