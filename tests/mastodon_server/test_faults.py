"""What the stand-in does wrong when it is told to, and how much it lets itself be asked."""

from typing import Any

import pytest
import requests
from mastodon import Mastodon, MastodonAPIError, MastodonNetworkError, MastodonRatelimitError

from tests.mastodon_server import Community, MastodonServer, RateLimits, faults
from tests.mastodon_server.clients import client, crowd, raw

# Limits


def test_requests_above_the_limit_are_refused(server: MastodonServer) -> None:
    now = [1_000_000_200.0]
    server.limits = RateLimits(requests=3, clock=lambda: now[0])
    api = client(server)
    for left in ("2", "1", "0"):
        answer = requests.get(
            f"{server.url}/api/v1/preferences",
            headers={"Authorization": f"Bearer {api.access_token}"},
            timeout=5,
        )
        assert answer.headers["X-RateLimit-Remaining"] == left
    assert answer.headers["X-RateLimit-Limit"] == "3"
    assert answer.headers["X-RateLimit-Reset"] == "2001-09-09T01:55:00.000000Z"
    with pytest.raises(MastodonRatelimitError):
        api.preferences()
    assert client(server, "ben").preferences()
    now[0] += 300
    assert api.preferences()


def test_paging_has_its_own_limit(server: MastodonServer) -> None:
    server.community.follow("anna", *crowd(server.community, 10))
    server.limits = RateLimits(requests=300, paging=2)
    api = client(server)
    page = api.account_following(api.me(), limit=2)
    with pytest.raises(MastodonRatelimitError):
        api.fetch_remaining(page)
    assert api.me()


def test_follows_of_a_day_are_limited(server: MastodonServer) -> None:
    crowd(server.community, 3)
    server.limits = RateLimits(follows_per_day=2, retry_after=True)
    api = client(server)
    ids = [server.community.find(f"p{number}").id for number in range(3)]
    api.account_follow(ids[0])
    api.account_follow(ids[0])
    api.account_follow(ids[1])
    with pytest.raises(MastodonRatelimitError):
        api.account_follow(ids[2])
    assert server.community.follows.count_outgoing(server.community.find("anna").id) == 2


# Faults


@pytest.mark.parametrize("code", [401, 403, 404, 410, 422, 500, 503])
def test_a_status_strikes_on_the_nth_request_only(server: MastodonServer, code: int) -> None:
    planned = server.faults.schedule(faults.status(code), "/api/v1/accounts/*", nth=2)
    api = client(server)
    api.me()
    with pytest.raises(MastodonAPIError) as caught:
        api.account_lookup("ben")
    assert caught.value.args[1] == code
    assert api.account_lookup("ben")
    assert (planned.seen, planned.used) == (3, 1)
    assert [entry.status for entry in server.log.entries("/api/v1/accounts/*")] == [200, code, 200]


@pytest.mark.parametrize("headers", [True, False])
def test_too_many_requests_with_and_without_headers(server: MastodonServer, headers: bool) -> None:
    server.faults.schedule(faults.rate_limited(5, headers=headers, retry_after=True))
    answer = raw(server, "/api/v1/preferences")
    assert answer.status_code == 429
    assert ("X-RateLimit-Reset" in answer.headers) is headers
    assert answer.headers["Retry-After"] == "5"


def test_unavailable_says_when_to_come_back(server: MastodonServer) -> None:
    server.faults.schedule(faults.unavailable(7))
    answer = raw(server, "/api/v1/preferences")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")


def test_slow_answers_time_out(server: MastodonServer) -> None:
    server.faults.schedule(faults.hold())
    api = Mastodon(access_token=server.token("anna"), api_base_url=server.url, request_timeout=0.2)
    with pytest.raises(MastodonNetworkError):
        api.preferences()
    server.stop()  # It waits for no answer that is held back.


def test_a_reset_connection_is_a_network_error(server: MastodonServer) -> None:
    api = client(server)
    for fault in (faults.hang_up(), faults.reset(), faults.reset(0)):
        server.faults.schedule(fault)
        with pytest.raises(MastodonNetworkError):
            api.preferences()
    assert api.preferences()


def test_bodies_that_are_no_json(server: MastodonServer) -> None:
    api = client(server)
    for fault in (faults.truncated(), faults.html()):
        server.faults.schedule(fault)
        with pytest.raises(MastodonAPIError, match="Could not parse"):
            api.preferences()
    server.faults.schedule(faults.wrong_type())
    assert raw(server, "/api/v1/preferences").json() == []
    server.faults.schedule(faults.json_body("hello"))
    assert raw(server, "/api/v1/preferences").json() == "hello"


def test_pages_that_never_end_or_repeat(server: MastodonServer) -> None:
    server.community.follow("anna", *crowd(server.community, 5))
    api = client(server)
    me = api.me()
    for fault, cursors in ((faults.endless_pages(), 9), (faults.repeated_page(), 1)):
        server.faults.clear()
        server.log.clear()
        server.faults.schedule(fault, "*/following", times=None)
        page: Any = api.account_following(me, limit=2)
        for _ in range(9):
            assert len(page) == 2
            page = api.fetch_next(page)
        asked = [entry.values.get("max_id", [""])[0] for entry in server.log.entries()]
        assert len(set(asked[1:])) == cursors


def test_redirects_lead_elsewhere(server: MastodonServer) -> None:
    with MastodonServer(Community("other.example")) as other:
        server.faults.schedule(faults.redirect(other.url.replace("127.0.0.1", "localhost") + "/x"))
        answer = raw(server, "/api/v1/preferences")
        assert answer.status_code == 404
        assert [(entry.path, entry.token) for entry in other.log.entries()] == [("/x", None)]


@pytest.mark.parametrize("compressed", [False, True])
def test_oversized_answers_state_no_length(server: MastodonServer, compressed: bool) -> None:
    server.faults.schedule(faults.oversized(3_000_000, compressed=compressed))
    answer = raw(server, "/api/v1/preferences", stream=True)
    assert "Content-Length" not in answer.headers
    assert len(answer.content) == 3_000_004
    server.faults.schedule(faults.oversized(10**12))
    with raw(server, "/api/v1/preferences", stream=True) as endless:
        assert len(next(endless.iter_content(1000))) == 1000


def test_entities_lose_and_gain_fields(server: MastodonServer) -> None:
    path = f"/api/v1/accounts/{server.community.find('ben').id}"
    server.faults.schedule(faults.without_fields("discoverable", "note"))
    assert not {"discoverable", "note"} & set(raw(server, path).json())
    server.faults.schedule(faults.null_fields("display_name"))
    assert raw(server, path).json()["display_name"] is None
    server.faults.schedule(faults.replaced_fields(followers_count="many"))
    assert raw(server, path).json()["followers_count"] == "many"
    server.faults.schedule(faults.unknown_fields())
    assert client(server).account_lookup("ben")["future_flag"] is True
