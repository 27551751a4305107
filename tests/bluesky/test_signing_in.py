"""Signing in to Bluesky with an app password: what is sent and kept, and how a session ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bluesky.posts import FEED, NOTICES, post
from tests.bluesky.signing_in import ME, PASSWORD, log_in, session
from tests.bluesky.stand_in import Call, Reply, StandIn, did, refusal
from tests.conftest import Plnbuddy

CREATE = "com.atproto.server.createSession"
REFRESH = "com.atproto.server.refreshSession"
PROFILE = "app.bsky.actor.getProfile"


def kept(teacher: Plnbuddy) -> Any:
    return json.loads((teacher.home / "accounts.json").read_text(encoding="utf-8"))


def test_the_app_password_comes_through_standard_input_and_is_not_kept(
    teacher: Plnbuddy, server: StandIn
) -> None:
    answer = log_in(teacher)
    assert "Logged in as @me.test." in answer.output
    assert "https://bsky.app/settings/app-passwords" in answer.messages
    [made] = server.asked(CREATE)
    assert made.values == {"identifier": ME, "password": PASSWORD}
    file = teacher.home / "accounts.json"
    assert PASSWORD not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    everything = answer.output + answer.messages + teacher("whoami", "--json").output
    for secret in (PASSWORD, "access-1", "lasting-1"):
        assert secret not in everything


def test_an_introduction_is_a_post_with_that_hashtag(teacher: Plnbuddy, server: StandIn) -> None:
    server.answers[FEED] = lambda _call: {"feed": [post("3ka")]}
    assert "a post with #introduction is missing" in log_in(teacher).output
    server.answers[FEED] = lambda _call: {"feed": [post("3ka", tags=["introduction"])]}
    assert "✓ a post with #introduction" in log_in(teacher).output


@pytest.mark.parametrize("word", ["hunter2", "", "Abcd-efgh-ijkl-mnop", "abcd-efgh-ijkl-mnop-q"])
def test_the_password_of_the_account_itself_is_never_sent(
    teacher: Plnbuddy, server: StandIn, word: str
) -> None:
    refused = log_in(teacher, password=word, ok=False)
    assert refused.exit_code == 2
    assert "This is no app password" in refused.messages
    assert server.calls == []
    if word:
        assert word not in refused.messages


@pytest.mark.parametrize("name", ["", "me", "@me@example.org", "https://github.com/me"])
def test_a_name_that_is_none_of_bluesky_is_refused(
    teacher: Plnbuddy, server: StandIn, name: str
) -> None:
    assert log_in(teacher, name, ok=False).exit_code == 2
    assert server.calls == []


@pytest.mark.parametrize(
    ("method", "reply", "code", "said"),
    [
        (CREATE, refusal(401, "AuthenticationRequired", "Invalid password"), 3, "not accept"),
        (CREATE, refusal(400, "AccountTakedown", "gone"), 6, "was taken down"),
        (CREATE, refusal(401, "AuthFactorTokenRequired", "A code was sent"), 3, "not accept"),
        (CREATE, refusal(429, "RateLimitExceeded", ratelimit_reset="4102444800"), 5, "pause"),
        (CREATE, Reply({**session("1"), "did": did("eve")}), 4, "does not understand"),
        (CREATE, Reply({"did": ME}), 4, "does not understand"),
        (CREATE, Reply(status=307, headers={"Location": "https://evil.example/"}), 4, "evil"),
        (f"/{ME}", Reply({"service": 3}), 4, "does not understand"),
        (f"/{ME}", Reply({"service": [{"id": "#atproto_pds", "serviceEndpoint": "ftp://x"}]}), 4,
         "does not understand"),
        (f"/{ME}", Reply({"service": [
            {"id": "#atproto_pds", "serviceEndpoint": "http://10.0.0.1"}]}), 4, "understand"),
    ],
)  # fmt: skip
def test_a_login_that_fails_says_why_and_keeps_nothing(
    teacher: Plnbuddy, server: StandIn, method: str, reply: Reply, code: int, said: str
) -> None:
    server.answers[method] = lambda _call: reply
    refused = log_in(teacher, ok=False)
    assert (refused.exit_code, said in refused.messages) == (code, True), refused.messages
    assert PASSWORD not in refused.messages
    assert not (teacher.home / "accounts.json").exists()


def test_an_expired_session_is_renewed_and_the_new_keys_are_kept(
    member: Plnbuddy, server: StandIn
) -> None:
    usual = server.answers[PROFILE]

    def profile(call: Call) -> object:
        if call.headers["Authorization"] == "Bearer access-1":
            return refusal(400, "ExpiredToken", "Token has expired")
        return usual(call)

    server.answers[PROFILE] = profile
    server.answers[REFRESH] = lambda _call: session("2")
    member("sync")
    [renewal] = server.asked(REFRESH)
    assert renewal.headers["Authorization"] == "Bearer lasting-1"
    [login] = kept(member)["logins"]
    assert login["token"] == "lasting-2 access-2"
    assert server.asked(NOTICES)[0].headers["Authorization"] == "Bearer access-2"


def test_a_session_that_is_over_asks_to_log_in_again(member: Plnbuddy, server: StandIn) -> None:
    expired = refusal(400, "ExpiredToken", "Token has been revoked")
    server.answers[PROFILE] = server.answers[REFRESH] = lambda _call: expired
    refused = member("sync", ok=False)
    assert refused.exit_code == 3
    assert "Log in again: plnbuddy login bsky me.test" in refused.messages
    assert "lasting-1" not in refused.messages


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b""),
        refusal(401, "AuthenticationRequired", "Who?"),
        refusal(400, "InvalidToken", "Token is gone"),
        refusal(400, "InvalidRequest", "No such session"),
    ],
)
def test_logging_out_ends_the_session_there_too(
    member: Plnbuddy, server: StandIn, reply: Reply
) -> None:
    server.answers["com.atproto.server.deleteSession"] = lambda _call: reply
    assert "take it back" not in member("logout").messages
    [ended] = server.asked("com.atproto.server.deleteSession")
    assert ended.headers["Authorization"] == "Bearer lasting-1"
    assert member("whoami", ok=False).exit_code == 3


def test_a_session_that_may_live_on_is_said_so(member: Plnbuddy, server: StandIn) -> None:
    server.answers["com.atproto.server.deleteSession"] = lambda _call: refusal(502, "Down")
    assert "under Settings, Privacy and security, App passwords" in member("logout").messages
    assert member("whoami", ok=False).exit_code == 3


def test_passwords_of_other_programs_never_take_the_place_of_the_login(
    member: Plnbuddy, server: StandIn, tmp_path: Path
) -> None:
    kept = tmp_path / "netrc"
    kept.write_text("machine localhost login anna password geheim\n")
    server.calls.clear()
    member("sync", NETRC=str(kept))
    shown = {call.headers.get("Authorization", "nothing").split()[0] for call in server.calls}
    assert shown == {"Bearer"}
