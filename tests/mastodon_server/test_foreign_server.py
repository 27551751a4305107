"""Against mastodon_mock, a server that nobody here wrote.

What it does otherwise than Mastodon (its search finds no exact handle and fetches nothing from
elsewhere, codes work more than once, scopes are off) is asked for in no test.

It stands in this folder, whose tests run early: the last tests of a run are shared out one by one,
and each process that gets one of these would start a server, which takes three seconds.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.accounts import (
    NO_ACCOUNT,
    RATE_LIMITED,
    UNREACHABLE,
    consent_address,
    in_a_hurry,
    journal,
    kept,
    saved_accounts,
    told,
)
from tests.conftest import Plnbuddy

if TYPE_CHECKING:
    from mastodon_mock.testing import MockServer

HERE = "foreign.example"
MANY = 45
"""More than a page holds, of people followed as of posts."""

FIONA, PAUL = "fiona", "paul"
"""She follows many, he has written much."""

TEACHERS = ("alice", "anton", "astrid", "aylin", "amos")
"""Each test takes the next of them, as nobody changed what the server knows of that one."""


@pytest.fixture(scope="module")
def server() -> Iterator["MockServer"]:
    """Teachers and others; one is locked, one lives elsewhere.

    Its search looks into display names and not for handles, so some are named like their handle.
    One for all tests: it takes longer to start, or to forget, than a test takes, and it is
    loaded only by the process that starts it.
    """
    from mastodon_mock.config import (
        DatabaseConfig,
        MastodonMockConfig,
        SeedAccount,
        SeedConfig,
        SeedFollow,
        SeedStatus,
    )
    from mastodon_mock.testing import MockServer

    colleagues = [f"colleague{number}" for number in range(MANY)]
    seed = SeedConfig(
        accounts=[
            *(
                SeedAccount(username=name, note="<p>I teach #music</p>", access_token=name)
                for name in (*TEACHERS, FIONA, PAUL)
            ),
            SeedAccount(username="bob", display_name=f"bob@{HERE}", access_token="bob"),
            SeedAccount(username="carol", display_name=f"carol@{HERE}", locked=True),
            SeedAccount(
                username="dave", display_name="dave@remote.example", domain="remote.example"
            ),
            *(SeedAccount(username=name) for name in colleagues),
        ],
        follows=[SeedFollow(follower=FIONA, following=name) for name in colleagues],
        statuses=[SeedStatus(account=PAUL, text=f"Post {number}") for number in range(MANY)],
    )
    config = MastodonMockConfig(domain=HERE, database=DatabaseConfig(path=":memory:"), seed=seed)
    with MockServer(config=config) as running:
        yield running


@pytest.fixture(scope="module")
def fresh() -> Iterator[str]:
    """Those whom no test has taken yet."""
    return iter(TEACHERS)


@pytest.fixture
def user(fresh: Iterator[str]) -> str:
    """The name of a teacher; some tests are about one of whom the server knows more."""
    return next(fresh)


@pytest.fixture
def as_at_its_start(server: "MockServer") -> None:
    """The server forgets what was done there, for tests that come back to the same teacher."""
    server.reset()


@pytest.fixture
def teacher(plnbuddy: Plnbuddy, server: "MockServer", user: str) -> Plnbuddy:
    """A teacher who is logged in there, in the present: the server knows no other time."""
    now = datetime.now(UTC).isoformat()
    present = Plnbuddy(plnbuddy.home, {**plnbuddy.environment, "PLNBUDDY_NOW": now})
    log_in(present, server, user)
    return present


def log_in(plnbuddy: Plnbuddy, server: "MockServer", user: str) -> None:
    asked = plnbuddy("login", server.base_url, ok=False, input="")
    page = urlsplit(consent_address(asked.messages))
    wanted = {name: values[0] for name, values in parse_qs(page.query).items()}
    agreed = requests.post(
        f"{server.base_url}/oauth/authorize", {**wanted, "username": user}, timeout=10
    )
    found = re.search(r"Authorization code: ([^<\s]+)", agreed.text)
    assert found, agreed.text
    plnbuddy("login", server.base_url, "--code", found[1])


def logged(plnbuddy: Plnbuddy) -> dict[str, int]:
    found: dict[str, int] = plnbuddy("sync", "--json").data["logged"]
    return found


def test_login_whoami_and_logout(teacher: Plnbuddy, server: "MockServer", user: str) -> None:
    (account,) = teacher("whoami", "--json").data["accounts"]
    assert account["handle"] == f"@{user}@{HERE}"
    token = saved_accounts(teacher)["logins"][0]["token"]
    headers = {"Authorization": f"Bearer {token}"}
    address = f"{server.base_url}/api/v1/accounts/verify_credentials"
    assert requests.get(address, headers=headers, timeout=5).status_code == 200
    teacher("logout")
    assert requests.get(address, headers=headers, timeout=5).status_code == 401
    assert teacher("sync", ok=False).exit_code == NO_ACCOUNT


def test_a_wrong_code_is_refused(plnbuddy: Plnbuddy, server: "MockServer") -> None:
    answer = plnbuddy("login", server.base_url, "--code", "wrong", ok=False)
    assert answer.exit_code == NO_ACCOUNT
    assert "does not accept this code" in answer.messages


@pytest.mark.parametrize("user", [FIONA])
def test_more_follows_than_a_page_holds_are_all_read(teacher: Plnbuddy) -> None:
    answer = teacher("sync", "--json")
    assert answer.data["following"] == MANY
    assert answer.data["logged"] == {"connect": 0, "collaborate": 0, "contribute": 0}


@pytest.mark.parametrize("user", [PAUL])
def test_posts_answers_and_followers_become_activities_once(
    teacher: Plnbuddy, server: "MockServer", user: str
) -> None:
    mine, bobs = server.client(user), server.client("bob")
    first = mine.status_post("A worksheet #musiced")
    question = bobs.status_post(f"@{user} how do you start?")
    mine.status_post("@bob with a song", in_reply_to_id=question.id)
    mine.status_post("second thought", in_reply_to_id=first.id)
    mine.status_reblog(question.id)
    bobs.account_follow(mine.me().id)
    assert logged(teacher) == {"connect": 1, "collaborate": 1, "contribute": 46}
    texts = told(teacher)
    assert ("contribute", "A worksheet #musiced") in texts
    assert ("connect", f"@bob@{HERE} follows you") in texts
    assert not any("second thought" in text for _, text in texts)
    before = kept(teacher.home)
    assert logged(teacher) == {"connect": 0, "collaborate": 0, "contribute": 0}
    assert kept(teacher.home)["activity"] == before["activity"]
    mine.status_post("News")
    assert logged(teacher) == {"connect": 0, "collaborate": 0, "contribute": 1}
    linked = [entry["links"] for entry in journal(teacher) if entry["text"] == "News"]
    assert linked[0]
    assert linked[0][0].startswith("http")


def test_a_mention_is_a_reminder_until_it_is_answered(
    teacher: Plnbuddy, server: "MockServer", user: str
) -> None:
    question = server.client("bob").status_post(f"@{user} how do you start?")
    teacher("sync")
    assert "you have not answered" in teacher("report").output
    server.client(user).status_post("@bob so", in_reply_to_id=question.id)
    teacher("sync")
    assert "you have not answered" not in teacher("report").output


def test_hashtags_and_lists_are_read(teacher: Plnbuddy, server: "MockServer", user: str) -> None:
    mine = server.client(user)
    for name in ("musiced", "choir"):
        mine.tag_follow(name)
    mine.list_create("Colleagues")
    assert teacher("sync", "--json").data["tags"] == 2
    assert "Colleagues" in "".join(kept(teacher.home)["account_list"])


def test_follow_reaches_the_server(teacher: Plnbuddy, server: "MockServer", user: str) -> None:
    mine = server.client(user)
    teacher("sync")
    teacher("follow", f"@bob@{HERE}", "@dave@remote.example", "#recorders", "--list", "PLN")
    bob = server.client("bob").me().id
    assert mine.account_relationships([bob])[0].following
    assert [tag.name for tag in mine.followed_tags()] == ["recorders"]
    (made,) = mine.lists()
    assert sorted(account.username for account in mine.list_accounts(made.id)) == ["bob", "dave"]
    asked = teacher("follow", f"@carol@{HERE}", "--json").data["outcomes"][0]
    assert asked["requested"] is True
    assert logged(teacher)["connect"] == 0


FAULTS: dict[str, tuple[dict[str, Any], int]] = {
    "401": ({"type": "status", "status": 401}, NO_ACCOUNT),
    "500": ({"type": "status", "status": 500}, UNREACHABLE),
    "503": ({"type": "status", "status": 503}, UNREACHABLE),
    "429": ({"type": "status", "status": 429}, RATE_LIMITED),
    "malformed": ({"type": "malformed"}, UNREACHABLE),
    "not truncated": ({"type": "malformed", "truncate": False}, UNREACHABLE),
    "late": ({"type": "latency", "delay_ms": 2_000}, UNREACHABLE),
}


@pytest.mark.slow
@pytest.mark.usefixtures("as_at_its_start")
@pytest.mark.parametrize("user", [FIONA])
@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("path", ["/api/v1/notifications", "/api/v1/accounts/*/following"])
def test_faults_are_told_and_the_next_sync_repairs(
    teacher: Plnbuddy,
    server: "MockServer",
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    path: str,
    user: str,
) -> None:
    server.client(user).status_post("A post")
    in_a_hurry(monkeypatch, timeout=0.5 if name == "late" else 20)
    effect, exit_code = FAULTS[name]
    with server.fault(path=path, **effect):
        answer = teacher("sync", ok=False)
    assert answer.exit_code == exit_code, answer
    assert "stumbled" not in answer.messages
    in_a_hurry(monkeypatch)
    teacher("sync")
    assert told(teacher) == {("contribute", "A post")}
    assert teacher("sync", "--json").data["following"] == MANY
