"""Who is counted and suggested where the server is close to Mastodon but not it."""

import re
from typing import Any

import pytest

from tests import close_server as close
from tests.accounts import (
    HERE,
    kept,
    log_in,
    told,
)
from tests.close_server import CLEO, DORA, RELATIONSHIPS, TOMORROW, lay_people_open, shown
from tests.conftest import Plnbuddy

from .mastodon_server import Community, MastodonServer

# Fixtures.
anna, community, server, synced_home = (
    close.anna,
    close.community,
    close.server,
    close.synced_home,
)

# Counting


TWEETER, IDA = "@mrteacher", f"@ida@{HERE}"
OTHERS = ("fay", "gus", "hal")


LATER = "2027-01-20T09:00:00+00:00"


@pytest.fixture
def confusing(music_teacher: Plnbuddy, server: MastodonServer, community: Community) -> Plnbuddy:
    """A teacher for whom decisions, the account and the journal name different people.

    She follows ben, cleo, ida, fay, and somebody on Twitter. She decided to follow herself
    before she logged in; blocked gus on the web; dora has not agreed yet; and hal was
    unfollowed with plnbuddy.
    """
    music_teacher("config", "set", "profile.networks", "mastodon,twitter")
    for kind in ("connect", "collaborate", "contribute"):
        music_teacher("config", "set", f"goals.{kind}", "0")
    music_teacher("follow", f"@anna@{HERE}", TWEETER)
    for name in ("ida", *OTHERS):
        community.person(name)
    log_in(music_teacher, server)
    music_teacher("sync")
    music_teacher("follow", CLEO, DORA, IDA, *(f"@{name}@{HERE}" for name in OTHERS), "--yes")
    music_teacher("unfollow", f"@hal@{HERE}")
    community.block("anna", "gus")
    music_teacher("sync")
    music_teacher("explore", "--budget", "5")
    return music_teacher


def test_one_place_counts_people_for_the_step_the_day_and_the_report(
    confusing: Plnbuddy, community: Community
) -> None:
    def agreed(now: str | None = None) -> str:
        steps = confusing("start", "--json", ok=False, now=now).data["steps"]
        today = confusing("--json", now=now).data["today"]["steps"]["steps"]
        said = {s["so_far"] for s in (*steps, *today) if "people followed" in s["so_far"]}
        return said.pop() if len(said) == 1 else str(said)

    assert agreed() == "5 of 10 people followed"
    community.unfollow("anna", "fay")
    confusing("sync", now=LATER)
    confusing("explore", "--budget", "5", now=LATER)
    assert agreed(LATER) == "4 of 10 people followed"
    said = " ".join(confusing("report", now=LATER).output.split())
    named = re.findall(r"You follow (@\S+) for over", said)
    assert len(named) == 2
    assert set(named) <= {CLEO, IDA, TWEETER}


def test_the_conversation_counts_like_the_step(confusing: Plnbuddy) -> None:
    with confusing.terminal("start") as child:
        child.expect(r"(\d+) of 10 people")
        assert child.match[1] == "5"


# Suggestions


def test_who_was_followed_on_the_web_since_is_not_suggested(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    first = shown(anna, "--offline")
    lay_people_open(community, first)
    before = shown(anna)
    elsewhere = next(label for label in before if label.count("@") == 2)
    community.unfollow("anna", "ben")
    community.follow("anna", elsewhere[1:])  # the counts are as before
    server.log.clear()
    after = shown(anna)
    assert elsewhere not in after
    assert server.log.count(RELATIONSHIPS) <= 2  # one more for who took the free place
    anna("sync", now=TOMORROW)
    assert ("connect", f"Followed {elsewhere}") in told(anna)


@pytest.mark.parametrize("how", ["asked", "blocked", "muted"])
def test_who_was_asked_blocked_or_muted_on_the_web_is_not_suggested(
    anna: Plnbuddy, community: Community, how: str
) -> None:
    first = shown(anna, "--offline")
    lay_people_open(community, first)
    before = shown(anna)
    who = next(label for label in before if label.count("@") == 2)
    if how == "asked":
        community.ask_to_follow("anna", who[1:])
    elif how == "blocked":
        community.block("anna", who[1:])
    else:
        community.mute("anna", who[1:])
    assert who not in shown(anna)


def test_one_request_asks_for_all_people_of_the_day(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    lay_people_open(community, shown(anna, "--offline"))
    first = shown(anna)
    server.log.clear()
    assert shown(anna) == first
    assert server.log.count() == 1
    (asked,) = server.log.entries(RELATIONSHIPS)
    assert len(asked.values["id"]) == sum(label.count("@") == 2 for label in first)


def test_what_the_server_lacks_is_no_failure_of_exploring(anna: Plnbuddy) -> None:
    answer = anna("explore", "--budget", "60")
    assert "stumbled" not in answer.messages
    again = anna("explore", "--budget", "60")
    assert again.exit_code == 0


def test_people_whom_a_search_does_not_return_are_unchecked_and_not_gone(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    before = shown(anna, "--offline")
    after = shown(anna)  # nobody of them is known there
    assert after == before
    assert "gone" not in " ".join(kept(anna.home)["known_person"])


# The profile


def checked(plnbuddy: Plnbuddy) -> Any:
    findings = plnbuddy("doctor", "--json", ok=False).data["findings"]
    (account,) = (each for each in findings if each["part"] == "account")
    return account


def test_a_default_picture_is_none(anna: Plnbuddy, community: Community) -> None:
    assert "a picture" in checked(anna)["fact"]
    community.change("anna", has_avatar=True)
    assert "a picture" not in checked(anna)["fact"]


def test_a_post_that_was_not_asked_for_is_no_introduction(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    assert "introduction" not in checked(anna)["fact"]  # not known, so neither there nor missing
    said = log_in(anna, server)
    assert re.search(r"\? a post with #introduction: your server does not tell", said.output)
    community.post("anna", "Hello, I teach music #introduction")
    assert "✓ a post with #introduction" in log_in(anna, server).output
