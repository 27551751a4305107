"""When the server fails while somebody is followed: one sentence, and nothing is half kept."""

import time
from collections.abc import Callable

import pytest

from tests.accounts import (
    COULD_NOT,
    NO_ACCOUNT,
    RATE_LIMITED,
    UNREACHABLE,
    Trouble,
    in_a_hurry,
    journal,
    serving,
    told,
    without_waiting,
)
from tests.conftest import Plnbuddy
from tests.following.on_account import CLEO, EVA, FOLLOW, RELATIONSHIPS, SEARCH, TAG, follows, tags
from tests.mastodon_server import Community, MastodonServer, faults
from tests.mastodon_server.exchange import Request, Response
from tests.village import kept_rows

TROUBLES = {
    "401": Trouble(lambda: faults.status(401), NO_ACCOUNT),
    "403": Trouble(lambda: faults.status(403), COULD_NOT),
    "404": Trouble(lambda: faults.status(404), COULD_NOT),
    "422": Trouble(lambda: faults.status(422), COULD_NOT),
    "429 once": Trouble(lambda: faults.rate_limited(1), 0, times=1),
    "429 with Retry-After": Trouble(
        lambda: faults.rate_limited(1, headers=False, retry_after=True), 0, times=1
    ),
    "429 without headers": Trouble(lambda: faults.rate_limited(headers=False), RATE_LIMITED),
    "429 for hours": Trouble(lambda: faults.rate_limited(7_200), RATE_LIMITED),
    "500": Trouble(lambda: faults.status(500), UNREACHABLE),
    "503 for hours": Trouble(lambda: faults.unavailable(7_200), UNREACHABLE),
    "no answer in time": Trouble(faults.hold, UNREACHABLE),
    "hung up": Trouble(faults.hang_up, UNREACHABLE),
    "reset half-way": Trouble(faults.reset, UNREACHABLE),
    "half of the JSON": Trouble(faults.truncated, UNREACHABLE),
    "a web page": Trouble(faults.html, UNREACHABLE),
    "another type": Trouble(faults.wrong_type, UNREACHABLE),
    "null": Trouble(lambda: faults.json_body(None), UNREACHABLE),
    "too large": Trouble(lambda: faults.oversized(9_000_000), UNREACHABLE),
    "too large when unpacked": Trouble(
        lambda: faults.oversized(9_000_000, compressed=True), UNREACHABLE
    ),
}


def be_short_of_patience(
    monkeypatch: pytest.MonkeyPatch, server: MastodonServer, path: str
) -> None:
    """Wait hardly at all for the answer of that path, and for those before it as long as ever."""

    def hurry(request: Request, answer: Callable[[Request], Response]) -> Response:
        usual = answer(request)
        in_a_hurry(monkeypatch, timeout=0.02)
        return usual

    if path == SEARCH:
        in_a_hurry(monkeypatch, timeout=0.02)
    else:
        server.faults.schedule(hurry, SEARCH if path == RELATIONSHIPS else RELATIONSHIPS)


@pytest.mark.parametrize("name", TROUBLES)
@pytest.mark.parametrize("path", [SEARCH, RELATIONSHIPS, FOLLOW], ids=["search", "look", "follow"])
def test_a_failing_server_gives_one_sentence_and_nothing_is_half_kept(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    path: str,
) -> None:
    trouble = TROUBLES[name]
    naps = without_waiting(monkeypatch)
    if name == "no answer in time":
        be_short_of_patience(monkeypatch, server, path)
    server.faults.schedule(trouble.fault(), path, times=trouble.times)
    answer = anna("follow", CLEO, ok=False)
    assert answer.exit_code == trouble.exit_code, answer
    if not trouble.exit_code:
        assert naps.seconds == [1.0]
        assert told(anna) == {("connect", f"Followed {CLEO}")}
        return
    if trouble.exit_code == COULD_NOT:
        assert f"{CLEO} was not followed: " in answer.output
    else:
        assert server.url.removeprefix("http://") in answer.messages
    assert "stumbled" not in answer.messages
    assert ("larger than" in answer.messages) is name.startswith("too large")
    assert journal(anna) == []
    assert kept_rows(anna.home, "SELECT * FROM decision") == []
    server.faults.clear()
    in_a_hurry(monkeypatch)
    again = anna("follow", CLEO)
    assert again.exit_code == 0
    assert follows(community, CLEO)
    assert len(kept_rows(anna.home, "SELECT * FROM decision")) == 1


@pytest.mark.parametrize("path", [RELATIONSHIPS, FOLLOW])
def test_who_is_not_found_any_more_is_named_and_not_called_gone(
    anna: Plnbuddy, server: MastodonServer, path: str
) -> None:
    server.faults.schedule(faults.status(404), path, times=None)
    answer = anna("follow", CLEO, ok=False)
    assert (
        f"does not find {CLEO}. It may be gone, spelt otherwise, or only unknown" in answer.output
    )


@pytest.mark.parametrize(
    "name", ["401", "403", "404", "422", "429 once", "429 without headers", "500", "a web page"]
)
def test_a_hashtag_that_cannot_be_followed_says_why(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    trouble = TROUBLES[name]
    without_waiting(monkeypatch)
    server.faults.schedule(trouble.fault(), TAG, times=trouble.times)
    answer = anna("follow", "#recorders", ok=False)
    assert answer.exit_code == trouble.exit_code, answer
    assert told(anna) == (set() if trouble.exit_code else {("connect", "Followed #recorders")})
    server.faults.clear()
    anna("follow", "#recorders")
    assert told(anna) == {("connect", "Followed #recorders")}
    assert tags(community) == ["musiced", "recorders"]


def test_what_was_followed_before_the_server_failed_is_told_and_kept(
    anna: Plnbuddy, community: Community, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    server.faults.schedule(faults.status(500), FOLLOW, nth=2, times=None)
    answer = anna("follow", CLEO, EVA, "#recorders", ok=False)
    assert answer.exit_code == COULD_NOT
    assert f"Followed on your account: {CLEO}" in answer.output
    assert f"{EVA} was not followed" in answer.output
    assert "has trouble of its own" in answer.output
    assert told(anna) == {("connect", f"Followed {CLEO}"), ("connect", "Followed #recorders")}
    server.faults.clear()
    shown = anna("follow", CLEO, EVA, "#recorders", "--json")
    assert [each["already"] for each in shown.data["outcomes"]] == [True, False, True]
    assert len(journal(anna)) == 3


def test_a_follow_is_not_sent_twice_when_the_answer_is_lost(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    server.faults.schedule(faults.reset(), FOLLOW)
    answer = anna("follow", CLEO, ok=False)
    assert answer.exit_code == UNREACHABLE
    assert server.log.count(FOLLOW, "POST") == 1


def test_a_redirect_between_http_and_https_is_refused_on_the_same_host(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    other_way = server.url.replace("http://", "https://") + "{path}"
    server.faults.schedule(faults.redirect(other_way), FOLLOW, times=None)
    answer = anna("follow", CLEO, ok=False)
    assert answer.exit_code == UNREACHABLE
    assert "another address" in answer.messages


@pytest.mark.parametrize("code", [302, 307])
@pytest.mark.parametrize("path", [SEARCH, FOLLOW])
@pytest.mark.parametrize(
    "location",
    ["{url}{{path}}", "//{host}{{path}}", "{named}{{path}}"],
    ids=["address", "no scheme", "name"],
)
def test_a_redirect_to_another_host_is_refused_and_the_token_stays(
    anna: Plnbuddy, server: MastodonServer, code: int, path: str, location: str
) -> None:
    with serving() as other:
        host = other.url.removeprefix("http://")
        named = other.url.replace("127.0.0.1", "localhost")
        where = location.format(url=other.url, host=host, named=named)
        server.faults.schedule(faults.redirect(where, code), path, times=None)
        answer = anna("follow", CLEO, ok=False)
        assert answer.exit_code == UNREACHABLE
        assert "another address" in answer.messages
        assert other.log.entries() == []
    assert journal(anna) == []


def test_redirects_within_the_server_end_somewhere(anna: Plnbuddy, server: MastodonServer) -> None:
    server.faults.schedule(faults.redirect("{path}", 307), SEARCH, times=None)
    answer = anna("follow", CLEO, ok=False)
    assert answer.exit_code == UNREACHABLE
    assert server.log.count(SEARCH) < 20


def test_a_spent_budget_is_waited_for_before_the_next_request_and_said(
    anna: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps = without_waiting(monkeypatch)
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": _soon(60)}
    server.faults.schedule(faults.with_headers(dict(spent)), SEARCH)
    answer = anna("follow", CLEO)
    assert 30 < sum(naps.seconds) < 62
    assert "waiting" in answer.messages
    naps.seconds.clear()
    far = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": _soon(300)}
    server.faults.schedule(faults.with_headers(dict(far)), TAG)
    anna("follow", "#recorders")
    assert naps.seconds == []  # Nothing more is asked, so there is nothing to wait for.


def _soon(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + seconds)) + ".999999Z"
