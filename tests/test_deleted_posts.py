"""Posts deleted on the web: the entry stays, nothing leads there, a redraft counts once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.accounts import (
    MOMENT,
    UNREACHABLE,
    entry,
    in_a_hurry,
    kept,
    serving,
    staff_room,
)
from tests.conftest import Plnbuddy

from .mastodon_server import Community, MastodonServer, faults
from .mastodon_server.close import be_close

TOMORROW = "2026-11-25T09:00:00+00:00"
STATUS = "/api/v1/statuses/*"


@pytest.fixture
def community() -> Community:
    made = staff_room()
    for number in range(3):
        at = MOMENT - timedelta(hours=30 - number)
        made.post("anna", f"A worksheet on rhythm for class {number} #musiced", at=at)
    return made


@pytest.fixture(params=[lambda _server: None, be_close], ids=["Mastodon", "close to it"])
def server(request: pytest.FixtureRequest, community: Community) -> Iterator[MastodonServer]:
    be: Callable[[MastodonServer], None] = request.param
    with serving(community) as running:
        be(running)
        yield running


def delete(community: Community, text: str) -> None:
    post = next(each for each in community.posts.all.values() if text in each.content)
    community.delete_post(post)


def contributed(plnbuddy: Plnbuddy) -> int:
    kinds = plnbuddy("report", "--json", now=TOMORROW).data["kinds"]
    return sum(each["count"] for each in kinds if each["kind"] == "contribute")


def test_a_deleted_post_stays_as_an_entry_and_nothing_leads_there(
    anna: Plnbuddy, community: Community, server: MastodonServer, tmp_path: Path
) -> None:
    before = contributed(anna)
    link = entry(anna, "class 2")["links"][0]
    delete(community, "class 2")
    anna("sync", now=TOMORROW)
    found = entry(anna, "class 2")
    assert found["deleted"] is True
    assert entry(anna, "class 1")["deleted"] is False
    assert contributed(anna) == before  # it took place
    assert f"deleted: {link}" in anna("log", "show", str(found["id"])).output
    assert "(deleted)" in anna("log", "list").output
    for command in (["footprint"], ["report"], ["report", "--evidence"]):
        assert link not in anna(*command, now=TOMORROW).output, command
        assert link not in anna(*command, "--json", now=TOMORROW).output, command
    assert "the post was deleted since" in anna("report", "--evidence", now=TOMORROW).output
    server.log.clear()
    anna("sync", now=TOMORROW)
    assert server.log.count(STATUS) == 0  # asked once


def test_a_post_that_was_deleted_and_written_anew_counts_once(
    anna: Plnbuddy, community: Community
) -> None:
    before = contributed(anna)
    delete(community, "class 1")
    community.post("anna", "A worksheet about rhythm for class 1 #musiced")
    anna("sync", now=TOMORROW)
    assert contributed(anna) == before
    assert entry(anna, "worksheet on rhythm for class 1")["deleted"] is True
    assert entry(anna, "worksheet about rhythm for class 1")["deleted"] is False


def test_another_post_after_a_deleted_one_is_a_contribution_of_its_own(
    anna: Plnbuddy, community: Community
) -> None:
    before = contributed(anna)
    delete(community, "class 1")
    community.post("anna", "Who plays the recorder in year four?")
    anna("sync", now=TOMORROW)
    assert contributed(anna) == before + 1


@pytest.mark.parametrize("fault", [faults.status(403), faults.status(200, "odd")])
def test_a_post_that_is_merely_missing_is_not_said_deleted(
    anna: Plnbuddy, community: Community, server: MastodonServer, fault: faults.Fault
) -> None:
    delete(community, "class 1")
    server.faults.schedule(fault, STATUS, times=None)
    anna("sync", now=TOMORROW)
    assert entry(anna, "class 1")["deleted"] is False


def test_a_question_that_the_server_left_unanswered_is_asked_again(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_a_hurry(monkeypatch)
    before = contributed(anna)
    delete(community, "class 1")
    community.post("anna", "A worksheet about rhythm for class 1 #musiced")
    server.faults.schedule(faults.status(500), STATUS, times=None)
    assert anna("sync", now=TOMORROW, ok=False).exit_code == UNREACHABLE
    server.faults.clear()
    anna("sync", now=TOMORROW)
    assert entry(anna, "worksheet on rhythm for class 1")["deleted"] is True
    assert contributed(anna) == before  # the new one stands in its place


def test_an_entry_that_was_changed_keeps_its_link_through_edit_and_undo(
    anna: Plnbuddy, community: Community
) -> None:
    delete(community, "class 2")
    anna("sync", now=TOMORROW)
    before = entry(anna, "class 2")
    anna("log", "edit", str(before["id"]), "--minutes", "20", now=TOMORROW)
    anna("undo", now=TOMORROW)
    assert entry(anna, "class 2") == before


def test_what_is_known_of_deleted_posts_is_forgotten_with_the_account(
    anna: Plnbuddy, community: Community
) -> None:
    delete(community, "class 2")
    anna("sync", now=TOMORROW)
    assert kept(anna.home)["deleted_post"]
    anna("forget-account", "--yes", now=TOMORROW)
    assert kept(anna.home)["deleted_post"] == []


@pytest.mark.parametrize("known", [True, False])
def test_a_reply_without_an_at_sign_names_whom_it_answers(
    anna: Plnbuddy, community: Community, server: MastodonServer, known: bool
) -> None:
    who = "cleo@schule.example" if known else "eva@far.example"
    if not known:
        community.change(who, known=True)
    question = community.post(who, "How do you start?", notify=False)
    answer = community.post("anna", "With a song", in_reply_to=question)
    answer.mentions = ()
    answer.content = "<p>With a song</p>"
    server.log.clear()
    anna("sync", now=TOMORROW)
    assert entry(anna, "With a song")["people"] == [f"@{who}"]
    asked = [e for e in server.log.entries("/api/v1/accounts/*") if e.path.count("/") == 4]
    named = [e.path for e in asked if not e.path.endswith("verify_credentials")]
    assert len(named) == (0 if known else 1), named
