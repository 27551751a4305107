"""Sync on Bluesky is killed at each of its answers, and nothing is lost or doubled."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.accounts import kept
from tests.bluesky.signing_in import ME
from tests.bluesky.stand_in import Call, StandIn, view
from tests.conftest import Plnbuddy, copy_of
from tests.running_copies import PipedCopy

pytestmark = pytest.mark.slow

TWO_PAGES = 120


@pytest.fixture
def server(server: StandIn) -> StandIn:
    """One with two pages of everything."""
    people = [_person(number) for number in range(TWO_PAGES)]
    posts = [_post(number) for number in range(TWO_PAGES, 0, -1)]
    notices = [_notice(number) for number in range(TWO_PAGES, 0, -1)]
    server.answers.update(
        {
            "app.bsky.actor.getProfile": lambda _call: view(
                "me", followsCount=TWO_PAGES, followersCount=TWO_PAGES, postsCount=TWO_PAGES
            ),
            "app.bsky.graph.getFollows": _pages("follows", people),
            "app.bsky.graph.getFollowers": _pages("followers", people),
            "app.bsky.feed.getAuthorFeed": _pages("feed", posts),
            "app.bsky.notification.listNotifications": _pages("notifications", notices),
        }
    )
    return server


def _person(number: int) -> dict[str, object]:
    return view("p" + "abcdefghijklmnop"[number // 16] + "abcdefghijklmnop"[number % 16])


def _post(number: int) -> dict[str, object]:
    uri = f"at://{ME}/app.bsky.feed.post/3k{number:04}"
    made = f"2026-11-{1 + number // 24:02}T{number % 24:02}:00:00.000Z"
    record = {"text": f"Lesson {number} 👩‍🏫 #math", "createdAt": made, "langs": ["en"]}
    return {"post": {"uri": uri, "author": view("me"), "record": record}}


def _notice(number: int) -> dict[str, object]:
    person = _person(number - 1)
    return {
        "uri": f"at://{person['did']}/app.bsky.graph.follow/3k{number:04}",
        "reason": "follow",
        "author": person,
        "indexedAt": f"2026-11-{1 + number // 24:02}T{number % 24:02}:30:00.000Z",
        "record": {},
    }


def _pages(field: str, everything: list[dict[str, object]]) -> Callable[[Call], object]:
    def answer(call: Call) -> object:
        start = int(call.values.get("cursor") or 0)
        more = {"cursor": str(start + 100)} if start + 100 < len(everything) else {}
        return {field: everything[start : start + 100], **more}

    return answer


def test_a_sync_that_is_killed_at_every_answer_ends_like_one_that_was_not(
    member: Plnbuddy, server: StandIn, tmp_path: Path
) -> None:
    undisturbed = copy_of(member, tmp_path / "undisturbed")
    before = len(server.calls)
    undisturbed("sync")
    answers = len(server.calls) - before
    wanted = kept(undisturbed.home)
    assert answers == 9
    for at in range(1, answers + 1):
        victim = copy_of(member, tmp_path / f"killed at {at}")
        assert _killed_at(victim, server, at)
        victim("sync")
        assert kept(victim.home) == wanted, f"killed at answer {at}"


def test_one_that_is_killed_again_and_again_comes_to_its_end(
    member: Plnbuddy, server: StandIn, tmp_path: Path
) -> None:
    undisturbed = copy_of(member, tmp_path / "undisturbed")
    undisturbed("sync")
    for _ in range(3):
        assert _killed_at(member, server, 3)
    member("sync")
    assert kept(member.home) == kept(undisturbed.home)


def _killed_at(plnbuddy: Plnbuddy, server: StandIn, at: int) -> bool:
    """Start a sync that is killed while it waits for its n-th answer; whether it was."""
    healthy, start = dict(server.answers), len(server.calls)
    child: list[PipedCopy] = []

    def deadly(answer: Callable[[Call], object]) -> Callable[[Call], object]:
        def reply(call: Call) -> object:
            if len(server.calls) - start == at:
                child[0].send_signal(signal.SIGKILL)
            return answer(call)

        return reply

    server.answers.update({name: deadly(answer) for name, answer in healthy.items()})
    child.append(plnbuddy.begin("sync"))
    child[0].communicate()
    ended = child[0].wait()
    server.answers.update(healthy)
    return ended == -signal.SIGKILL
