"""A stand-in that is large, changes, is asked by many, or runs as a process."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from mastodon import Mastodon, MastodonNotFoundError

from tests.mastodon_server import MastodonServer, realistic_community
from tests.mastodon_server.clients import client, plain_client


def test_a_large_community_is_served_whole() -> None:
    community = realistic_community(2_000, ties=40_000)
    assert len(community.people.by_id) == 2_000
    ties = sum(community.follows.count_outgoing(number) for number in community.people.by_id)
    assert 36_000 < ties < 56_000
    with MastodonServer(community) as server:
        api = plain_client(server)
        popular = max(community.people.by_id, key=community.follows.count_incoming)
        community.change(community.find(popular), hide_collections=False, suspended=False)
        server.log.clear()
        followers = api.fetch_remaining(api.account_followers(popular, limit=80))
        assert len({person["id"] for person in followers}) == len(followers) > 100
        assert server.log.count("*/followers") == len(followers) // 80 + 1
        assert server.crashes == []


def test_many_clients_at_once_are_counted_exactly() -> None:
    with MastodonServer(realistic_community(200)) as server, ThreadPoolExecutor(16) as pool:
        token = server.token("anna")

        def ask(number: int) -> int:
            headers = {"Authorization": f"Bearer {token}"}
            paths = ("/api/v1/timelines/home", "/api/v1/notifications", "/api/v1/directory")
            url = server.url + paths[number % 3]
            server.community.post("anna", f"post {number}")
            return requests.get(url, headers=headers, timeout=10).status_code

        assert set(pool.map(ask, range(60))) == {200}
        assert server.log.count() == 60
        assert server.log.count("/api/v1/notifications") == 20
        assert server.crashes == []


def test_the_same_seed_gives_the_same_community() -> None:
    one, two = (realistic_community(200, seed=5) for _ in range(2))
    assert one.people.by_id == two.people.by_id
    assert one.posts.all == two.posts.all
    people = one.people.by_id.values()
    assert any(person.moved_to for person in people)
    assert any(person.hide_collections for person in people)
    assert any(not person.known for person in people)
    assert any(person.discoverable is None for person in people)


def test_a_community_changes_between_requests(server: MastodonServer) -> None:
    api = client(server)
    assert api.account_lookup("ben").statuses_count == 0
    server.community.advance(hours=1)
    post = server.community.post("ben", "new")
    assert api.account_lookup("ben").statuses_count == 1
    assert api.account_statuses(server.community.find("ben").id)[0].id == str(post.id)
    server.community.remove_person("ben")
    with pytest.raises(MastodonNotFoundError):
        api.account_lookup("ben")


def test_the_server_runs_as_a_process(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "tests.mastodon_server", "--size", "50", "--log", str(log)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        where = json.loads(process.stdout.readline())
        api = Mastodon(access_token=where["tokens"]["anna"], api_base_url=where["url"])
        assert api.account_verify_credentials().acct == "anna"
        process.stdin.close()
        assert process.wait(timeout=10) == 0
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    assert entries[-1]["path"] == "/api/v1/accounts/verify_credentials"
